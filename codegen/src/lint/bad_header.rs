//! Names of headers.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::syntax::Text;

declare_rule! {
    /// A header's name that HTTP does not allow, or that the runtime needs itself.
    ///
    /// A header that no caller can set: HTTP does not allow its name, or the runtime sets it on
    /// every request.
    ///
    /// ## Why it matters
    ///
    /// A second `Authorization` or `Content-Type` would break the signature or be dropped on the
    /// way.
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
    /// Write `set_by: runtime` where the page lists a header that the runtime sends.
    BAD_HEADER = "bad-header", check
}

/// Headers that the runtime, or HTTP itself, sets on every request.
const OF_THE_RUNTIME: [&str; 10] = [
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
        let message = format!("`{}` cannot be a header's name", name.value);
        Diagnostic::error(Code::BAD_HEADER, message, name.span)
            .help("HTTP has ASCII letters, digits and `-` there")
    };
    (!name.value.chars().all(good)).then(report)
}

fn reserved(name: &Text) -> Option<Diagnostic> {
    let report = || {
        let message = format!("no caller sets the header `{}`", name.value);
        Diagnostic::error(Code::BAD_HEADER, message, name.span)
            .label("the runtime does, or HTTP itself")
            .help("write `set_by: runtime` below it, so that it is documented and not asked for")
    };
    let lower = name.value.to_ascii_lowercase();
    OF_THE_RUNTIME.contains(&lower.as_str()).then(report)
}
