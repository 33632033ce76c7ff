//! Callbacks: verification, decryption and replies. The `rsa` and `aes-gcm` crates play WeChat Pay.

mod damage;
mod events;
pub(crate) mod fixture;
mod headers;
pub(crate) mod mock;
mod refusals;
mod secrets;
mod vectors;
