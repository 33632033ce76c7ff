//! Turns what is to be said into an answer: headers, and the platform's signature or a falsified one.

use crate::answer::Answer;
use crate::http::Reply;
use crate::keys::{Keys, PUBLIC_KEY_ID};
use crate::random;
use crate::refusal::Refusal;
use crate::signature::{answer_message, base64};
use crate::tamper::{PROBE, Tamper, flip_a_bit};

/// What is to be said, before it becomes an answer.
pub(crate) struct Draft {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) signed: bool,
}

impl From<&Answer> for Draft {
    fn from(answer: &Answer) -> Self {
        Self {
            status: answer.status,
            body: answer.body.clone(),
            signed: true,
        }
    }
}

impl From<&Refusal> for Draft {
    fn from(refusal: &Refusal) -> Self {
        Self {
            status: refusal.status,
            body: refusal.body(),
            signed: refusal.signed,
        }
    }
}

/// Signs a draft and gives it its headers, falsified as `tamper` says.
pub(crate) fn sealed(draft: Draft, keys: &Keys, now: i64, tamper: Option<&Tamper>) -> Reply {
    let tamper = match tamper {
        Some(Tamper::BodyBit) if draft.body.is_empty() => Some(&Tamper::Signature),
        other => other,
    };
    let mut headers = plain_headers(&draft);
    if draft.signed {
        headers.extend(signature_headers(&draft.body, keys, now, tamper));
    }
    let mut reply = Reply {
        status: draft.status,
        headers,
        body: draft.body,
    };
    match tamper {
        Some(Tamper::BodyBit) => flip_a_bit(&mut reply.body),
        Some(Tamper::DropHeader(dropped)) => reply
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case(dropped)),
        _ => {}
    }
    reply
}

fn plain_headers(draft: &Draft) -> Vec<(&'static str, String)> {
    let mut headers = vec![("Request-ID", request_id(draft.status))];
    if !draft.body.is_empty() {
        headers.push(("Content-Type", "application/json".to_owned()));
    }
    if !matches!(draft.status, 204 | 304) {
        headers.push(("Content-Length", draft.body.len().to_string()));
    }
    headers
}

/// The digits after the last `-` are an internal code of the service: 0 for a success; the others are made up here.
fn request_id(status: u16) -> String {
    let internal_code = if status < 400 {
        0
    } else {
        268_435_456 + u32::from(status)
    };
    format!("{}-{internal_code}", random::hex())
}

fn signature_headers(
    body: &[u8],
    keys: &Keys,
    now: i64,
    tamper: Option<&Tamper>,
) -> [(&'static str, String); 4] {
    let stamped = if let Some(Tamper::Timestamp(skew)) = tamper {
        now.saturating_add(*skew)
    } else {
        now
    };
    let timestamp = stamped.to_string();
    let nonce = random::hex();
    let signature = keys
        .platform
        .sign(&answer_message(&timestamp, &nonce, body));
    let serial = if let Some(Tamper::Serial(serial)) = tamper {
        serial
    } else {
        PUBLIC_KEY_ID
    };
    [
        ("Wechatpay-Timestamp", timestamp),
        ("Wechatpay-Nonce", nonce),
        ("Wechatpay-Serial", serial.to_owned()),
        ("Wechatpay-Signature", signature_text(signature, tamper)),
    ]
}

fn signature_text(mut signature: Vec<u8>, tamper: Option<&Tamper>) -> String {
    match tamper {
        Some(Tamper::Signature) => {
            let middle = signature.len() / 2;
            signature
                .get_mut(middle)
                .into_iter()
                .for_each(|byte| *byte ^= 1);
            base64(&signature)
        }
        Some(Tamper::Probe) => format!(
            "{PROBE}{}",
            base64(&signature).get(PROBE.len()..).unwrap_or_default()
        ),
        _ => base64(&signature),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(status: u16, body: &str, signed: bool) -> Draft {
        Draft {
            status,
            body: body.into(),
            signed,
        }
    }

    fn names(draft: Draft, tamper: Option<&Tamper>) -> Vec<&'static str> {
        let reply = sealed(
            draft,
            Keys::of_this_process().unwrap(),
            1_700_000_000,
            tamper,
        );
        reply.headers.into_iter().map(|(name, _)| name).collect()
    }

    const SIGNATURE: [&str; 4] = [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
    ];

    #[test]
    fn headers_follow_what_is_said() {
        let with_body = ["Request-ID", "Content-Type", "Content-Length"];
        assert_eq!(
            names(draft(200, "{}", true), None),
            [&with_body[..], &SIGNATURE].concat()
        );
        assert_eq!(names(draft(401, "{}", false), None), with_body);
        assert_eq!(
            names(draft(204, "", true), None),
            [&["Request-ID"], &SIGNATURE[..]].concat()
        );
        assert_eq!(
            names(draft(202, "", true), None),
            [&["Request-ID", "Content-Length"], &SIGNATURE[..]].concat()
        );
    }

    #[test]
    fn a_dropped_header_is_the_only_one_missing() {
        let all = names(draft(200, "{}", true), None);
        for dropped in &all {
            let left = names(draft(200, "{}", true), Some(&Tamper::DropHeader(dropped)));
            assert_eq!(
                left,
                all.iter()
                    .copied()
                    .filter(|name| name != dropped)
                    .collect::<Vec<_>>()
            );
        }
        assert_eq!(
            names(
                draft(200, "{}", true),
                Some(&Tamper::DropHeader("REQUEST-ID"))
            )
            .len(),
            all.len() - 1
        );
    }

    #[test]
    fn request_ids_end_in_an_internal_code() {
        for (status, code) in [(200, "0"), (204, "0"), (404, "268435860")] {
            assert_eq!(
                request_id(status)
                    .rsplit_once('-')
                    .map(|(_, code)| code.to_owned()),
                Some(code.to_owned())
            );
        }
    }

    #[test]
    fn no_skew_overflows() {
        for skew in [i64::MIN, i64::MAX] {
            let keys = Keys::of_this_process().unwrap();
            let reply = sealed(
                draft(200, "{}", true),
                keys,
                1_700_000_000,
                Some(&Tamper::Timestamp(skew)),
            );
            assert!(reply.headers.iter().any(
                |(name, value)| *name == "Wechatpay-Timestamp" && value.parse::<i64>().is_ok()
            ));
        }
    }
}
