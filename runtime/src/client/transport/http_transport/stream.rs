//! Responses whose body arrives in pieces.

use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::time::Instant;

#[cfg(feature = "reqwest")]
use super::check_not_redirected;
use super::connecting::{self, Ends};
use super::limits::Limits;
use super::{HttpTransport, incomplete_response, to_transport_error, unchanged};
use crate::client::transport::{ByteStream, ChunkFuture, TransportError};

impl HttpTransport {
    pub(super) async fn open_stream(
        &self,
        mut request: http::Request<Bytes>,
        timeout: Duration,
    ) -> Result<http::Response<Box<dyn ByteStream>>, TransportError> {
        let own = request.extensions_mut().remove::<Limits>();
        let limits = own.unwrap_or_default().limited_to(timeout);
        let runtime = Handle::try_current()
            .map_err(|_| TransportError::unfit("there is no tokio runtime"))?;
        let client = self.client_for(runtime.id(), request.uri())?;
        let request = unchanged(request)?;
        #[cfg(feature = "reqwest")]
        let url = request.url().clone();
        let now = Instant::now();
        let ends = Ends {
            connect: now + limits.connect,
            total: now + limits.total,
        };
        let head = connecting::with_limits(ends, client.execute(request));
        let head = tokio::time::timeout_at(ends.total, head).await;
        let head = head.map_err(|_| late(limits.total))?;
        let mut response = head.map_err(to_transport_error)?;
        #[cfg(feature = "reqwest")]
        check_not_redirected(&response, &url)?;
        let mut received = http::Response::new(());
        *received.status_mut() = response.status();
        *received.headers_mut() = std::mem::take(response.headers_mut());
        let body = Pieces {
            response,
            timeout: limits.total,
        };
        Ok(received.map(|()| Box::new(body) as Box<dyn ByteStream>))
    }
}

struct Pieces {
    response: reqwest::Response,
    /// The time for each piece.
    timeout: Duration,
}

impl ByteStream for Pieces {
    fn chunk(&mut self) -> ChunkFuture<'_> {
        Box::pin(async {
            match tokio::time::timeout(self.timeout, self.response.chunk()).await {
                Ok(chunk) => chunk.map_err(incomplete_response),
                Err(_) => Err(late(self.timeout)),
            }
        })
    }
}

fn late(timeout: Duration) -> TransportError {
    let text = format!("nothing arrived for {timeout:.1?}");
    TransportError::maybe_sent(text).timed_out()
}
