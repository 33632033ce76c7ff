//! Calls to endpoints that are not generated yet: any method, path, query and JSON.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::endpoint::{Endpoint, Evidence, IdempotencyKey, Location, Method, SourcePage};
use crate::open_enum::{OpenEnum, UnknownValue};
use crate::operation::Operation;
use crate::parameters::Parameters;
use crate::text::Excerpt;

/// A call to any endpoint of APIv3.
///
/// The client signs, verifies and retries it like a generated call, and explains its errors in the
/// same way. The request itself is not checked. A 202 response is an error with an unknown outcome;
/// `verified_body()` returns its body.
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
    headers: Vec<(String, String)>,
    body: Option<Value>,
    idempotency_key: Option<(String, Location)>,
    idempotent: bool,
}

impl RawRequest {
    /// Makes a call with this method to this path.
    ///
    /// A `{name}` in the path is replaced by the value that [`path`](Self::path) gives. Only these
    /// values are percent-encoded.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            template: path.into(),
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            idempotency_key: None,
            idempotent: false,
        }
    }

    /// Makes a `GET` call.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// Makes a `POST` call with a JSON body.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::Post, path).body(body)
    }

    /// Sets the value of a `{name}` in the path. Pass it without percent-encoding.
    pub fn path(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.path.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter. Pass it without percent-encoding. A name can be used several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header. The client replaces headers that it sets itself, such as `Authorization`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the JSON body. It is sent unchanged. Leave out absent fields: WeChat Pay does not
    /// accept `null`.
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Names the field that makes a retry safe: a field of the body, such as `"out_request_no"`, or
    /// an [`IdempotencyKey`] in another part of the request.
    ///
    /// If the request may have been sent, the client retries a call other than a GET only if the
    /// request contains this field with a text, or if the call is
    /// [`idempotent`](Self::idempotent).
    ///
    /// ```
    /// # use wechatpay_runtime::{endpoint::IdempotencyKey, raw::RawRequest};
    /// # use serde_json::json;
    /// let request = RawRequest::post("/v3/things", json!({}))
    ///     .header("Idempotency-Key", "20260131-7")
    ///     .idempotency_key(IdempotencyKey::in_header("Idempotency-Key"));
    /// ```
    pub fn idempotency_key<'k>(mut self, key: impl Into<IdempotencyKey<'k>>) -> Self {
        let IdempotencyKey { name, location } = key.into();
        self.idempotency_key = Some((name.to_owned(), location));
        self
    }

    /// Declares that a repeated PUT or DELETE has no second effect, so that the client may retry
    /// it. It has no meaning for other methods.
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }
}

impl Operation for RawRequest {
    const ENDPOINT: &'static Endpoint = &endpoint(Method::Get, "raw GET");
    type Response = Json;
    type ErrorCode = AnyCode;

    fn endpoint(&self) -> &'static Endpoint {
        match self.method {
            Method::Get => Self::ENDPOINT,
            Method::Post => const { &endpoint(Method::Post, "raw POST") },
            Method::Put if self.idempotent => {
                const { &idempotent(endpoint(Method::Put, "raw PUT")) }
            }
            Method::Put => const { &endpoint(Method::Put, "raw PUT") },
            Method::Patch => const { &endpoint(Method::Patch, "raw PATCH") },
            Method::Delete if self.idempotent => {
                const { &idempotent(endpoint(Method::Delete, "raw DELETE")) }
            }
            Method::Delete => const { &endpoint(Method::Delete, "raw DELETE") },
        }
    }

    fn idempotency_key(&self) -> Option<IdempotencyKey<'_>> {
        let (name, location) = self.idempotency_key.as_ref()?;
        Some(IdempotencyKey {
            name,
            location: *location,
        })
    }

    fn path_template(&self) -> &str {
        &self.template
    }

    fn parameters<'a>(&'a self, parameters: &mut Parameters<'a>) {
        for (name, value) in &self.path {
            parameters.path(name, value);
        }
        for (name, value) in &self.query {
            parameters.query(name, value);
        }
        for (name, value) in &self.headers {
            parameters.header(name, value);
        }
    }

    fn body(&self) -> Option<impl Serialize> {
        self.body.as_ref()
    }
}

/// Omits the values of path, query and headers, and the body, which are the user's data.
impl std::fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .field("path", &Excerpt(&self.template))
            .finish_non_exhaustive()
    }
}

/// JSON that has no type: the response of a call without a response type, or an object whose fields
/// are not documented.
///
/// It dereferences to the JSON value. A response without a body is `null`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(pub Value);

impl std::ops::Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

/// Omits the JSON, which can contain personal data.
impl std::fmt::Debug for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Json").finish_non_exhaustive()
    }
}

/// The error code of an operation without its own code type. Every text is an unknown value.
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

/// The list of platform certificates.
#[cfg(feature = "platform-certificates")]
pub(crate) const GET_CERTIFICATES: Endpoint = Endpoint {
    path: "/v3/certificates",
    ..endpoint(Method::Get, "certificates")
};

/// The second step of a download.
#[cfg(feature = "downloads")]
pub(crate) static DOWNLOAD: Endpoint = endpoint(Method::Get, "download");

const fn endpoint(method: Method, operation: &'static str) -> Endpoint {
    Endpoint {
        operation,
        method,
        path: "",
        page: SourcePage {
            title: "",
            updated: "",
        },
        evidence: Evidence::Secondary,
        idempotency_key: None,
        idempotent: false,
        recovery: None,
        rate_limit: None,
        success: &[200, 201, 204],
        errors: &[],
    }
}

const fn idempotent(endpoint: Endpoint) -> Endpoint {
    Endpoint {
        idempotent: true,
        ..endpoint
    }
}
