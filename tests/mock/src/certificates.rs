//! The list of platform certificates: `GET /v3/certificates`.

use serde_json::{Value, json};

use crate::coupons::calendar;
use crate::encryption::{self, API_KEY};
use crate::http::Request;
use crate::keys::{Keys, PlatformKey};
use crate::random;
use crate::response::MockResponse;

/// A platform certificate in the list of the mock. By default everything about it is right.
///
/// See [`Mock::list_certificates`](crate::Mock::list_certificates).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ListedCertificate {
    key: PlatformKey,
    serial_no: Option<String>,
    validity: (i64, i64),
    api_key: String,
    algorithm: &'static str,
}

impl ListedCertificate {
    /// The certificate of this key: [`PlatformKey::Certificate`] or
    /// [`PlatformKey::SecondCertificate`].
    pub fn new(key: PlatformKey) -> Self {
        Self {
            key,
            serial_no: None,
            validity: key.validity(),
            api_key: API_KEY.to_owned(),
            algorithm: "AEAD_AES_256_GCM",
        }
    }

    /// Lists the certificate under this serial, which is not its own.
    pub fn listed_as(mut self, serial_no: impl Into<String>) -> Self {
        self.serial_no = Some(serial_no.into());
        self
    }

    /// The certificate is valid from the first to the second time, in Unix seconds.
    pub fn valid(mut self, first: i64, last: i64) -> Self {
        self.validity = (first, last);
        self
    }

    /// Encrypts the certificate with this key of 32 bytes instead of
    /// [`Mock::api_key`](crate::Mock::api_key).
    pub fn encrypted_with(mut self, api_key: impl Into<String>) -> Self {
        self.api_key = api_key.into();
        self
    }

    /// Names this algorithm, although the text is encrypted with `AEAD_AES_256_GCM`.
    pub fn algorithm(mut self, name: &'static str) -> Self {
        self.algorithm = name;
        self
    }

    pub(crate) fn key(&self) -> PlatformKey {
        self.key
    }

    fn entry(&self, keys: &Keys) -> Result<Value, String> {
        let serial_no = self.serial_no.as_deref().unwrap_or(self.key.name());
        let (first, last) = self.validity;
        let pem = keys.certificate(self.key, self.validity)?;
        let nonce = &random::hex()[..encryption::NONCE_LENGTH];
        Ok(json!({
            "serial_no": serial_no,
            "effective_time": calendar::text(first),
            "expire_time": calendar::text(last),
            "encrypt_certificate": {
                "algorithm": self.algorithm,
                "nonce": nonce,
                "associated_data": "certificate",
                "ciphertext":
                    encryption::encrypt(&self.api_key, nonce, "certificate", pem.as_bytes()),
            },
        }))
    }
}

/// The path of the list.
const PATH: &str = "/v3/certificates";

/// The path of the list, if the request is for it and there is one.
pub(crate) fn route(request: &Request, listed: &[ListedCertificate]) -> Option<&'static str> {
    let path = request.target.split('?').next();
    let is_list = request.method == "GET" && path == Some(PATH) && !listed.is_empty();
    is_list.then_some(PATH)
}

/// The response to a request for the list; `None` if the request is for something else.
pub(crate) fn response(
    request: &Request,
    listed: &[ListedCertificate],
    keys: &Keys,
) -> Option<MockResponse> {
    route(request, listed)?;
    let entries: Result<Vec<Value>, String> = listed
        .iter()
        .map(|certificate| certificate.entry(keys))
        .collect();
    Some(match entries {
        Ok(entries) => MockResponse::json(200, json!({ "data": entries }).to_string()),
        Err(why) => MockResponse::error(500, "SYSTEM_ERROR", &why),
    })
}
