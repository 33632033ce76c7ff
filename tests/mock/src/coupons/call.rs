//! A call of an operation in the life of a coupon, and its result.

use serde_json::Value;

use super::behavior::CouponBehavior;
use crate::refusal::Refusal;
use crate::response::MockResponse;

/// A call whose form was accepted.
pub(crate) struct Call<'a> {
    pub(crate) path: &'a [(String, String)],
    pub(crate) query: &'a [(String, String)],
    /// `null` if there is no body.
    pub(crate) body: &'a Value,
    /// Unix seconds by the mock's clock.
    pub(crate) now: i64,
    /// The index of the request.
    pub(crate) request: usize,
}

/// What a call does.
pub(super) struct Done {
    /// The body of the response.
    pub(super) body: Value,
    /// The id of what the call changed; `None` if it changed nothing.
    pub(super) changed: Option<String>,
}

impl Done {
    /// The response to a call that changed the object with this id.
    pub(super) fn changed(id: impl Into<String>, body: Value) -> Self {
        Self {
            body,
            changed: Some(id.into()),
        }
    }

    /// The response to a call that changed nothing.
    pub(super) fn read(body: Value) -> Self {
        Self {
            body,
            changed: None,
        }
    }
}

/// Why a call is refused.
pub(super) enum Refused {
    /// A required value is missing, or is not a text or number as it must be.
    Missing(&'static str),
    /// The call breaks this rule.
    By(&'static CouponBehavior),
}

impl From<&'static CouponBehavior> for Refused {
    fn from(behavior: &'static CouponBehavior) -> Self {
        Self::By(behavior)
    }
}

impl Refused {
    pub(super) fn response(&self) -> MockResponse {
        match self {
            Self::Missing(name) => {
                Refusal::param_error(&format!("/{name}"), None, "the value is required").response()
            }
            Self::By(behavior) => {
                let refusal = behavior.refusal.as_ref();
                let (status, code) = refusal.map_or((400, "INVALID_REQUEST"), |refusal| {
                    (refusal.status, refusal.code)
                });
                MockResponse::error(status, code, behavior.description)
                    .internal_number(refusal.and_then(|refusal| refusal.number))
            }
        }
    }
}

impl<'a> Call<'a> {
    /// A required text: of the path, the body or the query.
    pub(super) fn text(&self, name: &'static str) -> Result<&'a str, Refused> {
        self.optional(name).ok_or(Refused::Missing(name))
    }

    /// The same for a value that may be absent. An empty text counts as absent.
    pub(super) fn optional(&self, name: &str) -> Option<&'a str> {
        let among = |pairs: &'a [(String, String)]| {
            let mut pairs = pairs.iter();
            let (_, value) = pairs.find(|(known, _)| known == name)?;
            Some(value.as_str())
        };
        among(self.path)
            .or_else(|| self.body.get(name)?.as_str())
            .or_else(|| among(self.query))
            .filter(|value| !value.is_empty())
    }

    /// A number member of the body.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.body.get(name)?.as_i64()
    }

    /// An object in the body.
    pub(super) fn object(&self, name: &str) -> Option<&'a Value> {
        self.body.get(name).filter(|value| value.is_object())
    }

    /// The texts of a required list in the body, or those that `item` makes of its items.
    pub(super) fn list(
        &self,
        name: &'static str,
        item: impl Fn(&'a Value) -> Option<&'a str>,
    ) -> Result<Vec<&'a str>, Refused> {
        let items = self.body.get(name).and_then(Value::as_array);
        let items = items.ok_or(Refused::Missing(name))?;
        let texts: Option<Vec<_>> = items.iter().map(item).collect();
        texts.ok_or(Refused::Missing(name))
    }
}
