//! Responses to wrong requests.

use serde_json::Value;
use wechatpay_mock::{Mock, SignatureFault};

use crate::client::{BODY, Draft, TARGET, mock, now, send};
use crate::reply::Reply;

/// Makes a valid request wrong.
type Change = fn(&mut Draft);

/// Checks that the reply is an unsigned 401 for this reason.
fn assert_sign_error(mock: &Mock, reply: &Reply, fault: SignatureFault) {
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (401, "SIGN_ERROR"),
        "{fault:?}"
    );
    assert!(reply.is_unsigned(), "{fault:?}");
    assert!(reply.header("Request-ID").is_some(), "{fault:?}");
    assert_eq!(reply.json()["message"], fault.to_string());
    assert_eq!(mock.requests().last().unwrap().signature(), Err(fault));
}

#[test]
fn a_wrong_authorization_is_a_sign_error() {
    let changes: [(Change, SignatureFault); 6] = [
        (|draft| draft.mchid = "1".to_owned(), SignatureFault::Mchid),
        (
            |draft| draft.serial_no = "1DDE55AD98E".to_owned(),
            SignatureFault::SerialNo,
        ),
        (
            |draft| draft.timestamp = (now() - 310).to_string(),
            SignatureFault::Stale,
        ),
        (
            |draft| draft.timestamp = (now() + 310).to_string(),
            SignatureFault::Stale,
        ),
        (
            |draft| draft.timestamp = i64::MAX.to_string(),
            SignatureFault::Stale,
        ),
        (
            |draft| draft.timestamp = "0".to_owned(),
            SignatureFault::Stale,
        ),
    ];
    let mock = mock();
    for (change, fault) in changes {
        let mut draft = Draft::new(&mock);
        change(&mut draft);
        assert_sign_error(&mock, &draft.send(&mock), fault);
    }
}

#[test]
fn a_missing_or_malformed_authorization_is_a_sign_error() {
    let mock = mock();
    let draft = Draft::new(&mock);
    let good = draft.authorization(&mock);

    let bytes = draft.bytes(&good);
    let missing = String::from_utf8(bytes)
        .unwrap()
        .replace(&format!("Authorization: {good}\r\n"), "");
    assert_sign_error(
        &mock,
        &send(&mock, missing.as_bytes()),
        SignatureFault::Missing,
    );

    let scheme = good.replace("WECHATPAY2-SHA256-RSA2048", "Bearer");
    assert_sign_error(
        &mock,
        &send(&mock, &draft.bytes(&scheme)),
        SignatureFault::Scheme,
    );

    let (_, fields) = good.split_once(' ').unwrap();
    for malformed in [
        "",
        "x",
        &format!("{good},{fields}"),
        &good.replace(",nonce_str", ", nonce_str"),
        "\u{ff}",
    ] {
        let reply = send(&mock, &draft.bytes(malformed));
        let fault = mock.requests().last().unwrap().signature().unwrap_err();
        assert!(
            matches!(fault, SignatureFault::Malformed(_)),
            "{malformed:?}: {fault:?}"
        );
        assert_sign_error(&mock, &reply, fault);
    }
}

#[test]
fn a_signature_over_other_data_is_a_sign_error() {
    let changes: [Change; 7] = [
        |draft| draft.method = "POST",
        |draft| draft.target.push_str("?a=b"),
        |draft| draft.target = TARGET.replace("98065001", "98065002"),
        |draft| draft.target = TARGET.replace("98065001", "%398065001"),
        |draft| draft.body = BODY.replace("3000", "3001").into(),
        |draft| draft.body = BODY.replace(':', ": ").into(),
        |draft| draft.body.clear(),
    ];
    let mock = mock();
    for change in changes {
        let draft = Draft::new(&mock);
        let authorization = draft.authorization(&mock);
        let mut sent = draft;
        change(&mut sent);
        assert_sign_error(
            &mock,
            &send(&mock, &sent.bytes(&authorization)),
            SignatureFault::Mismatch,
        );
    }
}

#[test]
fn a_request_sent_twice_is_refused_the_second_time() {
    let mock = mock();
    let bytes = Draft::new(&mock).signed(&mock);
    assert_eq!(send(&mock, &bytes).status, 200);
    assert_sign_error(&mock, &send(&mock, &bytes), SignatureFault::NonceReused);
}

