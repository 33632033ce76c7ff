//! A response with every field of the spec, and all places in it.

use std::fmt;

use serde_json::{Map, Value, json};
use wechatpay_codegen::model::{Direction, Enum, Service, Struct, Type};

use crate::spec_facts::spec;

/// A response in which every field is set.
pub(super) struct Full {
    pub(super) response: Value,
    /// Every value in it except the response itself.
    pub(super) places: Vec<Place>,
    service: Service,
}

/// The place and type of a value.
pub(super) struct Place {
    path: Vec<Step>,
    pub(super) ty: Option<Type>,
}

#[derive(Clone)]
enum Step {
    Field(String),
    Item(usize),
}

impl Full {
    pub(super) fn of(service: &str, operation: &str) -> Self {
        let mut services = spec().services.into_iter();
        let service = services.find(|s| s.name == service).unwrap();
        let mut operations = service.operations.iter();
        let operation = operations.find(|o| o.name == operation).unwrap();
        let mut filling = Filling {
            service: &service,
            file: &operation.file,
            path: Vec::new(),
            places: Vec::new(),
        };
        let response = filling.object(operation.response.as_deref().unwrap());
        Self {
            response,
            places: filling.places,
            service,
        }
    }

    /// The listed values of the enum at a place.
    pub(super) fn listed(&self, place: &Place) -> impl Iterator<Item = &str> {
        let Some(Type::Enum(name)) = &place.ty else {
            panic!("{place} is no enum");
        };
        let values = &enum_of(&self.service, name).values;
        values.iter().map(|value| value.wire_name.as_str())
    }

    pub(super) fn of_type(&self, is: impl Fn(&Type) -> bool) -> impl Iterator<Item = &Place> {
        let all = self.places.iter();
        all.filter(move |place| place.ty.as_ref().is_some_and(&is))
    }

    /// The places of object fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| !place.is_item())
    }

    pub(super) fn with(&self, place: &Place, value: Value) -> Value {
        let mut response = self.response.clone();
        *place.of(&mut response) = value;
        response
    }

    pub(super) fn without(&self, place: &Place) -> Value {
        let mut response = self.response.clone();
        let (last, parent) = place.path.split_last().unwrap();
        match (last, at(&mut response, parent)) {
            (Step::Field(name), Value::Object(object)) => drop(object.remove(name)),
            (Step::Item(index), Value::Array(items)) => drop(items.remove(*index)),
            _ => panic!("{place} is not there"),
        }
        response
    }
}

impl Place {
    /// The response itself.
    pub(super) fn root() -> Self {
        Self {
            path: Vec::new(),
            ty: None,
        }
    }

    pub(super) fn of<'v>(&self, response: &'v mut Value) -> &'v mut Value {
        at(response, &self.path)
    }

    pub(super) fn is_item(&self) -> bool {
        matches!(self.path.last(), Some(Step::Item(_)))
    }

    pub(super) fn has_children(&self) -> bool {
        matches!(self.ty, Some(Type::Struct(_) | Type::Array(_)))
    }
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Field(name) => &mut value[name.as_str()],
        Step::Item(index) => &mut value[*index],
    })
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        self.path.iter().try_for_each(|step| match step {
            Step::Field(name) => write!(f, ".{name}"),
            Step::Item(index) => write!(f, "[{index}]"),
        })
    }
}

/// A response while it is being filled.
struct Filling<'s> {
    service: &'s Service,
    file: &'s str,
    path: Vec<Step>,
    places: Vec<Place>,
}

impl Filling<'_> {
    fn object(&mut self, name: &str) -> Value {
        let model: &Struct = self
            .service
            .structure(Direction::Response, name, self.file)
            .unwrap();
        let mut object = Map::new();
        for field in &model.fields {
            let value = self.child(Step::Field(field.wire_name.clone()), &field.ty);
            object.insert(field.wire_name.clone(), value);
        }
        Value::Object(object)
    }

    fn child(&mut self, step: Step, ty: &Type) -> Value {
        self.path.push(step);
        self.places.push(Place {
            path: self.path.clone(),
            ty: Some(ty.clone()),
        });
        let value = self.value(ty);
        self.path.pop();
        value
    }

    /// All texts and numbers are different, so that no value can be mistaken for another.
    fn value(&mut self, ty: &Type) -> Value {
        let number = self.places.len();
        match ty {
            Type::String | Type::Encrypted => json!(format!("文 \"{number}\"")),
            Type::Integer => json!(number),
            Type::Boolean => json!(number.is_multiple_of(2)),
            Type::File => unreachable!("a response has no file"),
            Type::Time => json!("2015-05-20T13:29:35+08:00"),
            Type::Object => json!({ "number": number }),
            Type::JsonText(inner) | Type::ReceivedJson(inner) => {
                json!(self.value(inner).to_string())
            }
            Type::Enum(name) => self.of_enum(name, number),
            Type::Struct(name) => self.object(name),
            Type::Array(inner) => (0..2)
                .map(|index| self.child(Step::Item(index), inner))
                .collect(),
        }
    }

    /// One value after the other.
    fn of_enum(&self, name: &str, number: usize) -> Value {
        let values = &enum_of(self.service, name).values;
        json!(values[number % values.len()].wire_name)
    }
}

fn enum_of<'s>(service: &'s Service, name: &str) -> &'s Enum {
    let mut enums = service.enums.iter();
    enums.find(|e| e.name == name).unwrap()
}
