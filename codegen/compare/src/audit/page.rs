//! A saved page as plain data, before the comparison.
//!
//! Every line is read into one of the fields or kept in `unread`. Nothing is ignored silently.

pub(crate) mod errors;
pub(crate) mod headings;
mod notification;
mod overview;
pub(crate) mod rate_limit;
pub(crate) mod samples;
pub(crate) mod table;

use wechatpay_codegen::source::{FileId, SourceFile, Span};

use super::listing::{Listing, Shape};
use super::prose::Prose;
use super::text::Slice;
use errors::ErrorLine;
use headings::Part;
use overview::{HostLine, Route};
use rate_limit::RateLimit;
use samples::{RequestSample, ResponseSample};
use table::{Row, Shapes};

/// The kind of a block of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The text behind the date.
    Introduction,
    /// A text behind 前置条件.
    Prerequisite,
    /// A text behind 注, or another sentence.
    Remark,
}

/// The content of a page.
#[derive(Debug, Default)]
pub(crate) struct Page<'a> {
    /// The file.
    pub(crate) file: FileId,
    /// The parts, in the order of their headings.
    pub(crate) parts: Vec<(Part, Slice<'a>)>,
    /// The title, which is the first line.
    pub(crate) title: Option<Slice<'a>>,
    /// The date, as printed.
    pub(crate) updated: Option<Slice<'a>>,
    /// Sentences about the whole operation.
    pub(crate) prose: Prose,
    /// The blocks of sentences, with their captions.
    pub(crate) blocks: Vec<(Block, Slice<'a>)>,
    /// The rate limits, and the texts that state them.
    pub(crate) rate_limits: Vec<(RateLimit, Slice<'a>)>,
    /// The items after 支持商户.
    pub(crate) audience: Vec<Slice<'a>>,
    /// The method below 接口说明.
    pub(crate) method: Option<Slice<'a>>,
    /// The path below 接口说明.
    pub(crate) path_line: Option<Slice<'a>>,
    /// Method and path.
    pub(crate) route: Option<Route<'a>>,
    /// The hosts.
    pub(crate) hosts: Vec<HostLine<'a>>,
    /// Header parameters.
    pub(crate) header: Vec<Row<'a>>,
    /// Path parameters.
    pub(crate) path: Vec<Row<'a>>,
    /// Query parameters.
    pub(crate) query: Vec<Row<'a>>,
    /// Fields of the request's body.
    pub(crate) body: Vec<Row<'a>>,
    /// Parts of the request's form.
    pub(crate) form: Vec<Row<'a>>,
    /// Whether the body is a form.
    pub(crate) is_form: bool,
    /// Fields of the message that a callback page documents.
    pub(crate) notification: Vec<Row<'a>>,
    /// Samples of that message.
    pub(crate) envelopes: Vec<Slice<'a>>,
    /// Fields of the response.
    pub(crate) response: Vec<Row<'a>>,
    /// Every printed success status.
    pub(crate) statuses: Vec<Slice<'a>>,
    /// Every printed method of a sample.
    pub(crate) methods: Vec<Slice<'a>>,
    /// Printed requests.
    pub(crate) requests: Vec<RequestSample<'a>>,
    /// Printed responses.
    pub(crate) responses: Vec<ResponseSample<'a>>,
    /// The listings in programming languages.
    pub(crate) listings: Vec<Listing<'a>>,
    /// Rows of the error tables.
    pub(crate) errors: Vec<ErrorLine<'a>>,
    /// Texts that no reader recognized.
    pub(crate) unread: Vec<Slice<'a>>,
}

impl<'a> Page<'a> {
    /// Whether a table row of this field contains a word.
    pub(crate) fn has_word(&self, name: &str, word: &str) -> bool {
        let mut rows = self.tables().into_iter().flatten();
        rows.any(|row| row.has_word(name, word))
    }

    /// Whether sentences about the whole operation speak of encryption. Some pages state there which
    /// fields are encrypted.
    pub(crate) fn speaks_of_encryption(&self) -> bool {
        let mut texts = self.blocks.iter().map(|(_, slice)| slice.text);
        texts.any(|text| ["加密", "密文"].iter().any(|word| text.contains(word)))
    }

    /// The tables of fields.
    fn tables(&self) -> [&Vec<Row<'a>>; 7] {
        [
            &self.header,
            &self.path,
            &self.query,
            &self.body,
            &self.form,
            &self.response,
            &self.notification,
        ]
    }

    /// The fields of the objects of the request and of the response, in listings and samples.
    fn shapes(&self) -> (Shapes, Shapes) {
        let (mut request, mut response) = (Shapes::default(), Shapes::default());
        for listing in &self.listings {
            for (shapes, class) in [
                (&mut request, listing.request),
                (&mut response, listing.response),
            ] {
                if let Some(class) = class {
                    shapes.add_listing(listing, class.text);
                }
            }
        }
        for body in self
            .requests
            .iter()
            .filter_map(|sample| sample.body.as_deref())
        {
            request.add_sample(body);
        }
        for sample in &self.responses {
            response.add_sample(&sample.body);
        }
        (request, response)
    }

    /// All rows, nested rows included.
    pub(crate) fn all_rows(&self) -> Vec<&Row<'a>> {
        let mut rows = Vec::new();
        for row in self.tables().into_iter().flatten() {
            row.collect(&mut rows);
        }
        rows
    }

    /// Whether the field has the time type in the Go listing.
    pub(crate) fn is_time_in_go(&self, name: &str) -> bool {
        let classes = self.listings.iter().flat_map(|listing| &listing.classes);
        let mut fields = classes.flat_map(|class| &class.fields);
        fields.any(|field| field.wire.text == name && field.ty == Shape::Time)
    }

    /// The title, as the location of the whole page.
    pub(crate) fn top(&self) -> Span {
        let start = Span {
            file: self.file,
            ..Span::default()
        };
        self.title.map_or(start, Slice::span)
    }
}

/// Reads a page.
pub(crate) fn read(id: FileId, file: &SourceFile) -> Page<'_> {
    let whole = Slice::new(id, &file.text);
    let mut page = Page {
        file: id,
        ..Page::default()
    };
    let parts = parts(whole);
    // The samples show where nested tables end, so they are read first.
    for (part, slice) in &parts {
        read_part(&mut page, *part, *slice);
    }
    let (request, response) = page.shapes();
    for (part, slice) in &parts {
        read_table(&mut page, *part, *slice, (&request, &response));
    }
    page.parts = parts;
    page
}

