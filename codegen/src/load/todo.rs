//! `TODO`s of a draft, which a person has not answered yet.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};

const TODO: &str = "TODO";

/// Reports each line with a `TODO`, in a value or in a comment.
pub(super) fn report(reader: &Reader<'_>) {
    let mut offset = 0;
    for line in reader.file.text.split_inclusive('\n') {
        if let Some(start) = word(line) {
            let start = offset + start;
            let span = reader.span(start, start + TODO.len());
            reader.report(
                Diagnostic::error(Code::TODO, "open question of a draft", span)
                    .label("the words of the page, or what is missing")
                    .help("transcribe it in our own words, and remove the `TODO`"),
            );
        }
        if reader.is_long() {
            return;
        }
        offset += line.len();
    }
}

/// The offset of the word in a line.
fn word(line: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = line.match_indices(TODO);
    let (start, _) = found.find(|(start, _)| {
        let (before, after) = (line.get(..*start), line.get(start + TODO.len()..));
        let joined = before.is_some_and(|text| text.ends_with(is_part))
            || after.is_some_and(|text| text.starts_with(is_part));
        !joined
    })?;
    Some(start)
}
