//! What the YAML library could not or would not read, in the language's own words.

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;

use super::{MAX_DEPTH, MAX_NODES, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What is said of anchors and aliases, and what to do.
const NO_ANCHORS: (&str, &str) = (
    "the spec does without anchors (`&name`) and aliases (`*name`)",
    "write the value out; what several pages share is a type of `service.yaml`",
);

/// What the library could not or would not read.
pub(super) fn finding(reader: &Reader<'_>, error: &Error, span: Span) -> Diagnostic {
    let (code, message, help) = match error {
        Error::MultipleDocuments { .. } => (
            Code::YAML_FEATURE,
            "a second YAML document begins here".to_owned(),
            "write each page into a file of its own, and delete the line `---`",
        ),
        Error::MergeKeyNotAllowed { .. } => (
            Code::YAML_FEATURE,
            "the spec does without merge keys (`<<`)".to_owned(),
            "write the keys out, as the page does",
        ),
        Error::UnsupportedTag { tag, .. } => (
            Code::YAML_FEATURE,
            format!("the spec does without tags, such as `{tag}`"),
            "delete the tag; a text that begins with `!` needs quotes",
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
                format!("more than {MAX_DEPTH} levels stand inside each other here"),
                "give what is inside a name of its own below `types:`",
            ),
            _ => (
                Code::TOO_LARGE,
                format!("the file has more than {MAX_NODES} values"),
                "write each page into a file of its own",
            ),
        },
        other => {
            let message = first_line(other);
            let help = if message.ends_with("mapping values are not allowed in this context") {
                "a text with `: ` in it needs quotes"
            } else if has_wide_marks(reader, span) {
                "a full-width colon or space means nothing to YAML: write `: ` and plain spaces"
            } else {
                "behind a key stand a colon and a space; a text that begins with a mark, as `@` or `*`, needs quotes; look above \
                 this place, too: a quote or bracket may never be closed, an indent too deep"
            };
            (Code::YAML, message, help)
        }
    };
    Diagnostic::error(code, message, span).help(help)
}

/// Whether the line of a place, or the one before, has marks that look like YAML's own: `：`, the wide and the fixed space.
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

/// The library's message without the place that it appends.
fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let end = line.rfind(" at line ").unwrap_or(line.len());
    format!("this is not YAML: {}", &line[..end])
}
