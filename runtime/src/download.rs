//! Downloads: files that are received in pieces and checked before they get their name.
//!
//! A download has two steps. The first is a usual operation, whose response names an address and a
//! digest. The second gets the file from that address. Its response is not signed, so the digest
//! alone shows that the file is complete and unchanged. Other operations respond with the file
//! itself: [`Client::receive`](crate::Client::receive) makes such a call. The guide of `wechatpay-api` has a chapter
//! about downloads.
//!
//! ```no_run
//! # async fn example(client: wechatpay_runtime::Client) -> Result<(), Box<dyn std::error::Error>> {
//! # let (download_url, hash_type, hash_value) = ("", "SHA1", "");
//! use wechatpay_runtime::download::Download;
//!
//! let bill = Download::new(download_url, hash_type, hash_value)?;
//! client.download(&bill).await?.save_to("bill.csv").await?;
//! # Ok(())
//! # }
//! ```

mod digest;
mod save;

use std::fmt;

use bytes::Bytes;

use crate::call::prepared::Prepared;
use crate::client::build_error::{BuildError, Problem};
use crate::client::panics::catch_panic_async;
use crate::client::transport::ByteStream;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::attempt::Attempt;
use crate::error::failure::Failure;
use crate::error::history::History;
use crate::raw::request::DOWNLOAD;
use crate::text::unexpected_character;
use digest::{Check, Digest};

pub use save::SaveError;

/// A file to download: the address and the digest from the response of the first step.
///
/// WeChat Pay accepts an address for a short time only, between 30 seconds and five minutes by the
/// kind of file. An old address gets status 400.
#[derive(Clone)]
pub struct Download {
    /// Scheme and host.
    pub(crate) origin: String,
    /// Path and query, exactly as received, because they are signed.
    pub(crate) target: String,
    digest: Option<Digest>,
}

impl Download {
    /// A file with a digest. `hash_type` is `SHA1` or `SHA256`, and `hash_value` its hexadecimal
    /// digits.
    ///
    /// The digest is compared with that of the bytes that are received. The digest of a compressed
    /// bill (`tar_type=GZIP`) is that of the bill after decompression, so such a file is refused.
    /// Request bills without `tar_type`.
    ///
    /// # Errors
    /// If the address is not a URL, if the type of the digest is unknown, or if the digest is
    /// malformed.
    pub fn new(url: &str, hash_type: &str, hash_value: &str) -> Result<Self, BuildError> {
        let digest = Digest::parse(hash_type, hash_value)?;
        Ok(Self {
            digest: Some(digest),
            ..Self::without_digest(url)?
        })
    }

    /// A file for which WeChat Pay gives no digest, such as an image. It needs no first step.
    ///
    /// The client checks the host of the address, the TLS certificate of that host, and the status of
    /// the response. It does **not** check the content: there is neither a signature nor a digest.
    /// [`ReceivedFile::save_to`] therefore also saves a file that was changed on the way, for
    /// example by a proxy that decrypts TLS. A file that was cut off is noticed only if the
    /// response says how long it is.
    ///
    /// If a response has a digest, use [`new`](Self::new), or [`Downloadable::download`].
    ///
    /// # Errors
    /// If the address is not a URL.
    pub fn without_digest(url: &str) -> Result<Self, BuildError> {
        let malformed = |why| Problem::new("download_url", why);
        if let Some(unexpected) = unexpected_character(url) {
            return Err(Problem::new("download_url", unexpected).into());
        }
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| malformed("has no scheme: use the address as it was received"))?;
        let path = rest
            .find('/')
            .ok_or_else(|| malformed("has no path: use the address as it was received"))?;
        let (host, target) = rest.split_at(path);
        if target.contains('#') {
            return Err(malformed("has a fragment, which is never sent").into());
        }
        Ok(Self {
            origin: format!("{scheme}://{host}"),
            target: target.to_owned(),
            digest: None,
        })
    }

    pub(crate) fn prepare(&self) -> Prepared {
        Prepared::get(&DOWNLOAD, self.target.clone())
    }
}

