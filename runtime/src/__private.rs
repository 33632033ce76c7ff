//! Named by the expansions of this crate's macros, and by nobody else: no part of the promised interface.

pub mod body;
pub mod builder;
mod error_codes;
mod request;
pub mod response;
mod version;

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::open_enum::{deserialize_open_enum, parse_open_enum, value_of_open_enum};
pub use crate::open_number::{deserialize_open_number, value_of_open_number};

/// The checks that `validate()` of generated requests is made of.
pub mod check {
    pub use crate::check::alphabet::Alphabet;
    pub use crate::check::checker::{Checked, Checker, validate};
    pub use crate::check::condition::Condition;
    pub use crate::check::each::{Items, Numbers, Texts};
    pub use crate::check::field::Field;
    pub use crate::check::subject::{Subject, found, message, when, whether};
    pub use crate::check::value::{Value, Valued};
}

/// What a setter of a list makes of its items.
pub fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// The same, of items that are converted.
pub fn list_into<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Stands in a `Debug` where a personal value would be.
#[derive(Clone, Copy)]
pub struct Personal;

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(personal)")
    }
}
