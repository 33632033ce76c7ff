//! How a response is sent.

use std::time::Duration;

/// A moment in the handling of a request at which a connection may be cut or stall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// When the connection is accepted, before the client has sent anything. On a reused
    /// connection, and in an act that is limited to a route, this is the same as
    /// [`BeforeReading`](Self::BeforeReading).
    OnAccept,
    /// When the first byte of the request has arrived. Nothing is read, so the client sees a reset.
    /// An act that is limited to a route cannot know the route so early, so it is played as
    /// [`AfterHead`](Self::AfterHead).
    BeforeReading,
    /// When the head of the request was read, but not its body.
    AfterHead,
    /// When the whole request was read, before the operation is done.
    BeforeActing,
    /// When the operation was done, before any byte of the response is sent.
    AfterActing,
    /// When half of the response's head was sent.
    InHead,
    /// When the response's head and half of its body were sent. If it has no body, the cut is in
    /// its head.
    InBody,
}

impl Place {
    /// Whether the mock has the complete request at this place, so that it could act on it.
    pub(crate) fn has_whole_request(self) -> bool {
        self >= Self::BeforeActing
    }
}

/// How a response is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// At once, as correct HTTP.
    Whole,
    /// Up to this place: the connection ends there, as if a server process ended. The client sees
    /// the end of the stream, or a reset if the mock left sent bytes unread.
    Cut(Place),
    /// The same, but with a reset, as if a machine or network failed. Bytes sent just before may be
    /// lost.
    Reset(Place),
    /// Up to this place: the connection stays open and silent until the client disconnects.
    Stall(Place),
    /// After a pause.
    Delayed(Duration),
    /// The head byte by byte with a pause before each, then the body at once.
    SlowHead(Duration),
    /// The head at once, then the body byte by byte with a pause before each.
    SlowBody(Duration),
    /// With `Transfer-Encoding: chunked` instead of `Content-Length`.
    Chunked,
    /// Without any length: the end of the connection ends the body.
    UntilClose,
    /// With this `Content-Length`. The body is the real one, and the connection ends after it.
    DeclaredLength(u64),
    /// The body in chunks, followed by endless blanks until the client disconnects.
    Endless,
    /// These bytes instead of a response; then the connection ends.
    Garbage(Vec<u8>),
    /// After this number of unrequested `100 Continue` responses.
    ContinueFirst(u32),
}

impl Delivery {
    /// The place where the delivery ends early.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Cut(place) | Self::Reset(place) | Self::Stall(place) => Some(*place),
            _ => None,
        }
    }
}
