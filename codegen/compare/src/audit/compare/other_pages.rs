//! Compares facts below `from:` with the facts of the operation that `from:` names.
//!
//! The page of that operation is audited itself.

use crate::audit::codes;
use std::fmt::Debug;

use crate::audit::report::{Report, diagnostic};
use crate::audit::scope::Scope;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::{
    Condition, Conditional, Direction, Elsewhere, Field, Limits, Model, Operation, Presence,
    Service, Struct,
};

/// Compares all facts from other pages in the types of the operation.
pub(super) fn compare(model: &Model, scope: &Scope<'_>, report: &mut Report) {
    for (_, structure) in &scope.structs {
        for field in &structure.fields {
            // A source with a grade is not one of the compared pages.
            for elsewhere in field.from.iter().filter(|from| from.grade.is_none()) {
                compare_facts(model, scope, structure, field, elsewhere, report);
            }
        }
    }
}

fn compare_facts(
    model: &Model,
    scope: &Scope<'_>,
    structure: &Struct,
    field: &Field,
    elsewhere: &Elsewhere,
    report: &mut Report,
) {
    let other_fields = other_fields(model, scope, structure, field, &elsewhere.place);
    let mut fewest: Option<Vec<(&'static str, String)>> = None;
    for other in &other_fields {
        let differences = differences(elsewhere, other);
        if fewest
            .as_ref()
            .is_none_or(|fewest| differences.len() < fewest.len())
        {
            fewest = Some(differences);
        }
    }
    let other_span = other_fields
        .first()
        .map_or(scope.operation.span, |other| other.span);
    let (name, place) = (&field.wire_name, &elsewhere.place);
    let Some(differences) = fewest else {
        let message = format!("field `{name}` missing in `{place}`");
        report.missing(
            Diagnostic::error(codes::PAGE_FIELD, message, field.span)
                .help("correct the name below `from:`, or remove the entry"),
        );
        return;
    };
    let count = count_facts(elsewhere);
    report.matched += count - differences.len().min(count);
    for (fact, value) in differences {
        report.contradiction(diagnostic(
            codes::PAGE_LIMIT,
            format!("different {fact} of `{name}` in `{place}`"),
            (field.span, &format!("stated below `from: {place}`")),
            (other_span, &value),
        ));
    }
}

/// The number of facts below one `from:`.
fn count_facts(elsewhere: &Elsewhere) -> usize {
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

/// The fields with the same name in another message. If a type with the same name has such a field,
/// only the fields of such types.
fn other_fields<'m>(
    model: &'m Model,
    scope: &Scope<'_>,
    structure: &Struct,
    field: &Field,
    place: &str,
) -> Vec<&'m Field> {
    let Some((operation_name, direction)) = place.split_once('.') else {
        return Vec::new();
    };
    let direction = if direction == "request" {
        Direction::Request
    } else {
        Direction::Response
    };
    // A type of a used service names the operations that this service sees.
    let service = structure.service.as_ref().unwrap_or(&scope.service.name);
    let Some((service, operation)) = find_operation(model, service, operation_name) else {
        return Vec::new();
    };
    let mut fields = Vec::new();
    let other = Scope::new(service, operation);
    let structs = other.structs.iter();
    for (_, owner) in structs.filter(|(other, _)| *other == direction) {
        let mut owned = owner.fields.iter();
        let same_name = owned.find(|other| other.wire_name == field.wire_name);
        let same_type = owner.wire_name == structure.wire_name;
        fields.extend(same_name.map(|other| (same_type, other)));
    }
    fields.sort_by_key(|(same_type, _)| !same_type);
    let has_same_type = fields.first().is_some_and(|(same_type, _)| *same_type);
    fields.retain(|(same_type, _)| *same_type == has_same_type);
    fields.into_iter().map(|(_, field)| field).collect()
}

/// The operation with this name of a service, or else of the services that it uses.
fn find_operation<'m>(
    model: &'m Model,
    service: &str,
    name: &str,
) -> Option<(&'m Service, &'m Operation)> {
    let find = |service: &str| model.services.iter().find(|other| other.name == service);
    let own = find(service)?;
    let used = own.uses.iter().filter_map(|used| find(used));
    let mut visible = std::iter::once(own).chain(used);
    visible.find_map(|service| {
        let mut operations = service.operations.iter();
        let found = operations.find(|operation| operation.name == name)?;
        Some((service, found))
    })
}

/// The facts that differ, with the value of the other field.
fn differences(elsewhere: &Elsewhere, other: &Field) -> Vec<(&'static str, String)> {
    let mut differences = Vec::new();
    let mut text = |fact, stated: &Option<String>, actual: &Option<String>| {
        if stated.is_some() && stated != actual {
            let actual = actual.as_deref().unwrap_or("none");
            differences.push((fact, format!("here: {actual}")));
        }
    };
    text("label", &elsewhere.title, &other.title);
    text("unit", &elsewhere.unit, &other.unit);
    text("default", &elsewhere.default, &other.default);
    text("alphabet", &elsewhere.alphabet, &other.alphabet);
    let actual = bounds(&other.limits).into_iter();
    for ((fact, stated), (_, actual)) in bounds(&elsewhere.limits).into_iter().zip(actual) {
        if stated.is_some() && stated != actual {
            let actual = actual.map_or("none".to_owned(), |actual| actual.to_string());
            differences.push((fact, format!("here: {actual}")));
        }
    }
    if let Some(presence) = &elsewhere.presence
        && shown(presence) != shown(&other.presence)
    {
        differences.push(("presence", format!("here: {}", shown(&other.presence))));
    }
    differences
}

fn bounds(limits: &Limits) -> [(&'static str, Option<i64>); 6] {
    [
        ("min", limits.min),
        ("max", limits.max),
        ("min_chars", limits.min_chars),
        ("max_chars", limits.max_chars),
        ("min_items", limits.min_items),
        ("max_items", limits.max_items),
    ]
}

/// A presence as text, without locations in the spec.
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
            let texts = |conditions: &[Condition]| -> Vec<String> {
                let text = |condition: &Condition| {
                    format!("{} {}", condition.subject, debug(&condition.test))
                };
                conditions.iter().map(text).collect()
            };
            let groups = [texts(only_when), texts(required_when), texts(allowed_when)];
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
