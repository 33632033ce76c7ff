//! The URL for callbacks, and the callbacks about issued coupons.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::behavior::{NO_NOTIFY_URL, NOTIFY_URL_FORM};
use super::books::Books;
use super::calendar;
use super::call::{Call, Done, Refused};
use super::user_coupon::UserCoupon;
use crate::random;

/// The type of the event that a coupon was issued.
const SEND: &str = "PRODUCT_COUPON_SP.SEND";

/// The URL to which callbacks go.
#[derive(Clone, Debug)]
pub(super) struct NotifyConfig {
    pub(super) url: String,
    update_time: String,
}

impl NotifyConfig {
    fn json(&self) -> Value {
        json!({ "notify_url": self.url, "update_time": self.update_time })
    }
}

/// A callback about an issued coupon.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CouponNotice {
    /// The number of the notification, which each attempt has.
    pub id: String,
    /// The type of the event.
    pub event_type: String,
    /// The code of the coupon.
    pub coupon_code: String,
    /// The resource before it is encrypted, as JSON.
    pub resource: String,
}

/// Does not show the resource, which contains personal data.
impl std::fmt::Debug for CouponNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CouponNotice")
            .field("id", &self.id)
            .field("event_type", &self.event_type)
            .field("coupon_code", &self.coupon_code)
            .finish_non_exhaustive()
    }
}

impl CouponNotice {
    /// The callback about a coupon that was just issued.
    pub(super) fn of(coupon: &UserCoupon) -> Self {
        let mut resource = Map::from_iter(coupon.sent.get("attach").map(|attach| {
            // A label of the coupon is not in the resource.
            ("attach".to_owned(), attach.clone())
        }));
        let members = [
            ("brand_id", json!(coupon.brand_id)),
            ("coupon_code", json!(coupon.code)),
            ("product_coupon_id", json!(coupon.product_coupon_id)),
            ("stock_id", json!(coupon.stock_id)),
            ("appid", json!(coupon.appids.last())),
            ("openid", json!(coupon.openid)),
            ("valid_begin_time", json!(calendar::text(coupon.valid.0))),
            ("valid_end_time", json!(calendar::text(coupon.valid.1))),
            ("receive_time", json!(calendar::text(coupon.received))),
            ("send_request_no", json!(coupon.send_request_no)),
            ("send_channel", json!(coupon.channel)),
        ];
        resource.extend(members.map(|(name, value)| (name.to_owned(), value)));
        Self {
            id: random::hex(),
            event_type: SEND.to_owned(),
            coupon_code: coupon.code.clone(),
            resource: Value::Object(resource).to_string(),
        }
    }

    /// The callback, which [`Mock::callback_request`](crate::Mock::callback_request) turns into a
    /// request for programs without sockets.
    #[cfg(feature = "callbacks")]
    pub fn callback(&self) -> crate::Callback {
        crate::Callback::new(&self.event_type, &self.resource).id(&self.id)
    }
}

pub(super) fn set(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let url = call.text("notify_url")?;
    if !is_allowed(url) {
        return Err((&NOTIFY_URL_FORM).into());
    }
    let config = NotifyConfig {
        url: url.to_owned(),
        update_time: calendar::text(call.now),
    };
    let body = config.json();
    books.notify_config = Some(config);
    Ok(Done::changed(url, body))
}

pub(super) fn get(books: &mut Books, _: &Call<'_>) -> Result<Done, Refused> {
    let config = books.notify_config.as_ref().ok_or(&NO_NOTIFY_URL)?;
    Ok(Done::read(config.json()))
}

/// Whether a URL has the scheme `https`, or `http` with a loopback address, and no query.
fn is_allowed(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_local = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    let scheme_fits = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_local,
        _ => false,
    };
    scheme_fits && uri.query().is_none()
}
