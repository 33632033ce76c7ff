//! A minimal client: it writes any request, signed or not.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::sha2::{Digest as _, Sha256};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use wechatpay_mock::{Mock, MockResponse};

use crate::reply::Reply;

pub(crate) const TEMPLATE: &str = "/v3/marketing/busifavor/stocks/{stock_id}/budget";
pub(crate) const TARGET: &str = "/v3/marketing/busifavor/stocks/98065001/budget";
pub(crate) const BODY: &str = r#"{"target_max_coupons":3000,"current_max_coupons":500}"#;
pub(crate) const RESPONSE: &str = "{\n  \"max_coupons\" : 300,\n  \"max_coupons_by_day\" : 100\n}";

/// A mock with one PATCH route.
pub(crate) fn mock() -> Mock {
    Mock::builder()
        .route("PATCH", TEMPLATE, MockResponse::json(200, RESPONSE))
        .start()
        .unwrap()
}

pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

fn fresh_nonce() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    format!("nonce{}", COUNTER.fetch_add(1, Ordering::Relaxed))
}

/// A request before it is written. A test can make every part wrong.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) timestamp: String,
    pub(crate) nonce: String,
    pub(crate) mchid: String,
    pub(crate) serial_no: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Draft {
    /// The request that the mock of [`mock`] accepts.
    pub(crate) fn new(mock: &Mock) -> Self {
        let headers = [
            ("Host", "localhost"),
            ("Accept", "application/json"),
            ("User-Agent", "bare"),
            ("Content-Type", "application/json"),
            ("Wechatpay-Serial", mock.public_key_id()),
        ];
        Self {
            method: "PATCH",
            target: TARGET.to_owned(),
            timestamp: now().to_string(),
            nonce: fresh_nonce(),
            mchid: mock.mchid().to_owned(),
            serial_no: mock.merchant_serial_no().to_owned(),
            headers: headers.map(|(name, value)| (name, value.to_owned())).into(),
            body: BODY.into(),
        }
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| *header != name);
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The value of the Authorization header for the current state of this request.
    pub(crate) fn authorization(&self, mock: &Mock) -> String {
        self.authorization_with(merchant_key(mock))
    }

    /// The same with the key of another process.
    pub(crate) fn authorization_with(&self, key: &RsaPrivateKey) -> String {
        let Self {
            method,
            target,
            timestamp,
            nonce,
            mchid,
            serial_no,
            ..
        } = self;
        let message = [
            format!("{method}\n{target}\n{timestamp}\n{nonce}\n").as_bytes(),
            &self.body,
            b"\n",
        ]
        .concat();
        let signature = STANDARD.encode(
            key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
                .unwrap(),
        );
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",timestamp=\"{timestamp}\",\
             serial_no=\"{serial_no}\",signature=\"{signature}\""
        )
    }

    /// The bytes of the request with this Authorization header.
    pub(crate) fn bytes(&self, authorization: &str) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nAuthorization: {authorization}\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !self
            .headers
            .iter()
            .any(|(name, _)| *name == "Content-Length")
        {
            head.extend(["Content-Length: ", &self.body.len().to_string(), "\r\n"]);
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }

    /// The bytes of the request with a correct signature.
    pub(crate) fn signed(&self, mock: &Mock) -> Vec<u8> {
        self.bytes(&self.authorization(mock))
    }

    /// Signs the request, sends it over a new connection and reads the reply.
    pub(crate) fn send(&self, mock: &Mock) -> Reply {
        send(mock, &self.signed(mock))
    }
}

/// Parsed once, because all mocks of a process share their keys.
fn merchant_key(mock: &Mock) -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::from_pkcs8_pem(mock.merchant_key_pem()).unwrap())
}

pub(crate) fn connect(mock: &Mock) -> TcpStream {
    let stream = TcpStream::connect(mock.url().strip_prefix("http://").unwrap()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Sends bytes over a new connection and reads one reply.
pub(crate) fn send(mock: &Mock, bytes: &[u8]) -> Reply {
    let mut stream = connect(mock);
    stream.write_all(bytes).unwrap();
    Reply::read(&mut stream)
}

/// Sends bytes over a new connection. Returns all bytes that come back, and whether the connection
/// was reset.
pub(crate) fn raw(mock: &Mock, bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut stream = connect(mock);
    let mut read = Vec::new();
    let sent = stream.write_all(bytes);
    let reset = sent
        .and_then(|()| stream.read_to_end(&mut read).map(drop))
        .is_err();
    (read, reset)
}

impl Draft {
    /// Signs the request and sends it over a new connection that closes after the reply. Returns
    /// all bytes that come back.
    pub(crate) fn raw(self, mock: &Mock) -> (Vec<u8>, bool) {
        let bytes = self.with("Connection", "close").signed(mock);
        raw(mock, &bytes)
    }
}
