//! The delivery of a response.

use std::time::Duration;

/// A point in the processing of a request, at which a connection can be cut or stalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// When the connection is accepted, before the client has sent anything.
    ///
    /// It is the same as [`BeforeReading`](Self::BeforeReading) on a connection that carried
    /// requests before, and in an act that is limited to a route.
    OnAccept,
    /// When the first byte of the request has arrived. The mock reads nothing, so the client sees a
    /// reset.
    ///
    /// An act that is limited to a route does not know the route at this point. It is played at
    /// [`AfterHead`](Self::AfterHead) instead.
    BeforeReading,
    /// After the head of the request was read, before its body is read.
    AfterHead,
    /// After the whole request was read, before it takes effect.
    BeforeActing,
    /// After the request took effect, before the first byte of the response is sent.
    AfterActing,
    /// After half of the response's head was sent.
    InHead,
    /// After the response's head and half of its body were sent. A response without a body is cut
    /// in its head.
    InBody,
}

impl Place {
    /// Whether the mock has read the whole request at this point, so that it can act on it.
    pub(crate) fn has_whole_request(self) -> bool {
        self >= Self::BeforeActing
    }
}

/// The delivery of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// At once and according to HTTP.
    Whole,
    /// Up to this place. The connection ends there, as if the server process ended. The client sees
    /// the end of the stream, or a reset if the mock left some of its bytes unread.
    Cut(Place),
    /// Up to this place, followed by a reset, as if a machine or network failed. Bytes that were
    /// sent just before can be lost.
    Reset(Place),
    /// Up to this place. The connection then stays open and silent until the client closes it.
    Stall(Place),
    /// After a delay.
    Delayed(Duration),
    /// The head byte by byte with a delay before each byte, then the body at once.
    SlowHead(Duration),
    /// The head at once, then the body byte by byte with a delay before each byte.
    SlowBody(Duration),
    /// With `Transfer-Encoding: chunked` instead of `Content-Length`.
    Chunked,
    /// Without a length: the end of the connection ends the body.
    UntilClose,
    /// With this text as `Content-Length`, followed by the real body and the end of the connection.
    DeclaredLength(u64),
    /// The body in chunks, followed by an endless sequence of blanks until the client closes the
    /// connection.
    Endless,
    /// These bytes instead of a response, followed by the end of the connection.
    Garbage(Vec<u8>),
    /// After this number of unsolicited `100 Continue` responses.
    ContinueFirst(u32),
}

impl Delivery {
    /// The place at which the exchange ends early.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Cut(place) | Self::Reset(place) | Self::Stall(place) => Some(*place),
            _ => None,
        }
    }
}
