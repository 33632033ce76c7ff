//! What the docs of a file take from the rest of its service: example values and the fields of
//! each type.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::code;
use crate::characters::is_deceptive;
use crate::model::{Direction, Field, Place, Sample, Service, Struct, Type};
use crate::named_list::NamedList;
use crate::wording::grouped;

/// What other parts of the service say about fields and types.
#[derive(Default)]
pub(in crate::emit) struct Context<'m> {
    /// A value of the page's samples, by the Rust names of struct and field.
    examples: HashMap<&'m str, HashMap<&'m str, String>>,
    /// A field of each type, by the type's Rust name: the first with a description, else the first.
    fields: HashMap<&'m str, &'m Field>,
}

/// Longer values say no more than shorter ones.
const LONGEST_EXAMPLE: usize = 60;

impl<'m> Context<'m> {
    /// For the structs of one direction.
    pub(in crate::emit) fn of_structs(service: &'m Service, direction: Direction) -> Self {
        let mut context = Self::default();
        let structs = match direction {
            Direction::Request => &service.requests,
            Direction::Response => &service.responses,
        };
        context.add_fields(structs);
        let messages = service.messages().filter(|(_, side, _)| *side == direction);
        for (operation, _, message) in messages {
            // A sample of our own is not the page's.
            for sample in operation.samples.iter().filter(|sample| !sample.ours) {
                context.add_object(message, &body(sample, direction), structs);
                if direction == Direction::Request {
                    context.add_parameters(message, sample);
                }
            }
        }
        context
    }

    /// For the enums, which both directions share.
    pub(in crate::emit) fn of_enums(service: &'m Service) -> Self {
        let mut context = Self::default();
        context.add_fields(&service.requests);
        context.add_fields(&service.responses);
        context
    }

    pub(super) fn example(&self, structure: &str, field: &Field) -> Option<&str> {
        let of_struct = self.examples.get(structure)?;
        of_struct.get(field.name.as_str()).map(String::as_str)
    }

    pub(super) fn field_of(&self, type_name: &str) -> Option<&'m Field> {
        self.fields.get(type_name).copied()
    }

    fn add_fields(&mut self, structs: &'m [Struct]) {
        let fields = structs.iter().flat_map(|structure| &structure.fields);
        for field in fields {
            let (Type::Struct(name) | Type::Enum(name)) = field.ty.innermost() else {
                continue;
            };
            let known = self.fields.entry(name).or_insert(field);
            if super::field::meaning(known).is_none() {
                *known = field;
            }
        }
    }

    fn add_parameters(&mut self, message: &'m Struct, sample: &Sample) {
        for field in &message.fields {
            if let Some(value) = sample.parameter(field).last() {
                self.add_example(message, field, &Value::from(value));
            }
        }
    }

    /// Adds a value of a field. A page prints an encrypted field encrypted.
    fn add_example(&mut self, structure: &'m Struct, field: &'m Field, value: &Value) {
        if let Some(shown) = shown(&field.ty, value).filter(|_| !field.is_encrypted()) {
            let of_struct = self.examples.entry(&structure.name).or_default();
            of_struct.entry(&field.name).or_insert(shown);
        }
    }

    fn add_object(
        &mut self,
        structure: &'m Struct,
        values: &Map<String, Value>,
        structs: &'m NamedList<Struct>,
    ) {
        for field in structure.fields_in(Place::Body) {
            let Some(value) = values.get(&field.wire_name) else {
                continue;
            };
            self.add_value(&field.ty, value, structs);
            self.add_example(structure, field, value);
        }
    }

    fn add_value(&mut self, ty: &'m Type, value: &Value, structs: &'m NamedList<Struct>) {
        match (ty, value) {
            (Type::Struct(name), Value::Object(values)) => {
                if let Some(structure) = structs.find(name) {
                    self.add_object(structure, values, structs);
                }
            }
            (Type::Array(inner), Value::Array(items)) => {
                for item in items {
                    self.add_value(inner, item, structs);
                }
            }
            _ => {}
        }
    }
}

/// The values of a sample's body.
fn body(sample: &Sample, direction: Direction) -> Map<String, Value> {
    let body = match direction {
        Direction::Request => &sample.request,
        Direction::Response => &sample.response,
    };
    let body = body.as_deref().map(serde_json::from_str);
    body.and_then(Result::ok).unwrap_or_default()
}

/// A value as JSON in a code span, a number as in Rust; none that is long, or whose type lists its
/// values already.
fn shown(ty: &Type, value: &Value) -> Option<String> {
    let text = match (ty.innermost(), value) {
        (Type::Integer, Value::Number(number)) => number.as_i64().map(grouped)?,
        (Type::Struct(_) | Type::Enum(_) | Type::Object, _) | (_, Value::Null) => return None,
        // The text of a URL.
        (Type::Integer | Type::Boolean, Value::String(text)) => text.clone(),
        _ => value.to_string(),
    };
    let is_harmless = !text.contains(|c: char| c == '`' || is_deceptive(c));
    let is_short = !text.is_empty() && text.chars().count() <= LONGEST_EXAMPLE;
    (is_harmless && is_short).then(|| code(&text))
}
