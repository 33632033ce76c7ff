//! Why WeChat Pay did not accept a signature: what it says that it saw, held against what was signed.

use std::fmt;

use serde_json::Value;

use crate::call::verify::MAX_SKEW;

/// The likeliest cause of a `SIGN_ERROR`, as far as the response tells. The response is unsigned: it is a hint, no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignErrorCause {
    /// The local clock and that of the response (its `Date`) are more than 300 seconds apart.
    Clock {
        /// How far the local clock is ahead, in seconds; negative where it is behind.
        ahead: i64,
    },
    /// The server names this field of the `Authorization` header: `mchid`, `serial_no`, `timestamp` or `nonce_str`.
    Field(&'static str),
    /// The server saw another message than the one that was signed; this is the first of its lines that differs.
    /// Something between the two changes requests, such as a proxy or gateway that rewrites the path or the body.
    Line(SignedLine),
    /// The server saw a message of another length, though the part of it that it shows is the same.
    Length {
        /// How many bytes were signed.
        signed: u64,
        /// How many bytes the server saw.
        received: u64,
    },
    /// The server saw what was signed, as far as its response shows (the length and the start of the message): most likely the
    /// key does not belong to the certificate serial that was given.
    Key,
}

/// A line of the message that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedLine {
    /// The HTTP method.
    Method,
    /// The path and the query.
    Target,
    /// The time, in Unix seconds.
    Timestamp,
    /// The nonce.
    Nonce,
    /// The body.
    Body,
}

/// What one attempt signed.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) timestamp: i64,
    pub(crate) nonce: &'a str,
    pub(crate) body: &'a [u8],
}

impl Signed<'_> {
    /// What the `detail` of a `SIGN_ERROR` says about this message. `server_time` is the response's `Date`.
    pub(crate) fn cause(
        &self,
        detail: Option<&str>,
        server_time: Option<i64>,
    ) -> Option<SignErrorCause> {
        if let Some(ahead) = server_time.map(|time| self.timestamp.saturating_sub(time))
            && ahead.unsigned_abs() > MAX_SKEW
        {
            return Some(SignErrorCause::Clock { ahead });
        }
        let detail: Value = serde_json::from_str(detail?).ok()?;
        named_field(&detail).or_else(|| self.compared(detail.get("sign_information")?))
    }

    fn compared(&self, seen: &Value) -> Option<SignErrorCause> {
        let differing = self.first_difference(seen);
        let received = seen.get("sign_message_length").and_then(Value::as_u64);
        match (differing, received) {
            (Some(line), _) => Some(SignErrorCause::Line(line)),
            (None, Some(received)) if received != self.length() => Some(SignErrorCause::Length {
                signed: self.length(),
                received,
            }),
            (None, Some(_)) => Some(SignErrorCause::Key),
            (None, None) => None,
        }
    }

    /// The first line that differs, from the fields `method` and `url` and from the part of the message that is shown.
    fn first_difference(&self, seen: &Value) -> Option<SignedLine> {
        let text = |name| seen.get(name).and_then(Value::as_str);
        let timestamp = self.timestamp.to_string();
        let signed = [
            (SignedLine::Method, self.method.as_bytes()),
            (SignedLine::Target, self.target.as_bytes()),
            (SignedLine::Timestamp, timestamp.as_bytes()),
            (SignedLine::Nonce, self.nonce.as_bytes()),
            (SignedLine::Body, self.body),
        ];
        if text("method").is_some_and(|method| method != self.method) {
            return Some(SignedLine::Method);
        }
        if text("url").is_some_and(|url| url != self.target) {
            return Some(SignedLine::Target);
        }
        let mut shown = text("truncated_sign_message")?
            .splitn(signed.len(), '\n')
            .peekable();
        for (line, ours) in signed {
            let theirs = shown.next()?;
            // The last line that is shown may be cut off, and so may the character that it ends in.
            let theirs_is_cut = shown.peek().is_none();
            let theirs = theirs
                .strip_suffix('\n')
                .unwrap_or(theirs)
                .trim_end_matches(char::REPLACEMENT_CHARACTER)
                .trim_end_matches("...")
                .as_bytes();
            if !(theirs == ours || theirs_is_cut && ours.starts_with(theirs)) {
                return Some(line);
            }
        }
        None
    }

    /// Of the whole message, its five line ends included.
    fn length(&self) -> u64 {
        let lines = [
            self.method.len(),
            self.target.len(),
            self.timestamp.to_string().len(),
            self.nonce.len(),
            self.body.len(),
        ];
        lines.iter().map(|length| *length as u64 + 1).sum()
    }
}

/// `signature` is named for every mistake, so that it tells nothing.
fn named_field(detail: &Value) -> Option<SignErrorCause> {
    let named = detail.get("field")?.as_str()?;
    ["mchid", "serial_no", "timestamp", "nonce_str"]
        .into_iter()
        .find(|field| *field == named)
        .map(SignErrorCause::Field)
}

