//! The request that a listing's `main` builds: another printed sample, in another language.
//!
//! Readers, one a language, tell what is assigned to what in the language's own names; here these become wire names and JSON
//! values, by the classes that the same listing declares.

mod go;
mod java;

use std::fmt::Write as _;

use serde_json::Value;

use super::{Listing, Shape};
use crate::audit::text::Slice;

pub(in crate::audit) use go::read as read_go;
pub(in crate::audit) use java::read as read_java;

/// Something that is assigned, somewhere below the request.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Setting<'a> {
    path: Vec<Step<'a>>,
    value: Written<'a>,
    place: Slice<'a>,
}

/// A step on the way down from the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'a> {
    /// Into a field, by its name in the language.
    Field(&'a str),
    /// Into an item of a list.
    Item(usize),
}

/// What is assigned.
#[derive(Clone, Copy, Debug)]
enum Written<'a> {
    /// A text between quotes.
    Text(&'a str),
    /// A number, `true` or `false`.
    Word(&'a str),
    /// A value of an enum: the enum's name, in whatever case, and the text on the wire.
    Constant(&'a str, &'a str),
    /// An object or list, as yet with nothing in it.
    Opened,
}

/// A value of the request that a listing builds.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Leaf<'a> {
    /// As `$.stock.remark`.
    pub(in crate::audit) path: String,
    /// A text, number, truth, or something empty.
    pub(in crate::audit) value: Value,
    /// Where it stands.
    pub(in crate::audit) place: Slice<'a>,
}

/// The values of the request, in the order of the listing, and what does not fit the listing's own classes.
pub(in crate::audit) fn leaves<'a>(listing: &Listing<'a>) -> (Vec<Leaf<'a>>, Vec<Slice<'a>>) {
    let (mut leaves, mut unfit) = (Vec::new(), Vec::new());
    for setting in &listing.settings {
        match leaf(listing, setting) {
            Some(leaf) => leaves.push(leaf),
            None => unfit.push(setting.place),
        }
    }
    // What was opened and then filled is told by what it was filled with.
    let paths: Vec<String> = leaves.iter().map(|leaf| leaf.path.clone()).collect();
    let is_filled = |leaf: &Leaf<'_>| {
        let mut below = paths
            .iter()
            .filter_map(|path| path.strip_prefix(&leaf.path));
        below.any(|rest| rest.starts_with(['.', '[']))
    };
    leaves.retain(|leaf| !is_filled(leaf));
    (leaves, unfit)
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
        place: setting.place,
    })
}

fn value(shape: &Shape<'_>, written: Written<'_>) -> Option<Value> {
    Some(match (shape, written) {
        (Shape::Text | Shape::Time, Written::Text(text)) => {
            // Both languages escape a text as JSON does.
            serde_json::from_str(&format!("\"{text}\"")).ok()?
        }
        (Shape::Whole, Written::Word(word)) => word.parse::<i64>().ok()?.into(),
        (Shape::Truth, Written::Word(word)) => word.parse::<bool>().ok()?.into(),
        (Shape::Named(name), Written::Constant(of, text)) if name.eq_ignore_ascii_case(of) => {
            text.into()
        }
        (Shape::List(_), Written::Opened) => Value::Array(Vec::new()),
        (Shape::Named(_), Written::Opened) => Value::Object(serde_json::Map::new()),
        _ => return None,
    })
}
