//! The response for a method and a path, and the effect of a request there.

use std::sync::Arc;

use serde_json::Value;

use crate::coupons::CouponOperation;
use crate::documented::Page;
use crate::interpreter::RequestValues;
use crate::response::MockResponse;
use crate::spec::{Form, IdempotencyKey, Place};

/// A method, a path template, the response, and whether a request takes effect.
///
/// ```
/// use wechatpay_mock::{Mock, MockResponse, Route};
///
/// let mock = Mock::builder()
///     // A retry with the same out_request_no takes no second effect.
///     .with_route(Route::new("POST", "/v3/coupons", MockResponse::json(200, "{}")).idempotency_key("out_request_no"))
///     // Every request takes effect.
///     .with_route(Route::new("POST", "/v3/coupons/{id}/send", MockResponse::json(204, "")))
///     // A search with POST takes no effect.
///     .with_route(Route::new("POST", "/v3/coupons/search", MockResponse::json(200, "[]")).read_only())
///     .start()?;
/// assert!(mock.ledger().is_empty());
/// # std::io::Result::Ok(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Route {
    pub(crate) method: String,
    pub(crate) template: String,
    pub(crate) response: MockResponse,
    pub(crate) page: Option<Arc<Page>>,
    reads_only: bool,
    idempotency_key: Option<IdempotencyKey>,
    /// The operation in the life of a coupon, which responds in place of `response`.
    pub(crate) of_coupons: Option<&'static CouponOperation>,
    /// The form of an operation that the spec does not have.
    form: Option<Form>,
}

impl Route {
    /// Sends this response to requests with this method whose path matches this template, such as
    /// `/v3/marketing/busifavor/stocks/{stock_id}/budget`. The query does not matter.
    ///
    /// Each request with a 2xx response takes effect, unless its method is GET, HEAD or OPTIONS.
    pub fn new(method: &str, template: &str, response: MockResponse) -> Self {
        Self {
            method: method.to_owned(),
            template: template.to_owned(),
            response,
            page: None,
            reads_only: matches!(method, "GET" | "HEAD" | "OPTIONS"),
            idempotency_key: None,
            of_coupons: None,
            form: None,
        }
    }

    /// Requests take no effect, whatever their method.
    pub fn read_only(mut self) -> Self {
        self.reads_only = true;
        self
    }

    /// This member of the body is the idempotency key: requests with the same key take effect once.
    pub fn idempotency_key(self, field: &str) -> Self {
        self.key_in(Place::Body, field)
    }

    /// This header is the idempotency key.
    pub fn idempotency_key_in_header(self, name: &str) -> Self {
        self.key_in(Place::Header, name)
    }

    /// This value of the path is the idempotency key.
    pub fn idempotency_key_in_path(self, name: &str) -> Self {
        self.key_in(Place::Path, name)
    }

    /// This query parameter is the idempotency key.
    pub fn idempotency_key_in_query(self, name: &str) -> Self {
        self.key_in(Place::Query, name)
    }

    fn key_in(mut self, place: Place, name: &str) -> Self {
        let name = name.to_owned();
        self.idempotency_key = Some(IdempotencyKey { name, place });
        self
    }

    pub(crate) fn documented(mut self, page: Arc<Page>) -> Self {
        let key = &page.operation.idempotency_key;
        self.idempotency_key.clone_from(key);
        self.page = Some(page);
        self
    }

    /// Responds with this operation.
    pub(crate) fn of_coupons(mut self, operation: &'static CouponOperation) -> Self {
        self.of_coupons = Some(operation);
        self.form = operation.form();
        self
    }

    /// The name of the operation; `None` for a plain route.
    pub(crate) fn operation(&self) -> Option<&str> {
        let page = self.page.as_ref();
        let of_coupons = self.of_coupons;
        page.map(|page| page.operation.name.as_str())
            .or_else(|| of_coupons.map(|operation| operation.name))
    }

    pub(crate) fn can_take_effect(&self) -> bool {
        !self.reads_only
    }

    /// The name of the operation in the ledger.
    pub(crate) fn label(&self) -> String {
        match self.operation() {
            Some(name) => name.to_owned(),
            None => format!("{} {}", self.method, self.template),
        }
    }

