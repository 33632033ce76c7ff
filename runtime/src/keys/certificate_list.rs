//! The list of platform certificates that `GET /v3/certificates` returns.

use serde::Deserialize;

use crate::keys::api_key::ApiKey;
use crate::keys::certificate::PlatformCertificate;
use crate::keys::encrypted::{DecryptError, Encrypted};
use crate::text::Excerpt;

#[derive(Deserialize)]
struct List {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    serial_no: String,
    encrypt_certificate: Encrypted,
}

/// The reason why a list cannot be used. One certificate that is wrong makes the whole list
/// unusable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListError {
    NotAList,
    /// Another key encrypted this certificate.
    OtherApiKey,
    UnknownAlgorithm(String),
    /// This part of the certificate with this serial is malformed.
    Malformed(String, &'static str),
    /// The certificate listed under the first serial has the second.
    OtherSerial(String, String),
    NoneValid,
}

/// Decrypts the certificates of a list, and returns those that are valid at `now`.
///
/// The API key proves that WeChat Pay encrypted the certificates: nobody else knows it.
pub(crate) fn read(
    body: &[u8],
    key: &ApiKey,
    now: i64,
) -> Result<Vec<PlatformCertificate>, ListError> {
    let list: List = serde_json::from_slice(body).map_err(|_| ListError::NotAList)?;
    let mut certificates = Vec::new();
    for entry in list.data {
        let certificate = entry.decrypt(key)?;
        if certificate.is_valid_at(now) {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(ListError::NoneValid);
    }
    Ok(certificates)
}

impl Entry {
    fn decrypt(self, key: &ApiKey) -> Result<PlatformCertificate, ListError> {
        let listed = || Excerpt(&self.serial_no).to_string();
        let pem = self.encrypt_certificate.decrypt(std::slice::from_ref(key));
        let pem = pem.map_err(|why| match why {
            DecryptError::NoMatchingKey => ListError::OtherApiKey,
            DecryptError::UnknownAlgorithm(name) => ListError::UnknownAlgorithm(name),
            DecryptError::Malformed(part) => ListError::Malformed(listed(), part),
        })?;
        let certificate = PlatformCertificate::from_pem(pem);
        let certificate = certificate.map_err(|_| ListError::Malformed(listed(), "PEM text"))?;
        if !certificate.has_serial_no(&self.serial_no) {
            let other = certificate.serial_no().to_owned();
            return Err(ListError::OtherSerial(listed(), other));
        }
        Ok(certificate)
    }
}
