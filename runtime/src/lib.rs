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
//!     Ok(response) => println!("done, Request-ID {:?}", response.request_id()),
//!     Err(error) if error.outcome() == Outcome::Unknown => println!("it may have happened: look it up. {error}"),
//!     Err(error) => println!("{error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | module | for |
//! |---|---|
//! | [`client`], `blocking` | calls over HTTP: settings, retries, rate limits, other HTTP stacks |
//! | [`call`] | a call without I/O, for other HTTP stacks and for tests |
//! | [`error`] | what went wrong, what to do, and whether the call may have taken effect ([`Outcome`]) |
//! | [`check`] | the rules of a page that a request breaks, before it is sent |
//! | [`keys`] | the keys of both sides |
//! | [`raw`] | operations without types, and fields that no type has yet |
//! | [`endpoint`], [`operation`] | what generated code says about an operation |

// docs.rs shows beside each item the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

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
