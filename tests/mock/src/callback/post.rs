//! A small HTTP client: one POST over a new connection.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use crate::http::Reply;

const LONGEST_REPLY: usize = 64 * 1024;
const MOST_HEADERS: usize = 64;

/// Where callbacks go: an address with the scheme `http`.
#[derive(Clone)]
pub(crate) struct Target {
    host: String,
    port: u16,
    path: String,
}

impl Target {
    pub(crate) fn parse(url: &str) -> io::Result<Self> {
        let no_url = |why| io::Error::new(io::ErrorKind::InvalidInput, why);
        let uri: http::Uri = url.parse().map_err(|_| no_url("this is not a URL"))?;
        if uri.scheme_str() != Some("http") {
            return Err(no_url("the URL must start with http://"));
        }
        let host = uri.host().unwrap_or_default();
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: uri.port_u16().unwrap_or(80),
            path: uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
        })
    }

    fn connect(&self, timeout: Duration) -> io::Result<TcpStream> {
        let mut addresses = (self.host.as_str(), self.port).to_socket_addrs()?;
        let address = addresses.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
        TcpStream::connect_timeout(&address, timeout)
    }
}

/// Sends a message, and returns status and body of the reply. A chunked body is returned as it
/// comes.
pub(super) fn post(
    target: &Target,
    message: &Reply,
    timeout: Duration,
) -> io::Result<(u16, Vec<u8>)> {
    let end = Instant::now() + timeout;
    let left = || {
        end.checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
    };
    let mut stream = target.connect(timeout)?;
    stream.set_write_timeout(Some(timeout))?;
    stream.write_all(&request(target, message))?;
    let mut received = Vec::new();
    loop {
        stream.set_read_timeout(Some(left().ok_or(io::ErrorKind::TimedOut)?))?;
        let mut part = [0; 4096];
        let length = stream.read(&mut part)?;
        received.extend_from_slice(&part[..length]);
        if let Some(reply) = parse(&received, length == 0)? {
            return Ok(reply);
        }
        if length == 0 || received.len() > LONGEST_REPLY {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn request(target: &Target, message: &Reply) -> Vec<u8> {
    let Target { host, port, path } = target;
    let start = format!("POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n");
    let mut bytes = start.into_bytes();
    for (name, value) in &message.headers {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&message.body);
    bytes
}

/// Status and body, if they are complete. Without a `Content-Length`, the end of the connection is
/// the end of the body.
fn parse(received: &[u8], is_end: bool) -> io::Result<Option<(u16, Vec<u8>)>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(received);
    let parsed = parsed.map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
    let (httparse::Status::Complete(start), Some(status)) = (parsed, response.code) else {
        return Ok(None);
    };
    let rest = &received[start..];
    let mut lengths = response
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("Content-Length"));
    let length = match lengths.next() {
        _ if matches!(status, 204 | 304) => Some(0),
        Some(header) => str::from_utf8(header.value)
            .ok()
            .and_then(|text| text.parse().ok()),
        None => None,
    };
    Ok(match length {
        Some(length) => rest.get(..length).map(|body| (status, body.to_vec())),
        None => is_end.then(|| (status, rest.to_vec())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_to_its_end_in_any_pieces() {
        for (reply, status, body) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            ("HTTP/1.1 500 X\r\ncontent-length: 2\r\n\r\n{}", 500, "{}"),
            ("HTTP/1.1 200 OK\r\n\r\nabc", 200, "abc"),
        ] {
            let bytes = reply.as_bytes();
            for length in 0..bytes.len() {
                assert_eq!(parse(&bytes[..length], false).unwrap(), None, "{length}");
            }
            let expected = Some((status, body.as_bytes().to_vec()));
            assert_eq!(parse(bytes, true).unwrap(), expected);
        }
        assert!(parse(b"SSH-2.0-x\r\n\r\n", false).is_err());
    }

    #[test]
    fn only_http_urls_are_targets() {
        for url in ["", "/a", "https://127.0.0.1/a", "127.0.0.1:80", "http:///"] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
        let target = Target::parse("http://[::1]:8080/a?b").unwrap();
        assert_eq!((target.host.as_str(), target.port), ("::1", 8080));
        assert_eq!(target.path, "/a?b");
    }
}
