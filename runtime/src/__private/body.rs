//! Serializes a request as a JSON object: in the page's order, without absent fields, and never
//! with `null`.

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use crate::raw::UnknownChoice;

/// A request that writes the fields of its body.
pub trait WriteBody {
    /// Writes the fields of the body.
    ///
    /// # Errors
    /// The error of the serializer, or a field that is given twice.
    fn write_body<S: Serializer>(&self, object: &mut Object<S>) -> Result<(), S::Error>;
}

/// The body of a request that also has parameters outside the body.
#[derive(Debug)]
pub struct BodyOf<'a, T>(pub &'a T);

impl<T: WriteBody> Serialize for BodyOf<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        self.0.write_body(&mut object)?;
        object.end()
    }
}

/// A JSON object that is being written.
pub struct Object<S: Serializer> {
    map: S::SerializeMap,
    /// The names of all fields so far, if a choice may add fields that its struct does not know.
    names: Option<Vec<String>>,
}

impl<S: Serializer> Object<S> {
    /// Starts the object.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            map: serializer.serialize_map(None)?,
            names: None,
        })
    }

    /// Writes a field that is always present.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn required<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), S::Error> {
        if let Some(names) = &mut self.names {
            if names.iter().any(|known| known == name) {
                let text = "the fields of an unknown choice contain a field that the request has";
                return Err(S::Error::custom(format_args!("{text}: `{name}`")));
            }
            names.push(name.to_owned());
        }
        self.map.serialize_entry(name, value)
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

    /// Compares the names of all fields if a choice of this object is unknown, because such a choice
    /// can have any fields. It is called for each choice, before the first field.
    pub fn compare_names(&mut self, is_unknown: bool) {
        if is_unknown {
            self.names = Some(Vec::new());
        }
    }

    /// Writes an unknown choice: the discriminator `name` and the choice's own fields.
    ///
    /// # Errors
    /// The error of the serializer, or a field that is given twice.
    pub fn unknown(&mut self, name: &'static str, choice: &UnknownChoice) -> Result<(), S::Error> {
        self.required(name, choice.value())?;
        let mut fields = choice.fields().iter();
        fields.try_for_each(|(name, value)| self.required(name, value))
    }

    /// Ends the object.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map.end()
    }
}

impl<S: Serializer> std::fmt::Debug for Object<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Object").finish_non_exhaustive()
    }
}
