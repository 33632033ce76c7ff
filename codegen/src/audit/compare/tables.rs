//! The field tables: name, presence, type, label, text and order of every row, nested ones too.

use crate::audit::align::align;
use crate::audit::findings::{Findings, compare_text, differs};
use crate::audit::page::Page;
use crate::audit::prose::Prose;
use crate::audit::reach::{Named, Reach};
use crate::audit::table::Row;
use crate::audit::text::Slice;
use crate::diagnostic::Code;
use crate::model::{Direction, Field, Place, Presence, Struct};
use crate::source::Span;

use super::order::out_of_order;
use super::{enums, notation};

/// What the rows of one direction are compared with, and which structs some row has shown.
struct Tables<'r, 'm> {
    reach: &'r Reach<'m>,
    direction: Direction,
    shown: Vec<&'m str>,
}

/// All tables of a page.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    let top = page.title.map(Slice::span).unwrap_or_default();
    if let Some(request) = reach.request() {
        let mut tables = Tables::new(reach, Direction::Request, request);
        let placed = |place| {
            request
                .fields
                .iter()
                .filter(move |field| field.place == place)
        };
        let headers = reach.operation.runtime_headers.iter();
        let headers: Vec<&Field> = headers.chain(placed(Place::Header)).collect();
        let owner = (reach.operation.span, top);
        tables.rows(&page.header, &headers, owner, findings);
        for (rows, place) in [
            (&page.path, Place::Path),
            (&page.query, Place::Query),
            (&page.body, Place::Body),
        ] {
            let fields: Vec<&Field> = placed(place).collect();
            tables.rows(rows, &fields, (request.span, top), findings);
        }
        tables.hidden(top, findings);
    }
    let response = reach.response();
    let fields: Vec<&Field> = response.iter().flat_map(|found| &found.fields).collect();
    let span = response.map_or(reach.operation.span, |found| found.span);
    let mut tables = Tables {
        reach,
        direction: Direction::Response,
        shown: response.iter().map(|found| found.name.as_str()).collect(),
    };
    tables.rows(&page.answer, &fields, (span, top), findings);
    tables.hidden(top, findings);
}

