//! Responses that are files.

#[cfg(feature = "encrypted-fields")]
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, HeaderValue};
use tracing::Instrument as _;

use crate::call::base_url::BaseUrl;
use crate::call::prepared::Prepared;
use crate::client::engine::Engine;
#[cfg(feature = "http-client")]
use crate::client::engine::with_extension;
use crate::client::metrics::AttemptFinished;
use crate::client::options::CallOptions;
use crate::client::panics::{Panicked, catch_panic, catch_panic_async};
use crate::client::trace;
use crate::client::transport::{ByteStream, TransportError};
use crate::download::{Download, ReceivedFile};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::history::History;

/// Files have many media types, and errors are JSON.
const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");

/// The maximum length of an error response.
const LONGEST_ERROR: usize = 64 * 1024;

impl Engine {
    pub(crate) async fn download(&self, download: &Download) -> Result<ReceivedFile, Error> {
        let call = download.prepare();
        self.reported(call.endpoint, self.second_step(download, &call))
            .await
    }

    async fn second_step(
        &self,
        download: &Download,
        call: &Prepared,
    ) -> Result<ReceivedFile, Error> {
        let mut hosts = self.hosts.urls();
        let is_host = |host: &&BaseUrl| host.as_str().eq_ignore_ascii_case(&download.origin);
        let Some(host) = hosts.find(is_host) else {
            let failure = Failure::ForeignHost(download.origin.clone());
            return Err(Error::new(call.endpoint, failure));
        };
        let file = self.receive_from(host, call).await?;
        Ok(file.checked(download))
    }

    /// Makes a call whose response is a file, once, if it could be prepared.
    pub(crate) async fn receive(
        self: &Arc<Self>,
        endpoint: &'static Endpoint,
        call: Result<Prepared, Error>,
        options: &CallOptions,
    ) -> Result<ReceivedFile, Error> {
        let receive = async {
            let (call, started) = (&call?, Instant::now());
            let failed = |failure| Error::new(endpoint, failure);
            #[cfg(feature = "encrypted-fields")]
            let call = &*self.encrypted(call, options).await.map_err(failed)?;
            let permit = self.permit_once(call, options, started).await;
            permit.map_err(failed)?;
            let host = self.hosts.url(self.hosts.first());
            self.receive_from(host, call).await
        };
        self.reported(endpoint, receive).await
    }

    /// Reports the end of a call, which is when the file begins.
    async fn reported(
        &self,
        endpoint: &'static Endpoint,
        call: impl Future<Output = Result<ReceivedFile, Error>>,
    ) -> Result<ReceivedFile, Error> {
        let (span, started) = (trace::call(endpoint), Instant::now());
        let result = call.instrument(span.clone()).await;
        let duration = started.elapsed();
        trace::end_of_call(&span, &self.reports, duration, endpoint.operation, &result);
        result
    }

    /// The call with encrypted fields. A key is needed only if it has such fields.
    #[cfg(feature = "encrypted-fields")]
    async fn encrypted<'a>(
        self: &Arc<Self>,
        call: &'a Prepared,
        options: &CallOptions,
    ) -> Result<Cow<'a, Prepared>, Failure> {
        #[cfg(feature = "platform-certificates")]
        if let Some(certificates) = &self.certificates
            && !call.plain_fields.is_empty()
        {
            let time_left = options.operation_timeout;
            certificates.before_call(self, time_left).await?;
        }
        #[cfg(not(feature = "platform-certificates"))]
        let _ = options;
        self.encrypt(call)
    }

    async fn receive_from(&self, host: &BaseUrl, call: &Prepared) -> Result<ReceivedFile, Error> {
        let started = Instant::now();
        let result = self.open(call, host).await;
        self.reports.attempt(&AttemptFinished {
            operation: call.endpoint.operation,
            host: host.as_str(),
            number: 1,
            status: match &result {
                Ok(file) => Some(file.status),
                Err(failure) => failure.status(),
            },
            outcome: result.as_ref().err().map(Failure::outcome),
            duration: started.elapsed(),
        });
        result.map_err(|failure| {
            let host = host.clone();
            let attempt = Attempt { host, failure };
            Error::with_last_attempt(call.endpoint, History::default(), attempt)
        })
    }

    async fn open(&self, call: &Prepared, host: &BaseUrl) -> Result<ReceivedFile, Failure> {
        let nonce = catch_panic("source of nonces", &self.nonces)??;
        let timestamp = catch_panic("clock", &self.clock)?;
        let mut request =
            call.request(host, &self.credential, &self.keyring(), timestamp, &nonce)?;
        request.headers_mut().insert(ACCEPT, ANYTHING);
        #[cfg(feature = "http-client")]
        let request = with_extension(request, self.exchange_limits);
        let timeout = self.stream_timeout();
        let response = catch_panic_async("transport", self.transport.stream(request, timeout))
            .await
            .map_err(Panicked::after_sending)??;
        if response.status().is_success() {
            return Ok(ReceivedFile::new(call.endpoint, host.clone(), response));
        }
        let (parts, mut body) = response.into_parts();
        let body = catch_panic_async("transport", read_error(&mut *body))
            .await
            .map_err(Panicked::after_sending)??;
        let response = http::Response::from_parts(parts, body);
        let now = catch_panic("clock", &self.clock).map_err(Panicked::after_sending)?;
        let signed = call.signed(timestamp, &nonce);
        match call.response(response, &self.keyring(), now, Some(&signed)) {
            Err(failure) => Err(failure),
            // A status that is not a success never gets here.
            Ok(_) => Err(TransportError::maybe_sent("unexpected status").into()),
        }
    }
}

async fn read_error(body: &mut dyn ByteStream) -> Result<Bytes, TransportError> {
    let mut read = BytesMut::new();
    while let Some(chunk) = body.chunk().await? {
        if chunk.len() > LONGEST_ERROR.saturating_sub(read.len()) {
            return Err(TransportError::too_long(
                "an error response that is too long",
            ));
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}
