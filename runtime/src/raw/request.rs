//! A call to an endpoint that is not generated yet: any method, path, query and JSON, with everything else as usual.

use serde::Deserialize;
use serde_json::Value;

use crate::endpoint::{Endpoint, Method, SourcePage};
use crate::open_enum::{OpenEnum, UnknownValue};
use crate::operation::Operation;
use crate::parameters::Parameters;
use crate::text::Excerpt;

/// A call to any endpoint of APIv3: signed, verified, repeated and explained like a generated one. Nothing about its
/// request is checked, and a 202 is an error of unknown outcome, whose `verified_body()` has what came.
///
/// ```
/// # use wechatpay_runtime::{Client, Error, raw::RawRequest};
/// # async fn example(client: &Client) -> Result<(), Error> {
/// let query = RawRequest::get("/things/{id}").path("id", "98065001");
/// let thing = client.send(&query).await?;
/// println!("{:?}", thing.get("name"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "it is sent by `client.send(&…)`"]
pub struct RawRequest {
    method: Method,
    template: String,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Option<Value>,
    idempotency_key: Option<String>,
}

impl RawRequest {
    /// A call with this method to this path, in which a `{name}` stands for a value that [`path`](Self::path) gives:
    /// only values are percent-encoded.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            template: path.into(),
            path: Vec::new(),
            query: Vec::new(),
            body: None,
            idempotency_key: None,
        }
    }

    /// A `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// A `POST` with a JSON body.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Post, path).body(body)
    }

    /// The value of a `{name}` in the path, raw.
    pub fn path(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.path.push((name.into(), value.into()));
        self
    }

    /// A query parameter, raw. The same name may be given several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The JSON body. It is sent as it is: WeChat Pay takes no `null`.
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Names the field of the body, such as `out_request_no`, by which the service tells a repeat from a second request. Only
    /// where that field holds a text is anything but a GET ever sent again on its own.
    pub fn idempotency_key(mut self, field: impl Into<String>) -> Self {
        self.idempotency_key = Some(field.into());
        self
    }
}

impl Operation for RawRequest {
    const ENDPOINT: &'static Endpoint = &endpoint(Method::Get, "untyped GET");
    type Body = Value;
    type Response = Json;
    type ErrorCode = AnyCode;

    fn endpoint(&self) -> &'static Endpoint {
        match self.method {
            Method::Get => Self::ENDPOINT,
            Method::Post => const { &endpoint(Method::Post, "untyped POST") },
            Method::Put => const { &endpoint(Method::Put, "untyped PUT") },
            Method::Patch => const { &endpoint(Method::Patch, "untyped PATCH") },
            Method::Delete => const { &endpoint(Method::Delete, "untyped DELETE") },
        }
    }

    fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    fn path_template(&self) -> &str {
        &self.template
    }

    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        for (name, value) in &self.path {
            to.path(name, value);
        }
        for (name, value) in &self.query {
            to.query(name, value);
        }
    }

    fn body(&self) -> Option<&Value> {
        self.body.as_ref()
    }
}

/// Without path and query values and the body, which are the user's data.
impl std::fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .field("path", &Excerpt(&self.template))
            .finish_non_exhaustive()
    }
}

/// The response of a call that has no type: reads like the JSON that it is. A response without a body is `null`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Json(pub Value);

impl std::ops::Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

/// Without the JSON, which can hold personal data.
impl std::fmt::Debug for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Json").finish_non_exhaustive()
    }
}

/// The code of an error whose page is not transcribed: every text is as good as any other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnyCode(UnknownValue<AnyCode>);

impl OpenEnum for AnyCode {
    const KNOWN: &'static [Self] = &[];

    fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn unknown(value: UnknownValue<Self>) -> Self {
        Self(value)
    }
}

const fn endpoint(method: Method, operation: &'static str) -> Endpoint {
    Endpoint {
        operation,
        method,
        path: "",
        page: SourcePage {
            title: "",
            updated: "",
        },
        idempotency_key: None,
        rate_limit: None,
        success: &[200, 201, 204],
        errors: &[],
    }
}
