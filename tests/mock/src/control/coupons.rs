//! Changes in the life of coupons.

use std::time::Duration;

use serde_json::Value;

#[cfg(feature = "callbacks")]
use super::callbacks::Sending;
use crate::coupons::Coupons;
use crate::request_handler::RequestHandler;
use crate::suggestion::did_you_mean;

/// Moves the clock, ends reviews, and then changes how callbacks are sent. If a member is wrong,
/// nothing changes.
pub(super) fn change(value: &Value, request_handler: &RequestHandler) -> Result<(), String> {
    let members = value.as_object().ok_or("the body is not an object")?;
    let (mut advance, mut approve) = (0, false);
    #[cfg(feature = "callbacks")]
    let mut sending = None;
    for (name, value) in members {
        match name.as_str() {
            "advance_seconds" => {
                let seconds = value.as_u64();
                advance = seconds.ok_or("`advance_seconds` is not a number of seconds")?;
            }
            "approve" => {
                let value = value.as_bool();
                approve = value.ok_or("`approve` is not true or false")?;
            }
            #[cfg(feature = "callbacks")]
            "callbacks" => sending = Some(Sending::from_json(value)?),
            #[cfg(not(feature = "callbacks"))]
            "callbacks" => return Err(super::WITHOUT_CALLBACKS.to_owned()),
            _ => {
                let similar = did_you_mean(name, ["advance_seconds", "approve", "callbacks"]);
                return Err(format!("there is no member `{name}`{similar}"));
            }
        }
    }
    let coupons = Coupons::new(request_handler);
    coupons.advance(Duration::from_secs(advance));
    if approve {
        coupons.approve();
    }
    #[cfg(feature = "callbacks")]
    if let Some(sending) = sending {
        coupons.deliver_with(move |callback| sending.of(callback));
    }
    Ok(())
}
