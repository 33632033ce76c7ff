//! The runtime from the outside, checked with the `rsa` crate and with signatures of the openssl
//! command line.

mod attempts;
mod bit_flips;
mod builders;
mod certificates;
mod clients;
mod connections;
mod deadlines;
mod downloads;
mod encodings;
mod encrypted_fields;
pub(crate) mod fixture;
mod forks;
mod idempotency_keys;
mod keyrings;
mod keys;
pub(crate) mod long_texts;
mod metrics;
mod networks;
mod open_enums;
mod openssl;
mod panics;
mod paths;
mod platform_certificates;
mod responses;
mod runtimes;
pub(crate) mod secrets;
mod settings;
mod signing;
mod sockets;
mod test_util;
mod timestamps;
mod tls;
mod uploads;
mod verification;
mod wiped_keys;
mod without_sockets;
