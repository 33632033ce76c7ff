//! Callbacks: what WeChat Pay sends to your program, for example when a user has received a coupon.
//!
//! This module does no I/O. Your HTTP server receives the request, and sends the reply:
//! 1. [`CallbackReceiver::receive`] verifies headers and body, and then decrypts the event.
//! 2. Store the event, so that it survives a crash. Several callbacks can contain the same event.
//! 3. Send [`Event::acknowledge`]. If the event could not be stored, send [`Reply::not_stored`].
//! 4. If the callback was refused, send [`Refused::reply`].
//!
//! WeChat Pay waits five seconds for the reply. Without a success it sends the event again later,
//! and stops after some time.
//!
//! ```
//! use bytes::Bytes;
//! use wechatpay_runtime::callback::{CallbackReceiver, Event, Reply};
//! # fn store(event: &Event) -> std::io::Result<()> { Ok(()) }
//!
//! fn answer(
//!     receiver: &CallbackReceiver,
//!     request: &http::Request<Bytes>,
//!     now: i64, // Unix seconds
//! ) -> http::Response<Bytes> {
//!     let reply = match receiver.receive(request.headers(), request.body(), now) {
//!         Ok(event) => match store(&event) {
//!             Ok(()) => event.acknowledge(),
//!             Err(_) => Reply::not_stored(),
//!         },
//!         Err(refused) => refused.reply(),
//!     };
//!     reply.into()
//! }
//! ```

mod envelope;
mod event;
mod events;
mod headers;
mod receiver;
mod refused;
mod reply;

pub use event::{Event, UndecodableResource};
pub use events::{CallbackEvents, UnknownEvent};
pub use headers::CallbackHeaders;
pub use receiver::{CallbackReceiver, PlatformKeys};
pub use refused::Refused;
pub use reply::Reply;

pub use crate::keys::ApiKey;
