//! Valid and invalid changes of requests.

use std::fmt;

use serde_json::{Map, Value, json};
use wechatpay_codegen::model::{
    Direction, Field, Operation, Place, Presence, Service, Struct, Type,
};

/// An operation's request, from which bodies are made.
#[derive(Clone, Copy)]
pub(super) struct Page<'m> {
    service: &'m Service,
    operation: &'m Operation,
    request: &'m Struct,
}

/// A change of a body: one value replaced or removed.
pub(super) struct Damage {
    path: Vec<Step>,
    value: Option<Value>,
    /// Whether the change only concerns types.
    is_type_change: bool,
}

#[derive(Clone)]
enum Step {
    Member(String),
    Item(usize),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.path {
            match step {
                Step::Member(name) => write!(f, "/{name}")?,
                Step::Item(index) => write!(f, "/{index}")?,
            }
        }
        match &self.value {
            Some(value) => write!(f, " = {value}"),
            None => f.write_str(" left out"),
        }
    }
}

/// Values of every type, and whole numbers just and far beyond 64 bits.
const CRUDE: [&str; 8] = [
    "null",
    "true",
    "1.5",
    "\"text\"",
    "[]",
    "{}",
    "9223372036854775808",
    "-1e19",
];

impl Damage {
    fn new(path: &[Step], value: Option<Value>) -> Self {
        Self {
            path: path.to_vec(),
            value,
            is_type_change: false,
        }
    }

    fn type_change(path: &[Step], value: Value) -> Self {
        Self {
            is_type_change: true,
            ..Self::new(path, Some(value))
        }
    }

    pub(super) fn applied_to(&self, body: &Value) -> Value {
        let mut body = body.clone();
        let Some((last, path)) = self.path.split_last() else {
            return self.value.clone().unwrap();
        };
        let mut at = &mut body;
        for step in path {
            at = match step {
                Step::Member(name) => &mut at[name.as_str()],
                Step::Item(index) => &mut at[*index],
            };
        }
        match (last, self.value.clone()) {
            (Step::Member(name), Some(value)) => at[name.as_str()] = value,
            (Step::Item(index), Some(value)) => at[*index] = value,
            (Step::Member(name), None) => {
                at.as_object_mut().unwrap().remove(name);
            }
            (Step::Item(index), None) => {
                at.as_array_mut().unwrap().remove(*index);
            }
        }
        body
    }
}

impl<'m> Page<'m> {
    pub(super) fn new(service: &'m Service, operation: &'m Operation) -> Option<Self> {
        let name = &operation.request;
        let request = service.structure(Direction::Request, name, &operation.file)?;
        operation.has_body.then_some(Self {
            service,
            operation,
            request,
        })
    }

    /// The changes that keep types, so that several of them together can still be valid.
    pub(super) fn type_preserving_damages(self, body: &Value) -> Vec<Damage> {
        let mut all = self.damages(body);
        all.retain(|damage| !damage.is_type_change);
        all
    }

    /// A body with all unconditionally required fields.
    pub(super) fn smallest(self) -> Value {
        self.object(self.request, 0)
    }

    /// Every body with one change: each field of each object removed or replaced.
    pub(super) fn damages(self, body: &Value) -> Vec<Damage> {
        let mut all = Vec::new();
        for value in [json!(null), json!([]), json!("{}")] {
            all.push(Damage::type_change(&[], value));
        }
        self.in_object(self.request, body, &mut Vec::new(), &mut all);
        all
    }

