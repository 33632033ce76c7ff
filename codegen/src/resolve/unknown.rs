//! Reports unknown names.

use crate::diagnostic::{Code, Diagnostic, closest};
use crate::syntax::Text;

/// The diagnostic for an unknown name, with the name that was probably meant. If the list of
/// diagnostics is already long, the other name is not searched.
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

/// Adds the name that was probably meant, or a list of the known names, to a diagnostic.
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

/// The maximum number of listed names.
const MAX_LISTED: usize = 30;
