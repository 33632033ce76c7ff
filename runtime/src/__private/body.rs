//! Serializes a request as a JSON object: in the page's order, without absent fields, and never
//! with `null`.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A JSON object that is being written.
pub struct Object<S: Serializer>(S::SerializeMap);

impl<S: Serializer> Object<S> {
    /// Starts the object.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a field that is always present.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn required<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.0.serialize_entry(name, value)
    }

    /// Writes a field if it has a value.
    ///
    /// # Errors
    /// The error of the serializer.
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

    /// Ends the object.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

impl<S: Serializer> std::fmt::Debug for Object<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Object").finish_non_exhaustive()
    }
}
