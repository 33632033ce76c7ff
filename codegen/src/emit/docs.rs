//! The text of every doc comment: one short form for each kind of thing, and spec text that can
//! never become markup.

mod checks;
mod comment;
mod context;
mod field;
mod limits;
mod sources;

pub(super) use crate::markdown::{code, plain};
pub(super) use crate::wording::{conjunction, rule};
pub(super) use checks::checks;
pub(crate) use comment::{Doc, Example, Paragraph};
pub(super) use context::Context;
pub(super) use field::{request_field, response_field, title, variant_field};
pub(super) use sources::unit;

use crate::model::{Choice, Field, Grade, Note, Type};
use crate::wording;

/// `Label: description.`, `Label.` or `Description.`; nothing where neither is known.
fn label_and_meaning(title: Option<&str>, doc: Option<&str>) -> Option<String> {
    match (title, doc) {
        (Some(title), Some(doc)) => Some(format!("{}: {}", plain(title), plain(doc))),
        (None, Some(doc)) => Some(plain(doc)),
        (Some(title), None) => Some(format!("{}.", plain(title))),
        (None, None) => None,
    }
}

/// The first line of a struct or enum: its own label and description, else those of a field that
/// has it.
pub(super) fn type_summary(
    name: &str,
    wire_name: &str,
    title: Option<&str>,
    doc: Option<&str>,
    context: &Context<'_>,
) -> String {
    let field = context.field_of(name);
    let doc = doc
        .map(plain)
        .or_else(|| field.and_then(field::meaning).map(plain))
        .or_else(|| field.map(value_of));
    match (title.map(plain), doc) {
        (Some(title), Some(doc)) => format!("{title}: {doc}"),
        (None, Some(doc)) => doc,
        (Some(title), None) => format!("{title}."),
        (None, None) => format!("{}, as the page calls it.", code(wire_name)),
    }
}

/// What little is known of a type that only the listings have.
fn value_of(field: &Field) -> String {
    let kind = match field.ty {
        Type::Array(_) => "Item",
        _ => "Value",
    };
    format!("{kind} of the field {}.", code(&field.wire_name))
}

/// A choice: what its discriminator means.
pub(super) fn choice(choice: &Choice, discriminator: Option<&Field>) -> Doc {
    let title = discriminator.and_then(|field| field.title.as_deref());
    let doc = discriminator.and_then(|field| field.doc.as_deref());
    let summary = label_and_meaning(title, doc);
    Doc::new(summary.unwrap_or_else(|| format!("Value of {}.", code(&choice.discriminator))))
        .paragraph(format!(
            "Sets {} together with the fields that go with its value.",
            code(&choice.discriminator)
        ))
}

/// A link to a struct of the same module, also to one that is called like a macro which derives.
pub(super) fn link(name: &str) -> String {
    const DERIVED: [&str; 9] = [
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Eq",
        "Hash",
        "Ord",
        "PartialEq",
        "PartialOrd",
    ];
    let kind = if DERIVED.contains(&name) {
        "struct@"
    } else {
        ""
    };
    format!("[`{kind}{name}`]")
}

/// The evidence for a type, if it is less than a whole page.
pub(super) fn evidence(grade: Grade) -> Vec<String> {
    let evidence = wording::evidence_of_part(grade, Grade::Full);
    evidence.into_iter().collect()
}

/// Where the page is cut off, silent or at odds: what is silent comes last.
pub(super) fn notes(notes: &[Note]) -> impl Iterator<Item = String> {
    let (silent, others): (Vec<_>, Vec<_>) = notes.iter().partition(|note| note.kind == "silent");
    others.into_iter().chain(silent).map(note)
}

/// A place where the page is cut off, silent or at odds.
pub(super) fn note(note: &Note) -> String {
    let lead = match note.kind.as_str() {
        "contradiction" => "Contradiction",
        "cut off" => "Cut off",
        "silent" => "Not documented",
        "unlisted" => "Not listed",
        _ => "Difference",
    };
    let says: Vec<_> = note
        .says
        .iter()
        .map(|says| plain(says.trim_end_matches('.')))
        .collect();
    format!("{lead}: {}. {}", says.join("; "), plain(&note.we))
}
