//! The head of a request: request line and header lines.

use super::{Headers, Request};

/// The longest head that is read.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;
/// The longest body that is read.
const LONGEST_BODY: usize = 8 * 1024 * 1024;
const MOST_HEADERS: usize = 100;

/// A complete head.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(super) headers: Headers,
    pub(super) keep_alive: bool,
    /// Whether the client waits for `100 Continue` before it sends the body.
    pub(super) expects_continue: bool,
    /// The number of bytes of the head.
    pub(super) length: usize,
    /// The number of bytes of the body.
    pub(crate) body_length: usize,
}

impl Head {
    /// Parses a head from the bytes received so far. Returns `None` if it is incomplete.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>, &'static str> {
        let mut lines = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut lines);
        match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) if length <= LONGEST_HEAD => {
                Self::checked(&request, length).map(Some)
            }
            Ok(httparse::Status::Partial) if bytes.len() <= LONGEST_HEAD => Ok(None),
            Ok(_) => Err("the head is longer than 16 KiB"),
            Err(httparse::Error::TooManyHeaders) => Err("there are more than 100 header lines"),
            Err(_) => Err("the head is not HTTP/1.1"),
        }
    }

    /// The request with this head and this body.
    pub(crate) fn with_body(self, body: Vec<u8>) -> Request {
        Request {
            method: self.method,
            target: self.target,
            headers: self.headers,
            body,
            keep_alive: self.keep_alive,
        }
    }

    fn checked(request: &httparse::Request<'_, '_>, length: usize) -> Result<Self, &'static str> {
        let target = request.path.unwrap_or_default();
        if !is_origin_form(target) {
            return Err("the request target is not an absolute path of RFC 3986");
        }
        let headers: Headers = request
            .headers
            .iter()
            .map(|line| (line.name, line.value))
            .collect();
        let modern = request.version == Some(1);
        if headers
            .only("Host")
            .map_or(true, |host| host.is_none() && modern)
        {
            return Err("there is not exactly one Host header");
        }
        Ok(Self {
            method: request.method.unwrap_or_default().to_owned(),
            target: target.to_owned(),
            keep_alive: modern && !headers.list_names("Connection", "close"),
            expects_continue: modern && headers.list_names("Expect", "100-continue"),
            length,
            body_length: body_length(&headers)?,
            headers,
        })
    }
}

/// The length of the body. Only `Content-Length` is accepted for it.
fn body_length(headers: &Headers) -> Result<usize, &'static str> {
    if headers.first("Transfer-Encoding").is_some() {
        return Err("the body has a Transfer-Encoding in place of a Content-Length");
    }
    let Some(value) = headers
        .only("Content-Length")
        .map_err(|_| "Content-Length is not one number")?
    else {
        return Ok(0);
    };
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Content-Length is not one number");
    }
    // A number that does not fit is longer than any body that is read.
    value
        .parse()
        .ok()
        .filter(|length| *length <= LONGEST_BODY)
        .ok_or("the body is longer than 8 MiB")
}

/// Whether this is a path with an optional query, in the characters of RFC 3986 and with complete
/// percent-encoded bytes.
fn is_origin_form(target: &str) -> bool {
    let mut bytes = target.bytes();
    if !target.starts_with('/') {
        return false;
    }
    while let Some(byte) = bytes.next() {
        let allowed = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte),
        };
        if !allowed {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(head: &str) -> Result<Option<(String, usize, bool)>, &'static str> {
        let read = Head::parse(head.as_bytes())?;
        Ok(read.map(|head| (head.target, head.body_length, head.keep_alive)))
    }

    #[test]
    fn complete_request_heads_are_parsed() {
        for (lines, target, body_length, keep_alive) in [
            (
                "GET /v3/a?b=%E5&c HTTP/1.1\r\nHost: x\r\n",
                "/v3/a?b=%E5&c",
                0,
                true,
            ),
            (
                "POST /a HTTP/1.1\r\nHost: x\r\ncontent-length: 12\r\n",
                "/a",
                12,
                true,
            ),
            (
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n",
                "/a",
                8_388_608,
                true,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n",
                "/",
                0,
                false,
            ),
            ("GET / HTTP/1.0\r\n", "/", 0, false),
        ] {
            assert_eq!(
                outcome(&format!("{lines}\r\n")),
                Ok(Some((target.to_owned(), body_length, keep_alive))),
                "{lines}"
            );
            assert_eq!(outcome(lines), Ok(None), "{lines}");
        }
    }

    #[test]
    fn the_parsed_head_length_excludes_the_body() {
        let head =
            "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        let read = Head::parse(format!("{head}{{}}").as_bytes())
            .unwrap()
            .unwrap();
        assert_eq!(
            (read.length, read.expects_continue, read.method.as_str()),
            (head.len(), true, "POST")
        );
        assert_eq!(read.headers.iter().count(), 3);
    }

    #[test]
    fn malformed_request_heads_are_rejected() {
        for head in [
            "GET\r\n\r\n",
            "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
            "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /券 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /%2 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\" HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nbad name: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8388609\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        ] {
            assert!(outcome(head).is_err(), "{head:?} gave {:?}", outcome(head));
        }
    }

    #[test]
    fn request_heads_over_the_size_limit_are_rejected() {
        let padded = |length: usize| {
            let start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
            format!("{start}{}\r\n\r\n", "y".repeat(length - start.len() - 4))
        };
        assert!(outcome(&padded(LONGEST_HEAD)).unwrap().is_some());
        assert!(outcome(&padded(LONGEST_HEAD + 1)).is_err());
        assert!(outcome(&padded(LONGEST_HEAD + 9)[..=LONGEST_HEAD]).is_err());
        let many = format!(
            "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n",
            "X: y\r\n".repeat(MOST_HEADERS)
        );
        assert!(outcome(&many).is_err());
    }

    /// Parsing ends without a panic for any bytes.
    #[test]
    fn damaged_request_heads_do_not_panic() {
        let good = b"POST /v3/a?b=%41 HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n";
        for place in 0..good.len() {
            for byte in 0..=u8::MAX {
                let mut damaged = good.to_vec();
                damaged[place] = byte;
                let _ = Head::parse(&damaged);
                let _ = Head::parse(&damaged[..place]);
            }
        }
    }
}
