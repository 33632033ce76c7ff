//! HTTP/1.1 over raw sockets, without a library between the mock and the bytes.

mod connection;
mod head;
mod headers;
mod reply;
mod transmission;

pub(crate) use connection::{Connection, Fault, Timeouts};
pub(crate) use head::Head;
pub(crate) use headers::Headers;
pub(crate) use reply::Reply;
pub(crate) use transmission::{Ending, Step, Transmission, frame};

/// A request as it came over the wire.
#[derive(Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
    /// Whether the connection may carry another request.
    pub(crate) keep_alive: bool,
}