/// What it is, and what to do.
impl fmt::Display for SignErrorCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock { ahead } => write!(
                f,
                "the local clock is {} s {} the server's: set the clock",
                ahead.unsigned_abs(),
                if *ahead > 0 { "ahead of" } else { "behind" }
            ),
            Self::Field("serial_no") => f.write_str(
                "the server does not accept the certificate serial: give the serial of this merchant's current API \
                 certificate",
            ),
            Self::Field("timestamp") => {
                f.write_str("the server does not accept the time of the request: check the local clock")
            }
            Self::Field(field) => write!(f, "the server does not accept `{field}`"),
            Self::Line(line) => write!(
                f,
                "the server saw another {line} than the one that was signed: look for a proxy or gateway that changes requests"
            ),
            Self::Length { signed, received } => write!(
                f,
                "{signed} bytes were signed and the server saw {received}: look for a proxy or gateway that changes the body"
            ),
            Self::Key => f.write_str(
                "as far as the response shows, the server saw what was signed, so the merchant key may not belong to the \
                 certificate serial that was given: give the key and the serial of one and the same certificate",
            ),
        }
    }
}

impl fmt::Display for SignedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "method",
            Self::Target => "path or query",
            Self::Timestamp => "timestamp",
            Self::Nonce => "nonce",
            Self::Body => "body",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SIGNED: Signed<'_> = Signed {
        method: "POST",
        target: "/v3/a?b=c",
        timestamp: 1_700_000_000,
        nonce: "n0nce",
        body: "{\"券\":1}".as_bytes(),
    };
    const MESSAGE: &str = "POST\n/v3/a?b=c\n1700000000\nn0nce\n{\"券\":1}\n";

    fn cause(seen: &Value) -> Option<SignErrorCause> {
        let detail = json!({"field": "signature", "sign_information": seen}).to_string();
        SIGNED.cause(Some(&detail), None)
    }

    fn seen(message: &str, length: usize) -> Value {
        json!({"method": "POST", "url": "/v3/a?b=c", "truncated_sign_message": message, "sign_message_length": length})
    }

    #[test]
    fn an_unchanged_message_or_prefix_of_it_means_a_wrong_key() {
        for shown in 0..=MESSAGE.len() {
            let Some(shown) = MESSAGE.get(..shown) else {
                continue;
            };
            assert_eq!(
                cause(&seen(shown, MESSAGE.len())),
                Some(SignErrorCause::Key),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn the_first_signed_line_that_differs_is_named() {
        for (from, to, line) in [
            ("POST", "PUT", SignedLine::Method),
            ("/v3/a?", "/v3/b?", SignedLine::Target),
            ("1700000000", "1700000001", SignedLine::Timestamp),
            ("n0nce", "nonce", SignedLine::Nonce),
            ("{\"券\"", "{\"劵\"", SignedLine::Body),
            ("{\"券\":1}", "{\"券\": 1}", SignedLine::Body),
        ] {
            let message = MESSAGE.replace(from, to);
            assert_eq!(
                cause(&seen(&message, message.len())),
                Some(SignErrorCause::Line(line)),
                "{to}"
            );
        }
    }

    #[test]
    fn other_detail_fields_also_show_the_cause_of_a_sign_error() {
        assert_eq!(
            cause(&json!({"method": "PUT"})),
            Some(SignErrorCause::Line(SignedLine::Method))
        );
        assert_eq!(
            cause(&json!({"method": "POST", "url": "/v3/a"})),
            Some(SignErrorCause::Line(SignedLine::Target))
        );
        assert_eq!(
            cause(&seen("POST\n", 99)),
            Some(SignErrorCause::Length {
                signed: 42,
                received: 99
            })
        );
        assert_eq!(MESSAGE.len(), 42);
    }

    #[test]
    fn a_clock_or_field_cause_comes_before_a_changed_line() {
        let serial = json!({"field": "serial_no"}).to_string();
        assert_eq!(
            SIGNED.cause(Some(&serial), None),
            Some(SignErrorCause::Field("serial_no"))
        );
        for (time, ahead) in [
            (1_700_000_300, None),
            (1_700_000_301, Some(-301)),
            (1_699_999_700, None),
            (1_699_999_699, Some(301)),
            (i64::MIN, Some(i64::MAX)),
            (i64::MAX, Some(1_700_000_000 - i64::MAX)),
        ] {
            let expected = ahead.map_or(SignErrorCause::Field("serial_no"), |ahead| {
                SignErrorCause::Clock { ahead }
            });
            assert_eq!(
                SIGNED.cause(Some(&serial), Some(time)),
                Some(expected),
                "{time}"
            );
        }
    }

    #[test]
    fn a_sign_error_without_usable_detail_has_no_cause() {
        for detail in [
            "",
            "1",
            "[]",
            "{}",
            r#"{"field":1}"#,
            r#"{"sign_information":[]}"#,
            r#"{"field":"x"}"#,
        ] {
            assert_eq!(SIGNED.cause(Some(detail), None), None, "{detail}");
        }
        assert_eq!(SIGNED.cause(None, None), None);
    }
}
