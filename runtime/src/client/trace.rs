//! What a client reports to `tracing`: a span and an event for each call and each attempt. No body,
//! no header, no path value, no key.
//!
//! The names of spans and fields are stable. Names of OpenTelemetry's semantic conventions are used
//! where they exist.

use std::time::Duration;

use tracing::Span;
use tracing::field::{Empty, display};

use crate::call::base_url::BaseUrl;
use crate::call::response::{Response, Verified};
use crate::client::metrics::{AttemptFinished, CallFinished, Reports};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::failure::Failure;
use crate::text::Excerpt;

pub(crate) fn call(endpoint: &'static Endpoint) -> Span {
    tracing::info_span!(
        "wechatpay_call",
        otel.kind = "client",
        wechatpay.operation = endpoint.operation,
        http.request.method = endpoint.method.as_str(),
        url.template = endpoint.path,
        http.response.status_code = Empty,
        wechatpay.attempts = Empty,
        wechatpay.outcome = Empty,
        wechatpay.request_id = Empty,
    )
}

/// An event at the end of a call. The level and the text must be literals.
macro_rules! call_event {
    ($level:ident, $call:expr, $text:literal) => {
        tracing::$level!(
            wechatpay.operation = $call.operation,
            http.response.status_code = $call.status,
            wechatpay.attempts = $call.attempts,
            wechatpay.duration_ms = milliseconds($call.duration),
            wechatpay.request_id = $call.request_id.map(|id| display(Excerpt(id))),
            wechatpay.outcome = $call.label(),
            $text
        )
    };
}

/// What the report of a successful call has.
pub(crate) trait Success {
    fn attempts(&self) -> usize;
    fn status(&self) -> u16;
    fn request_id(&self) -> Option<&str>;
}

impl<T> Success for Response<T> {
    fn attempts(&self) -> usize {
        self.earlier_attempts().len() + 1
    }

    fn status(&self) -> u16 {
        self.status()
    }

    fn request_id(&self) -> Option<&str> {
        self.request_id()
    }
}

#[cfg(feature = "downloads")]
impl Success for crate::download::ReceivedFile {
    fn attempts(&self) -> usize {
        1
    }

    fn status(&self) -> u16 {
        self.status
    }

    fn request_id(&self) -> Option<&str> {
        self.request_id()
    }
}

/// Reports the end of a call: fields of the span, an event at INFO (success) or WARN, and metrics.
pub(crate) fn end_of_call<S: Success>(
    span: &Span,
    reports: &Reports,
    duration: Duration,
    operation: &'static str,
    result: &Result<S, Error>,
) {
    let call = match result {
        Ok(success) => CallFinished {
            operation,
            attempts: success.attempts(),
            status: Some(success.status()),
            outcome: None,
            duration,
            request_id: success.request_id(),
        },
        Err(error) => CallFinished {
            operation,
            attempts: error.attempts().count(),
            status: error.failure().status(),
            outcome: Some(error.outcome()),
            duration,
            request_id: error.request_id(),
        },
    };
    span.record("wechatpay.attempts", call.attempts);
    record(span, call.label(), call.status, call.request_id);
    let _entered = span.enter();
    match result {
        Ok(_) => call_event!(info, call, "call succeeded"),
        Err(error) => call_event!(warn, call, "{error}"),
    }
    reports.call(&call);
}

pub(crate) fn attempt(host: &BaseUrl, number: u32) -> Span {
    tracing::debug_span!(
        "wechatpay_attempt",
        wechatpay.host = host.as_str(),
        http.request.resend_count = number - 1,
        http.response.status_code = Empty,
        wechatpay.outcome = Empty,
        wechatpay.request_id = Empty,
        wechatpay.duration_ms = Empty,
    )
}

/// Reports the end of an attempt: fields of the span, and metrics.
pub(crate) fn end_of_attempt(
    span: &Span,
    reports: &Reports,
    attempt: AttemptFinished<'_>,
    result: &Result<Verified, Failure>,
) {
    let (attempt, request_id) = match result {
        Ok(verified) => (
            AttemptFinished {
                status: Some(verified.head.status),
                ..attempt
            },
            verified.head.request_id.as_deref(),
        ),
        Err(failure) => (
            AttemptFinished {
                status: failure.status(),
                outcome: Some(failure.outcome()),
                ..attempt
            },
            failure.request_id(),
        ),
    };
    span.record("wechatpay.duration_ms", milliseconds(attempt.duration));
    record(span, attempt.label(), attempt.status, request_id);
    reports.attempt(&attempt);
}

/// Reports, at INFO, that a failed attempt is followed by another.
pub(crate) fn retry(
    endpoint: &'static Endpoint,
    failure: &Failure,
    next: u32,
    started: Duration,
    wait: Duration,
) {
    tracing::info!(
        wechatpay.operation = endpoint.operation,
        http.response.status_code = failure.status(),
        wechatpay.attempts = next - 1,
        wechatpay.duration_ms = milliseconds(started),
        wechatpay.wait_ms = milliseconds(wait),
        wechatpay.request_id = failure.request_id().map(|id| display(Excerpt(id))),
        wechatpay.outcome = failure.outcome().as_str(),
        "retry"
    );
}

fn record(span: &Span, label: &'static str, status: Option<u16>, request_id: Option<&str>) {
    span.record("wechatpay.outcome", label);
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if let Some(id) = request_id {
        span.record("wechatpay.request_id", display(Excerpt(id)));
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
