//! The body of a callback: facts about the event, and the encrypted resource.

use aws_lc_rs::aead::NONCE_LEN;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::callback::api_key::ApiKey;
use crate::callback::event::Event;
use crate::callback::refused::Refused;
use crate::text::Excerpt;
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
    algorithm: String,
    ciphertext: String,
    nonce: String,
    associated_data: Option<String>,
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
        let text = self.resource.decrypt(keys)?;
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

impl Resource {
    fn decrypt(&self, keys: &[ApiKey]) -> Result<String, Refused> {
        const ALGORITHM: &str = "AEAD_AES_256_GCM";
        if self.algorithm != ALGORITHM {
            return Err(Refused::UnknownAlgorithm(
                Excerpt(&self.algorithm).to_string(),
            ));
        }
        let nonce: [u8; NONCE_LEN] = self
            .nonce
            .as_bytes()
            .try_into()
            .map_err(|_| Refused::MalformedResource("nonce"))?;
        let ciphertext = STANDARD
            .decode(&self.ciphertext)
            .map_err(|_| Refused::MalformedResource("ciphertext"))?;
        let associated_data = self.associated_data.as_deref().unwrap_or_default();
        let text = keys
            .iter()
            .find_map(|key| key.decrypt(nonce, associated_data.as_bytes(), &ciphertext))
            .ok_or(Refused::NoMatchingApiKey)?;
        String::from_utf8(text).map_err(|_| Refused::MalformedResource("decrypted text"))
    }
}
