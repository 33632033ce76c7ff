//! Responses of all sizes with one flipped bit, at random with a fixed seed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Response};
use wechatpay_runtime::Outcome;

use super::fixture::*;
use crate::support::random::Random;

const RESPONSES: usize = 24;
const DAMAGES: usize = 600;

/// A valid response: a body of some length, and a timestamp within the allowed skew.
fn valid_response(random: &mut Random) -> Response<bytes::Bytes> {
    let length = random.below(300);
    let letters: String = (0..length)
        .map(|_| char::from(b'a' + u8::try_from(random.below(26)).unwrap()))
        .collect();
    let number = random.below(1000);
    let body = format!(r#"{{"max_coupons":{number},"x":"{letters}"}}"#);
    let timestamp = NOW - 300 + i64::try_from(random.below(601)).unwrap();
    signed_at(&timestamp.to_string(), 200, body)
}

/// Flips one bit and returns the changed part, or `None` if the result is not a valid header.
fn flip_bit(response: &mut Response<bytes::Bytes>, random: &mut Random) -> Option<&'static str> {
    let parts = [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Signature",
        "signature",
        "body",
    ];
    let part = parts[random.below(parts.len())];
    let headers = response.headers();
    let mut bytes = match part {
        "body" => response.body().to_vec(),
        "signature" => STANDARD.decode(&headers["Wechatpay-Signature"]).unwrap(),
        name => headers[name].as_bytes().to_vec(),
    };
    let bit = random.below(bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    let (name, value) = match part {
        "body" => {
            *response.body_mut() = bytes.into();
            return Some(part);
        }
        "signature" => ("Wechatpay-Signature", STANDARD.encode(bytes).into_bytes()),
        name => (name, bytes),
    };
    response
        .headers_mut()
        .insert(name, HeaderValue::from_bytes(&value).ok()?);
    Some(part)
}

#[test]
fn ten_thousand_random_bit_flips_in_responses_are_all_detected() {
    let mut random = Random::new(10_000);
    let mut noticed = 0;
    for _ in 0..RESPONSES {
        let honest = valid_response(&mut random);
        assert!(read(honest.clone()).is_ok());
        for _ in 0..DAMAGES {
            let mut response = honest.clone();
            let Some(part) = flip_bit(&mut response, &mut random) else {
                continue;
            };
            let error = read(response)
                .err()
                .unwrap_or_else(|| panic!("a damaged {part} was believed"));
            assert_eq!(error.outcome(), Outcome::Unknown);
            assert!(error.verification().is_some(), "{part}: {error}");
            noticed += 1;
        }
    }
    assert!(noticed >= 10_000, "{noticed}");
}
