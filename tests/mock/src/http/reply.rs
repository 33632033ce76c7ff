//! A finished answer and its bytes.

/// An answer as it goes out.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Whether a client can tell where the body ends without the connection being closed.
    pub(crate) fn tells_its_length(&self) -> bool {
        matches!(self.status, 204 | 304)
            || self
                .headers
                .iter()
                .any(|(name, _)| *name == "Content-Length")
    }

    /// The head's bytes.
    pub(super) fn head(&self, close: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if close {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        head.into_bytes()
    }
}

/// The reason phrase; nobody may rely on it, and it may be empty.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_written_line_by_line() {
        let reply = Reply {
            status: 299,
            headers: vec![("Request-ID", "X-0".to_owned())],
            body: Vec::new(),
        };
        assert_eq!(
            reply.head(false),
            b"HTTP/1.1 299 \r\nRequest-ID: X-0\r\n\r\n"
        );
        assert_eq!(
            reply.head(true),
            b"HTTP/1.1 299 \r\nRequest-ID: X-0\r\nConnection: close\r\n\r\n"
        );
    }

    #[test]
    fn a_body_needs_a_length() {
        let mut reply = Reply {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        };
        assert!(!reply.tells_its_length());
        reply.headers.push(("Content-Length", "0".to_owned()));
        assert!(reply.tells_its_length());
        assert!(
            Reply {
                status: 204,
                headers: Vec::new(),
                body: Vec::new()
            }
            .tells_its_length()
        );
    }
}
