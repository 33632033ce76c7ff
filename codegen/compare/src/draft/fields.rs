//! Fields with all their keys, in the order of `spec/README.md`.

use super::presence::{self, Names};
use super::writer::Writer;
use crate::audit::page::table::Row;
use crate::audit::page_claims;
use crate::audit::page_claims::facts::{Fact, Kind, facts};
use crate::audit::text::Slice;
use crate::audit::triggers;

/// A field to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'f> {
    pub(super) name: &'f str,
    /// The type in the notation of the spec.
    pub(super) ty: &'f str,
    pub(super) kind: Kind,
    /// The row of the table. Fields of listings may have none.
    pub(super) row: Option<&'f Row<'f>>,
    /// Whether a listing has the type of a time.
    pub(super) is_time: bool,
    pub(super) is_header: bool,
    pub(super) names: Names<'f>,
    /// All rows of the page.
    pub(super) rows: &'f [&'f Row<'f>],
}

/// Headers that the client sends on its own.
const RUNTIME: [&str; 4] = [
    "authorization",
    "accept",
    "content-type",
    "wechatpay-serial",
];

pub(super) fn write(field: &Field<'_>, out: &mut Writer<'_>, indent: usize) {
    out.open(indent, field.name);
    let inner = indent + 1;
    out.key(inner, "type", field.ty);
    let Some(row) = field.row else {
        out.key(inner, "presence", "undocumented");
        if field.is_time {
            out.key(inner, "format", "rfc3339");
        }
        return;
    };
    let facts = facts(&page_claims::of_row(row, field.rows), field.kind);
    presence::write(Some(row), &facts, field.names, out, inner);
    if field.is_header && RUNTIME.contains(&field.name.to_ascii_lowercase().as_str()) {
        out.key(inner, "set_by", "runtime");
    }
    if let Some(label) = row.label {
        out.key(inner, "title", label.text);
    }
    description(field, row, &facts, out, inner);
    keys(field, row, &facts, out, inner);
    remarks(row, out, inner);
    questions(field, row, &facts, out, inner);
}

fn description(
    field: &Field<'_>,
    row: &Row<'_>,
    facts: &[Fact],
    out: &mut Writer<'_>,
    indent: usize,
) {
    if row.text.is_blank() {
        return;
    }
    let literal = facts.iter().find_map(|fact| match fact {
        Fact::Key("literal", value) if field.is_header => Some(value),
        _ => None,
    });
    match literal {
        Some(value) => out.line(indent, &format!("doc: Always `{value}`.")),
        None => out.todo_value(indent, "doc", row.text),
    }
    out.fingerprint(indent, row.text);
}

/// The keys of a field behind its description.
const KEYS: [&str; 12] = [
    "unit",
    "default",
    "format",
    "min",
    "max",
    "min_chars",
    "max_chars",
    "min_items",
    "max_items",
    "alphabet",
    "sensitive",
    "literal",
];

fn keys(field: &Field<'_>, row: &Row<'_>, facts: &[Fact], out: &mut Writer<'_>, indent: usize) {
    let (least, most) = row.lengths();
    let is_text = field.ty.starts_with("string");
    let printed = least
        .filter(|_| is_text)
        .map(|least| ("min_chars", least.to_string()));
    let mut stated: Vec<(&str, String)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Key(key, value) if *key != "literal" => Some((*key, value.clone())),
            _ => None,
        })
        .collect();
    stated.extend(printed.filter(|(key, _)| !stated.iter().any(|(other, _)| other == key)));
    if field.is_time && !stated.iter().any(|(key, _)| *key == "format") {
        stated.push(("format", "rfc3339".to_owned()));
    }
    for key in KEYS {
        let mut values = stated.iter().filter(|(other, _)| *other == key);
        let Some((_, value)) = values.next() else {
            continue;
        };
        if values.any(|(_, other)| other != value) {
            out.todo(
                indent,
                row.text,
                &format!("states `{key}` twice, differently"),
            );
        } else if key != "max_chars" || most.map(|most| most.to_string()).as_ref() != Some(value) {
            write_key(field, key, value, out, indent);
        }
    }
    let stated_most = stated.iter().find(|(key, _)| *key == "max_chars");
    if let (Some(most), Some((_, stated))) = (most, stated_most)
        && *stated != most.to_string()
    {
        out.todo(
            indent,
            row.ty,
            "the type prints another length than the description",
        );
    }
}

