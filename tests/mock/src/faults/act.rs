//! One misbehavior: the response, how it is falsified and sent, and whether the request takes
//! effect.

use std::time::{Duration, SystemTime};

use crate::faults::{Delivery, Edit, Place, Tamper};
use crate::keys::PlatformKey;
use crate::response::MockResponse;

/// What the mock does with one request instead of, or in addition to, responding as usual.
///
/// An act is made by one of the functions without `self` and refined by the others. Each part is
/// independent:
///
/// | part | made by | refined by |
/// |---|---|---|
/// | the response | [`usual`](Self::usual), [`response`](Self::response), [`error`](Self::error), … | [`header`](Self::header), [`retry_after`](Self::retry_after) |
/// | changes before signing | [`edit`](Self::edit) | [`edited`](Self::edited) |
/// | the signing key | | [`signed_with`](Self::signed_with) |
/// | falsification after signing | [`tamper`](Self::tamper) | [`tampered`](Self::tampered) |
/// | how it is sent | [`deliver`](Self::deliver), [`cut`](Self::cut), [`reset`](Self::reset), [`stall`](Self::stall), [`delayed`](Self::delayed) | [`delivered`](Self::delivered) |
/// | whether the request takes effect | | [`after_effect`](Self::after_effect), [`without_effect`](Self::without_effect) |
/// | to which requests it applies | | [`on`](Self::on), [`on_operation`](Self::on_operation) |
///
/// By default a request takes effect if its own response is sent (even in part or falsified), or if
/// the act's response has a success status (2xx except 202). A refused request never takes effect.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_mock::{Act, Delivery, Place, Tamper};
///
/// // A gateway fails although the operation was done.
/// let done = Act::server_error_html(502).after_effect();
/// // Too often; come back in two seconds.
/// let later = Act::too_many_requests().retry_after("2");
/// // Done, and the connection broke in the middle of the response.
/// let broken = Act::cut(Place::InBody).on("POST", "/v3/stocks/{stock_id}/update-budget");
/// // A slow response with a bad signature.
/// let slow = Act::tamper(Tamper::Signature).delivered(Delivery::SlowBody(Duration::from_millis(5)));
/// # let _ = [done, later, broken, slow];
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Act {
    pub(crate) source: ResponseSource,
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
pub(crate) enum ResponseSource {
    /// The response of the route.
    Route,
    /// This response.
    Response(MockResponse),
    /// 429 with the code that the operation's page documents for it.
    TooMany,
}

/// The requests that an act applies to.
#[derive(Clone, Debug)]
pub(crate) enum Limit {
    /// Method and path template of a route.
    Route(String, String),
    /// Name of an operation.
    Operation(String),
}

impl Act {
    fn with_source(source: ResponseSource) -> Self {
        Self {
            source,
            headers: Vec::new(),
            edits: Vec::new(),
            key: None,
            tampers: Vec::new(),
            delivery: Delivery::Whole,
            effect: None,
            limit: None,
        }
    }

    /// No misbehavior: the request gets its usual response. Use it to skip a request in a script.
    pub fn usual() -> Self {
        Self::with_source(ResponseSource::Route)
    }

    /// This response instead of the route's. Refused requests get it, too.
    pub fn response(response: MockResponse) -> Self {
        Self::with_source(ResponseSource::Response(response))
    }

    /// A signed error with this status and code.
    pub fn error(status: u16, code: &str) -> Self {
        Self::response(MockResponse::error(status, code, "a scripted error"))
    }

    /// 429 with the code that the operation's page documents for it, or else `FREQUENCY_LIMITED`.
    pub fn too_many_requests() -> Self {
        Self::with_source(ResponseSource::TooMany)
    }

    /// A signed error of the service itself: this status with the code `SYSTEM_ERROR`.
    pub fn server_error(status: u16) -> Self {
        Self::error(status, "SYSTEM_ERROR")
    }

    /// The unsigned HTML page of a gateway.
    pub fn server_error_html(status: u16) -> Self {
        let page = format!("<html><body><h1>{status}</h1></body></html>");
        Self::response(MockResponse::html(status, page))
    }

    /// 202 without a body: accepted, send the request again.
    pub fn accepted() -> Self {
        Self::accepted_with("")
    }

    /// 202 with this JSON.
    pub fn accepted_with(body: impl Into<Vec<u8>>) -> Self {
        Self::response(MockResponse::json(202, body))
    }

    /// 204.
    pub fn no_content() -> Self {
        Self::response(MockResponse::json(204, ""))
    }

    /// 302 to this address.
    pub fn redirect(location: &str) -> Self {
        Self::response(MockResponse::json(302, "").unsigned()).header("Location", location)
    }

    /// The usual response, falsified after signing.
    pub fn tamper(tamper: Tamper) -> Self {
        Self::usual().tampered(tamper)
    }

    /// The usual response, changed before signing.
    pub fn edit(edit: Edit) -> Self {
        Self::usual().edited(edit)
    }

    /// The usual response, sent in this way.
    pub fn deliver(delivery: Delivery) -> Self {
        Self::usual().delivered(delivery)
    }

    /// The connection ends at this place. For [`Place::AfterActing`] and later places, the request
    /// takes effect.
    pub fn cut(place: Place) -> Self {
        Self::deliver(Delivery::Cut(place))
    }

    /// The connection is reset at this place. For [`Place::AfterActing`] and later places, the
    /// request takes effect.
    pub fn reset(place: Place) -> Self {
        Self::deliver(Delivery::Reset(place))
    }

    /// The connection becomes silent at this place until the client disconnects. For
    /// [`Place::AfterActing`] and later places, the request takes effect.
    pub fn stall(place: Place) -> Self {
        Self::deliver(Delivery::Stall(place))
    }

    /// The usual response after a pause.
    pub fn delayed(pause: Duration) -> Self {
        Self::deliver(Delivery::Delayed(pause))
    }

    /// Adds a header line.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds `Retry-After`: seconds, an [`http_date`], or anything else.
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

    /// Sends the response in this way.
    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// The request takes effect if its route accepts it. A request that was not read completely
    /// never does.
    pub fn after_effect(mut self) -> Self {
        self.effect = Some(true);
        self
    }

    /// The request takes no effect.
    pub fn without_effect(mut self) -> Self {
        self.effect = Some(false);
        self
    }

    /// Only for requests to the route with this method and path template.
    pub fn on(mut self, method: &str, template: &str) -> Self {
        self.limit = Some(Limit::Route(method.to_owned(), template.to_owned()));
        self
    }

    /// Only for requests of the documented operation of this name.
    pub fn on_operation(mut self, name: &str) -> Self {
        self.limit = Some(Limit::Operation(name.to_owned()));
        self
    }

    /// Whether the request takes effect, provided that its route accepts it.
    pub(crate) fn takes_effect(&self) -> bool {
        let place = self.delivery.place();
        if place.is_some_and(|place| !place.has_whole_request()) {
            return false;
        }
        self.effect.unwrap_or_else(|| {
            let in_place_of_acting =
                place == Some(Place::BeforeActing) || matches!(self.delivery, Delivery::Garbage(_));
            let says_success = match &self.source {
                ResponseSource::Route => true,
                ResponseSource::Response(response) => {
                    response.is_success() && response.status != 202
                }
                ResponseSource::TooMany => false,
            };
            says_success && !in_place_of_acting
        })
    }

    pub(crate) fn limit(&self) -> Option<&Limit> {
        self.limit.as_ref()
    }

    /// Whether the response is sent as if there was no act.
    pub(crate) fn is_original(&self) -> bool {
        matches!(self.source, ResponseSource::Route)
            && self.edits.is_empty()
            && self.tampers.is_empty()
    }
}

/// Unix seconds in the format of `Date` and `Retry-After`. A time before 1970 becomes 1970; a time
/// after 9999 becomes the end of 9999.
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
    fn each_act_takes_effect_or_not_unless_overridden() {
        for (act, effect) in [
            (Act::usual(), true),
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
            (Act::usual().without_effect(), false),
            // The mock cannot act on a request that it has not read.
            (Act::cut(Place::AfterHead).after_effect(), false),
            (Act::cut(Place::OnAccept).after_effect(), false),
        ] {
            assert_eq!(act.takes_effect(), effect, "{act:?}");
        }
    }

    #[test]
    fn http_dates_are_formatted_and_never_overflow() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(i64::MIN), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
