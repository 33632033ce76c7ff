//! Named by the expansions of this crate's macros, and by nobody else: no part of the promised interface.

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::open_enum::{check_open_enum, deserialize_open_enum, value_of_open_enum};
pub use crate::open_number::{deserialize_open_number, value_of_open_number};
