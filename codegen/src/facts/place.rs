//! The line on which the spec says a fact, found from the place of the thing that it is said of.

use super::Line;
use crate::source::{SourceFile, Sources, Span};

/// The line of `key:` in the map that a span belongs to; without it, the line of the span.
pub(crate) fn place_of(sources: &Sources, span: Option<Span>, key: &str) -> Option<Line> {
    let span = span?;
    let source = sources.file(span.file);
    let own = source.position(span.start).0;
    let line = match key {
        "" => own,
        key => line_of(source, span, own, key).unwrap_or(own),
    };
    Some(Line {
        file: source.path.clone(),
        line,
    })
}

fn line_of(source: &SourceFile, span: Span, own: usize, key: &str) -> Option<usize> {
    let lines: Vec<&str> = source.text.lines().collect();
    let here = *lines.get(own.checked_sub(1)?)?;
    let is_map_key = source.text[source.clamp(span).end..].starts_with(':');
    let wanted = format!("{key}:");
    let below = |indent: usize, strict: bool| {
        let rest = lines.iter().enumerate().skip(own);
        let block = rest.take_while(move |(_, line)| {
            line.trim().is_empty()
                || if strict {
                    depth(line) > indent
                } else {
                    depth(line) >= indent && !(begins_item(line) && item_depth(line) < indent)
                }
        });
        let mut found: Option<(usize, usize)> = None;
        for (index, line) in block {
            let content = line.trim_start().trim_start_matches("- ");
            let at = depth(line);
            if content.starts_with(&wanted) && found.is_none_or(|(_, depth)| at < depth) {
                found = Some((index + 1, at));
            }
        }
        found.map(|(line, _)| line)
    };
    if is_map_key {
        return below(depth(here), true);
    }
    // A value: its neighbours stand as deep as its own key, above it and below.
    if here
        .trim_start()
        .trim_start_matches("- ")
        .starts_with(&wanted)
    {
        return Some(own);
    }
    let indent = depth(here);
    above(&lines, own, indent, &wanted).or_else(|| below(indent, false))
}

/// The line of a key in the same map, above a line; it ends where its list item begins.
fn above(lines: &[&str], own: usize, indent: usize, wanted: &str) -> Option<usize> {
    let mut begun = begins_item(lines.get(own - 1)?);
    for (index, line) in lines.iter().enumerate().take(own - 1).rev() {
        if begun || (!line.trim().is_empty() && depth(line) < indent) {
            return None;
        }
        let content = line.trim_start().trim_start_matches("- ");
        if depth(line) == indent && content.starts_with(wanted) {
            return Some(index + 1);
        }
        begun = depth(line) == indent && begins_item(line);
    }
    None
}

fn begins_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

fn item_depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// How deep a line's key stands: behind the dash of a list.
fn depth(line: &str) -> usize {
    let bare = item_depth(line);
    if begins_item(line) { bare + 2 } else { bare }
}
