//! A small local WeChat Pay, to test programs against.
//!
//! It listens on a free port of the loopback address, judges every request as APIv3 does (signature, mandatory headers,
//! body), answers with what its routes say, and signs its answers with a platform key of its own. On demand it misbehaves
//! in every way that a network and a server can, and a ledger tells what really took effect.
//!
//! # Test your own code
//!
//! Start a mock in the test, and hand your program what it would otherwise read from its configuration: an address, a
//! merchant, and key files. Nothing else changes; your program signs, sends and verifies for real.
//!
//! ```
//! use wechatpay_mock::Mock;
//!
//! let mock = Mock::stateful()?;
//! // Where the program has the service's address:
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! // Where it has the merchant, as in apiclient_key.pem and apiclient_cert.pem:
//! assert!(mock.merchant_key_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
//! assert!(mock.merchant_certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! let _ = (mock.mchid(), mock.merchant_serial_no());
//! // Where it has the platform's keys, one or both:
//! assert!(mock.public_key_pem().starts_with("-----BEGIN PUBLIC KEY-----"));
//! assert!(mock.platform_certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! let _ = (mock.public_key_id(), mock.platform_serial_no());
//!
//! // Let the program work; then ask what arrived and what was done.
//! assert!(mock.requests().is_empty());
//! assert!(mock.ledger().is_empty());
//! # std::io::Result::Ok(())
//! ```
//!
//! # Which mock
//!
//! | | responses |
//! |---|---|
//! | [`Mock::stateful`] | each operation of the spec, and remembers: create a coupon, then change its budget |
//! | [`Mock::documented`] | each operation of the spec with the response that its page prints |
//! | [`Mock::builder`] | the routes that you give it |
//!
//! The first two hold every body against the page: what breaks it is refused with `PARAM_ERROR` and
//! the place, as the service does, values of enums that the page does not list among it;
//! [`Builder::newer_than_pages`] lets these pass. [`judge`] tells all findings at once. What the
//! page does not state is not asked for, and what the mock had to assume stands in its
//! documentation.
//!
//! # When things go wrong
//!
//! The calls that a program gets wrong are those that fail. Tell the mock what to do with the next requests, and look at
//! what your program makes of it:
//!
//! ```
//! use std::time::Duration;
//! use wechatpay_mock::{Act, Delivery, Mock, Place, PlatformKey, Tamper};
//!
//! let mock = Mock::stateful()?;
//! // The first attempt is done, and its response lost; the second hears that it comes too often; then all is well.
//! mock.script([Act::cut(Place::AfterActing), Act::too_many_requests().retry_after("1")]);
//! // Every response has a signature that does not verify. Your program must not believe it.
//! mock.always(Act::tamper(Tamper::Signature));
//! // One operation is slow.
//! mock.always(Act::deliver(Delivery::SlowBody(Duration::from_millis(20))).on_operation("create_product_coupon"));
//! // The platform changes its key.
//! mock.rotate(PlatformKey::SecondPublicKey);
//! # std::io::Result::Ok(())
//! ```
//!
//! [`Act`] has the whole list. Whatever is scripted, [`Mock::ledger`] knows what took effect: a test that asserts "the coupon
//! was created once" holds even where the program never saw a response.
//!
//! # Without Rust
//!
//! `cargo run -p wechatpay-mock` starts a mock for programs in any language, writes the key files, and prints a line for each
//! request; `--help` tells more.
//!
//! # Independent
//!
//! The mock is a judge: it shares no code with the client that it tests, neither the signing message nor the cryptography nor
//! the checks, so that no mistake can hide by being made on both sides.
//!
//! Its RSA keys are made once per process. Without optimisation that takes seconds; a workspace that uses the mock gains by
//! `opt-level = 3` for `num-bigint-dig` under `[profile.dev.package]`.

mod authenticator;
mod authorization;
mod builder;
mod documented;
mod fault;
mod faults;
mod http;
mod interpreter;
mod keys;
mod ledger;
mod mock;
mod random;
mod received;
mod refusal;
mod request_handler;
mod response;
mod response_signer;
mod route;
mod rules;
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
