//! The status and the headers of a response that the runtime uses.

use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::text::Excerpt;

/// The status of a response and the headers that do not depend on the operation.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    /// The `Content-Encoding`, if there is a body and the header names a coding other than
    /// `identity`.
    pub(crate) content_encoding: Option<Box<str>>,
    /// The time of the server, in Unix seconds.
    pub(crate) date: Option<i64>,
    pub(crate) retry_after: Option<Duration>,
}

impl Head {
    /// Reads the headers of a response that arrived at the local time `now`, in Unix seconds.
    /// Headers that cannot be parsed count as absent.
    pub(crate) fn new(status: u16, headers: &HeaderMap, body: &[u8], now: i64) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let date = text("Date").and_then(unix_time);
        Self {
            status,
            request_id: text("Request-ID").map(str::to_owned),
            content_encoding: content_encoding(headers).filter(|_| !body.is_empty()),
            date,
            retry_after: text("Retry-After")
                .and_then(|text| retry_after(text, date.unwrap_or(now))),
        }
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status)
            .field("request_id", &self.request_id.as_ref().map(Excerpt))
            .field(
                "content_encoding",
                &self.content_encoding.as_ref().map(Excerpt),
            )
            .field("date", &self.date)
            .field("retry_after", &self.retry_after)
            .finish()
    }
}

/// The content codings of a body in lower case, in the order in which they were applied; `None` if
/// there is none.
fn content_encoding(headers: &HeaderMap) -> Option<Box<str>> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let values: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase())
        .collect();
    let codings = values.iter().flat_map(|value| value.split(','));
    let codings: Vec<_> = codings
        .map(str::trim)
        .filter(|coding| !matches!(*coding, "" | "identity"))
        .collect();
    (!codings.is_empty()).then(|| codings.join(", ").into())
}

/// `Retry-After`, in seconds or as a date. A date in the past means no wait.
fn retry_after(text: &str, now: i64) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit into a number mean longer than any call waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = unix_time(text)?;
    Some(Duration::from_secs(
        until.checked_sub(now)?.try_into().unwrap_or(0),
    ))
}

fn unix_time(http_date: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(http_date).ok()?;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    since.as_secs().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_other_than_identity_means_an_encoded_body() {
        for (values, reads) in [
            (&[][..], None),
            (&[""], None),
            (&["identity"], None),
            (&[" Identity , IDENTITY"], None),
            (&["gzip"], Some("gzip")),
            (&["GZip"], Some("gzip")),
            (&["identity, br"], Some("br")),
            (&["deflate,gzip"], Some("deflate, gzip")),
            (&["zstd", "identity", "x-gzip"], Some("zstd, x-gzip")),
            (&[",, ,"], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CONTENT_ENCODING, value.parse().unwrap());
            }
            assert_eq!(content_encoding(&headers).as_deref(), reads, "{values:?}");
        }
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        const NOW: i64 = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT
        for (text, seconds) in [
            ("0", Some(0)),
            ("120", Some(120)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:50:00 GMT", Some(23)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ] {
            assert_eq!(
                retry_after(text, NOW),
                seconds.map(Duration::from_secs),
                "{text}"
            );
        }
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:00 GMT", i64::MIN), None);
    }
}
