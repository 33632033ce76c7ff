//! Parameters, body, response, and the structs and enums that they use.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase as _;

use super::Context;
use super::fields::{self, Field};
use super::form;
use super::head::operation_name;
use super::known::{self, Known};
use super::presence::Names;
use super::rules;
use super::writer::{Writer, label};
use crate::audit::listing::{Class, EnumList, ListedField, Listing, Shape};
use crate::audit::page::table::Row;
use crate::audit::page_claims::facts::Kind;
use crate::audit::text::Slice;
use crate::audit::triggers;

/// Request or response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

/// A type that a field uses.
#[derive(Clone, Debug)]
struct Used<'c> {
    name: String,
    direction: Direction,
    label: Option<Slice<'c>>,
    /// The field whose row shows the type.
    row: Option<&'c Row<'c>>,
    is_enum: bool,
    /// Whether it is the whole response.
    is_root: bool,
}

/// The types of a page.
pub(super) struct Types<'c> {
    context: &'c Context<'c>,
    rows: Vec<&'c Row<'c>>,
    listing: Option<&'c Listing<'c>>,
    used: Vec<Used<'c>>,
    /// The names at the root of the message that is being written.
    root: Vec<String>,
}

impl<'c> Types<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Self {
        let page = context.page;
        Self {
            context,
            rows: page.all_rows(),
            listing: page.listings.first(),
            used: Vec::new(),
            root: Vec::new(),
        }
    }

    pub(super) fn write_parameters(&mut self, out: &mut Writer<'_>) {
        let page = self.context.page;
        let places = [
            ("header", &page.header),
            ("path", &page.path),
            ("query", &page.query),
        ];
        if places.iter().all(|(_, rows)| rows.is_empty()) {
            return;
        }
        out.open(0, "parameters");
        for (place, rows) in places {
            if !rows.is_empty() {
                out.open(1, place);
                let rows: Vec<&Row<'_>> = rows.iter().collect();
                let class = self.request_class();
                self.fields(
                    &rows,
                    class,
                    &[],
                    Direction::Request,
                    place == "header",
                    out,
                    2,
                );
            }
        }
        out.blank();
    }

    pub(super) fn write_body(&mut self, out: &mut Writer<'_>) {
        let page = self.context.page;
        let rows: Vec<&Row<'_>> = if page.form.is_empty() {
            page.body.iter().collect()
        } else {
            form::write(&page.form, out)
        };
        let class = self.request_class();
        let listed = self.listed_names(class, true);
        if rows.is_empty() && listed.is_empty() {
            return;
        }
        if page.is_form && page.form.is_empty() {
            out.open_question(0, "body: a form with files");
        }
        out.open(0, "body");
        self.root = union(&names(&rows), &listed);
        self.fields(&rows, class, &listed, Direction::Request, false, out, 1);
        rules::write(&rows, &self.rows, out, 0);
        let operation = operation_name(page)
            .unwrap_or_default()
            .to_upper_camel_case();
        let listed = self.listing.and_then(|listing| listing.request);
        if let Some(name) = listed.filter(|name| name.text != format!("{operation}Request")) {
            out.key(0, "request", name.text);
        }
        out.blank();
    }

    pub(super) fn write_response(&mut self, out: &mut Writer<'_>) {
        let page = self.context.page;
        let status = page
            .statuses
            .first()
            .map_or("200", |status| status.part(0..3).text);
        let has_body = !page.response.is_empty()
            || self
                .listing
                .is_some_and(|listing| listing.response.is_some());
        let name = self
            .listing
            .and_then(|listing| listing.response)
            .map_or_else(
                || {
                    let Some(operation) = operation_name(page) else {
                        return "TODO".to_owned();
                    };
                    format!("{}Response", operation.to_upper_camel_case())
                },
                |name| name.text.to_owned(),
            );
        if page.statuses.is_empty() {
            out.open_question(0, "response: the page prints no status");
        }
        if page.statuses.is_empty() && !has_body {
            out.key(0, "response", "TODO");
            return;
        }
        if status == "200" && has_body {
            out.key(0, "response", &name);
        } else {
            out.open(0, "response");
            out.line(1, &format!("status: {status}"));
            if has_body {
                out.key(1, "body", &name);
            }
        }
        if has_body {
            self.use_type(Used {
                name,
                direction: Direction::Response,
                label: None,
                row: None,
                is_enum: false,
                is_root: true,
            });
        }
    }

    /// Writes all types that were used, and the types that they use. Returns the differences from
    /// the types of the service.
    pub(super) fn write_types(&mut self, out: &mut Writer<'_>) -> Vec<String> {
        let (texts, differences) = self.collect_types(out);
        write_maps(&texts, out);
        differences
    }

    /// Writes the type of an event's resource, and the types that it uses. A callback file has one
    /// map of types.
    pub(super) fn write_resource(&mut self, name: &str, out: &mut Writer<'_>) -> Vec<String> {
        self.use_type(Used {
            name: name.to_owned(),
            direction: Direction::Response,
            label: None,
            row: None,
            is_enum: false,
            is_root: true,
        });
        let (texts, differences) = self.collect_types(out);
        let texts: Vec<&str> = texts.iter().map(|(_, _, text)| text.as_str()).collect();
        out.blank();
        out.open(0, "types");
        out.text.push_str(&texts.join("\n"));
        differences
    }

    fn collect_types(&mut self, out: &mut Writer<'_>) -> (Vec<Written>, Vec<String>) {
        let mut texts: Vec<Written> = Vec::new();
        let mut differences = Vec::new();
        let response = self.context.page.message_rows();
        let request_root = std::mem::take(&mut self.root);
        let mut next = 0;
        while let Some(used) = self.used.get(next).cloned() {
            next += 1;
            if let Some(known) = known::find(self.context.service, &used.name) {
                differences.extend(self.difference(&known, &used));
                continue;
            }
            self.root = match used.direction {
                Direction::Request => request_root.clone(),
                Direction::Response => names(&response),
            };
            let mut part = out.part();
            self.write_type(&used, &mut part);
            texts.push((used.name, used.direction, part.text));
        }
        (texts, differences)
    }

    fn difference(&self, known: &Known<'_>, used: &Used<'c>) -> Vec<String> {
        let rows: Vec<&Row<'_>> = used.row.map_or(Vec::new(), |row| row.rows.iter().collect());
        let class = self.class(&used.name);
        let listed = self.listed_names(class, false);
        let values: Vec<Slice<'_>> = match self.enum_list(&used.name) {
            Some(list) => list.values.clone(),
            None => used.row.map_or(Vec::new(), |row| {
                row.values.iter().map(|(name, _)| *name).collect()
            }),
        };
        known.differences(&used.name, &listed, &rows, &values)
    }

    fn write_type(&mut self, used: &Used<'c>, out: &mut Writer<'_>) {
        out.open(1, &used.name);
        if let Some(label) = used.label {
            out.key(
                2,
                "title",
                label.text.strip_suffix("列表").unwrap_or(label.text),
            );
        }
        if used.is_enum {
            self.write_enum(used, out);
            return;
        }
        let page = self.context.page;
        let rows: Vec<&Row<'_>> = match used.row {
            Some(row) => row.rows.iter().collect(),
            None if used.is_root => page.message_rows(),
            None => Vec::new(),
        };
        let class = self.class(&used.name);
        let listed = self.listed_names(class, false);
        if rows.is_empty() && listed.is_empty() {
            out.open_question(2, "fields: the page shows none");
            return;
        }
        out.open(2, "fields");
        self.fields(&rows, class, &listed, used.direction, false, out, 3);
        // What the request may contain says nothing about the response.
        if !used.is_root {
            rules::write(&rows, &self.rows, out, 2);
        }
    }

    fn write_enum(&self, used: &Used<'c>, out: &mut Writer<'_>) {
        let rows = used.row.map_or(&[][..], |row| &row.values[..]);
        let listed = self
            .enum_list(&used.name)
            .map_or(&[][..], |list| &list.values[..]);
        let names = listed.iter().map(|name| name.text);
        let names = names.chain(rows.iter().map(|(name, _)| name.text));
        let mut seen = BTreeSet::new();
        out.open(2, "values");
        for name in names.filter(|name| seen.insert(*name)) {
            let meaning = rows
                .iter()
                .find(|(value, _)| value.text == name)
                .map(|(_, text)| *text);
            match meaning.filter(|text| !text.is_blank()) {
                None => out.line(3, &format!("{}: {{}}", super::writer::scalar(name))),
                Some(meaning) => value(name, meaning, out),
            }
        }
    }

    /// Writes fields in the order of the rows. `listed` are fields of the listing without a row.
    #[expect(clippy::too_many_arguments, reason = "one call per kind of table")]
    fn fields(
        &mut self,
        rows: &[&'c Row<'c>],
        class: Option<&'c Class<'c>>,
        listed: &[String],
        direction: Direction,
        is_header: bool,
        out: &mut Writer<'_>,
        indent: usize,
    ) {
        let siblings = union(&names(rows), listed);
        let root = self.root.clone();
        let all = self.rows.clone();
        for name in ordered(&siblings, listed) {
            let row = rows.iter().find(|row| row.name.text == name).copied();
            let field =
                class.and_then(|class| class.fields.iter().find(|field| field.wire.text == name));
            let (ty, kind) = self.field_type(&name, row, field, direction);
            let is_time = self.context.page.is_time_in_go(&name) && kind == Kind::Text;
            let field = Field {
                name: &name,
                ty: &ty,
                kind,
                row,
                is_time,
                is_header,
                names: Names {
                    siblings: &siblings,
                    root: &root,
                },
                rows: &all,
            };
            fields::write(&field, out, indent);
        }
    }

    /// The type of a field in the notation of the spec.
    fn field_type(
        &mut self,
        name: &str,
        row: Option<&'c Row<'c>>,
        field: Option<&'c ListedField<'c>>,
        direction: Direction,
    ) -> (String, Kind) {
        let printed = row.and_then(|row| row.lengths().1);
        match (field.map(|field| &field.ty), row) {
            (Some(shape), row) => {
                let ty = self.shape_type(shape, row, direction);
                let is_text = matches!(shape, Shape::Text);
                let ty = printed
                    .filter(|_| is_text)
                    .map_or(ty, |length| format!("string({length})"));
                (ty, kind_of(shape))
            }
            (None, Some(row)) => self.row_type(name, row, direction),
            (None, None) => ("TODO".to_owned(), Kind::Other),
        }
    }

    fn shape_type(
        &mut self,
        shape: &Shape<'c>,
        row: Option<&'c Row<'c>>,
        direction: Direction,
    ) -> String {
        match shape {
            Shape::Text | Shape::Time => "string".to_owned(),
            Shape::Integer => "integer".to_owned(),
            Shape::Boolean => "boolean".to_owned(),
            Shape::List(item) => format!("array[{}]", self.shape_type(item, row, direction)),
            Shape::Named(name) => {
                let is_enum = self.enum_list(name).is_some();
                self.use_type(Used {
                    name: (*name).to_owned(),
                    direction,
                    label: row.and_then(|row| row.label),
                    row,
                    is_enum,
                    is_root: false,
                });
                (*name).to_owned()
            }
        }
    }

    /// The type of a row, on a page without listings.
    fn row_type(&mut self, name: &str, row: &'c Row<'c>, direction: Direction) -> (String, Kind) {
        let inner = row
            .ty
            .text
            .split_once('[')
            .and_then(|(_, rest)| rest.strip_suffix(']'));
        let base = row.base_type();
        let is_list = base == "array";
        let item = if is_list {
            inner.unwrap_or("object")
        } else {
            base.as_str()
        };
        let has_values = !row.values.is_empty();
        let (item, kind) = match item.to_ascii_lowercase().as_str() {
            "string" | "datetime" | "date" if !has_values => {
                let length = row.lengths().1.filter(|_| !is_list);
                let ty = length.map_or("string".to_owned(), |length| format!("string({length})"));
                (ty, Kind::Text)
            }
            "integer" | "int" | "int32" | "int64" | "uint32" | "uint64" | "long" | "number" => {
                ("integer".to_owned(), Kind::Number)
            }
            "boolean" | "bool" => ("boolean".to_owned(), Kind::Boolean),
            "file" | "message" | "" | "float" | "double" => ("TODO".to_owned(), Kind::Other),
            _ => {
                let is_enum = has_values && row.rows.is_empty();
                let named = item.starts_with(|c: char| c.is_ascii_uppercase()) && item != "Object";
                let name = if named {
                    item.to_owned()
                } else {
                    name.to_upper_camel_case()
                };
                let name = if is_list && !named {
                    singular(&name)
                } else {
                    name
                };
                self.use_type(Used {
                    name: name.clone(),
                    direction,
                    label: row.label,
                    row: Some(row),
                    is_enum,
                    is_root: false,
                });
                (name, if is_enum { Kind::Text } else { Kind::Other })
            }
        };
        if is_list {
            (format!("array[{item}]"), Kind::List)
        } else {
            (item, kind)
        }
    }

    /// Adds a type. The first row with nested rows or values shows what the type is.
    fn use_type(&mut self, used: Used<'c>) {
        let shows = |row: Option<&Row<'_>>| {
            row.is_some_and(|row| !row.rows.is_empty() || !row.values.is_empty())
        };
        let mut known = self.used.iter_mut();
        let same = known.find(|known| known.name == used.name && known.direction == used.direction);
        match same {
            Some(known) if !shows(known.row) && shows(used.row) => {
                known.row = used.row;
            }
            Some(_) => {}
            None => self.used.push(used),
        }
    }

    fn request_class(&self) -> Option<&'c Class<'c>> {
        self.class(self.listing?.request?.text)
    }

    fn class(&self, name: &str) -> Option<&'c Class<'c>> {
        self.listing?
            .classes
            .iter()
            .find(|class| class.name.text == name)
    }

    fn enum_list(&self, name: &str) -> Option<&'c EnumList<'c>> {
        self.listing?
            .enums
            .iter()
            .find(|list| list.name.text == name)
    }

    /// The names of the fields of a class; for a body, without the parameters.
    fn listed_names(&self, class: Option<&Class<'_>>, is_body: bool) -> Vec<String> {
        let page = self.context.page;
        let parameters = [&page.path, &page.query, &page.header];
        let is_parameter = |name: &str| {
            parameters
                .iter()
                .any(|rows| rows.iter().any(|row| row.name.text == name))
        };
        let fields = class.map_or(&[][..], |class| &class.fields[..]).iter();
        let kept = fields
            .filter(|field| !(is_body && (field.outside_body || is_parameter(field.wire.text))));
        kept.map(|field| field.wire.text.to_owned()).collect()
    }
}