    fn structure(self, name: &str) -> &'m Struct {
        let file = &self.operation.file;
        self.service
            .structure(Direction::Request, name, file)
            .unwrap()
    }

    fn in_object(
        self,
        structure: &Struct,
        object: &Value,
        path: &mut Vec<Step>,
        all: &mut Vec<Damage>,
    ) {
        let Value::Object(members) = object else {
            return;
        };
        path.push(Step::Member("no_such_field".to_owned()));
        all.push(Damage::new(path, Some(json!({ "a": [1, "b"] }))));
        path.pop();
        for field in body_fields(structure) {
            path.push(Step::Member(field.wire_name.clone()));
            let given = members.get(&field.wire_name);
            if given.is_some() {
                all.push(Damage::new(path, None));
            }
            for value in CRUDE
                .iter()
                .filter_map(|text| serde_json::from_str(text).ok())
            {
                all.push(Damage::type_change(path, value));
            }
            for value in self.alternatives(field, given) {
                all.push(Damage::new(path, Some(value)));
            }
            if let Some(given) = given {
                self.inside(&field.ty, given, path, all);
            }
            path.pop();
        }
    }

    fn inside(self, ty: &Type, value: &Value, path: &mut Vec<Step>, all: &mut Vec<Damage>) {
        match (ty, value) {
            (Type::Struct(name), _) => self.in_object(self.structure(name), value, path, all),
            (Type::Array(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Item(index));
                    all.push(Damage::type_change(path, Value::Null));
                    all.push(Damage::new(path, None));
                    for value in self.values(inner) {
                        all.push(Damage::new(path, Some(value)));
                    }
                    self.inside(inner, item, path, all);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// Values of the field's type, and those at and beyond its limits.
    fn alternatives(self, field: &Field, given: Option<&Value>) -> Vec<Value> {
        let mut all = self.values(&field.ty);
        let limits = &field.limits;
        match &field.ty {
            Type::Integer => {
                for limit in [limits.min, limits.max].into_iter().flatten() {
                    all.extend([limit - 1, limit, limit + 1].map(Value::from));
                }
            }
            Type::String | Type::Time | Type::Encrypted => {
                for limit in [limits.min_chars, limits.max_chars].into_iter().flatten() {
                    for length in [limit - 1, limit, limit + 1] {
                        let length = usize::try_from(length).unwrap();
                        all.extend(["a", "券", "😀"].map(|c| Value::from(c.repeat(length))));
                    }
                }
                let spoilt = ["", " ", "\n", "_-", "a.b", "0a\u{0}", "\u{ffff}", "券😀"];
                all.extend(spoilt.map(Value::from));
                if let Some(given) = given.and_then(Value::as_str) {
                    all.extend(
                        ["x", "é", "\n", "🙂"].map(|more| Value::from(format!("{given}{more}"))),
                    );
                }
            }
            Type::Array(inner) => {
                let item = self.values(inner).swap_remove(0);
                for limit in [limits.min_items, limits.max_items].into_iter().flatten() {
                    for length in [limit - 1, limit, limit + 1] {
                        let length = usize::try_from(length).unwrap();
                        all.push(vec![item.clone(); length].into());
                    }
                }
            }
            Type::Boolean
            | Type::JsonText(_)
            | Type::ReceivedJson(_)
            | Type::Object
            | Type::File
            | Type::Struct(_)
            | Type::Enum(_) => {}
        }
        all
    }

    /// Values of a type, the first of which is right.
    fn values(self, ty: &Type) -> Vec<Value> {
        match ty {
            Type::String | Type::Time | Type::Encrypted => vec![json!("abcdef"), json!("😀")],
            Type::JsonText(inner) | Type::ReceivedJson(inner) => {
                let values = self.values(inner).into_iter();
                values.map(|value| value.to_string().into()).collect()
            }
            Type::Object => vec![json!({}), json!({ "a": 1 })],
            Type::Integer => vec![json!(1), json!(0), json!(-1), json!(i64::MAX), json!(11)],
            Type::Boolean => vec![json!(false), json!(true)],
            // It is not in the JSON.
            Type::File => Vec::new(),
            Type::Enum(name) => {
                let model = self
                    .service
                    .enums
                    .iter()
                    .find(|structure| structure.name == *name)
                    .unwrap();
                let listed = model.values.iter().map(|value| {
                    if model.of_integers {
                        value.wire_name.parse::<i64>().unwrap().into()
                    } else {
                        value.wire_name.as_str().into()
                    }
                });
                listed
                    .chain([json!("UNLISTED"), json!(77), json!("宽😀")])
                    .collect()
            }
            Type::Array(inner) => self
                .values(inner)
                .into_iter()
                .map(|item| json!([item]))
                .collect(),
            Type::Struct(name) => vec![self.object(self.structure(name), 0), json!({})],
        }
    }

    fn object(self, definition: &Struct, depth: usize) -> Value {
        assert!(depth < 20, "{} requires itself", definition.name);
        let required = body_fields(definition).filter(|f| matches!(f.presence, Presence::Required));
        let members: Map<String, Value> = required
            .map(|field| {
                let value = match &field.ty {
                    Type::Struct(name) => self.object(self.structure(name), depth + 1),
                    ty => self.values(ty).swap_remove(0),
                };
                (field.wire_name.clone(), value)
            })
            .collect();
        members.into()
    }
}

fn body_fields(structure: &Struct) -> impl Iterator<Item = &Field> {
    structure
        .fields
        .iter()
        .filter(|field| field.place == Place::Body)
}

/// Numbers that look random and are the same in every run.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of a splitmix64 sequence, below a bound.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).unwrap();
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap()
    }
}
