//! How a response goes over the wire.

use std::time::Duration;

/// A moment in the life of a request, at which a connection may be cut or stall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// When the connection is accepted, before the client has sent anything. On a connection that carried requests
    /// before, and in an act that is limited to a route, the same as [`BeforeReading`](Self::BeforeReading).
    OnAccept,
    /// When the first byte of the request has come; none is read, so that the client sees a reset. An act that is limited
    /// to a route cannot know the route so early: it is played as [`AfterHead`](Self::AfterHead).
    BeforeReading,
    /// When the head of the request was read, and its body not.
    AfterHead,
    /// When the whole request was read, before the operation is done.
    BeforeActing,
    /// When the operation was done, before a byte of the response is sent.
    AfterActing,
    /// When half of the response's head was sent.
    InHead,
    /// When the response's head and half of its body were sent. A response without a body is cut in its head.
    InBody,
}

impl Place {
    /// Whether the mock has the whole request by then, and so could act on it.
    pub(crate) fn has_whole_request(self) -> bool {
        self >= Self::BeforeActing
    }
}

/// How a response goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// At once, as HTTP wants it.
    Whole,
    /// Not beyond this place: the connection ends there, as where a server process ends. A client sees the end of the stream,
    /// or a reset where something that it sent was left unread.
    Cut(Place),
    /// The same, but with a reset, as where a machine or a network fails. What was sent just before may be lost with it.
    Reset(Place),
    /// Not beyond this place: the connection stays open and silent until the client leaves.
    Stall(Place),
    /// After a pause.
    Delayed(Duration),
    /// The head byte by byte with a pause before each, then the body at once.
    SlowHead(Duration),
    /// The head at once, then the body byte by byte with a pause before each.
    SlowBody(Duration),
    /// With `Transfer-Encoding: chunked` in place of `Content-Length`.
    Chunked,
    /// Without any length: the end of the connection ends the body.
    UntilClose,
    /// `Content-Length` says this; the body is the real one, and the connection ends after it.
    DeclaredLength(u64),
    /// The body in chunks, followed by blanks without end until the client leaves.
    Endless,
    /// These bytes in place of a response; then the connection ends.
    Garbage(Vec<u8>),
    /// After so many unasked `100 Continue`.
    ContinueFirst(u32),
}

impl Delivery {
    /// Where the exchange ends early.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Cut(place) | Self::Reset(place) | Self::Stall(place) => Some(*place),
            _ => None,
        }
    }
}
