//! Paths and path parameters that do not match.

use std::collections::{HashMap, HashSet};

use super::bad_path::{Placeholder, placeholders};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::resolve::Resolved;
use crate::syntax::{Operation, Text};

declare_rule! {
    /// The path and the path parameters do not match.
    ///
    /// A `{name}` of the path has no parameter, a path parameter has no `{name}`, or the path has
    /// the same `{name}` twice.
    ///
    /// ## Why it matters
    ///
    /// Each value in the path is a field of the request. The generator needs both the `{name}` and
    /// the parameter.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -path: /v3/cards/{card_no}
    /// +path: /v3/cards/{card_id}
    /// ```
    ///
    /// ## What to do
    ///
    /// Give both the same name. The names are those of the page.
    PATH_MISMATCH = "path-mismatch", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in service.pages.iter().copied() {
        // A wrong path has been reported by another rule.
        if let Ok(placeholders) = placeholders(&page.path) {
            report_twice(&page.path, &placeholders, diagnostics);
            report_undescribed(page, &placeholders, diagnostics);
            report_unplaced(page, &placeholders, diagnostics);
        }
    }
}

/// The maximum number of compared placeholders; no page has more.
const MAX_COMPARED: usize = 100;

fn report_twice(path: &Text, placeholders: &[Placeholder<'_>], diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Placeholder<'_>> = HashMap::new();
    for placeholder in placeholders {
        let first = *seen.entry(placeholder.name).or_insert(placeholder);
        if first.range != placeholder.range {
            let message = format!(
                "duplicate placeholder `{{{}}}` in the path",
                placeholder.name
            );
            diagnostics.push(
                Diagnostic::error(
                    Code::PATH_MISMATCH,
                    message,
                    path.part(placeholder.range.clone()),
                )
                .label("again here")
                .also(path.part(first.range.clone()), "first here")
                .help("give each placeholder its own name, as the page does"),
            );
        }
    }
}

fn report_undescribed(
    page: &Operation,
    placeholders: &[Placeholder<'_>],
    diagnostics: &mut Diagnostics,
) {
    let described = || page.parameters.path.iter().map(|(wire, _)| wire);
    let names: HashSet<&str> = described().map(|wire| wire.value.as_str()).collect();
    let placed: HashSet<&str> = placeholders.iter().map(|p| p.name).collect();
    for placeholder in placeholders {
        let name = placeholder.name;
        if names.contains(name) {
            continue;
        }
        let span = page.path.part(placeholder.range.clone());
        let message = format!("placeholder `{{{name}}}` without a path parameter");
        let diagnostic = Diagnostic::error(Code::PATH_MISMATCH, message, span);
        let is_free = |wire: &&Text| !placed.contains(wire.value.as_str());
        let free = described().filter(is_free);
        let meant = if diagnostics.is_long() {
            None
        } else {
            closest(name, free.clone().map(|wire| wire.value.as_str()))
        };
        let meant = meant.and_then(|meant| free.clone().find(|wire| wire.value == meant));
        diagnostics.push(match meant {
            Some(wire) => diagnostic
                .also(wire.span, "parameter without a placeholder")
                .did_you_mean(span, &wire.value),
            None => diagnostic.help(format!("add `{name}:` below `parameters: path:`")),
        });
    }
}

fn report_unplaced(
    page: &Operation,
    placeholders: &[Placeholder<'_>],
    diagnostics: &mut Diagnostics,
) {
    let described = page.parameters.path.iter();
    let described: HashSet<&str> = described.map(|(wire, _)| wire.value.as_str()).collect();
    let placed: HashSet<&str> = placeholders.iter().map(|p| p.name).collect();
    let names = placeholders.iter().map(|p| p.name);
    let undescribed = names.filter(|name| !described.contains(name));
    let undescribed: Vec<&str> = undescribed.take(MAX_COMPARED).collect();
    for (wire, _) in &page.parameters.path {
        // A misspelled name has been reported at its place in the path.
        let is_misspelled = || {
            let mut names = undescribed.iter();
            names.any(|name| closest(name, [wire.value.as_str()]).is_some())
        };
        let is_long = diagnostics.is_long();
        if placed.contains(wire.value.as_str()) || (!is_long && is_misspelled()) {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(
                Code::PATH_MISMATCH,
                format!("path parameter `{}` without a placeholder", wire.value),
                wire.span,
            )
            .also(page.path.span, "the path")
            .help("rename the parameter or the placeholder, or move it below `query:`"),
        );
    }
}
