//! A request with fields that its type does not have.

use std::fmt;

use serde::Serialize as _;
use serde_json::Value;
use serde_json::map::Entry;

use crate::check::Violations;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::parameters::Parameters;
use crate::text::Excerpt;

/// A request with further fields in its body, for a field that WeChat Pay has and this crate does not know yet.
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
    /// Starts with the request as it is.
    ///
    /// # Errors
    /// Where the request has no body, or one that is no JSON object.
    pub fn new(request: &'a O) -> Result<Self, ExtrasError> {
        let body = request
            .body()
            .map(|body| body.serialize(serde_json::value::Serializer));
        match body {
            Some(Ok(body @ Value::Object(_))) => Ok(Self { request, body }),
            _ => Err(ExtrasError(Reason::NoObject)),
        }
    }

    /// Adds a field at a place that a JSON pointer names, such as `/rule/new_field`. Everything but its last part has to
    /// be there.
    ///
    /// # Errors
    /// Where the place is not inside the body, or has a value already; where the value holds a `null`.
    pub fn with(mut self, pointer: &str, value: Value) -> Result<Self, ExtrasError> {
        let error = |reason: fn(String) -> Reason| ExtrasError(reason(pointer.to_owned()));
        if holds_null(&value) {
            return Err(error(Reason::Null));
        }
        let (parent, name) = pointer
            .rsplit_once('/')
            .ok_or_else(|| error(Reason::NoPlace))?;
        let parent = self.body.pointer_mut(parent).and_then(Value::as_object_mut);
        let name = name.replace("~1", "/").replace("~0", "~");
        match parent.map(|fields| fields.entry(name)) {
            Some(Entry::Vacant(place)) => {
                place.insert(value);
                Ok(self)
            }
            Some(Entry::Occupied(_)) => Err(error(Reason::Taken)),
            None => Err(error(Reason::NoPlace)),
        }
    }
}

impl<O: Operation> Operation for RequestWithExtras<'_, O> {
    const ENDPOINT: &'static Endpoint = O::ENDPOINT;
    type Body = Value;
    type Response = O::Response;
    type ErrorCode = O::ErrorCode;

    fn endpoint(&self) -> &'static Endpoint {
        self.request.endpoint()
    }

    fn idempotency_key(&self) -> Option<&str> {
        self.request.idempotency_key()
    }

    fn path_template(&self) -> &str {
        self.request.path_template()
    }

    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        self.request.parameters(to);
    }

    /// Checks the request without its further fields.
    fn validate(&self) -> Result<(), Violations> {
        self.request.validate()
    }

    fn body(&self) -> Option<&Value> {
        Some(&self.body)
    }
}

/// Without the body, which is the user's data.
impl<O: Operation> fmt::Debug for RequestWithExtras<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestWithExtras")
            .field("operation", &self.endpoint().operation)
            .finish_non_exhaustive()
    }
}

/// A field could not be added to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct ExtrasError(Reason);

impl fmt::Debug for ExtrasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Excerpt(format_args!("{:?}", self.0)).fmt(f)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    NoObject,
    NoPlace(String),
    Taken(String),
    Null(String),
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(fields) => fields.values().any(holds_null),
        _ => false,
    }
}

impl fmt::Display for ExtrasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::NoObject => f.write_str(
                "this request has no JSON object as its body, so that it can take no further field",
            ),
            Reason::NoPlace(pointer) => write!(
                f,
                "`{}` is no place for a field in this request: give a JSON pointer whose beginning is an object of the request, as in `/rule/new_field`",
                Excerpt(pointer)
            ),
            Reason::Null(pointer) => write!(
                f,
                "the value for `{}` holds `null`, which WeChat Pay does not take: leave out what is absent",
                Excerpt(pointer)
            ),
            Reason::Taken(pointer) => write!(
                f,
                "`{}` has a value in this request already: set it there",
                Excerpt(pointer)
            ),
        }
    }
}

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
            Ok(extended) => Ok(extended.body().unwrap().clone()),
            Err(ExtrasError(reason)) => Err(reason),
        }
    }

    #[test]
    fn an_extra_field_is_added_at_its_json_pointer() {
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
    fn an_extra_field_at_any_other_place_is_rejected() {
        assert_eq!(body("/a"), Err(Reason::Taken("/a".to_owned())));
        let request = RawRequest::post("/v3/a", json!({}));
        let null = RequestWithExtras::new(&request)
            .unwrap()
            .with("/n", json!([{"x": null}]));
        assert_eq!(
            null.unwrap_err(),
            ExtrasError(Reason::Null("/n".to_owned()))
        );
        for pointer in ["", "n", "/c/n", "/a/b/n", "/a/b/0", "/z/n"] {
            assert_eq!(body(pointer), Err(Reason::NoPlace(pointer.to_owned())));
        }
        for request in [
            RawRequest::get("/v3/a"),
            RawRequest::post("/v3/a", json!([])),
        ] {
            assert_eq!(
                RequestWithExtras::new(&request).unwrap_err(),
                ExtrasError(Reason::NoObject)
            );
        }
    }
}
