//! The rules of APIv3 for every request, in addition to its signature.

use serde_json::Value;

use crate::http::Request;
use crate::keys::PlatformKey;
use crate::refusal::Refusal;
use crate::spec::Form;
use crate::upload;

/// Checks headers and body, and returns the JSON of the body: `null` if there is none. In a form, it
/// is a part of the body.
pub(crate) fn check(request: &Request, form: Option<&Form>) -> Result<Value, Refusal> {
    mandatory_headers(request)?;
    wechatpay_serial(request)?;
    content_length(request)?;
    match form {
        Some(form) => json(upload::json(request, form)?),
        None if request.body.is_empty() => Ok(Value::Null),
        None => body(request),
    }
}

fn mandatory_headers(request: &Request) -> Result<(), Refusal> {
    let missing = ["Accept", "User-Agent"]
        .into_iter()
        .find(|name| request.headers.first(name).is_none_or(<[u8]>::is_empty));
    missing.map_or(Ok(()), |name| {
        Err(Refusal::invalid_request(format!(
            "the header {name} is missing"
        )))
    })
}

/// Older clients do not send the `Wechatpay-Serial` header. The official Java SDK sends an empty one
/// when it downloads its first certificates.
fn wechatpay_serial(request: &Request) -> Result<(), Refusal> {
    let mut values = request.headers.all("Wechatpay-Serial");
    match (values.next(), values.next()) {
        (None | Some(b""), None) => Ok(()),
        (Some(_), None) if named_key(request).is_some() => Ok(()),
        _ => Err(Refusal::unknown_key()),
    }
}

/// The key that signs if the client names this one.
pub(crate) fn named_key(request: &Request) -> Option<PlatformKey> {
    let name = request.headers.first("Wechatpay-Serial")?;
    PlatformKey::named(str::from_utf8(name).ok()?)
}

fn content_length(request: &Request) -> Result<(), Refusal> {
    let wanted = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    if wanted && request.headers.first("Content-Length").is_none() {
        return Err(Refusal::invalid_request(
            "the header Content-Length is missing",
        ));
    }
    Ok(())
}

fn body(request: &Request) -> Result<Value, Refusal> {
    if !is_json(request) {
        return Err(Refusal::param_error(
            "",
            None,
            "the Content-Type of the body is not application/json",
        ));
    }
    json(&request.body)
}

fn json(body: &[u8]) -> Result<Value, Refusal> {
    let value = serde_json::from_slice(body).map_err(|error| {
        Refusal::param_error("", None, &format!("the body is not JSON ({error})"))
    })?;
    no_null(&value, "")?;
    Ok(value)
}

/// Whether `Content-Type` appears once and means JSON, with or without a charset.
fn is_json(request: &Request) -> bool {
    let value = request
        .headers
        .only("Content-Type")
        .ok()
        .flatten()
        .unwrap_or_default();
    let media_type = value
        .split_once(';')
        .map_or(value, |(media_type, _)| media_type);
    media_type
        .trim_ascii()
        .eq_ignore_ascii_case("application/json")
}

