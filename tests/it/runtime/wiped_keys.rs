//! Traces of a dropped private key or API key in memory: a child process searches its own memory.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wechatpay_runtime::callback::{ApiKey, CallbackReceiver};
use wechatpay_runtime::{Client, PrivateKey};

use super::fixture::*;

/// Enables [`child_process_drops_a_key_and_searches_its_memory`], and contains what to search,
/// disguised.
const WANTED: &str = "WECHATPAY_TEST_OF_MEMORY";
/// The mask of the disguise: the searched bytes never appear plainly in the child's memory.
const DISGUISE: u8 = 0x5A;

/// Parts of the file, of its DER, and of the numbers in it as the cryptographic library stores
/// them.
fn parts_of(file: &str) -> Vec<Vec<u8>> {
    let pem = String::from_utf8(key_file(file)).unwrap();
    let lines: Vec<&str> = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(lines.concat()).unwrap();
    let numbers: Vec<u8> = der[700..732].iter().rev().copied().collect();
    vec![
        lines[10].as_bytes().to_vec(),
        der[700..732].to_vec(),
        numbers,
    ]
}

#[test]
fn a_dropped_private_key_leaves_no_trace_in_memory() {
    for file in ["merchant.pem", "merchant_pkcs1.pem"] {
        let needles = parts_of(file).into_iter().map(|part| {
            let bytes = part.iter().map(|byte| format!("{:02x}", byte ^ DISGUISE));
            bytes.collect::<Vec<_>>().concat()
        });
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "runtime::wiped_keys::child_process_drops_a_key_and_searches_its_memory",
            ])
            .env(WANTED, needles.collect::<Vec<_>>().join(","))
            .env("WECHATPAY_TEST_FILE", key_path(file))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let passed = output.status.success() && text.contains("1 passed");
        assert!(passed, "{file}: {text}");
    }
}

/// Does nothing unless the test above enables it.
#[test]
fn child_process_drops_a_key_and_searches_its_memory() {
    let Ok(needles) = std::env::var(WANTED) else {
        return;
    };
    let needles: Vec<Vec<u8>> = needles.split(',').map(from_hex).collect();
    let path = std::env::var("WECHATPAY_TEST_FILE").unwrap();
    {
        let key = PrivateKey::from_pem_file(&path).unwrap();
        let client = Client::builder()
            .mchid("1900000001")
            .merchant_key(key.clone())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        drop(client);
        let credential =
            wechatpay_runtime::call::Credential::new("1900000001", SERIAL_NO, key).unwrap();
        let nonce = wechatpay_runtime::call::Nonce::from_text(NONCE).unwrap();
        wechatpay_runtime::call::Call::prepare(&modify_budget())
            .unwrap()
            .request(
                &wechatpay_runtime::call::BaseUrl::main(),
                &credential,
                &keyring(),
                NOW,
                &nonce,
            )
            .unwrap();
    }
    // The wrong setting for this file: the file is read, decoded and rejected.
    wechatpay_runtime::PublicKey::from_pem_file(&path).unwrap_err();
    assert_eq!(
        find_in_memory(&needles),
        [false, false, false],
        "after the drop"
    );

    // Bytes that are not wiped are found, so the search works.
    let pem = std::fs::read(&path).unwrap();
    assert!(find_in_memory(&needles)[0], "{}", pem.len());
}

#[test]
fn a_dropped_api_key_leaves_no_trace_in_memory() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runtime::wiped_keys::child_process_drops_an_api_key_and_searches_its_memory",
        ])
        .env(WANTED, "")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && text.contains("1 passed");
    assert!(passed, "{text}");
}

/// Does nothing unless the test above enables it.
#[test]
fn child_process_drops_an_api_key_and_searches_its_memory() {
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let disguised: Vec<u8> = (0..32).map(|number| (number * 7 + 33) ^ DISGUISE).collect();
    let plain = || -> Vec<u8> { disguised.iter().map(|byte| byte ^ DISGUISE).collect() };
    {
        let mut key = plain();
        let receiver = CallbackReceiver::new(keyring(), ApiKey::new(&key).unwrap());
        key.fill(0);
        assert_eq!(
            find_in_memory(std::slice::from_ref(&disguised)),
            [true],
            "while it is held"
        );
        drop(receiver);
    }
    assert_eq!(
        find_in_memory(std::slice::from_ref(&disguised)),
        [false],
        "after the drop"
    );
}

fn from_hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| (digit(pair[0]) << 4) | digit(pair[1]))
        .collect()
}

/// The disguised bytes that are in memory which this process can write.
fn find_in_memory(needles: &[Vec<u8>]) -> Vec<bool> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut memory = File::open("/proc/self/mem").unwrap();
    let mut found = vec![false; needles.len()];
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, rest) = line.split_once('-').unwrap();
        let end = rest.split(' ').next().unwrap();
        let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
        let mut part = vec![0; usize::try_from(end - start).unwrap()];
        if memory.seek(SeekFrom::Start(start)).is_err() || memory.read_exact(&mut part).is_err() {
            continue;
        }
        for byte in &mut part {
            *byte ^= DISGUISE;
        }
        for (found, needle) in found.iter_mut().zip(needles) {
            *found |= contains(&part, needle);
        }
    }
    found
}

fn contains(memory: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut rest = memory;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if rest.starts_with(needle) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}
