//! Fields that are encrypted on their own, with the crate `rsa`.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::rand_core::OsRng;
use rsa::{Oaep, Pkcs1v15Encrypt};
use serde_json::Value;
use sha1::Sha1;

use crate::documented::Page;
use crate::keys::{Keys, PlatformKey};
use crate::refusal::Refusal;
use crate::signature::base64;
use crate::spec::{Operation, Padding, Place, Service, Struct, Type};

/// Encrypts a text for the merchant of the mock, as fields of responses are: RSA-OAEP with SHA-1, in
/// Base64. An empty text stays empty.
///
/// [`Builder::documented`](crate::Builder::documented) does this for all encrypted fields of sample
/// responses.
///
/// # Errors
/// If the keys of the mock cannot be generated, or if the text has more than 214 bytes.
pub fn encrypt_field(text: &str) -> io::Result<String> {
    encrypt(Keys::shared()?, text, Padding::Oaep)
}

fn encrypt(keys: &Keys, text: &str, padding: Padding) -> io::Result<String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let key = keys.merchant.public_key();
    let encrypted = match padding {
        Padding::Oaep => key.encrypt(&mut OsRng, Oaep::new::<Sha1>(), text.as_bytes()),
        Padding::Pkcs1v15 => key.encrypt(&mut OsRng, Pkcs1v15Encrypt, text.as_bytes()),
    };
    Ok(base64(&encrypted.map_err(io::Error::other)?))
}

/// Encrypts the fields of a sample response that are encrypted according to their page. Texts that
/// are too long stay as they are.
pub(crate) fn encrypted_sample(service: &Service, operation: &Operation, text: String) -> String {
    let name = operation.response.as_deref().unwrap_or_default();
    let structure = service.response(name, operation);
    let (Some(structure), Ok(keys)) = (structure, Keys::shared()) else {
        return text;
    };
    let Ok(mut body) = serde_json::from_str(&text) else {
        return text;
    };
    let mut changed = false;
    let mut change = |text: &mut String, padding, _: &str| {
        if let Ok(encrypted) = encrypt(keys, text, padding) {
            *text = encrypted;
            changed = true;
        }
        Ok(())
    };
    let structs = |name: &str| service.response(name, operation);
    // The change reports no error.
    drop(inside(&mut body, structure, "", &structs, &mut change));
    if changed { body.to_string() } else { text }
}

/// The platform's key that a request names.
pub(crate) struct Decryption<'a> {
    pub(crate) keys: &'a Keys,
    pub(crate) key: Option<PlatformKey>,
}

impl Decryption<'_> {
    /// Decrypts the fields of a request that are encrypted according to their page.
    pub(crate) fn apply(
        &self,
        page: &Page,
        body: &mut Value,
        query: &mut [(String, String)],
    ) -> Result<(), Refusal> {
        let (service, operation) = (&page.service, &page.operation);
        let Some(request) = service.request(&operation.request, operation) else {
            return Ok(());
        };
        for field in request.fields.iter().filter(|f| f.place == Place::Query) {
            let Some(padding) = field.encrypted else {
                continue;
            };
            for (_, value) in query.iter_mut().filter(|(name, _)| *name == field.name) {
                self.decrypt(value, padding, "query", &field.name)?;
            }
        }
        let structs = |name: &str| service.request(name, operation);
        let mut change =
            |text: &mut String, padding, path: &str| self.decrypt(text, padding, "body", path);
        inside(body, request, "", &structs, &mut change)
    }

    fn decrypt(
        &self,
        text: &mut String,
        padding: Padding,
        location: &str,
        field: &str,
    ) -> Result<(), Refusal> {
        if text.is_empty() {
            return Ok(());
        }
        let key = self.key.ok_or_else(|| {
            Refusal::invalid_request("Wechatpay-Serial must name the key of the encrypted fields")
        })?;
        let key = self.keys.signer(key).private_key();
        let decrypted = STANDARD.decode(&*text).ok().and_then(|encrypted| {
            let bytes = match padding {
                Padding::Oaep => key.decrypt(Oaep::new::<Sha1>(), &encrypted),
                Padding::Pkcs1v15 => key.decrypt(Pkcs1v15Encrypt, &encrypted),
            };
            String::from_utf8(bytes.ok()?).ok()
        });
        let issue = "the text is not encrypted with the key that Wechatpay-Serial names";
        *text = decrypted.ok_or_else(|| Refusal::param_error_in(location, field, None, issue))?;
        Ok(())
    }
}

/// Changes the encrypted texts of an object, in nested objects and lists, too.
fn inside<'s>(
    value: &mut Value,
    structure: &'s Struct,
    pointer: &str,
    structs: &dyn Fn(&str) -> Option<&'s Struct>,
    change: &mut dyn FnMut(&mut String, Padding, &str) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let Value::Object(members) = value else {
        return Ok(());
    };
    for field in structure.fields.iter().filter(|f| f.place == Place::Body) {
        let Some(value) = members.get_mut(&field.name) else {
            continue;
        };
        let pointer = format!("{pointer}/{}", field.name);
        match (field.encrypted, field.ty.innermost()) {
            (Some(padding), _) => each(value, &mut |value| match value {
                Value::String(text) => change(text, padding, &pointer),
                _ => Ok(()),
            })?,
            (None, Type::Struct(name)) => {
                if let Some(structure) = structs(name) {
                    each(value, &mut |value| {
                        inside(value, structure, &pointer, structs, change)
                    })?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Every item of a list, or the value itself.
fn each(
    value: &mut Value,
    change: &mut dyn FnMut(&mut Value) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| each(item, change)),
        value => change(value),
    }
}
