//! The handwritten part of the WeChat Pay APIv3 SDK: signs, sends and verifies calls.
//!
//! The runtime contains no operation of any WeChat Pay product. A code generator writes the
//! operations, as types that implement [`Operation`].
//!
//! These words have one meaning throughout the documentation. The *page* of an operation is the
//! page of WeChat Pay's documentation that describes it. The *spec* is the transcription of the
//! pages that the generator reads. A *call* consists of one or more *attempts*. Each attempt is one
//! HTTP *exchange*: a request and its response.
//!
//! ```no_run
//! use wechatpay_runtime::{Client, MerchantCertificate, Operation, Outcome, PrivateKey, PublicKey};
//!
//! # async fn example<O: Operation>(request: O) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .mchid("1900000001")
//!     .merchant_key(PrivateKey::from_pem_file("apiclient_key.pem")?)
//!     .merchant_certificate(MerchantCertificate::from_pem_file("apiclient_cert.pem")?)
//!     .wechatpay_public_key(
//!         "PUB_KEY_ID_0114232134912410000000000000",
//!         PublicKey::from_pem_file("pub_key.pem")?,
//!     )
//!     .build()?;
//!
//! match client.send(&request).await {
//!     Ok(response) => println!("done, Request-ID {:?}", response.request_id()),
//!     Err(error) if error.outcome() == Outcome::Unknown => {
//!         println!("the call may have taken effect: look up the result. {error}");
//!     }
//!     Err(error) => println!("{error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | module | contents |
//! |---|---|
//! | [`client`], `blocking` | calls over HTTP: settings, retries, rate limits, other HTTP stacks |
//! | [`call`] | a call without I/O, for other HTTP stacks and for tests |
//! | `callback` | callbacks: verifies and decrypts what WeChat Pay sends to your program |
//! | `download` | files that are received in pieces and checked |
//! | [`error`] | what went wrong, what to do, and whether the call may have taken effect |
//! | [`check`] | the checks of a request before it is sent, and the rules that it breaks |
//! | [`keys`] | the keys of the merchant and of WeChat Pay |
//! | [`raw`] | operations without types, and fields that no type has yet |
//! | [`pagination`] | lists that are returned in pages |
//! | `upload` | forms that send a file together with a JSON body |
//! | `test_util` | responses, errors and a transport for unit tests |
//! | [`endpoint`], [`operation`] | the description of an operation in generated code |

// docs.rs shows at each item the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub mod __private;
pub mod call;
#[cfg(feature = "callbacks")]
pub mod callback;
pub mod check;
pub mod client;
#[cfg(feature = "downloads")]
pub mod download;
pub mod endpoint;
pub mod error;
pub mod keys;
mod open_enum;
mod open_number;
pub mod operation;
pub mod pagination;
mod parameters;
mod partial_result;
pub mod raw;
#[cfg(feature = "test-util")]
pub mod test_util;
mod text;
mod timestamp;
#[cfg(feature = "uploads")]
pub mod upload;

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
