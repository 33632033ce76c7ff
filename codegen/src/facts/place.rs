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
    // What a list holds is known by its first key.
    let is_key = source.text[source.clamp(span).end..].starts_with(':');
    let map = if is_key && !begins_item(lines.get(own.checked_sub(1)?)?) {
        below(&lines, own)
    } else {
        around(&lines, own)
    };
    let is_it = |number: &usize, key: &str| {
        let line = lines[number - 1].trim_start();
        let content = line.strip_prefix("- ").unwrap_or(line);
        let rest = content.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    let found = map.iter().find(|number| is_it(number, key));
    // The page stands one level further in.
    let in_source = || {
        let source = map.iter().find(|number| is_it(number, "source"))?;
        below(&lines, *source)
            .into_iter()
            .find(|number| is_it(number, key))
    };
    found.copied().or_else(in_source)
}

/// The lines of the keys in the map below a key.
fn below(lines: &[&str], key: usize) -> Vec<usize> {
    let outer = depth(lines[key - 1]);
    let filled = lines.iter().enumerate().skip(key);
    let inside = filled
        .filter(|(_, line)| !is_empty(line))
        .take_while(|(_, line)| depth(line) > outer);
    let inside: Vec<_> = inside
        .map(|(index, line)| (index + 1, depth(line)))
        .collect();
    let level = inside.first().map_or(0, |(_, depth)| *depth);
    let own = inside.into_iter().filter(|(_, depth)| *depth == level);
    own.map(|(number, _)| number).collect()
}

/// The lines of the keys in the map that a line's key stands in.
fn around(lines: &[&str], own: usize) -> Vec<usize> {
    let level = depth(lines[own - 1]);
    let number = |(index, _): (usize, &&str)| index + 1;
    let is_own = |(_, line): &(usize, &&str)| depth(line) == level;
    let after = lines.iter().enumerate().skip(own);
    let after = after
        .filter(|(_, line)| !is_empty(line))
        .take_while(|(_, line)| {
            depth(line) >= level && !(depth(line) == level && begins_item(line))
        });
    let mut all: Vec<usize> = vec![own];
    all.extend(after.filter(is_own).map(number));
    if !begins_item(lines[own - 1]) {
        let before = lines.iter().enumerate().take(own - 1).rev();
        for (index, line) in before.filter(|(_, line)| !is_empty(line)) {
            if depth(line) < level {
                break;
            }
            if depth(line) == level {
                all.push(index + 1);
                if begins_item(line) {
                    break;
                }
            }
        }
    }
    all
}

fn is_empty(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn begins_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// How deep a line's key stands: behind the dash of a list.
fn depth(line: &str) -> usize {
    let bare = line.len() - line.trim_start().len();
    if begins_item(line) { bare + 2 } else { bare }
}
