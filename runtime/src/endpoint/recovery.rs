//! What settles an unknown outcome.

use std::fmt;

/// What a program does after a call whose outcome is
/// [`Unknown`](crate::Outcome::Unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recovery {
    /// The call that settles the outcome.
    pub action: RecoveryAction,
    /// One sentence for the author of the program.
    pub advice: &'static str,
}

/// The call that settles an unknown outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecoveryAction {
    /// The same call again with exactly the same bytes. Store them before the first attempt.
    Repeat,
    /// Another operation, which shows whether the call took effect.
    Query {
        /// Service and operation, such as `user_coupon.get_user_product_coupon`.
        operation: &'static str,
        /// The field that shows it. `None` if a person or the program has to compare more.
        comparison: Option<Comparison>,
    },
}

/// A field of a response that is compared with a field of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The path of the field in the response, such as `single_usage_detail.use_request_no`.
    pub response_field: &'static str,
    /// The path of the field in the request. If both are equal, the call took effect.
    pub request_field: &'static str,
}

impl Recovery {
    /// The same call again.
    #[must_use]
    pub const fn repeat(advice: &'static str) -> Self {
        Self {
            action: RecoveryAction::Repeat,
            advice,
        }
    }

    /// A call of another operation.
    #[must_use]
    pub const fn query(operation: &'static str, advice: &'static str) -> Self {
        Self {
            action: RecoveryAction::Query {
                operation,
                comparison: None,
            },
            advice,
        }
    }

    /// With the field that shows whether the call took effect. A repetition compares nothing.
    #[must_use]
    pub const fn comparing(
        self,
        response_field: &'static str,
        request_field: &'static str,
    ) -> Self {
        match self.action {
            RecoveryAction::Repeat => self,
            RecoveryAction::Query { operation, .. } => Self {
                action: RecoveryAction::Query {
                    operation,
                    comparison: Some(Comparison {
                        response_field,
                        request_field,
                    }),
                },
                ..self
            },
        }
    }
}

/// What to do, as a part of a sentence.
impl fmt::Display for RecoveryAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeat => f.write_str("repeat the call with exactly the same bytes"),
            Self::Query {
                operation,
                comparison: None,
            } => write!(f, "look up the result with `{operation}`"),
            Self::Query {
                operation,
                comparison: Some(comparison),
            } => write!(
                f,
                "call `{operation}`, and compare `{}` of its response with `{}` of this request",
                comparison.response_field, comparison.request_field
            ),
        }
    }
}
