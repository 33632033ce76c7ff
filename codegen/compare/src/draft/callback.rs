//! A page about events: the events, and the types of their resources.

use heck::ToUpperCamelCase as _;

use super::writer::{Writer, scalar};
use super::{Context, head};
use crate::audit::page::headings::is_control;
use crate::audit::page::{Block, Page};
use crate::audit::text::Slice;

/// Writes everything before the types. Returns the name of the resource's type.
pub(super) fn write(context: &Context<'_>, out: &mut Writer<'_>) -> String {
    let page = context.page;
    out.key(0, "callback", "TODO");
    let title = page.title.map_or("TODO", |title| title.text);
    out.key(0, "title", title);
    let mut lines = lines(page, |kind| kind == Block::Introduction).into_iter();
    match lines.next() {
        Some(text) => {
            out.todo_value(0, "doc", text);
            out.fingerprint(0, text);
        }
        None => out.key(0, "doc", "TODO"),
    }
    head::source(page, title, out);
    let resource = events(page, out);
    let others = self::lines(page, |kind| kind != Block::Introduction);
    let remarks: Vec<Slice<'_>> = lines.chain(others).collect();
    if !remarks.is_empty() {
        out.open_question(0, "which of these are below `reply:`");
    }
    out.statements(0, "remarks", &remarks);
    resource
}

/// The lines of the page's sentences.
fn lines<'a>(page: &Page<'a>, is_wanted: impl Fn(Block) -> bool) -> Vec<Slice<'a>> {
    let blocks = page.blocks.iter().filter(|(kind, _)| is_wanted(*kind));
    let lines = blocks.flat_map(|(_, text)| text.lines()).map(Slice::trim);
    lines
        .filter(|line| !line.is_blank() && !is_control(*line))
        .collect()
}

fn events(page: &Page<'_>, out: &mut Writer<'_>) -> String {
    let events = page.event_types();
    let name = events.first().map_or("Resource".to_owned(), |(name, _)| {
        format!("{}Resource", name.text.to_upper_camel_case())
    });
    out.open(0, "events");
    if events.is_empty() {
        out.open_question(1, "the types of the events");
        event(page, "TODO", None, &name, out);
    }
    for (event_type, text) in &events {
        event(page, event_type.text, Some(*text), &name, out);
    }
    if events.len() > 1 {
        out.open_question(1, "each event has the same resource");
    }
    name
}

fn event(
    page: &Page<'_>,
    event_type: &str,
    text: Option<Slice<'_>>,
    resource: &str,
    out: &mut Writer<'_>,
) {
    out.line(1, &format!("{}:", scalar(event_type)));
    if let Some(text) = text.filter(|text| !text.is_blank()) {
        let end = text.text.find([',', '，', '。', ';', '；', '\n']);
        let title = text.part(0..end.unwrap_or(text.text.len())).trim();
        if title.text.chars().count() <= 12 {
            out.key(2, "title", title.text);
        }
        out.todo_value(2, "doc", text);
        out.fingerprint(2, text);
    }
    if let Some(original_type) = page.original_type() {
        out.key(2, "original_type", original_type.text);
    }
    out.key(2, "resource", resource);
}
