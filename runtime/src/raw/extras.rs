//! Requests with fields that their types do not have.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use serde_json::map::Entry;

use crate::check::Violations;
use crate::endpoint::{Endpoint, IdempotencyKey};
use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::operation::Operation;
use crate::parameters::Parameters;
use crate::text::Excerpt;

/// A request with extra fields in its body.
///
/// Use it for a field that WeChat Pay accepts and this crate does not know yet.
///
/// ```
/// # use wechatpay_runtime::{Operation, raw::RequestWithExtras};
/// # use serde_json::json;
/// # fn example<O: Operation>(request: &O) -> Result<(), wechatpay_runtime::error::ExtrasError> {
/// let extended = RequestWithExtras::new(request)?
///     .with("/new_name", json!("Autumn"))?
///     .with("/rule/new_rule", json!({ "max": 3 }))?;
/// // client.send(&extended).await
/// # Ok(())
/// # }
/// ```
pub struct RequestWithExtras<'a, O: Operation> {
    request: &'a O,
    body: Value,
}

impl<'a, O: Operation> RequestWithExtras<'a, O> {
    /// Starts with the fields of the request.
    ///
    /// # Errors
    /// If the request has no body, or if its body is not a JSON object.
    pub fn new(request: &'a O) -> Result<Self, ExtrasError> {
        let body = request
            .body()
            .map(|body| body.serialize(serde_json::value::Serializer));
        match body {
            Some(Ok(body @ Value::Object(_))) => Ok(Self { request, body }),
            Some(Err(why)) => Err(ExtrasError(Reason::NotWritten(why.to_string()))),
            _ => Err(ExtrasError(Reason::BodyNotObject)),
        }
    }

    /// Adds a field at a JSON pointer, such as `/rule/new_field`.
    ///
    /// All parts of the pointer except the last must already exist in the body.
    ///
    /// # Errors
    /// If the pointer does not lead into an object of the body, if the field already has a value,
    /// or if the value contains `null`.
    pub fn with(mut self, pointer: &str, value: Value) -> Result<Self, ExtrasError> {
        let error = |reason: fn(String) -> Reason| ExtrasError(reason(pointer.to_owned()));
        if contains_null(&value) {
            return Err(error(Reason::Null));
        }
        let (parent, name) = pointer
            .rsplit_once('/')
            .ok_or_else(|| error(Reason::NotInObject))?;
        let parent = self.body.pointer_mut(parent).and_then(Value::as_object_mut);
        let name = name.replace("~1", "/").replace("~0", "~");
        match parent.map(|fields| fields.entry(name)) {
            Some(Entry::Vacant(field)) => {
                field.insert(value);
                Ok(self)
            }
            Some(Entry::Occupied(_)) => Err(error(Reason::AlreadySet)),
            None => Err(error(Reason::NotInObject)),
        }
    }
}

impl<O: Operation> Operation for RequestWithExtras<'_, O> {
    const ENDPOINT: &'static Endpoint = O::ENDPOINT;
    type Response = O::Response;
    type ErrorCode = O::ErrorCode;

    fn endpoint(&self) -> &'static Endpoint {
        self.request.endpoint()
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey<'_>> {
        self.request.idempotency_key()
    }

    fn path_template(&self) -> &str {
        self.request.path_template()
    }

    #[cfg(feature = "uploads")]
    fn form(&self) -> Option<crate::upload::Form<'_>> {
        self.request.form()
    }

    #[cfg(feature = "encrypted-fields")]
    fn encrypted_fields(&self) -> &'static [crate::operation::EncryptedField] {
        self.request.encrypted_fields()
    }

    fn parameters<'a>(&'a self, parameters: &mut Parameters<'a>) {
        self.request.parameters(parameters);
    }

    /// Checks the request without its extra fields.
    fn validate(&self) -> Result<(), Violations> {
        self.request.validate()
    }

    /// Checks the request without its extra fields.
    fn validate_strict(&self) -> Result<(), Violations> {
        self.request.validate_strict()
    }

    fn body(&self) -> Option<impl Serialize> {
        Some(&self.body)
    }
}

