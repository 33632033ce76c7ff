//! Conditions and rules of requests as schemas, so that any validator enforces them.
//!
//! ```json
//! { "if": { "properties": { "update_mode": { "enum": ["MAX_COUNT"] } }, "required": ["update_mode"] },
//!   "then": { "required": ["current_max_count"] } }
//! ```
//!
//! A condition can be true, false or open. It is open if it depends on something outside the body,
//! or on a value that its enum does not list. Nothing follows from an open condition. So the schema
//! that requires a field and the schema that forbids it are separate, and neither is the other's
//! `else`.
//!
//! All these schemas are below `dependentSchemas`, at a field without which an object is invalid or
//! cannot break the rule. Tools merge an `allOf` next to `properties` into the properties, and then
//! show a conditionally required field as always required.

use super::json::{Json, Object};
use super::names::Scope;
use crate::model::{Condition, Field, Grade, Place, Presence, Rule, RuleKind, Struct, Test, Type};

/// The conditions and rules that the schema of a struct enforces. For a whole request, this
/// includes conditions of nested objects that depend on it.
pub(super) fn conditions(structure: &Struct, scope: Scope<'_>) -> Object {
    let mut all = Enforced::of(structure);
    let is_message = structure.operation.is_some();
    for demand in demands(structure, scope) {
        if !demand.asks_message() {
            all.add(&demand, structure, scope, None);
        }
    }
    if is_message {
        across(
            structure,
            scope,
            structure,
            scope,
            &mut Vec::new(),
            &mut all,
        );
    }
    all.impossible.extend(absences(structure));
    for (field, schema) in exclusions(structure) {
        all.enforce(field, Object::new(), schema, true);
    }
    all.into_schema()
}

/// What follows where all of some tests come out as said.
struct Demand<'m> {
    tests: Vec<(&'m Condition, bool)>,
    then: Then<'m>,
}

enum Then<'m> {
    Required(&'m str),
    Forbidden(&'m str),
    Limited(&'m str, Object),
}

impl Demand<'_> {
    /// Whether it depends on the message that the object is part of.
    fn asks_message(&self) -> bool {
        self.tests
            .iter()
            .any(|(condition, _)| is_of_message(condition))
    }
}

fn is_of_message(condition: &Condition) -> bool {
    condition.subject.starts_with("$.")
}

impl Then<'_> {
    fn schema(&self) -> Object {
        match self {
            Self::Required(name) => Object::new().list("required", [*name]),
            Self::Forbidden(name) => properties(name, never()),
            Self::Limited(name, schema) => properties(name, schema.clone()),
        }
    }
}

/// What nothing fits. Several tools cannot read `false` in place of a schema.
fn never() -> Object {
    Object::new().with("not", Object::new())
}

fn properties(name: &str, schema: impl Into<Json>) -> Object {
    Object::new().with("properties", Object::new().with(name, schema))
}

/// The demands of a struct: of its fields in the page's order, then of its rules.
fn demands<'m>(structure: &'m Struct, scope: Scope<'m>) -> Vec<Demand<'m>> {
    let mut all = Vec::new();
    for field in structure.fields_in(Place::Body) {
        let Presence::Conditional(presence) = &field.presence else {
            continue;
        };
        let name = field.wire_name.as_str();
        for conditions in [&presence.only_when, &presence.required_when] {
            if !conditions.is_empty() {
                all.push(Demand {
                    tests: conditions.iter().map(|c| (c, true)).collect(),
                    then: Then::Required(name),
                });
            }
        }
        let forbidding = presence.only_when.iter().chain(&presence.allowed_when);
        all.extend(forbidding.map(|condition| Demand {
            tests: vec![(condition, false)],
            then: Then::Forbidden(name),
        }));
    }
    for rule in binding_rules(structure) {
        if let RuleKind::Allowed {
            when,
            field,
            values,
        } = &rule.kind
            && let Some(field) = in_body(structure, field)
            && !field.is_encrypted()
        {
            all.push(Demand {
                tests: when.iter().map(|c| (c, true)).collect(),
                then: Then::Limited(&field.wire_name, limited(field, values, scope)),
            });
        }
    }
    all
}

