//! Which rules and conditions a sample breaks.

use serde_json::{Map, Value};

use super::join;
use crate::model::{
    Condition, Direction, Field, Grade, Place, Presence, Rule, RuleKind, Service, Struct, Test,
};
use crate::source::Span;

/// A rule that a sample breaks.
pub(super) struct Broken {
    pub(super) name: String,
    /// The place of the rule in the spec.
    pub(super) span: Span,
}

/// Names of the rules that a request's body breaks, at any level. The name of a rule is its id or,
/// without an id, the paths of its fields. The name of a condition is the path of its field.
pub(super) fn broken(
    body: &Map<String, Value>,
    request: &Struct,
    service: &Service,
) -> Vec<Broken> {
    let mut reader = Reader {
        body,
        request,
        service,
        broken: Vec::new(),
    };
    reader.object(body, request, "");
    reader.broken
}

struct Reader<'m> {
    body: &'m Map<String, Value>,
    request: &'m Struct,
    service: &'m Service,
    broken: Vec<Broken>,
}

impl Reader<'_> {
    fn object(&mut self, object: &Map<String, Value>, structure: &Struct, path: &str) {
        let by_page = |rule: &&Rule| rule.grade != Grade::Secondary;
        for rule in structure.rules.iter().filter(by_page) {
            let fields = match &rule.kind {
                RuleKind::Count(_, fields) => fields.clone(),
                RuleKind::Allowed { field, .. } => vec![field.clone()],
                RuleKind::Server => continue,
            };
            if self.breaks(&rule.kind, object, structure) {
                let paths: Vec<_> = fields.iter().map(|field| join(path, field)).collect();
                self.broken.push(Broken {
                    name: rule.id.clone().unwrap_or(paths.join(", ")),
                    span: rule.span,
                });
            }
        }
        for field in structure.fields_in(Place::Body) {
            let path = join(path, &field.wire_name);
            let value = object.get(&field.wire_name);
            if self.breaks_presence(&field.presence, value.is_some(), object, structure) {
                self.broken.push(Broken {
                    name: path.clone(),
                    span: field.span,
                });
            }
            let inner = field.ty.innermost();
            let inner = self.service.object(inner, structure, Direction::Request);
            if let (Some(value), Some(inner)) = (value, inner) {
                self.inside(value, inner, &path);
            }
        }
    }

    fn inside(&mut self, value: &Value, structure: &Struct, path: &str) {
        match value {
            Value::Object(object) => self.object(object, structure, path),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.inside(item, structure, &format!("{path}[{index}]"));
                }
            }
            _ => {}
        }
    }

    fn breaks(&self, rule: &RuleKind, object: &Map<String, Value>, structure: &Struct) -> bool {
        match rule {
            RuleKind::Count(count, fields) => {
                let present = fields.iter().filter(|f| object.contains_key(*f));
                count.is_broken_by(present.count())
            }
            RuleKind::Allowed {
                when,
                field,
                values,
            } => {
                let is = object
                    .get(field)
                    .filter(|_| !is_encrypted(structure.field(field)));
                is.is_some_and(|is| !is_one_of(is, values))
                    && self.all(when, object, structure) == Some(true)
            }
            RuleKind::Server => false,
        }
    }

    fn breaks_presence(
        &self,
        presence: &Presence,
        given: bool,
        object: &Map<String, Value>,
        structure: &Struct,
    ) -> bool {
        let Presence::Conditional(conditional) = presence else {
            return false;
        };
        let verdict = |conditions: &[Condition]| {
            if conditions.is_empty() {
                None
            } else {
                self.all(conditions, object, structure)
            }
        };
        let only = verdict(&conditional.only_when);
        if given {
            only == Some(false) || verdict(&conditional.allowed_when) == Some(false)
        } else {
            only == Some(true) || verdict(&conditional.required_when) == Some(true)
        }
    }

    /// Whether all conditions are true. `None` if one cannot be decided and none is false.
    fn all(
        &self,
        conditions: &[Condition],
        object: &Map<String, Value>,
        structure: &Struct,
    ) -> Option<bool> {
        let holds = conditions
            .iter()
            .map(|condition| self.holds(condition, object, structure));
        let verdicts: Vec<_> = holds.collect();
        if verdicts.contains(&Some(false)) {
            return Some(false);
        }
        (!verdicts.contains(&None)).then_some(true)
    }

    fn holds(
        &self,
        condition: &Condition,
        object: &Map<String, Value>,
        structure: &Struct,
    ) -> Option<bool> {
        if condition.is_outside() {
            return None;
        }
        let field = match condition.in_message() {
            Some(path) => {
                let found = self.service.at_path(self.request, path, Direction::Request);
                found.map(|(_, field)| field)
            }
            None => structure.field(&condition.subject),
        };
        // A page prints the encrypted text, and the condition is about the plain text.
        if is_encrypted(field) && condition.test.needs_value() {
            return None;
        }
        let value = match condition.in_message() {
            Some(path) => {
                let (first, rest) = path.split_once('.').unwrap_or((path, ""));
                let rest = rest.split('.').filter(|name| !name.is_empty());
                rest.fold(self.body.get(first), |value, name| value?.get(name))
            }
            None => object.get(&condition.subject),
        };
        Some(match &condition.test {
            Test::OneOf(values) => value.is_some_and(|value| is_one_of(value, values)),
            Test::Contains(item) => {
                let mut items = value.and_then(Value::as_array).into_iter().flatten();
                items.any(|value| is_one_of(value, std::slice::from_ref(item)))
            }
            Test::GreaterThan(number) => value.and_then(Value::as_i64).is_some_and(|v| v > *number),
            Test::Present => value.is_some(),
            Test::Absent => value.is_none(),
        })
    }
}

fn is_encrypted(field: Option<&Field>) -> bool {
    field.is_some_and(Field::is_encrypted)
}

fn is_one_of(value: &Value, values: &[String]) -> bool {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    values.contains(&text)
}
