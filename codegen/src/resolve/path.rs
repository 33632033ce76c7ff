//! The path template: fit to be sent, and of one mind with the path parameters.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::syntax::{self, Text};

/// A `{name}` of a path, with its place in the text.
struct Placeholder<'a> {
    name: &'a str,
    range: Range<usize>,
}

/// A path without the names in its braces: two of one shape match the same requests.
pub(super) fn shape(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// `{name}` stands alone in its segment, and every one is described.
pub(super) fn check(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let path = &page.path;
    let Some(rest) = path.value.strip_prefix('/') else {
        resolver.diagnostics.push(without_slash(path));
        return;
    };
    let mut placeholders: Vec<Placeholder<'_>> = Vec::new();
    let mut start = 1;
    let mut is_good = true;
    for segment in rest.split('/') {
        let range = start..start + segment.len();
        start = range.end + 1;
        // A page may end its path in `/`: it is signed and sent so.
        let is_last = range.end == path.value.len();
        if segment.is_empty() && is_last && !rest.is_empty() {
            continue;
        }
        if let Some(finding) = malformed(path, segment, range.clone()) {
            resolver.diagnostics.push(finding);
            is_good = false;
        } else if let Some(name) = inside_braces(segment) {
            let range = range.start + 1..range.end - 1;
            placeholders.push(Placeholder { name, range });
        }
    }
    if is_good {
        report_twice(path, &placeholders, resolver);
        report_undescribed(page, &placeholders, resolver);
        report_unplaced(page, &placeholders, resolver);
    }
}

fn inside_braces(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn without_slash(path: &Text) -> Diagnostic {
    let message = format!("`{}` does not begin with `/`", path.value);
    let diagnostic = Diagnostic::error(Code::BadPath, message, path.span);
    if let Some((_, rest)) = path.value.split_once("://") {
        let help = "leave the host out: `hosts:` names it";
        let Some(at) = rest.find('/') else {
            return diagnostic
                .help(help)
                .help("write the path that stands behind it, as `/v3/…`");
        };
        let host = path.value.len() - rest.len() + at;
        return diagnostic.fix(help, path.part(0..host), "");
    }
    match path.value.split_once(" /") {
        Some((method, _)) => diagnostic.fix(
            "leave the method out: `method:` names it",
            path.part(0..method.len() + 1),
            "",
        ),
        None if path
            .value
            .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{') =>
        {
            diagnostic.fix("begin it with `/`", path.part(0..0), "/")
        }
        None => diagnostic.help("write it in ASCII, as `/v3/…`"),
    }
}

/// What is wrong with one segment by itself.
fn malformed(path: &Text, segment: &str, range: Range<usize>) -> Option<Diagnostic> {
    let report =
        |message: String| Diagnostic::error(Code::BadPath, message, path.part(range.clone()));
    if segment.is_empty() {
        let slash = range.start - 1..range.start;
        let message = "a segment of the path is empty";
        return Some(
            Diagnostic::error(Code::BadPath, message, path.part(slash))
                .help("write the path as the page prints it, each segment with its text")
                .help(
                    "a path with an empty segment is not supported, as HTTP software may drop it",
                ),
        );
    }
    if segment == "." || segment == ".." {
        return Some(report(format!("`{segment}` leads to another path")).help(
            "HTTP clients take such segments out before they send: write the path that is meant",
        ));
    }
    if let Some((before, _)) = segment.split_once('?') {
        let query = range.start + before.len()..path.value.len();
        let report = Diagnostic::error(Code::BadPath, "a path has no query", path.part(query));
        return Some(
            report
                .help("end the path before `?`")
                .help("describe each of its parameters below `parameters: query:`"),
        );
    }
    if let Some(name) = segment.strip_prefix(':').filter(|name| is_plain(name)) {
        return Some(
            report(format!("`{segment}` would be sent as it stands")).fix(
                "write parameters in braces",
                path.part(range.clone()),
                format!("{{{name}}}"),
            ),
        );
    }
    let text = inside_braces(segment).unwrap_or(segment);
    if segment.contains(['{', '}'])
        && (text.contains(['{', '}']) || inside_braces(segment).is_none())
    {
        return Some(
            report(format!("the braces of `{segment}` do not enclose it"))
                .help("a parameter is a whole segment, `/{name}/`; one that is a part of a segment is not supported"),
        );
    }
    if !is_plain(text) {
        return Some(report(format!("`{segment}` cannot be a segment of a path"))
            .help("write it as the page does; only ASCII letters, digits, `-`, `.`, `_` and `~` are supported, or `{name}`"));
    }
    None
}

fn is_plain(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    !text.is_empty() && text.chars().all(good)
}

/// No page has more placeholders in a path.
const MAX_COMPARED: usize = 100;

fn report_twice(path: &Text, placeholders: &[Placeholder<'_>], resolver: &mut Resolver<'_, '_>) {
    let mut seen: HashMap<&str, &Placeholder<'_>> = HashMap::new();
    for placeholder in placeholders {
        let first = *seen.entry(placeholder.name).or_insert(placeholder);
        if first.range != placeholder.range {
            let message = format!("the path has `{{{}}}` twice", placeholder.name);
            resolver.diagnostics.push(
                Diagnostic::error(
                    Code::PathMismatch,
                    message,
                    path.part(placeholder.range.clone()),
                )
                .label("again here")
                .also(path.part(first.range.clone()), "first here")
                .help("give each a name of its own, as the page does"),
            );
        }
    }
}

fn report_undescribed(
    page: &syntax::Operation,
    placeholders: &[Placeholder<'_>],
    resolver: &mut Resolver<'_, '_>,
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
        let message = format!("the path has `{{{name}}}`, which no parameter describes");
        let diagnostic = Diagnostic::error(Code::PathMismatch, message, span);
        let is_free = |wire: &&Text| !placed.contains(wire.value.as_str());
        let free = described().filter(is_free);
        let meant = if resolver.diagnostics.is_long() {
            None
        } else {
            closest(name, free.clone().map(|wire| wire.value.as_str()))
        };
        let meant = meant.and_then(|meant| free.clone().find(|wire| wire.value == meant));
        resolver.diagnostics.push(match meant {
            Some(wire) => diagnostic
                .also(wire.span, "this parameter is not in the path")
                .did_you_mean(span, &wire.value),
            None => diagnostic.help(format!("add `{name}:` below `parameters: path:`")),
        });
    }
}

fn report_unplaced(
    page: &syntax::Operation,
    placeholders: &[Placeholder<'_>],
    resolver: &mut Resolver<'_, '_>,
) {
    let described = page.parameters.path.iter();
    let described: HashSet<&str> = described.map(|(wire, _)| wire.value.as_str()).collect();
    let placed: HashSet<&str> = placeholders.iter().map(|p| p.name).collect();
    let names = || placeholders.iter().map(|p| p.name);
    let undescribed = || names().filter(|name| !described.contains(name));
    for (wire, _) in &page.parameters.path {
        // A name that is misspelt was reported where the path has it.
        let is_misspelt = || {
            let mut names = undescribed().take(MAX_COMPARED);
            names.any(|name| closest(name, [wire.value.as_str()]).is_some())
        };
        let is_long = resolver.diagnostics.is_long();
        if placed.contains(wire.value.as_str()) || (!is_long && is_misspelt()) {
            continue;
        }
        resolver.diagnostics.push(
            Diagnostic::error(
                Code::PathMismatch,
                format!("the path has no `{{{}}}`", wire.value),
                wire.span,
            )
            .also(page.path.span, "the path")
            .help("rename the parameter or the placeholder, or move it below `query:`"),
        );
    }
}
