//! The name of its kind in the text of an error leads to a page of the error index.

use std::collections::BTreeSet;
use std::fs;

use wechatpay_runtime::callback::Refused;
use wechatpay_runtime::error::{ErrorKind, TransportError, VerificationError};
use wechatpay_runtime::{PrivateKey, PublicKey};

#[test]
fn every_kind_has_a_page_of_its_own() {
    let index = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/error/index");
    let pages = fs::read_dir(index).unwrap();
    let pages = pages.map(|page| page.unwrap().file_name().into_string().unwrap());
    let expected = ErrorKind::ALL.iter().map(|kind| format!("{kind}.md"));
    assert_eq!(
        pages.collect::<BTreeSet<_>>(),
        expected.collect::<BTreeSet<_>>()
    );
}

/// The name in square brackets at the end of a text.
fn printed(text: &str) -> Option<&str> {
    text.strip_suffix(']')?
        .rsplit_once(" [")
        .map(|(_, name)| name)
}

#[test]
fn the_text_of_an_error_ends_with_its_kind() {
    for (why, kind) in [
        (VerificationError::Unsigned, "unsigned"),
        (
            VerificationError::RepeatedHeader("A"),
            "bad-signature-header",
        ),
        (VerificationError::Probe, "probe"),
        (
            VerificationError::UnknownSerial("A1".to_owned()),
            "unknown-key",
        ),
        (
            VerificationError::ClockSkew {
                timestamp: 0,
                now: 400,
            },
            "clock-skew",
        ),
    ] {
        assert_eq!(why.kind().as_str(), kind);
        assert_eq!(printed(&why.to_string()), Some(kind));
        let text = Refused::from(why).to_string();
        assert_eq!(printed(&text), Some(kind));
        assert_eq!(text.matches(kind).count(), 1, "{text}");
    }
    let transport = TransportError::not_sent("late").timed_out();
    assert_eq!(printed(&transport.to_string()), Some("connect-timeout"));
    let wrong = PrivateKey::from_pem("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----");
    let unreadable = PublicKey::from_pem_file("/nowhere.pem").unwrap_err();
    assert_eq!(unreadable.kind(), ErrorKind::UnreadableKeyFile);
    assert_eq!(
        printed(&unreadable.to_string()),
        Some("unreadable-key-file")
    );
    assert!(printed(&wrong.unwrap_err().to_string()).is_some());
}
