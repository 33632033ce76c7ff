//! JSON whose objects keep the order of their members. The order of `serde_json`'s maps depends on
//! features that other crates of the build may enable.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Number;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Object(Object),
}

/// A JSON object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object(Vec<(String, Json)>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known == key)
    }

    /// Sets the value of a member, and adds the member if it is missing.
    pub(crate) fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        *self.value_mut(&key.into()) = value.into();
        self
    }

    /// Sets a member if there is a value.
    pub(crate) fn maybe(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a list, unless it is empty.
    pub(crate) fn list<T: Into<Json>>(self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Json> = items.into_iter().map(Into::into).collect();
        self.maybe(key, (!items.is_empty()).then_some(items))
    }

    /// Adds an object, unless it is empty.
    pub(crate) fn object(self, key: &str, value: Self) -> Self {
        self.maybe(key, (!value.is_empty()).then_some(value))
    }

    /// Adds the members of another object after its own.
    pub(crate) fn and(self, other: Self) -> Self {
        let add = |all: Self, (key, value): (String, Json)| all.with(key, value);
        other.0.into_iter().fold(self, add)
    }

    /// Adds the members of another object. If both have a member, objects are merged recursively,
    /// and lists get the new items.
    pub(crate) fn merge(&mut self, other: Self) {
        for (key, value) in other.0 {
            match (self.value_mut(&key), value) {
                (Json::Object(mine), Json::Object(more)) => mine.merge(more),
                (Json::List(mine), Json::List(more)) => {
                    for item in more {
                        if !mine.contains(&item) {
                            mine.push(item);
                        }
                    }
                }
                (mine, value) => *mine = value,
            }
        }
    }

    /// The value of a member, which is added as null if it is missing.
    pub(crate) fn value_mut(&mut self, key: &str) -> &mut Json {
        let known = self.0.iter().position(|(known, _)| known == key);
        let index = known.unwrap_or_else(|| {
            self.0.push((key.to_owned(), Json::Null));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(impl From<$integer> for Json {
            fn from(value: $integer) -> Self {
                Self::Number(value.into())
            }
        })*
    };
}

from_integers! { i64 u32 }

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => value.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Object(Object(members)) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Object::new();
        while let Some((key, value)) = members.next_entry::<String, Json>()? {
            object = object.with(key, value);
        }
        Ok(Json::Object(object))
    }
}
