//! Every row of the outcome table that needs no network, and what the error then reports.

use wechatpay_runtime::call::Call;
use wechatpay_runtime::{
    Error, Operation, Outcome,
    error::{SignatureStatus, TransportError, VerificationError},
};

use super::fixture::*;

const REFUSAL: &str = r#"{"code":"PARAM_ERROR","message":"参数错误","detail":{"field":"/stock_id","value":"13800001111"}}"#;

type Response = http::Response<bytes::Bytes>;

fn failed(response: Response) -> Error {
    read(response).unwrap_err()
}

fn damaged(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert("Wechatpay-Nonce", http::HeaderValue::from_static("other"));
    response
}

#[track_caller]
fn outcome(response: Response, expected: Outcome, signature: SignatureStatus) {
    let error = failed(response);
    assert_eq!(error.outcome(), expected, "{error}");
    assert_eq!(error.api_error().unwrap().signature(), signature, "{error}");
}

#[test]
fn outcomes_of_error_responses_follow_status_and_signature() {
    use Outcome::{Refused, Unknown};
    use SignatureStatus::{Failed, Unsigned, Verified};
    for status in [400, 401, 403, 404, 409, 429, 499] {
        outcome(signed(status, REFUSAL), Refused, Verified);
        outcome(unsigned(status, REFUSAL), Refused, Unsigned);
        outcome(damaged(signed(status, REFUSAL)), Unknown, Failed);
    }
    for status in [300, 302, 307, 500, 502, 503, 599, 999] {
        outcome(signed(status, REFUSAL), Unknown, Verified);
        outcome(unsigned(status, REFUSAL), Unknown, Unsigned);
        outcome(damaged(signed(status, REFUSAL)), Unknown, Failed);
    }
}

#[test]
fn an_error_response_with_a_probe_or_a_duplicate_header_fails_verification() {
    let mut probe = signed(400, REFUSAL);
    probe.headers_mut().insert(
        "Wechatpay-Signature",
        http::HeaderValue::from_static("WECHATPAY/SIGNTEST/a"),
    );
    assert_eq!(
        failed(probe.clone()).verification(),
        Some(&VerificationError::Probe)
    );
    outcome(probe, Outcome::Unknown, SignatureStatus::Failed);
    let mut doubled = signed(400, REFUSAL);
    doubled
        .headers_mut()
        .append("Wechatpay-Nonce", http::HeaderValue::from_static("a"));
    outcome(doubled, Outcome::Unknown, SignatureStatus::Failed);
}

