//! The fuzz targets without a fuzzer: the committed corpus, and mutations with a fixed seed. The
//! run is the same everywhere.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::support::random::Random;

/// Bytes that often break parsers, and words that these parsers look for.
const TOKENS: [&[u8]; 22] = [
    b"\n",
    b"\n\n",
    b"\r\n",
    b":",
    b"\"",
    b"\\",
    b"\\u0000",
    b"null",
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"[[[[[[[[",
    b"{\"code\":",
    b"\"detail\":",
    b"\"sign_information\":{",
    b"-----BEGIN PRIVATE KEY-----",
    b"-----END CERTIFICATE-----",
    b"Wechatpay-Nonce: ",
    b"WECHATPAY/SIGNTEST/",
    b"\xef\xbb\xbf",
    b"\xff",
    "券".as_bytes(),
];

#[track_caller]
fn survives(target: &str, folders: &[&str], mutations: usize) {
    let corpus: Vec<Vec<u8>> = folders.iter().flat_map(|folder| inputs(folder)).collect();
    assert!(!corpus.is_empty());
    for input in &corpus {
        targets::run(target, input);
    }
    let mut random = Random::new(2_026);
    for number in 0..mutations {
        let input = mutated(&corpus, &mut random);
        let run = catch_unwind(AssertUnwindSafe(|| targets::run(target, &input)));
        assert!(
            run.is_ok(),
            "mutation {number} of {target}: {}",
            input.escape_ascii()
        );
    }
}

/// The files of a folder below `tests`, by name.
fn inputs(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A few changes to one of the inputs.
fn mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(4) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(40)).min(input.len());
        match random.below(6) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 if at < input.len() => input[at] = random.below(256).try_into().unwrap(),
            2 => drop(input.drain(at..end)),
            3 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            4 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => {
                let token = TOKENS[random.below(TOKENS.len())];
                input.splice(at..at, token.iter().copied());
            }
        }
    }
    input
}

#[test]
fn mutated_responses_never_pass_verification_or_panic() {
    survives("response", &["fuzz/corpus/response"], 6000);
}

#[test]
fn mutated_callbacks_never_pass_verification_or_panic() {
    survives("callback", &["fuzz/corpus/callback"], 3000);
}

#[test]
fn mutated_key_files_do_not_panic() {
    survives("keys", &["fuzz/corpus/keys", "it/runtime/keys"], 2000);
}

#[test]
fn mutated_sign_errors_do_not_panic() {
    survives("sign_error", &["fuzz/corpus/sign_error"], 1500);
}

#[test]
fn mutated_times_do_not_panic() {
    survives("times", &["fuzz/corpus/times"], 1500);
}

/// Every target of the test suite is a target of the fuzzer, and vice versa.
#[test]
fn the_suite_and_the_fuzzer_have_the_same_targets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "callback.rs",
            "keys.rs",
            "response.rs",
            "sign_error.rs",
            "times.rs"
        ]
    );
}
