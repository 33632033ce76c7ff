//! Parameters outside of the body: in the path, the query and headers.

use serde_json::Value;

use super::violation::Violation;
use super::{Scope, value};
use crate::documented::Page;
use crate::http::Headers;
use crate::spec::{Field, Place, Type};

/// The values of a request. Names and values of path and query are decoded.
pub(crate) struct RequestValues<'a> {
    pub(crate) path: &'a [(String, String)],
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a Headers,
    /// `null` if there is no body.
    pub(crate) body: &'a Value,
}

impl RequestValues<'_> {
    /// The texts given for a parameter, and their place.
    fn texts(&self, field: &Field) -> Option<(&'static str, Vec<String>)> {
        let named = |pairs: &[(String, String)]| {
            let pairs = pairs.iter().filter(|(name, _)| *name == field.name);
            pairs.map(|(_, text)| text.clone()).collect()
        };
        let lines = || {
            let lines = self.headers.all(&field.name);
            lines
                .map(|line| String::from_utf8_lossy(line).into_owned())
                .collect()
        };
        match field.place {
            Place::Path => Some(("path", named(self.path))),
            Place::Query => Some(("query", named(self.query))),
            Place::Header => Some(("header", lines())),
            Place::Body => None,
        }
    }
}

/// All violations in the given parameters, each with its place.
pub(super) fn violations<'a>(
    page: &'a Page,
    given: &'a RequestValues<'_>,
) -> impl Iterator<Item = (&'static str, Violation)> {
    let scope = Scope::new(&page.service, &page.operation, &Value::Null);
    scope.into_iter().flat_map(move |scope| {
        let fields = scope.root.fields.iter();
        fields.flat_map(move |field| {
            let (place, texts) = given.texts(field).unwrap_or_default();
            let violations = check(scope, field, &texts);
            violations
                .into_iter()
                .map(move |violation| (place, violation))
        })
    })
}

/// Validates one parameter. In a list, each text is an item.
fn check(scope: Scope<'_>, field: &Field, texts: &[String]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut values = texts
        .iter()
        .map(|text| typed(scope, field.ty.innermost(), text));
    let mut check = |value| value::check(scope, &value, field, &field.name, &mut violations);
    match field.ty {
        Type::Array(_) if texts.is_empty() => {}
        Type::Array(_) => check(Value::Array(values.collect())),
        _ => values.by_ref().for_each(check),
    }
    // Violations name the parameter itself, even if it is a list.
    for violation in &mut violations {
        violation.pointer.clone_from(&field.name);
    }
    violations
}

/// The JSON value that a text would have in a body. A text that does not have the type stays a
/// text.
fn typed(scope: Scope<'_>, ty: &Type, text: &str) -> Value {
    let is_text = match ty {
        Type::Integer | Type::Boolean => false,
        Type::Enum(name) => !scope.is_of_integers(name),
        _ => true,
    };
    let value = serde_json::from_str(text).ok().filter(|_| !is_text);
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}
