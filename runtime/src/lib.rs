//! The hand-written part of the WeChat Pay APIv3 SDK, thin on purpose: it knows how to sign, send and verify, and no
//! product. Operations are generated elsewhere, as types that implement [`Operation`].
//!
//! ```no_run
//! use wechatpay_runtime::{Client, MerchantCertificate, Operation, Outcome, PrivateKey, PublicKey};
//!
//! # async fn example<O: Operation>(request: O) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .mchid("1900000001")
//!     .merchant_key(PrivateKey::from_pem_file("apiclient_key.pem")?)
//!     .merchant_certificate(MerchantCertificate::from_pem_file("apiclient_cert.pem")?)
//!     .wechatpay_public_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_pem_file("pub_key.pem")?)
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
//! - [`request!`], [`request_without_json!`], [`open_enum!`], [`open_number!`], [`error_codes!`], [`common_errors!`],
//!   [`field_names!`], [`builder`], [`body`], [`check`] and [`answer`] are what generated code is made of.

#[doc(hidden)]
pub mod __private;
pub mod call;
pub mod check;
pub mod client;
pub mod endpoint;
pub mod error;
pub mod keys;
mod open_enum;
mod open_number;
pub mod operation;
mod parameters;
pub mod raw;
mod text;
mod timestamp;

pub use call::Response;
pub use check::Violations;
#[cfg(feature = "blocking")]
pub use client::blocking;
pub use client::{CallOptions, Client, ClientBuilder};
pub use error::{ApiError, Error, Outcome};
pub use keys::{MerchantCertificate, PlatformCertificate, PrivateKey, PublicKey};
pub use open_enum::OpenEnum;
pub use open_number::OpenNumber;
pub use operation::Operation;
pub use timestamp::Timestamp;
