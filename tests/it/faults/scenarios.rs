//! Every misbehavior of the mock, and the expected results.

mod busy;
mod connections;

use std::time::Duration;

use serde_json::json;
use wechatpay_mock::{Act, Delivery, Edit, MockResponse, Place, PlatformKey, Tamper};

use super::harness::{MARK, MAX_RESPONSE};
use super::scenario::{Scenario, believed, not_believed, refused};

const SIGNED_HEADERS: [&str; 4] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
];

pub(super) fn all() -> Vec<Scenario> {
    [
        odd_but_right(),
        not_wechat_pays(),
        forged_refusals(),
        neither_yes_nor_no(),
        refusals(),
        busy::too_many_requests(),
        busy::server_errors(),
        connections::broken(),
        connections::silent(),
        unreadable_successes(),
        several_in_one_call(),
    ]
    .concat()
}

/// Responses that a client has to accept: HTTP allows their form, and the signature is valid.
fn odd_but_right() -> Vec<Scenario> {
    let mut scenarios = vec![
        believed("honest", Act::honest()),
        believed("chunked", Act::deliver(Delivery::Chunked)),
        believed(
            "until the connection ends",
            Act::deliver(Delivery::UntilClose),
        ),
        believed(
            "after 100 Continue",
            Act::deliver(Delivery::ContinueFirst(3)),
        ),
        believed("after a pause", Act::delayed(Duration::from_millis(30))),
        believed(
            "slow head, in time",
            Act::deliver(Delivery::SlowHead(Duration::from_micros(50))),
        ),
        believed(
            "slow body, in time",
            Act::deliver(Delivery::SlowBody(Duration::from_micros(500))),
        ),
        believed(
            "no length",
            Act::tamper(Tamper::DropHeader("Content-Length")),
        ),
        believed(
            "no content type",
            Act::tamper(Tamper::DropHeader("Content-Type")),
        ),
        believed(
            "another content type",
            Act::tamper(Tamper::SetHeader("Content-Type", b"text/html".into())),
        ),
        believed(
            "no Request-ID",
            Act::tamper(Tamper::DropHeader("Request-ID")),
        ),
        believed(
            "Request-ID not ASCII",
            Act::tamper(Tamper::SetHeader("Request-ID", "券".into())),
        ),
        believed(
            "a header not ASCII",
            Act::tamper(Tamper::AddHeader("X-Odd", vec![0xff, 0xfe])),
        ),
        believed("another Date", Act::tamper(Tamper::Date(-100_000))),
        believed("290 s old", Act::tamper(Tamper::Timestamp(-290))),
        believed("290 s ahead", Act::tamper(Tamper::Timestamp(290))),
        believed(
            "signature type named",
            Act::tamper(Tamper::SetHeader(
                "Wechatpay-Signature-Type",
                b"WECHATPAY2-SHA256-RSA2048".into(),
            )),
        ),
        // A response does not say which request it belongs to. Within 300 s, an old response passes
        // for a new one.
        believed(
            "an earlier response once more",
            Act::tamper(Tamper::ReplayedResponse),
        )
        .kept(),
        believed("unknown fields", Act::edit(Edit::UnknownFields)),
        believed("unknown values", Act::edit(Edit::UnknownValues)),
        believed("nulls", Act::edit(Edit::Nulls)),
        believed("as long as allowed", Act::edit(Edit::Pad(MAX_RESPONSE))),
        believed(
            "201",
            Act::response(MockResponse::json(201, r#"{"max_coupons":300}"#)),
        ),
    ];
    for name in SIGNED_HEADERS {
        scenarios.push(believed(
            &format!("{name} in odd case"),
            Act::tamper(Tamper::RecaseHeader(name)),
        ));
    }
    scenarios
}

/// Every way in which a response cannot be verified as WeChat Pay's.
fn not_wechat_pays() -> Vec<Scenario> {
    let mut scenarios = vec![
        not_believed("a bit of the body", Act::tamper(Tamper::BodyBit)),
        not_believed("a bit of the signature", Act::tamper(Tamper::Signature)),
        not_believed("an hour old", Act::tamper(Tamper::Timestamp(-3600))),
        not_believed("an hour ahead", Act::tamper(Tamper::Timestamp(3600))),
        not_believed(
            "unknown public key",
            Act::tamper(Tamper::Serial("PUB_KEY_ID_9".to_owned())),
        ),
        not_believed(
            "unknown certificate",
            Act::tamper(Tamper::Serial("ABCDEF".to_owned())),
        ),
        not_believed(
            "a serial of blanks",
            Act::tamper(Tamper::Serial(" ".to_owned())),
        ),
        not_believed(
            "a key that is not held",
            Act::honest().signed_with(PlatformKey::SecondPublicKey),
        ),
        not_believed(
            "a certificate that is not held",
            Act::honest().signed_with(PlatformKey::Certificate),
        ),
        not_believed("a probe", Act::tamper(Tamper::Probe)),
        not_believed("a probe, no Base64", Act::tamper(Tamper::ProbeNotBase64)),
        not_believed(
            "headers of an earlier response",
            Act::edit(Edit::UnknownFields).tampered(Tamper::ReplayedHeaders),
        )
        .kept(),
        not_believed(
            "another signature type",
            Act::tamper(Tamper::SetHeader(
                "Wechatpay-Signature-Type",
                b"WECHATPAY2-SM2-WITH-SM3".into(),
            )),
        ),
        not_believed(
            "unsigned 200",
            Act::response(MockResponse::json(200, "{}").unsigned()),
        ),
        not_believed(
            "unsigned 204",
            Act::response(MockResponse::json(204, "").unsigned()),
        ),
        not_believed(
            "an unsigned page with 200",
            Act::response(MockResponse::html(200, "<html>")),
        ),
        not_believed(
            "a length that is too short",
            Act::deliver(Delivery::DeclaredLength(5)),
        ),
    ];
    for name in SIGNED_HEADERS {
        let forms = [
            ("missing", Tamper::DropHeader(name)),
            ("twice", Tamper::DoubleHeader(name)),
            ("twice, different", Tamper::AddHeader(name, b"1".into())),
            ("not ASCII", Tamper::SetHeader(name, "券".into())),
            ("empty", Tamper::SetHeader(name, Vec::new())),
        ];
        for (form, tamper) in forms {
            scenarios.push(not_believed(&format!("{name} {form}"), Act::tamper(tamper)));
        }
    }
    scenarios
}

/// "4xx whose signature fails; 5xx: Unknown".
fn forged_refusals() -> Vec<Scenario> {
    vec![
        not_believed(
            "forged 400",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::BodyBit),
        ),
        not_believed(
            "forged 403",
            Act::error(403, "RULE_LIMIT").tampered(Tamper::Signature),
        ),
        not_believed(
            "probe with 404",
            Act::error(404, "NO").tampered(Tamper::Probe),
        ),
        not_believed(
            "400, an hour old",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::Timestamp(-3600)),
        ),
        not_believed(
            "400, unknown serial",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::Serial("ABCD".to_owned())),
        ),
        not_believed(
            "forged 429",
            Act::too_many_requests().tampered(Tamper::Signature),
        ),
        not_believed(
            "forged 500",
            Act::server_error(500).tampered(Tamper::Signature),
        ),
        not_believed(
            "forged 500, done",
            Act::server_error(500)
                .tampered(Tamper::Probe)
                .after_effect(),
        ),
    ]
}

