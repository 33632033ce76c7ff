//! The hand-written part of the WeChat Pay APIv3 SDK, thin on purpose: it knows how to sign, send and verify, and no
//! product. Operations are generated elsewhere, as types that implement [`Operation`].
//!
//! ```no_run
//! use wechatpay_runtime::{Client, Operation, Outcome, PrivateKey, PublicKey};
//!
//! # fn read(file: &str) -> Vec<u8> { std::fs::read(file).unwrap_or_default() }
//! # async fn example<O: Operation>(request: O) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .mchid("1900000001")
//!     .merchant_key(PrivateKey::from_pem(read("apiclient_key.pem"))?)
//!     .merchant_serial_no("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
//!     .wechatpay_public_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_pem(read("pub_key.pem"))?)
//!     .build()?;
//!
//! match client.send(&request).await {
//!     Ok(answer) => println!("done, Request-ID {:?}", answer.request_id()),
//!     Err(error) if error.outcome() == Outcome::Unknown => println!("it may have happened: look it up. {error}"),
//!     Err(error) => println!("{error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] calls; [`call`] is the same without I/O, for other HTTP stacks and for tests.
//! - [`Error`] says what happened and what to do, [`Outcome`] whether it may have taken effect.
//! - [`Transport`] brings another HTTP stack. The feature `http-client`, on by default, is the one that comes along.
//! - [`Operation::validate`] says every rule of the page that a request breaks, as [`Violations`].
//! - [`builder`], [`body`], [`check`], [`answer`], [`open_enum!`], [`open_number!`] and [`field_names!`] are what generated code is
//!   made of.

pub mod answer;
mod api_error;
mod base_url;
pub mod body;
mod build_error;
pub mod builder;
pub mod call;
pub mod check;
mod client;
mod client_builder;
mod credential;
mod error;
mod explain;
mod key_error;
mod keyring;
mod nonce;
mod open_enum;
mod open_number;
mod operation;
mod outcome;
mod parameters;
mod path;
mod pem;
#[doc(hidden)]
pub mod plumbing;
mod response;
mod text;
mod timestamp;
mod transport;
mod verify;

pub use build_error::BuildError;
pub use check::{Violation, Violations};
pub use client::{Client, ClientBuilder};
pub use error::{ApiError, Error, SignatureStatus};
pub use key_error::KeyError;
pub use open_enum::{OpenEnum, UnknownValue};
pub use open_number::{OpenNumber, UnknownNumber};
pub use operation::{
    Endpoint, ErrorRow, Method, NoBody, NoContent, Operation, Page, ParameterValue, Parameters,
    RateLimit, RateLimitScope,
};
pub use outcome::Outcome;
pub use pem::{PrivateKey, PublicKey};
pub use response::Response;
pub use timestamp::Timestamp;
pub use transport::{Exchange, Transport, TransportError};
pub use verify::VerificationError;
