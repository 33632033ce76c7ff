//! Some lines of a text file, with the gaps between them.

use std::collections::BTreeSet;

/// The lines of a file that a report shows.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) path: String,
    /// All lines of the file.
    lines: Vec<String>,
    /// The numbers of the shown lines, from 1.
    shown: BTreeSet<usize>,
}

impl Excerpt {
    /// No line of a file.
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            lines: text.lines().map(ToOwned::to_owned).collect(),
            shown: BTreeSet::new(),
        }
    }

    /// Shows the whole file.
    pub(super) fn show_all(&mut self) {
        self.shown = (1..=self.lines.len()).collect();
    }

    /// Shows a line, the comments and attributes above it, and everything below it that begins
    /// further to the right, with the end of a block.
    pub(super) fn show_block(&mut self, number: usize) {
        let Some(line) = self.line(number) else {
            return;
        };
        let indent = indent(line);
        let is_above = |line: &str| {
            let content = line.trim_start();
            ["///", "#[", "#"]
                .iter()
                .any(|start| content.starts_with(start))
        };
        let mut first = number;
        while first > 1 && self.line(first - 1).is_some_and(is_above) {
            first -= 1;
        }
        let opens = line.ends_with(['{', '(', '[']);
        let mut last = number;
        while let Some(line) = self.line(last + 1) {
            let is_end = opens && line.trim_start().starts_with(['}', ')', ']']);
            if !line.trim().is_empty() && self::indent(line) <= indent {
                last += usize::from(is_end && self::indent(line) == indent);
                break;
            }
            last += 1;
        }
        self.shown.extend(first..=last);
    }

    /// The number of a line from 1, and its text; `None` for a gap.
    pub(super) fn rows(&self) -> Vec<Option<(usize, &str)>> {
        let mut rows = Vec::new();
        let mut previous = 0;
        for number in &self.shown {
            if *number != previous + 1 {
                rows.push(None);
            }
            previous = *number;
            rows.push(self.line(*number).map(|line| (*number, line)));
        }
        if !self.shown.is_empty() && previous < self.lines.len() {
            rows.push(None);
        }
        rows
    }

    /// Whether a line is shown.
    pub(super) fn has(&self, number: usize) -> bool {
        self.shown.contains(&number)
    }

    fn line(&self, number: usize) -> Option<&str> {
        let index = number.checked_sub(1)?;
        self.lines.get(index).map(String::as_str)
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
