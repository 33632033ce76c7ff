//! Faults in words, on the command line and in JSON, as acts.
//!
//! On the command line a fault is a text such as `429,retry_after=2`. In JSON it is the same text,
//! or an object: `{"fault": "429", "retry_after": "2"}`.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde_json::{Map, Value};

use super::settings;
use crate::faults::{Act, Delivery, Edit, Place, Tamper};
use crate::request_handler::RequestHandler;
use crate::suggestion::did_you_mean;

type NamedFault = (&'static str, &'static str, fn() -> Act);

/// Each fault with a description.
const FAULTS: [NamedFault; 20] = [
    ("none", "the usual response, to skip a request", Act::usual),
    (
        "probe",
        "a wrong signature as WeChat Pay sends it to test clients",
        || Act::tamper(Tamper::Probe),
    ),
    (
        "wrong-signature",
        "a signature that does not verify",
        || Act::tamper(Tamper::Signature),
    ),
    (
        "changed-body",
        "a body that was changed after signing",
        || Act::tamper(Tamper::BodyBit),
    ),
    (
        "old-timestamp",
        "a valid signature, ten minutes old",
        || Act::tamper(Tamper::Timestamp(-600)),
    ),
    (
        "unknown-fields",
        "JSON objects with fields that no page lists",
        || Act::edit(Edit::UnknownFields),
    ),
    ("unknown-values", "enum values that no page lists", || {
        Act::edit(Edit::UnknownValues)
    }),
    (
        "429",
        "calls come too often, with the code of the page",
        Act::too_many_requests,
    ),
    ("500", "SYSTEM_ERROR with status 500", || {
        Act::server_error(500)
    }),
    ("503", "SYSTEM_ERROR with status 503", || {
        Act::server_error(503)
    }),
    ("html-502", "the HTML page of a gateway, unsigned", || {
        Act::server_error_html(502)
    }),
    ("html-504", "the same with status 504", || {
        Act::server_error_html(504)
    }),
    (
        "202",
        "accepted without a body: send the request again",
        Act::accepted,
    ),
    (
        "cut-before-acting",
        "the connection ends, nothing was done",
        || Act::cut(Place::BeforeActing),
    ),
    (
        "cut-after-acting",
        "the connection ends, the operation was done",
        || Act::cut(Place::AfterActing),
    ),
    (
        "cut-in-body",
        "the connection ends within the response",
        || Act::cut(Place::InBody),
    ),
    (
        "reset-after-acting",
        "the connection is reset, the operation was done",
        || Act::reset(Place::AfterActing),
    ),
    (
        "stall-before-acting",
        "no response ever, nothing was done",
        || Act::stall(Place::BeforeActing),
    ),
    (
        "stall-after-acting",
        "no response ever, the operation was done",
        || Act::stall(Place::AfterActing),
    ),
    (
        "slow",
        "the usual response after a second, or after delay_ms",
        || Act::delayed(Duration::from_secs(1)),
    ),
];

/// Each option of a fault with a description.
pub(super) const OPTIONS: [(&str, &str); 7] = [
    ("fault", "the name of the fault"),
    (
        "on",
        "only for this operation, or this route such as \"GET /v3/a/{b}\"",
    ),
    (
        "times",
        "the number of requests that get the fault [default: 1]",
    ),
    ("retry_after", "the value of the header Retry-After"),
    (
        "delay_ms",
        "the response is sent after this number of milliseconds",
    ),
    (
        "takes_effect",
        "whether the operation is done: true or false",
    ),
    ("signing_key", "the key that signs the response"),
];

/// The largest number of acts in a script.
pub(super) const MOST_ACTS: u64 = 10_000;
/// The longest delay in milliseconds: an hour.
pub(super) const LONGEST_DELAY: u64 = 60 * 60 * 1000;

/// Names and descriptions of the faults.
pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAULTS
        .into_iter()
        .map(|(name, description, _)| (name, description))
}

