//! Conflict markers that a merge left in a file.
//!
//! A marker is at the beginning of a line. Lines of a block text are indented, so that the same
//! characters inside a text are not markers.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The label of each marker. A marker is the sign seven times, alone or followed by a space and a
/// name.
const MARKERS: [(char, &str); 4] = [
    ('<', "start of one side"),
    ('|', "start of the common base"),
    ('=', "start of the other side"),
    ('>', "end of the conflict"),
];

const HELP: &str = "merge the two sides, and delete the lines of the markers";

/// Reports each conflict of a file. Returns whether there is one.
pub(super) fn report(reader: &Reader<'_>) -> bool {
    let mut is_open = false;
    let mut found: Vec<Diagnostic> = Vec::new();
    for (sign, span) in markers(reader) {
        match (sign, found.pop_if(|_| is_open)) {
            ('<', before) => {
                found.extend(before);
                let message = "unresolved merge conflict";
                found.push(
                    Diagnostic::error(Code::YAML, message, span)
                        .label(MARKERS[0].1)
                        .help(HELP),
                );
                is_open = true;
            }
            (sign, Some(conflict)) => {
                let label = MARKERS.iter().find(|(known, _)| *known == sign);
                found.push(conflict.also(span, label.map_or("", |(_, label)| label)));
                is_open = sign != '>';
            }
            (_, None) => {}
        }
    }
    let is_found = !found.is_empty();
    for conflict in found {
        reader.report(conflict);
    }
    is_found
}

/// The first marker in a file that YAML could not read. It remains if a conflict was only partly
/// resolved.
pub(super) fn left_over(reader: &Reader<'_>) -> Option<Diagnostic> {
    let (_, span) = markers(reader).next()?;
    let message = "marker of a merge conflict";
    Some(Diagnostic::error(Code::YAML, message, span).help(HELP))
}

/// The markers of a file, each with its sign.
fn markers(reader: &Reader<'_>) -> impl Iterator<Item = (char, Span)> {
    let mut next = 0;
    reader
        .file
        .text
        .split_inclusive('\n')
        .filter_map(move |line| {
            let start = next;
            next += line.len();
            let text = line.strip_suffix('\n').unwrap_or(line);
            let text = text.strip_suffix('\r').unwrap_or(text);
            let marker = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            let start = start + (text.len() - marker.len());
            let sign = marker.chars().next()?;
            let is_sign = MARKERS.iter().any(|(known, _)| *known == sign);
            let rest = marker.trim_start_matches(sign);
            let count = marker.len() - rest.len();
            let is_marker = is_sign && count == 7 && (rest.is_empty() || rest.starts_with(' '));
            is_marker.then(|| (sign, reader.span(start, start + marker.len())))
        })
}
