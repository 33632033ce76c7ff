//! The cause of a `SIGN_ERROR`: compares the message that WeChat Pay saw with the signed message.

use std::fmt;

use serde_json::Value;

use crate::call::verify::MAX_SKEW;

/// The likeliest cause of a `SIGN_ERROR`, as far as the response shows it.
///
/// The response is unsigned, so the cause is a hint and not a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignErrorCause {
    /// The local clock and the clock of the server (the `Date` header) differ by more than 300
    /// seconds.
    Clock {
        /// How far the local clock is ahead, in seconds. Negative if it is behind.
        ahead: i64,
    },
    /// The server names this field of the `Authorization` header: `mchid`, `serial_no`, `timestamp`
    /// or `nonce_str`.
    Field(&'static str),
    /// The server saw a different message than the signed one. The value is the first line that
    /// differs.
    ///
    /// Something between client and server changes requests, such as a proxy or gateway that
    /// rewrites the path or the body.
    Line(SignedLine),
    /// The server saw a message with a different length. The part that it shows is the same.
    Length {
        /// The number of bytes that were signed.
        signed: u64,
        /// The number of bytes that the server saw.
        received: u64,
    },
    /// The server saw the signed message, as far as the response shows its length and its start.
    ///
    /// Most likely the key does not belong to the configured certificate serial.
    Key,
}

/// A line of the signed message.
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

/// The message that one attempt signed.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) timestamp: i64,
    pub(crate) nonce: &'a str,
    pub(crate) body: &'a [u8],
}

impl Signed<'_> {
    /// Finds the cause in the `detail` of a `SIGN_ERROR`. `server_time` is the `Date` of the
    /// response.
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
        named_field(&detail).or_else(|| self.compare(detail.get("sign_information")?))
    }

    fn compare(&self, seen: &Value) -> Option<SignErrorCause> {
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

    /// The first line that differs, according to the fields `method` and `url` and the part of the
    /// message that the response shows.
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
            // The last line that the response shows may be cut off, and so may its last character.
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

    /// The length of the whole message in bytes, including its five line ends.
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

/// The field that the response names. It names `signature` for every mistake, so that name is
/// ignored.
fn named_field(detail: &Value) -> Option<SignErrorCause> {
    let named = detail.get("field")?.as_str()?;
    ["mchid", "serial_no", "timestamp", "nonce_str"]
        .into_iter()
        .find(|field| *field == named)
        .map(SignErrorCause::Field)
}

/// Writes the cause and what to do.
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
                "the server does not accept the certificate serial: use the serial of this \
                 merchant's current API certificate",
            ),
            Self::Field("timestamp") => f.write_str(
                "the server does not accept the time of the request: check the local clock",
            ),
            Self::Field(field) => write!(f, "the server does not accept `{field}`"),
            Self::Line(line) => write!(
                f,
                "the server saw a different {line} than the signed one: look for a proxy or \
                 gateway that changes requests"
            ),
            Self::Length { signed, received } => write!(
                f,
                "{signed} bytes were signed, but the server saw {received}: look for a proxy or \
                 gateway that changes the body"
            ),
            Self::Key => f.write_str(
                "as far as the response shows, the server saw the signed message, so the merchant \
                 key may not belong to the configured certificate serial: use the key and the \
                 serial of the same certificate",
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
    fn an_equal_message_means_a_wrong_key_even_if_it_is_shown_in_part() {
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
    fn the_first_differing_line_is_reported() {
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
    fn method_url_and_length_fields_are_compared_too() {
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
    fn a_clock_difference_or_a_named_field_takes_precedence() {
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
    fn a_response_without_information_gives_no_cause() {
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
