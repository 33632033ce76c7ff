//! What the spec says of a field below `from:`, against what it says where it names: the other page is audited there.

use crate::audit::codes;
use std::fmt::Debug;

use crate::audit::findings::{Findings, differs};
use crate::audit::reach::Reach;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{
    Condition, Conditional, Direction, Elsewhere, Field, Model, Presence, Struct,
};
use wechatpay_codegen::source::Span;

/// Every fact from elsewhere that the operation's types name.
pub(super) fn compare(model: &Model, reach: &Reach<'_>, findings: &mut Findings) {
    for (_, of) in &reach.structs {
        for field in &of.fields {
            // Nothing here says what a source with a grade says.
            for elsewhere in field.from.iter().filter(|from| from.grade.is_none()) {
                one(model, reach, of, field, elsewhere, findings);
            }
        }
    }
}

fn one(
    model: &Model,
    reach: &Reach<'_>,
    of: &Struct,
    field: &Field,
    elsewhere: &Elsewhere,
    findings: &mut Findings,
) {
    let there = there(model, reach, of, field, &elsewhere.place);
    let mut best: Option<Vec<(&'static str, String)>> = None;
    for (_, other) in &there {
        let wrong = differences(elsewhere, other);
        if best.as_ref().is_none_or(|best| wrong.len() < best.len()) {
            best = Some(wrong);
        }
    }
    let place = there
        .first()
        .map_or(reach.operation.span, |(span, _)| *span);
    let Some(wrong) = best else {
        let message = format!("`{}` has no field `{}`", elsewhere.place, field.wire_name);
        findings.missing(Diagnostic::error(codes::PAGE_FIELD, message, field.span));
        return;
    };
    findings.matched += claims(elsewhere) - wrong.len().min(claims(elsewhere));
    for (what, says) in wrong {
        let message = format!(
            "`from: {}` gives `{}` another {what} than the spec has there",
            elsewhere.place, field.wire_name
        );
        findings.wrong(differs(
            codes::PAGE_LIMIT,
            message,
            (field.span, "below this"),
            (place, &says),
        ));
    }
}

/// How many facts stand below one `from:`.
fn claims(elsewhere: &Elsewhere) -> usize {
    let texts = [
        &elsewhere.title,
        &elsewhere.unit,
        &elsewhere.default,
        &elsewhere.alphabet,
    ];
    let texts = texts.iter().filter(|text| text.is_some()).count();
    let limits = bounds(&elsewhere.limits);
    texts
        + limits.iter().filter(|(_, bound)| bound.is_some()).count()
        + usize::from(elsewhere.presence.is_some())
}

/// Fields of that name in the place: those of a type of the same name first.
fn there<'m>(
    model: &'m Model,
    reach: &Reach<'_>,
    of: &Struct,
    field: &Field,
    place: &str,
) -> Vec<(Span, &'m Field)> {
    let Some((operation, direction)) = place.split_once('.') else {
        return Vec::new();
    };
    let wanted = if direction == "request" {
        Direction::Request
    } else {
        Direction::Response
    };
    let mut found = Vec::new();
    for service in model
        .services
        .iter()
        .filter(|service| service.name == reach.service.name)
    {
        for other in service
            .operations
            .iter()
            .filter(|other| other.name == operation)
        {
            let other = Reach::of(service, other);
            for (_, found_in) in other.structs.iter().filter(|(way, _)| *way == wanted) {
                let mut fields = found_in.fields.iter();
                let same = fields.find(|other| other.wire_name == field.wire_name);
                found.extend(same.map(|same| (found_in.wire_name == of.wire_name, same)));
            }
        }
    }
    found.sort_by_key(|(same_type, _)| !same_type);
    let has_same_type = found.first().is_some_and(|(same_type, _)| *same_type);
    found.retain(|(same_type, _)| *same_type == has_same_type);
    found
        .into_iter()
        .map(|(_, field)| (field.span, field))
        .collect()
}

fn differences(ours: &Elsewhere, there: &Field) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let mut text = |what, ours: &Option<String>, theirs: &Option<String>| {
        if ours.is_some() && ours != theirs {
            wrong.push((
                what,
                format!("there: {}", theirs.as_deref().unwrap_or("none")),
            ));
        }
    };
    text("label", &ours.title, &there.title);
    text("unit", &ours.unit, &there.unit);
    text("default", &ours.default, &there.default);
    text("alphabet", &ours.alphabet, &there.alphabet);
    for ((what, ours), (_, theirs)) in bounds(&ours.limits).into_iter().zip(bounds(&there.limits)) {
        if ours.is_some() && ours != theirs {
            let theirs = theirs.map_or("none".to_owned(), |theirs| theirs.to_string());
            wrong.push((what, format!("there: {theirs}")));
        }
    }
    if let Some(presence) = &ours.presence
        && shown(presence) != shown(&there.presence)
    {
        wrong.push(("presence", format!("there: {}", shown(&there.presence))));
    }
    wrong
}

fn bounds(limits: &wechatpay_codegen::model::Limits) -> [(&'static str, Option<i64>); 6] {
    [
        ("min", limits.min),
        ("max", limits.max),
        ("min_chars", limits.min_chars),
        ("max_chars", limits.max_chars),
        ("min_items", limits.min_items),
        ("max_items", limits.max_items),
    ]
}

/// A presence in words; of places in the spec it tells nothing.
fn shown(presence: &Presence) -> String {
    match presence {
        Presence::Required => "required".to_owned(),
        Presence::Optional => "optional".to_owned(),
        Presence::Undocumented => "undocumented".to_owned(),
        Presence::Conditional(Conditional {
            only_when,
            required_when,
            allowed_when,
            cut_off,
            ..
        }) => {
            let tests = |conditions: &[Condition]| -> Vec<String> {
                let one = |condition: &Condition| {
                    format!("{} {}", condition.subject, debug(&condition.test))
                };
                conditions.iter().map(one).collect()
            };
            let groups = [tests(only_when), tests(required_when), tests(allowed_when)];
            format!(
                "{} {}",
                debug(&groups),
                cut_off.as_deref().unwrap_or_default()
            )
        }
    }
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}
