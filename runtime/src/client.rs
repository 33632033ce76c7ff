//! The async client: the sans-I/O core of [`call`](crate::call) around a transport.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::base_url::BaseUrl;
use crate::call::Call;
pub use crate::client_builder::ClientBuilder;
use crate::credential::Credential;
use crate::error::Error;
use crate::keyring::Keyring;
use crate::nonce::Nonce;
use crate::operation::Operation;
use crate::response::Response;
use crate::transport::Transport;

/// A merchant's connection to WeChat Pay. Make one and keep it; clones share everything.
///
/// Nothing goes to the network until the first call. The default transport has to be called from inside a tokio
/// runtime with its timer and I/O enabled.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) credential: Credential,
    pub(crate) keyring: Keyring,
    pub(crate) base_url: BaseUrl,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Client {
    /// Starts with no settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Signs and sends one operation, once, and verifies and decodes its answer.
    ///
    /// # Errors
    /// For everything but a verified, documented, readable success. Ask [`Error::outcome`] first.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        let Inner {
            credential,
            keyring,
            base_url,
            transport,
        } = &*self.inner;
        let call = Call::prepare(operation)?;
        let nonce = Nonce::random().map_err(|why| Error::new(O::ENDPOINT, why))?;
        let request = call.request(base_url, credential, keyring, unix_time(), &nonce)?;
        let response = transport
            .send(request)
            .await
            .map_err(|cause| call.failed(cause))?;
        call.answer(response, keyring, unix_time())
    }
}

impl From<Inner> for Client {
    fn from(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }
}

/// Shows whose client it is and where it calls, no key.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("credential", &self.inner.credential)
            .field("keyring", &self.inner.keyring)
            .field("base_url", &self.inner.base_url)
            .finish_non_exhaustive()
    }
}

/// The local clock in Unix seconds. A clock before 1970 counts backwards; it makes calls fail, not panic.
pub(crate) fn unix_time() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds)
        }
    }
}
