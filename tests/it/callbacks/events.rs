//! Events with types.

use serde::Deserialize;
use wechatpay_runtime::callback::CallbackEvents as _;

use super::fixture::*;

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Coupon {
    coupon_code: String,
}

wechatpay_runtime::callback_events! {
    /// Events of coupons.
    pub enum CouponEvent {
        /// A coupon was sent.
        Sent(Coupon) = "COUPON.SEND" | "COUPON_SP.SEND",
        /// A coupon was used.
        Used(Coupon) = "COUPON.USE",
    }
}

fn decoded(event_type: &str, resource: &str) -> Result<CouponEvent, String> {
    let body = event(event_type, resource).to_string();
    let event = Callback::signed(body).receive().unwrap();
    event.decode().map_err(|why| why.to_string())
}

#[test]
fn an_event_is_decoded_by_its_type() {
    for event_type in ["COUPON.SEND", "COUPON_SP.SEND"] {
        let Ok(CouponEvent::Sent(coupon)) = decoded(event_type, RESOURCE) else {
            panic!("{event_type} has another variant");
        };
        assert_eq!(coupon.coupon_code, "1002");
    }
    assert!(matches!(
        decoded("COUPON.USE", RESOURCE),
        Ok(CouponEvent::Used(_))
    ));
    let all = ["COUPON.SEND", "COUPON_SP.SEND", "COUPON.USE"];
    assert_eq!(CouponEvent::EVENT_TYPES, all);
}

#[test]
fn an_unknown_event_keeps_its_verified_text() {
    for (event_type, resource) in [
        ("COUPON.NEW", RESOURCE),
        ("coupon.send", "not JSON"),
        ("", ""),
    ] {
        let Ok(CouponEvent::Unknown(unknown)) = decoded(event_type, resource) else {
            panic!("{event_type} is known");
        };
        assert_eq!(
            (unknown.event_type(), unknown.resource()),
            (event_type, resource)
        );
        assert_eq!(unknown.original_type(), Some("coupon"));
    }
}

#[test]
fn a_resource_of_another_form_is_an_error_that_does_not_show_it() {
    for resource in [r#"{"coupon_code":13800001111}"#, "{}", "", "券"] {
        let error = decoded("COUPON.SEND", resource).unwrap_err();
        assert!(
            error.contains("line 1") && !error.contains("1380"),
            "{error}"
        );
    }
}

/// The enum that the generator made from the golden spec.
#[test]
fn a_generated_enum_decodes_its_events() {
    use wechatpay_golden::notified::{CardEvent, CardState};
    let resource = r#"{"card_id":"1","openid":"oUpF8uMuAJO","state":"NEW","place":{"city":"x"}}"#;
    for event_type in ["CARD.SEND", "CARD_SP.SEND"] {
        let body = event(event_type, resource).to_string();
        let event = Callback::signed(body).receive().unwrap();
        let Ok(CardEvent::Sent(card)) = event.decode() else {
            panic!("{event_type} has another variant");
        };
        assert_eq!(card.card_id.as_deref(), Some("1"));
        assert_eq!(card.state, Some(CardState::New));
        assert!(!format!("{card:?}").contains("oUpF8uMuAJO"));
    }
}
