//! Compares the limits, conditions, default, unit, alphabet and format of a field with its row.

use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::marks::Cover;
use std::collections::BTreeSet;

use crate::audit::page::Page;
use crate::audit::page::table::Row;
use crate::audit::page_claims::facts::{Kind, bound_key};
use crate::audit::page_claims::{PageClaim, Quantity, Requirement};
use crate::audit::report::{Discrepancy, Report, diagnostic};
use crate::audit::scope::Scope;
use crate::draft::writer::scalar;
use wechatpay_codegen::model::{Field, Place, Type};

use super::coverage::{Coverage, Text, Waivers, check_triggers, fingerprints};
use super::rules;
use super::spec_claims::{SpecClaim, spec_claims};

/// The operation and the page of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'r, 'm> {
    pub(super) scope: &'r Scope<'m>,
    pub(super) page: &'r Page<'r>,
    /// All rows of the page.
    pub(super) rows: &'r [&'r Row<'r>],
}

/// Compares the claims of a row with those of the spec.
pub(super) fn compare(
    context: &Context<'_, '_>,
    row: &Row<'_>,
    field: &Field,
    report: &mut Report,
) {
    let mut texts = Text::of_row(row, context.rows);
    for text in &mut texts {
        text.set_aside(|claim| has_key(claim, field));
    }
    let spec_claims = spec_claims(field);
    let mut waivers = Waivers::new(&field.waived);
    compare_page_claims(context, &texts, field, (&spec_claims, &mut waivers), report);
    let unstated: Vec<&SpecClaim> = spec_claims
        .iter()
        .filter(|claim| !is_stated(context, row, &texts, field, claim))
        .collect();
    report.matched += spec_claims.len() - unstated.len();
    for claim in unstated {
        let (shown, name) = (claim.shown(), &field.wire_name);
        let diagnostic = diagnostic(
            codes::PAGE_LIMIT,
            format!("`{shown}` of `{name}` missing on the page"),
            (field.span, &format!("spec: {shown}")),
            (row.name.span(), "not in this row"),
        );
        let stated = texts.iter().flat_map(|text| &text.claims);
        let mut stated = stated.filter_map(|(claim, _)| new_value(claim, field));
        let key = claim
            .key()
            .filter(|key| stated.all(|(other, _)| other != *key));
        let change = key.map(|key| Change::remove(field.span, key));
        report.missing(Discrepancy::from(diagnostic).change(change));
    }
    let mut fingerprints = fingerprints(field.remarks.iter().chain(&field.server));
    fingerprints.extend(rules::fingerprints(context.scope));
    let coverage = Coverage {
        subject: format!("`{}`", field.wire_name),
        spec_span: field.span,
        page_span: row.name.span(),
        is_whole_page: false,
        fingerprints,
    };
    check_triggers(&coverage, &texts, waivers, report);
}

