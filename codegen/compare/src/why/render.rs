//! Prints an explanation as text or JSON.

use std::fmt::Arguments;

use serde_json::json;

use super::{ExplainedFact, Page, PathError, RustItem, Why};
use crate::facts::Line;
use wechatpay_codegen::characters::escape_line;

impl Why {
    /// The explanation as text. `source` is the folder of the generated files, for example
    /// `generated/src`.
    #[must_use]
    pub fn human(&self, source: &str) -> String {
        let Self {
            path,
            element,
            line,
            pages,
            facts,
            inside,
            rust,
        } = self;
        let mut text = String::new();
        add_line(&mut text, format_args!("{path}  ({element})"));
        if let Some(line) = line {
            add_line(&mut text, format_args!("  {}", location(line)));
        }
        if !pages.is_empty() {
            text.push_str("\npages\n");
        }
        for Page {
            operation,
            title,
            updated,
        } in pages
        {
            add_line(&mut text, format_args!("  {title}, {updated}: {operation}"));
        }
        text.push_str("\nfacts\n");
        for fact in facts {
            write_fact(&mut text, fact);
        }
        if !inside.is_empty() {
            text.push_str("\nparts\n");
        }
        for (path, summary) in inside {
            add_line(&mut text, format_args!("  {path}  {summary}"));
        }
        text.push_str("\nRust items\n");
        if rust.is_empty() {
            text.push_str("  none\n");
        }
        for item in rust {
            write_item(&mut text, item, source);
        }
        text
    }

    /// The explanation as JSON. `source` is the same as for [`human`](Self::human).
    #[must_use]
    pub fn json(&self, source: &str) -> String {
        let Self {
            path,
            element,
            line,
            pages,
            facts,
            inside,
            rust,
        } = self;
        let location = |line: &Option<Line>| {
            line.as_ref()
                .map(|line| json!({ "file": line.file, "line": line.line }))
        };
        let value = json!({
            "path": path,
            "element": element,
            "location": location(line),
            "pages": pages
                .iter()
                .map(|page| json!({
                    "operation": page.operation,
                    "title": page.title,
                    "updated": page.updated,
                }))
                .collect::<Vec<_>>(),
            "facts": facts
                .iter()
                .map(|fact| json!({
                    "name": fact.name,
                    "values": fact.values,
                    "location": location(&fact.line),
                }))
                .collect::<Vec<_>>(),
            "inside": inside.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            "rust": rust
                .iter()
                .map(|item| json!({
                    "path": item.path,
                    "types": item.types,
                    "file": format!("{source}/{}", item.file),
                    "line": item.line,
                }))
                .collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }
}

impl PathError {
    /// The error message for `path`.
    #[must_use]
    pub fn message(&self, path: &str) -> String {
        let path = escape_line(path);
        let list = |paths: &[String]| {
            let lines: Vec<_> = paths.iter().map(|path| format!("  {path}")).collect();
            lines.join("\n")
        };
        match self {
            Self::Ambiguous(paths) => {
                format!(
                    "ambiguous path `{path}`; add more of one of these paths:\n{}",
                    list(paths)
                )
            }
            Self::Unknown(paths) if paths.is_empty() => format!(
                "unknown path `{path}`; write `service.operation`, \
                 `service.operation.request.field` or `service.Type`"
            ),
            Self::Unknown(paths) => {
                format!(
                    "unknown path `{path}`; did you mean one of these?\n{}",
                    list(paths)
                )
            }
        }
    }
}

/// Adds one line. Line ends and invisible characters inside the line are escaped.
fn add_line(text: &mut String, line: Arguments<'_>) {
    text.push_str(&escape_line(&line.to_string()));
    text.push('\n');
}

fn location(line: &Line) -> String {
    format!("{}:{}", line.file, line.line)
}

/// A fact with one value takes one line. A fact with several values takes one line per value.
fn write_fact(text: &mut String, ExplainedFact { name, values, line }: &ExplainedFact) {
    let location = line
        .as_ref()
        .map_or_else(String::new, |line| format!("  [{}]", location(line)));
    if let [value] = &values[..] {
        add_line(text, format_args!("  {name}: {value}{location}"));
        return;
    }
    add_line(text, format_args!("  {name}:{location}"));
    for value in values {
        add_line(text, format_args!("    - {value}"));
    }
}

fn write_item(text: &mut String, item: &RustItem, source: &str) {
    let RustItem {
        path,
        types,
        file,
        line,
    } = item;
    let colon = if types.is_empty() { "" } else { ": " };
    add_line(
        text,
        format_args!("  {source}/{file}:{line}  {path}{colon}{types}"),
    );
}
