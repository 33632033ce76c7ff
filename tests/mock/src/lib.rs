//! A small local WeChat Pay, for tests.
//!
//! It listens on a free port of the loopback address, judges every request as APIv3 does (signature, mandatory headers,
//! body), answers with what its routes say, and signs its answers with a platform key of its own. On demand it answers
//! wrongly, so that a test can see the client refuse.
//!
//! ```
//! use wechatpay_mock::{Answer, Mock};
//!
//! let mock = Mock::builder()
//!     .route("PATCH", "/v3/marketing/busifavor/stocks/{stock_id}/budget", Answer::json(200, r#"{"max_coupons": 300}"#))
//!     .start()?;
//!
//! // Hand `mock.url()`, `mock.mchid()`, the merchant's key and the platform's public key to the client under test.
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! assert!(mock.merchant_key_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
//! assert!(mock.requests().is_empty());
//! # std::io::Result::Ok(())
//! ```
//!
//! [`Mock::documented`] answers every operation of the workspace's spec with the answer that its page prints.
//!
//! The mock is an independent judge: it shares no code with the client that it tests, neither the signing message nor
//! the cryptography, so that no mistake can hide by being made on both sides.
//!
//! Its two RSA keys are made once per process. Without optimisation that takes seconds; a workspace that uses the mock
//! gains by `opt-level = 3` for `num-bigint-dig` under `[profile.dev.package]`.

mod answer;
mod authorization;
mod builder;
mod desk;
mod documented;
mod fault;
mod faults;
mod gate;
mod http;
mod interpreter;
mod keys;
mod ledger;
mod mock;
mod random;
mod received;
mod refusal;
mod route;
mod rules;
mod seal;
mod server;
mod signature;
mod state;

pub use answer::Answer;
pub use builder::Builder;
pub use documented::spec;
pub use fault::SignatureFault;
pub use faults::{Act, Delivery, Edit, Place, Tamper, http_date};
pub use interpreter::{Broken, Finding, judge};
pub use keys::PlatformKey;
pub use ledger::Entry;
pub use mock::Mock;
pub use received::Received;
pub use route::Route;
