//! Uploads of images.

use std::fmt::Write as _;

use rsa::sha2::{Digest as _, Sha256};
use serde_json::json;
use wechatpay_mock::Mock;

use super::{FAMILY, coupon, done, effects, stock};
use crate::client::{Draft, send};
use crate::reply::Reply;

fn digest(file: &[u8]) -> String {
    let digest = Sha256::digest(file);
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Uploads a file; the signature is that of `meta` alone.
fn upload(mock: &Mock, name: &str, media_type: &str, digest: &str, file: &[u8]) -> Reply {
    let meta = json!({ "filename": name, "sha256": digest }).to_string();
    let mut draft = Draft::new(mock).without("Content-Type").body(meta.clone());
    (draft.method, draft.target) = ("POST", format!("{FAMILY}/media/upload-image"));
    let authorization = draft.authorization(mock);
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\
         Content-Type: application/json\r\n\r\n{meta}\r\n--b\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: {media_type}\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
    let draft = draft
        .with("Content-Type", "multipart/form-data; boundary=b")
        .body(body);
    send(mock, &draft.bytes(&authorization))
}

#[test]
fn an_uploaded_image_has_a_url_for_coupons() {
    let mock = Mock::coupon_life().unwrap();
    let file = b"\x89PNG\r\n--a".as_slice();
    let reply = upload(&mock, "a.PNG", "image/png", &digest(file), file);
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert!(reply.is_correct(&mock));
    let url = reply.json()["image_url"].clone();
    assert_eq!(mock.coupons().images(), [url.as_str().unwrap()]);
    // The same image has the same URL, and no second effect.
    let again = upload(&mock, "b.png", "image/png", &digest(file), file);
    assert_eq!(again.json()["image_url"], url);
    assert_eq!(effects(&mock).len(), 1);

    let mut body = coupon("create-1", &stock("WECHATPAY"));
    body["display_info"]["image_url"] = url;
    done(&mock, "/product-coupons", &body);
}

#[test]
fn an_image_that_is_not_what_it_says_is_refused() {
    let mock = Mock::coupon_life().unwrap();
    let large = vec![0; 2 * 1024 * 1024 + 1];
    for (name, media_type, sum, file) in [
        ("a.gif", "image/gif", digest(b"a"), b"a".as_slice()),
        ("a.png", "image/jpeg", digest(b"a"), b"a"),
        ("a.png", "image/png", digest(b"b"), b"a"),
        ("a.png", "image/png", digest(&large), &large),
    ] {
        let reply = upload(&mock, name, media_type, &sum, file);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "PARAM_ERROR"),
            "{name}"
        );
    }
    assert!(mock.coupons().images().is_empty() && mock.ledger().is_empty());
}
