//! A field's limits, conditions, default, unit, alphabet and format against what its row states, in both directions.

use crate::audit::codes;
use std::collections::BTreeSet;

use crate::audit::findings::{Findings, differs};
use crate::audit::page::Page;
use crate::audit::page::table::Row;
use crate::audit::reach::Reach;
use crate::audit::said::{Asked, Counted, Follows, Said};
use wechatpay_codegen::model::{Condition, Field, Presence, Test, Type};

use super::rules;
use super::stated::{Beside, Text, fingerprints, words};

/// What a row is compared with, besides its field.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'r, 'm> {
    pub(super) reach: &'r Reach<'m>,
    pub(super) page: &'r Page<'r>,
}

/// All that a row states of its field, and all that the spec has of it.
pub(super) fn compare(at: &At<'_, '_>, row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let texts = Text::of_row(row);
    let claims = claims(field);
    stated(at, &texts, field, &claims, findings);
    let open: Vec<&Claim> = claims
        .iter()
        .filter(|claim| !is_stated(at, row, &texts, field, claim))
        .collect();
    findings.matched += claims.len() - open.len();
    for claim in open {
        let message = format!(
            "the page does not state `{}` of `{}`",
            claim.shown(),
            field.wire_name
        );
        let place = (row.name.span(), "not in this row");
        findings.missing(differs(
            codes::PAGE_LIMIT,
            message,
            (field.span, &claim.shown()),
            place,
        ));
    }
    let mut fingerprints = fingerprints(field.remarks.iter().chain(&field.server));
    fingerprints.extend(rules::fingerprints(at.reach));
    let beside = Beside {
        what: format!("`{}`", field.wire_name),
        span: field.span,
        page: row.name.span(),
        fingerprints,
        waived: &field.waived,
    };
    words(&beside, &texts, findings);
}

/// Whether the spec has all that the row's texts state.
fn stated(
    at: &At<'_, '_>,
    texts: &[Text],
    field: &Field,
    claims: &[Claim],
    findings: &mut Findings,
) {
    for text in texts {
        for (said, range) in &text.said {
            findings.fact(is_right(said, field, claims, at.reach), || {
                let message = format!(
                    "the page states `{}` about `{}`, the spec does not",
                    text.words(range),
                    field.wire_name
                );
                let ours = said_of(claims, said, field);
                let place = (text.span(range), "the page's words");
                differs(codes::PAGE_LIMIT, message, (field.span, &ours), place)
            });
        }
    }
}

/// Whether some part of the row states what the spec claims.
fn is_stated(at: &At<'_, '_>, row: &Row<'_>, texts: &[Text], field: &Field, claim: &Claim) -> bool {
    let mut said = texts.iter().flat_map(|text| &text.said);
    let in_words = said.any(|(said, _)| proves(said, claim, field));
    in_words
        || match claim {
            // `string(40)` states the length as well.
            Claim::Bound("max_chars", number) => length(row) == Some(*number),
            // Go has a type of its own for times.
            Claim::Format(format) => format == "rfc3339" && at.page.is_time_in_go(&field.wire_name),
            _ => false,
        }
}

/// The number in `string(40)`.
fn length(row: &Row<'_>) -> Option<i64> {
    let (_, rest) = row.ty.text.split_once('(')?;
    rest.strip_suffix(')')?.parse().ok()
}

/// Whether the spec claims something that only prose can state.
pub(super) fn is_silent(field: &Field, is_time: bool) -> bool {
    let mut claims = claims(field);
    claims.retain(|claim| !(is_time && *claim == Claim::Format("rfc3339".to_owned())));
    claims.is_empty()
}

/// Something that the spec has of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Claim {
    Bound(&'static str, i64),
    Unit(String),
    Default(String),
    Alphabet(BTreeSet<String>),
    Format(String),
    When(Follows, String, Asked),
    CutOff(String),
}

impl Claim {
    fn shown(&self) -> String {
        match self {
            Self::Bound(key, number) => format!("{key}: {number}"),
            Self::Unit(unit) => format!("unit: {unit}"),
            Self::Default(value) => format!("default: {value}"),
            Self::Alphabet(classes) => {
                let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
                format!("alphabet: {}", classes.join(" "))
            }
            Self::Format(format) => format!("format: {format}"),
            Self::When(follows, subject, asked) => {
                let key = match follows {
                    Follows::Only => "only_when",
                    Follows::Required => "required_when",
                    Follows::Allowed => "allowed_when",
                };
                let asked = match asked {
                    Asked::Values(values) => values.iter().cloned().collect::<Vec<_>>().join(", "),
                    Asked::GreaterThan(number) => format!("greater than {number}"),
                    Asked::Present => "present".to_owned(),
                };
                format!("{key}: {subject}: {asked}")
            }
            Self::CutOff(words) => format!("cut_off: {words}"),
        }
    }
}

