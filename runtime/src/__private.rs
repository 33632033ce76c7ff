//! Items for the expansions of this crate's macros. They are not part of the stable interface.

pub mod body;
pub mod builder;
mod choice;
mod error_codes;
#[cfg(feature = "serde")]
pub mod read;
mod request;
pub mod response;
mod version;

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::open_enum::{deserialize_open_enum, parse_open_enum, value_of_open_enum};
pub use crate::open_number::{deserialize_open_number, value_of_open_number};

/// The checks that `validate()` of generated requests uses.
pub mod check {
    pub use crate::check::alphabet::Alphabet;
    pub use crate::check::checker::{Checked, Checker, validate, validate_strict};
    pub use crate::check::condition::Condition;
    pub use crate::check::each::{EnumValues, Items, Numbers, Texts};
    pub use crate::check::field::Field;
    pub use crate::check::subject::{Subject, contains, found, message, when, whether};
    pub use crate::check::value::{Value, Valued, value_of_choice};
}

/// Collects the items of a list for its setter.
pub fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// Collects and converts the items of a list for its setter.
pub fn list_into<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Replaces a personal value in `Debug` output.
#[derive(Clone, Copy)]
pub struct Personal;

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(personal)")
    }
}

/// Expands to nothing, because the feature `callbacks` is off.
#[cfg(not(feature = "callbacks"))]
#[doc(hidden)]
#[macro_export]
macro_rules! callback_events {
    ($($item:tt)*) => {};
}

/// Expands to its tokens, because the feature `serde` is on.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_serde {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to nothing, because the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_serde {
    ($($item:tt)*) => {};
}
