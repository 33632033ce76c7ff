//! One act of misbehavior: the response, how it is falsified and delivered, and whether the request
//! takes effect.

use std::time::{Duration, SystemTime};

use crate::faults::{Delivery, Edit, Place, Tamper};
use crate::keys::PlatformKey;
use crate::response::MockResponse;

/// What the mock does with one request, instead of its normal behavior or in addition to it.
///
/// A function without `self` makes an act; the methods refine it. The parts are independent:
///
/// | part | made by | refined by |
/// |---|---|---|
/// | response | [`honest`](Self::honest), [`response`](Self::response), [`error`](Self::error), … | [`header`](Self::header), [`retry_after`](Self::retry_after) |
/// | changes before signing | [`edit`](Self::edit) | [`edited`](Self::edited) |
/// | signing key | | [`signed_with`](Self::signed_with) |
/// | falsification after signing | [`tamper`](Self::tamper) | [`tampered`](Self::tampered) |
/// | delivery | [`deliver`](Self::deliver), [`cut`](Self::cut), [`reset`](Self::reset), [`stall`](Self::stall), [`delayed`](Self::delayed) | [`delivered`](Self::delivered) |
/// | effect of the request | | [`after_effect`](Self::after_effect), [`without_effect`](Self::without_effect) |
/// | requests to which it applies | | [`on`](Self::on), [`on_operation`](Self::on_operation) |
///
/// By default a request takes effect if its own response is sent, even in part or falsified, or if
/// the act's response is a success (2xx, but not 202). A refused request never takes effect.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_mock::{Act, Delivery, Place, Tamper};
///
/// // A gateway fails although the request took effect.
/// let done = Act::server_error_html(502).after_effect();
/// // Too many requests; retry in two seconds.
/// let later = Act::too_many_requests().retry_after("2");
/// // The request took effect, and the connection broke in the middle of the response.
/// let broken = Act::cut(Place::InBody).on("POST", "/v3/stocks/{stock_id}/update-budget");
/// // A slow response with an invalid signature.
/// let slow = Act::tamper(Tamper::Signature)
///     .delivered(Delivery::SlowBody(Duration::from_millis(5)));
/// # let _ = [done, later, broken, slow];
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Act {
    pub(crate) said: Said,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) key: Option<PlatformKey>,
    pub(crate) tampers: Vec<Tamper>,
    pub(crate) delivery: Delivery,
    effect: Option<bool>,
    limit: Option<Limit>,
}

/// The response of an act.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// The response of the route.
    Route,
    /// This response.
    Response(MockResponse),
    /// 429 with the code that the operation's page lists for it.
    TooMany,
}

/// The requests that an act applies to.
#[derive(Clone, Debug)]
pub(crate) enum Limit {
    /// The method and path template of a route.
    Route(String, String),
    /// The name of an operation.
    Operation(String),
}

impl Act {
    fn saying(said: Said) -> Self {
        Self {
            said,
            headers: Vec::new(),
            edits: Vec::new(),
            key: None,
            tampers: Vec::new(),
            delivery: Delivery::Whole,
            effect: None,
            limit: None,
        }
    }

    /// Normal behavior. It counts as one act in a script.
    pub fn honest() -> Self {
        Self::saying(Said::Route)
    }

    /// This response instead of the route's response. Refused requests get it as well.
    pub fn response(response: MockResponse) -> Self {
        Self::saying(Said::Response(response))
    }

    /// A signed error with this status and code.
    pub fn error(status: u16, code: &str) -> Self {
        Self::response(MockResponse::error(status, code, "a scripted error"))
    }

    /// 429 with the code that the operation's page lists for it, or with `FREQUENCY_LIMITED`.
    pub fn too_many_requests() -> Self {
        Self::saying(Said::TooMany)
    }

    /// A signed server error: this status with the code `SYSTEM_ERROR`.
    pub fn server_error(status: u16) -> Self {
        Self::error(status, "SYSTEM_ERROR")
    }

    /// An unsigned HTML page, like that of a gateway.
    pub fn server_error_html(status: u16) -> Self {
        let page = format!("<html><body><h1>{status}</h1></body></html>");
        Self::response(MockResponse::html(status, page))
    }

    /// 202 without a body: accepted, retry with the same parameters.
    pub fn accepted() -> Self {
        Self::accepted_with("")
    }

    /// 202 with this JSON body.
    pub fn accepted_with(body: impl Into<Vec<u8>>) -> Self {
        Self::response(MockResponse::json(202, body))
    }

    /// 204 without a body.
    pub fn no_content() -> Self {
        Self::response(MockResponse::json(204, ""))
    }

    /// 302 with this address in `Location`.
    pub fn redirect(location: &str) -> Self {
        Self::response(MockResponse::json(302, "").unsigned()).header("Location", location)
    }

    /// The usual response, falsified after signing.
    pub fn tamper(tamper: Tamper) -> Self {
        Self::honest().tampered(tamper)
    }

