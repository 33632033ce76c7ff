//! Verifies and decrypts callbacks.

use std::fmt;
use std::sync::Arc;

use crate::Client;
use crate::call::verify;
use crate::callback::envelope::Envelope;
use crate::callback::event::Event;
use crate::callback::headers::CallbackHeaders;
use crate::callback::refused::Refused;
use crate::keys::ApiKey;
use crate::keys::keyring::Keyring;
use crate::text::Excerpt;

/// Receives the callbacks of one merchant. Create one and keep it; clones share the keys.
///
/// ```
/// # use wechatpay_runtime::{Client, error::BuildError};
/// use wechatpay_runtime::callback::{ApiKey, CallbackReceiver};
///
/// # fn example(client: &Client) -> Result<CallbackReceiver, BuildError> {
/// let key = std::env::var("WECHATPAY_API_KEY").unwrap_or_default();
/// let receiver = CallbackReceiver::new(client, ApiKey::new(key)?);
/// # Ok(receiver)
/// # }
/// ```
#[derive(Clone)]
pub struct CallbackReceiver {
    platform_keys: PlatformKeys,
    api_keys: Arc<[ApiKey]>,
}

impl CallbackReceiver {
    /// A receiver with the keys of a client or of a [`Keyring`], and an API key.
    ///
    /// With the keys of a client, a change by
    /// [`update_keyring`](crate::Client::update_keyring) applies to the next callback.
    #[must_use]
    pub fn new(platform_keys: impl Into<PlatformKeys>, api_key: ApiKey) -> Self {
        Self {
            platform_keys: platform_keys.into(),
            api_keys: Arc::new([api_key]),
        }
    }

    /// Adds another API key. A resource is decrypted with the key that fits.
    ///
    /// A new API key on the merchant platform replaces the old one at once. Give the receiver both
    /// keys before that.
    #[must_use]
    pub fn with_api_key(self, api_key: ApiKey) -> Self {
        let keys = self.api_keys.iter().cloned().chain([api_key]);
        Self {
            api_keys: keys.collect(),
            ..self
        }
    }

    /// Verifies a callback and decrypts its event. `body` is the raw body, byte for byte. `now` is
    /// the local time in Unix seconds.
    ///
    /// Nothing of the body is read before the signature is verified.
    ///
    /// # Errors
    /// If the callback is not genuine, or if it cannot be decrypted.
    /// [`Refused::reply`] is the reply in both cases.
    pub fn receive(
        &self,
        headers: impl Into<CallbackHeaders>,
        body: &[u8],
        now: i64,
    ) -> Result<Event, Refused> {
        let result = self.open(&headers.into(), body, now);
        report(&result);
        result
    }

    fn open(&self, headers: &CallbackHeaders, body: &[u8], now: i64) -> Result<Event, Refused> {
        let keyring = self.platform_keys.keyring();
        verify::verify_callback(headers.as_map(), body, &keyring, now)?;
        Envelope::read(body)?.open(&self.api_keys)
    }
}

/// The events of `tracing`. Their texts and the names of their fields are stable.
fn report(result: &Result<Event, Refused>) {
    match result {
        Ok(event) => tracing::info!(
            wechatpay.event_id = %Excerpt(event.id()),
            wechatpay.event_type = %Excerpt(event.event_type()),
            "callback verified"
        ),
        Err(probe) if probe.is_probe() => tracing::info!(
            wechatpay.refusal = probe.label(),
            "callback refused: {probe}"
        ),
        Err(refused) => tracing::warn!(
            wechatpay.refusal = refused.label(),
            "callback refused: {refused}"
        ),
    }
}

/// Shows the names of the platform keys and the number of API keys.
impl fmt::Debug for CallbackReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackReceiver")
            .field("platform_keys", &self.platform_keys)
            .field("api_keys", &self.api_keys)
            .finish()
    }
}

/// The keys of WeChat Pay that verify callbacks: a [`Keyring`], or those of a client.
#[derive(Clone)]
pub struct PlatformKeys(Source);

#[derive(Clone)]
enum Source {
    Keyring(Arc<Keyring>),
    Client(Client),
}

impl PlatformKeys {
    /// The current keys.
    fn keyring(&self) -> Arc<Keyring> {
        match &self.0 {
            Source::Keyring(keyring) => Arc::clone(keyring),
            Source::Client(client) => client.engine.keyring(),
        }
    }
}

impl From<Keyring> for PlatformKeys {
    fn from(keyring: Keyring) -> Self {
        Self(Source::Keyring(Arc::new(keyring)))
    }
}

impl From<&Client> for PlatformKeys {
    fn from(client: &Client) -> Self {
        Self(Source::Client(client.clone()))
    }
}

impl fmt::Debug for PlatformKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keyring().names()).finish()
    }
}
