//! An explanation for people and for programs.

use std::fmt::Arguments;

use serde_json::json;

use super::{Lost, Page, RustItem, Told, Why};
use crate::facts::Line;
use wechatpay_codegen::characters::escape_line;

impl Why {
    /// For a terminal; `source` is where the generated files lie, as `generated/src`.
    #[must_use]
    pub fn human(&self, source: &str) -> String {
        let Self {
            path,
            what,
            line,
            pages,
            facts,
            inside,
            rust,
        } = self;
        let mut text = String::new();
        add_line(&mut text, format_args!("{path}  ({what})"));
        if let Some(line) = line {
            add_line(&mut text, format_args!("  {}", shown(line)));
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
        text.push_str("\nthe spec says\n");
        for told in facts {
            write_told(&mut text, told);
        }
        if !inside.is_empty() {
            text.push_str("\nbelow it\n");
        }
        for (path, brief) in inside {
            add_line(&mut text, format_args!("  {path}  {brief}"));
        }
        text.push_str("\nin Rust\n");
        if rust.is_empty() {
            text.push_str("  nothing of its own\n");
        }
        for item in rust {
            write_item(&mut text, item, source);
        }
        text
    }

    /// For programs; `source` as in [`human`](Self::human).
    #[must_use]
    pub fn json(&self, source: &str) -> String {
        let Self {
            path,
            what,
            line,
            pages,
            facts,
            inside,
            rust,
        } = self;
        let place = |line: &Option<Line>| {
            line.as_ref()
                .map(|line| json!({ "file": line.file, "line": line.line }))
        };
        let value = json!({
            "path": path,
            "what": what,
            "place": place(line),
            "pages": pages
                .iter()
                .map(|page| json!({ "operation": page.operation, "title": page.title, "updated": page.updated }))
                .collect::<Vec<_>>(),
            "facts": facts
                .iter()
                .map(|told| json!({ "name": told.name, "said": told.said, "place": place(&told.line) }))
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

impl Lost {
    /// What to tell who asked for `path`.
    #[must_use]
    pub fn explain(&self, path: &str) -> String {
        let path = escape_line(path);
        let list = |paths: &[String]| {
            let lines: Vec<_> = paths.iter().map(|path| format!("  {path}")).collect();
            lines.join("\n")
        };
        match self {
            Self::Ambiguous(paths) => {
                format!(
                    "`{path}` may mean each of these; give more of the path:\n{}",
                    list(paths)
                )
            }
            Self::Unknown(paths) if paths.is_empty() => format!(
                "there is no `{path}` in the spec; write `service.operation`, `service.operation.request.field` or \
                 `service.Type`"
            ),
            Self::Unknown(paths) => {
                format!(
                    "there is no `{path}` in the spec; did you mean\n{}",
                    list(paths)
                )
            }
        }
    }
}

/// Adds one line: a value that has line ends, or characters that nobody sees, shows them as escapes.
fn add_line(text: &mut String, line: Arguments<'_>) {
    text.push_str(&escape_line(&line.to_string()));
    text.push('\n');
}

fn shown(line: &Line) -> String {
    format!("{}:{}", line.file, line.line)
}

/// A fact in a line, or with a line for each of its parts.
fn write_told(text: &mut String, Told { name, said, line }: &Told) {
    let place = line
        .as_ref()
        .map_or_else(String::new, |line| format!("  [{}]", shown(line)));
    if let [only] = &said[..] {
        add_line(text, format_args!("  {name}: {only}{place}"));
        return;
    }
    add_line(text, format_args!("  {name}:{place}"));
    for one in said {
        add_line(text, format_args!("    - {one}"));
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
