//! What tests need that look at bytes: the clock, a request from a socket, the parts of a signature's header.

use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

/// A whole request, or what had come of it when the client went, or said nothing for as long as the connection allows.
pub(crate) fn read_request(connection: &mut impl Read) -> String {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() >= content_length(head)
        {
            return text;
        }
        match connection.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
    }
}

/// How long the body of a request is by its own word; without a word it has none.
pub(crate) fn content_length(head: &str) -> usize {
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    line.unwrap_or("0").parse().unwrap()
}

/// `timestamp` and its like, out of the header `Authorization`.
pub(crate) fn signed_part<'a>(authorization: &'a str, name: &str) -> &'a str {
    let (_, rest) = authorization.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap()
}
