//! Checks forms with a file: the parts, the name and size of the file, and its digest.

use std::fmt::Write as _;

use rsa::sha2::{Digest as _, Sha256};
use serde_json::Value;

use crate::http::Request;
use crate::multipart::{Part, parts};
use crate::refusal::Refusal;
use crate::spec::Form;

/// The part of a body that is signed: of a form the JSON part, or nothing if there is none.
pub(crate) fn signed<'r>(request: &'r Request, form: Option<&Form>) -> &'r [u8] {
    let Some(form) = form else {
        return &request.body;
    };
    let parts = parts(request).unwrap_or_default();
    named(&parts, &form.json).map_or(&[], |part| part.content)
}

/// The JSON part of a form.
pub(crate) fn json<'r>(request: &'r Request, form: &Form) -> Result<&'r [u8], Refusal> {
    let parts = parts(request)
        .ok_or_else(|| Refusal::param_error("", None, "the body is not multipart/form-data"))?;
    let json = part(&parts, &form.json)?;
    if json.content_type.eq_ignore_ascii_case("application/json") && json.file_name.is_none() {
        return Ok(json.content);
    }
    Err(Refusal::param_error(
        &format!("/{}", form.json),
        None,
        "the part is not application/json without a file name",
    ))
}

/// Checks the file of a form against its JSON part.
pub(crate) fn check(request: &Request, form: &Form, json: &Value) -> Result<(), Refusal> {
    let parts = parts(request).unwrap_or_default();
    let file = part(&parts, &form.file)?;
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    let name = file.file_name.as_deref().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_ascii_lowercase();
    let (in_json, in_file) = (Some(&form.file_name), None);
    let too_large = form.max_bytes.is_some_and(|max| file.content.len() > max);
    let wrong = [
        (
            text(&form.file_name) != Some(name),
            in_json,
            "the name is not that of the file",
        ),
        (
            !form.types.contains_key(&ending),
            in_json,
            "the type of the file is not supported",
        ),
        (
            form.types.get(&ending) != Some(&file.content_type),
            in_file,
            "the media type does not belong to the name of the file",
        ),
        (too_large, in_file, "the file is too large"),
        (
            text(&form.digest) != Some(&hex(file.content)),
            Some(&form.digest),
            "the digest is not that of the file",
        ),
    ];
    match wrong.into_iter().find(|(is_wrong, ..)| *is_wrong) {
        None => Ok(()),
        Some((_, None, issue)) => Err(Refusal::param_error(
            &format!("/{}", form.file),
            None,
            issue,
        )),
        Some((_, Some(member), issue)) => {
            let value = json.get(member);
            Err(Refusal::param_error(&format!("/{member}"), value, issue))
        }
    }
}

fn named<'a, 'r>(parts: &'a [Part<'r>], name: &str) -> Option<&'a Part<'r>> {
    parts.iter().find(|part| part.name == name)
}

/// A part that the form must have once.
fn part<'a, 'r>(parts: &'a [Part<'r>], name: &str) -> Result<&'a Part<'r>, Refusal> {
    let is_unique = parts.iter().filter(|part| part.name == name).count() == 1;
    named(parts, name).filter(|_| is_unique).ok_or_else(|| {
        Refusal::param_error(
            &format!("/{name}"),
            None,
            "the form does not have the part once",
        )
    })
}

pub(crate) fn hex(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
