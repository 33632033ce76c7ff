//! A violation in a body, and its place.

use serde_json::Value;

/// One violation in a body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// JSON pointer of the value, or of the place where a value is missing.
    pub pointer: String,
    /// The kind of the broken rule.
    pub rule: BrokenRule,
    /// A description with the limit.
    pub issue: String,
    /// The value, if there is one.
    pub value: Option<Value>,
}

/// The kinds of rules that a body can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BrokenRule {
    /// A value is `null`, which must not be sent.
    Null,
    /// The value does not have the field's type.
    Type,
    /// The page does not list the value. The value has the same type as the listed ones.
    Unlisted,
    /// A required field is missing.
    Required,
    /// A field is missing that another field's value makes required.
    RequiredWhen,
    /// A field is given that another field's value forbids.
    OnlyWhen,
    /// A number is too small.
    Min,
    /// A number is too large.
    Max,
    /// A text has too few characters.
    MinChars,
    /// A text has too many characters.
    MaxChars,
    /// A text has a character that is not allowed.
    Alphabet,
    /// A text is not a time in the format of RFC 3339.
    Rfc3339,
    /// A text is not a date, `YYYY-MM-DD`.
    Date,
    /// A list has too few items.
    MinItems,
    /// A list has too many items.
    MaxItems,
    /// More than one of several exclusive fields is given. The pointer names the second one.
    AtMostOneOf,
    /// None of several fields is given, or more than one. The pointer names the first of the
    /// fields, or the second one that is given.
    ExactlyOneOf,
    /// None of several fields is given. The pointer names the first of them.
    AtLeastOneOf,
    /// Another field's value does not allow this value.
    Allowed,
}
