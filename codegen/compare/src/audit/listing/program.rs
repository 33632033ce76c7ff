//! The request that the `main` of a listing builds. It repeats the printed sample in another
//! language.
//!
//! One reader per language collects the assignments, with the names of that language. This module
//! converts them to wire names and JSON values, with the classes of the same listing.

mod go;
mod java;

use std::fmt::Write as _;

use serde_json::Value;

use super::{Listing, Shape};
use crate::audit::text::Slice;

pub(in crate::audit) use go::read as read_go;
pub(in crate::audit) use java::read as read_java;

/// An assignment to the request or to a part of it.
#[derive(Clone, Debug)]
pub(crate) struct Setting<'a> {
    path: Vec<Step<'a>>,
    value: Written<'a>,
    slice: Slice<'a>,
}

/// A step of a path from the request to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'a> {
    /// A field, by its name in the language.
    Field(&'a str),
    /// An item of a list.
    Item(usize),
}

/// An assigned value.
#[derive(Clone, Copy, Debug)]
enum Written<'a> {
    /// A quoted text.
    Text(&'a str),
    /// A number, `true` or `false`.
    Word(&'a str),
    /// An enum value: the name of the enum, in any case, and the value on the wire.
    Constant(&'a str, &'a str),
    /// An object or list without content.
    Empty,
}

/// A value of the request.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Leaf<'a> {
    /// The path, for example `$.stock.remark`.
    pub(in crate::audit) path: String,
    /// A text, number or boolean, or an empty object or list.
    pub(in crate::audit) value: Value,
    /// The location in the listing.
    pub(in crate::audit) slice: Slice<'a>,
}

/// The values of the request, in the order of the listing, and the assignments that do not match
/// the classes of the listing.
pub(in crate::audit) fn leaves<'a>(listing: &Listing<'a>) -> (Vec<Leaf<'a>>, Vec<Slice<'a>>) {
    let (mut leaves, mut mismatched) = (Vec::new(), Vec::new());
    for setting in &listing.settings {
        match leaf(listing, setting) {
            Some(leaf) => leaves.push(leaf),
            None => mismatched.push(setting.slice),
        }
    }
    // An object or list with content is represented by its content.
    let paths: Vec<String> = leaves.iter().map(|leaf| leaf.path.clone()).collect();
    let is_filled = |leaf: &Leaf<'_>| {
        let mut rests = paths
            .iter()
            .filter_map(|path| path.strip_prefix(&leaf.path));
        rests.any(|rest| rest.starts_with(['.', '[']))
    };
    leaves.retain(|leaf| !is_filled(leaf));
    (leaves, mismatched)
}

fn leaf<'a>(listing: &Listing<'a>, setting: &Setting<'a>) -> Option<Leaf<'a>> {
    let mut path = "$".to_owned();
    let mut shape = Shape::Named(listing.request?.text);
    for step in &setting.path {
        shape = match (step, shape) {
            (Step::Item(index), Shape::List(item)) => {
                let _ = write!(path, "[{index}]");
                *item
            }
            (Step::Field(name), Shape::Named(class)) => {
                let class = listing.classes.iter().find(|c| c.name.text == class)?;
                let field = class.fields.iter().find(|field| field.name.text == *name)?;
                let _ = write!(path, ".{}", field.wire.text);
                field.ty.clone()
            }
            _ => return None,
        };
    }
    Some(Leaf {
        path,
        value: value(&shape, setting.value)?,
        slice: setting.slice,
    })
}

fn value(shape: &Shape<'_>, written: Written<'_>) -> Option<Value> {
    Some(match (shape, written) {
        (Shape::Text | Shape::Time, Written::Text(text)) => {
            // Both languages escape a text as JSON does.
            serde_json::from_str(&format!("\"{text}\"")).ok()?
        }
        (Shape::Integer, Written::Word(word)) => word.parse::<i64>().ok()?.into(),
        (Shape::Boolean, Written::Word(word)) => word.parse::<bool>().ok()?.into(),
        (Shape::Named(name), Written::Constant(enum_name, text))
            if name.eq_ignore_ascii_case(enum_name) =>
        {
            text.into()
        }
        (Shape::List(_), Written::Empty) => Value::Array(Vec::new()),
        (Shape::Named(_), Written::Empty) => Value::Object(serde_json::Map::new()),
        _ => return None,
    })
}