    /// The idempotency key of a request.
    pub(crate) fn idempotency_key_of(&self, values: &RequestValues<'_>) -> Option<String> {
        let IdempotencyKey { name, place } = self.idempotency_key.as_ref()?;
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let among = |pairs: &[(String, String)]| {
            let mut pairs = pairs.iter();
            let (_, value) = pairs.find(|(known, _)| known == name)?;
            Some(value.clone())
        };
        match place {
            Place::Body => values.body.get(name).map(text),
            Place::Path => among(values.path),
            Place::Query => among(values.query),
            Place::Header => values.headers.only(name).ok()?.map(str::to_owned),
        }
        .filter(|key| !key.is_empty())
    }

    /// The form that the operation sends, if it sends a file.
    pub(crate) fn form(&self) -> Option<&Form> {
        let of_page = self.page.as_ref().map(|page| page.operation.form.as_ref());
        of_page.unwrap_or(self.form.as_ref())
    }

    /// Whether a repeated request has no second effect.
    pub(crate) fn is_idempotent(&self) -> bool {
        let page = self.page.as_ref();
        page.is_some_and(|page| page.operation.idempotent)
    }

    /// The values of a matching path by name, percent-decoded.
    pub(crate) fn path_values(&self, target: &str) -> Vec<(String, String)> {
        let pairs = self.segments().zip(path_of(target).split('/'));
        pairs
            .filter_map(|(wanted, found)| Some((value_name(wanted)?.to_owned(), decoded(found))))
            .collect()
    }

    /// Why no request can ever get a response from this route, if so.
    pub(crate) fn flaw(&self) -> Option<String> {
        if self.method.is_empty() || !self.method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(format!("the method {:?} is not in capitals", self.method));
        }
        let well_formed =
            self.template.starts_with('/') && !self.template.contains(['?', '#', ' ']);
        if !well_formed
            || self
                .segments()
                .any(|segment| value_name(segment).is_none() && segment.contains(['{', '}']))
        {
            return Some(format!(
                "{:?} is not a path template such as /v3/stocks/{{stock_id}}/budget",
                self.template
            ));
        }
        #[cfg(not(feature = "encrypted-fields"))]
        if let Some(page) = &self.page
            && page.service.has_encrypted_fields()
        {
            let operation = &page.operation.name;
            return Some(format!(
                "the service of `{operation}` has encrypted fields: turn on the feature \
                 `encrypted-fields` of wechatpay-mock"
            ));
        }
        self.response.flaw().map(str::to_owned)
    }

    fn segments(&self) -> impl Iterator<Item = &str> {
        self.template.split('/')
    }

    /// Whether the path matches, and if so, how many of its segments are literal.
    fn fit(&self, path: &str) -> Option<usize> {
        if self.segments().count() != path.split('/').count() {
            return None;
        }
        let mut literal = 0;
        for (wanted, found) in self.segments().zip(path.split('/')) {
            match value_name(wanted) {
                Some(_) if matches!(found, "" | "." | "..") => return None,
                Some(_) => {}
                None if wanted == found => literal += 1,
                None => return None,
            }
        }
        Some(literal)
    }
}

/// The name in a segment of the form `{name}`.
fn value_name(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

/// The path without its query.
fn path_of(target: &str) -> &str {
    target.split_once('?').map_or(target, |(path, _)| path)
}

/// Names and values of a query, percent-decoded.
pub(crate) fn query_values(target: &str) -> Vec<(String, String)> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// Decodes percent-encoded bytes.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|pair| str::from_utf8(pair).ok());
        match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(encoded) if *byte == b'%' => {
                bytes.push(encoded);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The best matching route: the one with the most literal segments, or the last of several equal
/// ones.
pub(crate) fn route_of<'a>(routes: &'a [Route], method: &str, target: &str) -> Option<&'a Route> {
    let path = path_of(target);
    let fitting = routes
        .iter()
        .filter(|route| route.method == method)
        .filter_map(|route| Some((route.fit(path)?, route)));
    fitting
        .max_by_key(|(literal, _)| *literal)
        .map(|(_, route)| route)
}

