//! The body of a callback: facts about the event, and the encrypted resource.

use serde::Deserialize;

use crate::callback::event::Event;
use crate::callback::refused::Refused;
use crate::keys::ApiKey;
use crate::keys::encrypted::Encrypted;
use crate::timestamp::Timestamp;

/// A verified body. Unknown members are ignored.
#[derive(Deserialize)]
pub(super) struct Envelope {
    id: String,
    event_type: String,
    create_time: Option<Timestamp>,
    summary: Option<String>,
    resource: Resource,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(flatten)]
    encrypted: Encrypted,
    original_type: Option<String>,
}

impl Envelope {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refused> {
        serde_json::from_slice(body).map_err(|why| Refused::NotAnEvent {
            line: why.line(),
            column: why.column(),
        })
    }

    /// Decrypts the resource with the key that fits.
    pub(super) fn open(self, keys: &[ApiKey]) -> Result<Event, Refused> {
        let text = self.resource.encrypted.decrypt(keys)?;
        Ok(Event {
            id: self.id,
            event_type: self.event_type,
            create_time: self.create_time,
            summary: self.summary,
            original_type: self.resource.original_type,
            resource: text,
        })
    }
}
