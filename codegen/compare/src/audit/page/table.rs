//! Field tables. A row has a name, 必填 or 选填, a type, a 【label】 and a text.
//!
//! Nested tables are below 属性. Saved pages often cut them off.

mod nesting;
mod row;
mod start;
mod values;

use std::ops::Range;

use super::non_blank;
use crate::audit::page_claims::PageClaim;
use crate::audit::text::Slice;

pub(crate) use nesting::Shapes;
use start::{Event, events};

/// A row of a field table.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// The name on the wire.
    pub(crate) name: Slice<'a>,
    /// 必填 or 选填. The oldest pages print 是 or 否, or nothing.
    pub(crate) presence: Slice<'a>,
    /// The type, in the notation of the page. Some rows have none.
    pub(crate) ty: Slice<'a>,
    /// The label in 【】.
    pub(crate) label: Option<Slice<'a>>,
    /// The description.
    pub(crate) text: Slice<'a>,
    /// The text after each 注.
    pub(crate) remarks: Vec<Slice<'a>>,
    /// Whether the row has 可选取值, even if the page is cut off after it.
    pub(crate) has_values: bool,
    /// The values below 可选取值, with their meanings.
    pub(crate) values: Vec<(Slice<'a>, Slice<'a>)>,
    /// All text of the row after the type.
    pub(crate) full_text: Slice<'a>,
    /// The claims of the description and of each remark.
    pub(crate) claims: Vec<Vec<(PageClaim, Range<usize>)>>,
    /// The rows below 属性.
    pub(crate) rows: Vec<Row<'a>>,
    /// The word 属性, if a nested table starts below it and its end is not marked.
    opens: Option<Slice<'a>>,
    /// Whether the row is one of the oldest pages.
    is_old: bool,
}

impl<'a> Row<'a> {
    /// A row without a text.
    fn new(name: Slice<'a>, presence: Slice<'a>, ty: Slice<'a>) -> Self {
        let nothing = ty.part(0..0);
        Self {
            name,
            presence,
            ty,
            label: None,
            text: nothing,
            remarks: Vec::new(),
            has_values: false,
            values: Vec::new(),
            full_text: nothing,
            claims: Vec::new(),
            rows: Vec::new(),
            opens: None,
            is_old: false,
        }
    }

    /// Adds this row and its nested rows to a list.
    pub(crate) fn collect<'r>(&'r self, rows: &mut Vec<&'r Row<'a>>) {
        rows.push(self);
        for row in &self.rows {
            row.collect(rows);
        }
    }

    /// Whether this row, or a nested row, describes a field and contains a word.
    pub(crate) fn has_word(&self, name: &str, word: &str) -> bool {
        let own = self.name.text == name && self.full_text.text.to_lowercase().contains(word);
        own || self.rows.iter().any(|row| row.has_word(name, word))
    }

    /// The unit that the description states.
    pub(crate) fn unit(&self) -> Option<&'static str> {
        let mut claims = self.claims.iter().flatten();
        claims.find_map(|(claim, _)| match claim {
            PageClaim::Unit(unit) => Some(*unit),
            _ => None,
        })
    }

    /// Whether the bracket of the label is not closed, so that the label has no end.
    pub(crate) fn has_open_label(&self) -> bool {
        self.label.is_none() && self.text.text.starts_with('【')
    }

    /// The type without brackets, in lower case.
    pub(crate) fn base_type(&self) -> String {
        let base = self.ty.text.split(['[', '(', '（', '<']).next();
        base.unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether the field is a file of a form.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.base_type().as_str(), "file" | "message")
    }

    /// The lengths in the type: `string(40)`, `string[1,32]`.
    pub(crate) fn lengths(&self) -> (Option<i64>, Option<i64>) {
        let inner = self
            .ty
            .text
            .split_once(['[', '(', '（'])
            .map(|(_, rest)| rest);
        let inner = inner.and_then(|rest| rest.strip_suffix([']', ')', '）']));
        let Some(inner) = inner.filter(|_| self.base_type() == "string") else {
            return (None, None);
        };
        match inner.split_once([',', '，', '-']) {
            Some((least, most)) => (least.trim().parse().ok(), most.trim().parse().ok()),
            None => (None, inner.trim().parse().ok()),
        }
    }

    /// Whether the field is required. `None` if the row does not say it.
    pub(crate) fn is_required(&self) -> Option<bool> {
        match self.presence.text {
            "" => None,
            word => Some(matches!(word, "必填" | "是")),
        }
    }
}

/// Reads the rows of one part. Text that belongs to no row goes into `unread`.
pub(crate) fn read<'a>(
    part: Slice<'a>,
    shapes: &Shapes,
    unread: &mut Vec<Slice<'a>>,
) -> Vec<Row<'a>> {
    let events = events(part);
    let ends = events.iter().skip(1).map(|(range, _)| range.start);
    let ends: Vec<usize> = ends.chain([part.text.len()]).collect();
    let first = events
        .first()
        .map_or(part.text.len(), |(range, _)| range.start);
    unread.extend(non_blank(part.part(0..first)));
    let mut levels = vec![Vec::new()];
    for ((range, event), end) in events.into_iter().zip(ends) {
        let text = part.part(range.end..end);
        match event {
            Event::Row(mut row) => {
                row.read_text(text, unread);
                if let Some(level) = levels.last_mut() {
                    level.push(*row);
                }
            }
            Event::Open => {
                levels.push(Vec::new());
                unread.extend(non_blank(text));
            }
            Event::OpenWithoutEnd => {
                let row = levels.last_mut().and_then(|level| level.last_mut());
                match row {
                    Some(row) => row.opens = Some(part.part(range)),
                    None => unread.push(part.part(range)),
                }
                unread.extend(non_blank(text));
            }
            Event::Heads => unread.extend(non_blank(text)),
            Event::Close => {
                close(&mut levels, part.part(range), unread);
                unread.extend(non_blank(text));
            }
        }
    }
    while levels.len() > 1 {
        close(&mut levels, part.from(part.text.len()), unread);
    }
    let rows = levels.into_iter().flatten().collect();
    nesting::nest(rows, shapes, unread)
}

/// Ends the innermost table and adds its rows to the row before it.
fn close<'a>(levels: &mut Vec<Vec<Row<'a>>>, closing: Slice<'a>, unread: &mut Vec<Slice<'a>>) {
    if levels.len() < 2 {
        unread.extend(non_blank(closing));
        return;
    }
    let rows = levels.pop().unwrap_or_default();
    match levels.last_mut().and_then(|level| level.last_mut()) {
        Some(row) => row.rows.extend(rows),
        None => unread.extend(rows.iter().map(|row| row.name)),
    }
}
