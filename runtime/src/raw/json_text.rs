//! JSON inside a text.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::Value;

use super::Json;
use crate::check::checker::{Checked, Checker};
use crate::check::each::{EnumValues, Numbers, Texts};
use crate::parameters::ParameterValue;

/// A value of a request that is sent as a text that contains its JSON.
///
/// ```
/// use wechatpay_runtime::raw::JsonText;
///
/// let numbers = JsonText::from(vec![1, 2]);
/// assert_eq!(serde_json::to_string(&numbers).unwrap(), r#""[1,2]""#);
/// assert_eq!(numbers.len(), 2);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct JsonText<T>(pub T);

impl<T> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for JsonText<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonText<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&self.0).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

/// In a query. A value that cannot be written as JSON is left out; types of the generated code
/// always can.
impl<T: Serialize> ParameterValue for JsonText<T> {
    fn each(&self, add: &mut dyn FnMut(String)) {
        if let Ok(text) = serde_json::to_string(&self.0) {
            add(text);
        }
    }
}

impl<T: Checked> Checked for JsonText<T> {
    fn check(&self, checker: &mut Checker<'_>) {
        self.0.check(checker);
    }
}

impl<T: Texts> Texts for JsonText<T> {
    fn each_text(&self, checker: &mut Checker<'_>, check: &dyn Fn(&str, &mut Checker<'_>)) {
        self.0.each_text(checker, check);
    }
}

impl<T: Numbers> Numbers for JsonText<T> {
    fn each_number(&self, checker: &mut Checker<'_>, check: &dyn Fn(i64, &mut Checker<'_>)) {
        self.0.each_number(checker, check);
    }
}

impl<T: EnumValues> EnumValues for JsonText<T> {
    fn each_unlisted(&self, checker: &mut Checker<'_>) {
        self.0.each_unlisted(checker);
    }
}

/// JSON without fields that are known has no checks.
impl Checked for Json {
    fn check(&self, _: &mut Checker<'_>) {}
}

/// A text of a response that contains JSON, as it was received.
///
/// It is decoded on demand, so an unexpected text does not affect the rest of the response.
///
/// ```
/// use wechatpay_runtime::raw::ReceivedJson;
///
/// let numbers: ReceivedJson<Vec<i64>> = serde_json::from_str(r#""[1,2]""#).unwrap();
/// assert_eq!(numbers.decode().unwrap(), [1, 2]);
/// let other: ReceivedJson<Vec<i64>> = serde_json::from_str(r#""none""#).unwrap();
/// assert!(other.decode().is_err());
/// assert_eq!(other.text(), "none");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ReceivedJson<T> {
    text: String,
    decoded: PhantomData<fn() -> T>,
}

impl<T> ReceivedJson<T> {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl<T: DeserializeOwned> ReceivedJson<T> {
    /// The value that the text contains.
    ///
    /// # Errors
    /// If the text is not JSON, or if it is the JSON of something else.
    pub fn decode(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.text)
    }
}

/// Omits the text, which can contain personal data.
impl<T> fmt::Debug for ReceivedJson<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedJson").finish_non_exhaustive()
    }
}

/// A value that is not a text is kept as its JSON.
impl<'de, T> Deserialize<'de> for ReceivedJson<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            other => serde_json::to_string(&other).map_err(D::Error::custom)?,
        };
        Ok(Self {
            text,
            decoded: PhantomData,
        })
    }
}

#[cfg(feature = "serde")]
impl<T> Serialize for ReceivedJson<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