fn claims(field: &Field) -> Vec<Claim> {
    let bounds = field
        .limits
        .each()
        .into_iter()
        .filter_map(|(key, bound)| Some(Claim::Bound(key, bound?)));
    let texts = [
        field.unit.clone().map(Claim::Unit),
        field.default.clone().map(Claim::Default),
        field.alphabet.as_deref().map(|text| {
            let classes = text.split_whitespace().map(ToOwned::to_owned);
            Claim::Alphabet(classes.collect())
        }),
        field.format.clone().map(Claim::Format),
    ];
    let mut claims: Vec<Claim> = bounds.chain(texts.into_iter().flatten()).collect();
    if let Presence::Conditional(when) = &field.presence {
        let groups = [
            (Follows::Only, &when.only_when),
            (Follows::Required, &when.required_when),
            (Follows::Allowed, &when.allowed_when),
        ];
        for (follows, conditions) in groups {
            claims.extend(
                conditions
                    .iter()
                    .map(|condition| claimed(follows, condition)),
            );
        }
        claims.extend(when.cut_off.clone().map(Claim::CutOff));
    }
    claims
}

fn claimed(follows: Follows, condition: &Condition) -> Claim {
    let asked = match &condition.test {
        Test::OneOf(values) => Asked::Values(values.iter().cloned().collect()),
        Test::GreaterThan(number) => Asked::GreaterThan(*number),
        Test::Present => Asked::Present,
        Test::Absent => Asked::Values(BTreeSet::new()),
    };
    Claim::When(follows, condition.subject.clone(), asked)
}

/// Whether what is said is what the spec has, or nothing that it would have a key for.
fn is_right(said: &Said, field: &Field, claims: &[Claim], reach: &Reach<'_>) -> bool {
    let claimed = || claims.iter().any(|claim| proves(said, claim, field));
    match said {
        Said::AtLeast(_, counted) | Said::AtMost(_, counted) => {
            let bound = |claim: &&Claim| matches!(claim, Claim::Bound(..));
            let mut bounds = claims.iter().filter(bound);
            bounds.any(|claim| proves(said, claim, field)) && has_unit(*counted, field)
        }
        Said::AtMostOne(fields) => {
            let mut groups = rules::groups(reach);
            groups
                .any(|(_, group)| group.iter().collect::<BTreeSet<_>>() == fields.iter().collect())
        }
        Said::Literal(text) => {
            let quoted = format!("`{text}`");
            field.doc.as_ref().is_some_and(|doc| doc.contains(&quoted))
        }
        _ => claimed(),
    }
}

/// What is counted in days has that unit in the spec.
fn has_unit(counted: Counted, field: &Field) -> bool {
    match counted {
        Counted::Unit(unit) => field.unit.as_deref() == Some(unit),
        Counted::Chars | Counted::Bytes | Counted::Things => true,
    }
}

/// Whether a sentence proves a claim.
fn proves(said: &Said, claim: &Claim, field: &Field) -> bool {
    match (said, claim) {
        (Said::AtLeast(number, counted), Claim::Bound(key, ours)) => {
            number == ours && *key == bound_key(true, *counted, &field.ty)
        }
        (Said::AtMost(number, counted), Claim::Bound(key, ours)) => {
            number == ours && *key == bound_key(false, *counted, &field.ty)
        }
        (
            Said::Unit(unit)
            | Said::AtLeast(_, Counted::Unit(unit))
            | Said::AtMost(_, Counted::Unit(unit)),
            Claim::Unit(ours),
        ) => unit == ours,
        (Said::Default(value), Claim::Default(ours)) => value == ours,
        (Said::Alphabet(classes), Claim::Alphabet(ours)) => classes == ours,
        (Said::Format(format), Claim::Format(ours)) => format == ours,
        (Said::When(follows, subject, asked), Claim::When(ours, whose, test)) => {
            let path = whose.rsplit([' ', '.']).next();
            follows == ours && asked == test && path == subject.rsplit('.').next()
        }
        (Said::CutOff(words), Claim::CutOff(ours)) => words == ours,
        _ => false,
    }
}

/// Which key of the spec holds a bound.
fn bound_key(is_least: bool, counted: Counted, ty: &Type) -> &'static str {
    let (least, most) = match (counted, ty) {
        (Counted::Chars, _) | (Counted::Things, Type::String | Type::Time | Type::Enum(_)) => {
            ("min_chars", "max_chars")
        }
        (Counted::Things, Type::Array(_)) => ("min_items", "max_items"),
        (Counted::Things | Counted::Unit(_), Type::Integer) => ("min", "max"),
        _ => ("nothing", "nothing"),
    };
    if is_least { least } else { most }
}

/// What the spec has where the page states something else.
fn said_of(claims: &[Claim], said: &Said, field: &Field) -> String {
    let same_kind = |claim: &&Claim| match (said, claim) {
        (Said::AtLeast(_, counted), Claim::Bound(key, _)) => {
            *key == bound_key(true, *counted, &field.ty)
        }
        (Said::AtMost(_, counted), Claim::Bound(key, _)) => {
            *key == bound_key(false, *counted, &field.ty)
        }
        (Said::Unit(_), Claim::Unit(_))
        | (Said::Default(_), Claim::Default(_))
        | (Said::Alphabet(_), Claim::Alphabet(_))
        | (Said::Format(_), Claim::Format(_))
        | (Said::When(..), Claim::When(..))
        | (Said::CutOff(_), Claim::CutOff(_)) => true,
        _ => false,
    };
    let found: Vec<String> = claims.iter().filter(same_kind).map(Claim::shown).collect();
    if found.is_empty() {
        "the spec: nothing of the kind".to_owned()
    } else {
        format!("the spec: {}", found.join(", "))
    }
}