impl<'r, 'm> Tables<'r, 'm> {
    fn new(reach: &'r Reach<'m>, direction: Direction, root: &'m Struct) -> Self {
        let shown = vec![root.name.as_str()];
        Self {
            reach,
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
            findings.wrong(differs(
                Code::PageField,
                message,
                (owner.0, ""),
                (extra.name.span(), "in the page's table"),
            ));
        }
        for missing in alignment.right.iter().filter_map(|at| fields.get(*at)) {
            not_shown(missing, owner.1, findings);
        }
        for (row, field) in &alignment.pairs {
            if let (Some(row), Some(field)) = (rows.get(*row), fields.get(*field)) {
                self.pair(row, field, findings);
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

    fn pair(&mut self, row: &Row<'_>, field: &Field, findings: &mut Findings) {
        presence(row, field, findings);
        notation::compare(row, field, findings);
        label(row, field, findings);
        let what = format!("`{}`", field.wire_name);
        let spec = (field.span, field.fingerprint.as_deref());
        compare_text(findings, &what, spec, or_name(row.text, row));
        remarks(row, field, findings);
        match self.reach.named(&field.ty, self.direction) {
            Some(Named::Enum(found)) => enums::compare_row(found, row, findings),
            _ => no_values(row, field, findings),
        }
        match self.reach.named(&field.ty, self.direction) {
            Some(Named::Struct(found)) if !row.rows.is_empty() => {
                self.shown.push(&found.name);
                let fields: Vec<&Field> = found.fields.iter().collect();
                self.rows(&row.rows, &fields, (found.span, row.name.span()), findings);
            }
            _ => self.rows_without_struct(row, field, findings),
        }
    }

    fn rows_without_struct(&mut self, row: &Row<'_>, field: &Field, findings: &mut Findings) {
        if !row.rows.is_empty() {
            self.rows(&row.rows, &[], (field.span, row.name.span()), findings);
        }
    }

    /// Structs whose fields no table shows, or only up to where it was cut off, have nothing that a table could say.
    fn hidden(&self, top: Span, findings: &mut Findings) {
        for (direction, found) in &self.reach.structs {
            if *direction == self.direction && !self.shown.contains(&found.name.as_str()) {
                for field in &found.fields {
                    not_shown(field, top, findings);
                }
            }
        }
    }
}

/// The description, or where it would stand.
fn or_name<'a>(text: Slice<'a>, row: &Row<'a>) -> Slice<'a> {
    if text.is_blank() {
        row.name.part(0..0)
    } else {
        text
    }
}

/// A field that no table shows states nothing that only a table can state.
fn not_shown(field: &Field, page: Span, findings: &mut Findings) {
    let remarks = field.remarks.iter().chain(&field.server);
    let claims = [
        (
            !matches!(field.presence, Presence::Undocumented),
            "its presence",
        ),
        (field.title.is_some(), "its label"),
        (
            field.fingerprint.is_some(),
            "a fingerprint of its description",
        ),
        (
            remarks
                .into_iter()
                .any(|remark| remark.fingerprint.is_some()),
            "a fingerprint of a remark",
        ),
    ];
    let claimed: Vec<&str> = claims
        .iter()
        .filter(|(claim, _)| *claim)
        .map(|(_, what)| *what)
        .collect();
    findings.fact(claimed.is_empty(), || {
        let message = format!(
            "no table of the page shows `{}` here, the spec states {}",
            field.wire_name,
            claimed.join(", ")
        );
        differs(
            Code::PageField,
            message,
            (field.span, ""),
            (page, "not shown below this"),
        )
        .help("what no table shows is `presence: undocumented`, without label and fingerprint")
    });
}

fn presence(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let (printed, says) = match &field.presence {
        Presence::Required => (Some(true), "required"),
        Presence::Optional => (Some(false), "optional"),
        Presence::Undocumented => (None, "undocumented"),
        Presence::Conditional(when) if when.printed_required => {
            (Some(true), "conditional, printed as required")
        }
        Presence::Conditional(_) => (Some(false), "conditional"),
    };
    findings.fact(printed == Some(row.is_required()), || {
        let message = format!(
            "the spec and the page disagree about the presence of `{}`",
            field.wire_name
        );
        let theirs = format!("the page: {}", row.presence.text);
        let ours = format!("the spec: {says}");
        differs(
            Code::PagePresence,
            message,
            (field.span, &ours),
            (row.presence.span(), &theirs),
        )
    });
}

fn label(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let theirs = row.label.map(|label| label.text);
    findings.fact(theirs == field.title.as_deref(), || {
        let message = format!(
            "the spec and the page disagree about the label of `{}`",
            field.wire_name
        );
        let ours = format!("the spec: {}", field.title.as_deref().unwrap_or("none"));
        let says = format!("the page: {}", theirs.unwrap_or("none"));
        let place = row.label.unwrap_or(row.name).span();
        differs(
            Code::PageLabel,
            message,
            (field.span, &ours),
            (place, &says),
        )
    });
}

/// Every 注 has its remark; every other remark is a sentence of the row.
fn remarks(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let what = format!("`{}`", field.wire_name);
    let statements = || field.remarks.iter().chain(&field.server);
    for remark in &row.remarks {
        let fingerprint = remark.fingerprint();
        let known = statements().any(|ours| ours.fingerprint.as_ref() == Some(&fingerprint));
        findings.fact(known, || {
            let page = (remark.span(), remark.text);
            crate::audit::findings::fingerprint(&format!("{what} (注)"), (field.span, None), page)
        });
    }
    let mut prose = Prose::default();
    prose.open(row.whole);
    for remark in &row.remarks {
        prose.open(*remark);
    }
    for ours in statements() {
        if let Some(fingerprint) = &ours.fingerprint {
            findings.fact(prose.cover(fingerprint), || {
                crate::audit::findings::baseless(&what, ours.span, row.name.span())
            });
        }
    }
}

/// Values below a field that is no enum in the spec.
fn no_values(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    for (value, _) in &row.values {
        let message = format!(
            "the page lists the value `{}` for `{}`, which is no enum in the spec",
            value.text, field.wire_name
        );
        findings.wrong(differs(
            Code::PageValue,
            message,
            (field.span, ""),
            (value.span(), "on the page"),
        ));
    }
}
