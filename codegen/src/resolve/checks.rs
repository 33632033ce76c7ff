//! The checks of `validate()` and `validate_strict()` for each struct of a request: all constraints
//! that the spec states and the Rust types do not enforce.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{
    Checks, Condition, Constraint, Direction, Field, FieldCheck, FromSource, Grade, Limits, Place,
    Presence, RuleKind, Service, Struct, Type,
};
use crate::wording;

/// Decides the checks of all requests of a service. All its types must be known.
pub(super) fn decide(service: &mut Service) {
    let inside = Inside {
        standard: holders(service, has_standard_check),
        strict: holders(service, has_strict_check),
    };
    let all: Vec<_> = service
        .requests
        .iter()
        .map(|structure| Checks {
            any: inside.standard.contains(&structure.name),
            any_strict: inside.strict.contains(&structure.name),
            fields: field_checks(structure, &inside),
            context_paths: context_paths(structure, service),
        })
        .collect();
    for (structure, checks) in service.requests.iter_mut().zip(all) {
        structure.checks = checks;
    }
}

/// Names of the structs that have a check, directly or in a nested struct.
#[derive(Default)]
struct Inside {
    standard: BTreeSet<String>,
    /// Those of `validate_strict()`, which include all others.
    strict: BTreeSet<String>,
}

fn has_standard_check(structure: &Struct) -> bool {
    let counts = |kind: &RuleKind| matches!(kind, RuleKind::Count(..));
    let checks = field_checks(structure, &Inside::default());
    let mut rules = structure.rules.iter();
    rules.any(|rule| counts(&rule.kind) && rule.grade != Grade::Secondary)
        || checks.iter().any(|check| !check.constraints.is_empty())
}

/// Any choice can have an unknown value.
fn has_strict_check(structure: &Struct) -> bool {
    let counts = |kind: &RuleKind| matches!(kind, RuleKind::Count(..));
    has_standard_check(structure)
        || structure.rules.iter().any(|rule| counts(&rule.kind))
        || !structure.choices.is_empty()
        || !field_checks(structure, &Inside::default()).is_empty()
}

