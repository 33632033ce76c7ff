//! Turns a response into a reply: adds headers and the platform's signature, or falsifies them.

use crate::faults::{Act, PROBE, Tamper, flip_a_bit, http_date};
use crate::http::Reply;
use crate::keys::{Keys, PlatformKey};
use crate::random;
use crate::response::MockResponse;
use crate::signature::{base64, response_message};

/// The beginning of the names of all signature headers.
const PREFIX: &str = "wechatpay-";
/// The only scheme with which the mock signs.
const SIGNATURE_TYPE: &str = "WECHATPAY2-SHA256-RSA2048";

/// Everything needed to sign a response.
#[derive(Clone, Copy)]
pub(crate) struct ResponseSigner<'a> {
    pub(crate) keys: &'a Keys,
    /// The key that signs.
    pub(crate) key: PlatformKey,
    pub(crate) now: i64,
    /// The last original response, for a replay.
    pub(crate) last: Option<&'a Reply>,
}

impl ResponseSigner<'_> {
    /// Signs a response and adds its headers, changed and falsified according to `act`.
    pub(crate) fn apply(self, mut response: MockResponse, act: &Act) -> Reply {
        for edit in &act.edits {
            edit.apply(&mut response.body);
        }
        response.headers.extend(act.headers.iter().cloned());
        let mut reply = self.reply(response, act);
        for tamper in &act.tampers {
            self.falsify(&mut reply, tamper);
        }
        reply
    }

    fn reply(self, response: MockResponse, act: &Act) -> Reply {
        let mut reply = Reply {
            status: response.status,
            headers: Vec::new(),
            body: response.body,
        };
        let number = response.internal_number;
        let number = number.unwrap_or_else(|| internal_number(reply.status));
        reply.add_header("Request-ID", format!("{}-{number}", random::hex()));
        reply.add_header("Date", http_date(self.now));
        if !reply.body.is_empty() {
            reply.add_header("Content-Type", response.content_type);
        }
        if !matches!(reply.status, 204 | 304) {
            reply.add_header("Content-Length", reply.body.len().to_string());
        }
        reply.headers.extend(response.headers);
        if response.signed {
            self.sign(&mut reply, act);
        }
        reply
    }

    fn sign(self, reply: &mut Reply, act: &Act) {
        let timestamp = act
            .tampers
            .iter()
            .fold(self.now, |now, tamper| match tamper {
                Tamper::Timestamp(skew) => now.saturating_add(*skew),
                _ => now,
            })
            .to_string();
        let nonce = random::hex();
        let message = response_message(&timestamp, &nonce, &reply.body);
        let signature = self.keys.signer(self.key).sign(&message);
        reply.add_header("Wechatpay-Timestamp", timestamp);
        reply.add_header("Wechatpay-Nonce", nonce);
        reply.add_header("Wechatpay-Serial", self.key.name());
        reply.add_header("Wechatpay-Signature", base64(&signature));
        reply.add_header("Wechatpay-Signature-Type", SIGNATURE_TYPE);
    }

    fn falsify(self, reply: &mut Reply, tamper: &Tamper) {
        match tamper {
            Tamper::BodyBit if reply.body.is_empty() => damage_signature(reply),
            Tamper::BodyBit => flip_a_bit(&mut reply.body),
            Tamper::Signature => damage_signature(reply),
            // The timestamp was set before signing.
            Tamper::Timestamp(_) => {}
            Tamper::Serial(serial) => replace(reply, "Wechatpay-Serial", serial.as_bytes()),
            Tamper::DropHeader(name) => reply.drop_header(name),
            Tamper::Probe => with_signature(reply, |text| {
                format!("{PROBE}{}", text.get(PROBE.len()..).unwrap_or_default())
            }),
            Tamper::ProbeNotBase64 => {
                with_signature(reply, |_| format!("{PROBE}not Base64, on purpose"));
            }
            Tamper::DuplicateHeader(name) => {
                let twice = reply.headers.iter().find(|(line, _)| is(line, name));
                reply.headers.extend(twice.cloned());
            }
            Tamper::AddHeader(name, value) => reply.add_header(name, value.clone()),
            Tamper::SetHeader(name, value) => {
                reply.drop_header(name);
                reply.add_header(name, value.clone());
            }
            Tamper::RecaseHeader(name) => recase(reply, name),
            Tamper::Date(skew) => {
                let date = http_date(self.now.saturating_add(*skew));
                replace(reply, "Date", date.as_bytes());
            }
            Tamper::ReplayedHeaders => {
                if let Some(last) = self.last {
                    reply.headers.retain(|(name, _)| !is_of_signature(name));
                    let signature = last
                        .headers
                        .iter()
                        .filter(|(name, _)| is_of_signature(name));
                    reply.headers.extend(signature.cloned());
                }
            }
            Tamper::ReplayedResponse => {
                if let Some(last) = self.last {
                    reply.clone_from(last);
                }
            }
        }
    }
}