    /// The usual response, changed before signing.
    pub fn edit(edit: Edit) -> Self {
        Self::honest().edited(edit)
    }

    /// The usual response with this delivery.
    pub fn deliver(delivery: Delivery) -> Self {
        Self::honest().delivered(delivery)
    }

    /// Ends the connection at this place. From [`Place::AfterActing`] on the request takes effect.
    pub fn cut(place: Place) -> Self {
        Self::deliver(Delivery::Cut(place))
    }

    /// Resets the connection at this place. From [`Place::AfterActing`] on the request takes
    /// effect.
    pub fn reset(place: Place) -> Self {
        Self::deliver(Delivery::Reset(place))
    }

    /// Stalls the connection at this place until the client closes it. From [`Place::AfterActing`]
    /// on the request takes effect.
    pub fn stall(place: Place) -> Self {
        Self::deliver(Delivery::Stall(place))
    }

    /// The usual response after a delay.
    pub fn delayed(pause: Duration) -> Self {
        Self::deliver(Delivery::Delayed(pause))
    }

    /// Adds a header line.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds `Retry-After`: seconds, an [`http_date`], or any other text.
    pub fn retry_after(self, value: impl Into<Vec<u8>>) -> Self {
        self.header("Retry-After", value)
    }

    /// Adds a change before signing.
    pub fn edited(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// Adds a falsification after signing.
    pub fn tampered(mut self, tamper: Tamper) -> Self {
        self.tampers.push(tamper);
        self
    }

    /// Signs with this key, whatever key the request names.
    pub fn signed_with(mut self, key: PlatformKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets the delivery of the response.
    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Lets the request take effect, if its route allows it. A request that was not read completely
    /// never takes effect.
    pub fn after_effect(mut self) -> Self {
        self.effect = Some(true);
        self
    }

    /// Prevents the request from taking effect.
    pub fn without_effect(mut self) -> Self {
        self.effect = Some(false);
        self
    }

    /// Limits the act to requests of the route with this method and path template.
    pub fn on(mut self, method: &str, template: &str) -> Self {
        self.limit = Some(Limit::Route(method.to_owned(), template.to_owned()));
        self
    }

    /// Limits the act to requests of the documented operation with this name.
    pub fn on_operation(mut self, name: &str) -> Self {
        self.limit = Some(Limit::Operation(name.to_owned()));
        self
    }

    /// Whether the request takes effect, if its route allows it.
    pub(crate) fn takes_effect(&self) -> bool {
        let place = self.delivery.place();
        if place.is_some_and(|place| !place.has_whole_request()) {
            return false;
        }
        self.effect.unwrap_or_else(|| {
            let in_place_of_acting =
                place == Some(Place::BeforeActing) || matches!(self.delivery, Delivery::Garbage(_));
            let says_success = match &self.said {
                Said::Route => true,
                Said::Response(response) => response.is_success() && response.status != 202,
                Said::TooMany => false,
            };
            says_success && !in_place_of_acting
        })
    }

    pub(crate) fn limit(&self) -> Option<&Limit> {
        self.limit.as_ref()
    }

    /// Whether the response is sent as without an act.
    pub(crate) fn is_honest(&self) -> bool {
        matches!(self.said, Said::Route) && self.edits.is_empty() && self.tampers.is_empty()
    }
}

/// A time in the format of `Date` and `Retry-After`, from Unix seconds.
///
/// Times before 1970 become 1970; times after 9999 become the end of 9999.
#[must_use]
pub fn http_date(unix_seconds: i64) -> String {
    const LAST: u64 = 253_402_300_799;
    let seconds = u64::try_from(unix_seconds).unwrap_or(0).min(LAST);
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_told_by_the_act_unless_said_otherwise() {
        for (act, effect) in [
            (Act::honest(), true),
            (Act::tamper(Tamper::Signature), true),
            (Act::edit(Edit::Nulls), true),
            (Act::no_content(), true),
            (Act::response(MockResponse::json(200, "{}")), true),
            (Act::cut(Place::AfterActing), true),
            (Act::stall(Place::InBody), true),
            (Act::accepted(), false),
            (Act::too_many_requests(), false),
            (Act::server_error(500), false),
            (Act::server_error_html(502), false),
            (Act::redirect("http://127.0.0.1:9/"), false),
            (Act::cut(Place::BeforeActing), false),
            (Act::deliver(Delivery::Garbage(Vec::new())), false),
            (
                Act::server_error(500).delivered(Delivery::Cut(Place::InBody)),
                false,
            ),
            (Act::server_error(500).after_effect(), true),
            (Act::cut(Place::BeforeActing).after_effect(), true),
            (Act::honest().without_effect(), false),
            // The mock cannot act on a request that it has not read.
            (Act::cut(Place::AfterHead).after_effect(), false),
            (Act::cut(Place::OnAccept).after_effect(), false),
        ] {
            assert_eq!(act.takes_effect(), effect, "{act:?}");
        }
    }

    #[test]
    fn dates_are_those_of_http_and_never_overflow() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(i64::MIN), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
