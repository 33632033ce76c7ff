//! Header names that callers cannot use.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::syntax::Text;

declare_rule! {
    /// A header name that HTTP does not allow, or that the runtime uses itself.
    ///
    /// Callers cannot set this header. Either HTTP does not allow its name, or the runtime sets it
    /// on every request.
    ///
    /// ## Why it matters
    ///
    /// A second `Authorization` or `Content-Type` would break the signature, or be lost on the way.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///  parameters:
    /// -  header:
    /// -    Authorization:
    /// -      type: string
    /// -      presence: required
    /// +  header:
    /// +    Authorization:
    /// +      set_by: runtime
    /// +      type: string
    /// +      presence: required
    ///    path:
    /// ```
    ///
    /// ## What to do
    ///
    /// Write `set_by: runtime` if the page lists a header that the runtime sends.
    BAD_HEADER = "bad-header", check
}

/// Headers that the runtime, or HTTP itself, sets on every request.
const RESERVED: [&str; 10] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "wechatpay-serial",
];

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in &service.pages {
        let parameters = &page.parameters;
        for (name, _) in parameters.runtime_header.iter().chain(&parameters.header) {
            diagnostics.extend(impossible(name));
        }
        for (name, _) in &parameters.header {
            diagnostics.extend(reserved(name));
        }
    }
}

fn impossible(name: &Text) -> Option<Diagnostic> {
    let good = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let report = || {
        let message = format!("invalid header name `{}`", name.value);
        Diagnostic::error(Code::BAD_HEADER, message, name.span)
            .help("use ASCII letters, digits and `-`")
    };
    (!name.value.chars().all(good)).then(report)
}

fn reserved(name: &Text) -> Option<Diagnostic> {
    let report = || {
        let message = format!("header `{}` that callers cannot set", name.value);
        Diagnostic::error(Code::BAD_HEADER, message, name.span)
            .label("set by the runtime or by HTTP itself")
            .help(
                "write `set_by: runtime` below it; the header is then documented, and callers \
                do not set it",
            )
    };
    let lower = name.value.to_ascii_lowercase();
    RESERVED.contains(&lower.as_str()).then(report)
}