/// A value with its meaning.
fn value(name: &str, meaning: Slice<'_>, out: &mut Writer<'_>) {
    out.open(3, name);
    if let Some(title) = label(meaning) {
        out.key(4, "title", title.text);
    }
    out.todo_value(4, "doc", meaning);
    out.fingerprint(4, meaning);
    if !triggers::find(&meaning.without_spaces(), &[]).is_empty() {
        out.todo(4, meaning, "a rule, a remark or a waiver");
    }
}

/// A type with its direction and its YAML.
type Written = (String, Direction, String);

/// Writes the types by direction. A type that is the same in both directions is written once.
fn write_maps(texts: &[Written], out: &mut Writer<'_>) {
    let is_shared = |(name, direction, text): &Written| {
        let is_same = |other: &str| without_lines(other) == without_lines(text);
        let mut others = texts.iter();
        others.any(|other| other.0 == *name && other.1 != *direction && is_same(&other.2))
    };
    let belongs = |key: &str, entry: &Written| match key {
        "types" => is_shared(entry) && entry.1 == Direction::Request,
        "request_types" => !is_shared(entry) && entry.1 == Direction::Request,
        _ => !is_shared(entry) && entry.1 == Direction::Response,
    };
    for key in ["types", "request_types", "response_types"] {
        let entries = texts.iter().filter(|entry| belongs(key, entry));
        let entries: Vec<&str> = entries.map(|(_, _, text)| text.as_str()).collect();
        if !entries.is_empty() {
            out.blank();
            out.open(0, key);
            out.text.push_str(&entries.join("\n"));
        }
    }
}

