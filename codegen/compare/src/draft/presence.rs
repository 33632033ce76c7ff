//! Presences and their conditions.

use super::writer::{Writer, scalar};
use crate::audit::page::table::Row;
use crate::audit::page_claims::facts::Fact;

/// The names to which a condition may refer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'n> {
    /// The fields of the same object.
    pub(super) siblings: &'n [String],
    /// The fields at the root of the message.
    pub(super) root: &'n [String],
}

/// Writes the presence of a row.
pub(super) fn write(
    row: Option<&Row<'_>>,
    facts: &[Fact],
    names: Names<'_>,
    out: &mut Writer<'_>,
    indent: usize,
) {
    let printed = row.and_then(Row::is_required);
    let conditions: Vec<(&str, String, &str)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Condition(key, subject, value) => {
                Some((*key, path(subject, names)?, value.as_str()))
            }
            _ => None,
        })
        .collect();
    let cut_off = facts.iter().find_map(|fact| match fact {
        Fact::CutOff(words) => Some(*words),
        _ => None,
    });
    match (conditions.as_slice(), cut_off, printed) {
        ([(key, ..), ..], _, _) if conditions.iter().all(|(other, ..)| other == key) => {
            out.open(indent, "presence");
            out.open(indent + 1, key);
            for (_, subject, value) in &conditions {
                condition(subject, value, out, indent + 2);
            }
        }
        ([], Some(words), _) => {
            out.open(indent, "presence");
            out.key(indent + 1, "cut_off", words);
        }
        (_, _, Some(true)) => return out.key(indent, "presence", "required"),
        (_, _, Some(false)) => return out.key(indent, "presence", "optional"),
        (_, _, None) => return out.key(indent, "presence", "undocumented"),
    }
    if printed == Some(true) {
        out.key(indent + 1, "printed", "required");
    }
}

/// The subject as the spec writes it. `None` if no field has this name.
fn path(subject: &str, names: Names<'_>) -> Option<String> {
    let first = subject.split('.').next().unwrap_or(subject);
    if subject.starts_with("outside ") {
        Some(format!(
            "outside TODO {}",
            subject.trim_start_matches("outside ")
        ))
    } else if names.siblings.iter().any(|name| name == subject) {
        Some(subject.to_owned())
    } else if names.root.iter().any(|name| name == first) {
        Some(format!("$.{subject}"))
    } else {
        None
    }
}

/// Whether a condition is written. The others become `TODO`s.
pub(super) fn is_written(fact: &Fact, names: Names<'_>) -> bool {
    match fact {
        Fact::Condition(_, subject, _) => path(subject, names).is_some(),
        _ => true,
    }
}

fn condition(subject: &str, value: &str, out: &mut Writer<'_>, indent: usize) {
    let values: Vec<&str> = value.split(", ").collect();
    match values.as_slice() {
        // `greater than 0`, `present`, or one value.
        [single] => out.line(
            indent,
            &format!("{}: {}", scalar(subject), value_scalar(single)),
        ),
        values => out.list(indent, &scalar(subject), values),
    }
}

/// A boolean or a number needs no quotes.
fn value_scalar(value: &str) -> String {
    let is_number = value.parse::<i64>().is_ok();
    if is_number || matches!(value, "true" | "false") {
        value.to_owned()
    } else {
        scalar(value)
    }
}
