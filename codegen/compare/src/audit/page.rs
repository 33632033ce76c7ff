//! A saved page as plain data, before the comparison.
//!
//! Every line is read into one of the fields or kept in `unread`. Nothing is ignored silently.

pub(super) mod errors;
mod overview;
pub(super) mod samples;
pub(super) mod table;

use wechatpay_codegen::source::{FileId, SourceFile, Span};

use super::listing::{Listing, Shape};
use super::prose::Prose;
use super::text::Slice;
use errors::ErrorLine;
use overview::{HostLine, Route};
use samples::{RequestSample, ResponseSample};
use table::Row;

/// The content of a page.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    /// The file.
    pub(super) file: FileId,
    /// The title, which is the first line.
    pub(super) title: Option<Slice<'a>>,
    /// The date, as printed.
    pub(super) updated: Option<Slice<'a>>,
    /// Sentences about the whole operation.
    pub(super) prose: Prose,
    /// The text after 频率限制.
    pub(super) rate_limit: Option<Slice<'a>>,
    /// The items after 支持商户.
    pub(super) audience: Vec<Slice<'a>>,
    /// Method and path.
    pub(super) route: Option<Route<'a>>,
    /// The hosts.
    pub(super) hosts: Vec<HostLine<'a>>,
    /// Header parameters.
    pub(super) header: Vec<Row<'a>>,
    /// Path parameters.
    pub(super) path: Vec<Row<'a>>,
    /// Query parameters.
    pub(super) query: Vec<Row<'a>>,
    /// Fields of the request's body.
    pub(super) body: Vec<Row<'a>>,
    /// Parts of the request's form.
    pub(super) form: Vec<Row<'a>>,
    /// Fields of the response.
    pub(super) response: Vec<Row<'a>>,
    /// Every printed success status.
    pub(super) statuses: Vec<Slice<'a>>,
    /// Every printed method of a sample.
    pub(super) methods: Vec<Slice<'a>>,
    /// Printed requests.
    pub(super) requests: Vec<RequestSample<'a>>,
    /// Printed responses.
    pub(super) responses: Vec<ResponseSample<'a>>,
    /// The listings in programming languages.
    pub(super) listings: Vec<Listing<'a>>,
    /// Rows of the error tables.
    pub(super) errors: Vec<ErrorLine<'a>>,
    /// Texts that no reader recognized.
    pub(super) unread: Vec<Slice<'a>>,
}

impl Page<'_> {
    /// Whether a table row of this field contains a word.
    pub(super) fn has_word(&self, name: &str, word: &str) -> bool {
        let tables = [
            &self.header,
            &self.path,
            &self.query,
            &self.body,
            &self.form,
            &self.response,
        ];
        let mut rows = tables.into_iter().flatten();
        rows.any(|row| row.has_word(name, word))
    }

    /// Whether the field has the time type in the Go listing.
    pub(super) fn is_time_in_go(&self, name: &str) -> bool {
        let classes = self.listings.iter().flat_map(|listing| &listing.classes);
        let mut fields = classes.flat_map(|class| &class.fields);
        fields.any(|field| field.wire.text == name && field.ty == Shape::Time)
    }

    /// The title, as the location of the whole page.
    pub(super) fn top(&self) -> Span {
        let start = Span {
            file: self.file,
            ..Span::default()
        };
        self.title.map_or(start, Slice::span)
    }
}

/// The part of a page below one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Overview,
    Request,
    Header,
    Path,
    Query,
    Body,
    Form,
    RequestSample,
    Response,
    ResponseSample,
    Errors,
}

impl Part {
    /// The part below a line, if the line is a heading.
    fn from_heading(line: Slice<'_>) -> Option<Self> {
        Some(match line.without_spaces().as_str() {
            "接口说明" => Self::Overview,
            "请求参数" => Self::Request,
            "HeaderHTTP头参数" => Self::Header,
            "path路径参数" => Self::Path,
            "query查询参数" => Self::Query,
            "body包体参数" => Self::Body,
            "Form表单" => Self::Form,
            "请求示例" => Self::RequestSample,
            "应答参数" => Self::Response,
            "应答示例" => Self::ResponseSample,
            "错误码" => Self::Errors,
            _ => return None,
        })
    }
}

/// Reads a page.
pub(super) fn read(id: FileId, file: &SourceFile) -> Page<'_> {
    let whole = Slice::new(id, &file.text);
    let mut page = Page {
        file: id,
        ..Page::default()
    };
    for (part, slice) in parts(whole) {
        read_part(&mut page, part, slice);
    }
    page
}

fn read_part<'a>(page: &mut Page<'a>, part: Part, slice: Slice<'a>) {
    match part {
        Part::Head => overview::read_head(page, slice),
        Part::Overview => overview::read(page, slice),
        Part::Request => page.unread.extend(non_blank(slice)),
        Part::Header => page.header.extend(table::read(slice, &mut page.unread)),
        Part::Path => page.path.extend(table::read(slice, &mut page.unread)),
        Part::Query => page.query.extend(table::read(slice, &mut page.unread)),
        Part::Body => page.body.extend(table::read(slice, &mut page.unread)),
        Part::Form => page.form.extend(table::read(slice, &mut page.unread)),
        Part::RequestSample => samples::read_requests(page, slice),
        Part::Response => {
            let rows = samples::after_status(page, slice);
            page.response.extend(table::read(rows, &mut page.unread));
        }
        Part::ResponseSample => samples::read_responses(page, slice),
        Part::Errors => errors::read(page, slice),
    }
}

/// The slice, if it is not blank.
pub(super) fn non_blank(slice: Slice<'_>) -> Option<Slice<'_>> {
    (!slice.is_blank()).then_some(slice)
}

/// Splits the page at its headings. The headings are not part of the result.
fn parts(page: Slice<'_>) -> Vec<(Part, Slice<'_>)> {
    let mut parts = Vec::new();
    let (mut part, mut start) = (Part::Head, 0);
    for line in page.lines() {
        if let Some(next) = Part::from_heading(line) {
            parts.push((part, page.part(start..line.start)));
            (part, start) = (next, line.start + line.text.len());
        }
    }
    parts.push((part, page.from(start)));
    parts
}