/// 202 that the page does not document, and 3xx.
fn neither_yes_nor_no() -> Vec<Scenario> {
    vec![
        not_believed("202", Act::accepted()),
        not_believed(
            "202 with a body",
            Act::accepted_with(r#"{"max_coupons":300}"#),
        ),
        not_believed("202, done", Act::accepted().after_effect()),
        not_believed(
            "a redirect",
            Act::redirect("http://127.0.0.1:9/v3/elsewhere"),
        ),
        not_believed("304", Act::response(MockResponse::json(304, ""))),
        not_believed(
            "307, done",
            Act::response(MockResponse::json(307, "")).after_effect(),
        ),
    ]
}

fn refusals() -> Vec<Scenario> {
    let detail = json!({"code": "PARAM_ERROR", "message": "参数错误", "detail": {"field": "/phone", "value": MARK}});
    let detail = detail.to_string();
    vec![
        refused("400", Act::error(400, "PARAM_ERROR")),
        refused(
            "400 that echoes a value",
            Act::response(MockResponse::json(400, detail.clone())),
        ),
        refused(
            "400 that echoes a value, unsigned",
            Act::response(MockResponse::json(400, detail).unsigned()),
        ),
        refused(
            "401 unsigned",
            Act::response(MockResponse::error(401, "SIGN_ERROR", "no").unsigned()),
        ),
        refused(
            "403, one scenario of which allows a repeat",
            Act::error(403, "RULE_LIMIT"),
        ),
        refused("403, a page", Act::server_error_html(403)),
        refused("404, unknown code", Act::error(404, "NEW_CODE")),
        refused(
            "404 without a body",
            Act::response(MockResponse::json(404, "")),
        ),
        refused("409", Act::error(409, "ALREADY_EXISTS")),
        refused(
            "400 with a header missing",
            Act::error(400, "NO").tampered(Tamper::DropHeader("Wechatpay-Nonce")),
        ),
        refused(
            "404, deeply nested",
            Act::response(MockResponse::json(404, "[".repeat(10_000))),
        ),
    ]
}

/// "Verified 2xx that cannot be decoded: Applied".
fn unreadable_successes() -> Vec<Scenario> {
    let all = [(1, "Applied"); 3];
    let typed = [(1, "success"), (1, "Applied"), (1, "success")];
    let said = |status, body: &str| [Act::response(MockResponse::json(status, body))];
    vec![
        Scenario::new("200, a signed page", said(200, "<html>"), all),
        Scenario::new("200, half a JSON", said(200, r#"{"max_coupons":3"#), all),
        Scenario::new("200, deeply nested", said(200, &"[".repeat(10_000)), all),
        Scenario::new("200, JSON that is no object", said(200, "[1]"), typed),
        Scenario::new("200 without a body", said(200, ""), typed),
        Scenario::new("204", [Act::no_content()], typed),
        Scenario::new(
            "200, a field of another type",
            [Act::edit(Edit::Set("/max_coupons".to_owned(), json!(MARK)))],
            typed,
        ),
    ]
}

/// "A refusal after an attempt with unknown outcome in the same call: Unknown", and other
/// sequences.
fn several_in_one_call() -> Vec<Scenario> {
    let unknown_then = |last: &'static str| [(2, last), (2, last), (1, "Unknown")];
    let refusal = || Act::error(403, "RULE_LIMIT");
    vec![
        Scenario::new(
            "done and cut, then refused",
            [Act::cut(Place::AfterActing), refusal()],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "cut before acting, then refused",
            [Act::cut(Place::BeforeActing), refusal()],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "500 and done, then refused",
            [Act::server_error(500).after_effect(), refusal()],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "502 page and done, then unsigned 401",
            [
                Act::server_error_html(502).after_effect(),
                Act::response(MockResponse::error(401, "SIGN_ERROR", "no").unsigned()),
            ],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "done and cut, then forged",
            [Act::cut(Place::InBody), Act::tamper(Tamper::Signature)],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "done and cut, then 202",
            [Act::cut(Place::InHead), Act::accepted()],
            unknown_then("Unknown"),
        ),
        Scenario::new(
            "done and cut, then unreadable",
            [
                Act::cut(Place::InHead),
                Act::response(MockResponse::json(200, "<html>")),
            ],
            unknown_then("Applied"),
        ),
        Scenario::new(
            "done and cut, then too often",
            [
                Act::cut(Place::AfterActing),
                Act::too_many_requests(),
                Act::too_many_requests(),
            ],
            [(3, "Unknown"), (3, "Unknown"), (1, "Unknown")],
        ),
        Scenario::new(
            "too often, then refused",
            [Act::too_many_requests(), refusal()],
            [(2, "Refused"), (2, "Refused"), (1, "Refused")],
        ),
        Scenario::new(
            "too often, then done and cut",
            [Act::too_many_requests(), Act::cut(Place::AfterActing)],
            [(3, "success"), (3, "success"), (1, "Refused")],
        ),
        Scenario::new(
            "cut, 500, then honest",
            [Act::cut(Place::BeforeReading), Act::server_error(500)],
            [(3, "success"), (3, "success"), (1, "Unknown")],
        ),
        Scenario::new(
            "silence after acting, then refused",
            [Act::stall(Place::AfterActing), refusal()],
            unknown_then("Unknown"),
        )
        .timed(),
    ]
}
