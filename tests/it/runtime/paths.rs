//! A path value arrives unchanged, or is rejected before anything is sent.

use wechatpay_runtime::{Error, Outcome};

use super::fixture::*;

fn path_of(id: &str) -> Result<String, Error> {
    request_of(&Close { id: id.to_owned() }).map(|request| request.uri().path().to_owned())
}

#[test]
fn every_path_value_is_one_segment() {
    for (id, segment) in [
        ("a-Z_0.~", "a-Z_0.~"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b\t\r\n", "a%20b%09%0D%0A"),
        (
            "'!()*;:@&=+$,[]",
            "%27%21%28%29%2A%3B%3A%40%26%3D%2B%24%2C%5B%5D",
        ),
        ("券😀", "%E5%88%B8%F0%9F%98%80"),
        ("{id}", "%7Bid%7D"),
        ("...", "..."),
    ] {
        assert_eq!(path_of(id).unwrap(), format!("/v3/things/{segment}/close"));
    }
}

#[test]
fn an_invalid_path_segment_is_rejected_and_the_parameter_is_named() {
    for id in ["", ".", ".."] {
        let error = path_of(id).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(
            error.to_string().contains("the path parameter `id` is"),
            "{error}"
        );
        let end = "Nothing was sent. [invalid-parameter]";
        assert!(error.to_string().ends_with(end), "{error}");
    }
}

#[test]
fn a_path_value_too_long_for_a_url_is_rejected() {
    let error = path_of(&"a".repeat(1 << 20)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("too long"), "{error}");
}