fn read_part<'a>(page: &mut Page<'a>, part: Part, slice: Slice<'a>) {
    match part {
        Part::Head => overview::read_head(page, slice),
        Part::Overview => overview::read(page, slice),
        Part::RequestSample => samples::read_requests(page, slice),
        Part::ResponseSample => samples::read_responses(page, slice),
        Part::Errors => errors::read(page, slice),
        _ => {}
    }
}

fn read_table<'a>(
    page: &mut Page<'a>,
    part: Part,
    slice: Slice<'a>,
    (request, response): (&Shapes, &Shapes),
) {
    let slice = without_controls(slice);
    match part {
        Part::Request => request_table(page, slice, request),
        Part::Header => page
            .header
            .extend(table::read(slice, request, &mut page.unread)),
        Part::Path => page
            .path
            .extend(table::read(slice, request, &mut page.unread)),
        Part::Query => page
            .query
            .extend(table::read(slice, request, &mut page.unread)),
        Part::Body => page
            .body
            .extend(table::read(slice, request, &mut page.unread)),
        Part::Form => {
            page.is_form = true;
            page.form
                .extend(table::read(slice, request, &mut page.unread));
        }
        Part::Response => {
            let rows = samples::after_status(page, slice);
            page.response
                .extend(table::read(rows, response, &mut page.unread));
        }
        Part::Notification => {
            let (tables, samples) = notification::split(slice);
            page.envelopes.extend(samples);
            for table in tables {
                let mut unread = Vec::new();
                page.notification
                    .extend(table::read(table, response, &mut unread));
                unread.retain(|text| !page.is_event_type(*text));
                page.unread.extend(unread);
            }
        }
        _ => {}
    }
}

