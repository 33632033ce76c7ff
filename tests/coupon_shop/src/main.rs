//! A shop that lives through the life of a coupon, and a program that kills it on the way.
//!
//! `cargo run --manifest-path tests/coupon_shop/Cargo.toml` plays the whole life once, kills the
//! shop once at each of its points, and then plays lives with random faults:
//!
//! | argument | meaning | default |
//! |---|---|---|
//! | `--seeds N` | how many lives with random kills and faults | 40 |
//! | `--seed S` | only the life with this seed | |
//!
//! After each life, the ledger of WeChat Pay and the books of the shop must agree. The shop is a
//! process of its own: this program with the argument `serve`.

mod crash;
mod ledger;
mod play;
mod shop;

use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["serve"] => shop::serve(),
        [] => play::all(40),
        ["--seeds", count] => count.parse().map_err(Into::into).and_then(play::all),
        ["--seed", seed] => seed.parse().map_err(Into::into).and_then(play::one),
        _ => Err(Box::<dyn Error>::from(
            "usage: coupon_shop [--seeds N | --seed S]",
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("coupon_shop: {why}");
            ExitCode::FAILURE
        }
    }
}
