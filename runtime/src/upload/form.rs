//! Writes a form as `multipart/form-data` (RFC 7578).

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use http::HeaderValue;
use serde::ser::Error as _;
use serde_json::{Map, Value};

use super::Form;
use crate::call::prepared::Content;

/// Adds the digest of the file to the JSON, and writes both as a form.
pub(crate) fn encode(form: &Form<'_>, json: Vec<u8>) -> Result<Content, serde_json::Error> {
    check_file_name(form.file_name)?;
    let content = form.content.as_bytes();
    let digest = hex(digest(&SHA256, content).as_ref());
    let json = with_member(json, form.digest, &digest)?;
    let boundary = boundary(&digest, &[&json, content, form.file_name.as_bytes()]);
    let media_type = form.media_type().unwrap_or("application/octet-stream");
    let head = format!(
        "--{boundary}\r\n\
         Content-Disposition: form-data; name=\"{}\"\r\n\
         Content-Type: application/json\r\n\r\n",
        form.json_part
    );
    let file_head = format!(
        "\r\n--{boundary}\r\n\
         Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
         Content-Type: {media_type}\r\n\r\n",
        form.file_part, form.file_name
    );
    let end = format!("\r\n--{boundary}--\r\n");
    let parts = [
        head.as_bytes(),
        &json,
        file_head.as_bytes(),
        content,
        end.as_bytes(),
    ];
    let content_type = format!("multipart/form-data; boundary={boundary}");
    Ok(Content {
        media_type: HeaderValue::try_from(content_type).map_err(serde_json::Error::custom)?,
        sent: parts.concat().into(),
        signed: json.into(),
    })
}

/// Refuses names that would end the quoted text or the line of the header, or that mean a folder.
fn check_file_name(name: &str) -> Result<(), serde_json::Error> {
    let is_bad = |c: char| c.is_control() || matches!(c, '"' | '\\' | '/');
    if name.is_empty() || name.contains(is_bad) {
        return Err(serde_json::Error::custom(
            "the name of the file is empty or contains a control character, `\"`, `\\` or `/`",
        ));
    }
    Ok(())
}

/// Adds a member at the end of a JSON object.
fn with_member(mut json: Vec<u8>, name: &str, value: &str) -> Result<Vec<u8>, serde_json::Error> {
    let Ok(members) = serde_json::from_slice::<Map<String, Value>>(&json) else {
        return Err(serde_json::Error::custom("the JSON part is not an object"));
    };
    if members.contains_key(name) {
        let text = "the JSON part already has the digest";
        return Err(serde_json::Error::custom(format_args!("{text} `{name}`")));
    }
    let is_empty = members.is_empty();
    json.pop();
    if !is_empty {
        json.push(b',');
    }
    json.extend(serde_json::to_vec(name)?);
    json.push(b':');
    json.extend(serde_json::to_vec(value)?);
    json.push(b'}');
    Ok(json)
}

/// A boundary that occurs in none of the parts. The same parts get the same boundary.
fn boundary(digest: &str, parts: &[&[u8]]) -> String {
    let digest: String = digest.chars().take(32).collect();
    let occurs = |boundary: &str| {
        let boundary = boundary.as_bytes();
        parts.iter().any(|part| {
            part.windows(boundary.len())
                .any(|window| window == boundary)
        })
    };
    let mut boundary = format!("wechatpay-{digest}");
    while occurs(&boundary) {
        boundary.push('x');
    }
    boundary
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upload::FileContent;

    fn form(file_name: &str, content: &[u8], json: &str) -> Result<Content, serde_json::Error> {
        let form = Form {
            json_part: "meta",
            digest: "sha256",
            file_part: "file",
            file_name,
            types: &[("jpg", "image/jpeg"), ("png", "image/png")],
            content: &FileContent::new(content.to_vec()),
        };
        encode(&form, json.into())
    }

    #[test]
    fn a_form_has_the_json_with_the_digest_first_and_then_the_file() {
        let form = form("a.PNG", b"abc", r#"{"filename":"a.PNG"}"#).unwrap();
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let json = format!(r#"{{"filename":"a.PNG","sha256":"{digest}"}}"#);
        assert_eq!(form.signed, json);
        let boundary = "wechatpay-ba7816bf8f01cfea414140de5dae2223";
        assert_eq!(
            form.media_type,
            format!("multipart/form-data; boundary={boundary}")
        );
        let expected = format!(
            "--{boundary}\r\n\
             Content-Disposition: form-data; name=\"meta\"\r\n\
             Content-Type: application/json\r\n\r\n\
             {json}\r\n\
             --{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.PNG\"\r\n\
             Content-Type: image/png\r\n\r\n\
             abc\r\n\
             --{boundary}--\r\n"
        );
        assert_eq!(form.sent, expected);
    }

    #[test]
    fn the_boundary_never_occurs_in_the_parts() {
        let content = b"\r\n--wechatpay-12\r\n wechatpay-12xx wechatpay-12x";
        assert_eq!(boundary("12", &[b"", content]), "wechatpay-12xxx");
        assert_eq!(boundary("12", &[b"", b"wechatpay-1"]), "wechatpay-12");
    }

    #[test]
    fn names_that_would_change_the_form_are_refused() {
        for name in [
            "",
            "a\"b.png",
            "a\\b.png",
            "a/b.png",
            "a\r\nb.png",
            "a\0.png",
        ] {
            assert!(form(name, b"", "{}").is_err(), "{name:?}");
        }
        for name in ["a.png", "a", "头像.png", "a b;c.jpg"] {
            assert!(form(name, b"", "{}").is_ok(), "{name:?}");
        }
    }

    #[test]
    fn a_json_part_that_cannot_get_the_digest_is_refused() {
        for json in ["", "null", "[]", "{", r#"{"sha256":"0"}"#] {
            assert!(form("a.png", b"", json).is_err(), "{json:?}");
        }
    }
}