/// Reads a table below 请求参数. The oldest pages have one table, and the place of each parameter
/// in its description.
fn request_table<'a>(page: &mut Page<'a>, slice: Slice<'a>, shapes: &Shapes) {
    for mut row in table::read(slice, shapes, &mut page.unread) {
        let places = [
            ("body", &mut page.body),
            ("query", &mut page.query),
            ("path", &mut page.path),
            ("header", &mut page.header),
        ];
        let found = places.into_iter().find(|(word, _)| row.strip_place(word));
        match found {
            Some((_, rows)) => rows.push(row),
            None => page.unread.push(row.name),
        }
    }
}

/// A part without the page's controls above its table.
fn without_controls(part: Slice<'_>) -> Slice<'_> {
    let lines = part.lines().into_iter();
    let skipped = lines.take_while(|line| line.is_blank() || headings::is_control(*line));
    let end = skipped
        .last()
        .map_or(0, |line| line.start + line.text.len() - part.start);
    part.from(end)
}

/// The slice, if it is not blank.
pub(crate) fn non_blank(slice: Slice<'_>) -> Option<Slice<'_>> {
    (!slice.is_blank()).then_some(slice)
}

/// Splits the page at its headings. The headings are not part of the result.
fn parts(page: Slice<'_>) -> Vec<(Part, Slice<'_>)> {
    let mut parts = Vec::new();
    let (mut part, mut start) = (Part::Head, 0);
    for line in page.lines() {
        if let Some((next, is_included)) = Part::from_heading(line) {
            // Below 错误码, the titles of the tables start no new parts.
            if part == Part::Errors && next == Part::Errors {
                continue;
            }
            parts.push((part, page.part(start..line.start)));
            let after = line.start + line.text.len();
            (part, start) = (next, if is_included { line.start } else { after });
        }
    }
    parts.push((part, page.from(start)));
    notification_body(&mut parts);
    headings_behind(&mut parts);
    parts
}

/// The body of a page about events is the message. Its headers are the same on all pages.
fn notification_body(parts: &mut Vec<(Part, Slice<'_>)>) {
    let is_notification = |(part, _): &(Part, Slice<'_>)| *part == Part::Notification;
    let Some(first) = parts.iter().position(is_notification) else {
        return;
    };
    let mut index = 0;
    parts.retain_mut(|(part, _)| {
        index += 1;
        if index > first && *part == Part::Body {
            *part = Part::Notification;
        }
        index <= first || *part != Part::Header
    });
}

/// Moves the headings of pages that print them behind their tables.
fn headings_behind(parts: &mut [(Part, Slice<'_>)]) {
    let has_rows = |(part, slice): &(Part, Slice<'_>)| {
        *part == Part::Request && slice.text.contains(['填']) && !slice.is_blank()
    };
    let Some(first) = parts.iter().position(has_rows) else {
        return;
    };
    let tables = parts.iter().skip(first + 1);
    let count = tables
        .take_while(|(part, _)| part.is_request_table())
        .count();
    let names: Vec<Part> = parts
        .iter()
        .skip(first + 1)
        .take(count)
        .map(|(part, _)| *part)
        .collect();
    for (place, name) in parts.iter_mut().skip(first).zip(names) {
        place.0 = name;
    }
    // Nothing of a table is left behind the last heading.
    if count > 0
        && let Some(last) = parts.get_mut(first + count)
    {
        last.0 = Part::Request;
    }
}