fn is(line: &str, name: &str) -> bool {
    line.eq_ignore_ascii_case(name)
}

fn is_of_signature(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with(PREFIX)
}

/// Sets every header with this name to this value.
fn replace(reply: &mut Reply, name: &str, new: &[u8]) {
    let lines = reply.headers.iter_mut().filter(|(line, _)| is(line, name));
    lines.for_each(|(_, value)| *value = new.to_vec());
}

fn recase(reply: &mut Reply, name: &str) {
    let lines = reply.headers.iter_mut().filter(|(line, _)| is(line, name));
    for (line, _) in lines {
        let letters = line.chars().enumerate();
        *line = letters
            .map(|(index, letter)| match index % 2 {
                0 => letter.to_ascii_lowercase(),
                _ => letter.to_ascii_uppercase(),
            })
            .collect();
    }
}

fn with_signature(reply: &mut Reply, change: impl Fn(&str) -> String) {
    let lines = reply.headers.iter_mut();
    for (_, value) in lines.filter(|(line, _)| is(line, "Wechatpay-Signature")) {
        *value = change(&String::from_utf8_lossy(value)).into_bytes();
    }
}

/// Replaces one letter in the middle by another Base64 letter.
fn damage_signature(reply: &mut Reply) {
    with_signature(reply, |text| {
        let mut bytes = text.as_bytes().to_vec();
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte = if *byte == b'A' { b'B' } else { b'A' };
        }
        String::from_utf8_lossy(&bytes).into_owned()
    });
}

