//! Reads and verifies replies.

use std::io::Read as _;
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::sha2::{Digest as _, Sha256};
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde_json::Value;
use wechatpay_mock::Mock;

use crate::client::now;

/// A reply, split into its parts.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Reads one reply and not a byte more. It ends according to Content-Length, or else with the
    /// stream.
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream
                .read_exact(&mut byte)
                .expect("the connection ended within a head");
            bytes.extend(byte);
        }
        let mut reply = Self::parse_head(&bytes);
        match reply.header("Content-Length") {
            Some(length) => {
                reply.body = vec![0; length.parse().unwrap()];
                stream.read_exact(&mut reply.body).unwrap();
            }
            None if reply.status == 100 || reply.status == 204 => {}
            None => drop(stream.read_to_end(&mut reply.body).unwrap()),
        }
        reply
    }

    /// Parses a complete reply. Everything after the head is the body.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, body) = bytes.split_at(end.expect("no whole head") + 4);
        Self {
            body: body.to_vec(),
            ..Self::parse_head(head)
        }
    }

    fn parse_head(head: &[u8]) -> Self {
        let mut lines = [httparse::EMPTY_HEADER; 32];
        let mut response = httparse::Response::new(&mut lines);
        assert!(response.parse(head).unwrap().is_complete());
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = response
            .headers
            .iter()
            .map(|line| (line.name.to_owned(), text(line.value)))
            .collect();
        Self {
            status: response.code.unwrap(),
            headers,
            body: Vec::new(),
        }
    }

    /// The number of headers with this name.
    pub(crate) fn count(&self, name: &str) -> usize {
        let lines = self.headers.iter();
        lines
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .count()
    }

    /// The names of all headers in their order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self
            .headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} appears twice");
        value
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap().to_owned()
    }

    /// Whether all signature headers are absent.
    pub(crate) fn is_unsigned(&self) -> bool {
        !self
            .headers
            .iter()
            .any(|(name, _)| name.to_ascii_lowercase().starts_with("wechatpay-"))
    }

    /// Whether the signature is a valid one by the platform's public key.
    pub(crate) fn verifies(&self, mock: &Mock) -> bool {
        self.verifies_by(&RsaPublicKey::from_public_key_pem(mock.public_key_pem()).unwrap())
    }

    /// Whether the signature is a valid one by this key.
    pub(crate) fn verifies_by(&self, key: &RsaPublicKey) -> bool {
        let (Some(timestamp), Some(nonce), Some(signature)) = (
            self.header("Wechatpay-Timestamp"),
            self.header("Wechatpay-Nonce"),
            self.header("Wechatpay-Signature"),
        ) else {
            return false;
        };
        let message = [
            timestamp.as_bytes(),
            b"\n",
            nonce.as_bytes(),
            b"\n",
            &self.body,
            b"\n",
        ]
        .concat();
        let Ok(signature) = STANDARD.decode(signature) else {
            return false;
        };
        key.verify(
            Pkcs1v15Sign::new::<Sha256>(),
            &Sha256::digest(message),
            &signature,
        )
        .is_ok()
    }

    /// Whether the signature and its headers are correct.
    pub(crate) fn is_correct(&self, mock: &Mock) -> bool {
        let timestamp = self
            .header("Wechatpay-Timestamp")
            .and_then(|text| text.parse::<i64>().ok());
        self.verifies(mock)
            && self.header("Wechatpay-Serial") == Some(mock.public_key_id())
            && timestamp.is_some_and(|timestamp| timestamp.abs_diff(now()) <= 5)
    }
}
