//! Every check on a response's signature, one at a time.

use http::HeaderValue;
use wechatpay_runtime::{Outcome, error::VerificationError as Failure};

use super::fixture::*;

/// Made with `openssl dgst -sha256 -sign keys/wechatpay.pem`.
const OPENSSL_SAMPLE: &str = "tHIW/gyy8RR6mbRoI7dKOIjuVyoveX/VUPhlL+cCThInF/EAFW9wlMq6CQemJ9gQYOUQ8sbL3mf3x3XpwZoHvTtw2Zfiey2AmAIpZcY1EcMV/pH2txtR/UEDqMaLOfMo6kI8J4EfxA7YBRXsKOn0PlClWu5v52GJy5dBk498WXCQoWlnxFPoQzB11JtavCvq9DzgMI1pC88TEehMa6D2yAyrA99YwfbxHKHVIwZsLiVyqbC9h9oJ5ANXzxxydNyowfbAZIiMHQ2fY5467APmDGhQHRGShT6QXu6qfSSYN790eFp8ENSq4/pHf23TfRt1b41TIb+2zvOn3xkKsOvAZQ==";
const HEADERS: [&str; 4] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
];

type Response = http::Response<bytes::Bytes>;

#[track_caller]
fn fails(now: i64, response: Response, expected: &Failure) {
    let error = read_at(now, response).unwrap_err();
    assert_eq!(error.verification(), Some(expected), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.api_error().is_none() && error.verified_body().is_none());
    assert_eq!(error.request_id(), Some("08F78BB5AF0610D302-268578284"));
}

fn with(name: &'static str, value: &str) -> Response {
    let mut response = signed(200, SAMPLE);
    response
        .headers_mut()
        .insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    response
}

#[test]
fn a_response_signed_by_openssl_is_accepted() {
    let response = with("Wechatpay-Signature", OPENSSL_SAMPLE);
    assert_eq!(
        response.headers()["Wechatpay-Signature"],
        signed(200, SAMPLE).headers()["Wechatpay-Signature"]
    );
    let response = read(response).unwrap();
    assert_eq!(
        (response.max_coupons, response.max_coupons_by_day),
        (Some(300), Some(100))
    );
    assert_eq!(
        (response.status(), response.body()),
        (200, SAMPLE.as_bytes())
    );
    assert_eq!(response.request_id(), Some("08F78BB5AF0610D302-268578284"));
    assert_eq!(response.into_inner().max_coupons, Some(300));
}

#[test]
fn every_signature_header_is_required() {
    for name in HEADERS {
        let mut response = signed(200, SAMPLE);
        response.headers_mut().remove(name);
        fails(NOW, response, &Failure::MissingHeader(name));
    }
    fails(NOW, unsigned(200, SAMPLE), &Failure::Unsigned);
}

#[test]
fn a_duplicate_signature_header_is_rejected() {
    for name in HEADERS {
        let mut response = signed(200, SAMPLE);
        let value = response.headers()[name].clone();
        response.headers_mut().append(name, value);
        fails(NOW, response, &Failure::RepeatedHeader(name));
    }
}

#[test]
fn signature_headers_have_to_be_visible_ascii_and_not_empty() {
    for name in HEADERS {
        fails(NOW, with(name, "券"), &Failure::UnreadableHeader(name));
        fails(NOW, with(name, ""), &Failure::MalformedHeader(name));
    }
}

#[test]
fn a_signature_timestamp_has_to_be_digits_that_fit_in_64_bits() {
    for text in [
        "+1700000000",
        "-1",
        "1.7e9",
        "0x10",
        "1700000000s",
        "9223372036854775808",
        "9".repeat(400).as_str(),
    ] {
        fails(
            NOW,
            with("Wechatpay-Timestamp", text),
            &Failure::MalformedHeader("Wechatpay-Timestamp"),
        );
    }
}

#[test]
fn a_signature_has_to_be_padded_base64() {
    for text in [
        "!",
        "abc",
        "YWJj\tYWJj",
        "_-==",
        OPENSSL_SAMPLE.trim_end_matches('='),
    ] {
        fails(
            NOW,
            with("Wechatpay-Signature", text),
            &Failure::MalformedHeader("Wechatpay-Signature"),
        );
    }
    fails(
        NOW,
        with("Wechatpay-Signature", "YWJj"),
        &Failure::WrongSignature,
    );
}

