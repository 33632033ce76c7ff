//! Uploads: the form that is sent, the part of it that is signed, and the vectors of both.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Nonce};
use wechatpay_runtime::client::{ResponseFuture, SleepFuture, Transport};
use wechatpay_runtime::endpoint::{Endpoint, Evidence, Method, SourcePage};
use wechatpay_runtime::error::TransportError;
use wechatpay_runtime::raw::{AnyCode, RequestWithExtras};
use wechatpay_runtime::upload::{FileContent, Form};
use wechatpay_runtime::{Operation, Outcome, PrivateKey};

use super::fixture::{NONCE, NOW, SERIAL_NO, credential, keyring};
use super::settings::complete;

const TARGET: &str = "/v3/marketing/partner/product-coupon/media/upload-image";

/// An upload of a picture.
struct Upload {
    name: String,
    content: FileContent,
}

impl Upload {
    fn new(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            content: FileContent::new(content.to_vec()),
        }
    }
}

impl Operation for Upload {
    const ENDPOINT: &'static Endpoint = &Endpoint {
        operation: "media.upload_image",
        method: Method::Post,
        path: TARGET,
        page: SourcePage {
            title: "图片上传",
            updated: "2025-11-07",
        },
        evidence: Evidence::Full,
        idempotency_key: None,
        idempotent: false,
        rate_limit: None,
        success: &[200],
        errors: &[],
    };
    type Response = Value;
    type ErrorCode = AnyCode;

    fn body(&self) -> Option<impl serde::Serialize> {
        Some(json!({ "filename": self.name }))
    }

    fn form(&self) -> Option<Form<'_>> {
        Some(Form {
            json_part: "meta",
            digest: "sha256",
            file_part: "file",
            file_name: &self.name,
            types: &[("png", "image/png"), ("jpg", "image/jpeg")],
            content: &self.content,
        })
    }
}

/// The request of one attempt, signed with a key.
fn request<O: Operation>(operation: &O, key: &Credential, now: i64) -> http::Request<Bytes> {
    let nonce = Nonce::from_text(NONCE).unwrap();
    let call = Call::prepare(operation).unwrap();
    call.request(&BaseUrl::main(), key, &keyring(), now, &nonce)
        .unwrap()
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> &'a str {
    request.headers()[name].to_str().unwrap()
}

fn boundary(request: &http::Request<Bytes>) -> String {
    let content_type = header(request, "Content-Type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
    boundary.unwrap().to_owned()
}

/// The vectors of a kind, or none with a message where they are absent.
fn vectors(kind: &str) -> (Vec<Value>, std::path::PathBuf) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    let Ok(text) = std::fs::read_to_string(folder.join("vectors.json")) else {
        eprintln!("skipped: there are no vectors in {}", folder.display());
        return (Vec::new(), folder);
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let all = all.get("vectors").unwrap_or(&all).as_array().unwrap();
    let of_kind = all.iter().filter(|vector| vector["kind"] == kind);
    let of_kind: Vec<_> = of_kind.cloned().collect();
    assert!(!of_kind.is_empty(), "{kind}");
    (of_kind, folder)
}

fn text<'a>(vector: &'a Value, member: &str) -> &'a str {
    vector[member].as_str().unwrap()
}

#[test]
fn the_json_part_is_that_of_the_vectors() {
    let (vectors, _) = vectors("upload_meta");
    // One vector has only the length of its file.
    for vector in vectors
        .iter()
        .filter(|vector| vector["file_base64"].is_string())
    {
        let content = STANDARD.decode(text(vector, "file_base64")).unwrap();
        let upload = Upload::new(text(vector, "filename"), &content);
        let request = request(&upload, &credential(), NOW);
        let body = String::from_utf8_lossy(request.body());
        let part = body.split("\r\n").nth(4).unwrap();
        assert_eq!(part, text(vector, "meta"));
    }
}

