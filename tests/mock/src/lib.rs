//! A small local WeChat Pay for testing programs.
//!
//! The mock listens on a free port of the loopback address. It checks every request as APIv3 does
//! (signature, mandatory headers, body), sends the response of its route, and signs it with its own
//! platform key. On demand it misbehaves in every way that a network and a server can. A ledger
//! records what really took effect.
//!
//! # Test your own code
//!
//! Start a mock in the test, and give your program what it would otherwise read from its
//! configuration: an address, a merchant, and key files. Nothing else changes: your program really
//! signs, sends and verifies.
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
//! | [`Mock::coupon_life`] | each operation of product coupons, as their life, with a clock for tests |
//! | [`Mock::documented`] | each operation of the spec with the response that its page prints |
//! | [`Mock::builder`] | the routes that you give it |
//!
//! The first three validate every body against its page. A body that breaks a rule gets `PARAM_ERROR`
//! with the place, as from the service. This includes enum values that the page does not list;
//! [`Builder::newer_than_pages`] accepts these. [`validate`] returns all violations at once. The mock
//! does not enforce what the page does not state, and its documentation lists what it had to
//! assume.
//!
//! # When things go wrong
//!
//! Programs usually go wrong when calls fail. Script the mock's behavior for the next requests, and
//! check what your program does:
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
//! [`Act`] has the whole list. Whatever the script, [`Mock::ledger`] records what took effect. A
//! test can assert "the coupon was created once" even if the program never received a response.
//!
//! # Callbacks
//!
//! With the feature `callbacks`, `Mock::send_callback` sends an event to the URL of your program:
//! late, several times, as a probe, damaged, or signed with another key. It repeats the event until
//! your program acknowledges it, and records the replies.
//!
//! # Without sockets
//!
//! [`Mock::service_fn`] is the service as a function from `http::Request<Bytes>` to
//! `http::Response<Bytes>`, for a client whose transport can be a function. [`Mock::exchange`] also
//! shows when there is no response. [`Builder::without_sockets`] starts a mock that has only these.
//!
//! # Without Rust
//!
//! `cargo run -p wechatpay-mock` starts a mock for programs in any language, writes the key files,
//! and prints one line per request. Faults are options, or are set over HTTP with JSON while it
//! runs. `--help` lists the options.
//!
//! # Independent
//!
//! The mock shares no code with the client that it tests: neither the signed message, nor
//! cryptography, nor validation. So a mistake cannot hide by being made on both sides.
//!
//! The RSA keys are generated once per process. Without optimization that takes seconds. A
//! workspace that uses the mock should set `opt-level = 3` for `num-bigint-dig` under
//! `[profile.dev.package]`.

mod authenticator;
mod authorization;
mod builder;
#[cfg(feature = "callbacks")]
mod callback;
#[cfg(feature = "platform-certificates")]
mod certificates;
mod control;
mod coupons;
mod documented;
mod downloads;
#[cfg(feature = "encrypted-fields")]
mod encrypted_fields;
#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
mod encryption;
mod exchange;
mod fault;
mod faults;
mod http;
mod interpreter;
mod keys;
mod ledger;
mod mock;
mod multipart;
mod program;
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
mod suggestion;
mod upload;

pub use builder::Builder;
#[cfg(feature = "callbacks")]
pub use callback::{Callback, CallbackAttempt, CallbackDelivery};
#[cfg(feature = "platform-certificates")]
pub use certificates::ListedCertificate;
pub use coupons::{CouponBehavior, CouponNotice, CouponRefusal, Coupons};
#[cfg(feature = "encrypted-fields")]
pub use encrypted_fields::encrypt_field;
pub use exchange::NoResponse;
pub use fault::SignatureFault;
pub use faults::{Act, Delivery, Edit, Place, Tamper, http_date};
pub use interpreter::{BrokenRule, Violation, validate};
pub use keys::PlatformKey;
pub use ledger::LedgerEntry;
pub use mock::Mock;
#[doc(hidden)]
pub use program::run_program;
pub use received::ReceivedRequest;
pub use response::MockResponse;
pub use route::Route;
pub use spec::{Spec, spec};
