//! A choice that this crate has no variant for.

use std::fmt;

use serde_json::{Map, Value};

use super::extras::{ExtrasError, Reason, contains_null};
use crate::check::value::Value as Subject;

/// A value that a choice has no variant for, with the fields that go with it.
///
/// Each choice of a request has a variant `Unknown` with this type. Use it for a value that WeChat
/// Pay accepts and this crate does not know yet. The other fields of the request keep their types
/// and checks.
///
/// ```
/// # use serde_json::json;
/// # use wechatpay_runtime::raw::UnknownChoice;
/// let choice = UnknownChoice::new(
///     "PROGRESSIVE_BUNDLE",
///     json!({ "progressive_bundle_usage_info": { "count": 3 } }),
/// )?;
/// assert_eq!(choice.value(), "PROGRESSIVE_BUNDLE");
/// # Ok::<(), wechatpay_runtime::error::ExtrasError>(())
/// ```
///
/// It can also carry a value that has a variant. Such a value decides conditions, but the fields
/// have no types. If such a request is stored and read again, it has the variant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownChoice {
    value: Value,
    fields: Map<String, Value>,
}

impl UnknownChoice {
    /// The value of the discriminator, a text or a whole number, and the fields that go with it, a
    /// JSON object.
    ///
    /// No field of the object may be a field of the request. Otherwise the request cannot be sent.
    ///
    /// # Errors
    /// If the value is not a text or a whole number, if the fields are not an object, or if they contain
    /// `null`.
    pub fn new(value: impl Into<Value>, fields: Value) -> Result<Self, ExtrasError> {
        let value = value.into();
        if !(value.is_string() || value.is_i64()) {
            return Err(ExtrasError(Reason::NoDiscriminator));
        }
        let Value::Object(fields) = fields else {
            return Err(ExtrasError(Reason::FieldsNotObject));
        };
        match fields.iter().find(|(_, value)| contains_null(value)) {
            Some((name, _)) => Err(ExtrasError(Reason::Null(name.clone()))),
            None => Ok(Self { value, fields }),
        }
    }

    /// The value of the discriminator.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The fields that go with the value.
    #[must_use]
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// The value as conditions compare it, if it is one of the values that the page lists.
    pub(crate) fn subject(&self, listed: &[Subject<'_>]) -> Subject<'_> {
        let value = match &self.value {
            Value::String(text) => Subject::Text(text),
            other => other.as_i64().map_or(Subject::Unknown, Subject::Number),
        };
        if listed.contains(&value) {
            value
        } else {
            Subject::Unknown
        }
    }
}

/// Omits the values of the fields, which are the user's data.
impl fmt::Debug for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownChoice")
            .field("value", &self.value)
            .field("fields", &self.fields.keys().collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_discriminator_with_an_object_is_accepted() {
        for value in [json!("NEW"), json!(7), json!("")] {
            assert_eq!(
                *UnknownChoice::new(value.clone(), json!({}))
                    .unwrap()
                    .value(),
                value
            );
        }
        for value in [
            json!(null),
            json!(1.5),
            json!([]),
            json!(true),
            json!(u64::MAX),
        ] {
            let error = UnknownChoice::new(value, json!({})).unwrap_err();
            assert_eq!(error, ExtrasError(Reason::NoDiscriminator));
        }
        for fields in [json!(null), json!([]), json!("a")] {
            let error = UnknownChoice::new("NEW", fields).unwrap_err();
            assert_eq!(error, ExtrasError(Reason::FieldsNotObject));
        }
        let error = UnknownChoice::new("NEW", json!({"a": {"b": [null]}})).unwrap_err();
        assert_eq!(error, ExtrasError(Reason::Null("a".to_owned())));
    }

    #[test]
    fn a_listed_value_decides_conditions() {
        let listed = [Subject::Text("A"), Subject::Number(1)];
        for (value, subject) in [
            (json!("A"), Subject::Text("A")),
            (json!("B"), Subject::Unknown),
            (json!(1), Subject::Number(1)),
            (json!("1"), Subject::Unknown),
        ] {
            let choice = UnknownChoice::new(value, json!({})).unwrap();
            assert_eq!(choice.subject(&listed), subject);
        }
    }
}
