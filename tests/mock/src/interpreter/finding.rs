//! What is wrong with a body, and where.

use serde_json::Value;

/// One thing that is wrong with a body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// JSON pointer of the value, or of the place where one is missing.
    pub pointer: String,
    /// What kind of rule is broken.
    pub broken: Broken,
    /// The same in words, with the limit.
    pub issue: String,
    /// The value, where there is one.
    pub value: Option<Value>,
}

/// What a body can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Broken {
    /// `null` stands for nothing that can be sent.
    Null,
    /// The value does not have the field's type.
    Type,
    /// The page does not list the value, which has the type of those that it lists.
    Unlisted,
    /// A required field is missing.
    Required,
    /// A field is missing that another field's value makes required.
    RequiredNow,
    /// A field is given that another field's value forbids.
    ForbiddenNow,
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
    /// A list has too few items.
    MinItems,
    /// A list has too many items.
    MaxItems,
    /// More than one of several fields is given; the second one is pointed at.
    AtMostOneOf,
    /// The value is not among those that another field's value allows.
    Allowed,
}
