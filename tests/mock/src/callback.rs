//! Callbacks: events that the mock sends to the program under test.

mod delivery;
mod post;

use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use serde_json::json;

pub(crate) use delivery::Deliveries;
pub use delivery::{CallbackAttempt, CallbackDelivery};
pub(crate) use post::Target;

use crate::encryption::{self, API_KEY};
use crate::faults::{Act, Tamper};
use crate::http::Reply;
use crate::keys::{Keys, PlatformKey};
use crate::random;
use crate::request_handler::now;
use crate::response::MockResponse;
use crate::response_signer::ResponseSigner;

/// An event, and how the mock sends it. By default it is sent once, at once, and rightly signed.
#[derive(Clone, Debug)]
#[must_use]
pub struct Callback {
    id: String,
    event_type: String,
    original_type: String,
    associated_data: String,
    resource: String,
    key: PlatformKey,
    tampers: Vec<Tamper>,
    delay: Duration,
    copies: u32,
    speed: Option<u32>,
    reply_timeout: Duration,
}

impl Callback {
    /// An event with this type, and with this text as its resource, which is encrypted. It has a
    /// random id.
    pub fn new(event_type: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            id: random::hex(),
            event_type: event_type.into(),
            original_type: "coupon".to_owned(),
            associated_data: "product_coupon_sp".to_owned(),
            resource: resource.into(),
            key: PlatformKey::PublicKey,
            tampers: Vec::new(),
            delay: Duration::ZERO,
            copies: 1,
            speed: None,
            reply_timeout: Duration::from_secs(5),
        }
    }

    /// The number of the notification.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// `original_type` and `associated_data` of the resource, instead of those of product coupons.
    pub fn resource_types(
        mut self,
        original_type: impl Into<String>,
        associated_data: impl Into<String>,
    ) -> Self {
        self.original_type = original_type.into();
        self.associated_data = associated_data.into();
        self
    }

    /// Signs with this key instead of [`PlatformKey::PublicKey`].
    pub fn signed_with(mut self, key: PlatformKey) -> Self {
        self.key = key;
        self
    }

    /// Falsifies the first attempt, for example as a probe. Later attempts are genuine.
    pub fn tampered(mut self, tamper: Tamper) -> Self {
        self.tampers.push(tamper);
        self
    }

    /// Waits before the first attempt. Two callbacks with different delays arrive out of order.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the event as often as this, even after an acknowledgment.
    pub fn times(mut self, copies: u32) -> Self {
        self.copies = copies;
        self
    }

    /// Sends the event again until it is acknowledged, with the pauses that WeChat Pay documents for
    /// payments: 15 in 24 hours. They are divided by `speed`.
    pub fn retried(mut self, speed: u32) -> Self {
        self.speed = Some(speed.max(1));
        self
    }

    /// Waits for a reply as long as this instead of five seconds.
    pub fn reply_timeout(mut self, timeout: Duration) -> Self {
        self.reply_timeout = timeout;
        self
    }

    /// Headers and body of an attempt, signed now.
    fn message(&self, keys: &Keys, is_first: bool) -> Reply {
        let act = self
            .tampers
            .iter()
            .filter(|_| is_first)
            .cloned()
            .fold(Act::usual(), Act::tampered);
        let signer = ResponseSigner {
            keys,
            key: self.key,
            now: now(),
            last: None,
        };
        let mut message = signer.apply(MockResponse::json(200, self.body()), &act);
        message.drop_header("Request-ID");
        message.drop_header("Date");
        message
    }

    fn body(&self) -> String {
        let nonce = &random::hex()[..encryption::NONCE_LENGTH];
        let ciphertext = encryption::encrypt(
            API_KEY,
            nonce,
            &self.associated_data,
            self.resource.as_bytes(),
        );
        let body = json!({
            "id": self.id,
            "create_time": "2018-06-08T10:34:56+08:00",
            "resource_type": "encrypt-resource",
            "event_type": self.event_type,
            "summary": "通知",
            "resource": {
                "original_type": self.original_type,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": ciphertext,
                "associated_data": self.associated_data,
                "nonce": nonce,
            },
        });
        body.to_string()
    }

    /// The first attempt as a request, for programs without sockets.
    pub(crate) fn request(&self, keys: &Keys) -> http::Request<Bytes> {
        let message = self.message(keys, true);
        let mut request = http::Request::new(Bytes::from(message.body));
        *request.method_mut() = http::Method::POST;
        for (name, value) in message.headers {
            let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
            // A falsified header that `http` does not allow is left out.
            if let (Ok(name), Ok(value)) = header {
                request.headers_mut().append(name, value);
            }
        }
        request
    }
}