/// The act of a fault, and how often it is played.
pub(super) fn act(
    value: &Value,
    request_handler: &RequestHandler,
) -> Result<(Act, Option<u64>), String> {
    let options = match value {
        Value::String(text) => options(text)?,
        Value::Object(options) => options.clone(),
        _ => return Err("a fault is a text or an object".to_owned()),
    };
    let name = options
        .get("fault")
        .ok_or("the member `fault` is missing")?;
    let mut act = named(text("fault", name)?)?;
    let mut times = None;
    for (name, value) in &options {
        act = match name.as_str() {
            "fault" => act,
            "on" => limited(act, text(name, value)?, request_handler)?,
            "times" => {
                times = Some(number(name, value, 1..=MOST_ACTS)?);
                act
            }
            "retry_after" => act.retry_after(header_value(name, value)?),
            "delay_ms" => delayed(act, number(name, value, 0..=LONGEST_DELAY)?)?,
            "takes_effect" => match value {
                Value::Bool(true) => act.after_effect(),
                Value::Bool(false) => act.without_effect(),
                _ => return Err(format!("`{name}` is not true or false")),
            },
            "signing_key" => match settings::signing_key(text(name, value)?)? {
                Some(key) => act.signed_with(key),
                None => act,
            },
            _ => {
                let similar = did_you_mean(name, OPTIONS.map(|(name, _)| name));
                return Err(format!("there is no option `{name}`{similar}"));
            }
        };
    }
    Ok((act, times))
}

/// How the fault with this name falsifies a message.
#[cfg(feature = "callbacks")]
pub(super) fn tampers(name: &str) -> Result<Vec<Tamper>, String> {
    let tampers = named(name)?.tampers;
    if tampers.is_empty() {
        return Err(format!("the fault `{name}` does not falsify a callback"));
    }
    Ok(tampers)
}

/// A text without control characters, which could begin another header.
fn header_value<'v>(name: &str, value: &'v Value) -> Result<&'v str, String> {
    let text = text(name, value)?;
    if text.chars().any(char::is_control) {
        return Err(format!("`{name}` contains a control character"));
    }
    Ok(text)
}

/// The options of a text such as `429,retry_after=2`.
fn options(fault: &str) -> Result<Map<String, Value>, String> {
    let mut parts = fault.split(',');
    let name = parts.next().unwrap_or_default();
    let mut options = Map::from_iter([("fault".to_owned(), Value::from(name))]);
    for part in parts {
        let (name, text) = part
            .split_once('=')
            .ok_or_else(|| format!("`{part}` is not of the form `option=value`"))?;
        let value = match name {
            "times" | "delay_ms" => text.parse().map_or_else(|_| text.into(), u64::into),
            "takes_effect" => text.parse().map_or_else(|_| text.into(), bool::into),
            _ => Value::from(text),
        };
        if options.insert(name.to_owned(), value).is_some() {
            return Err(format!("the option `{name}` is given twice"));
        }
    }
    Ok(options)
}

fn named(name: &str) -> Result<Act, String> {
    let found = FAULTS.iter().find(|(known, ..)| *known == name);
    match found {
        Some((_, _, act)) => Ok(act()),
        None => {
            let similar = did_you_mean(name, names().map(|(name, _)| name));
            Err(format!("there is no fault `{name}`{similar}"))
        }
    }
}

/// An act for requests of one operation, or to a route such as `GET /v3/a/{b}`.
fn limited(act: Act, on: &str, request_handler: &RequestHandler) -> Result<Act, String> {
    if request_handler.has_operation(on) {
        return Ok(act.on_operation(on));
    }
    match on.split_once(' ') {
        Some((method, template)) if request_handler.has_route(method, template) => {
            Ok(act.on(method, template))
        }
        _ => {
            let known = request_handler.labels();
            let similar = did_you_mean(on, known.iter().map(String::as_str));
            Err(format!("there is no operation or route `{on}`{similar}"))
        }
    }
}

fn delayed(act: Act, milliseconds: u64) -> Result<Act, String> {
    match act.delivery {
        Delivery::Whole | Delivery::Delayed(_) => {
            Ok(act.delivered(Delivery::Delayed(Duration::from_millis(milliseconds))))
        }
        _ => Err("`delay_ms` has no meaning without a response".to_owned()),
    }
}

pub(super) fn text<'a>(name: &str, value: &'a Value) -> Result<&'a str, String> {
    value
        .as_str()
        .ok_or_else(|| format!("`{name}` is not a text"))
}

pub(super) fn number(name: &str, value: &Value, range: RangeInclusive<u64>) -> Result<u64, String> {
    let number = value.as_u64().filter(|number| range.contains(number));
    number.ok_or_else(|| {
        let (least, most) = range.into_inner();
        format!("`{name}` is not a whole number from {least} to {most}")
    })
}
