//! Responses that ask the client to try again later: 429 and 5xx.

use wechatpay_mock::{Act, MockResponse, Tamper, http_date};

use crate::faults::scenario::{Scenario, rate_limited, refused, unknown_outcome};
use crate::support::wire::now;

pub(super) fn too_many_requests() -> Vec<Scenario> {
    let act = Act::too_many_requests;
    let past = http_date(now() - 60);
    let mut scenarios = [
        rate_limited("429", &act()),
        rate_limited("429, a page", &Act::server_error_html(429)),
        rate_limited("429, come back at once", &act().retry_after("0")),
        rate_limited("429, come back a minute ago", &act().retry_after(past)),
        rate_limited("429, come back soon", &act().retry_after("soon")),
        rate_limited("429, come back at -1", &act().retry_after("-1")),
    ]
    .concat();
    // The requested time is after the deadline.
    for (name, value) in [
        ("in an hour", "3600".to_owned()),
        ("never", "99999999999999999999".to_owned()),
        ("in a far year", http_date(i64::MAX)),
    ] {
        scenarios.push(refused(
            &format!("429, come back {name}"),
            act().retry_after(value),
        ));
    }
    scenarios
}

pub(super) fn server_errors() -> Vec<Scenario> {
    [
        unknown_outcome("500", &Act::server_error(500)),
        unknown_outcome("500, done", &Act::server_error(500).after_effect()),
        unknown_outcome(
            "500 without a body",
            &Act::response(MockResponse::json(500, "")),
        ),
        unknown_outcome("502, a page", &Act::server_error_html(502)),
        unknown_outcome(
            "502, a page, done",
            &Act::server_error_html(502).after_effect(),
        ),
        unknown_outcome("503", &Act::server_error(503)),
        unknown_outcome(
            "503, come back at once, done",
            &Act::server_error(503).retry_after("0").after_effect(),
        ),
        unknown_outcome("504, a page", &Act::server_error_html(504)),
        unknown_outcome(
            "500 without a nonce",
            &Act::server_error(500).tampered(Tamper::DropHeader("Wechatpay-Nonce")),
        ),
        unknown_outcome("599", &Act::server_error(599)),
    ]
    .concat()
}
