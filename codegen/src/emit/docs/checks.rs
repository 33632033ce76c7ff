//! The checks of `validate()` for a struct, as a list in its documentation.

use super::limits::{alphabet, range, types};
use super::{Doc, code, conjunction, link, notes, rule};
use crate::model::{Constraint, Field, FieldCheck, Grade, Rule, RuleKind, Struct, Type};

/// Ends the documentation of a request's struct: notes, rules that `validate()` does not check, and the
/// rules that `validate()` checks.
pub(in crate::emit) fn checks(doc: Doc, structure: &Struct) -> Doc {
    let is_unchecked =
        |rule: &&Rule| matches!(rule.kind, RuleKind::Server) || rule.grade == Grade::Secondary;
    let (unchecked, ours): (Vec<_>, Vec<_>) = structure.rules.iter().partition(is_unchecked);
    let doc = doc
        .list(unchecked.into_iter().map(rule))
        .list(notes(&structure.notes));
    if !structure.checks.any {
        return doc;
    }
    let fields = structure.checks.fields.iter();
    let checked = fields.filter_map(|check| constraints(check, structure));
    let rules = ours.into_iter().map(rule);
    let doc = doc.heading("Checked before sending");
    let doc = match structure.operation {
        Some(_) => doc.paragraph(VALIDATE),
        None => doc,
    };
    doc.list(checked.chain(rules).chain(inside(structure)))
}

const VALIDATE: &str = "By [`validate`](wechatpay_runtime::Operation::validate); \
                        [`validate_strict`](wechatpay_runtime::Operation::validate_strict) checks \
                        more:";

/// The name of a field, and its Rust name where that is another word: parameters and a field of the
/// body can have one name.
fn shown(field: &Field) -> String {
    let name = code(&field.wire_name);
    if field.name.trim_start_matches("r#") == field.wire_name {
        return name;
    }
    format!("{name} ({})", code(&field.name))
}

/// The field that a check is about.
fn checked<'m>(check: &FieldCheck, structure: &'m Struct) -> Option<&'m Field> {
    let mut fields = structure.fields.iter();
    fields.find(|field| field.name == check.name)
}

fn constraints(check: &FieldCheck, structure: &Struct) -> Option<String> {
    let field = checked(check, structure)?;
    let each = if field.ty.has_items() { " each" } else { "" };
    let constraints = check
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Items(min, max) => range(*min, *max, " items"),
            Constraint::Chars(min, max) => range(*min, *max, &format!(" characters{each}")),
            Constraint::Range(min, max) => range(*min, *max, each),
            Constraint::Alphabet(notation) => Some(lower(&alphabet(notation))),
            Constraint::Rfc3339 => Some("an RFC 3339 time".to_owned()),
            Constraint::Date => Some("a date, `YYYY-MM-DD`".to_owned()),
            Constraint::Types(endings) => Some(lower(&types(endings.iter()))),
            Constraint::MaxBytes(max) => range(None, Some(*max), " bytes"),
            Constraint::Required => Some("required".to_owned()),
            Constraint::OnlyWhen(when) => Some(format!(
                "required when {}, else not allowed",
                conjunction(when)
            )),
            Constraint::RequiredWhen(when) => Some(format!("required when {}", conjunction(when))),
            Constraint::AllowedWhen(when) => {
                Some(format!("not allowed unless {}", conjunction(when)))
            }
            // It is listed among the rules.
            Constraint::OneOf(..) => None,
        });
    let constraints: Vec<_> = constraints.map(|constraint| lower(&constraint)).collect();
    (!constraints.is_empty()).then(|| format!("{}: {}.", shown(field), constraints.join("; ")))
}

/// `at most 9` for `At most 9.`.
fn lower(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    match sentence.strip_prefix(char::is_uppercase) {
        Some(rest) => sentence[..1].to_lowercase() + rest,
        None => sentence.to_owned(),
    }
}

/// Objects that have rules of their own.
fn inside(structure: &Struct) -> Option<String> {
    let inside = structure.checks.fields.iter().filter(|check| check.inside);
    let objects = inside.filter_map(|check| {
        let field = checked(check, structure)?;
        match field.ty.innermost() {
            Type::Struct(name) => Some(format!("{} ({})", code(&field.wire_name), link(name))),
            _ => None,
        }
    });
    let objects: Vec<_> = objects.collect();
    (!objects.is_empty()).then(|| format!("The fields of {}.", objects.join(", ")))
}
