//! Request numbers: the same number with the same data gets the same response.

use std::collections::HashMap;

use serde_json::Value;

use super::call::Call;

/// The request numbers that took effect.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(HashMap<Key, Answered>);

/// Brand, operation and number.
type Key = (String, &'static str, String);

#[derive(Clone, Debug)]
struct Answered {
    path: Vec<(String, String)>,
    data: Value,
    body: String,
}

/// What is known of a request number.
pub(super) enum Known<'a> {
    No,
    /// With the same data; this was the response.
    Same(&'a str),
    OtherData,
}

impl Numbers {
    pub(super) fn find(&self, key: &Key, call: &Call<'_>) -> Known<'_> {
        match self.0.get(key) {
            None => Known::No,
            Some(first) if first.path == call.path && first.data == *call.body => {
                Known::Same(&first.body)
            }
            Some(_) => Known::OtherData,
        }
    }

    pub(super) fn note(&mut self, key: Key, call: &Call<'_>, body: String) {
        let first = Answered {
            path: call.path.to_vec(),
            data: call.body.clone(),
            body,
        };
        self.0.insert(key, first);
    }
}
