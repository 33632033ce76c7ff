//! Callbacks with random damage, with a fixed seed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use wechatpay_runtime::callback::Refused;

use super::fixture::*;
use crate::support::random::Random;

/// Flips one bit, and returns the changed part, or `None` if the result is not a valid header.
fn flip_bit(callback: &mut Callback, random: &mut Random) -> Option<&'static str> {
    let parts = [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "signature",
        "body",
    ];
    let part = parts[random.below(parts.len())];
    let mut bytes = match part {
        "body" => callback.body.clone(),
        "signature" => STANDARD
            .decode(&callback.headers["Wechatpay-Signature"])
            .unwrap(),
        name => callback.headers[name].as_bytes().to_vec(),
    };
    let bit = random.below(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    let (name, value) = match part {
        "body" => {
            callback.body = bytes;
            return Some(part);
        }
        "signature" => ("Wechatpay-Signature", STANDARD.encode(bytes).into_bytes()),
        name => (name, bytes),
    };
    let value = HeaderValue::from_bytes(&value).ok()?;
    callback.headers.insert(name, value);
    Some(part)
}

#[test]
fn ten_thousand_callbacks_with_a_flipped_bit_are_all_refused() {
    let mut random = Random::new(17);
    let genuine = callback();
    genuine.receive().unwrap();
    let receiver = receiver();
    let mut refusals = 0;
    while refusals < 10_000 {
        let mut damaged = genuine.clone();
        let Some(part) = flip_bit(&mut damaged, &mut random) else {
            continue;
        };
        let refused = receiver
            .receive(&damaged.headers, &damaged.body, NOW)
            .err()
            .unwrap_or_else(|| panic!("a damaged {part} was believed"));
        assert!(matches!(refused, Refused::Unverified(_)), "{part}");
        assert_eq!(refused.reply().status(), 401);
        refusals += 1;
    }
}

/// Only who has the API key can make a resource. Even with a valid signature around it, a changed
/// one is refused.
#[test]
fn a_changed_resource_is_refused_even_if_the_body_is_signed() {
    let genuine = event("COUPON.SEND", RESOURCE);
    for (member, changed) in [
        ("nonce", "J9g1wAzF9Xn1"),
        ("associated_data", "coupon_dat"),
        ("associated_data", ""),
        ("ciphertext", "AAAA"),
        ("ciphertext", ""),
        ("ciphertext", "faa0Uw+Z+4isrArzt9U/vw=="),
    ] {
        let mut body = genuine.clone();
        body["resource"][member] = changed.into();
        let refused = Callback::signed(body.to_string()).receive().unwrap_err();
        assert_eq!(refused, Refused::NoMatchingApiKey, "{member} {changed}");
        assert_eq!(refused.reply().status(), 500);
    }
}