#[test]
fn the_form_and_its_signature_are_those_of_the_vectors() {
    let (vectors, folder) = vectors("upload_form");
    for vector in vectors {
        let content = STANDARD.decode(text(&vector, "file_base64")).unwrap();
        let meta: Value = serde_json::from_str(text(&vector, "meta")).unwrap();
        let key = folder.join(format!("keys/{}.pem", text(&vector, "key")));
        let key = PrivateKey::from_pem_file(key).unwrap();
        let key = Credential::new("1900000001", SERIAL_NO, key).unwrap();
        let now = text(&vector, "message").lines().nth(2).unwrap();
        let upload = Upload::new(text(&meta, "filename"), &content);
        let request = request(&upload, &key, now.parse().unwrap());
        assert_eq!(request.uri().path(), text(&vector, "target"));

        // The boundary is the sender's choice.
        let (own, theirs) = (boundary(&request), text(&vector, "boundary"));
        let expected = STANDARD.decode(text(&vector, "body_base64")).unwrap();
        let latin = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect::<String>();
        assert_eq!(
            latin(request.body()).replace(&own, theirs),
            latin(&expected)
        );
        let signature = format!("signature=\"{}\"", text(&vector, "signature"));
        assert!(header(&request, "Authorization").contains(&signature));
    }
}

#[test]
fn extra_fields_become_part_of_the_signed_json() {
    let upload = Upload::new("a.png", b"abc");
    let extended = RequestWithExtras::new(&upload).unwrap();
    let extended = extended.with("/usage", json!("LOGO")).unwrap();
    let request = request(&extended, &credential(), NOW);
    let body = String::from_utf8_lossy(request.body());
    assert!(
        body.contains(r#"{"filename":"a.png","usage":"LOGO","sha256":"ba78"#),
        "{body}"
    );
}

#[test]
fn a_name_that_would_change_the_form_is_never_sent() {
    for name in ["", "a\"; name=\"meta.png", "a\r\n\r\n.png", "../a.png"] {
        let error = Call::prepare(&Upload::new(name, b"abc")).err().unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(
            error.to_string().contains("the name of the file"),
            "{error}"
        );
    }
}

#[test]
fn debug_output_shows_neither_the_name_nor_the_content() {
    let upload = Upload::new("18600009999.png", b"18600009999");
    let shown = format!("{:?} {:?}", upload.form(), upload.content);
    assert!(!shown.contains("18600009999"), "{shown}");
    assert!(shown.contains("FileContent(11 bytes)"), "{shown}");
}

#[test]
fn a_stored_file_is_base64_text() {
    let content = FileContent::new(&b"\x00\xff"[..]);
    let stored = serde_json::to_string(&content).unwrap();
    assert_eq!(stored, "\"AP8=\"");
    assert_eq!(
        serde_json::from_str::<FileContent>(&stored).unwrap(),
        content
    );
    assert!(serde_json::from_str::<FileContent>("\"?\"").is_err());
}

/// Records requests, and cannot connect.
#[derive(Clone, Default)]
struct Offline(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Transport for Offline {
    fn send(&self, request: http::Request<Bytes>, _: Duration) -> ResponseFuture<'_> {
        self.0.lock().unwrap().push(request);
        Box::pin(async { Err(TransportError::not_sent("offline")) })
    }

    fn sleep(&self, _: Duration) -> SleepFuture<'_> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn all_attempts_send_the_same_bytes_with_a_signature_of_their_own() {
    let transport = Offline::default();
    let client = complete().transport(transport.clone()).build().unwrap();
    let error = client
        .send(&Upload::new("a.png", b"abc"))
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    let requests = transport.0.lock().unwrap();
    assert!(requests.len() > 1);
    for [one, next] in requests.array_windows() {
        assert_eq!(one.body(), next.body());
        assert_eq!(boundary(one), boundary(next));
        let name = "Authorization";
        assert_ne!(header(one, name), header(next, name));
    }
}
