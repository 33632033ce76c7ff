//! Downloads, from a server that knows only how to send a file.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use wechatpay_runtime::download::{Download, SaveError};
use wechatpay_runtime::{Client, ClientBuilder, Outcome, blocking};

use super::fixture::*;

/// What the server sends, byte for byte, and the heads that it received.
struct FileServer {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl FileServer {
    fn start(response: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (response, seen) = (response.into(), Arc::clone(&heads));
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let head = head(&connection);
                seen.lock().unwrap().push(head);
                // The client may have gone away.
                let _ = connection.write_all(&response);
            }
        });
        Self { url, heads }
    }

    fn file(content: &[u8]) -> Self {
        let length = content.len();
        let mut response =
            format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
        response.extend_from_slice(content);
        Self::start(response)
    }

    fn settings(&self) -> ClientBuilder {
        Client::builder()
            .mchid("1900000001")
            .merchant_serial_no(SERIAL_NO)
            .merchant_key(merchant_key())
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .base_url(&self.url)
    }
}

fn head(connection: &TcpStream) -> String {
    let lines = BufReader::new(connection).lines();
    let lines = lines
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn content() -> Vec<u8> {
    (0..3_000_000_u32).map(|n| n.to_le_bytes()[1]).collect()
}

fn sha1(content: &[u8]) -> String {
    hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, content).as_ref()).to_uppercase()
}

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