/// The rules that the page states.
fn binding_rules(structure: &Struct) -> impl Iterator<Item = &Rule> {
    let rules = structure.rules.iter();
    rules.filter(|rule| rule.grade != Grade::Secondary)
}

fn in_body<'m>(structure: &'m Struct, name: &str) -> Option<&'m Field> {
    let field = structure.field(name)?;
    (field.place == Place::Body).then_some(field)
}

/// One of the values, or one that the page does not list.
fn limited(field: &Field, values: &[String], scope: Scope<'_>) -> Object {
    match others(field, values, scope) {
        Some(others) => Object::new().with("not", one_of(others)),
        None => Object::new().with("enum", constants(field, values, scope)),
    }
}

fn constants(field: &Field, values: &[String], scope: Scope<'_>) -> Vec<Json> {
    let values = values.iter();
    values
        .filter_map(|text| scope.constant(text, &field.ty))
        .collect()
}

/// The other values that an enum lists; `None` if the field is not an enum.
fn others(field: &Field, values: &[String], scope: Scope<'_>) -> Option<Vec<Json>> {
    let Type::Enum(name) = &field.ty else {
        return None;
    };
    let listed = scope.enumeration(name)?.values.iter();
    let others = listed.filter(|value| !values.contains(&value.wire_name));
    let others = others.filter_map(|value| scope.constant(&value.wire_name, &field.ty));
    Some(others.collect())
}

/// A schema that accepts these values; `None` without values.
fn one_of(values: Vec<Json>) -> Object {
    if values.is_empty() {
        never()
    } else {
        Object::new().with("enum", values)
    }
}

/// The demands of everything inside a message that depend on the message, each below the path to
/// its object.
fn across<'m>(
    definition: &'m Struct,
    scope: Scope<'m>,
    message: &'m Struct,
    outer: Scope<'m>,
    path: &mut Vec<Step<'m>>,
    all: &mut Enforced<'m>,
) {
    for demand in demands(definition, scope) {
        if demand.asks_message() {
            let inside = (!path.is_empty()).then_some((definition, scope, path.as_slice()));
            all.add(&demand, message, outer, inside);
        }
    }
    for field in definition.fields_in(Place::Body) {
        let Type::Struct(name) = field.ty.innermost() else {
            continue;
        };
        let Some(inner) = scope.structure(name) else {
            continue;
        };
        // A struct can contain itself in a list, without end. Its demands inside are documented but
        // not enforced again.
        if path.iter().any(|step| step.structure == inner.span) {
            continue;
        }
        path.push(Step {
            name: &field.wire_name,
            lists: field.ty.list_depth(),
            structure: inner.span,
        });
        across(inner, scope.inside(inner), message, outer, path, all);
        path.pop();
    }
}

/// One step from an object to one that it holds, maybe in lists.
struct Step<'m> {
    name: &'m str,
    lists: usize,
    structure: crate::source::Span,
}

/// A schema for what lies at the end of a path.
fn below(path: &[Step<'_>], schema: Object) -> Object {
    path.iter().rev().fold(schema, |schema, step| {
        let item = |inner, _| Object::new().with("items", inner);
        properties(step.name, (0..step.lists).fold(schema, item))
    })
}

/// Where a demand comes from, if that is not the object at hand.
type Inside<'a, 'm> = Option<(&'m Struct, Scope<'m>, &'a [Step<'m>])>;

/// What has to be enforced, put together.
struct Enforced<'m> {
    /// A field that every object has, if one is required.
    required: Option<&'m str>,
    dependent: Object,
    /// What follows from each `if`, in order of first mention.
    follows: Vec<Follows<'m>>,
    /// What fits no object.
    impossible: Vec<Object>,
}

struct Follows<'m> {
    /// Without this field, nothing is required.
    field: &'m str,
    when: Object,
    then: Object,
    /// Whether nothing else may be put into it.
    is_alone: bool,
}

impl<'m> Enforced<'m> {
    fn of(structure: &'m Struct) -> Self {
        let required = structure
            .fields_in(Place::Body)
            .find(|field| field.is_required());
        Self {
            required: required.map(|field| field.wire_name.as_str()),
            dependent: Object::new(),
            follows: Vec::new(),
            impossible: Vec::new(),
        }
    }

