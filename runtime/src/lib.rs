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
pub mod answer;
mod api_error;
mod attempt;
mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
mod build_error;
pub mod builder;
pub mod call;
mod certificate;
pub mod check;
mod client;
mod client_builder;
mod credential;
mod engine;
mod error;
mod error_codes;
mod explain;
mod extended;
mod failure;
mod handover;
mod hosts;
mod key_error;
mod keyring;
mod nonce;
mod open_enum;
mod open_number;
mod operation;
mod options;
mod outcome;
mod pacing;
mod panics;
mod parameters;
mod path;
mod pem;
mod pem_blocks;
mod prepared;
mod request;
mod response;
mod retry;
mod sign_error;
mod text;
mod timestamp;
mod trace;
mod transport;
mod untyped;
mod verify;

pub use attempt::Attempt;
pub use build_error::BuildError;
pub use certificate::{MerchantCertificate, PlatformCertificate};
pub use check::{Violation, Violations};
pub use client::{Client, ClientBuilder};
pub use error::{ApiError, Error, SignatureStatus};
pub use extended::{Extended, ExtensionError};
pub use key_error::KeyError;
pub use keyring::Keyring;
pub use open_enum::{OpenEnum, UnknownValue};
pub use open_number::{OpenNumber, UnknownNumber};
pub use operation::{
    Endpoint, ErrorRow, Method, NoBody, NoContent, Operation, Page, ParameterValue, Parameters,
    RateLimit, RateLimitScope,
};
pub use options::CallOptions;
pub use outcome::Outcome;
pub use pacing::Pacer;
pub use pem::{PrivateKey, PublicKey};
pub use response::Response;
pub use sign_error::{SignErrorCause, SignedLine};
pub use timestamp::Timestamp;
pub use transport::{Exchange, Pause, Transport, TransportError};
pub use untyped::{AnyCode, Json, Untyped};
pub use verify::VerificationError;
