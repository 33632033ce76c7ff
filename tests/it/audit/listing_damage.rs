//! Every mutant of a listing: changed or dropped names, tags, types and values, swapped neighbors,
//! and dropped types.

use std::ops::Range;

use super::fixture::Mutant;
use super::page_damage::altered;

/// Mutants of a page with one changed listing. Line numbers are removed first and added again
/// afterwards.
pub(crate) fn mutants(page: &str, listing: Range<usize>) -> Vec<Mutant> {
    let code = unnumbered(&page[listing.clone()]);
    let again = numbered(&code);
    assert_eq!(again, page[listing.clone()], "the numbers can be put back");
    let mut damage = Damage {
        lines: code.split('\n').collect(),
        all: Vec::new(),
    };
    if code.starts_with("package main") {
        damage.go();
    } else {
        damage.java();
    }
    let (before, after) = (&page[..listing.start], &page[listing.end..]);
    let whole = |(what, lines): (String, Vec<String>)| Mutant {
        what,
        text: format!("{before}{}{after}", numbered(&lines.join("\n"))),
    };
    damage.all.into_iter().map(whole).collect()
}

/// One line per line of code.
pub(crate) fn unnumbered(listing: &str) -> String {
    let mut code = String::new();
    let mut rest = &listing[1..];
    for number in 2.. {
        let mark = format!(" {number}");
        let is_value = |c: char| c.is_ascii_digit() || ",.;:%L".contains(c);
        let mut found = rest.match_indices(&mark).map(|(at, _)| at);
        let Some(at) = found.find(|at| !rest[at + mark.len()..].starts_with(is_value)) else {
            break;
        };
        code += &rest[..at];
        code.push('\n');
        rest = &rest[at + mark.len()..];
    }
    code + rest
}

fn numbered(code: &str) -> String {
    let lines = (1..).zip(code.split('\n'));
    let lines: Vec<_> = lines.map(|(n, line)| format!("{n}{line}")).collect();
    lines.join(" ")
}

struct Damage<'a> {
    lines: Vec<&'a str>,
    /// The description of the change, and the resulting lines.
    all: Vec<(String, Vec<String>)>,
}