    /// Adds a demand, unless it depends on something that cannot be known here.
    fn add(
        &mut self,
        demand: &Demand<'m>,
        structure: &'m Struct,
        scope: Scope<'m>,
        inside: Inside<'_, 'm>,
    ) {
        let mut here = Object::new();
        let mut there = Object::new();
        // A field without which the demand requires nothing.
        let mut field = None;
        for &(condition, truth) in &demand.tests {
            let (test, is_there) = match inside {
                Some((inner, scope, _)) if !is_of_message(condition) => {
                    (test(condition, truth, inner, scope), true)
                }
                _ => (test(condition, truth, structure, scope), false),
            };
            let Some(test) = test else { return };
            if is_there {
                there.merge(test.schema);
            } else {
                field = field.or(test.given);
                here.merge(test.schema);
            }
        }
        if let (None, [(condition, true)], Then::Required(name)) =
            (&inside, demand.tests.as_slice(), &demand.then)
            && matches!(condition.test, Test::Present)
            && !is_of_message(condition)
        {
            let more = Object::new().list(&condition.subject, [*name]);
            self.dependent.merge(more);
            return;
        }
        let is_alone = matches!(demand.then, Then::Limited(..)) || !there.is_empty();
        let mut then = demand.then.schema();
        if !there.is_empty() {
            then = Object::new().with("if", there).with("then", then);
        }
        if let Some((_, _, path)) = inside {
            then = below(path, then);
            field = field.or(path.first().map(|step| step.name));
        }
        match (&demand.then, field.or(self.required)) {
            // The conditions hold where fields are absent, maybe all of them.
            (Then::Required(name), None) => {
                here.merge(properties(name, never()));
                self.impossible.push(here);
            }
            (Then::Required(name) | Then::Forbidden(name) | Then::Limited(name, _), field) => {
                self.enforce(field.unwrap_or(*name), here, then, is_alone);
            }
        }
    }

    /// Puts everything that follows from one `if` together, unless that changes the meaning.
    fn enforce(&mut self, field: &'m str, when: Object, then: Object, is_alone: bool) {
        let field = self.required.unwrap_or(field);
        let mut known = self.follows.iter_mut().filter(|known| !known.is_alone);
        match known.find(|known| known.field == field && known.when == when) {
            Some(known) if !is_alone => known.then.merge(then),
            _ => self.follows.push(Follows {
                field,
                when,
                then,
                is_alone,
            }),
        }
    }

    fn into_schema(self) -> Object {
        let mut schemas = Object::new();
        for Follows {
            field, when, then, ..
        } in self.follows
        {
            let schema = if when.is_empty() {
                then
            } else {
                Object::new().with("if", when).with("then", then)
            };
            schemas.merge(Object::new().with(field, Object::new().list("allOf", [schema])));
        }
        Object::new()
            .object("dependentRequired", self.dependent)
            .object("dependentSchemas", schemas)
            .maybe("not", any_of(self.impossible))
    }
}

/// A schema for what one of several fits; nothing where there is none.
fn any_of(mut schemas: Vec<Object>) -> Option<Object> {
    match schemas.len() {
        0 => None,
        1 => schemas.pop(),
        _ => Some(Object::new().with("anyOf", schemas)),
    }
}

/// A schema for the objects in which a condition comes out as said.
struct Tested<'m> {
    schema: Object,
    /// A field that all of them have.
    given: Option<&'m str>,
}

/// A schema for the objects in which a condition is true, or in which it is false; `None` if that
/// cannot be decided.
fn test<'m>(
    condition: &'m Condition,
    truth: bool,
    structure: &'m Struct,
    scope: Scope<'m>,
) -> Option<Tested<'m>> {
    let subject = &condition.subject;
    let path = subject.strip_prefix("$.").unwrap_or(subject);
    let names: Vec<&str> = match subject.strip_prefix("$.") {
        Some(path) => path.split('.').collect(),
        None => vec![path],
    };
    let (field, scope) = at_path(&names, structure, scope)?;
    let outcome = outcome(&condition.test, truth, field, scope)?;
    let first = names.first().copied();
    let mut names = names.into_iter().rev();
    let last = names.next()?;
    let (is_given, schema) = match outcome {
        Outcome::Given => (true, Object::new()),
        Outcome::GivenAs(schema) => (true, properties(last, schema)),
        Outcome::AbsentOr(schema) => (false, properties(last, schema)),
    };
    let require = |schema: Object, name: &str| {
        if is_given {
            schema.list("required", [name])
        } else {
            schema
        }
    };
    let nest = |schema, name| require(properties(name, schema), name);
    Some(Tested {
        schema: names.fold(require(schema, last), nest),
        given: first.filter(|_| is_given),
    })
}

