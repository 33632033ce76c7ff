//! The only place that makes Rust identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Why a wire name cannot become a Rust name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It has a character outside ASCII.
    NotAscii,
    /// It begins with a digit, or nothing of it can stand in an identifier.
    NoIdentifier,
    /// Generated code needs the name itself.
    Reserved,
    /// It is not written as Rust writes names of its kind.
    OtherStyle,
}

impl Problem {
    pub(crate) fn explain(self) -> &'static str {
        match self {
            Self::NotAscii => "it has characters outside ASCII",
            Self::NoIdentifier => "a Rust name begins with a letter",
            Self::Reserved => "generated code uses this name itself",
            Self::OtherStyle => "fields are written like_this, types and values LikeThis",
        }
    }
}

/// `stock_id`, and `type_` for `type`.
pub(crate) fn field(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_snake_case())?;
    // Every builder has a method of this name.
    if name == "build" {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `modify_budget`.
pub(crate) fn function(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_snake_case())?;
    // Modules of the same names stand beside it.
    if ["request", "response"].contains(&name.as_str()) {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `product_coupon`.
pub(crate) fn module(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_snake_case())?;
    if RESERVED_MODULES.contains(&name.as_str()) {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `StockEntity`.
pub(crate) fn type_name(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_upper_camel_case())?;
    if RESERVED_TYPES.contains(&name.as_str()) {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `MaxCount` for `MAX_COUNT`.
pub(crate) fn variant(wire: &str) -> Result<String, Problem> {
    identifier(wire, wire.to_upper_camel_case())
}

/// `ModifyBudgetRequest`.
pub(crate) fn request_type(operation: &str) -> String {
    format!("{}Request", operation.to_upper_camel_case())
}

/// `ModifyBudgetErrorCode`.
pub(crate) fn error_code_type(operation: &str) -> String {
    format!("{}ErrorCode", operation.to_upper_camel_case())
}

/// A name that was given by hand: what the rule for its kind would leave as it is, or nothing.
pub(crate) fn by_hand(
    name: &str,
    make: fn(&str) -> Result<String, Problem>,
) -> Result<String, Problem> {
    let made = make(name)?;
    if made == name {
        Ok(made)
    } else {
        Err(Problem::OtherStyle)
    }
}

fn identifier(wire: &str, name: String) -> Result<String, Problem> {
    if !wire.is_ascii() {
        return Err(Problem::NotAscii);
    }
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on_well = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !begins_well || !goes_on_well {
        return Err(Problem::NoIdentifier);
    }
    if KEYWORDS.contains(&name.as_str()) {
        return Ok(name + "_");
    }
    Ok(name)
}

/// Modules of the generated crate, what it uses, and its other features.
const RESERVED_MODULES: [&str; 14] = [
    "all_services",
    "call",
    "check",
    "chrono",
    "core",
    "default",
    "field",
    "http_client",
    "jiff",
    "request",
    "response",
    "serde",
    "time",
    "wechatpay_runtime",
];

/// Types and traits that generated files name, or whose methods they call, without a path.
const RESERVED_TYPES: [&str; 36] = [
    "Already",
    "Client",
    "Default",
    "Deserialize",
    "Endpoint",
    "Error",
    "ErrorRow",
    "Future",
    "Given",
    "Into",
    "IntoIterator",
    "Iterator",
    "Method",
    "Missing",
    "NoBody",
    "NoContent",
    "NotYet",
    "Object",
    "OpenEnum",
    "OpenNumber",
    "Operation",
    "Option",
    "Page",
    "Parameters",
    "RateLimit",
    "RateLimitScope",
    "Response",
    "Result",
    "Serialize",
    "Serializer",
    "String",
    "Timestamp",
    "UnknownNumber",
    "UnknownValue",
    "Vec",
    "Violations",
];

/// Strict, reserved and edition 2024 keywords.
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