#[test]
fn a_response_may_be_at_most_300_seconds_old_or_early() {
    for skew in [-300, -299, 0, 299, 300] {
        assert!(read_at(NOW + skew, signed(200, SAMPLE)).is_ok(), "{skew}");
    }
    for now in [NOW - 301, NOW + 301, i64::MIN, i64::MAX, 0, -1] {
        fails(
            now,
            signed(200, SAMPLE),
            &Failure::ClockSkew {
                timestamp: NOW,
                now,
            },
        );
    }
    let last = i64::MAX.to_string();
    assert!(read_at(i64::MAX, signed_at(&last, 200, SAMPLE)).is_ok());
    for now in [i64::MIN, -1, 0, NOW, i64::MAX - 301] {
        fails(
            now,
            signed_at(&last, 200, SAMPLE),
            &Failure::ClockSkew {
                timestamp: i64::MAX,
                now,
            },
        );
    }
    fails(
        i64::MIN,
        signed_at("0", 200, SAMPLE),
        &Failure::ClockSkew {
            timestamp: 0,
            now: i64::MIN,
        },
    );
    let text = read_at(NOW + 400, signed(200, SAMPLE))
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("by 400 s") && text.contains("the local clock is wrong"),
        "{text}"
    );
}

#[test]
fn only_the_key_named_by_the_response_verifies_it() {
    for serial in [
        "PUB_KEY_ID_0",
        "pub_key_id_0114232134912410000000000000",
        SERIAL_NO,
        "0",
    ] {
        fails(
            NOW,
            with("Wechatpay-Serial", serial),
            &Failure::UnknownSerial(serial.to_owned()),
        );
    }
    let mut two = keyring();
    two.add(
        "PUB_KEY_ID_2",
        wechatpay_runtime::PublicKey::from_pem(key_file("rsa3072_pub.pem")).unwrap(),
    )
    .unwrap();
    let call = wechatpay_runtime::call::Call::prepare(&modify_budget()).unwrap();
    assert!(call.response(signed(200, SAMPLE), &two, NOW).is_ok());
    let error = call
        .response(with("Wechatpay-Serial", "PUB_KEY_ID_2"), &two, NOW)
        .unwrap_err();
    assert_eq!(error.verification(), Some(&Failure::WrongSignature));
}

#[test]
fn an_unsupported_signature_type_is_rejected() {
    assert!(
        read(with(
            "Wechatpay-Signature-Type",
            "WECHATPAY2-SHA256-RSA2048"
        ))
        .is_ok()
    );
    let other = "WECHATPAY2-SM2-WITH-SM3";
    fails(
        NOW,
        with("Wechatpay-Signature-Type", other),
        &Failure::UnknownSignatureType(other.to_owned()),
    );
    let mut twice = with("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    twice.headers_mut().append(
        "Wechatpay-Signature-Type",
        HeaderValue::from_static("WECHATPAY2-SM2-WITH-SM3"),
    );
    fails(
        NOW,
        twice,
        &Failure::RepeatedHeader("Wechatpay-Signature-Type"),
    );
}

#[test]
fn a_signature_probe_has_its_own_error() {
    for probe in [
        "WECHATPAY/SIGNTEST/",
        "WECHATPAY/SIGNTEST/not Base64!",
        "WECHATPAY/SIGNTEST/YWJj",
    ] {
        fails(NOW, with("Wechatpay-Signature", probe), &Failure::Probe);
    }
}

#[test]
fn a_response_with_any_single_bit_flipped_is_rejected() {
    let honest = signed(200, SAMPLE);
    for bit in 0..SAMPLE.len() * 8 {
        let mut response = honest.clone();
        let mut body = SAMPLE.as_bytes().to_vec();
        body[bit / 8] ^= 1 << (bit % 8);
        *response.body_mut() = body.into();
        fails(NOW, response, &Failure::WrongSignature);
    }
    for name in [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Signature",
    ] {
        let original = honest.headers()[name].as_bytes().to_vec();
        for bit in 0..original.len() * 8 {
            let mut value = original.clone();
            value[bit / 8] ^= 1 << (bit % 8);
            let Ok(value) = HeaderValue::from_bytes(&value) else {
                continue;
            };
            let mut response = honest.clone();
            response.headers_mut().insert(name, value);
            let error = read(response).unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{name} bit {bit}");
        }
    }
}

#[test]
fn a_response_with_an_added_or_missing_byte_is_rejected() {
    for body in [
        "",
        "{}",
        &format!("{SAMPLE}\n"),
        &format!(" {SAMPLE}"),
        &SAMPLE[1..],
    ] {
        let mut response = signed(200, SAMPLE);
        *response.body_mut() = body.to_owned().into();
        fails(NOW, response, &Failure::WrongSignature);
    }
}
