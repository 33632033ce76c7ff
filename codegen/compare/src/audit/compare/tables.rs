//! The field tables: which rows there are and in which order, nested ones too.

use crate::audit::align::align;
use crate::audit::codes;
use crate::audit::findings::{Findings, differs};
use crate::audit::page::Page;
use crate::audit::page::table::Row;
use crate::audit::reach::{Named, Reach};
use wechatpay_codegen::model::{Direction, Field, Place, Struct};
use wechatpay_codegen::source::Span;

use super::limits::At;
use super::order::out_of_order;
use super::{enums, row};

/// What the rows of one direction are compared with, and which structs some row has shown.
struct Tables<'r, 'm> {
    at: At<'r, 'm>,
    direction: Direction,
    shown: Vec<&'m str>,
}

/// All tables of a page.
pub(super) fn compare<'p>(reach: &Reach<'_>, page: &'p Page<'p>, findings: &mut Findings) {
    let top = page.top();
    let at = At { reach, page };
    if let Some(request) = reach.request() {
        let mut tables = Tables::new(at, Direction::Request, request);
        let placed = |place| {
            request
                .fields
                .iter()
                .filter(move |field| field.place == place)
        };
        let headers = reach.operation.runtime_headers.iter();
        let headers: Vec<&Field> = headers.chain(placed(Place::Header)).collect();
        let owner = (reach.operation.span, top);
        tables.rows(&page.header, &headers, owner, false, findings);
        for (rows, place) in [
            (&page.path, Place::Path),
            (&page.query, Place::Query),
            (&page.body, Place::Body),
        ] {
            let fields: Vec<&Field> = placed(place).collect();
            tables.rows(rows, &fields, (request.span, top), false, findings);
        }
        tables.hidden(top, findings);
    }
    let response = reach.response();
    let fields: Vec<&Field> = response.iter().flat_map(|found| &found.fields).collect();
    let span = response.map_or(reach.operation.span, |found| found.span);
    let mut tables = Tables {
        at,
        direction: Direction::Response,
        shown: response.iter().map(|found| found.name.as_str()).collect(),
    };
    tables.rows(&page.response, &fields, (span, top), false, findings);
    tables.hidden(top, findings);
}

impl<'r, 'm> Tables<'r, 'm> {
    fn new(at: At<'r, 'm>, direction: Direction, root: &'m Struct) -> Self {
        let shown = vec![root.name.as_str()];
        Self {
            at,
            direction,
            shown,
        }
    }

    /// Rows against fields; `owner` is where the spec and the page name what they belong to.
    fn rows(
        &mut self,
        rows: &[Row<'_>],
        fields: &[&Field],
        owner: (Span, Span),
        is_nested: bool,
        findings: &mut Findings,
    ) {
        let theirs: Vec<&str> = rows.iter().map(|row| row.name.text).collect();
        let ours: Vec<&str> = fields
            .iter()
            .map(|field| field.wire_name.as_str())
            .collect();
        let alignment = align(&theirs, &ours);
        for extra in alignment.left.iter().filter_map(|at| rows.get(*at)) {
            let message = format!("the spec has no field `{}` here", extra.name.text);
            findings.missing(differs(
                codes::PAGE_FIELD,
                message,
                (owner.0, ""),
                (extra.name.span(), "in the page's table"),
            ));
        }
        for missing in alignment.right.iter().filter_map(|at| fields.get(*at)) {
            row::not_shown(&self.at, missing, owner.1, findings);
        }
        for (row, field) in &alignment.pairs {
            if let (Some(row), Some(field)) = (rows.get(*row), fields.get(*field)) {
                self.pair(row, field, is_nested, findings);
            }
        }
        let wrong = alignment.disorder().and_then(|(first, second)| {
            let (first, moved) = (rows.get(first.0)?, rows.get(second.0)?);
            Some(out_of_order(
                first.name,
                moved.name,
                fields.get(second.1)?.span,
            ))
        });
        findings.order(wrong);
    }

    fn pair(&mut self, row: &Row<'_>, field: &Field, is_nested: bool, findings: &mut Findings) {
        row::compare(&self.at, row, field, findings);
        let named = self.at.reach.named(&field.ty, self.direction);
        if let (Some(named), Some(label)) = (named, row.label) {
            let labels = &mut findings.proven.labels;
            labels.insert((named.span(), label.text.to_owned()));
            // The label of a list also names its items.
            let item = label.text.strip_suffix("列表");
            labels.extend(item.map(|item| (named.span(), item.to_owned())));
        }
        match named {
            Some(Named::Enum(found)) => {
                enums::compare_row(self.at.reach, found, row, is_nested, findings);
            }
            _ => row::no_values(row, field, findings),
        }
        if row.rows.is_empty() {
            return;
        }
        let (span, fields) = match named {
            Some(Named::Struct(found)) => {
                self.shown.push(&found.name);
                (found.span, found.fields.iter().collect())
            }
            _ => (field.span, Vec::new()),
        };
        self.rows(&row.rows, &fields, (span, row.name.span()), true, findings);
    }

    /// Structs whose fields no table shows, or only up to where it was cut off, have nothing that a table could say.
    fn hidden(&self, top: Span, findings: &mut Findings) {
        for (direction, found) in &self.at.reach.structs {
            if *direction == self.direction && !self.shown.contains(&found.name.as_str()) {
                for field in &found.fields {
                    row::not_shown(&self.at, field, top, findings);
                }
            }
        }
    }
}
