//! Tracing: a span per call and per attempt. Spans contain no body, header, path value or key.

use std::time::Duration;

use tracing::Span;
use tracing::field::{Empty, display};

use crate::call::base_url::BaseUrl;
use crate::call::response::{Response, Verified};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::failure::Failure;
use crate::text::Excerpt;

pub(crate) fn call(endpoint: &'static Endpoint) -> Span {
    tracing::info_span!(
        "wechatpay_call",
        operation = endpoint.operation,
        attempts = Empty,
        outcome = Empty,
        status = Empty,
        request_id = Empty,
    )
}

pub(crate) fn end_of_call<T>(span: &Span, result: &Result<Response<T>, Error>) {
    match result {
        Ok(response) => {
            span.record("attempts", response.earlier_attempts().len() + 1);
            record_success(span, response.status(), response.request_id());
        }
        Err(error) => {
            span.record("attempts", error.attempts().count());
            span.record("outcome", display(error.outcome()));
            record_response(span, error.failure());
            tracing::warn!(parent: span, "{error}");
        }
    }
}

pub(crate) fn attempt(host: &BaseUrl, number: u32) -> Span {
    tracing::debug_span!(
        "wechatpay_attempt",
        host = host.as_str(),
        attempt = number,
        outcome = Empty,
        status = Empty,
        request_id = Empty,
        duration_ms = Empty,
    )
}

pub(crate) fn end_of_attempt(span: &Span, result: &Result<Verified, Failure>, took: Duration) {
    span.record("duration_ms", took.as_secs_f64() * 1000.0);
    match result {
        Ok(response) => record_success(
            span,
            response.head.status,
            response.head.request_id.as_deref(),
        ),
        Err(failure) => {
            span.record("outcome", display(failure.outcome()));
            record_response(span, failure);
        }
    }
}

fn record_success(span: &Span, status: u16, request_id: Option<&str>) {
    span.record("outcome", "success");
    span.record("status", status);
    if let Some(id) = request_id {
        span.record("request_id", display(Excerpt(id)));
    }
}

fn record_response(span: &Span, failure: &Failure) {
    if let Some(status) = failure.status() {
        span.record("status", status);
    }
    if let Some(id) = failure.request_id() {
        span.record("request_id", display(Excerpt(id)));
    }
}
