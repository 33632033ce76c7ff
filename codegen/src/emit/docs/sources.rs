//! What other pages and sources say of a field. Each item names its source. Only strict validation
//! enforces it, as far as it can be checked.

use super::field::{meaning, title};
use super::{label_and_meaning, limits, plain};
use crate::model::{Elsewhere, Field, Limits, Presence, Struct, Type};
use crate::wording;

/// Facts about the form of a value, from its own page or another source.
pub(super) struct Facts<'a> {
    pub(super) limits: &'a Limits,
    pub(super) alphabet: Option<&'a str>,
    pub(super) default: Option<&'a str>,
}

impl Facts<'_> {
    pub(super) fn sentences(self, ty: &Type) -> impl Iterator<Item = String> {
        limits::limits(self.limits, ty)
            .into_iter()
            .chain(self.alphabet.map(limits::alphabet))
            .chain(self.default.map(limits::default))
    }
}

/// The unit of a field, by its own page or another source.
pub(in crate::emit) fn unit(field: &Field) -> Option<&str> {
    let elsewhere = || unit_source(field)?.unit.as_deref();
    field.unit.as_deref().or_else(elsewhere)
}

/// The unit. If it is from another source, also the kind of that source; its name is in its list
/// item.
pub(super) fn unit_sentence(field: &Field) -> Option<String> {
    if let Some(unit) = &field.unit {
        return Some(format!("Unit: {}.", limits::unit(unit)));
    }
    let from = unit_source(field)?;
    let unit = limits::unit(from.unit.as_deref()?);
    let source = match from.grade.as_deref() {
        Some("secondary") => "a secondary source",
        _ => "another page",
    };
    Some(format!("Unit: {unit}, from {source} (see below)."))
}

fn unit_source(field: &Field) -> Option<&Elsewhere> {
    field.from.iter().find(|from| from.unit.is_some())
}

/// One item per source.
pub(super) fn items(field: &Field, structure: &Struct) -> impl Iterator<Item = String> {
    let checks = structure.checks.fields.iter();
    let check = checks.into_iter().find(|check| check.name == field.name);
    let is_checked = move |from: &Elsewhere| {
        let source = wording::source(from, str::to_owned);
        check.is_some_and(|check| check.from.iter().any(|checked| checked.source == source))
    };
    field
        .from
        .iter()
        .map(move |from| item(from, field, is_checked(from)))
}

/// Without label, meaning and unit, which are above already.
fn item(from: &Elsewhere, field: &Field, is_checked: bool) -> String {
    let new_title = from.title.as_deref();
    let new_title = new_title.filter(|text| Some(*text) != title(field));
    let new_doc = from.doc.as_deref();
    let new_doc = new_doc.filter(|text| Some(*text) != meaning(field));
    let is_unit_above =
        field.unit.is_none() && unit_source(field).is_some_and(|first| std::ptr::eq(first, from));
    let new_unit = from.unit.as_deref().filter(|_| !is_unit_above);
    let form = Facts {
        limits: &from.limits,
        alphabet: from.alphabet.as_deref(),
        default: from.default.as_deref(),
    };
    let mut facts: Vec<_> = from.presence.iter().map(presence).collect();
    facts.extend(new_unit.map(|unit| format!("Unit: {}.", limits::unit(unit))));
    facts.extend(form.sentences(&field.ty));
    let enforced = match (facts.is_empty(), is_checked) {
        (true, _) => "",
        (false, true) => ", enforced only by strict validation",
        (false, false) => ", not enforced",
    };
    let own = label_and_meaning(new_title, new_doc);
    let above = above(from, field, is_unit_above);
    let facts: Vec<_> = own.into_iter().chain(facts).collect();
    match (facts.as_slice(), above) {
        ([], Some(above)) => format!("{above} from {}.", name(from)),
        (facts, above) => {
            let above = above.map(|above| format!(" {above} also from this source."));
            let above = above.unwrap_or_default();
            format!("From {}{enforced}: {}{above}", name(from), facts.join(" "))
        }
    }
}

/// `Label and meaning are`, of the texts above that this source is the source of.
fn above(from: &Elsewhere, field: &Field, is_unit_above: bool) -> Option<String> {
    let is_title = field.title.is_none() && is_same(from.title.as_deref(), title(field));
    let is_doc = field.doc.is_none() && is_same(from.doc.as_deref(), meaning(field));
    let parts = [
        (is_title, "label"),
        (is_doc, "meaning"),
        (is_unit_above, "unit"),
    ];
    let parts: Vec<_> = parts.iter().filter(|(is, _)| *is).collect();
    match parts.as_slice() {
        [] => None,
        [(_, one)] => Some(format!("The {one} is")),
        [(_, one), (_, two)] => Some(format!("The {one} and {two} are")),
        _ => Some("The label, meaning and unit are".to_owned()),
    }
}

fn is_same(text: Option<&str>, shown: Option<&str>) -> bool {
    text.is_some() && text == shown
}

fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Required => "Required.".to_owned(),
        Presence::Optional => "Optional.".to_owned(),
        Presence::Undocumented => "Presence not documented.".to_owned(),
        Presence::Conditional(conditional) => match &conditional.cut_off {
            Some(words) => format!(
                "An incomplete condition, which ends after “{}”.",
                plain(words)
            ),
            None => wording::presence_in_request(conditional),
        },
    }
}

fn name(from: &Elsewhere) -> String {
    wording::source(from, plain)
}