/// The fields of a response that lead to a file, as they were received.
#[derive(Clone, Copy)]
pub struct FileAddress<'a> {
    /// The address.
    pub url: Option<&'a str>,
    /// The name of the digest.
    pub hash_type: Option<&'a str>,
    /// The digest in hexadecimal digits.
    pub hash_value: Option<&'a str>,
}

/// The response of the first step of a download.
///
/// Generated response types implement this trait.
pub trait Downloadable {
    /// The address and the digest of the file.
    fn address(&self) -> FileAddress<'_>;

    /// The file, for [`Client::download`](crate::Client::download).
    ///
    /// # Errors
    /// If the response has no address or no digest, or the same as for [`Download::new`].
    fn download(&self) -> Result<Download, BuildError> {
        let address = self.address();
        Download::new(
            required("download_url", address.url)?,
            required("hash_type", address.hash_type)?,
            required("hash_value", address.hash_value)?,
        )
    }
}

fn required<'a>(field: &'static str, value: Option<&'a str>) -> Result<&'a str, Problem> {
    value.ok_or_else(|| Problem::new(field, "is missing in the response"))
}

/// Shows the host alone: the address gives access to the file.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("origin", &crate::text::Excerpt(&self.origin))
            .field("has_digest", &self.digest.is_some())
            .finish_non_exhaustive()
    }
}

/// A file that is being received.
///
/// Read it to the end with [`chunk`](Self::chunk), or write it to a file with
/// [`save_to`](Self::save_to). Until the end, nothing shows that the pieces are right.
#[must_use = "nothing is received before `chunk` or `save_to` is called"]
pub struct ReceivedFile {
    endpoint: &'static Endpoint,
    attempt_host: crate::call::BaseUrl,
    pub(crate) status: u16,
    request_id: Option<String>,
    body: Box<dyn ByteStream>,
    check: Option<Check>,
}

impl ReceivedFile {
    pub(crate) fn new(
        endpoint: &'static Endpoint,
        host: crate::call::BaseUrl,
        response: http::Response<Box<dyn ByteStream>>,
    ) -> Self {
        let request_id = response.headers().get("Request-ID");
        let request_id = request_id.and_then(|id| id.to_str().ok());
        Self {
            endpoint,
            attempt_host: host,
            status: response.status().as_u16(),
            request_id: request_id.map(str::to_owned),
            body: response.into_body(),
            check: None,
        }
    }

    /// The `Request-ID`, which WeChat Pay's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The same file, with a check of the digest at the end, if the download has one.
    pub(crate) fn checked(self, download: &Download) -> Self {
        Self {
            check: download.digest.as_ref().map(Digest::start),
            ..self
        }
    }

    /// The next piece; `None` after the last one, if the digest of all pieces is right. A file
    /// [`without_digest`](Download::without_digest) is not checked.
    ///
    /// # Errors
    /// If the connection fails, or if the digest is wrong. Then all pieces so far are worthless.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = catch_panic_async("transport", self.body.chunk()).await;
        let chunk = chunk.map_err(|panicked| self.error(panicked.after_sending().into()))?;
        match chunk.map_err(|why| self.error(why.into()))? {
            Some(chunk) => {
                if let Some(check) = &mut self.check {
                    check.update(&chunk);
                }
                Ok(Some(chunk))
            }
            None if self.check.take().is_none_or(Check::matches) => Ok(None),
            None => Err(self.error(Failure::WrongDigest)),
        }
    }

    fn error(&self, failure: Failure) -> Error {
        let attempt = Attempt {
            host: self.attempt_host.clone(),
            failure,
        };
        Error::with_last_attempt(self.endpoint, History::default(), attempt)
    }
}

impl fmt::Debug for ReceivedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedFile").finish_non_exhaustive()
    }
}
