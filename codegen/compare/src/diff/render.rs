//! A diff for people, for a pull request, for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Change, Diff, Kind, Said, Users};
use crate::facts::Line;
use wechatpay_codegen::characters::escape_line;

/// In which form changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    #[default]
    Human,
    /// For a pull request.
    Markdown,
    /// One JSON object.
    Json,
}

/// What is proposed beside the changes.
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

    /// How many changes there are of each class, in one line.
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
            0 => "The specs say the same.".to_owned(),
            1 => format!("1 change: {}.", counts.join(", ")),
            all => format!("{all} changes: {}.", counts.join(", ")),
        }
    }

    fn human(&self, proposal: &Proposal<'_>) -> String {
        let mut text = String::new();
        for group in self.groups() {
            let _ = writeln!(text, "{}", escape_line(&heading(group)));
            for change in group {
                let _ = writeln!(text, "  {}", escape_line(&title(change)));
                for line in sides(change).iter().chain(&consequences(change)) {
                    let _ = writeln!(text, "    {}", escape_line(line));
                }
            }
            text.push('\n');
        }
        let _ = writeln!(text, "{}", proposal.text());
        text
    }

    fn markdown(&self, proposal: &Proposal<'_>) -> String {
        let mut text = format!("### What changes in the spec\n\n{}\n", self.summary());
        for group in self.groups() {
            let _ = writeln!(text, "\n#### {}\n", markdown(&heading(group)));
            text.push_str("| change | before | after | users | wire |\n|---|---|---|---|---|\n");
            for change in group {
                let cell = |said: &Option<Said>| match said {
                    Some(Said { text, line }) => {
                        let place = line
                            .as_ref()
                            .map(|line| format!(" <sub>{}</sub>", shown(line)));
                        format!("{}{}", markdown(text), place.unwrap_or_default())
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

    /// Changes of the same operations that stand together.
    fn groups(&self) -> impl Iterator<Item = &[Change]> {
        self.changes.chunk_by(|a, b| heading_of(a) == heading_of(b))
    }
}

impl Proposal<'_> {
    fn text(&self) -> String {
        if self.current == self.next {
            format!("Version: {}, as nothing changed.", self.current)
        } else {
            format!("Next version: {} (now {}).", self.next, self.current)
        }
    }
}

fn heading(group: &[Change]) -> String {
    group.first().map(heading_of).unwrap_or_default()
}

fn heading_of(change: &Change) -> String {
    match change.operations.first() {
        Some(first) => first.clone(),
        None => "all operations".to_owned(),
    }
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
    format!("{}: {}{path}{fact}", change.kind.as_str(), change.what)
}

fn sides(change: &Change) -> Vec<String> {
    let both = || change.after.iter().chain(&change.before);
    if both().all(|said| said.text.is_empty()) {
        // The spec says nothing new of it; something else changed what it becomes.
        let line = both().find_map(|said| said.line.as_ref());
        return line
            .map(|line| format!("[{}]", shown(line)))
            .into_iter()
            .collect();
    }
    let side = |sign: char, said: &Said| {
        let text = if said.text.is_empty() {
            "(not said)"
        } else {
            &said.text
        };
        let place = said
            .line
            .as_ref()
            .map(|line| format!("  [{}]", shown(line)));
        format!("{sign} {text}{}", place.unwrap_or_default())
    };
    let before = change.before.as_ref().map(|said| side('-', said));
    let after = change.after.as_ref().map(|said| side('+', said));
    before.into_iter().chain(after).collect()
}

fn consequences(change: &Change) -> Vec<String> {
    let mut lines = vec![format!(
        "users: {}; wire: {}",
        change.users.as_str(),
        change.wire.as_str()
    )];
    if let (Kind::Renamed, Some(evidence)) = (change.kind, change.evidence) {
        lines.push(format!("taken for a renaming: {evidence}"));
    }
    lines.extend(
        change
            .broken
            .iter()
            .map(|broken| match (&broken.before, &broken.after) {
                (Some(before), Some(after)) => format!("{}: {before} → {after}", broken.item),
                (Some(_), None) => format!("{} is gone", broken.item),
                (None, _) => format!("{} has to be given", broken.item),
            }),
    );
    if let [_, others @ ..] = &change.operations[..]
        && !others.is_empty()
    {
        lines.push(format!("also in: {}", others.join(", ")));
    }
    lines
}

fn shown(line: &Line) -> String {
    format!("{}:{}", line.file, line.line)
}

fn change_json(change: &Change) -> Value {
    let Change {
        path,
        operations,
        what,
        fact,
        kind,
        before,
        after,
        evidence,
        users,
        wire,
        broken,
    } = change;
    let side = |said: &Option<Said>| {
        said.as_ref().map(|Said { text, line }| {
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
        "what": what,
        "fact": fact,
        "kind": kind.as_str(),
        "before": side(before),
        "after": side(after),
        "evidence": evidence,
        "users": users.as_str(),
        "wire": wire.as_str(),
        "broken": broken.collect::<Vec<_>>(),
    })
}

/// Spec text that can never become markup or leave its cell.
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
