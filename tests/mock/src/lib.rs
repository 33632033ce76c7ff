//! A local WeChat Pay for tests of programs. This crate calls it the mock.
//!
//! The mock listens on a free port of the loopback address. It checks every request as APIv3 does
//! (signature, mandatory headers, body), responds as its routes define, and signs its responses
//! with its own platform key. On demand it misbehaves like any network or server can. Its ledger
//! lists the requests that took effect.
//!
//! # Test your own code
//!
//! Start a mock in the test. Give your program the values that it otherwise reads from its
//! configuration: an address, a merchant and key files. Nothing else changes: your program really
//! signs, sends and verifies.
//!
//! ```
//! use wechatpay_mock::Mock;
//!
//! let mock = Mock::stateful()?;
//! // The address of the service:
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! // The merchant's key and certificate, as in apiclient_key.pem and apiclient_cert.pem:
//! assert!(mock.merchant_key_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
//! assert!(mock.merchant_certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! let _ = (mock.mchid(), mock.merchant_serial_no());
//! // The keys of the platform, one or both:
//! assert!(mock.public_key_pem().starts_with("-----BEGIN PUBLIC KEY-----"));
//! assert!(mock.platform_certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! let _ = (mock.public_key_id(), mock.platform_serial_no());
//!
//! // Run the program; then check which requests arrived and which took effect.
//! assert!(mock.requests().is_empty());
//! assert!(mock.ledger().is_empty());
//! # std::io::Result::Ok(())
//! ```
//!
//! # Kinds of mocks
//!
//! | mock | routes and responses |
//! |---|---|
//! | [`Mock::stateful`] | each operation of the spec, with state: create a coupon, then change its budget |
//! | [`Mock::documented`] | each operation of the spec, with the response that its page shows |
//! | [`Mock::builder`] | the routes that you define |
//!
//! The first two check every request against its page. A request that breaks a rule gets
//! `PARAM_ERROR` with the place of the error, like from the real service. This includes enum values
//! that the page does not list; [`Builder::newer_than_pages`] accepts them. The function [`judge`]
//! returns all errors of a body at once. The mock requires nothing that the page does not state.
//! The documentation of [`Mock::stateful`] lists its assumptions.
//!
//! # Failures
//!
//! Programs most often handle failed calls wrongly. Define what the mock does with the next
//! requests, and check how your program reacts:
//!
//! ```
//! use std::time::Duration;
//! use wechatpay_mock::{Act, Delivery, Mock, Place, PlatformKey, Tamper};
//!
//! let mock = Mock::stateful()?;
//! // The first request takes effect, but its response is lost. The second gets 429. The others
//! // succeed.
//! mock.script([Act::cut(Place::AfterActing), Act::too_many_requests().retry_after("1")]);
//! // Every response has an invalid signature. Your program must not trust it.
//! mock.always(Act::tamper(Tamper::Signature));
//! // One operation is slow.
//! let slow = Act::deliver(Delivery::SlowBody(Duration::from_millis(20)));
//! mock.always(slow.on_operation("create_product_coupon"));
//! // The platform changes its key.
//! mock.rotate(PlatformKey::SecondPublicKey);
//! # std::io::Result::Ok(())
//! ```
//!
//! [`Act`] lists everything that can be scripted. [`Mock::ledger`] always lists the requests that
//! took effect. A test that asserts "the coupon was created once" therefore works even if the
//! program never received a response.
//!
//! # Without Rust
//!
//! `cargo run -p wechatpay-mock` starts a mock for programs in any language, writes the key files,
//! and prints one line per request. See `--help`.
//!
//! # Independence
//!
//! The mock shares no code with the client that it tests: neither the signed message nor the
//! cryptography nor the checks. The same mistake can therefore not be in both.
//!
//! The mock creates its RSA keys once per process. Without optimization this takes seconds. A
//! workspace that uses the mock should set `opt-level = 3` for `num-bigint-dig` under
//! `[profile.dev.package]`.

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
mod response;
mod route;
mod rules;
mod seal;
mod server;
mod signature;
mod spec;
mod state;

pub use builder::Builder;
pub use fault::SignatureFault;
pub use faults::{Act, Delivery, Edit, Place, Tamper, http_date};
pub use interpreter::{Broken, Finding, judge};
pub use keys::PlatformKey;
pub use ledger::Entry;
pub use mock::Mock;
pub use received::Received;
pub use response::MockResponse;
pub use route::Route;
pub use spec::{Spec, spec};