/// A text without the page's line numbers.
fn without_lines(text: &str) -> String {
    let parts = text.split("TODO line ");
    let parts = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    parts.collect()
}

fn kind_of(shape: &Shape<'_>) -> Kind {
    match shape {
        // An enum is a text. An object has no limits of its own.
        Shape::Text | Shape::Time | Shape::Named(_) => Kind::Text,
        Shape::Integer => Kind::Number,
        Shape::Boolean => Kind::Boolean,
        Shape::List(_) => Kind::List,
    }
}

fn names(rows: &[&Row<'_>]) -> Vec<String> {
    rows.iter().map(|row| row.name.text.to_owned()).collect()
}

/// All names of two lists, each once.
fn union(first: &[String], second: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let both = first.iter().chain(second);
    both.filter(|name| seen.insert((*name).clone()))
        .cloned()
        .collect()
}

/// The names in the order of the listing, if it has all of them.
fn ordered(names: &[String], listed: &[String]) -> Vec<String> {
    if names.iter().all(|name| listed.contains(name)) {
        listed.to_vec()
    } else {
        names.to_vec()
    }
}

fn singular(name: &str) -> String {
    let stem = name.strip_suffix("List").or_else(|| name.strip_suffix('s'));
    stem.unwrap_or(name).to_owned()
}