#[tokio::test]
async fn a_file_is_signed_for_checked_and_saved() {
    let (content, folder) = (content(), tempfile::tempdir().unwrap());
    let server = FileServer::file(&content);
    // The response limit applies to responses in memory only.
    let client = server.settings().max_response_bytes(1000).build().unwrap();
    let url = format!("{}/v3/billdownload/file?token=a%3Db", server.url);
    let path = folder.path().join("bill.csv");
    fs::write(&path, "old").unwrap();
    let download = Download::new(&url, "SHA1", &sha1(&content)).unwrap();
    let length = client
        .download(&download)
        .await
        .unwrap()
        .save_to(&path)
        .await
        .unwrap();
    assert_eq!(length, 3_000_000);
    assert!(fs::read(&path).unwrap() == content);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let heads = server.heads.lock().unwrap();
    let target = "/v3/billdownload/file?token=a%3Db";
    assert!(
        heads[0].starts_with(&format!("GET {target} HTTP/1.1")),
        "{}",
        heads[0]
    );
    assert!(
        heads[0].to_lowercase().contains("\naccept: */*"),
        "{}",
        heads[0]
    );
    let field = |name: &str| {
        let (_, rest) = heads[0].split_once(&format!("{name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let message = format!(
        "GET\n{target}\n{}\n{}\n\n",
        field("timestamp"),
        field("nonce_str")
    );
    assert!(verifies(
        "merchant_pub.pem",
        message.as_bytes(),
        &field("signature")
    ));
}

#[test]
fn a_blocking_client_saves_a_file() {
    let (content, folder) = (content(), tempfile::tempdir().unwrap());
    let server = FileServer::file(&content);
    let client = blocking::Client::new(server.settings()).unwrap();
    let hex = hex(digest(&SHA256, &content).as_ref());
    let download = Download::new(&format!("{}/file", server.url), "sha256", &hex).unwrap();
    let path = folder.path().join("file");
    assert_eq!(client.download_to(&download, &path).unwrap(), 3_000_000);
    assert!(fs::read(&path).unwrap() == content);
}

#[tokio::test]
async fn a_file_with_one_flipped_bit_or_too_few_bytes_leaves_nothing_behind() {
    let content = content();
    let whole = sha1(&content);
    let mut flipped = content.clone();
    flipped[2_000_000] ^= 4;
    let short = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\nhalf",
        content.len()
    );
    for (server, says) in [
        (FileServer::file(&flipped), "digest"),
        (FileServer::file(&content[1..]), "digest"),
        (FileServer::file(&[]), "digest"),
        (FileServer::start(short), "connection"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bill.csv");
        fs::write(&path, "old").unwrap();
        let client = server.settings().build().unwrap();
        let download = Download::new(&format!("{}/file", server.url), "SHA1", &whole).unwrap();
        let error = client
            .download(&download)
            .await
            .unwrap()
            .save_to(&path)
            .await
            .err()
            .unwrap();
        assert!(
            matches!(&error, SaveError::Download(why) if why.to_string().contains(says)),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[tokio::test]
async fn the_signed_request_goes_to_no_other_host() {
    let (own, other) = (FileServer::file(b""), FileServer::file(b""));
    let client = own.settings().build().unwrap();
    for url in [
        format!("{}/file", other.url),
        "https://example.com/file".to_owned(),
        own.url.replace("http://", "http://a@") + "/file",
        own.url.clone() + "0/file",
        own.url.replace("http://", "https://") + "/file",
        "https://api.mch.weixin.qq.com.example.com/file".to_owned(),
    ] {
        let error = client
            .download(&Download::without_digest(&url).unwrap())
            .await
            .err()
            .unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent, "{url}");
        assert!(
            error.to_string().contains("not a host of this client"),
            "{error}"
        );
    }
    assert!(own.heads.lock().unwrap().is_empty() && other.heads.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_error_response_and_a_redirect_are_reported() {
    let body = r#"{"code":"PARAM_ERROR","message":"expired"}"#;
    let length = body.len();
    let expired = format!("HTTP/1.1 400 Bad Request\r\nContent-Length: {length}\r\n\r\n{body}");
    let other = "HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\nContent-Length: 0\r\n\r\n";
    for (response, status) in [(&*expired, 400), (other, 302)] {
        let server = FileServer::start(response);
        let client = server.settings().build().unwrap();
        let url = format!("{}/file", server.url);
        let error = client
            .download(&Download::without_digest(&url).unwrap())
            .await
            .err()
            .unwrap();
        assert_eq!(error.api_error().unwrap().status(), status, "{error}");
    }
}

#[tokio::test]
async fn a_body_that_stops_arriving_ends_the_download() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        head(&connection);
        connection
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour")
            .unwrap();
        connection
    });
    let settings = FileServer {
        url: url.clone(),
        heads: Arc::default(),
    }
    .settings();
    let client = settings
        .attempt_timeout(std::time::Duration::from_millis(300))
        .build()
        .unwrap();
    let download = Download::without_digest(&format!("{url}/file")).unwrap();
    let mut file = client.download(&download).await.unwrap();
    assert_eq!(file.chunk().await.unwrap().unwrap(), "four");
    let error = file.chunk().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    drop(server.join().unwrap());
}

#[test]
fn wrong_addresses_and_digests_are_refused() {
    let digest = sha1(b"");
    for (url, hash_type, hash, setting) in [
        (
            "api.mch.weixin.qq.com/file",
            "SHA1",
            &*digest,
            "download_url",
        ),
        (
            "https://api.mch.weixin.qq.com",
            "SHA1",
            &digest,
            "download_url",
        ),
        (
            "https://api.mch.weixin.qq.com/file#part",
            "SHA1",
            &digest,
            "download_url",
        ),
        (
            "https://api.mch.weixin.qq.com/\nfile",
            "SHA1",
            &digest,
            "download_url",
        ),
        (
            "https://api.mch.weixin.qq.com/file",
            "MD5",
            &digest,
            "hash_type",
        ),
        (
            "https://api.mch.weixin.qq.com/file",
            "SHA256",
            &digest,
            "hash_value",
        ),
        (
            "https://api.mch.weixin.qq.com/file",
            "SHA1",
            &digest[1..],
            "hash_value",
        ),
        (
            "https://api.mch.weixin.qq.com/file",
            "SHA1",
            &digest.replace('A', "G"),
            "hash_value",
        ),
    ] {
        let error = Download::new(url, hash_type, hash).unwrap_err();
        assert_eq!(error.settings().collect::<Vec<_>>(), [setting], "{error}");
    }
    let secret = "https://api.mch.weixin.qq.com/file?token=secret";
    let shown = format!("{:?}", Download::without_digest(secret).unwrap());
    assert!(!shown.contains("secret"), "{shown}");
}
