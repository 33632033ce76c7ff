//! The runtime as seen from outside, judged by the `rsa` crate and by signatures that the openssl command line made.

mod answers;
mod builders;
mod certificates;
mod clients;
mod connections;
mod damage;
mod deadlines;
mod encodings;
pub(crate) mod fixture;
mod forks;
mod histories;
mod keyrings;
mod keys;
mod long_texts;
mod open_enums;
mod openssl;
mod over_a_socket;
mod panics;
mod paths;
mod runtimes;
pub(crate) mod secrets;
mod settings;
mod signing;
mod timestamps;
mod tls;
mod verification;
mod wiped_keys;
