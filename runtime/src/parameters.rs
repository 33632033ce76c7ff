//! Values of a request outside its body: in the path, the query and the headers.

use std::fmt;

use crate::endpoint::{IdempotencyKey, Location};
use crate::text::Excerpt;

/// The values of one request outside its body, by wire name.
///
/// Values are not encoded here. The runtime percent-encodes them.
#[derive(Default)]
pub struct Parameters<'a> {
    path: Vec<(&'a str, String)>,
    query: Vec<(&'a str, String)>,
    headers: Vec<(&'a str, String)>,
}

impl<'a> Parameters<'a> {
    /// Adds the value for `{name}` in the path. A call with an absent value or a list is not sent.
    pub fn path(&mut self, name: &'a str, value: &(impl ParameterValue + ?Sized)) {
        value.each(&mut |text| self.path.push((name, text)));
    }

    /// Adds a query parameter: one pair per item of a list, no pair for an absent value.
    pub fn query(&mut self, name: &'a str, value: &impl ParameterValue) {
        value.each(&mut |text| self.query.push((name, text)));
    }

    /// Adds a header: one per item of a list, none for an absent value.
    pub fn header(&mut self, name: &'a str, value: &impl ParameterValue) {
        value.each(&mut |text| self.headers.push((name, text)));
    }

    pub(crate) fn path_value(&self, name: &str) -> Option<&str> {
        self.path
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn path_names(&self) -> impl Iterator<Item = &'a str> {
        self.path.iter().map(|(name, _)| *name)
    }

    pub(crate) fn query_pairs(&self) -> &[(&'a str, String)] {
        &self.query
    }

    /// Whether an idempotency key outside the body has a value that is not empty.
    pub(crate) fn contain(&self, key: IdempotencyKey<'_>) -> bool {
        let is_given = |pairs: &[(&str, String)], is_name: &dyn Fn(&str) -> bool| {
            let mut pairs = pairs.iter();
            pairs.any(|(name, value)| is_name(name) && !value.is_empty())
        };
        match key.location {
            Location::Path => self.path_value(key.name).is_some_and(|it| !it.is_empty()),
            Location::Query => is_given(&self.query, &|name| name == key.name),
            Location::Header => {
                is_given(&self.headers, &|name| key.name.eq_ignore_ascii_case(name))
            }
            Location::Body => false,
        }
    }

    pub(crate) fn into_headers(self) -> Vec<(String, String)> {
        let headers = self.headers.into_iter();
        headers
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// Shows only names, because a value can be personal.
impl fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn names<'n, T>(pairs: &[(&'n str, T)]) -> Vec<Excerpt<&'n str>> {
            pairs.iter().map(|(name, _)| Excerpt(*name)).collect()
        }
        f.debug_struct("Parameters")
            .field("path", &names(&self.path))
            .field("query", &names(&self.query))
            .field("headers", &names(&self.headers))
            .finish()
    }
}

/// A value that can be sent in a path, a query or a header.
///
/// Such a value is a text, a number, a Boolean or an enum, and it can be optional or a list.
pub trait ParameterValue {
    /// Passes the text of each value to `add`, in order.
    fn each(&self, add: &mut dyn FnMut(String));
}

impl ParameterValue for str {
    fn each(&self, add: &mut dyn FnMut(String)) {
        add(self.to_owned());
    }
}

impl ParameterValue for String {
    fn each(&self, add: &mut dyn FnMut(String)) {
        add(self.clone());
    }
}

impl ParameterValue for i64 {
    fn each(&self, add: &mut dyn FnMut(String)) {
        add(self.to_string());
    }
}

impl ParameterValue for bool {
    fn each(&self, add: &mut dyn FnMut(String)) {
        add(self.to_string());
    }
}

impl<T: ParameterValue> ParameterValue for Option<T> {
    fn each(&self, add: &mut dyn FnMut(String)) {
        if let Some(value) = self {
            value.each(add);
        }
    }
}

impl<T: ParameterValue> ParameterValue for Vec<T> {
    fn each(&self, add: &mut dyn FnMut(String)) {
        for value in self {
            value.each(add);
        }
    }
}
