//! Uploads of generated operations: what is checked, sent, stored and shown.

use serde_json::{Value, json};
use wechatpay_api::check::{Actual, Rule};
use wechatpay_api::raw::RequestWithExtras;
use wechatpay_golden::uploads::request::{AddPictureRequest, ReplacePictureRequest};
use wechatpay_runtime::call::Call;
use wechatpay_runtime::{Operation, Outcome};

const DIGEST_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn request(name: &str, content: Vec<u8>) -> AddPictureRequest {
    AddPictureRequest::builder()
        .album_id("7")
        .filename(name)
        .file(content)
        .build()
}

fn body<O: Operation>(request: &O) -> String {
    let call = Call::prepare(request).unwrap();
    String::from_utf8(call.body().unwrap().to_vec()).unwrap()
}

/// The rules that the request breaks, with what was found.
fn violations(request: &impl Operation) -> Vec<(String, Rule, Actual)> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    let all = violations.iter().map(|violation| {
        let actual = violation.actual().unwrap().clone();
        (
            violation.path().to_owned(),
            violation.rule().clone(),
            actual,
        )
    });
    all.collect()
}

#[test]
fn the_form_has_the_fields_of_the_body_and_the_digest_but_not_the_path() {
    let request = AddPictureRequest::builder()
        .file(&b"abc"[..])
        .caption("A card")
        .filename("card.JPG")
        .album_id("7")
        .build();
    let call = Call::prepare(&request).unwrap();
    assert_eq!(call.target(), "/v3/albums/7/pictures");
    let body = body(&request);
    let lines: Vec<_> = body.split("\r\n").collect();
    let json =
        format!(r#"{{"filename":"card.JPG","caption":"A card","sha256":"{DIGEST_OF_ABC}"}}"#);
    assert_eq!(lines[1], "Content-Disposition: form-data; name=\"meta\"");
    assert_eq!(lines[4], json);
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"card.JPG\"";
    assert_eq!(lines[6], file);
    assert_eq!(lines[7], "Content-Type: image/jpeg");
    assert_eq!(lines[9], "abc");
}

#[test]
fn names_of_parts_and_members_are_those_of_the_page() {
    let request = ReplacePictureRequest::builder()
        .file_name("a.bmp")
        .image(b"abc".to_vec())
        .build();
    let body = body(&request);
    let json = format!(r#"{{"name":"a.bmp","file_digest":"{DIGEST_OF_ABC}"}}"#);
    for text in [
        "name=\"file_info\"\r\n",
        &json,
        "name=\"picture\"; filename=\"a.bmp\"",
    ] {
        assert!(body.contains(text), "{text}: {body}");
    }
}

#[test]
fn name_size_and_ending_are_checked_before_sending() {
    const LIMIT: usize = 65_536;
    for name in ["a.jpg", "a.PNG", "a.b.png", "0123456789abcdef.jpg"] {
        assert_eq!(violations(&request(name, vec![0; LIMIT])), [], "{name}");
    }
    let endings = Rule::Types(&["jpg", "png"]);
    for name in ["a.gif", "a", "jpg", "a.jpg.", ""] {
        let actual = Actual::Text(name.to_owned());
        let expected = ("filename".to_owned(), endings.clone(), actual);
        assert_eq!(violations(&request(name, Vec::new())), [expected], "{name}");
    }
    let expected = ("filename".to_owned(), Rule::MaxChars(20), Actual::Chars(21));
    let long = request("0123456789abcdef0.jpg", Vec::new());
    assert_eq!(violations(&long), [expected]);

    let large = request("a.jpg", vec![0; LIMIT + 1]);
    let expected = (Rule::MaxBytes(LIMIT), Actual::Bytes(LIMIT + 1));
    let [(path, rule, actual)] = violations(&large).try_into().unwrap();
    assert_eq!((path.as_str(), (rule, actual)), ("file", expected));
    let shown = large.validate().unwrap_err().to_string();
    assert!(
        shown.contains("file: has 65537 bytes, must have at most 65536 bytes"),
        "{shown}"
    );
    let shown = request("a.gif", Vec::new()).validate().unwrap_err();
    assert!(
        shown.to_string().contains("must end with `.jpg` or `.png`"),
        "{shown}"
    );
}

#[test]
fn a_digest_cannot_be_sent_twice() {
    let request = request("a.jpg", b"abc".to_vec());
    let extended = RequestWithExtras::new(&request).unwrap();
    let extended = extended.with("/sha256", json!("0")).unwrap();
    let error = Call::prepare(&extended).err().unwrap();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("`sha256`"), "{error}");
}

#[test]
fn a_stored_request_contains_the_file_as_base64() {
    let request = request("a.jpg", b"\x00\xff".to_vec());
    let stored = serde_json::to_value(&request).unwrap();
    let expected = json!({ "filename": "a.jpg", "album_id": "7", "file": "AP8=" });
    assert_eq!(stored, expected);
    let read: AddPictureRequest = serde_json::from_value(stored).unwrap();
    assert_eq!(read, request);
    assert_eq!(body_bytes(&read), body_bytes(&request));
}

fn body_bytes(request: &AddPictureRequest) -> Vec<u8> {
    Call::prepare(request).unwrap().body().unwrap().to_vec()
}

#[test]
fn a_stored_request_that_is_damaged_is_refused_without_its_values() {
    let stored = json!({ "filename": "a.jpg", "album_id": "7", "file": "AP8=" });
    for (name, value, text) in [
        (
            "file",
            json!("secret?"),
            "file: expected Base64, found another text",
        ),
        ("file", json!([1]), "file: expected a text, found a list"),
        ("file", Value::Null, "file: missing"),
        // The client computes it.
        ("sha256", json!("0"), "sha256: unknown field"),
    ] {
        let mut damaged = stored.clone();
        damaged[name] = value;
        let error = serde_json::from_value::<AddPictureRequest>(damaged).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn debug_output_shows_the_size_of_the_file_but_not_the_file() {
    let shown = format!("{:?}", request("a.jpg", b"18600009999".to_vec()));
    assert!(shown.contains("FileContent(11 bytes)"), "{shown}");
    assert!(!shown.contains("18600009999"), "{shown}");
}
