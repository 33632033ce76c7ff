//! The text of every doc comment: one short form for each kind of thing, and spec text that can never become markup.

mod checks;
mod comment;

pub(super) use crate::markdown::{code, plain};
pub(super) use crate::wording::{conjunction, rule};
pub(super) use checks::checks;
pub(crate) use comment::{Doc, Example, Paragraph};

use crate::model::{Choice, Conditional, Elsewhere, Field, Limits, Note, Place, Presence, Type};
use crate::wording;

/// `Label: description.` with a fixed sentence where the page has no description.
pub(super) fn summary(title: Option<&str>, doc: Option<&str>) -> String {
    match (title, doc) {
        (Some(title), Some(doc)) => format!("{}: {}", plain(title), plain(doc)),
        (None, Some(doc)) => plain(doc),
        (Some(title), None) => format!("{}. {NO_DESCRIPTION}", plain(title)),
        (None, None) => NO_DESCRIPTION.to_owned(),
    }
}

const NO_DESCRIPTION: &str = "The page has no description.";

/// A field of a request: what it means, whether it must be given, what it may be.
pub(super) fn request_field(field: &Field) -> Doc {
    let mut facts = vec![presence(&field.presence)];
    let place = match field.place {
        Place::Path => Some("Travels in the path."),
        Place::Query => Some("Travels in the query."),
        Place::Header => Some("Travels in a header."),
        Place::Body => None,
    };
    facts.extend(place.map(str::to_owned));
    field_doc(field, facts)
}

/// A choice: what its discriminator means.
pub(super) fn choice(choice: &Choice, discriminator: Option<&Field>) -> Doc {
    let title = discriminator.and_then(|field| field.title.as_deref());
    let doc = discriminator.and_then(|field| field.doc.as_deref());
    Doc::new(summary(title, doc)).paragraph(format!(
        "Sets {} together with the fields that go with its value.",
        code(&choice.discriminator)
    ))
}

/// A field of a choice's variant.
pub(super) fn variant_field(field: &Field, required: bool) -> Doc {
    let presence = if required { "Required." } else { "Optional." };
    field_doc(field, vec![presence.to_owned()])
}

/// A field of a response: what it means, whether the page promises it.
pub(super) fn response_field(field: &Field) -> Doc {
    let promise = match &field.presence {
        Presence::Required => "The page promises it.".to_owned(),
        Presence::Optional => "The page does not promise it.".to_owned(),
        Presence::Undocumented => "The page does not say when it is there.".to_owned(),
        Presence::Conditional(conditional) => wording::presence_in_response(conditional),
    };
    field_doc(field, vec![promise])
}

fn field_doc(field: &Field, mut facts: Vec<String>) -> Doc {
    if field.sensitive.is_some() {
        facts.push("Personal: no `Debug` and no error shows it.".to_owned());
    }
    facts.extend(limits(&field.limits, &field.ty));
    facts.extend(field.alphabet.as_deref().map(alphabet));
    facts.extend(field.unit.as_deref().map(unit_of));
    facts.extend(field.default.as_deref().map(default_of));
    facts.extend(field.format.as_deref().map(|format| match format {
        "rfc3339" => "A time as RFC 3339 writes it.".to_owned(),
        other => format!("Format: {}.", plain(other)),
    }));
    let statements = field.remarks.iter().chain(&field.server);
    Doc::new(summary(field.title.as_deref(), field.doc.as_deref()))
        .paragraph(facts.join(" "))
        .list(statements.map(|statement| plain(&statement.doc)))
        .list(field.from.iter().map(|from| elsewhere(from, &field.ty)))
        .list(field.notes.iter().map(note))
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

fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Required => "Required.".to_owned(),
        Presence::Optional => "Optional.".to_owned(),
        Presence::Undocumented => "Optional here: the page does not say.".to_owned(),
        Presence::Conditional(conditional) => {
            let mut text = wording::presence_in_request(conditional);
            if reaches_out(conditional) {
                text.push_str(" No type can say so, as the condition lies outside this object; `validate()` does.");
            }
            text
        }
    }
}

/// A condition that looks outside its own object is beyond what a type can say.
fn reaches_out(conditional: &Conditional) -> bool {
    let mut all = conditional.conditions();
    all.any(|condition| condition.in_message().is_some())
}

fn limits(limits: &Limits, ty: &Type) -> Option<String> {
    let (numbers, texts) = match ty {
        Type::Array(_) => (" each", " characters each"),
        _ => ("", " characters"),
    };
    let parts: Vec<_> = [
        range(limits.min, limits.max, numbers),
        range(limits.min_chars, limits.max_chars, texts),
        range(limits.min_items, limits.max_items, " items"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
}

fn range(min: Option<i64>, max: Option<i64>, of: &str) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}{of}")),
        (Some(min), None) => Some(format!("At least {min}{of}")),
        (None, Some(max)) => Some(format!("At most {max}{of}")),
        (None, None) => None,
    }
}

fn alphabet(alphabet: &str) -> String {
    let part = |part: &str| {
        if part.chars().count() == 1 {
            code(part)
        } else {
            plain(part)
        }
    };
    let parts: Vec<_> = alphabet.split_whitespace().map(part).collect();
    format!("Made of {}.", parts.join(", "))
}

fn elsewhere(elsewhere: &Elsewhere, ty: &Type) -> String {
    let Elsewhere {
        place,
        title,
        doc,
        unit,
        default,
        alphabet: letters,
        ..
    } = elsewhere;
    let meaning =
        (title.is_some() || doc.is_some()).then(|| summary(title.as_deref(), doc.as_deref()));
    let facts = meaning
        .into_iter()
        .chain(elsewhere.presence.as_ref().map(presence))
        .chain(limits(&elsewhere.limits, ty))
        .chain(letters.as_deref().map(alphabet))
        .chain(unit.as_deref().map(unit_of))
        .chain(default.as_deref().map(default_of));
    format!(
        "Not enforced, known from {}: {}",
        code(place),
        facts.collect::<Vec<_>>().join(" ")
    )
}

fn unit_of(unit: &str) -> String {
    format!("Unit: {}.", plain(unit))
}

fn default_of(default: &str) -> String {
    format!("Default: {}.", plain(default))
}

/// A place where the page is cut off, silent or at odds.
pub(super) fn note(note: &Note) -> String {
    let lead = match note.kind.as_str() {
        "contradiction" => "The page contradicts itself",
        "cut off" => "The page breaks off",
        "silent" => "The page is silent",
        "unlisted" => "The page does not list it",
        _ => "Descriptions differ",
    };
    let says: Vec<_> = note
        .says
        .iter()
        .map(|says| plain(says.trim_end_matches('.')))
        .collect();
    format!("{lead}: {}. {}", says.join("; "), plain(&note.we))
}
