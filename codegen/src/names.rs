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
    /// Windows keeps the name for a device, so that no file can have it.
    Device,
    /// It is not written as Rust writes names of its kind.
    OtherStyle,
}

impl Problem {
    pub(crate) fn explain(self) -> &'static str {
        match self {
            Self::NotAscii => "characters outside ASCII",
            Self::NoIdentifier => "no letter at the beginning",
            Self::Reserved => "name that generated code uses itself",
            Self::Device => "reserved by Windows for a device; files get this name",
            Self::OtherStyle => "fields are written in snake_case, types and values in CamelCase",
        }
    }
}

/// `stock_id`, and `type_` for `type`.
pub(crate) fn field(wire: &str) -> Result<String, Problem> {
    identifier(wire, wire.to_snake_case())
}

/// The same, of a request. Its builder has a method more than setters, and type parameters that are called like fields
/// and so would hide these types.
pub(crate) fn request_field(wire: &str) -> Result<String, Problem> {
    let name = field(wire)?;
    if matches!(name.as_str(), "build" | "bool" | "i64") {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `modify_budget`.
pub(crate) fn function(wire: &str) -> Result<String, Problem> {
    file(wire)
}

/// `product_coupon`.
pub(crate) fn module(wire: &str) -> Result<String, Problem> {
    let name = file(wire)?;
    if RESERVED_MODULES.contains(&name.as_str()) {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// The name of something that is also the name of a file.
fn file(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_snake_case())?;
    if is_device(&name) {
        return Err(Problem::Device);
    }
    Ok(name)
}

/// Whether Windows keeps a name for a device, whatever its case and extension.
pub(crate) fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_port = |port: &str| {
        let number = name.strip_prefix(port);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn") || is_port("com") || is_port("lpt")
}

/// `aux_api`: a name like that of a device that a file can have.
pub(crate) fn beside_device(name: &str) -> String {
    format!("{name}_api")
}

/// `StockEntity`.
pub(crate) fn type_name(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_upper_camel_case())?;
    if RESERVED_TYPES.contains(&name.as_str()) {
        return Err(Problem::Reserved);
    }
    Ok(name)
}

/// `BudgetUpdate`: the same, of an enum that is matched where `S` is a type parameter.
pub(crate) fn choice(name: &str) -> Result<String, Problem> {
    let name = type_name(name)?;
    if name == "S" {
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

/// Modules and files of the generated crate, what it uses, and its other features.
const RESERVED_MODULES: [&str; 25] = [
    "all_services",
    "bin",
    "blocking",
    "call",
    "check",
    "chrono",
    "client",
    "common_errors",
    "default",
    "endpoint",
    "error",
    "field",
    "guide",
    "http_client",
    "jiff",
    "keys",
    "lib",
    "main",
    "operation",
    "raw",
    "request",
    "response",
    "serde",
    "time",
    "wechatpay_runtime",
];

/// What the files of requests, responses and enums name without a path. What operations name beside them is written with its
/// path where a page's enum has its name.
const RESERVED_TYPES: [&str; 16] = [
    "Deserialize",
    "Into",
    "IntoIterator",
    "Object",
    "OpenEnum",
    "OpenNumber",
    "Option",
    "Result",
    // Its builder would be `Self_Builder`.
    "Self_",
    "Serialize",
    "Serializer",
    "String",
    "Timestamp",
    "UnknownNumber",
    "UnknownValue",
    "Vec",
];

/// Strict, reserved and edition 2024 keywords.
const KEYWORDS: [&str; 53] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
