//! A transport that plays a script and records what it was asked to do.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use wechatpay_runtime::{
    Client,
    client::{ResponseFuture, SleepFuture, Transport},
    error::TransportError,
};

use super::super::fixture::*;

/// The result of one attempt.
#[derive(Clone)]
pub(super) enum Act {
    NoConnection,
    Reset,
    TooSlow,
    Unfit,
    TooLong,
    Response(u16, &'static str),
    RetryAfter(u16, &'static str),
    Unsigned(u16, &'static str),
    Forged(u16),
}
use Act::*;

pub(super) const SUCCESS: Act = Response(200, SAMPLE);
pub(super) const BUSY: Act = Response(500, r#"{"code":"SYSTEM_ERROR","message":"later"}"#);
pub(super) const TOO_OFTEN: Act =
    Response(429, r#"{"code":"FREQUENCY_LIMITED","message":"slow down"}"#);
pub(super) const WRONG_VALUE: Act =
    Response(403, r#"{"code":"RULE_LIMIT","message":"current value"}"#);
pub(super) const WRONG_PARAMETER: Act = Response(400, r#"{"code":"PARAM_ERROR","message":"no"}"#);

/// Plays the script and records it: `main` and `backup` for attempts, milliseconds for pauses.
#[derive(Clone, Default)]
pub(super) struct ScriptedTransport {
    pub(super) script: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<String>>>,
    pub(super) sent: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl ScriptedTransport {
    pub(super) fn new(script: &[Act]) -> Self {
        let script = Arc::new(Mutex::new(script.iter().cloned().collect()));
        Self {
            script,
            ..Self::default()
        }
    }

    fn note(&self, what: impl Into<String>) {
        self.seen.lock().unwrap().push(what.into());
    }

    pub(super) fn seen(&self) -> String {
        self.seen.lock().unwrap().join(" ")
    }

    /// The hosts of the attempts, without pauses.
    pub(super) fn hosts(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let hosts: Vec<_> = seen.iter().filter(|word| !word.ends_with("ms")).collect();
        hosts
            .iter()
            .map(|word| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn client(&self) -> Client {
        Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .transport(self.clone())
            .clock(|| NOW)
            .build()
            .unwrap()
    }
}

impl Transport for ScriptedTransport {
    fn send(&self, request: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        let host = request.uri().host().unwrap();
        self.note(if host == "api.mch.weixin.qq.com" {
            "main"
        } else {
            "backup"
        });
        self.sent.lock().unwrap().push(request);
        let act = self.script.lock().unwrap().pop_front();
        let with = |mut response: http::Response<Bytes>, name, value: &'static str| {
            response
                .headers_mut()
                .insert(name, http::HeaderValue::from_static(value));
            response
        };
        let result = match act.expect("no further attempt") {
            NoConnection => Err(TransportError::not_sent("refused")),
            Reset => Err(TransportError::maybe_sent("reset")),
            TooSlow => Err(TransportError::maybe_sent("slow").timed_out()),
            Unfit => Err(TransportError::unfit("no")),
            TooLong => Err(TransportError::too_long("longer than 1 byte")),
            Response(status, body) => Ok(signed(status, body)),
            RetryAfter(status, value) => Ok(with(signed(status, "{}"), "Retry-After", value)),
            Unsigned(status, body) => Ok(unsigned(status, body)),
            Forged(status) => Ok(with(signed(status, "{}"), "Wechatpay-Nonce", "another")),
        };
        Box::pin(std::future::ready(result))
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        self.note(format!("{}ms", length.as_millis()));
        Box::pin(std::future::ready(()))
    }
}
