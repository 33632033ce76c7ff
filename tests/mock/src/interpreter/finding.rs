//! Errors in a request body and their positions.

use serde_json::Value;

/// One error in a request body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The JSON pointer of the value, or the position of a missing value.
    pub pointer: String,
    /// The kind of the broken rule.
    pub broken: Broken,
    /// The broken rule in words, with its limit.
    pub issue: String,
    /// The value, if there is one.
    pub value: Option<Value>,
}

/// The kinds of rules that a body can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Broken {
    /// A value is `null`, which must not be sent.
    Null,
    /// The value has a wrong type.
    Type,
    /// The page does not list the value, although its type is right.
    Unlisted,
    /// A required field is missing.
    Required,
    /// A field is missing that another field's value requires.
    RequiredNow,
    /// A field is present that another field's value forbids.
    ForbiddenNow,
    /// A number is too small.
    Min,
    /// A number is too large.
    Max,
    /// A text has too few characters.
    MinChars,
    /// A text has too many characters.
    MaxChars,
    /// A text contains a character that is not allowed.
    Alphabet,
    /// A list has too few items.
    MinItems,
    /// A list has too many items.
    MaxItems,
    /// More than one of several exclusive fields is present. The pointer shows the second one.
    AtMostOneOf,
    /// Another field's value does not allow the value.
    Allowed,
}
