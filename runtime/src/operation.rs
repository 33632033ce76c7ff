//! Operations of APIv3: the trait that generated requests implement, and its data types.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::check::Violations;
use crate::endpoint::{Endpoint, IdempotencyKey};
use crate::open_enum::OpenEnum;
pub use crate::parameters::{ParameterValue, Parameters};
pub use crate::partial_result::{Partial, PartialResult};

/// A request with all facts that a client needs to make its call.
///
/// Generated request types implement this trait. [`Client::send`](crate::Client::send) and
/// [`Call::prepare`](crate::call::Call::prepare) use it. An implementation contains only data, no
/// behavior.
pub trait Operation {
    /// The facts from WeChat Pay's documentation page that are the same for every call.
    const ENDPOINT: &'static Endpoint;
    /// The type that a successful response is decoded into; [`NoContent`] if it has no body.
    type Response: DeserializeOwned;
    /// The error codes that the page lists, for [`Error::code`](crate::Error::code).
    type ErrorCode: OpenEnum;

    /// The facts about this call.
    ///
    /// The default is [`ENDPOINT`](Self::ENDPOINT). Only a type whose facts are not known at
    /// compile time overrides it, such as [`RawRequest`](crate::raw::RawRequest).
    fn endpoint(&self) -> &'static Endpoint {
        Self::ENDPOINT
    }

    /// The path of this call, with a `{name}` for each path parameter.
    fn path_template(&self) -> &str {
        self.endpoint().path
    }

    /// The field that makes a retry of this call safe, such as `out_request_no`. `None` if the
    /// operation has no such field.
    fn idempotency_key(&self) -> Option<IdempotencyKey<'_>> {
        self.endpoint().idempotency_key
    }

    /// Adds the values for the path, the query and the headers to `parameters`.
    ///
    /// The default adds nothing.
    fn parameters<'a>(&'a self, parameters: &mut Parameters<'a>) {
        let _ = parameters;
    }

    /// The body to send, which becomes JSON; `None` (as `None::<NoBody>`) for a call without a
    /// body.
    fn body(&self) -> Option<impl Serialize>;

    /// The form that sends a file together with the JSON of [`body`](Self::body), which alone is
    /// signed. The default returns `None`.
    #[cfg(feature = "uploads")]
    fn form(&self) -> Option<crate::upload::Form<'_>> {
        None
    }

    /// The fields of the request that are encrypted before it is sent. The default is none.
    #[cfg(feature = "encrypted-fields")]
    fn encrypted_fields(&self) -> &'static [EncryptedField] {
        &[]
    }

    /// Checks the rules that types cannot express.
    ///
    /// These are exactly the rules that the page states for the request. The default is for
    /// operations without such rules and accepts every request.
    ///
    /// # Errors
    /// All rules that the request breaks, each with the field's path, the limit and the actual
    /// value.
    fn validate(&self) -> Result<(), Violations> {
        Ok(())
    }

    /// Checks the rules of [`validate`](Self::validate), and more than the page states.
    ///
    /// An enum value that the page does not list is a violation, for example `all` instead of
    /// `ALL`. Rules that only other pages, secondary sources or the response of the same page state
    /// are checked, too; [`Violation::source`](crate::check::Violation::source) names the source.
    ///
    /// # Errors
    /// All rules that the request breaks.
    fn validate_strict(&self) -> Result<(), Violations> {
        self.validate()
    }
}

/// A field of a request that is encrypted before it is sent.
#[cfg(feature = "encrypted-fields")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncryptedField {
    /// The body or the query.
    pub location: crate::endpoint::Location,
    /// The name in the query, or the names on the way to the field in the body, separated by `.`.
    /// In a list, it is the field of each item.
    pub path: &'static str,
    /// How it is encrypted.
    pub padding: crate::keys::Padding,
}

/// The response type of an operation whose response is a file. It has no values:
/// [`Client::receive`](crate::Client::receive) receives the file, and
/// [`Client::send`](crate::Client::send) always fails.
#[cfg(feature = "downloads")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotJson {}

#[cfg(feature = "downloads")]
impl<'de> Deserialize<'de> for NotJson {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        let why = "the response of this operation is a file: receive it with `Client::receive`";
        Err(serde::de::Error::custom(why))
    }
}

/// The body type of an operation that sends no body. It has no values; the body is always `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {}

impl Serialize for NoBody {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

/// The response type of an operation that returns only a status. Any JSON in the body is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl<'de> Deserialize<'de> for NoContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}
