//! The part of a call that does not depend on its types: bytes out, bytes in.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};

use crate::api_error::{ApiError, Signature};
use crate::base_url::BaseUrl;
use crate::credential::Credential;
use crate::failure::Failure;
use crate::keyring::Keyring;
use crate::nonce::Nonce;
use crate::operation::{Endpoint, Method};
use crate::response::{Head, Verified};
use crate::sign_error::Signed;
use crate::verify::{self, VerificationError};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("wechatpay-runtime/", env!("CARGO_PKG_VERSION")));

/// Everything that all attempts of a call share.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Bytes>,
    /// The name of the request number, whether the request has one or not.
    pub(crate) request_number: Option<String>,
}

impl Prepared {
    /// Whether sending the same request twice has no second effect: it only reads, or it carries a number by which the
    /// service tells a repeat. Asked only after a failure.
    pub(crate) fn repeat_is_harmless(&self) -> bool {
        self.endpoint.method == Method::Get || self.carries_request_number()
    }

    /// An empty number tells nothing.
    fn carries_request_number(&self) -> bool {
        let (Some(name), Some(body)) = (&self.request_number, &self.body) else {
            return false;
        };
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        body.get(name)
            .and_then(serde_json::Value::as_str)
            .is_some_and(|number| !number.is_empty())
    }

    /// Signs one attempt.
    pub(crate) fn request(
        &self,
        base_url: &BaseUrl,
        credential: &Credential,
        keyring: &Keyring,
        timestamp: i64,
        nonce: &Nonce,
    ) -> Result<http::Request<Bytes>, Failure> {
        let method = self.endpoint.method;
        let body = self.body.clone().unwrap_or_default();
        let authorization =
            credential.authorization(method, &self.target, timestamp, nonce, &body)?;
        let mut authorization = HeaderValue::try_from(authorization).map_err(http::Error::from)?;
        authorization.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method.as_str())
            .uri(format!("{base_url}{}", self.target))
            .header(ACCEPT, JSON)
            .header(USER_AGENT, AGENT)
            .header("Wechatpay-Serial", keyring.preferred(timestamp))
            .header(AUTHORIZATION, authorization);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if self.body.is_some() {
            request = request.header(CONTENT_TYPE, JSON);
        } else if method.expects_body() {
            request = request.header(CONTENT_LENGTH, 0);
        }
        Ok(request.body(body)?)
    }

    /// What the attempt at `timestamp` signed.
    pub(crate) fn signed<'a>(&'a self, timestamp: i64, nonce: &'a Nonce) -> Signed<'a> {
        Signed {
            method: self.endpoint.method.as_str(),
            target: &self.target,
            timestamp,
            nonce: nonce.as_str(),
            body: self.body.as_deref().unwrap_or_default(),
        }
    }

    /// Verifies an answer that arrived at the local time `now`. `signed` is what was signed for it, where that is known.
    pub(crate) fn answer(
        &self,
        response: http::Response<Bytes>,
        keyring: &Keyring,
        now: i64,
        signed: Option<&Signed<'_>>,
    ) -> Result<Verified, Failure> {
        let (parts, body) = response.into_parts();
        let head = Head::new(parts.status.as_u16(), &parts.headers, now);
        let verified = verify::verify(&parts.headers, &body, keyring, now);
        if parts.status.is_success() {
            if let Err(why) = verified {
                return Err(Failure::Unverified(head, why));
            }
            if head.status != 202 || self.endpoint.success.contains(&202) {
                return Ok(Verified::new(head, body));
            }
            return Err(ApiError::new(head, body, Signature::Verified).into());
        }
        let signature = match verified {
            Ok(()) => Signature::Verified,
            Err(VerificationError::Unsigned | VerificationError::MissingHeader(_)) => {
                Signature::Unsigned
            }
            Err(why) => Signature::Failed(why),
        };
        let error = ApiError::new(head, body, signature);
        Err(match signed {
            Some(signed) => error.compared_with(signed).into(),
            None => error.into(),
        })
    }
}
