//! Where a nested table ends, if the page does not mark it.
//!
//! Pages that were saved unfolded print 属性 alone on its line, and the nested rows below it as if
//! they were rows of the outer table. The listings and the samples know which fields belong to an
//! object.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec::IntoIter;

use serde_json::Value;

use super::Row;
use crate::audit::listing::{Listing, Shape};
use crate::audit::text::Slice;

/// The fields of the objects of one message, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shapes {
    fields: Vec<(Vec<String>, BTreeSet<String>)>,
}

/// A limit for types that contain themselves.
const MAX_DEPTH: usize = 8;

impl Shapes {
    /// Adds the fields of a class and of all classes inside it.
    pub(crate) fn add_listing(&mut self, listing: &Listing<'_>, class: &str) {
        self.add_class(listing, class, &[]);
    }

    fn add_class(&mut self, listing: &Listing<'_>, class: &str, path: &[String]) {
        let mut classes = listing.classes.iter();
        let Some(class) = classes.find(|known| known.name.text == class) else {
            return;
        };
        if path.len() > MAX_DEPTH {
            return;
        }
        let names = class.fields.iter().map(|field| field.wire.text.to_owned());
        self.fields.push((path.to_vec(), names.collect()));
        for field in &class.fields {
            if let Some(name) = named(&field.ty) {
                let path = [path, &[field.wire.text.to_owned()]].concat();
                self.add_class(listing, name, &path);
            }
        }
    }

    /// Adds the fields of a sample.
    pub(crate) fn add_sample(&mut self, json: &str) {
        if let Ok(value) = serde_json::from_str::<Value>(json) {
            self.add_value(&value, &[]);
        }
    }

    fn add_value(&mut self, value: &Value, path: &[String]) {
        match value {
            Value::Object(fields) => {
                let names = fields.keys().cloned().collect();
                self.fields.push((path.to_vec(), names));
                for (name, value) in fields {
                    self.add_value(value, &[path, std::slice::from_ref(name)].concat());
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.add_value(item, path);
                }
            }
            _ => {}
        }
    }

    /// The fields of the object at a path. `None` if neither a listing nor a sample shows it.
    fn at(&self, path: &[String]) -> Option<BTreeSet<String>> {
        let same = self.fields.iter().filter(|(known, _)| known == path);
        let mut names = None::<BTreeSet<String>>;
        for (_, fields) in same {
            names.get_or_insert_default().extend(fields.iter().cloned());
        }
        names
    }
}

/// The class of a type or of the items of a list.
fn named<'a>(shape: &Shape<'a>) -> Option<&'a str> {
    match shape {
        Shape::Named(name) => Some(name),
        Shape::List(item) => named(item),
        _ => None,
    }
}

/// Moves rows behind a 属性 without an end into the row above it. If nothing shows where the nested
/// table ends, the word goes into `unread`.
pub(super) fn nest<'a>(
    rows: Vec<Row<'a>>,
    shapes: &Shapes,
    unread: &mut Vec<Slice<'a>>,
) -> Vec<Row<'a>> {
    if rows.iter().all(|row| row.opens.is_none()) {
        return rows;
    }
    let mut rows = rows.into_iter().peekable();
    level(&mut rows, &[], None, shapes, unread)
}

/// Takes rows while they are fields of the object at the path.
fn level<'a>(
    rows: &mut Peekable<IntoIter<Row<'a>>>,
    path: &[String],
    fields: Option<&BTreeSet<String>>,
    shapes: &Shapes,
    unread: &mut Vec<Slice<'a>>,
) -> Vec<Row<'a>> {
    let mut taken: Vec<Row<'a>> = Vec::new();
    while let Some(row) = rows.peek() {
        let name = row.name.text;
        let is_repeated = taken.iter().any(|row| row.name.text == name);
        if fields.is_some_and(|fields| is_repeated || !fields.contains(name)) {
            break;
        }
        let Some(mut row) = rows.next() else { break };
        if let Some(mark) = row.opens.take() {
            let path = [path, &[row.name.text.to_owned()]].concat();
            match shapes.at(&path) {
                Some(fields) if path.len() <= MAX_DEPTH => {
                    row.rows = level(rows, &path, Some(&fields), shapes, unread);
                }
                _ => unread.push(mark),
            }
        }
        taken.push(row);
    }
    taken
}