/// Checks that the spec has all claims of the row.
fn compare_page_claims(
    context: &Context<'_, '_>,
    texts: &[Text],
    field: &Field,
    (spec_claims, waivers): (&[SpecClaim], &mut Waivers<'_>),
    report: &mut Report,
) {
    for text in texts {
        for (claim, range) in &text.claims {
            let is_same = is_in_spec(claim, field, spec_claims, context.scope);
            if !is_same && waivers.waive_claim(text, range) {
                report.covered(Cover::Waived, field.span, text.span(range));
                continue;
            }
            report.check(is_same, || {
                let (words, name) = (text.words(range), &field.wire_name);
                let diagnostic = diagnostic(
                    codes::PAGE_LIMIT,
                    format!("claim `{words}` about `{name}` missing in the spec"),
                    (field.span, &shown_counterpart(spec_claims, claim, field)),
                    (text.span(range), "text of the page"),
                );
                let change = new_value(claim, field).map(|(key, value)| {
                    let is_known = spec_claims.iter().any(|claim| claim.key() == Some(key))
                        || key == "sensitive" && field.sensitive.is_some();
                    Change::set(field.span, key, value).of_known_key(is_known)
                });
                Discrepancy::from(diagnostic).change(change)
            });
        }
    }
}

/// Whether some part of the row states a claim of the spec.
fn is_stated(
    context: &Context<'_, '_>,
    row: &Row<'_>,
    texts: &[Text],
    field: &Field,
    spec_claim: &SpecClaim,
) -> bool {
    let mut page_claims = texts.iter().flat_map(|text| &text.claims);
    let in_text = page_claims.any(|(claim, _)| is_same(claim, spec_claim, field));
    in_text
        || match spec_claim {
            // `string(40)` also states the length.
            SpecClaim::Bound("max_chars", number) => length(row) == Some(*number),
            // Go has a type for times.
            SpecClaim::Format(format) => {
                format == "rfc3339" && context.page.is_time_in_go(&field.wire_name)
            }
            SpecClaim::Encrypted => context.page.speaks_of_encryption(),
            _ => false,
        }
}

/// The number in `string(40)`.
fn length(row: &Row<'_>) -> Option<i64> {
    let (_, rest) = row.ty.text.split_once('(')?;
    rest.strip_suffix(')')?.parse().ok()
}

/// Whether the spec has no claim about a field that only a text can state.
pub(super) fn is_silent(field: &Field, is_time: bool) -> bool {
    let mut claims = spec_claims(field);
    claims.retain(|claim| !(is_time && *claim == SpecClaim::Format("rfc3339".to_owned())));
    claims.is_empty()
}

/// The key and the value for a claim of the page, if one key expresses it.
fn new_value(claim: &PageClaim, field: &Field) -> Option<(&'static str, String)> {
    match claim {
        PageClaim::AtLeast(number, quantity) | PageClaim::AtMost(number, quantity) => {
            let is_lower = matches!(claim, PageClaim::AtLeast(..));
            let number = scaled(*number, *quantity, field)?;
            let key = bound_key(is_lower, *quantity, kind(&field.ty))?;
            has_unit(*quantity, field).then(|| (key, number.to_string()))
        }
        PageClaim::Unit(unit) => Some(("unit", unit.to_string())),
        PageClaim::Default(value) => Some(("default", scalar(value))),
        PageClaim::Format(format) => Some(("format", scalar(format))),
        PageClaim::Encrypted => Some(("sensitive", "encrypted".to_owned())),
        PageClaim::Alphabet(classes) => {
            let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
            Some(("alphabet", scalar(&classes.join(" "))))
        }
        _ => None,
    }
}

/// Whether the spec has a claim of the page.
fn is_in_spec(
    claim: &PageClaim,
    field: &Field,
    spec_claims: &[SpecClaim],
    scope: &Scope<'_>,
) -> bool {
    match claim {
        PageClaim::AtLeast(_, quantity) | PageClaim::AtMost(_, quantity) => {
            let is_bound = |spec_claim: &&SpecClaim| matches!(spec_claim, SpecClaim::Bound(..));
            let mut bounds = spec_claims.iter().filter(is_bound);
            bounds.any(|bound| is_same(claim, bound, field)) && has_unit(*quantity, field)
        }
        PageClaim::IdempotencyKey(_) => {
            let key = scope.operation.idempotency_key.as_ref();
            key.is_some_and(|key| key.name == field.wire_name)
        }
        PageClaim::AtMostOne(fields) | PageClaim::ExactlyOne(fields) => {
            let mut groups = rules::exclusive_groups(scope);
            groups.any(|group| group.iter().collect::<BTreeSet<_>>() == fields.iter().collect())
        }
        PageClaim::Literal(text) => {
            let quoted = format!("`{text}`");
            field.doc.as_ref().is_some_and(|doc| doc.contains(&quoted))
        }
        _ => spec_claims
            .iter()
            .any(|spec_claim| is_same(claim, spec_claim, field)),
    }
}

/// Whether the spec has the unit of a quantity, for example days.
fn has_unit(quantity: Quantity, field: &Field) -> bool {
    match (quantity, field.unit.as_deref()) {
        (Quantity::Unit("yuan"), Some("fen")) => true,
        (Quantity::Unit(unit), spec_unit) => spec_unit == Some(unit),
        _ => true,
    }
}

/// The number of a limit in the unit of the field.
fn scaled(number: i64, quantity: Quantity, field: &Field) -> Option<i64> {
    match (quantity, field.unit.as_deref()) {
        (Quantity::Unit("yuan"), Some("fen")) => number.checked_mul(100),
        _ => Some(number),
    }
}

/// Whether a claim of the page and a claim of the spec are the same.
fn is_same(page_claim: &PageClaim, spec_claim: &SpecClaim, field: &Field) -> bool {
    match (page_claim, spec_claim) {
        (PageClaim::AtLeast(number, quantity), SpecClaim::Bound(key, bound)) => {
            scaled(*number, *quantity, field) == Some(*bound)
                && Some(*key) == bound_key(true, *quantity, kind(&field.ty))
        }
        (PageClaim::AtMost(number, quantity), SpecClaim::Bound(key, bound)) => {
            scaled(*number, *quantity, field) == Some(*bound)
                && Some(*key) == bound_key(false, *quantity, kind(&field.ty))
        }
        (
            PageClaim::Unit(unit)
            | PageClaim::AtLeast(_, Quantity::Unit(unit))
            | PageClaim::AtMost(_, Quantity::Unit(unit)),
            SpecClaim::Unit(spec_unit),
        ) => unit == spec_unit,
        (PageClaim::Default(value), SpecClaim::Default(default)) => value == default,
        (PageClaim::Alphabet(classes), SpecClaim::Alphabet(alphabet)) => classes == alphabet,
        (PageClaim::Format(format), SpecClaim::Format(spec_format)) => format == spec_format,
        (PageClaim::Encrypted, SpecClaim::Encrypted) => true,
        // What is outside the message is named in our own words.
        (
            PageClaim::When(consequence, _, Requirement::Outside),
            SpecClaim::When(spec_consequence, subject, _),
        ) => consequence == spec_consequence && subject.starts_with("outside "),
        (
            PageClaim::When(consequence, name, requirement),
            SpecClaim::When(spec_consequence, subject, spec_requirement),
        ) => {
            let spec_name = subject.rsplit([' ', '.']).next();
            consequence == spec_consequence
                && requirement == spec_requirement
                && spec_name == name.rsplit('.').next()
        }
        (PageClaim::CutOff(words), SpecClaim::CutOff(spec_words)) => words == spec_words,
        _ => false,
    }
}

/// The kind of value of a field.
fn kind(ty: &Type) -> Kind {
    match ty {
        Type::String | Type::Time | Type::Encrypted | Type::Enum(_) => Kind::Text,
        Type::Integer => Kind::Number,
        Type::Boolean => Kind::Boolean,
        Type::Array(_) => Kind::List,
        Type::File | Type::JsonText(_) | Type::ReceivedJson(_) | Type::Object | Type::Struct(_) => {
            Kind::Other
        }
    }
}

/// Whether the spec has a key for a claim about a field.
fn has_key(claim: &PageClaim, field: &Field) -> bool {
    let kind = kind(&field.ty);
    match claim {
        // The number is in another unit than the field, and only the unit of the field says which.
        PageClaim::AtLeast(_, Quantity::Unit("yuan"))
        | PageClaim::AtMost(_, Quantity::Unit("yuan"))
            if field.unit.is_none() =>
        {
            false
        }
        PageClaim::Literal(_) => field.place == Place::Header,
        PageClaim::AtLeast(_, quantity) => bound_key(true, *quantity, kind).is_some(),
        PageClaim::AtMost(_, quantity) => bound_key(false, *quantity, kind).is_some(),
        PageClaim::Unit(_) => kind == Kind::Number,
        PageClaim::Alphabet(_) | PageClaim::Format(_) => {
            matches!(kind, Kind::Text | Kind::List)
        }
        // Only the meaning of a value may say which values another field may have.
        PageClaim::Allowed(..) | PageClaim::Repeatable | PageClaim::NoKey => false,
        PageClaim::Encrypted => matches!(kind, Kind::Text | Kind::List),
        _ => true,
    }
}

/// The claims of the spec of the same kind, as a label.
fn shown_counterpart(spec_claims: &[SpecClaim], page_claim: &PageClaim, field: &Field) -> String {
    let is_same_kind = |spec_claim: &&SpecClaim| match (page_claim, spec_claim) {
        (PageClaim::AtLeast(_, quantity), SpecClaim::Bound(key, _)) => {
            Some(*key) == bound_key(true, *quantity, kind(&field.ty))
        }
        (PageClaim::AtMost(_, quantity), SpecClaim::Bound(key, _)) => {
            Some(*key) == bound_key(false, *quantity, kind(&field.ty))
        }
        (PageClaim::Unit(_), SpecClaim::Unit(_))
        | (PageClaim::Default(_), SpecClaim::Default(_))
        | (PageClaim::Alphabet(_), SpecClaim::Alphabet(_))
        | (PageClaim::Format(_), SpecClaim::Format(_))
        | (PageClaim::When(..), SpecClaim::When(..))
        | (PageClaim::CutOff(_), SpecClaim::CutOff(_)) => true,
        _ => false,
    };
    let same_kind = spec_claims.iter().filter(is_same_kind);
    let shown: Vec<String> = same_kind.map(SpecClaim::shown).collect();
    if shown.is_empty() {
        "spec: no such claim".to_owned()
    } else {
        format!("spec: {}", shown.join(", "))
    }
}
