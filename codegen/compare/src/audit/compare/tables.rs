//! Compares the field tables: the rows, nested rows and their order.

use crate::audit::align::align;
use crate::audit::codes;
use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::page::table::Row;
use crate::audit::report::{Report, diagnostic};
use crate::audit::scope::{Named, Scope};
use wechatpay_codegen::model::{
    Direction, Field, Form, FormPart, Limits, Place, Presence, Struct, Type,
};
use wechatpay_codegen::source::Span;

use super::limits::Context;
use super::order::out_of_order;
use super::{enums, row};

/// The comparison of the tables of one direction.
struct Tables<'r, 'm> {
    context: Context<'r, 'm>,
    direction: Direction,
    /// Names of the structs that some table shows.
    shown: Vec<&'m str>,
}

/// Compares all tables of a page.
pub(super) fn compare<'p>(scope: &Scope<'_>, page: &'p Page<'p>, report: &mut Report) {
    let top = page.top();
    let rows = page.all_rows();
    let context = Context {
        scope,
        page,
        rows: &rows,
    };
    if let Some(request) = scope.request() {
        let mut tables = Tables::new(context, Direction::Request, request);
        let fields_in = |place| {
            request
                .fields
                .iter()
                .filter(move |field| field.place == place)
        };
        let headers = scope.operation.runtime_headers.iter();
        let headers: Vec<&Field> = headers.chain(fields_in(Place::Header)).collect();
        let owner = (scope.operation.span, top);
        report.start_part(Part::Header);
        tables.rows(&page.header, &headers, owner, false, report);
        for (part, rows, place) in [
            (Part::Path, &page.path, Place::Path),
            (Part::Query, &page.query, Place::Query),
        ] {
            report.start_part(part);
            let fields: Vec<&Field> = fields_in(place).collect();
            tables.rows(rows, &fields, (request.span, top), false, report);
        }
        let json = request.form.as_ref().map(|form| json_part(form, request));
        let (rows, fields): (_, Vec<&Field>) = match &json {
            None => (&page.body, fields_in(Place::Body).collect()),
            Some(json) => {
                let mut fields: Vec<&Field> = fields_in(Place::File).chain([json]).collect();
                // The spec does not have the order of the parts.
                let place = |name: &str| page.form.iter().position(|row| row.name.text == name);
                fields.sort_by_key(|field| place(&field.wire_name));
                (&page.form, fields)
            }
        };
        report.start_part(Part::Form);
        tables.rows(rows, &fields, (request.span, top), false, report);
        tables.hidden(top, report);
    }
    let response = scope.response();
    let fields: Vec<&Field> = response.iter().flat_map(|found| &found.fields).collect();
    let span = response.map_or(scope.operation.span, |response| response.span);
    let mut tables = Tables {
        context,
        direction: Direction::Response,
        shown: response
            .iter()
            .map(|response| response.name.as_str())
            .collect(),
    };
    report.start_part(Part::Response);
    tables.rows(&page.response, &fields, (span, top), false, report);
    tables.hidden(top, report);
}

/// Compares the tables of a page about events with the resource, which is the response of `scope`.
pub(super) fn compare_resource<'p>(scope: &Scope<'_>, page: &'p Page<'p>, report: &mut Report) {
    let rows = page.all_rows();
    let context = Context {
        scope,
        page,
        rows: &rows,
    };
    let Some(resource) = scope.response() else {
        return;
    };
    let top = page.top();
    let mut tables = Tables::new(context, Direction::Response, resource);
    let fields: Vec<&Field> = resource.fields.iter().collect();
    let described: Vec<Row<'_>> = page.resource_rows().into_iter().cloned().collect();
    report.start_part(Part::Notification);
    tables.rows(&described, &fields, (resource.span, top), false, report);
    tables.hidden(top, report);
}

