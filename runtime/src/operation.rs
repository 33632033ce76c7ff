//! What an operation of APIv3 is: the trait that generated requests implement, and the data it names.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::check::Violations;
use crate::endpoint::Endpoint;
use crate::open_enum::OpenEnum;
pub use crate::parameters::{ParameterValue, Parameters};

/// A request that knows everything about its own call.
///
/// Generated request types implement it; [`Client::send`](crate::Client::send) and
/// [`Call::prepare`](crate::call::Call::prepare) read it. An implementation holds data only, no behaviour.
pub trait Operation {
    /// The page's facts that are the same for every call.
    const ENDPOINT: &'static Endpoint;
    /// What is serialised as the JSON body; [`NoBody`] where there is none.
    type Body: Serialize + ?Sized;
    /// What a successful response is decoded into; [`NoContent`] where it has no body.
    type Response: DeserializeOwned;
    /// The codes that the page lists for a refusal, for [`Error::code`](crate::Error::code).
    type ErrorCode: OpenEnum;

    /// The facts about this very call. Only a call whose facts are not known beforehand, such as
    /// [`RawRequest`](crate::raw::RawRequest), says otherwise than [`ENDPOINT`](Self::ENDPOINT).
    fn endpoint(&self) -> &'static Endpoint {
        Self::ENDPOINT
    }

    /// The path of this very call, with a `{name}` for every path parameter.
    fn path_template(&self) -> &str {
        self.endpoint().path
    }

    /// The name of the field by which the service tells a repeat of this very call from a second one.
    fn idempotency_key(&self) -> Option<&str> {
        self.endpoint().idempotency_key
    }

    /// Hands over the values that travel in the path, the query and headers. An operation without any keeps this default.
    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        let _ = to;
    }

    /// The body to send, or `None` for a call without one.
    fn body(&self) -> Option<&Self::Body>;

    /// Checks what no type can say: every rule that the page states of the request, and nothing that it does not state.
    /// An operation without such rules keeps this default.
    ///
    /// # Errors
    /// All rules that the request breaks, each with its path, its limit and what is there instead.
    fn validate(&self) -> Result<(), Violations> {
        Ok(())
    }
}

/// The body of an operation that sends none: a type without values, always passed as `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {}

impl Serialize for NoBody {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

/// The response of an operation that answers with a status alone. Whatever JSON comes all the same is not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl<'de> Deserialize<'de> for NoContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}
