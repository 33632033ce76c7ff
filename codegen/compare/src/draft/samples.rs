//! Printed samples: values of the path and the query, and the JSON of request and response.

use super::Context;
use super::writer::{Writer, scalar};
use crate::audit::page::samples::RequestSample;

pub(super) fn write(context: &Context<'_>, out: &mut Writer<'_>) {
    let page = context.page;
    let count = page.requests.len().max(page.responses.len());
    if count == 0 {
        return;
    }
    out.blank();
    out.open(0, "samples");
    for index in 0..count {
        let mut part = out.part();
        let caption = page.requests.get(index).and_then(|request| request.caption);
        if let Some(caption) = caption {
            part.key(2, "title", caption.text);
        }
        if let Some(request) = page.requests.get(index) {
            write_request(context, request, &mut part);
        }
        if let Some(response) = page.responses.get(index) {
            json("response", &response.body, &mut part);
        }
        // The first line of an item starts with a dash.
        let item = part.text.replacen("    ", "  - ", 1);
        out.text.push_str(&item);
    }
}

fn write_request(context: &Context<'_>, request: &RequestSample<'_>, out: &mut Writer<'_>) {
    let template = context.page.path_line.map_or("", |path| path.text);
    let url = request
        .url
        .map_or("", |url| url.text.trim_end_matches(['\\', '\'', '"', ' ']));
    let path = url
        .strip_prefix("https://")
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]));
    let (path, query) = path
        .unwrap_or_default()
        .split_once('?')
        .unwrap_or((path.unwrap_or_default(), ""));
    let values: Vec<(&str, &str)> = template
        .split('/')
        .zip(path.split('/'))
        .filter_map(|(name, value)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value)))
        .collect();
    pairs("path", &values, out);
    let query: Vec<(&str, &str)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    pairs("query", &query, out);
    if let Some(body) = &request.body {
        json("request", body, out);
    } else if request.is_multipart {
        out.todo(2, request.line, "a form with files");
    }
}

fn pairs(key: &str, pairs: &[(&str, &str)], out: &mut Writer<'_>) {
    if pairs.is_empty() {
        return;
    }
    out.open(2, key);
    for (name, value) in pairs {
        out.line(3, &format!("{}: {}", scalar(name), scalar(value)));
    }
}

fn json(key: &str, json: &str, out: &mut Writer<'_>) {
    out.line(2, &format!("{key}: |"));
    for line in json_lines(json) {
        out.line(3, &line);
    }
}

/// JSON with two spaces per level, in the order and the notation of the page.
pub(crate) fn json_lines(json: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let lines = json.lines().map(str::trim).filter(|line| !line.is_empty());
    let indented = |line: &str| {
        let closes = line.starts_with(['}', ']']);
        let level = depth.saturating_sub(usize::from(closes));
        depth = brackets(depth, line);
        "  ".repeat(level) + &without_space_before_colon(line)
    };
    lines.map(indented).collect()
}

/// The line with `"a": 1` in place of `"a" : 1`.
fn without_space_before_colon(line: &str) -> String {
    match line.split_once("\" : ") {
        Some((name, value)) if !name.trim_start_matches('"').contains('"') => {
            format!("{name}\": {value}")
        }
        _ => line.to_owned(),
    }
}

/// The depth after a line, without brackets in quotes.
fn brackets(mut depth: usize, line: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}
