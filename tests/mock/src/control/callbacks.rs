//! Callbacks that a control request asks for, and the replies to them.

use std::time::Duration;

use serde_json::{Value, json};

use super::fault::{self, LONGEST_DELAY, number, text};
use super::settings;
use crate::callback::{Callback, CallbackAttempt};
use crate::faults::Tamper;
use crate::keys::PlatformKey;
use crate::random;
use crate::request_handler::RequestHandler;
use crate::suggestion::did_you_mean;

/// Each option of a callback with a description. The first four are those of a single callback.
pub(super) const OPTIONS: [(&str, &str); 9] = [
    ("url", "where it goes; the scheme is http"),
    ("resource", "the object that is encrypted"),
    (
        "event_type",
        "the type of the event [default: PRODUCT_COUPON_SP.SEND]",
    ),
    ("id", "the number of the notification [default: a new one]"),
    (
        "fault",
        "falsifies the first attempt: probe, wrong-signature, changed-body or old-timestamp",
    ),
    (
        "delay_ms",
        "the first attempt waits for this number of milliseconds, so that others come first",
    ),
    (
        "times",
        "sends it as often as this, even after an acknowledgment [default: 1]",
    ),
    (
        "speed",
        "sends it again until it is acknowledged, with the pauses of 24 hours divided by this",
    ),
    ("signing_key", "the key that signs it"),
];

/// The type of the event that a coupon was issued.
const SEND: &str = "PRODUCT_COUPON_SP.SEND";
/// The most copies, and the highest speed.
const MOST_TIMES: u32 = 1_000;
const MOST_SPEED: u32 = 10_000_000;

/// How callbacks are sent.
#[derive(Default)]
pub(super) struct Sending {
    tampers: Vec<Tamper>,
    delay: Duration,
    times: Option<u32>,
    speed: Option<u32>,
    key: Option<PlatformKey>,
}

impl Sending {
    /// The options of an object.
    pub(super) fn from_json(value: &Value) -> Result<Self, String> {
        let mut sending = Self::default();
        let members = value.as_object().ok_or("`callbacks` is not an object")?;
        for (name, value) in members {
            sending.set(name, value)?;
        }
        Ok(sending)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), String> {
        match name {
            "fault" => self.tampers = fault::tampers(text(name, value)?)?,
            "delay_ms" => {
                self.delay = Duration::from_millis(number(name, value, 0..=LONGEST_DELAY)?);
            }
            "times" => self.times = Some(small(name, value, MOST_TIMES)?),
            "speed" => self.speed = Some(small(name, value, MOST_SPEED)?),
            "signing_key" => self.key = settings::signing_key(text(name, value)?)?,
            _ => {
                let similar = did_you_mean(name, OPTIONS.map(|(name, _)| name));
                return Err(format!("there is no option `{name}`{similar}"));
            }
        }
        Ok(())
    }

    /// The callback with these options. Those that are not given stay as they are.
    pub(super) fn of(&self, callback: Callback) -> Callback {
        let tampers = self.tampers.iter().cloned();
        let callback = tampers.fold(callback.after(self.delay), Callback::tampered);
        let callback = match self.times {
            Some(times) => callback.times(times),
            None => callback,
        };
        let callback = match self.speed {
            Some(speed) => callback.retried(speed),
            None => callback,
        };
        match self.key {
            Some(key) => callback.signed_with(key),
            None => callback,
        }
    }
}

/// Sends the callback of an object, in a thread of its own, and returns its number.
pub(super) fn send(value: &Value, request_handler: &RequestHandler) -> Result<Value, String> {
    let members = value.as_object().ok_or("the body is not an object")?;
    let (mut url, mut resource, mut event_type, mut id) = (None, None, SEND, None);
    let mut sending = Sending::default();
    for (name, value) in members {
        match name.as_str() {
            "url" => url = Some(text(name, value)?),
            "resource" => resource = value.is_object().then(|| value.to_string()),
            "event_type" => event_type = text(name, value)?,
            "id" => id = Some(text(name, value)?.to_owned()),
            _ => sending.set(name, value)?,
        }
    }
    let url = url.ok_or("the member `url` is missing")?;
    let resource = resource.ok_or("the member `resource` is missing, or is not an object")?;
    let id = id.unwrap_or_else(random::hex);
    let callback = sending.of(Callback::new(event_type, resource).id(&id));
    request_handler
        .send_callback(url, callback)
        .map_err(|error| format!("the callback to `{url}` cannot be sent: {error}"))?;
    Ok(json!({ "id": id }))
}

/// The attempts so far, with the replies.
pub(super) fn attempts(request_handler: &RequestHandler) -> Value {
    let attempt = |attempt: &CallbackAttempt| {
        json!({
            "id": attempt.id,
            "event_type": attempt.event_type,
            "status": attempt.status,
            "body": String::from_utf8_lossy(&attempt.body),
            "error": attempt.error,
            "acknowledged": attempt.is_acknowledged(),
        })
    };
    let attempts = request_handler.deliveries.attempts();
    attempts.iter().map(attempt).collect()
}

fn small(name: &str, value: &Value, most: u32) -> Result<u32, String> {
    let number = number(name, value, 1..=u64::from(most))?;
    Ok(u32::try_from(number).unwrap_or(most))
}