/// Omits the body, which contains the user's data.
impl<O: Operation> fmt::Debug for RequestWithExtras<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestWithExtras")
            .field("operation", &self.endpoint().operation)
            .finish_non_exhaustive()
    }
}

/// The error of adding a field or an unknown choice to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct ExtrasError(pub(super) Reason);

impl fmt::Debug for ExtrasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Excerpt(format_args!("{:?}", self.0)).fmt(f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    BodyNotObject,
    /// The message of the serializer.
    NotWritten(String),
    FieldsNotObject,
    NoDiscriminator,
    NotInObject(String),
    AlreadySet(String),
    Null(String),
}

pub(super) fn contains_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(contains_null),
        Value::Object(fields) => fields.values().any(contains_null),
        _ => false,
    }
}

impl HasKind for ExtrasError {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::InvalidExtra
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::BodyNotObject => f.write_str(
                "the body of this request is not a JSON object, so no field can be added",
            ),
            Reason::NotWritten(why) => {
                write!(f, "the body cannot be written: {}", Excerpt(why))
            }
            Reason::FieldsNotObject => {
                f.write_str("the fields of an unknown choice must be a JSON object")
            }
            Reason::NoDiscriminator => f.write_str(
                "the value of an unknown choice must be a text or a whole number of 64 bits",
            ),
            Reason::NotInObject(pointer) => write!(
                f,
                "`{}` does not lead into an object of this request: use a JSON pointer such as \
                 `/rule/new_field`, all parts of which exist except the last",
                Excerpt(pointer)
            ),
            Reason::Null(pointer) => write!(
                f,
                "the value for `{}` contains `null`, which WeChat Pay does not accept: leave out \
                 absent fields",
                Excerpt(pointer)
            ),
            Reason::AlreadySet(pointer) => write!(
                f,
                "`{}` already has a value in this request: set the value there",
                Excerpt(pointer)
            ),
        }
    }
}

impl_kind!(ExtrasError);

impl std::error::Error for ExtrasError {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::raw::request::RawRequest;

    fn body(pointer: &str) -> Result<Value, Reason> {
        let request = RawRequest::post("/v3/a", json!({"a": {"b": [1, {}]}, "c": "x"}));
        match RequestWithExtras::new(&request).and_then(|extended| extended.with(pointer, json!(7)))
        {
            Ok(extended) => Ok(extended.body),
            Err(ExtrasError(reason)) => Err(reason),
        }
    }

    #[test]
    fn a_field_is_added_at_the_pointer() {
        for (pointer, place) in [
            ("/n", "/n"),
            ("/a/n", "/a/n"),
            ("/a/b/1/n", "/a/b/1/n"),
            ("/", "/"),
            ("/x~1y~0z", "/x~1y~0z"),
        ] {
            let body = body(pointer).unwrap();
            assert_eq!(body.pointer(place), Some(&json!(7)), "{pointer}");
            assert_eq!(body.pointer("/c"), Some(&json!("x")));
        }
    }

    #[test]
    fn any_other_pointer_is_refused() {
        assert_eq!(body("/a"), Err(Reason::AlreadySet("/a".to_owned())));
        let request = RawRequest::post("/v3/a", json!({}));
        let null = RequestWithExtras::new(&request)
            .unwrap()
            .with("/n", json!([{"x": null}]));
        assert_eq!(
            null.unwrap_err(),
            ExtrasError(Reason::Null("/n".to_owned()))
        );
        for pointer in ["", "n", "/c/n", "/a/b/n", "/a/b/0", "/z/n"] {
            assert_eq!(body(pointer), Err(Reason::NotInObject(pointer.to_owned())));
        }
        for request in [
            RawRequest::get("/v3/a"),
            RawRequest::post("/v3/a", json!([])),
        ] {
            assert_eq!(
                RequestWithExtras::new(&request).unwrap_err(),
                ExtrasError(Reason::BodyNotObject)
            );
        }
    }
}
