//! A field: what it means, then unit, limits, default and an example, then what other sources say;
//! what its own page does not say comes last.

use super::sources::{self, Facts};
use super::{Context, Doc, code, label_and_meaning, limits, notes, plain};
use crate::model::{Conditional, Field, Place, Presence, Struct, Type};
use crate::wording;

/// A field of a request, for the struct and the setter.
pub(in crate::emit) fn request_field(field: &Field, of: &Struct, context: &Context<'_>) -> Doc {
    let mut presence = request_presence(&field.presence);
    let place = match field.place {
        Place::Path => Some("Sent in the path."),
        Place::Query => Some("Sent in the query."),
        Place::Header => Some("Sent in a header."),
        Place::Body => None,
        Place::File => Some("Sent as a file."),
    };
    presence.known.extend(place.map(str::to_owned));
    let form = of.form.as_ref();
    let named = form.filter(|form| field.place == Place::Body && form.file_name == field.wire_name);
    presence.known.extend(named.map(|form| {
        let types = limits::types(form.types.iter().map(|(ending, _)| ending));
        format!("The name of the file in {}. {types}", code(&form.file))
    }));
    field_doc(field, of, &presence, context.example(&of.name, field))
}

/// A field of a choice's variant.
pub(in crate::emit) fn variant_field(
    field: &Field,
    required: bool,
    of: &Struct,
    context: &Context<'_>,
) -> Doc {
    let presence = if required { "Required." } else { "Optional." };
    let presence = Stated::known(presence);
    field_doc(field, of, &presence, context.example(&of.name, field))
}

/// A field of a response: when the page says that it is there.
pub(in crate::emit) fn response_field(field: &Field, of: &Struct, context: &Context<'_>) -> Doc {
    let presence = match &field.presence {
        Presence::Required => Stated::known("Documented as always present."),
        Presence::Optional => Stated::known("Documented as optional."),
        Presence::Undocumented => Stated::undocumented(
            "The page does not say when it is present.",
            "Not described on this page.",
        ),
        Presence::Conditional(conditional) => {
            Stated::conditional(conditional, wording::presence_in_response(conditional))
        }
    };
    field_doc(field, of, &presence, context.example(&of.name, field))
}

/// What a page says of a presence, and what it leaves open.
#[derive(Default)]
struct Stated {
    known: Vec<String>,
    unknown: Option<String>,
    /// In place of `unknown`, of a field whose page does not describe it either.
    not_described: Option<&'static str>,
}

impl Stated {
    fn known(text: impl Into<String>) -> Self {
        Self {
            known: vec![text.into()],
            ..Self::default()
        }
    }

    fn undocumented(unknown: &str, not_described: &'static str) -> Self {
        Self {
            unknown: Some(unknown.to_owned()),
            not_described: Some(not_described),
            ..Self::default()
        }
    }

    fn conditional(conditional: &Conditional, text: String) -> Self {
        if conditional.cut_off.is_none() {
            return Self::known(text);
        }
        Self {
            unknown: Some(text),
            ..Self::default()
        }
    }

    /// What the field's own page does not say.
    fn unknown(&self, is_described: bool) -> Vec<String> {
        let no_description = (!is_described).then_some("The page has no description.");
        match self.not_described {
            Some(text) if !is_described => vec![text.to_owned()],
            _ => {
                let presence = self.unknown.iter().map(String::as_str);
                presence.chain(no_description).map(str::to_owned).collect()
            }
        }
    }
}

fn request_presence(presence: &Presence) -> Stated {
    match presence {
        Presence::Required => Stated::known("Required."),
        Presence::Optional => Stated::known("Optional."),
        Presence::Undocumented => Stated::undocumented(
            "Optional, as the page does not say whether it is required.",
            "The page does not describe this field; it is optional here.",
        ),
        Presence::Conditional(conditional) => {
            let mut text = wording::presence_in_request(conditional);
            if reaches_out(conditional) {
                text.push_str(
                    " The condition is about another object, so only `validate()` checks it.",
                );
            }
            Stated::conditional(conditional, text)
        }
    }
}

