//! Every misbehavior of the mock, and the expected results.

mod busy;
mod connections;

use std::time::Duration;

use serde_json::json;
use wechatpay_mock::{Act, Delivery, Edit, MockResponse, Place, PlatformKey, Tamper};

use super::harness::{MARK, MAX_RESPONSE};
use super::scenario::{Scenario, refused, success, unverified};

const SIGNED_HEADERS: [&str; 4] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
];

pub(super) fn all() -> Vec<Scenario> {
    [
        unusual_but_valid(),
        unverified_successes(),
        forged_refusals(),
        undocumented_statuses(),
        refusals(),
        busy::too_many_requests(),
        busy::server_errors(),
        connections::broken(),
        connections::silent(),
        unreadable_successes(),
        sequences_in_one_call(),
    ]
    .concat()
}

/// Responses that a client has to accept: HTTP allows their form, and the signature is valid.
fn unusual_but_valid() -> Vec<Scenario> {
    let mut scenarios = vec![
        success("honest", Act::usual()),
        success("chunked", Act::deliver(Delivery::Chunked)),
        success(
            "until the connection ends",
            Act::deliver(Delivery::UntilClose),
        ),
        success(
            "after 100 Continue",
            Act::deliver(Delivery::ContinueFirst(3)),
        ),
        success("after a pause", Act::delayed(Duration::from_millis(30))),
        success(
            "slow head, in time",
            Act::deliver(Delivery::SlowHead(Duration::from_micros(50))),
        ),
        success(
            "slow body, in time",
            Act::deliver(Delivery::SlowBody(Duration::from_micros(500))),
        ),
        success(
            "no length",
            Act::tamper(Tamper::DropHeader("Content-Length")),
        ),
        success(
            "no content type",
            Act::tamper(Tamper::DropHeader("Content-Type")),
        ),
        success(
            "another content type",
            Act::tamper(Tamper::SetHeader("Content-Type", b"text/html".into())),
        ),
        success(
            "no Request-ID",
            Act::tamper(Tamper::DropHeader("Request-ID")),
        ),
        success(
            "Request-ID not ASCII",
            Act::tamper(Tamper::SetHeader("Request-ID", "券".into())),
        ),
        success(
            "a header not ASCII",
            Act::tamper(Tamper::AddHeader("X-Odd", vec![0xff, 0xfe])),
        ),
        success("another Date", Act::tamper(Tamper::Date(-100_000))),
        success("290 s old", Act::tamper(Tamper::Timestamp(-290))),
        success("290 s ahead", Act::tamper(Tamper::Timestamp(290))),
        success(
            "signature type named",
            Act::tamper(Tamper::SetHeader(
                "Wechatpay-Signature-Type",
                b"WECHATPAY2-SHA256-RSA2048".into(),
            )),
        ),
        // A response does not say which request it belongs to. Within 300 s, an old response passes
        // for a new one.
        success(
            "an earlier response once more",
            Act::tamper(Tamper::ReplayedResponse),
        )
        .reused(),
        success("unknown fields", Act::edit(Edit::UnknownFields)),
        success("unknown values", Act::edit(Edit::UnknownValues)),
        success("nulls", Act::edit(Edit::Nulls)),
        success("as long as allowed", Act::edit(Edit::Pad(MAX_RESPONSE))),
        success(
            "201",
            Act::response(MockResponse::json(201, r#"{"max_coupons":300}"#)),
        ),
    ];
    for name in SIGNED_HEADERS {
        scenarios.push(success(
            &format!("{name} in odd case"),
            Act::tamper(Tamper::RecaseHeader(name)),
        ));
    }
    scenarios
}

/// Every way in which a response cannot be verified as WeChat Pay's.
fn unverified_successes() -> Vec<Scenario> {
    let mut scenarios = vec![
        unverified("a bit of the body", Act::tamper(Tamper::BodyBit)),
        unverified("a bit of the signature", Act::tamper(Tamper::Signature)),
        unverified("an hour old", Act::tamper(Tamper::Timestamp(-3600))),
        unverified("an hour ahead", Act::tamper(Tamper::Timestamp(3600))),
        unverified(
            "unknown public key",
            Act::tamper(Tamper::Serial("PUB_KEY_ID_9".to_owned())),
        ),
        unverified(
            "unknown certificate",
            Act::tamper(Tamper::Serial("ABCDEF".to_owned())),
        ),
        unverified(
            "a serial of blanks",
            Act::tamper(Tamper::Serial(" ".to_owned())),
        ),
        unverified(
            "a key that is not held",
            Act::usual().signed_with(PlatformKey::SecondPublicKey),
        ),
        unverified(
            "a certificate that is not held",
            Act::usual().signed_with(PlatformKey::Certificate),
        ),
        unverified("a probe", Act::tamper(Tamper::Probe)),
        unverified("a probe, no Base64", Act::tamper(Tamper::ProbeNotBase64)),
        unverified(
            "headers of an earlier response",
            Act::edit(Edit::UnknownFields).tampered(Tamper::ReplayedHeaders),
        )
        .reused(),
        unverified(
            "another signature type",
            Act::tamper(Tamper::SetHeader(
                "Wechatpay-Signature-Type",
                b"WECHATPAY2-SM2-WITH-SM3".into(),
            )),
        ),
        unverified(
            "unsigned 200",
            Act::response(MockResponse::json(200, "{}").unsigned()),
        ),
        unverified(
            "unsigned 204",
            Act::response(MockResponse::json(204, "").unsigned()),
        ),
        unverified(
            "an unsigned page with 200",
            Act::response(MockResponse::html(200, "<html>")),
        ),
        unverified(
            "a length that is too short",
            Act::deliver(Delivery::DeclaredLength(5)),
        ),
    ];
    for name in SIGNED_HEADERS {
        let forms = [
            ("missing", Tamper::DropHeader(name)),
            ("twice", Tamper::DuplicateHeader(name)),
            ("twice, different", Tamper::AddHeader(name, b"1".into())),
            ("not ASCII", Tamper::SetHeader(name, "券".into())),
            ("empty", Tamper::SetHeader(name, Vec::new())),
        ];
        for (form, tamper) in forms {
            scenarios.push(unverified(&format!("{name} {form}"), Act::tamper(tamper)));
        }
    }
    scenarios
}

/// "4xx whose signature fails; 5xx: Unknown".
fn forged_refusals() -> Vec<Scenario> {
    vec![
        unverified(
            "forged 400",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::BodyBit),
        ),
        unverified(
            "forged 403",
            Act::error(403, "RULE_LIMIT").tampered(Tamper::Signature),
        ),
        unverified(
            "probe with 404",
            Act::error(404, "NO").tampered(Tamper::Probe),
        ),
        unverified(
            "400, an hour old",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::Timestamp(-3600)),
        ),
        unverified(
            "400, unknown serial",
            Act::error(400, "PARAM_ERROR").tampered(Tamper::Serial("ABCD".to_owned())),
        ),
        unverified(
            "forged 429",
            Act::too_many_requests().tampered(Tamper::Signature),
        ),
        unverified(
            "forged 500",
            Act::server_error(500).tampered(Tamper::Signature),
        ),
        unverified(
            "forged 500, done",
            Act::server_error(500)
                .tampered(Tamper::Probe)
                .after_effect(),
        ),
    ]
}

/// 202 that the page does not document, and 3xx.
fn undocumented_statuses() -> Vec<Scenario> {
    vec![
        unverified("202", Act::accepted()),
        unverified(
            "202 with a body",
            Act::accepted_with(r#"{"max_coupons":300}"#),
        ),
        unverified("202, done", Act::accepted().after_effect()),
        unverified(
            "a redirect",
            Act::redirect("http://127.0.0.1:9/v3/elsewhere"),
        ),
        unverified("304", Act::response(MockResponse::json(304, ""))),
        unverified(
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
    let respond = |status, body: &str| [Act::response(MockResponse::json(status, body))];
    vec![
        Scenario::new("200, a signed page", respond(200, "<html>"), all),
        Scenario::new("200, half a JSON", respond(200, r#"{"max_coupons":3"#), all),
        Scenario::new("200, deeply nested", respond(200, &"[".repeat(10_000)), all),
        Scenario::new("200, JSON that is no object", respond(200, "[1]"), typed),
        Scenario::new("200 without a body", respond(200, ""), typed),
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
fn sequences_in_one_call() -> Vec<Scenario> {
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