/// The digits after the last `-` of `Request-ID` are an internal number of the service: 0 for a
/// success. Those of refusals without a number of their own are invented here.
fn internal_number(status: u16) -> u32 {
    if status < 400 {
        0
    } else {
        268_435_456 + u32::from(status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn sealed(response: MockResponse, act: &Act, last: Option<&Reply>) -> Reply {
        let signer = ResponseSigner {
            keys: Keys::shared().unwrap(),
            key: PlatformKey::PublicKey,
            now: NOW,
            last,
        };
        signer.apply(response, act)
    }

    fn tampered(tamper: Tamper) -> Reply {
        sealed(MockResponse::json(200, "{}"), &Act::tamper(tamper), None)
    }

    fn names(reply: &Reply) -> Vec<&str> {
        reply
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect()
    }

    fn value<'a>(reply: &'a Reply, name: &str) -> &'a [u8] {
        let mut lines = reply.headers.iter().filter(|(line, _)| is(line, name));
        let (_, value) = lines.next().unwrap();
        assert!(lines.next().is_none(), "{name} appears twice");
        value
    }

    const SIGNATURE: [&str; 5] = [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
    ];

    #[test]
    fn response_headers_match_the_kind_of_response() {
        let with_body = ["Request-ID", "Date", "Content-Type", "Content-Length"];
        let original = |response| sealed(response, &Act::usual(), None);
        assert_eq!(
            names(&original(MockResponse::json(200, "{}"))),
            [&with_body[..], &SIGNATURE].concat()
        );
        assert_eq!(names(&original(MockResponse::html(502, "x"))), with_body);
        assert_eq!(
            names(&original(MockResponse::json(204, ""))),
            [&["Request-ID", "Date"], &SIGNATURE[..]].concat()
        );
        assert_eq!(
            names(&original(MockResponse::json(202, "").header("X", "y"))),
            [
                &["Request-ID", "Date", "Content-Length", "X"],
                &SIGNATURE[..]
            ]
            .concat()
        );
    }

    #[test]
    fn drop_header_removes_only_the_named_header() {
        let all = sealed(MockResponse::json(200, "{}"), &Act::usual(), None);
        for dropped in SIGNATURE {
            let left = tampered(Tamper::DropHeader(dropped));
            let rest = names(&all).into_iter().filter(|name| *name != dropped);
            assert_eq!(names(&left), rest.collect::<Vec<_>>());
        }
        let left = tampered(Tamper::DropHeader("REQUEST-ID"));
        assert_eq!(left.headers.len(), all.headers.len() - 1);
    }

    #[test]
    fn each_tamper_changes_the_headers_as_requested() {
        let doubled = tampered(Tamper::DuplicateHeader("wechatpay-nonce"));
        let nonces = doubled
            .headers
            .iter()
            .filter(|(name, _)| name == "Wechatpay-Nonce");
        assert_eq!(nonces.map(|(_, value)| value).collect::<Vec<_>>().len(), 2);

        let set = tampered(Tamper::SetHeader("Wechatpay-Nonce", b"\xff".to_vec()));
        assert_eq!(value(&set, "Wechatpay-Nonce"), b"\xff");
        let set = tampered(Tamper::SetHeader("Wechatpay-Signature-Type", b"X".to_vec()));
        assert_eq!(value(&set, "Wechatpay-Signature-Type"), b"X");
        let added = tampered(Tamper::AddHeader("Date", b"x".to_vec()));
        assert_eq!(
            names(&added).iter().filter(|name| **name == "Date").count(),
            2
        );

        let recased = tampered(Tamper::RecaseHeader("Wechatpay-Nonce"));
        assert!(names(&recased).contains(&"wEcHaTpAy-nOnCe"));
        let dated = tampered(Tamper::Date(-NOW));
        assert_eq!(value(&dated, "Date"), b"Thu, 01 Jan 1970 00:00:00 GMT");
        let probe = tampered(Tamper::ProbeNotBase64);
        assert!(value(&probe, "Wechatpay-Signature").starts_with(b"WECHATPAY/SIGNTEST/not "));
    }

    #[test]
    fn replay_repeats_the_last_original_response() {
        let last = sealed(MockResponse::json(200, "[1]"), &Act::usual(), None);
        let replay = |tamper| {
            sealed(
                MockResponse::json(200, "{}"),
                &Act::tamper(tamper),
                Some(&last),
            )
        };
        let headers = replay(Tamper::ReplayedHeaders);
        assert_eq!(headers.body, b"{}");
        for name in SIGNATURE {
            assert_eq!(value(&headers, name), value(&last, name));
        }
        assert_ne!(value(&headers, "Request-ID"), value(&last, "Request-ID"));
        let whole = replay(Tamper::ReplayedResponse);
        assert_eq!((&whole.headers, &whole.body), (&last.headers, &last.body));
    }

    #[test]
    fn request_ids_end_with_an_internal_number() {
        for (status, number, expected) in [
            (200, None, "-0"),
            (404, None, "-268435860"),
            (400, Some(272_756_740), "-272756740"),
        ] {
            let response = MockResponse::json(status, "{}").internal_number(number);
            let reply = sealed(response, &Act::usual(), None);
            assert!(value(&reply, "Request-ID").ends_with(expected.as_bytes()));
        }
    }

    #[test]
    fn extreme_clock_skews_do_not_overflow() {
        for skew in [i64::MIN, i64::MAX] {
            let stamped = tampered(Tamper::Timestamp(skew));
            let stamp = value(&stamped, "Wechatpay-Timestamp");
            assert!(str::from_utf8(stamp).unwrap().parse::<i64>().is_ok());
            assert!(value(&tampered(Tamper::Date(skew)), "Date").ends_with(b" GMT"));
        }
    }
}
