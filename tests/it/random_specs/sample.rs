//! A random message that satisfies all constraints of its fields.

use serde_json::{Map, Value, json};

use super::parts::{Field, Ty, Types, When, one_in, pick};
use crate::support::random::Random;

pub(super) struct Sampler<'r> {
    pub(super) types: &'r Types,
    pub(super) random: &'r mut Random,
}

impl Sampler<'_> {
    /// An object. An object of a request satisfies every condition.
    pub(super) fn object(&mut self, fields: &[Field], in_request: bool) -> Value {
        let mut object = Map::new();
        for field in fields {
            let given = match &field.when {
                When::Word("required") => true,
                // A rule allows at most one of these fields, so none is set.
                When::Word("optional") => !in_request,
                When::Word(_) | When::CutOff => one_in(self.random, 2),
                When::Outside(_) => false,
                When::Depends(kind, subject, values) => {
                    let holds = holds(object.get(subject), values);
                    holds && (*kind != "allowed_when" || one_in(self.random, 2))
                }
            };
            if given {
                let value = self.value(&field.ty, field, in_request, true);
                object.insert(field.name.clone(), value);
            }
        }
        object.into()
    }

    fn value(&mut self, ty: &Ty, field: &Field, in_request: bool, outermost: bool) -> Value {
        match ty {
            Ty::Text => {
                let length = field.limits.filter(|_| matches!(field.ty, Ty::Text));
                let length = length.map_or(3, |(low, high)| low.max(1).min(high));
                let letters = match field.alphabet {
                    Some(alphabet) if alphabet.starts_with("digits") => "7",
                    Some(_) => "a",
                    None => pick(self.random, &["x", "宽", "\"", "\\", "é", "z"]),
                };
                letters.repeat(usize::try_from(length).unwrap()).into()
            }
            Ty::Time => "2015-05-20T13:29:35+08:00".into(),
            Ty::Date => "2016-02-29".into(),
            Ty::Object => json!({ "any": [1, "text"] }),
            Ty::Json(inner) => {
                let value = self.value(inner, field, in_request, false);
                value.to_string().into()
            }
            Ty::Integer => {
                let limits = field.limits.filter(|_| matches!(field.ty, Ty::Integer));
                let (low, high) = limits.unwrap_or((-3, 9_999_999_999));
                json!(*pick(self.random, &[low, high]))
            }
            Ty::Boolean => one_in(self.random, 2).into(),
            Ty::Enum(n) => {
                let of = &self.types.enums[*n];
                let value = pick(self.random, &of.values);
                if of.of_integers {
                    value.parse::<i64>().unwrap().into()
                } else {
                    value.as_str().into()
                }
            }
            Ty::Struct(n) => {
                let types = self.types;
                self.object(&types.structs[*n], in_request)
            }
            Ty::Array(inner) => {
                let limits = field.limits.filter(|_| outermost);
                let count = limits.map_or(1, |(low, high)| low.max(1).min(high));
                (0..count)
                    .map(|_| self.value(inner, field, in_request, false))
                    .collect()
            }
        }
    }
}

/// Whether the given values satisfy a condition.
fn holds(value: Option<&Value>, values: &[String]) -> bool {
    match (value, values) {
        (None, [only]) => only == "absent",
        (Some(_), [only]) if only == "present" || only == "absent" => only == "present",
        (Some(value), [only]) if only.starts_with("contains ") => {
            let mut items = value.as_array().into_iter().flatten();
            items.any(|item| Some(item.to_string().as_str()) == only.strip_prefix("contains "))
        }
        (Some(value), [only]) if only.starts_with("greater than ") => {
            value.as_i64().is_some_and(|n| n > 2)
        }
        (Some(value), values) => {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            values.contains(&text)
        }
        (None, _) => false,
    }
}
