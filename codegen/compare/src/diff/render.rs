//! Prints a diff as text, Markdown or JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Change, Diff, Kind, SpecText, Users};
use crate::facts::Line;
use wechatpay_codegen::characters::escape_line;

/// The output format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text for a terminal.
    #[default]
    Human,
    /// Tables for a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

/// The current version and the proposed one.
struct Proposal<'a> {
    current: &'a str,
    next: &'a str,
}

impl Diff {
    /// All changes and the proposed version.
    #[must_use]
    pub fn render(&self, style: Style, current: &str, next: &str) -> String {
        let proposal = Proposal { current, next };
        match style {
            Style::Human => self.human(&proposal),
            Style::Markdown => self.markdown(&proposal),
            Style::Json => self.json(&proposal),
        }
    }

    /// The number of changes per consequence for users, in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let classes = [
            Users::BreaksCompilation,
            Users::BreaksAtRunTime,
            Users::Additive,
            Users::Fix,
            Users::Documentation,
        ];
        let counts = classes.into_iter().filter_map(|class| {
            let count = self
                .changes
                .iter()
                .filter(|change| change.users == class)
                .count();
            (count > 0).then(|| format!("{count} × {}", class.as_str()))
        });
        let counts: Vec<_> = counts.collect();
        match self.changes.len() {
            0 => "No differences.".to_owned(),
            1 => format!("1 change: {}.", counts.join(", ")),
            all => format!("{all} changes: {}.", counts.join(", ")),
        }
    }

    fn human(&self, proposal: &Proposal<'_>) -> String {
        let mut text = String::new();
        for group in self.groups() {
            let _ = writeln!(text, "{}", escape_line(heading(group)));
            for change in group {
                let _ = writeln!(text, "  {}", escape_line(&title(change)));
                for line in value_lines(change).iter().chain(&consequences(change)) {
                    let _ = writeln!(text, "    {}", escape_line(line));
                }
            }
            text.push('\n');
        }
        let _ = writeln!(text, "{}", proposal.text());
        text
    }

    fn markdown(&self, proposal: &Proposal<'_>) -> String {
        let mut text = format!("### Changes in the spec\n\n{}\n", self.summary());
        for group in self.groups() {
            let _ = writeln!(text, "\n#### {}\n", markdown(heading(group)));
            text.push_str("| change | before | after | users | wire |\n|---|---|---|---|---|\n");
            for change in group {
                let cell = |spec_text: &Option<SpecText>| match spec_text {
                    Some(SpecText { text, line }) => {
                        let location = line
                            .as_ref()
                            .map(|line| format!(" <sub>{}</sub>", location(line)));
                        format!("{}{}", markdown(text), location.unwrap_or_default())
                    }
                    None => String::new(),
                };
                let users = match change.users {
                    Users::BreaksCompilation | Users::BreaksAtRunTime => {
                        format!("**{}**", change.users.as_str())
                    }
                    other => other.as_str().to_owned(),
                };
                let items = change
                    .broken
                    .iter()
                    .map(|broken| format!("<br>`{}`", broken.item));
                let items: String = items.collect();
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {users}{items} | {} |",
                    markdown(&title(change)),
                    cell(&change.before),
                    cell(&change.after),
                    change.wire.as_str()
                );
            }
        }
        let _ = writeln!(text, "\n{}", proposal.text());
        text
    }

    fn json(&self, proposal: &Proposal<'_>) -> String {
        let changes: Vec<_> = self.changes.iter().map(change_json).collect();
        let value = json!({
            "changes": changes,
            "users": self.users().map(Users::as_str),
            "version": proposal.current,
            "next_version": proposal.next,
        });
        format!("{value:#}\n")
    }

    /// The changes in groups with the same first operation.
    fn groups(&self) -> impl Iterator<Item = &[Change]> {
        let operation = |change: &Change| change.operations.first().cloned();
        self.changes
            .chunk_by(move |a, b| operation(a) == operation(b))
    }
}

impl Proposal<'_> {
    fn text(&self) -> String {
        if self.current == self.next {
            format!("Version: {} (no changes).", self.current)
        } else {
            format!("Next version: {} (current: {}).", self.next, self.current)
        }
    }
}

fn heading(group: &[Change]) -> &str {
    let operation = group.first().and_then(|change| change.operations.first());
    operation.map_or("all operations", String::as_str)
}

fn title(change: &Change) -> String {
    let path = if change.path.is_empty() {
        String::new()
    } else {
        format!(" {}", change.path)
    };
    let fact = change
        .fact
        .map(|fact| format!(", {fact}"))
        .unwrap_or_default();
    format!("{}: {}{path}{fact}", change.kind.as_str(), change.element)
}

/// The old and the new value, one line each.
fn value_lines(change: &Change) -> Vec<String> {
    let both = || change.after.iter().chain(&change.before);
    if both().all(|value| value.text.is_empty()) {
        // No value of this element changed. Its Rust items depend on another change.
        let line = both().find_map(|value| value.line.as_ref());
        return line
            .map(|line| format!("[{}]", location(line)))
            .into_iter()
            .collect();
    }
    let signed = |sign: char, value: &SpecText| {
        let text = if value.text.is_empty() {
            "(not stated)"
        } else {
            &value.text
        };
        let location = value
            .line
            .as_ref()
            .map(|line| format!("  [{}]", location(line)));
        format!("{sign} {text}{}", location.unwrap_or_default())
    };
    let before = change.before.as_ref().map(|value| signed('-', value));
    let after = change.after.as_ref().map(|value| signed('+', value));
    before.into_iter().chain(after).collect()
}

fn consequences(change: &Change) -> Vec<String> {
    let mut lines = vec![format!(
        "users: {}; wire: {}",
        change.users.as_str(),
        change.wire.as_str()
    )];
    if let (Kind::Renamed, Some(evidence)) = (change.kind, change.evidence) {
        lines.push(format!("recognized as renamed: {evidence}"));
    }
    lines.extend(
        change
            .broken
            .iter()
            .map(|broken| match (&broken.before, &broken.after) {
                (Some(before), Some(after)) => format!("{}: {before} → {after}", broken.item),
                (Some(_), None) => format!("{} was removed", broken.item),
                (None, _) => format!("{} is new and must be set", broken.item),
            }),
    );
    if let [_, others @ ..] = &change.operations[..]
        && !others.is_empty()
    {
        lines.push(format!("also affects: {}", others.join(", ")));
    }
    lines
}

fn location(line: &Line) -> String {
    format!("{}:{}", line.file, line.line)
}

fn change_json(change: &Change) -> Value {
    let Change {
        path,
        operations,
        element,
        fact,
        kind,
        before,
        after,
        evidence,
        users,
        wire,
        broken,
    } = change;
    let value = |spec_text: &Option<SpecText>| {
        spec_text.as_ref().map(|SpecText { text, line }| {
            let line = line.as_ref();
            json!({
                "text": text,
                "file": line.map(|line| &line.file),
                "line": line.map(|line| line.line),
            })
        })
    };
    let broken = broken.iter().map(
        |broken| json!({ "item": broken.item, "before": broken.before, "after": broken.after }),
    );
    json!({
        "path": path,
        "operations": operations,
        "element": element,
        "fact": fact,
        "kind": kind.as_str(),
        "before": value(before),
        "after": value(after),
        "evidence": evidence,
        "users": users.as_str(),
        "wire": wire.as_str(),
        "broken": broken.collect::<Vec<_>>(),
    })
}

/// Escapes spec text so that it cannot become markup or end its table cell.
fn markdown(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '~' | '@' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