/// A condition that looks outside its own object is beyond what a type can say.
fn reaches_out(conditional: &Conditional) -> bool {
    let mut all = conditional.conditions();
    all.any(|condition| condition.in_message().is_some())
}

fn field_doc(field: &Field, of: &Struct, presence: &Stated, example: Option<&str>) -> Doc {
    let lead = label_and_meaning(title(field), meaning(field)).unwrap_or_else(|| name(field));
    let mut facts = presence.known.clone();
    facts.extend(sensitive(field));
    if field.ty.contains_json() {
        facts.push("A text that contains JSON.".to_owned());
    }
    facts.extend(wording::evidence_of_part(field.grade, of.grade));
    facts.extend(sources::unit_sentence(field));
    facts.extend(own_facts(field).sentences(&field.ty));
    facts.extend(field.format.as_deref().map(limits::format));
    facts.extend(example.map(|example| format!("Example: {example}.")));
    let said = field.remarks.iter().chain(&field.server);
    let said: Vec<_> = said.map(|statement| plain(&statement.doc)).collect();
    let from: Vec<_> = sources::items(field, of).collect();
    let notes: Vec<_> = notes(&field.notes).collect();
    let mut unknown = presence.unknown(field.doc.is_some());
    if said.is_empty() && from.is_empty() && notes.is_empty() {
        facts.append(&mut unknown);
    }
    Doc::new(lead)
        .text(&facts)
        .list(said)
        .list(from)
        .list(notes)
        .text(&unknown)
}

/// Who sees the value of a field, and in which form it is sent.
fn sensitive(field: &Field) -> Option<String> {
    if !field.is_encrypted() {
        let is_personal = field.sensitive.is_some();
        let text = "Personal data: no `Debug` output and no error shows it.";
        return is_personal.then(|| text.to_owned());
    }
    let is_received = *field.ty.innermost() == Type::Encrypted;
    let text = match (is_received, field.padding.is_some()) {
        (true, false) => {
            "Encrypted: [`Client::decrypt`](wechatpay_runtime::Client::decrypt) returns the text."
        }
        (true, true) => {
            "Encrypted with PKCS#1 v1.5: \
             [`decrypt_padded`](wechatpay_runtime::keys::EncryptedText::decrypt_padded) returns the \
             text."
        }
        (false, false) => {
            "Set the plain text; it is encrypted before it is sent. No `Debug` output and no error \
             shows it."
        }
        (false, true) => {
            "Set the plain text; it is encrypted with PKCS#1 v1.5 before it is sent. No `Debug` \
             output and no error shows it."
        }
    };
    Some(text.to_owned())
}

fn own_facts(field: &Field) -> Facts<'_> {
    Facts {
        limits: &field.limits,
        alphabet: field.alphabet.as_deref(),
        default: field.default.as_deref(),
    }
}

/// All that is known of a field without label and description.
fn name(field: &Field) -> String {
    let ty = match &field.ty {
        Type::String | Type::Time | Type::Encrypted => "text",
        Type::Integer => "integer",
        Type::Boolean => "boolean",
        Type::Array(_) => "list",
        Type::File => "file",
        Type::JsonText(_) | Type::ReceivedJson(_) => "text that contains JSON",
        Type::Struct(_) | Type::Object => "object",
        Type::Enum(_) => "enum",
    };
    format!("{}: {ty}.", code(&field.wire_name))
}

/// What a field means, by its own page or another source.
pub(super) fn meaning(field: &Field) -> Option<&str> {
    let elsewhere = || field.from.iter().find_map(|from| from.doc.as_deref());
    field.doc.as_deref().or_else(elsewhere)
}

/// A field's label, on its own page or in another source.
pub(in crate::emit) fn title(field: &Field) -> Option<&str> {
    let elsewhere = || field.from.iter().find_map(|from| from.title.as_deref());
    field.title.as_deref().or_else(elsewhere)
}
