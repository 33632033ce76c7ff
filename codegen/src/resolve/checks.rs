//! The checks of `validate()` for each struct of a request: all constraints that the spec states
//! and the Rust types do not enforce.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{
    Checks, Condition, Constraint, Direction, Field, FieldCheck, Place, Presence, RuleKind,
    Service, Struct, Type,
};

/// Decides the checks of all requests of a service. All its types must be known.
pub(super) fn decide(service: &mut Service) {
    let with_checks = with_checks(service);
    let contexts: Vec<_> = service
        .requests
        .iter()
        .map(|structure| context_paths(structure, service))
        .collect();
    let all: Vec<_> = service
        .requests
        .iter()
        .map(|structure| field_checks(structure, &with_checks))
        .collect();
    for ((model, fields), context_paths) in service.requests.iter_mut().zip(all).zip(contexts) {
        let is_checked =
            |check: &&FieldCheck| check.inside || check.constraints.iter().any(Constraint::is_own);
        let checked = fields.iter().filter(is_checked);
        let checked: HashSet<&str> = checked.map(|check| check.wire_name.as_str()).collect();
        for choice in &mut model.choices {
            let is_checked = choice.fields().any(|name| checked.contains(name));
            choice.is_checked = is_checked;
        }
        model.checks = Checks {
            any: with_checks.contains(&model.name),
            fields,
            context_paths,
        };
    }
    mark_subjects(service);
}

/// Names of the structs that have a check, directly or in a nested struct.
fn with_checks(service: &Service) -> BTreeSet<String> {
    let nothing_yet = BTreeSet::new();
    let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waiting = Vec::new();
    for model in &service.requests {
        let at_most = |kind: &RuleKind| matches!(kind, RuleKind::AtMostOneOf(_));
        if model.rules.iter().any(|rule| at_most(&rule.kind))
            || !field_checks(model, &nothing_yet).is_empty()
        {
            waiting.push(model.name.as_str());
        }
        for field in model.fields.iter().filter(|f| f.place == Place::Body) {
            if let Type::Struct(inner) = field.ty.innermost() {
                holders.entry(inner).or_default().push(&model.name);
            }
        }
    }
    let mut names = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if names.insert(name.to_owned()) {
            waiting.extend(holders.get(name).into_iter().flatten());
        }
    }
    names
}

fn field_checks(structure: &Struct, with_checks: &BTreeSet<String>) -> Vec<FieldCheck> {
    let chosen = structure.chosen_fields();
    let mut allowed = allowed(structure);
    let checks = structure.fields.iter().map(|field| {
        let name = field.wire_name.as_str();
        let mut constraints = limits(field);
        // For a field of a choice, the Rust type enforces the presence.
        if !chosen.contains(name) {
            constraints.extend(presence(&field.presence));
        }
        constraints.extend(allowed.remove(name).into_iter().flatten());
        FieldCheck {
            wire_name: field.wire_name.clone(),
            inside: has_inside(field, with_checks),
            constraints,
        }
    });
    checks
        .filter(|check| check.inside || !check.constraints.is_empty())
        .collect()
}

/// Whether the objects of a field have a check.
fn has_inside(field: &Field, with_checks: &BTreeSet<String>) -> bool {
    let inner = field.ty.innermost();
    field.place == Place::Body && matches!(inner, Type::Struct(name) if with_checks.contains(name))
}

/// The constraints of a field on its own value.
fn limits(field: &Field) -> Vec<Constraint> {
    let limits = &field.limits;
    let mut constraints = Vec::new();
    let is_stated = |(min, max): (Option<i64>, Option<i64>)| min.is_some() || max.is_some();
    if is_stated((limits.min_items, limits.max_items)) {
        constraints.push(Constraint::Items(limits.min_items, limits.max_items));
    }
    if is_stated((limits.min_chars, limits.max_chars)) {
        constraints.push(Constraint::Chars(limits.min_chars, limits.max_chars));
    }
    constraints.extend(field.alphabet.clone().map(Constraint::Alphabet));
    if is_stated((limits.min, limits.max)) {
        constraints.push(Constraint::Range(limits.min, limits.max));
    }
    if field.format.as_deref() == Some("rfc3339") {
        constraints.push(Constraint::Rfc3339);
    }
    constraints
}

/// The constraints of the rules of a struct on each field's value.
fn allowed(structure: &Struct) -> HashMap<&str, Vec<Constraint>> {
    let mut allowed: HashMap<&str, Vec<Constraint>> = HashMap::new();
    for rule in &structure.rules {
        if let RuleKind::Allowed {
            when,
            field,
            values,
        } = &rule.kind
            && !when.iter().any(Condition::is_outside)
        {
            let constraint = Constraint::OneOf(values.clone(), when.clone());
            allowed.entry(field).or_default().push(constraint);
        }
    }
    allowed
}

/// The constraint of a condition on presence. A condition on something outside the message cannot
/// be checked, so it never makes a field required. The other conditions of the same list are
/// checked.
fn presence(presence: &Presence) -> Option<Constraint> {
    let Presence::Conditional(conditional) = presence else {
        return None;
    };
    let known = |conditions: &[Condition]| -> Vec<Condition> {
        let known = conditions.iter().filter(|c| !c.is_outside());
        known.cloned().collect()
    };
    let only = known(&conditional.only_when);
    let required = known(&conditional.required_when);
    let allowed = known(&conditional.allowed_when);
    if !only.is_empty() {
        let is_whole = only.len() == conditional.only_when.len();
        Some(if is_whole {
            Constraint::OnlyWhen(only)
        } else {
            Constraint::AllowedWhen(only)
        })
    } else if !allowed.is_empty() {
        Some(Constraint::AllowedWhen(allowed))
    } else if !required.is_empty() && required.len() == conditional.required_when.len() {
        Some(Constraint::RequiredWhen(required))
    } else {
        None
    }
}

/// The paths in a message that conditions of the message or of its objects use, each once.
fn context_paths(message: &Struct, service: &Service) -> Vec<String> {
    if message.operation.is_none() {
        return Vec::new();
    }
    let inside = service.reachable(message, Direction::Request).into_iter();
    let paths = inside
        .flat_map(Struct::conditions)
        .filter_map(Condition::in_message);
    let mut known = HashSet::new();
    let new = paths.filter(|path| known.insert(*path));
    new.map(str::to_owned).collect()
}

/// Marks the choices whose discriminator a rule or condition uses.
fn mark_subjects(service: &mut Service) {
    let mut subjects: BTreeSet<(String, String)> = BTreeSet::new();
    for model in &service.requests {
        let constraints = model
            .checks
            .fields
            .iter()
            .flat_map(|check| &check.constraints);
        for condition in constraints
            .clone()
            .filter_map(Constraint::conditions)
            .flatten()
        {
            subjects.insert((model.name.clone(), condition.subject.clone()));
        }
        for check in &model.checks.fields {
            if check
                .constraints
                .iter()
                .any(|constraint| matches!(constraint, Constraint::OneOf(..)))
            {
                subjects.insert((model.name.clone(), check.wire_name.clone()));
            }
        }
        for path in &model.checks.context_paths {
            if let Some((owner, field)) = service.at_path(model, path, Direction::Request) {
                subjects.insert((owner.name.clone(), field.wire_name.clone()));
            }
        }
    }
    for model in service.requests.iter_mut() {
        for choice in &mut model.choices {
            choice.is_subject =
                subjects.contains(&(model.name.clone(), choice.discriminator.clone()));
        }
    }
}
