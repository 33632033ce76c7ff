//! The settings that can change while the mock runs.

use serde_json::{Value, json};

#[cfg(feature = "platform-certificates")]
use super::certificates;
#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
use super::report::with;
#[cfg(feature = "platform-certificates")]
use crate::ListedCertificate;
use crate::keys::{MCHID, MERCHANT_SERIAL_NO, PlatformKey};
use crate::request_handler::RequestHandler;
use crate::suggestion::did_you_mean;

/// The name for the key that each request names.
const NAMED: &str = "named";

const SIGNING_KEYS: [(&str, Option<PlatformKey>); 5] = [
    (NAMED, None),
    ("public-key", Some(PlatformKey::PublicKey)),
    ("certificate", Some(PlatformKey::Certificate)),
    ("second-public-key", Some(PlatformKey::SecondPublicKey)),
    ("second-certificate", Some(PlatformKey::SecondCertificate)),
];

pub(super) fn key_names() -> [&'static str; 5] {
    SIGNING_KEYS.map(|(name, _)| name)
}

/// The key with this name; `None` for the key that each request names.
pub(crate) fn signing_key(name: &str) -> Result<Option<PlatformKey>, String> {
    let found = SIGNING_KEYS.iter().find(|(known, _)| *known == name);
    found.map(|(_, key)| *key).ok_or_else(|| {
        let similar = did_you_mean(name, key_names());
        format!("there is no signing key `{name}`{similar}")
    })
}

/// All settings, with what a client needs.
pub(super) fn current(request_handler: &RequestHandler, url: &str) -> Value {
    let key = request_handler.rotated();
    let found = SIGNING_KEYS.iter().find(|(_, known)| *known == key);
    let settings = json!({
        "url": url,
        "mchid": MCHID,
        "merchant_serial_no": MERCHANT_SERIAL_NO,
        "public_key_id": PlatformKey::PublicKey.name(),
        "platform_serial_no": PlatformKey::Certificate.name(),
        "second_public_key_id": PlatformKey::SecondPublicKey.name(),
        "second_platform_serial_no": PlatformKey::SecondCertificate.name(),
        "signing_key": found.map_or(NAMED, |(name, _)| name),
        "newer_than_pages": request_handler.is_newer_than_pages(),
    });
    #[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
    let settings = with(settings, "api_key", crate::encryption::API_KEY.into());
    #[cfg(feature = "platform-certificates")]
    let settings = {
        let listed = request_handler.listed_certificates();
        let names = listed.iter().map(certificates::name).collect();
        with(settings, "certificates", names)
    };
    settings
}

/// Changes the settings that are given. If one is wrong, none changes.
pub(super) fn change(value: &Value, request_handler: &RequestHandler) -> Result<(), String> {
    let members = value.as_object().ok_or("the body is not an object")?;
    let (mut key, mut newer) = (None, None);
    #[cfg(feature = "platform-certificates")]
    let mut listed = None;
    for (name, value) in members {
        match name.as_str() {
            "signing_key" => {
                let name = value.as_str().ok_or("`signing_key` is not a text")?;
                key = Some(signing_key(name)?);
            }
            "newer_than_pages" => {
                let value = value.as_bool();
                newer = Some(value.ok_or("`newer_than_pages` is not true or false")?);
            }
            #[cfg(feature = "platform-certificates")]
            "certificates" => listed = Some(list(value)?),
            #[cfg(not(feature = "platform-certificates"))]
            "certificates" => return Err(super::WITHOUT_CERTIFICATES.to_owned()),
            _ => {
                let known = ["signing_key", "newer_than_pages", "certificates"];
                let similar = did_you_mean(name, known);
                return Err(format!("there is no setting `{name}` to change{similar}"));
            }
        }
    }
    if let Some(key) = key {
        request_handler.rotate(key);
    }
    if let Some(newer) = newer {
        request_handler.set_newer_than_pages(newer);
    }
    #[cfg(feature = "platform-certificates")]
    if let Some(listed) = listed {
        request_handler.list_certificates(listed);
    }
    Ok(())
}

#[cfg(feature = "platform-certificates")]
fn list(names: &Value) -> Result<Vec<ListedCertificate>, String> {
    let names = names.as_array().ok_or("`certificates` is not a list")?;
    let names = names.iter().map(|name| {
        let name = name
            .as_str()
            .ok_or("`certificates` is not a list of texts")?;
        certificates::certificate(name)
    });
    names.collect()
}
