//! Makes Rust identifiers. No other module does.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Why a wire name cannot become a Rust name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It has a character outside ASCII.
    NotAscii,
    /// It begins with a digit, or no character of it is allowed in an identifier.
    NoIdentifier,
    /// Generated code needs the name itself.
    Reserved,
    /// Windows reserves the name for a device, so no file can have it.
    Device,
    /// It does not have Rust's style for names of its kind.
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

/// The name of a field of a request. The builder has the methods `build` and `maybe`, so no setter
/// can have these names. It also has type parameters with the names of fields, which would hide the
/// types `bool` and `i64`.
pub(crate) fn request_field(wire: &str) -> Result<String, Problem> {
    let name = field(wire)?;
    if matches!(name.as_str(), "bool" | "build" | "i64" | "maybe") {
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

/// The name of an item that is also the name of a file.
fn file(wire: &str) -> Result<String, Problem> {
    let name = identifier(wire, wire.to_snake_case())?;
    if is_device(&name) {
        return Err(Problem::Device);
    }
    Ok(name)
}

/// Whether Windows reserves a name for a device, in any case and with any extension.
pub(crate) fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_port = |port: &str| {
        let number = name.strip_prefix(port);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn") || is_port("com") || is_port("lpt")
}

/// `aux_api`: a possible file name that is similar to the name of a device.
pub(crate) fn device_alternative(name: &str) -> String {
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

/// `BudgetUpdate`: the name of a choice. Code that matches it has a type parameter `S`.
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

/// A `rust_name:` of the spec, which must already have the style of its kind.
pub(crate) fn explicit(
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

/// Modules, files and features of the generated crate, and crates that it uses.
const RESERVED_MODULES: [&str; 37] = [
    "all_services",
    "bin",
    "blocking",
    "bundled_roots",
    "call",
    "callback",
    "callbacks",
    "check",
    "chrono",
    "client",
    "common_errors",
    "default",
    "download",
    "downloads",
    "encrypted_fields",
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
    "pagination",
    "platform_certificates",
    "raw",
    "request",
    "reqwest",
    "response",
    "serde",
    "stream",
    "test_util",
    "time",
    "upload",
    "wechatpay_runtime",
];

/// Types that the files of requests, responses and enums use without a path. Operations use other
/// types, too; they get a path if an enum of a page has the same name.
const RESERVED_TYPES: [&str; 21] = [
    "Deserialize",
    "FileContent",
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
    "EncryptedText",
    "Json",
    "JsonText",
    "ReceivedJson",
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
