//! What took effect.

use std::collections::{HashMap, HashSet};

/// One effect: an operation that was done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    pub(crate) operation: String,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) brand_id: Option<String>,
    pub(crate) object: Option<String>,
    pub(crate) request: usize,
}

impl LedgerEntry {
    /// The name of the documented operation, or method and template of a plain route, such as `POST
    /// /v3/stocks/{stock_id}`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The idempotency key, if the operation or route has one and the request contained it.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    /// The brand of the request, in the life of a coupon.
    #[must_use]
    pub fn brand_id(&self) -> Option<&str> {
        self.brand_id.as_deref()
    }

    /// What was changed in the life of a coupon: the id of a product coupon or stock, the code of a
    /// user's coupon, or a URL.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// The index of the request in [`Mock::requests`](crate::Mock::requests).
    #[must_use]
    pub fn request(&self) -> usize {
        self.request
    }
}

/// All effects so far, in order.
#[derive(Default)]
pub(crate) struct Ledger {
    entries: Vec<LedgerEntry>,
    numbers: HashSet<(String, String)>,
    /// The last successful request to each target.
    last: HashMap<String, String>,
}

impl Ledger {
    /// Whether a request for this operation took effect with this idempotency key.
    pub(crate) fn knows(&self, operation: &str, idempotency_key: Option<&str>) -> bool {
        idempotency_key.is_some_and(|number| {
            self.numbers
                .contains(&(operation.to_owned(), number.to_owned()))
        })
    }

    /// Records a successful request, and returns whether it is the same as the last one to its
    /// target.
    pub(crate) fn repeats_last(&mut self, target: &str, data: &str) -> bool {
        let last = self.last.insert(target.to_owned(), data.to_owned());
        last.is_some_and(|last| last == data)
    }

    /// Records an effect. A second effect with a known idempotency key is not recorded.
    pub(crate) fn note(
        &mut self,
        operation: String,
        idempotency_key: Option<String>,
        request: usize,
    ) {
        let is_new = idempotency_key
            .clone()
            .is_none_or(|number| self.numbers.insert((operation.clone(), number)));
        if is_new {
            self.record(LedgerEntry {
                operation,
                idempotency_key,
                brand_id: None,
                object: None,
                request,
            });
        }
    }

    /// Records an effect.
    pub(crate) fn record(&mut self, entry: LedgerEntry) {
        self.entries.push(entry);
    }

    pub(crate) fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idempotency_key_takes_effect_once_per_operation() {
        let mut ledger = Ledger::default();
        for (request, (operation, number)) in [
            ("create", Some("1")),
            ("create", Some("1")),
            ("update", Some("1")),
            ("create", Some("2")),
            ("plain", None),
            ("plain", None),
        ]
        .into_iter()
        .enumerate()
        {
            ledger.note(operation.to_owned(), number.map(str::to_owned), request);
        }
        let requests: Vec<_> = ledger.entries().iter().map(LedgerEntry::request).collect();
        assert_eq!(requests, [0, 2, 3, 4, 5]);
        assert!(ledger.knows("create", Some("2")) && !ledger.knows("update", Some("2")));
        assert!(!ledger.knows("plain", None));
    }
}