/// The field at a path through objects, of the body.
fn at_path<'m>(
    names: &[&str],
    definition: &'m Struct,
    scope: Scope<'m>,
) -> Option<(&'m Field, Scope<'m>)> {
    let (first, rest) = names.split_first()?;
    let field = in_body(definition, first)?;
    if rest.is_empty() {
        return Some((field, scope));
    }
    let Type::Struct(name) = &field.ty else {
        return None;
    };
    let inner = scope.structure(name)?;
    at_path(rest, inner, scope.inside(inner))
}

/// The schema of a test.
enum Outcome {
    Given,
    GivenAs(Object),
    AbsentOr(Object),
}

fn outcome(test: &Test, truth: bool, field: &Field, scope: Scope<'_>) -> Option<Outcome> {
    let object = |key: &str, bound: i64| Object::new().with(key, bound);
    // The document describes what is sent, and the plain text cannot be recognized in it.
    if field.is_encrypted() && test.needs_value() {
        return None;
    }
    Some(match (test, truth) {
        (Test::Present, true) | (Test::Absent, false) => Outcome::Given,
        (Test::Present, false) | (Test::Absent, true) => Outcome::AbsentOr(never()),
        (Test::GreaterThan(number), true) => Outcome::GivenAs(object("exclusiveMinimum", *number)),
        (Test::GreaterThan(number), false) => Outcome::AbsentOr(object("maximum", *number)),
        (Test::Contains(item), truth) => {
            let Type::Array(inner) = &field.ty else {
                return None;
            };
            let item = one_of(scope.constant(item, inner).into_iter().collect());
            let contains = Object::new().with("contains", item);
            if truth {
                Outcome::GivenAs(contains)
            } else {
                Outcome::AbsentOr(Object::new().with("not", contains))
            }
        }
        (Test::OneOf(_), _) if matches!(field.ty, Type::Array(_) | Type::Struct(_)) => return None,
        (Test::OneOf(values), true) => Outcome::GivenAs(one_of(constants(field, values, scope))),
        (Test::OneOf(values), false) => Outcome::AbsentOr(match others(field, values, scope) {
            Some(others) => one_of(others),
            None => {
                let values = one_of(constants(field, values, scope));
                Object::new().with("not", values)
            }
        }),
    })
}

/// None of several fields of which one must be given.
fn absences(structure: &Struct) -> impl Iterator<Item = Object> {
    binding_rules(structure).filter_map(|rule| match &rule.kind {
        RuleKind::Count(count, names) if count.requires() => {
            let is_here = |name: &String| in_body(structure, name).is_some();
            let absent = |all: Object, name: &String| all.with(name, never());
            let absent = names.iter().fold(Object::new(), absent);
            let schema = Object::new().with("properties", absent);
            names.iter().all(is_here).then_some(schema)
        }
        _ => None,
    })
}

/// No two of several fields: for each of them but the last, that none of those behind it is given
/// as well.
fn exclusions(structure: &Struct) -> Vec<(&str, Object)> {
    let mut all = Vec::new();
    for rule in binding_rules(structure) {
        let RuleKind::Count(count, names) = &rule.kind else {
            continue;
        };
        if !count.excludes() {
            continue;
        }
        let is_here = |name: &&String| in_body(structure, name).is_some();
        let names: Vec<_> = names.iter().filter(is_here).collect();
        for (index, one) in names.iter().enumerate() {
            let others = names.iter().skip(index + 1);
            let pairs = others.map(|other| Object::new().list("required", [*one, *other]));
            if let Some(pairs) = any_of(pairs.collect()) {
                all.push((one.as_str(), Object::new().with("not", pairs)));
            }
        }
    }
    all
}