fn write_key(field: &Field<'_>, key: &str, value: &str, out: &mut Writer<'_>, indent: usize) {
    let is_number = value.parse::<i64>().is_ok();
    let is_boolean = field.kind == Kind::Boolean && matches!(value, "true" | "false");
    if is_number && (key != "default" || field.kind == Kind::Number) || is_boolean {
        out.line(indent, &format!("{key}: {value}"));
    } else {
        out.key(indent, key, value);
    }
}

/// The page's 注. Each is a statement in our own words.
fn remarks(row: &Row<'_>, out: &mut Writer<'_>, indent: usize) {
    let remarks: Vec<Slice<'_>> = row
        .remarks
        .iter()
        .copied()
        .filter(|text| !text.is_blank())
        .collect();
    out.statements(indent, "remarks", &remarks);
}

/// What the row states and no key of the draft says.
fn questions(
    field: &Field<'_>,
    row: &Row<'_>,
    facts: &[Fact],
    out: &mut Writer<'_>,
    indent: usize,
) {
    if row.has_open_label() {
        out.todo(indent, row.text.part(0..60), "the label has no end");
    }
    if !matches!(row.presence.text, "" | "必填" | "选填" | "是" | "否") {
        out.todo(indent, row.presence, "the presence has a condition");
    }
    if row.ty.is_blank() || row.is_file() {
        out.todo(indent, row.name, "the type is not one of the spec");
    }
    if row.has_values && row.values.is_empty() {
        out.todo(indent, row.name, "the values are cut off");
    }
    for fact in facts
        .iter()
        .filter(|fact| !presence::is_written(fact, field.names))
    {
        if let Fact::Condition(key, subject, value) = fact {
            out.todo(
                indent,
                row.text,
                &format!("{key}: {subject}: {value}, but no such field here"),
            );
        }
    }
    let texts = std::iter::once(row.text).chain(row.remarks.iter().copied());
    for (text, claims) in texts.zip(&row.claims) {
        for sentence in unread_sentences(field, row, text, claims) {
            out.todo(indent, sentence, "a key, a statement or a waiver");
        }
    }
}

/// The sentences of a text with a trigger phrase that no key says.
fn unread_sentences<'a>(
    field: &Field<'_>,
    row: &Row<'_>,
    text: Slice<'a>,
    claims: &[(page_claims::PageClaim, std::ops::Range<usize>)],
) -> Vec<Slice<'a>> {
    let mut said = Vec::new();
    let mut asked = Vec::new();
    for (claim, range) in claims {
        let claim = page_claims::resolve::resolve(claim, row, field.rows);
        // The unit of the row decides what an amount means.
        let unit = row.unit().map(page_claims::PageClaim::Unit);
        let claims: Vec<_> = std::iter::once(claim).chain(unit).collect();
        let facts = facts(&claims, field.kind);
        let is_literal = facts
            .iter()
            .any(|fact| matches!(fact, Fact::Key("literal", _)));
        if facts.contains(&Fact::NoKey) || (is_literal && !field.is_header) {
            asked.push(range.clone());
        } else {
            said.push(range.clone());
        }
    }
    asked.extend(triggers::find(&text.without_spaces(), &said));
    asked.sort_by_key(|range| range.start);
    let mut sentences: Vec<Slice<'_>> = Vec::new();
    for range in asked {
        let sentence = sentence(text, range.start);
        if sentences
            .last()
            .is_none_or(|last| last.start != sentence.start)
        {
            sentences.push(sentence);
        }
    }
    sentences
}

/// The sentence around an offset of the text without white space.
fn sentence(text: Slice<'_>, offset: usize) -> Slice<'_> {
    let mut seen = 0;
    let at = text.text.char_indices().find(|(_, c)| {
        let here = seen >= offset && !c.is_whitespace();
        seen += if c.is_whitespace() { 0 } else { c.len_utf8() };
        here
    });
    let at = at.map_or(0, |(at, _)| at);
    let is_end = |c: char| matches!(c, '。' | ';' | '；' | '\n');
    let start = text.part(0..at).text.rfind(is_end).map_or(0, |end| {
        end + text.from(end).text.chars().next().map_or(1, char::len_utf8)
    });
    let end = text
        .from(at)
        .text
        .find(is_end)
        .map_or(text.text.len(), |end| at + end);
    text.part(start..end).trim()
}
