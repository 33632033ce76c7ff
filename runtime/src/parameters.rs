//! What travels beside the body: in the path, the query and headers.

use std::fmt;

use crate::text::Excerpt;

/// The values of one request that travel beside its body, by wire name.
///
/// Values are given raw: percent-encoding is the runtime's work.
#[derive(Default)]
pub struct Parameters<'a> {
    path: Vec<(&'a str, &'a str)>,
    query: Vec<(&'a str, String)>,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Parameters<'a> {
    /// Gives the value for `{name}` in the path.
    pub fn path(&mut self, name: &'a str, value: &'a str) {
        self.path.push((name, value));
    }

    /// Gives a query parameter: nothing where the value is absent, one pair for each item of a list.
    pub fn query(&mut self, name: &'a str, value: &impl ParameterValue) {
        value.each(&mut |text| self.query.push((name, text)));
    }

    /// Gives a header: nothing where the value is absent.
    pub fn header(&mut self, name: &'static str, value: &impl ParameterValue) {
        value.each(&mut |text| self.headers.push((name, text)));
    }

    pub(crate) fn path_value(&self, name: &str) -> Option<&'a str> {
        self.path
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| *value)
    }

    pub(crate) fn path_names(&self) -> impl Iterator<Item = &'a str> {
        self.path.iter().map(|(name, _)| *name)
    }

    pub(crate) fn query_pairs(&self) -> &[(&'a str, String)] {
        &self.query
    }

    pub(crate) fn into_headers(self) -> Vec<(&'static str, String)> {
        self.headers
    }
}

/// Names only: a value can be personal.
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

/// What can travel in a query or a header: a text, a number, a truth value, an enum; absent or several of them.
pub trait ParameterValue {
    /// Hands over the text of each value, in order.
    fn each(&self, to: &mut dyn FnMut(String));
}

impl ParameterValue for String {
    fn each(&self, to: &mut dyn FnMut(String)) {
        to(self.clone());
    }
}

impl ParameterValue for i64 {
    fn each(&self, to: &mut dyn FnMut(String)) {
        to(self.to_string());
    }
}

impl ParameterValue for bool {
    fn each(&self, to: &mut dyn FnMut(String)) {
        to(self.to_string());
    }
}

impl<T: ParameterValue> ParameterValue for Option<T> {
    fn each(&self, to: &mut dyn FnMut(String)) {
        if let Some(value) = self {
            value.each(to);
        }
    }
}

impl<T: ParameterValue> ParameterValue for Vec<T> {
    fn each(&self, to: &mut dyn FnMut(String)) {
        for value in self {
            value.each(to);
        }
    }
}