/// Finds `null` in JSON. `pointer` is the JSON pointer of `value`. The parser has limited the
/// depth.
fn no_null(value: &Value, pointer: &str) -> Result<(), Refusal> {
    match value {
        Value::Null => Err(Refusal::param_error(
            pointer,
            Some(value),
            "null is not allowed",
        )),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| no_null(item, &format!("{pointer}/{index}"))),
        Value::Object(members) => members.iter().try_for_each(|(name, member)| {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            no_null(member, &pointer)
        }),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000000012025010100000001";

    const HEADERS: [(&str, &str); 5] = [
        ("accept", "application/json"),
        ("user-agent", "test"),
        ("content-type", "application/json"),
        ("content-length", "7"),
        ("wechatpay-serial", PUBLIC_KEY_ID),
    ];

    fn request(headers: &[(&str, &str)], body: &str) -> Request {
        let headers = headers.iter().copied().collect();
        Request {
            method: "POST".to_owned(),
            target: "/".to_owned(),
            headers,
            body: body.into(),
            keep_alive: true,
        }
    }

    /// The error's code and the field that it names.
    fn refusal(request: &Request) -> Option<(String, Value)> {
        let refusal = check(request, None).err()?;
        let body: Value = serde_json::from_slice(&refusal.body()).unwrap();
        Some((
            body["code"].as_str().unwrap().to_owned(),
            body["detail"]["field"].clone(),
        ))
    }

    fn without(name: &str) -> Vec<(&'static str, &'static str)> {
        HEADERS
            .into_iter()
            .filter(|(header, _)| *header != name)
            .collect()
    }

    #[test]
    fn missing_mandatory_headers_are_rejected() {
        assert_eq!(refusal(&request(&HEADERS, r#"{"a":1}"#)), None);
        for (name, code) in [
            ("accept", Some("INVALID_REQUEST")),
            ("user-agent", Some("INVALID_REQUEST")),
            ("content-length", Some("INVALID_REQUEST")),
            ("content-type", Some("PARAM_ERROR")),
            ("wechatpay-serial", None),
        ] {
            let refused = refusal(&request(&without(name), r#"{"a":1}"#));
            assert_eq!(
                refused.as_ref().map(|(code, _)| code.as_str()),
                code,
                "{name}"
            );
        }
        let mut empty = without("accept");
        empty.push(("accept", ""));
        assert!(refusal(&request(&empty, "")).is_some());
    }

    #[test]
    fn a_request_for_an_unknown_platform_key_is_rejected() {
        for serials in [&["4B8C"][..], &[PUBLIC_KEY_ID, "4B8C"], &["", ""]] {
            let mut headers = without("wechatpay-serial");
            headers.extend(serials.iter().map(|serial| ("wechatpay-serial", *serial)));
            let refused = check(&request(&headers, ""), None).unwrap_err();
            assert!(!refused.signed);
        }
    }

    #[test]
    fn a_body_needs_the_content_type_of_json() {
        for (content_type, accepted) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/json;charset=utf-8", true),
            ("application/jsonp", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ] {
            let mut headers = without("content-type");
            headers.push(("content-type", content_type));
            assert_eq!(
                refusal(&request(&headers, "{}")).is_none(),
                accepted,
                "{content_type}"
            );
        }
        assert_eq!(refusal(&request(&without("content-type"), "")), None);
    }

    #[test]
    fn bodies_with_null_are_rejected() {
        for (body, field) in [
            (r#"{"a":0,"b":false,"c":{},"d":[],"e":"","f":"券€"}"#, None),
            (r#"{"a":null}"#, Some("/a")),
            (r#"{"a":[{"b":[1,null]}]}"#, Some("/a/0/b/1")),
            ("null", Some("")),
            (r#"{"a/b":{"c~d":null}}"#, Some("/a~1b/c~0d")),
            (r#"{"a":"null"}"#, None),
            (r#"{"a":"券😀","b":"\ud83d\ude00","😀":["𠮷"]}"#, None),
            (r#"{"😀":null}"#, Some("/😀")),
            (r#"{"a":1"#, Some("")),
            ("{'a':1}", Some("")),
            (r#"{"a":"\ud83d"}"#, Some("")),
            ("[1] [2]", Some("")),
        ] {
            let expected = field.map(|field| ("PARAM_ERROR".to_owned(), Value::from(field)));
            assert_eq!(refusal(&request(&HEADERS, body)), expected, "{body}");
        }
    }

    #[test]
    fn deeply_nested_bodies_do_not_overflow_the_stack() {
        for deep in [
            "[".repeat(100_000),
            format!("{}{}", "[".repeat(100), "]".repeat(100)),
        ] {
            let _ = refusal(&request(&HEADERS, &deep));
        }
        let mut raw = request(&HEADERS, "");
        raw.body = b"\"\xff\"".to_vec();
        assert!(refusal(&raw).is_some());
    }
}
