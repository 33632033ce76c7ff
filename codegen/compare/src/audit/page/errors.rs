//! The error tables: pipe rows below 错误码.

use super::{Page, some};
use crate::audit::boilerplate::is_boilerplate;
use crate::audit::text::Slice;

/// A row.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) struct ErrorLine<'a> {
    /// The heading of its table.
    pub(in crate::audit) table: Option<Slice<'a>>,
    /// HTTP status.
    pub(in crate::audit) status: Slice<'a>,
    /// Text on the wire.
    pub(in crate::audit) code: Slice<'a>,
    /// What happened.
    pub(in crate::audit) description: Slice<'a>,
    /// What to do.
    pub(in crate::audit) remedy: Slice<'a>,
    /// The whole line.
    pub(in crate::audit) line: Slice<'a>,
}

impl ErrorLine<'_> {
    /// Both texts in one.
    pub(in crate::audit) fn text(&self) -> String {
        self.description.squeezed() + &self.remedy.squeezed()
    }
}

/// All below 错误码.
pub(in crate::audit) fn read<'a>(page: &mut Page<'a>, errors: Slice<'a>) {
    let mut table = None;
    for line in errors.lines().into_iter().map(Slice::trim).filter_map(some) {
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

/// 公共错误码, 业务错误码 and the like.
fn is_heading(line: Slice<'_>) -> bool {
    line.text.ends_with("错误码") && line.text.chars().count() <= 8
}

/// The titles of the columns, or the rule below them.
fn is_frame(line: Slice<'_>) -> bool {
    let rule = line
        .text
        .chars()
        .all(|c| matches!(c, '|' | '-' | ':' | ' '));
    rule || line.squeezed().trim_matches('|') == "状态码|错误码|描述|解决方案"
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
