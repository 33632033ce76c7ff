//! A verified and decrypted event.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::callback::events::CallbackEvents;
use crate::callback::reply::Reply;
use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::text::Excerpt;
use crate::timestamp::Timestamp;

/// An event that WeChat Pay has signed, with its decrypted resource.
///
/// Only [`CallbackReceiver::receive`](super::CallbackReceiver::receive) makes it. `Debug` does not
/// show the resource, which can contain personal data.
#[derive(Clone)]
pub struct Event {
    pub(super) id: String,
    pub(super) event_type: String,
    pub(super) create_time: Option<Timestamp>,
    pub(super) summary: Option<String>,
    pub(super) original_type: Option<String>,
    pub(super) resource: String,
}

impl Event {
    /// The number of the notification.
    ///
    /// No page says whether a repeated notification has the same number. To find duplicates, use a
    /// key from the resource first.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The type of the event.
    #[must_use]
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// The time when the notification was made.
    #[must_use]
    pub fn create_time(&self) -> Option<&Timestamp> {
        self.create_time.as_ref()
    }

    /// A short description for people.
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// The type of the resource before it was encrypted.
    #[must_use]
    pub fn original_type(&self) -> Option<&str> {
        self.original_type.as_deref()
    }

    /// The decrypted resource: usually JSON, and possibly with personal data.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// Decodes the event as one of the events of a service.
    ///
    /// An event that `E` does not know is not an error.
    ///
    /// # Errors
    /// If the resource does not have the type that `E` has for this event.
    pub fn decode<E: CallbackEvents>(&self) -> Result<E, UndecodableResource> {
        E::from_event(self)
    }

    /// Decodes the resource as JSON of a type of your own.
    ///
    /// # Errors
    /// If the resource is not JSON of that type.
    pub fn decode_resource<T: DeserializeOwned>(&self) -> Result<T, UndecodableResource> {
        serde_json::from_str(&self.resource).map_err(|why| UndecodableResource {
            line: why.line(),
            column: why.column(),
        })
    }

    /// The reply that ends the delivery of this event: status 204.
    ///
    /// Send it when the event is stored durably, or when it was stored before.
    #[must_use]
    pub fn acknowledge(&self) -> Reply {
        Reply::acknowledgment()
    }
}

/// Omits the resource and the summary.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("id", &Excerpt(&self.id))
            .field("event_type", &Excerpt(&self.event_type))
            .field("create_time", &self.create_time.as_ref().map(Excerpt))
            .field("original_type", &self.original_type.as_ref().map(Excerpt))
            .finish_non_exhaustive()
    }
}

/// The resource of an event is not JSON of the expected type. The event itself is genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndecodableResource {
    line: usize,
    column: usize,
}

impl HasKind for UndecodableResource {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::UndecodableResource
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the decrypted resource does not have the expected form at line {}, column {}: \
             `Event::resource` returns its text",
            self.line, self.column
        )
    }
}

impl_kind!(UndecodableResource);

impl std::error::Error for UndecodableResource {}
