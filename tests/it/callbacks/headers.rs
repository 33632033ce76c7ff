//! The names of headers, in all forms in which HTTP servers hand them over.

use wechatpay_runtime::callback::{CallbackHeaders, Refused};
use wechatpay_runtime::error::VerificationError as Error;

use super::fixture::*;

fn pairs(rename: impl Fn(&str) -> String) -> Vec<(String, Vec<u8>)> {
    let callback = callback();
    let rename = |name: &http::HeaderName| rename(name.as_str());
    let pairs = callback.headers.iter();
    pairs
        .map(|(name, value)| (rename(name), value.as_bytes().to_vec()))
        .collect()
}

fn receive(pairs: Vec<(String, Vec<u8>)>) -> Result<(), Refused> {
    let headers: CallbackHeaders = pairs.into_iter().collect();
    let event = receiver().receive(headers, &callback().body, NOW)?;
    assert_eq!(event.resource(), RESOURCE);
    Ok(())
}

#[test]
fn header_names_are_accepted_in_any_case_and_as_in_cgi() {
    for rename in [
        str::to_owned,
        str::to_ascii_uppercase,
        |name: &str| format!("HTTP_{}", name.to_ascii_uppercase().replace('-', "_")),
        |name: &str| name.replace('-', "_"),
        |name: &str| format!("http_{}", name.replace('-', "_")),
    ] {
        receive(pairs(rename)).unwrap();
    }
}

#[test]
fn other_headers_and_variables_do_not_matter() {
    let mut all = pairs(str::to_owned);
    for name in [
        "Request-ID",
        "HTTP_HOST",
        "PATH",
        "",
        "券",
        "wechatpay-",
        "HTTP_",
    ] {
        all.push((name.to_owned(), b"x".to_vec()));
        all.push((name.to_owned(), b"\xff\n".to_vec()));
    }
    receive(all).unwrap();
}

#[test]
fn a_header_that_occurs_twice_is_refused_in_any_form() {
    for (name, again) in [
        ("Wechatpay-Serial", "wechatpay-serial"),
        ("Wechatpay-Nonce", "HTTP_WECHATPAY_NONCE"),
        ("Wechatpay-Signature", "WECHATPAY_SIGNATURE"),
        ("Wechatpay-Timestamp", "http-wechatpay-timestamp"),
    ] {
        let mut all = pairs(str::to_owned);
        let index = all
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = all[index.unwrap()].1.clone();
        all.push((again.to_owned(), value));
        assert_eq!(receive(all), Err(Error::RepeatedHeader(name).into()));
    }
}

#[test]
fn a_value_that_http_does_not_allow_is_refused() {
    for value in [&b"a\nb"[..], b"\0", b""] {
        let mut all = pairs(str::to_owned);
        all.retain(|(name, _)| name != "wechatpay-nonce");
        all.push(("Wechatpay-Nonce".to_owned(), value.to_vec()));
        assert_eq!(
            receive(all),
            Err(Error::MalformedHeader("Wechatpay-Nonce").into())
        );
    }
    assert_eq!(receive(Vec::new()), Err(Error::Unsigned.into()));
}
