//! The error tables below 错误码, with `|` between columns.

use super::{Page, non_blank};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;

/// A row of an error table.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) struct ErrorLine<'a> {
    /// The heading of the table.
    pub(in crate::audit) table: Option<Slice<'a>>,
    /// The HTTP status.
    pub(in crate::audit) status: Slice<'a>,
    /// The code on the wire.
    pub(in crate::audit) code: Slice<'a>,
    /// The description of the error.
    pub(in crate::audit) description: Slice<'a>,
    /// The solution.
    pub(in crate::audit) remedy: Slice<'a>,
    /// The whole line.
    pub(in crate::audit) line: Slice<'a>,
}

impl ErrorLine<'_> {
    /// Description and solution as one text, without white space.
    pub(in crate::audit) fn text(&self) -> String {
        self.description.without_spaces() + &self.remedy.without_spaces()
    }
}

/// Reads everything below 错误码.
pub(in crate::audit) fn read<'a>(page: &mut Page<'a>, errors: Slice<'a>) {
    let mut table = None;
    for line in errors
        .lines()
        .into_iter()
        .map(Slice::trim)
        .filter_map(non_blank)
    {
        if !line.text.contains('|') {
            if is_heading(line) {
                table = Some(line);
            } else if !is_boilerplate(line) {
                page.prose.open(line);
            }
        } else if !is_frame(line) {
            match row(line, table) {
                Some(row) => page.errors.push(row),
                None => page.unread.push(line),
            }
        }
    }
}

/// Whether a line is a heading such as 公共错误码 or 业务错误码.
fn is_heading(line: Slice<'_>) -> bool {
    line.text.ends_with("错误码") && line.text.chars().count() <= 8
}

/// Whether a line has the titles of the columns, or is the rule below them.
fn is_frame(line: Slice<'_>) -> bool {
    let rule = line
        .text
        .chars()
        .all(|c| matches!(c, '|' | '-' | ':' | ' '));
    rule || line.without_spaces().trim_matches('|') == "状态码|错误码|描述|解决方案"
}

fn row<'a>(line: Slice<'a>, table: Option<Slice<'a>>) -> Option<ErrorLine<'a>> {
    let inner = line.strip_prefix("|").unwrap_or(line);
    let (status, rest) = inner.split_once('|')?;
    let (code, rest) = rest.split_once('|')?;
    let (description, rest) = rest.split_once('|')?;
    let (remedy, rest) = rest.split_once('|')?;
    rest.is_blank().then(|| ErrorLine {
        table,
        status: status.trim(),
        code: code.trim(),
        description: description.trim(),
        remedy: remedy.trim(),
        line,
    })
}