#[test]
fn code_message_and_request_id_are_kept_whatever_the_signature() {
    for response in [
        signed(400, REFUSAL),
        unsigned(400, REFUSAL),
        damaged(signed(400, REFUSAL)),
    ] {
        let error = failed(response);
        let api = error.api_error().unwrap();
        assert_eq!(
            (api.status(), api.code(), api.message()),
            (400, Some("PARAM_ERROR"), Some("参数错误"))
        );
        assert_eq!(
            api.detail(),
            Some(r#"{"field":"/stock_id","value":"13800001111"}"#)
        );
        assert_eq!(error.request_id(), Some("08F78BB5AF0610D302-268578284"));
        assert_eq!(
            error.code::<ModifyBudgetRequest>(),
            Some(ModifyBudgetErrorCode::ParamError)
        );
        assert_eq!(error.operation(), "busifavor.modify_budget");
    }
    assert_eq!(
        failed(signed(400, REFUSAL)).verified_body(),
        Some(REFUSAL.as_bytes())
    );
    assert_eq!(failed(unsigned(400, REFUSAL)).verified_body(), None);
    assert_eq!(failed(damaged(signed(400, REFUSAL))).verified_body(), None);
}

#[test]
fn an_unknown_error_code_keeps_its_text() {
    let error = failed(signed(403, r#"{"code":"NEW_CODE","message":"m"}"#));
    let code = error.code::<ModifyBudgetRequest>().unwrap();
    assert!(matches!(&code, ModifyBudgetErrorCode::Unknown(_)));
    assert_eq!(code.as_str(), "NEW_CODE");
    assert_eq!(error.documented_errors().count(), 0);
}

#[test]
fn documented_errors_are_selected_by_status_and_code() {
    let meanings = |status, code| {
        let error = failed(signed(status, format!(r#"{{"code":"{code}"}}"#)));
        error
            .documented_errors()
            .map(|row| row.meaning)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        meanings(403, "RULE_LIMIT"),
        [
            "A current value of the request is not the stock's.",
            "Only the creator of the stock may invalidate its coupons.",
            "The stock is being changed at this moment.",
            "The target is below the number of coupons that were already issued.",
        ]
    );
    assert_eq!(meanings(400, "PARAM_ERROR"), ["A parameter is wrong."]);
    assert!(meanings(400, "RULE_LIMIT").is_empty());
}

#[test]
fn an_unreadable_error_body_does_not_hide_the_status() {
    let huge = format!("{{\"code\":\"{}\"}}", "X".repeat(1 << 20));
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested_detail = format!("{{\"code\":\"A\",\"detail\":{nested}}}");
    let bodies: [(&[u8], Option<&str>); 14] = [
        (b"", None),
        (b"<html>502 Bad Gateway</html>", None),
        (b"null", None),
        (b"[]", None),
        (b"\"text\"", None),
        (b"{}", None),
        (b"{\"code\":null,\"message\":null,\"detail\":null}", None),
        (b"{\"code\":\"A\"", None),
        (b"{\"code\":\"A\",\"code\":\"B\"}", Some("B")),
        (b"{\"code\":17,\"message\":[1]}", Some("17")),
        (b"{\"code\":\"A\xff\"}", Some("A\u{fffd}")),
        (b"{\"code\":\"A\",\"detail\":\"text\"}", Some("A")),
        (nested.as_bytes(), None),
        (nested_detail.as_bytes(), Some("A")),
    ];
    for (body, code) in bodies {
        let error = failed(unsigned(502, body));
        let api = error.api_error().unwrap();
        assert_eq!(
            (api.status(), api.code()),
            (502, code),
            "{:?}",
            String::from_utf8_lossy(&body[..body.len().min(50)])
        );
        assert!(error.to_string().contains("502"));
    }
    assert_eq!(
        failed(unsigned(502, &huge))
            .api_error()
            .unwrap()
            .code()
            .unwrap()
            .len(),
        1 << 20
    );
    assert!(failed(unsigned(502, &huge)).to_string().len() < 1000);
}

#[test]
fn an_undocumented_202_is_unknown_and_a_documented_one_succeeds() {
    let error = failed(signed(202, REFUSAL));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.verified_body(), Some(REFUSAL.as_bytes()));
    assert_eq!(
        error.code::<ModifyBudgetRequest>(),
        Some(ModifyBudgetErrorCode::ParamError)
    );
    assert!(
        error
            .to_string()
            .contains("Retry the call with the same parameters"),
        "{error}"
    );

    let close = Call::prepare(&Close { id: "1".to_owned() }).unwrap();
    assert_eq!(
        close
            .response(signed(202, ""), &keyring(), NOW)
            .unwrap()
            .status(),
        202
    );
}

#[test]
fn a_verified_success_with_an_unreadable_body_is_applied() {
    for (status, body) in [
        (200, ""),
        (200, "null"),
        (200, "[1]"),
        (200, "<html>"),
        (200, r#"{"max_coupons":300"#),
        (200, r#"{"max_coupons":"many"}"#),
        (200, "\u{feff}{}"),
        (204, ""),
    ] {
        let error = failed(signed(status, body));
        assert_eq!(error.outcome(), Outcome::Applied, "{body:?}");
        assert_eq!(error.verified_body(), Some(body.as_bytes()));
        assert_eq!(error.request_id(), Some("08F78BB5AF0610D302-268578284"));
        assert!(error.verification().is_none() && error.api_error().is_none());
    }
}

#[test]
fn a_success_with_unknown_missing_or_null_fields_is_read() {
    for (body, coupons) in [
        ("{}", None),
        (r#"{"max_coupons":null}"#, None),
        (r#"{"a":1,"max_coupons":2}"#, Some(2)),
    ] {
        assert_eq!(read(signed(200, body)).unwrap().max_coupons, coupons);
    }
    assert_eq!(read(signed(201, SAMPLE)).unwrap().max_coupons, Some(300));
}

#[test]
fn an_empty_body_is_accepted_if_no_body_is_expected() {
    let close = Call::prepare(&Close { id: "1".to_owned() }).unwrap();
    let response = close.response(signed(204, ""), &keyring(), NOW).unwrap();
    assert_eq!((response.status(), response.body()), (204, &b""[..]));
    assert_eq!(
        close
            .response(unsigned(204, ""), &keyring(), NOW)
            .unwrap_err()
            .outcome(),
        Outcome::Unknown
    );
}

#[test]
fn a_transport_error_is_either_not_sent_or_possibly_sent() {
    let call = Call::prepare(&modify_budget()).unwrap();
    let never = call.failed(TransportError::not_sent("refused"));
    assert_eq!(
        (never.outcome(), never.is_connect(), never.is_timeout()),
        (Outcome::NotSent, true, false)
    );
    let maybe = call.failed(TransportError::maybe_sent("reset").timed_out());
    assert_eq!(
        (maybe.outcome(), maybe.is_connect(), maybe.is_timeout()),
        (Outcome::Unknown, false, true)
    );
    let in_time = call.failed(TransportError::not_sent("slow").timed_out());
    assert_eq!(
        (
            in_time.outcome(),
            in_time.is_connect(),
            in_time.is_timeout()
        ),
        (Outcome::NotSent, true, true)
    );
}

#[test]
fn error_texts_say_what_happened_and_what_to_do() {
    let call = Call::prepare(&modify_budget()).unwrap();
    let close = Call::prepare(&Close { id: "1".to_owned() }).unwrap();
    for (error, expected) in [
        (
            failed(signed(400, REFUSAL)),
            "busifavor.modify_budget: WeChat Pay refused the call with 400 PARAM_ERROR (\"参数错误\"). Correct \
             the parameter that the message names. This call changed nothing. Request-ID: 08F78BB5AF0610D302-268578284 \
             [refused]",
        ),
        (
            failed(signed(403, r#"{"code":"RULE_LIMIT","message":"a\nb"}"#)),
            "busifavor.modify_budget: WeChat Pay refused the call with 403 RULE_LIMIT (\"a\\nb\"). The page lists \
             several causes of this error: see `documented_errors()`. This call changed nothing. Request-ID: 08F78BB5AF0610D302-268578284 \
             [refused]",
        ),
        (
            failed(unsigned(502, "<html>")),
            "busifavor.modify_budget: WeChat Pay, or a gateway in front of it, failed with 502. The response is unsigned. The call may \
             have taken effect: call `busifavor_stock.query_stock`, and compare `stock_send_rule.max_coupons` of \
             its response with `target_max_coupons` of this request, or retry the call with the same \
             `modify_budget_request_no`. \
             Request-ID: 08F78BB5AF0610D302-268578284 [server-error]",
        ),
        (
            failed(signed(200, r#"{"max_coupons":"13800001111"}"#)),
            "busifavor.modify_budget: WeChat Pay responded with status 200 and a body that does not match the page \
             (line 1, column 28). `verified_body()` returns that body. Please report this. The call took effect: do \
             not retry it. \
             Request-ID: 08F78BB5AF0610D302-268578284 [unreadable-success]",
        ),
        (
            call.failed(TransportError::not_sent("Connection refused")),
            "busifavor.modify_budget: no connection could be made (Connection refused). Nothing was sent. \
             [no-connection]",
        ),
        (
            close.failed(TransportError::maybe_sent("reset").timed_out()),
            "things.close: no complete response arrived in time (reset). The call may have taken effect: look up the \
             result before you retry the call. [response-timeout]",
        ),
    ] {
        assert_eq!(error.to_string(), expected);
        assert!(expected.ends_with(&format!(" [{}]", error.kind())));
    }
}

#[test]
fn errors_are_pointer_sized_and_can_be_sent_between_threads() {
    fn assert_sendable<T: Send + Sync + 'static>() {}
    assert_sendable::<Error>();
    assert_sendable::<wechatpay_runtime::Client>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(ModifyBudgetRequest::ENDPOINT.method.as_str(), "PATCH");
}