/// The JSON part of a form as a field whose type is the body.
fn json_part(form: &Form, request: &Struct) -> Field {
    let FormPart {
        span,
        name,
        title,
        doc,
        fingerprint,
    } = form.json.clone();
    Field {
        span,
        name: name.clone(),
        wire_name: name,
        place: Place::Body,
        ty: Type::Struct(request.name.clone()),
        presence: Presence::Required,
        grade: request.grade,
        title,
        doc,
        fingerprint,
        sensitive: None,
        padding: None,
        format: None,
        unit: None,
        default: None,
        alphabet: None,
        limits: Limits::default(),
        server: Vec::new(),
        remarks: Vec::new(),
        waived: Vec::new(),
        from: Vec::new(),
        notes: Vec::new(),
    }
}

impl<'r, 'm> Tables<'r, 'm> {
    fn new(context: Context<'r, 'm>, direction: Direction, root: &'m Struct) -> Self {
        let shown = vec![root.name.as_str()];
        Self {
            context,
            direction,
            shown,
        }
    }

    /// Compares rows with fields. `owner` has the locations of their struct in the spec and on the
    /// page.
    fn rows(
        &mut self,
        rows: &[Row<'_>],
        fields: &[&Field],
        owner: (Span, Span),
        is_nested: bool,
        report: &mut Report,
    ) {
        let on_page: Vec<&str> = rows.iter().map(|row| row.name.text).collect();
        let in_spec: Vec<&str> = fields
            .iter()
            .map(|field| field.wire_name.as_str())
            .collect();
        let alignment = align(&on_page, &in_spec);
        for extra in alignment.left.iter().filter_map(|index| rows.get(*index)) {
            report.missing(diagnostic(
                codes::PAGE_FIELD,
                format!("field `{}` missing in the spec", extra.name.text),
                (owner.0, ""),
                (extra.name.span(), "in the table of the page"),
            ));
        }
        let last_pair = alignment.pairs.iter().map(|(_, field)| *field).max();
        for index in &alignment.right {
            if let Some(missing) = fields.get(*index) {
                let is_behind = Some(*index) > last_pair;
                row::without_row(&self.context, missing, (owner.1, is_behind), report);
            }
        }
        for (row, field) in &alignment.pairs {
            if let (Some(row), Some(field)) = (rows.get(*row), fields.get(*field)) {
                self.row(row, field, is_nested, report);
            }
        }
        let inversion = alignment.inversion().and_then(|(first, second)| {
            let (first, moved) = (rows.get(first.0)?, rows.get(second.0)?);
            let spec_span = fields.get(second.1)?.span;
            Some(out_of_order(first.name, moved.name, spec_span))
        });
        report.check_order(inversion);
    }

    fn row(&mut self, row: &Row<'_>, field: &Field, is_nested: bool, report: &mut Report) {
        row::compare(&self.context, row, field, report);
        let named = self.context.scope.named(&field.ty, self.direction);
        if let (Some(named), Some(label)) = (named, row.label) {
            let labels = &mut report.confirmed.labels;
            labels.insert((named.span(), label.text.to_owned()));
            // The label of a list also names its items.
            let item = label.text.strip_suffix("列表");
            labels.extend(item.map(|item| (named.span(), item.to_owned())));
        }
        match named {
            Some(Named::Enum(spec_enum)) => {
                enums::compare_row(self.context.scope, spec_enum, row, is_nested, report);
            }
            _ => row::no_values(row, field, report),
        }
        if row.rows.is_empty() {
            return;
        }
        let (span, fields) = match named {
            Some(Named::Struct(structure)) => {
                self.shown.push(&structure.name);
                (structure.span, structure.fields_in(Place::Body).collect())
            }
            _ => (field.span, Vec::new()),
        };
        let mut rows = Vec::new();
        row.collect(&mut rows);
        let last = rows.last().map_or(row.name, |last| last.name);
        let outer = report.start_table(last.span());
        self.rows(&row.rows, &fields, (span, row.name.span()), true, report);
        report.end_table(outer);
    }

    /// Checks structs that no table shows: they have no facts that only a table can state.
    fn hidden(&self, top: Span, report: &mut Report) {
        for (direction, structure) in &self.context.scope.structs {
            if *direction == self.direction && !self.shown.contains(&structure.name.as_str()) {
                for field in &structure.fields {
                    row::without_row(&self.context, field, (top, true), report);
                }
            }
        }
    }
}