#[test]
fn a_sign_error_shows_the_message_that_was_verified() {
    let mock = mock();
    let draft = Draft::new(&mock);
    let authorization = draft.authorization(&mock);
    let reply = send(
        &mock,
        &draft
            .clone()
            .body(r#"{"other":"body"}"#)
            .bytes(&authorization),
    );

    let head = format!("PATCH\n{TARGET}\n{}\n{}\n", draft.timestamp, draft.nonce);
    let detail = &reply.json()["detail"];
    assert_eq!(detail["field"], "signature");
    assert_eq!(detail["sign_information"]["method"], "PATCH");
    assert_eq!(detail["sign_information"]["url"], TARGET);
    assert_eq!(
        detail["sign_information"]["truncated_sign_message"],
        format!("{head}{{\"other\"\n")
    );
    assert_eq!(
        detail["sign_information"]["sign_message_length"],
        head.len() + 16 + 1
    );
}

#[test]
fn rules_of_the_whole_api_apply_to_every_request() {
    let mock = mock();
    let draft = || Draft::new(&mock);
    for (request, code, signed) in [
        (draft().without("Accept"), "INVALID_REQUEST", true),
        (draft().without("User-Agent"), "INVALID_REQUEST", true),
        (
            draft()
                .without("Wechatpay-Serial")
                .with("Wechatpay-Serial", "1DDE55AD98E"),
            "INVALID_REQUEST",
            false,
        ),
        (draft().without("Content-Type"), "PARAM_ERROR", true),
        (
            draft()
                .without("Content-Type")
                .with("Content-Type", "text/plain"),
            "PARAM_ERROR",
            true,
        ),
        (draft().body(r#"{"a":null}"#), "PARAM_ERROR", true),
        (draft().body("a=b"), "PARAM_ERROR", true),
        (draft().body(b"\xff\xfe".to_vec()), "PARAM_ERROR", true),
    ] {
        let reply = request.send(&mock);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, code),
            "{}",
            reply.json()
        );
        assert_eq!(
            (reply.is_correct(&mock), reply.is_unsigned()),
            (signed, !signed),
            "{}",
            reply.json()
        );
        assert!(reply.header("Request-ID").is_some());
        assert_eq!(mock.requests().last().unwrap().signature(), Ok(()));
    }
}

#[test]
fn a_param_error_names_the_field() {
    let mock = mock();
    let reply = Draft::new(&mock)
        .body(r#"{"rules":[{"day":1},{"day":null}]}"#)
        .send(&mock);
    let detail = &reply.json()["detail"];
    assert_eq!(
        (&detail["field"], &detail["location"]),
        (&Value::from("/rules/1/day"), &Value::from("body"))
    );
    assert!(detail.get("value").is_some_and(Value::is_null));
}

#[test]
fn harmless_variations_of_a_request_are_accepted() {
    let mock = mock();
    let draft = || Draft::new(&mock);
    let serial = mock.merchant_serial_no();
    let signed_by = |serial: String| Draft {
        serial_no: serial,
        ..draft()
    };
    let with_nonce = |nonce: &str| Draft {
        nonce: nonce.to_owned(),
        ..draft()
    };
    for request in [
        draft().without("Wechatpay-Serial"),
        signed_by(serial.to_lowercase()),
        signed_by(format!("00{serial}")),
        with_nonce("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        with_nonce("bm9uY2U+/w=="),
        with_nonce("1"),
        with_nonce(&"n".repeat(128)),
        draft()
            .without("Content-Type")
            .with("content-type", "application/json; charset=utf-8"),
        draft().without("Accept").with("accept", "*/*"),
        draft().body(r#"{"a":0,"b":false,"c":{},"d":"满100减10€"}"#),
        draft().body(r#"{"remark":"😀\ud83c\udf89","🎉":["𠮷"]}"#),
    ] {
        assert_eq!(request.send(&mock).status, 200);
    }
}

#[test]
fn an_empty_or_too_long_nonce_is_rejected() {
    let mock = mock();
    for nonce in ["", "a b", &"n".repeat(129), &"n".repeat(10_000)] {
        let draft = Draft {
            nonce: nonce.to_owned(),
            ..Draft::new(&mock)
        };
        assert_eq!(draft.send(&mock).status, 401, "{nonce:?}");
        let fault = mock.requests().last().unwrap().signature().unwrap_err();
        assert!(matches!(fault, SignatureFault::Malformed(_)), "{fault:?}");
    }
}
