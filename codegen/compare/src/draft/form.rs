//! The form that sends the body together with a file.

use super::writer::Writer;
use crate::audit::page::table::Row;

/// Writes `form:`. Returns the fields of the JSON part, which are the body.
pub(super) fn write<'r, 'a>(rows: &'r [Row<'a>], out: &mut Writer<'_>) -> Vec<&'r Row<'a>> {
    let json = rows.iter().find(|row| !row.is_file());
    let file = rows.iter().find(|row| row.is_file());
    let body: Vec<&Row<'_>> = json.map_or(Vec::new(), |row| row.rows.iter().collect());
    out.open(0, "form");
    match json {
        Some(row) => {
            out.open(1, "json");
            part(row, out);
        }
        None => out.key(1, "json", "TODO"),
    }
    match file {
        Some(row) => {
            out.open(1, "file");
            part(row, out);
            out.open_question(2, "max_bytes, if the page states a size");
        }
        None => out.open(1, "file"),
    }
    out.line(2, "types: TODO");
    // The page says the job of a field only in words.
    let named = |names: &[&str]| {
        let mut rows = body.iter();
        rows.find(|row| names.contains(&row.name.text))
            .map_or("TODO", |row| row.name.text)
    };
    out.key(1, "file_name", named(&["filename", "file_name"]));
    out.key(1, "digest", named(&["sha256"]));
    let others = rows.iter().filter(|row| {
        let is_same =
            |other: Option<&Row<'_>>| other.is_some_and(|other| other.name.start == row.name.start);
        !is_same(json) && !is_same(file)
    });
    for row in others {
        out.todo(1, row.name, "another part of the form");
    }
    body
}

/// Name, label and text of a part.
fn part(row: &Row<'_>, out: &mut Writer<'_>) {
    out.key(2, "name", row.name.text);
    if let Some(label) = row.label {
        out.key(2, "title", label.text);
    }
    if !row.text.is_blank() {
        out.todo_value(2, "doc", row.text);
        out.fingerprint(2, row.text);
    }
}
