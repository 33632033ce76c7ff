//! Diagnostics for errors of the YAML library.

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;

use super::{MAX_DEPTH, MAX_NODES, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The first help if the mistake is not known any better.
const AFTER_KEY: &str = "write a colon and a space after a key";

/// The message about anchors and aliases, and its help.
const NO_ANCHORS: (&str, &str) = (
    "unsupported YAML anchor (`&name`) or alias (`*name`)",
    "write the value out; define types that several pages share in `service.yaml`",
);

/// The diagnostic for an error of the library.
pub(super) fn diagnostic(reader: &Reader<'_>, error: &Error, span: Span) -> Diagnostic {
    let (code, message, help) = match error {
        Error::MultipleDocuments { .. } => (
            Code::YAML_FEATURE,
            "second YAML document in one file".to_owned(),
            "write each page into a file of its own, and delete the line `---`",
        ),
        Error::MergeKeyNotAllowed { .. } => (
            Code::YAML_FEATURE,
            "unsupported YAML merge key (`<<`)".to_owned(),
            "write the keys out, as the page does",
        ),
        Error::UnsupportedTag { tag, .. } => (
            Code::YAML_FEATURE,
            format!("unsupported YAML tag `{tag}`"),
            "delete the tag, or put a text that begins with `!` in quotes",
        ),
        Error::UnknownAnchor { .. } => {
            let (message, help) = NO_ANCHORS;
            (Code::YAML_FEATURE, message.to_owned(), help)
        }
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. } => {
                let (message, help) = NO_ANCHORS;
                (Code::YAML_FEATURE, message.to_owned(), help)
            }
            BudgetBreach::Depth { .. } => (
                Code::TOO_LARGE,
                format!("nesting of more than {MAX_DEPTH} levels"),
                "define the inner levels as named types below `types:`",
            ),
            _ => (
                Code::TOO_LARGE,
                format!("file of more than {MAX_NODES} values"),
                "write each page into a file of its own",
            ),
        },
        other => {
            let message = first_line(other);
            let help = if message.ends_with("mapping values are not allowed in this context") {
                "put a text that contains `: ` in quotes"
            } else if has_wide_marks(reader, span) {
                "write `: ` and plain spaces; YAML does not know full-width colons and spaces"
            } else {
                AFTER_KEY
            };
            (Code::YAML, message, help)
        }
    };
    let diagnostic = Diagnostic::error(code, message, span).help(help);
    if help == AFTER_KEY {
        return diagnostic
            .help("put a text that begins with a mark, such as `@` or `*`, in quotes")
            .help("correct an unclosed quote or bracket, or a wrong indent, on a line above");
    }
    diagnostic
}

/// Whether this line or the line above has characters that look like those of YAML: `：`, the
/// full-width space and the no-break space.
fn has_wide_marks(reader: &Reader<'_>, span: Span) -> bool {
    let text = &reader.file.text;
    let at = reader.file.clamp(span).start;
    let before = text[..at].rmatch_indices('\n').nth(1);
    let begin = before.map_or(0, |(newline, _)| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    text[begin..end].contains(['：', '\u{3000}', '\u{a0}'])
}

/// The line that ended the first document.
pub(super) fn separator_before(reader: &Reader<'_>, span: Span) -> Span {
    let before = &reader.file.text[..reader.file.clamp(span).start];
    match before.rfind("\n---") {
        Some(at) => reader.span(at + 1, at + 4),
        None => span,
    }
}

/// The library's message without its place.
fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let end = line.rfind(" at line ").unwrap_or(line.len());
    format!("invalid YAML: {}", &line[..end])
}