/// The methods of all routes that match this target's path, without duplicates.
pub(crate) fn methods_of<'a>(routes: &'a [Route], target: &str) -> Vec<&'a str> {
    let path = path_of(target);
    let mut methods: Vec<&str> = Vec::new();
    for route in routes.iter().filter(|route| route.fit(path).is_some()) {
        if !methods.contains(&route.method.as_str()) {
            methods.push(&route.method);
        }
    }
    methods
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, template: &str, status: u16) -> Route {
        Route::new(method, template, MockResponse::json(status, ""))
    }

    #[test]
    fn the_most_specific_route_is_chosen() {
        let routes = [
            route("GET", "/v3/stocks/list", 201),
            route("GET", "/v3/stocks/{stock_id}", 202),
            route("PATCH", "/v3/stocks/{stock_id}/budget", 203),
            route("POST", "/v3/{a}/{b}", 205),
            route("POST", "/v3/{c}/{d}", 206),
        ];
        for (method, target, status) in [
            ("GET", "/v3/stocks/list", Some(201)),
            ("GET", "/v3/stocks/98065001", Some(202)),
            ("GET", "/v3/stocks/98065001?a=/b", Some(202)),
            ("GET", "/v3/stocks/a%2Fb%3F%E5%88%B8", Some(202)),
            ("PATCH", "/v3/stocks/1/budget", Some(203)),
            ("POST", "/v3/x/y", Some(206)),
            ("GET", "/v3/stocks/", None),
            ("GET", "/v3/stocks/..", None),
            ("GET", "/v3/stocks/1/", None),
            ("GET", "/v3/stocks/1/budget", None),
            ("get", "/v3/stocks/list", None),
            ("GET", "/v3/Stocks/1", None),
            ("PATCH", "/v3/stocks//budget", None),
        ] {
            assert_eq!(
                route_of(&routes, method, target).map(|route| route.response.status),
                status,
                "{method} {target}"
            );
        }
    }

    #[test]
    fn the_methods_of_a_path_are_collected_from_its_routes() {
        let routes = [
            route("POST", "/v3/stocks/list", 200),
            route("GET", "/v3/stocks/{stock_id}", 200),
            route("GET", "/v3/{kind}/list", 200),
            route("PATCH", "/v3/stocks/{stock_id}/budget", 200),
        ];
        for (target, methods) in [
            ("/v3/stocks/list?a=b", &["POST", "GET"][..]),
            ("/v3/stocks/1", &["GET"]),
            ("/v3/stocks/1/budget", &["PATCH"]),
            ("/v3/stocks//budget", &[]),
            ("/v3/stocks", &[]),
        ] {
            assert_eq!(methods_of(&routes, target), methods, "{target}");
        }
    }

    #[test]
    fn routes_that_can_never_match_are_reported() {
        assert_eq!(route("GET", "/v3/{a}/b", 200).flaw(), None);
        for (method, template) in [
            ("get", "/"),
            ("", "/"),
            ("GET", ""),
            ("GET", "v3"),
            ("GET", "/a?b"),
            ("GET", "/a{b}"),
            ("GET", "/{}"),
        ] {
            assert!(
                route(method, template, 200).flaw().is_some(),
                "{method} {template}"
            );
        }
        assert!(route("GET", "/", 99).flaw().is_some());
    }

    #[test]
    fn path_values_of_a_route_are_percent_decoded() {
        let route = route("GET", "/v3/{a}/b/{c}", 200);
        let values = route.path_values("/v3/x%2Fy%3F/b/%E5%88%B8%zz?a=%41");
        let expected = [("a", "x/y?"), ("c", "券%zz")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(values, expected);
    }

    #[test]
    fn the_idempotency_key_is_read_from_its_place() {
        let body = serde_json::json!({ "no": "1", "other": 2, "empty": "" });
        let values = RequestValues {
            path: &[("no".to_owned(), "3".to_owned())],
            query: &[("no".to_owned(), "4".to_owned())],
            headers: &[("NO", "5")].into_iter().collect(),
            body: &body,
        };
        let key = |name: &str, place| {
            let route = route("POST", "/", 200);
            assert_eq!(route.idempotency_key_of(&values), None);
            let route = match place {
                Place::Body => route.idempotency_key(name),
                Place::Path => route.idempotency_key_in_path(name),
                Place::Query => route.idempotency_key_in_query(name),
                Place::Header => route.idempotency_key_in_header(name),
            };
            route.idempotency_key_of(&values).unwrap_or_default()
        };
        for (name, place, expected) in [
            ("no", Place::Body, "1"),
            ("other", Place::Body, "2"),
            ("empty", Place::Body, ""),
            ("absent", Place::Body, ""),
            ("no", Place::Path, "3"),
            ("no", Place::Query, "4"),
            ("absent", Place::Query, ""),
            ("no", Place::Header, "5"),
        ] {
            assert_eq!(key(name, place), expected, "{name} {place:?}");
        }
    }

    #[test]
    fn only_writing_methods_can_take_effect() {
        assert!(!route("GET", "/", 200).can_take_effect());
        assert!(route("DELETE", "/", 200).can_take_effect());
        assert!(!route("POST", "/", 200).read_only().can_take_effect());
    }
}
