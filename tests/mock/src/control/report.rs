//! What happened so far, as JSON.

use serde_json::{Map, Value, json};

use super::{ENDPOINTS, fault, settings};
use crate::keys::{Keys, PlatformKey};
use crate::ledger::LedgerEntry;
use crate::received::ReceivedRequest;
use crate::request_handler::RequestHandler;

/// The endpoints, and the words of faults and settings.
pub(super) fn overview() -> Value {
    let endpoints = ENDPOINTS.map(|(method, path, text)| (format!("{method} {path}"), text.into()));
    let overview = json!({
        "endpoints": Map::from_iter(endpoints),
        "faults": object(fault::names()),
        "options": object(fault::OPTIONS),
        "signing_keys": settings::key_names(),
    });
    #[cfg(feature = "platform-certificates")]
    let overview = with(
        overview,
        "certificates",
        super::certificates::names().collect(),
    );
    #[cfg(feature = "callbacks")]
    let overview = with(
        overview,
        "options_of_callbacks",
        object(super::callbacks::OPTIONS).into(),
    );
    overview
}

/// An object with one more member.
#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
pub(super) fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn object(rows: impl IntoIterator<Item = (&'static str, &'static str)>) -> Map<String, Value> {
    let rows = rows.into_iter();
    rows.map(|(name, text)| (name.to_owned(), text.into()))
        .collect()
}

pub(super) fn requests(request_handler: &RequestHandler) -> Value {
    request_handler.received().iter().map(request).collect()
}

fn request(request: &ReceivedRequest) -> Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers = request
        .headers()
        .map(|(name, value)| json!([name, text(value)]));
    json!({
        "method": request.method(),
        "target": request.target(),
        "headers": headers.collect::<Vec<_>>(),
        "body": text(request.body()),
        "signature_fault": request.signature().err().map(|fault| fault.to_string()),
        "route": request.route(),
        "status": request.status(),
    })
}

pub(super) fn ledger(request_handler: &RequestHandler) -> Value {
    let entry = |entry: &LedgerEntry| {
        let mut json = json!({
            "operation": entry.operation(),
            "idempotency_key": entry.idempotency_key(),
            "request": entry.request(),
        });
        if let Some(object) = entry.object() {
            json["brand_id"] = json!(entry.brand_id());
            json["object"] = json!(object);
        }
        json
    };
    request_handler.ledger().iter().map(entry).collect()
}

pub(super) fn keys(keys: &Keys) -> Value {
    json!({
        "merchant_key": keys.merchant_key_pem,
        "merchant_certificate": keys.merchant_certificate_pem,
        "public_key": keys.public_key_pem(PlatformKey::PublicKey),
        "platform_certificate": keys.platform_certificate_pem,
        "second_public_key": keys.public_key_pem(PlatformKey::SecondPublicKey),
        "second_platform_certificate": keys.second_platform_certificate_pem,
    })
}
