//! Rust names: decides the name of each item, and reports collisions.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{self, Problem};
use crate::source::Span;
use crate::syntax::Text;

/// A Rust module in which names can collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    Service,
    Requests,
    Responses,
}

/// The used Rust names, each with the place of its item.
#[derive(Default)]
pub(super) struct UsedNames {
    names: BTreeMap<(Namespace, String), Span>,
}

impl UsedNames {
    /// Adds a name to some namespaces, or reports a collision. Returns whether the name was free.
    pub(super) fn insert(
        &mut self,
        namespaces: &[Namespace],
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let owner = namespaces
            .iter()
            .find_map(|namespace| self.names.get(&(*namespace, name.to_owned())));
        if let Some(owner) = owner {
            diagnostics.push(collision(name, *owner, span));
            return false;
        }
        for namespace in namespaces {
            self.names.insert((*namespace, name.to_owned()), span);
        }
        true
    }
}

/// The diagnostic for two items with the same Rust name.
pub(super) fn collision(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NAME_COLLISION,
        format!("duplicate Rust name `{name}`"),
        second,
    )
    .label("second use")
    .also(first, "first use")
    .help("give one of them a `rust_name:`")
}

/// The Rust name of an item: the `rust_name:` of the spec, or else one made from the wire name.
pub(super) fn rust_name(
    wire: &Text,
    given: Option<&Text>,
    make: fn(&str) -> Result<String, Problem>,
    diagnostics: &mut Diagnostics,
) -> String {
    let (text, result) = match given {
        Some(given) => (given, names::explicit(&given.value, make)),
        None => (wire, make(&wire.value)),
    };
    let bad = |problem| {
        let diagnostic = bad_name(text, problem);
        match make(&text.value) {
            Ok(right) if problem == Problem::OtherStyle => {
                diagnostic.fix(format!("write `{right}`"), text.span, right)
            }
            _ if given.is_some() => diagnostic.help(IN_ASCII),
            _ => diagnostic.help("give it a `rust_name:` of ASCII letters, digits and `_`"),
        }
    };
    or_invalid(text, result.map_err(bad), diagnostics)
}

/// The Rust name of an item that has no wire name.
pub(super) fn own_name(
    text: &Text,
    make: fn(&str) -> Result<String, Problem>,
    diagnostics: &mut Diagnostics,
) -> String {
    let bad = |problem| match problem {
        Problem::Device => {
            let meant = names::device_alternative(&text.value);
            let message = format!("write `{meant}`, for example");
            bad_name(text, problem).fix(message, text.span, meant)
        }
        _ => bad_name(text, problem).help(IN_ASCII),
    };
    or_invalid(text, make(&text.value).map_err(bad), diagnostics)
}

const IN_ASCII: &str =
    "choose another name of ASCII letters, digits and `_`, as the page's listings do";

fn bad_name(text: &Text, problem: Problem) -> Diagnostic {
    let what = match problem {
        Problem::Device => "file",
        _ => "Rust",
    };
    let message = format!("invalid {what} name `{}`", text.value);
    Diagnostic::error(Code::BAD_NAME, message, text.span).label(problem.explain())
}

/// The name, or a unique invalid name after the diagnostic has been reported.
fn or_invalid(
    text: &Text,
    name: Result<String, Diagnostic>,
    diagnostics: &mut Diagnostics,
) -> String {
    name.unwrap_or_else(|diagnostic| {
        diagnostics.push(diagnostic);
        format!("invalid {:?}", text.span)
    })
}
