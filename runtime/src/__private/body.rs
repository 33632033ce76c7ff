//! How a request writes its JSON object: in the page's order, absent fields left out, `null` never.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A JSON object that is being written.
pub struct Object<S: Serializer>(S::SerializeMap);

impl<S: Serializer> Object<S> {
    /// Opens the object.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a field that is always there.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn required<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.0.serialize_entry(name, value)
    }

    /// Writes a field if it has a value, and nothing at all if it has none.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => Ok(()),
        }
    }

    /// Closes the object.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

impl<S: Serializer> std::fmt::Debug for Object<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Object").finish_non_exhaustive()
    }
}
