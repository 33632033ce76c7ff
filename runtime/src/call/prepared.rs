//! The part of a call that does not depend on the types of the operation.

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue,
    USER_AGENT,
};

use crate::call::base_url::BaseUrl;
#[cfg(feature = "encrypted-fields")]
use crate::call::encrypt::{CallKey, FieldError};
use crate::call::head::Head;
use crate::call::nonce::Nonce;
use crate::call::response::Verified;
use crate::call::verify::{self, VerificationError};
use crate::endpoint::{Endpoint, IdempotencyKey, Location, Method};
use crate::error::api_error::{ApiError, Signature};
use crate::error::failure::Failure;
use crate::error::sign_error::Signed;
use crate::keys::credential::Credential;
use crate::keys::keyring::Keyring;
#[cfg(feature = "encrypted-fields")]
use crate::operation::EncryptedField;
use crate::parameters::Parameters;
use crate::text::Excerpt;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The signature of a response covers the body before any content encoding.
const IDENTITY: HeaderValue = HeaderValue::from_static("identity");
const KEY_NAME: HeaderName = HeaderName::from_static("wechatpay-serial");
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("wechatpay-runtime/", env!("CARGO_PKG_VERSION")));

/// The data that all attempts of a call share.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    /// `None` for a call without a body.
    pub(crate) content: Option<Content>,
    /// The idempotency key. The request may lack a value for it.
    pub(crate) idempotency_key: Option<KeyOfCall>,
    /// The fields that are not encrypted yet, and must be before the call is sent.
    #[cfg(feature = "encrypted-fields")]
    pub(crate) plain_fields: &'static [EncryptedField],
    /// The key that encrypted the fields, and that signs the response.
    #[cfg(feature = "encrypted-fields")]
    pub(crate) key: Option<CallKey>,
}

/// The body of a call.
#[derive(Clone)]
pub(crate) struct Content {
    pub(crate) media_type: HeaderValue,
    /// The JSON: the whole body, or the part of a form that is signed.
    pub(crate) signed: Bytes,
    pub(crate) sent: Bytes,
}

impl Content {
    pub(crate) fn json(json: Vec<u8>) -> Self {
        let json = Bytes::from(json);
        Self {
            media_type: JSON,
            signed: json.clone(),
            sent: json,
        }
    }
}

/// The idempotency key of a call.
#[derive(Clone)]
pub(crate) struct KeyOfCall {
    name: String,
    value: KeyValue,
}

/// Whether the request has a value for the idempotency key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyValue {
    /// The body decides. It is read only after a failure.
    InBody,
    Given,
    Absent,
}

impl KeyOfCall {
    pub(crate) fn new(key: IdempotencyKey<'_>, parameters: &Parameters<'_>) -> Self {
        let value = match key.location {
            Location::Body => KeyValue::InBody,
            _ if parameters.contain(key) => KeyValue::Given,
            _ => KeyValue::Absent,
        };
        Self {
            name: key.name.to_owned(),
            value,
        }
    }
}

impl Prepared {
    /// A GET without headers of its own.
    #[cfg(any(feature = "downloads", feature = "platform-certificates"))]
    pub(crate) fn get(endpoint: &'static Endpoint, target: String) -> Self {
        Self {
            endpoint,
            target,
            headers: Vec::new(),
            content: None,
            idempotency_key: None,
            #[cfg(feature = "encrypted-fields")]
            plain_fields: &[],
            #[cfg(feature = "encrypted-fields")]
            key: None,
        }
    }

    /// Whether sending the same request twice has no second effect.
    ///
    /// This is the case for a GET, for an idempotent operation, and for a request with an
    /// idempotency key. It is used only after a failure.
    pub(crate) fn is_safe_to_retry(&self) -> bool {
        let endpoint = self.endpoint;
        endpoint.method == Method::Get || endpoint.idempotent || self.idempotency_key().is_some()
    }

    /// The name of the idempotency key, if the request has a value for it. An empty value does not
    /// count.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        let KeyOfCall { name, value } = self.idempotency_key.as_ref()?;
        let is_given = match value {
            KeyValue::InBody => self.body_contains(name),
            KeyValue::Given => true,
            KeyValue::Absent => false,
        };
        is_given.then_some(name)
    }

    /// Whether the body has a text with this name that is not empty.
    fn body_contains(&self, name: &str) -> bool {
        let body: serde_json::Value =
            serde_json::from_slice(self.signed_body()).unwrap_or_default();
        let value = body.get(name).and_then(serde_json::Value::as_str);
        value.is_some_and(|value| !value.is_empty())
    }

    /// The part of the body that is signed; empty for a call without a body.
    fn signed_body(&self) -> &[u8] {
        let content = self.content.as_ref();
        content.map_or(&[], |content| &content.signed)
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
        #[cfg(feature = "encrypted-fields")]
        if !self.plain_fields.is_empty() {
            return Err(FieldError::NotEncrypted.into());
        }
        let method = self.endpoint.method;
        let signed = self.signed_body();
        let authorization =
            credential.authorization(method, &self.target, timestamp, nonce, signed)?;
        let mut authorization = HeaderValue::try_from(authorization).map_err(http::Error::from)?;
        authorization.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method.as_str())
            .uri(format!("{base_url}{}", self.target));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let sent = self.content.as_ref().map(|content| content.sent.clone());
        let mut request = request.body(sent.unwrap_or_default())?;
        let key_name = self.key_name(keyring, timestamp);
        let key_name = HeaderValue::from_str(key_name).map_err(http::Error::from)?;
        // These headers replace headers of the operation with the same names.
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        headers.insert(ACCEPT_ENCODING, IDENTITY);
        headers.insert(USER_AGENT, AGENT);
        // Only the first download of platform certificates has no key to name.
        if !key_name.is_empty() {
            headers.insert(KEY_NAME, key_name);
        }
        headers.insert(AUTHORIZATION, authorization);
        if let Some(content) = &self.content {
            headers.insert(CONTENT_TYPE, content.media_type.clone());
        } else if method.expects_body() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(request)
    }

    /// The name of the key that is to sign the response.
    fn key_name<'a>(&'a self, keyring: &'a Keyring, timestamp: i64) -> &'a str {
        #[cfg(feature = "encrypted-fields")]
        if let Some(key) = &self.key {
            return &key.name;
        }
        keyring.preferred(timestamp)
    }

    /// The message that the attempt at `timestamp` signed.
    pub(crate) fn signed<'a>(&'a self, timestamp: i64, nonce: &'a Nonce) -> Signed<'a> {
        Signed {
            method: self.endpoint.method.as_str(),
            target: &self.target,
            timestamp,
            nonce: nonce.as_str(),
            body: self.signed_body(),
        }
    }

    /// Verifies a response that arrived at the local time `now`. `signed` is the signed message, if
    /// it is known.
    pub(crate) fn response(
        &self,
        response: http::Response<Bytes>,
        keyring: &Keyring,
        now: i64,
        signed: Option<&Signed<'_>>,
    ) -> Result<Verified, Failure> {
        let (parts, body) = response.into_parts();
        let head = Head::new(parts.status.as_u16(), &parts.headers, &body, now);
        let verified = verify::verify(&parts.headers, &body, keyring, now).map_err(|why| {
            match (why, &head.content_encoding) {
                (VerificationError::WrongSignature, Some(coding)) => {
                    VerificationError::ContentEncoding(Excerpt(coding).to_string())
                }
                (why, _) => why,
            }
        });
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
            Some(signed) => error.with_sign_error_cause(signed).into(),
            None => error.into(),
        })
    }
}
