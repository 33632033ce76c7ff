//! The mock over real sockets, checked by a client that shares only the RSA primitives with it.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking; helpers count as tests here"
)]

mod acts;
mod binary;
#[cfg(feature = "platform-certificates")]
mod certificates;
mod client;
mod connections;
mod control;
mod coupons;
mod deliveries;
mod exchange;
mod keys;
mod ledger;
mod memory;
#[cfg(feature = "callbacks")]
mod receiver;
mod reply;
mod requests;
mod responses;
mod tampering;
mod validation;
