//! Names that refer to nothing.

use crate::diagnostic::{Code, Diagnostic, closest};
use crate::syntax::Text;

/// Reports a name that refers to nothing, with what was probably meant, unless the list of
/// diagnostics is long already.
pub(super) fn unknown<'a>(
    code: Code,
    what: &str,
    name: &Text,
    candidates: impl Iterator<Item = &'a str> + Clone,
    is_long: bool,
) -> Diagnostic {
    let message = format!("unknown {what} `{}`", name.value);
    let diagnostic = Diagnostic::error(code, message, name.span);
    with_candidates(diagnostic, what, name, candidates, is_long)
}

/// Adds to a report about a name what was probably meant, or what there is.
pub(super) fn with_candidates<'a>(
    diagnostic: Diagnostic,
    what: &str,
    name: &Text,
    candidates: impl Iterator<Item = &'a str> + Clone,
    is_long: bool,
) -> Diagnostic {
    if is_long {
        return diagnostic.help(format!("name a {what} that is defined"));
    }
    if let Some(meant) = closest(&name.value, candidates.clone()) {
        return diagnostic.did_you_mean(name.span, meant);
    }
    let all: Vec<_> = candidates.clone().take(MAX_LISTED).collect();
    let more = if candidates.count() > MAX_LISTED {
        ", …"
    } else {
        ""
    };
    diagnostic.help(if all.is_empty() {
        format!("define the {what}; none is visible here")
    } else {
        format!("use one of: {}{more}", all.join(", "))
    })
}

/// A longer list is not read.
const MAX_LISTED: usize = 30;
