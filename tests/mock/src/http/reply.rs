//! A finished response and its bytes.

/// A response that is ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Whether a client can find the end of the body without the end of the connection.
    pub(crate) fn has_length(&self) -> bool {
        matches!(self.status, 204 | 304)
            || ["Content-Length", "Transfer-Encoding"]
                .iter()
                .any(|name| self.has_header(name))
    }

    /// Whether there is a header with this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(line, _)| line.eq_ignore_ascii_case(name))
    }

    /// Removes every header with this name.
    pub(crate) fn drop_header(&mut self, name: &str) {
        self.headers
            .retain(|(line, _)| !line.eq_ignore_ascii_case(name));
    }

    /// Adds a header line.
    pub(crate) fn add_header(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.headers.push((name.to_owned(), value.into()));
    }

    /// The head's bytes.
    pub(super) fn head(&self, close: bool) -> Vec<u8> {
        let status_line = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let mut head = status_line.into_bytes();
        for (name, value) in &self.headers {
            head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        if close {
            head.extend(b"Connection: close\r\n");
        }
        head.extend(b"\r\n");
        head
    }
}

/// The reason phrase. Clients must not rely on it, and it may be empty.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
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
    fn response_heads_are_written_line_by_line() {
        let reply = Reply {
            status: 299,
            headers: vec![("Request-ID".to_owned(), b"X-0".to_vec())],
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
    fn a_response_body_needs_a_content_length() {
        let mut reply = Reply {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
        };
        assert!(!reply.has_length());
        reply.add_header("content-length", "0");
        assert!(reply.has_length());
        assert!(
            Reply {
                status: 204,
                headers: Vec::new(),
                body: Vec::new()
            }
            .has_length()
        );
    }
}