impl Damage<'_> {
    fn push(&mut self, what: &str, at: usize, edit: impl FnOnce(&mut Vec<String>)) {
        let mut lines: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        edit(&mut lines);
        let what = format!("code line {}: {what}: {}", at + 1, self.lines[at].trim());
        self.all.push((what, lines));
    }

    /// Replaces a piece of a line, which has to contain it.
    fn replace(&mut self, what: &str, at: usize, from: &str, to: &str) {
        let line = self.lines[at].replacen(from, to, 1);
        assert_ne!(line, self.lines[at], "{from} is not in the line");
        self.push(what, at, |lines| lines[at] = line);
    }

    /// Changes the word between two marks, if the line has them.
    fn change(&mut self, at: usize, before: &str, after: &[char]) {
        let Some((_, rest)) = self.lines[at].split_once(before) else {
            return;
        };
        let word = rest.split(after).next().unwrap_or_default();
        let (from, to) = (
            format!("{before}{word}"),
            format!("{before}{}", altered(word)),
        );
        self.replace("changed", at, &from, &to);
    }

    fn drop(&mut self, range: Range<usize>) {
        self.push("dropped", range.start, |lines| drop(lines.drain(range)));
    }

    fn swap(&mut self, first: &Range<usize>, second: &Range<usize>) {
        let (first, second) = (first.clone(), second.clone());
        self.push("exchanged", first.start, |lines| {
            let between = lines[first.end..second.start].to_vec();
            let mut new = lines[second.clone()].to_vec();
            new.extend(between);
            new.extend_from_slice(&lines[first.clone()]);
            lines.splice(first.start..second.end, new);
        });
    }

    /// From a line to the next line that has only a bracket.
    fn block(&self, at: usize, mark: &str) -> Range<usize> {
        let rest = self.lines[at..].iter();
        at..at + 1 + rest.take_while(|line| line.trim() != mark).count()
    }

    /// The values that the program sets in the request: each one changed, or not set.
    fn program(&mut self, from: &str, to: &str) {
        let lines = self.lines.iter().enumerate();
        let mut lines = lines.skip_while(|(_, line)| !line.contains(from)).skip(1);
        let last = |line: &str| line == to;
        let inside: Vec<usize> = lines
            .by_ref()
            .take_while(|(_, line)| !last(line))
            .map(|(at, _)| at)
            .collect();
        for at in inside {
            let line = self.lines[at].trim();
            let Some(value) = value_of(line) else {
                continue;
            };
            self.replace("changed", at, value, &altered(value));
            self.drop(at..at + 1);
            let name = line.split([':', '=']).next().unwrap_or_default();
            let name = name.trim().rsplit('.').next().unwrap_or_default();
            if name != line {
                self.replace("changed", at, name, &altered(name));
            }
        }
    }

    fn java(&mut self) {
        self.program(" request = new ", " try {");
        let mut fields: Vec<Range<usize>> = Vec::new();
        let mut is_declaring = false;
        for at in 0..self.lines.len() {
            let line = self.lines[at].trim();
            is_declaring |= line.starts_with("public static class ");
            for opening in [
                "METHOD = \"",
                "PATH = \"",
                "public class ",
                "static class ",
                "public enum ",
            ] {
                self.change(at, opening, &['"', ' ']);
            }
            if line.contains(" run(") {
                self.change(at, "run(", &[' ']);
                self.change(at, "public ", &[' ']);
            } else if line.starts_with("public static class ") || line.starts_with("public enum ") {
                self.drop(self.block(at, "}"));
            } else if line.starts_with("@Serialized") {
                let field = at..at
                    + 1
                    + self.lines[at..]
                        .iter()
                        .take_while(|line| line.trim().starts_with('@'))
                        .count();
                self.change(at, "(\"", &['"']);
                self.drop(field.clone());
                self.java_neighbors(fields.last().cloned(), &field);
                fields.push(field);
            } else if line.starts_with("@Expose") {
                self.drop(at..at + 1);
            } else if is_declaring && line.starts_with("public ") {
                self.java_type(at);
            }
        }
    }

    /// Two fields of a class, or the texts of two values of an enum.
    fn java_neighbors(&mut self, first: Option<Range<usize>>, second: &Range<usize>) {
        let is_field = |range: &Range<usize>| self.lines[range.end - 1].ends_with(';');
        let is_exposed = |range: &Range<usize>| range.len() == 3;
        let Some(first) = first else { return };
        let apart = self.lines[first.end..second.start]
            .iter()
            .any(|line| !line.trim().is_empty());
        if apart || is_exposed(&first) != is_exposed(second) {
            return;
        }
        if is_field(&first) && is_field(second) {
            self.swap(&first, second);
        } else if !is_field(&first) && !is_field(second) {
            self.swap(
                &(first.start..first.start + 1),
                &(second.start..second.start + 1),
            );
        }
    }

    fn java_type(&mut self, at: usize) {
        let (_, rest) = self.lines[at].split_once("public ").unwrap();
        let ty = rest.split(' ').next().unwrap_or_default();
        let with = match ty {
            "String" => "Long".to_owned(),
            "Long" => "Boolean".to_owned(),
            "Boolean" => "String".to_owned(),
            list if list.starts_with("List<") => list[5..list.len() - 1].to_owned(),
            name => format!("List<{name}>"),
        };
        self.replace(
            "type",
            at,
            &format!("public {ty} "),
            &format!("public {with} "),
        );
        if !self.lines[at - 1].contains("@Expose") {
            self.push("exposed", at, |lines| {
                lines.insert(at, " @Expose(serialize = false)".to_owned());
            });
        }
    }

    fn go(&mut self) {
        self.program(" request := &", " }");
        let hidden = self.go_hidden();
        for at in 0..self.lines.len() {
            let line = self.lines[at].trim();
            if line.contains("`json:\"") {
                self.go_field(at, &hidden);
            } else if line.starts_with("type ") && !line.starts_with("type Alias") {
                self.change(at, "type ", &[' ']);
                let end = if line.ends_with('{') {
                    self.block(at, "}").end
                } else {
                    at + 1
                };
                self.drop(at..end);
            } else if is_constant(line) {
                self.change(at, " = \"", &['"']);
                self.drop(at..at + 1);
                if self.lines.get(at + 1).is_some_and(|next| is_constant(next)) {
                    self.swap(&(at..at + 1), &(at + 1..at + 2));
                }
            } else if line.starts_with("func ") && line.contains("config *") {
                for opening in ["func ", "request *", "response *"] {
                    self.change(at, opening, &['(', ')', ',']);
                }
            }
            for opening in ["method = \"", "path = \""] {
                self.change(at, opening, &['"']);
            }
        }
    }

    /// Tags of fields that a struct keeps out of its body, with the lines that say so.
    fn go_hidden(&self) -> Vec<(usize, String)> {
        let mut hidden = Vec::new();
        let mut is_inside = false;
        for (at, line) in self.lines.iter().enumerate() {
            is_inside = (is_inside || line.contains("&struct {")) && !line.contains("*Alias");
            if is_inside && line.contains("`json:\"") {
                hidden.push((at, tag(line)));
            }
        }
        hidden
    }

    fn go_field(&mut self, at: usize, hidden: &[(usize, String)]) {
        let is_hidden = |at: usize| hidden.iter().any(|(line, _)| *line == at);
        let has_hidden_name = |line: &str| hidden.iter().any(|(_, name)| *name == tag(line));
        self.change(at, "`json:\"", &[',']);
        let ty = self.lines[at]
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        // A time is also a text: Go lists some times as text and some as times.
        let with = if ["*string", "*time.Time"].contains(&ty.as_str()) {
            "*int64"
        } else {
            "*string"
        };
        self.replace("type", at, &format!(" {ty} "), &format!(" {with} "));
        self.drop(at..at + 1);
        let Some(next) = self
            .lines
            .get(at + 1)
            .filter(|next| next.contains("`json:\""))
        else {
            return;
        };
        if !is_hidden(at) && has_hidden_name(self.lines[at]) == has_hidden_name(next) {
            self.swap(&(at..at + 1), &(at + 1..at + 2));
        }
    }
}

/// The value that a line of a program assigns, if it is a text, a number, a boolean or an enum
/// value.
fn value_of(line: &str) -> Option<&str> {
    if line.contains('"') {
        return line.split('"').nth(1);
    }
    let assigned = line.split([':', '=']).next_back()?.trim();
    let assigned = assigned.strip_suffix(".Ptr(),").unwrap_or(assigned);
    let assigned = assigned.rsplit(['(', '.']).next()?;
    let assigned = assigned.trim_end_matches(['L', ';', ')', ',']);
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!assigned.is_empty() && assigned.chars().all(is_word)).then_some(assigned)
}

fn tag(line: &str) -> String {
    let rest = line.split("`json:\"").nth(1).unwrap_or_default();
    rest.split(',').next().unwrap_or_default().to_owned()
}

/// `COLOUR_RED Colour = "RED"`
fn is_constant(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.len() == 4 && words[2] == "=" && words[3].starts_with('"')
}