/// Names of the structs that have a check, directly or in a nested struct.
fn holders(service: &Service, has_check: fn(&Struct) -> bool) -> BTreeSet<String> {
    let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waiting = Vec::new();
    for structure in &service.requests {
        if has_check(structure) {
            waiting.push(structure.name.as_str());
        }
        for field in &structure.fields {
            if let Type::Struct(inner) = field.ty.innermost() {
                holders.entry(inner).or_default().push(&structure.name);
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

fn field_checks(structure: &Struct, within: &Inside) -> Vec<FieldCheck> {
    let mut allowed_by_page = allowed(structure, |grade| grade != Grade::Secondary);
    let mut allowed_elsewhere = allowed(structure, |grade| grade == Grade::Secondary);
    let checks = structure.settable_fields().map(|field| {
        let name = field.wire_name.as_str();
        let is_chosen = structure.is_chosen(field);
        let is_in_body = field.place == Place::Body;
        let mut constraints = limits(&field.limits);
        constraints.extend(field.alphabet.clone().map(Constraint::Alphabet));
        let is_by_page = field.grade != Grade::Secondary;
        let format = field.format_constraint();
        constraints.extend(format.clone().filter(|_| is_by_page));
        constraints.extend(endings(field, structure));
        // For a field of a choice, the Rust type enforces the presence.
        if !is_chosen {
            constraints.extend(presence(&field.presence, structure));
        }
        let by_page = is_in_body.then(|| allowed_by_page.remove(name)).flatten();
        constraints.extend(by_page.into_iter().flatten());
        let mut from = from_sources(field, structure, is_chosen);
        let elsewhere = is_in_body.then(|| allowed_elsewhere.remove(name)).flatten();
        let mut elsewhere = elsewhere.unwrap_or_default();
        elsewhere.extend(format.filter(|_| !is_by_page));
        add_secondary(&mut from, elsewhere);
        FieldCheck {
            name: field.name.clone(),
            inside: has_inside(field, &within.standard),
            inside_strict: has_inside(field, &within.strict),
            constraints,
            is_enum: matches!(field.ty.innermost(), Type::Enum(_))
                && structure.choice_of(field).is_none(),
            from,
        }
    });
    checks
        .filter(|check| {
            check.inside_strict
                || check.is_enum
                || !check.constraints.is_empty()
                || !check.from.is_empty()
        })
        .collect()
}

/// Adds constraints that no page states.
fn add_secondary(from: &mut Vec<FromSource>, constraints: Vec<Constraint>) {
    let source = wording::secondary_source();
    match from.iter_mut().find(|from| from.source == source) {
        Some(known) => known.constraints.extend(constraints),
        None if constraints.is_empty() => {}
        None => from.insert(
            0,
            FromSource {
                source,
                constraints,
            },
        ),
    }
}

/// The constraints of other sources, where the page itself says nothing of the kind.
fn from_sources(field: &Field, structure: &Struct, is_chosen: bool) -> Vec<FromSource> {
    let is_presence_open = match &field.presence {
        Presence::Undocumented => true,
        Presence::Conditional(conditional) => conditional.cut_off.is_some(),
        Presence::Required | Presence::Optional => false,
    };
    let own = limits(&field.limits);
    let mut known: Vec<Constraint> = Vec::new();
    let sources = field.from.iter().map(|from| {
        let limits = limits(&from.limits).into_iter();
        let mut constraints: Vec<_> = limits
            .filter(|limit| !own.iter().any(|own| own.is_same_kind(limit)))
            .collect();
        let alphabet = from.alphabet.clone().filter(|_| field.alphabet.is_none());
        constraints.extend(alphabet.map(Constraint::Alphabet));
        if is_presence_open && !is_chosen {
            let stated = from.presence.as_ref();
            constraints.extend(stated.and_then(|stated| match stated {
                Presence::Required => Some(Constraint::Required),
                stated => presence(stated, structure),
            }));
        }
        // The first source is enough for a constraint that several sources state.
        constraints.retain(|constraint| !known.iter().any(|known| known.is_same(constraint)));
        known.extend(constraints.iter().cloned());
        FromSource {
            source: wording::source(from, str::to_owned),
            constraints,
        }
    });
    sources
        .filter(|from| !from.constraints.is_empty())
        .collect()
}

/// The constraint on the name of a file.
fn endings(field: &Field, structure: &Struct) -> Option<Constraint> {
    let form = structure.form.as_ref()?;
    let is_name = field.place == Place::Body && field.wire_name == form.file_name;
    is_name.then(|| Constraint::Types(form.endings().map(str::to_owned).collect()))
}

/// Whether the objects of a field have a check.
fn has_inside(field: &Field, with_checks: &BTreeSet<String>) -> bool {
    let inner = field.ty.innermost();
    matches!(inner, Type::Struct(name) if with_checks.contains(name))
}

/// The constraints of the limits of a field, its own or those of another source.
fn limits(limits: &Limits) -> Vec<Constraint> {
    let is_stated = |(min, max): (Option<i64>, Option<i64>)| min.is_some() || max.is_some();
    let mut constraints = Vec::new();
    if is_stated((limits.min_items, limits.max_items)) {
        constraints.push(Constraint::Items(limits.min_items, limits.max_items));
    }
    if is_stated((limits.min_chars, limits.max_chars)) {
        constraints.push(Constraint::Chars(limits.min_chars, limits.max_chars));
    }
    if is_stated((limits.min, limits.max)) {
        constraints.push(Constraint::Range(limits.min, limits.max));
    }
    constraints.extend(limits.max_bytes.map(Constraint::MaxBytes));
    constraints
}

/// The constraints of the rules of a struct on each field's value, of the rules with some grades.
fn allowed(structure: &Struct, is_meant: fn(Grade) -> bool) -> HashMap<&str, Vec<Constraint>> {
    let mut allowed: HashMap<&str, Vec<Constraint>> = HashMap::new();
    for rule in &structure.rules {
        if let RuleKind::Allowed {
            when,
            field,
            values,
        } = &rule.kind
            && is_meant(rule.grade)
            && !when.iter().any(Condition::is_outside)
        {
            let constraint = Constraint::OneOf(values.clone(), when.clone());
            allowed.entry(field).or_default().push(constraint);
        }
    }
    allowed
}

/// The constraint of a condition on presence. A condition on something outside the message, or on a
/// field that only another message has, cannot be checked, so it never makes a field required. The
/// other conditions of the same list are checked.
fn presence(presence: &Presence, structure: &Struct) -> Option<Constraint> {
    let Presence::Conditional(conditional) = presence else {
        return None;
    };
    let known = |conditions: &[Condition]| -> Vec<Condition> {
        let is_known = |condition: &&Condition| {
            condition.in_message().is_some() || structure.field(&condition.subject).is_some()
        };
        let known = conditions.iter().filter(is_known);
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
    let paths = inside.flat_map(|structure| {
        let from = structure.fields.iter().flat_map(|field| &field.from);
        let stated = from.filter_map(|from| from.presence.as_ref());
        let stated = stated.flat_map(Presence::conditions);
        structure.conditions().chain(stated)
    });
    let paths = paths.filter_map(Condition::in_message);
    // Another message may have fields that this one does not have.
    let paths = paths.filter(|path| service.at_path(message, path, Direction::Request).is_some());
    // The request has no value for the digest of a file.
    let digest = message.form.as_ref().map(|form| form.digest.as_str());
    let paths = paths.filter(|path| Some(*path) != digest);
    let mut known = HashSet::new();
    let new = paths.filter(|path| known.insert(*path));
    new.map(str::to_owned).collect()
}
