//! The faults of a command line or a control request, in their order.

use serde_json::Value;

use super::fault::{MOST_ACTS, act};
use crate::faults::Act;
use crate::request_handler::RequestHandler;
use crate::suggestion::did_you_mean;

/// The acts for the next requests, and the act for all others.
#[derive(Default)]
pub(crate) struct Script {
    next: Vec<Act>,
    always: Option<Act>,
}

impl Script {
    /// The script of an object such as `{"next": ["429"], "always": "slow"}`.
    pub(super) fn from_json(
        value: &Value,
        request_handler: &RequestHandler,
    ) -> Result<Self, String> {
        let members = value.as_object().ok_or(
            "the body is not an object such as {\"next\": [\"429\"], \"always\": \"slow\"}",
        )?;
        let mut script = Self::default();
        for (name, value) in members {
            match (name.as_str(), value) {
                (_, Value::Null) => {}
                ("next", Value::Array(faults)) => {
                    for (index, fault) in faults.iter().enumerate() {
                        script
                            .add_next(fault, request_handler)
                            .map_err(|error| format!("next[{index}]: {error}"))?;
                    }
                }
                ("next", _) => return Err("`next` is not a list of faults".to_owned()),
                ("always", fault) => script
                    .set_always(fault, request_handler)
                    .map_err(|error| format!("always: {error}"))?,
                _ => {
                    let similar = did_you_mean(name, ["next", "always"]);
                    return Err(format!("there is no member `{name}`{similar}"));
                }
            }
        }
        Ok(script)
    }

    /// Adds a text such as `next=429` or `always=slow,delay_ms=500`.
    pub(crate) fn add(
        &mut self,
        text: &str,
        request_handler: &RequestHandler,
    ) -> Result<(), String> {
        let fault = |text: &str| Value::from(text);
        match text.split_once('=') {
            Some(("next", text)) => self.add_next(&fault(text), request_handler),
            Some(("always", _)) if self.always.is_some() => {
                Err("there can be only one fault for `always`".to_owned())
            }
            Some(("always", text)) => self.set_always(&fault(text), request_handler),
            _ => Err("a fault starts with `next=` or `always=`".to_owned()),
        }
    }

    /// Replaces the script of the mock.
    pub(crate) fn play(self, request_handler: &RequestHandler) {
        request_handler.script(|script| {
            script.set_queue(self.next);
            script.set_always(self.always);
        });
    }

    fn add_next(&mut self, value: &Value, request_handler: &RequestHandler) -> Result<(), String> {
        let (act, times) = act(value, request_handler)?;
        let all = usize::try_from(times.unwrap_or(1))
            .ok()
            .and_then(|times| self.next.len().checked_add(times))
            .filter(|all| *all as u64 <= MOST_ACTS)
            .ok_or_else(|| format!("the script has more than {MOST_ACTS} faults"))?;
        self.next.resize(all, act);
        Ok(())
    }

    fn set_always(
        &mut self,
        value: &Value,
        request_handler: &RequestHandler,
    ) -> Result<(), String> {
        let (act, times) = act(value, request_handler)?;
        if times.is_some() {
            return Err("`times` has no meaning here".to_owned());
        }
        self.always = Some(act);
        Ok(())
    }
}
