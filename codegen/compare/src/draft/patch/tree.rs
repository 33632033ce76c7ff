//! YAML as a tree of lines, so that a change of one node leaves all other lines as they are.

use crate::draft::writer::scalar;

/// A node: an entry of a map, or an item of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Blank lines and comments above the node.
    pub(super) lead: Vec<String>,
    /// White space, and the dash of an item.
    pub(super) prefix: String,
    /// The key; `None` for an item that is a scalar.
    pub(super) key: Option<String>,
    /// The key as it is written, with its quotes.
    pub(super) written_key: String,
    /// The text behind the key, or the scalar.
    pub(super) value: String,
    /// The lines of a text that continues.
    pub(super) body: Vec<String>,
    pub(super) children: Vec<Node>,
    /// Comments behind the node that are indented like it.
    pub(super) tail: Vec<String>,
    /// The line in the file, counted from 1.
    pub(super) line: usize,
    /// Whether the node is an item whose children are the entries of its map.
    pub(super) is_item: bool,
}

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

impl Node {
    pub(super) fn key(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }

    pub(super) fn child(&self, key: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.key() == key)
    }

    pub(super) fn child_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.children.iter_mut().find(|child| child.key() == key)
    }

    /// The scalar without quotes.
    pub(super) fn scalar(&self) -> String {
        let text = self.value.trim();
        serde_json::from_str::<String>(text).unwrap_or_else(|_| text.to_owned())
    }

    /// The scalar of a child.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.child(key).map(Self::scalar)
    }

    /// Whether the node or a node below it has a question.
    pub(super) fn has_question(&self) -> bool {
        let mut children = self.children.iter();
        self.value.contains("TODO") || children.any(Self::has_question)
    }

    /// The meaning of the node: keys and scalars, without layout, comments and line numbers.
    pub(super) fn meaning(&self) -> String {
        let items: Vec<String> = match self.children.as_slice() {
            [] if self.body.is_empty() => vec![self.scalar()],
            [] => vec![
                self.scalar(),
                self.body.iter().map(|line| line.trim()).collect::<String>(),
            ],
            // A list of one item may be a scalar.
            [single] if single.key.is_none() && !single.is_item => vec![single.scalar()],
            children => children
                .iter()
                .map(|child| format!("{}={}", child.key(), child.meaning()))
                .collect(),
        };
        items.join(";")
    }

    /// The lines of a block text, without their indentation.
    pub(super) fn block(&self) -> Vec<String> {
        let least = self.body.iter().map(|line| indent(line)).min();
        let cut = |line: &String| {
            line.get(least.unwrap_or(0)..)
                .unwrap_or_default()
                .to_owned()
        };
        self.body.iter().map(cut).collect()
    }

    /// Replaces the lines of a block text.
    pub(super) fn set_block(&mut self, lines: &[String]) {
        let least = self.body.iter().map(|line| indent(line)).min();
        let space = " ".repeat(least.unwrap_or(0));
        self.body = lines.iter().map(|line| format!("{space}{line}")).collect();
    }

    /// Takes value and children from another node, at the indentation of this one.
    pub(super) fn replace_with(&mut self, other: &Self) {
        let moved = other.moved_to(self.level());
        let was_quoted = self.value.starts_with('"') && !moved.value.starts_with('"');
        self.value = if was_quoted && moved.children.is_empty() {
            serde_json::Value::from(moved.value).to_string()
        } else {
            moved.value
        };
        self.body = moved.body;
        self.children = moved.children;
    }

    /// The node at another indentation. The first entry of an item keeps its dash.
    pub(super) fn moved_to(&self, level: usize) -> Self {
        let old = self.level();
        self.shifted(old, level)
    }

    /// The column of the key, or of the dash of an item.
    pub(super) fn level(&self) -> usize {
        if self.is_item {
            let first = self.children.first();
            return first.map_or(0, |child| child.prefix.len().saturating_sub(2));
        }
        match self.key {
            Some(_) => self.prefix.len(),
            None => indent(&self.prefix),
        }
    }

    fn shifted(&self, old: usize, new: usize) -> Self {
        let shift = |text: &String| {
            let (own, rest) = (indent(text), text.trim_start_matches(' '));
            format!("{}{rest}", " ".repeat((own + new).saturating_sub(old)))
        };
        let mut node = self.clone();
        node.prefix = shift(&self.prefix);
        node.lead = self.lead.iter().map(shift).collect();
        node.body = self.body.iter().map(shift).collect();
        node.tail = self.tail.iter().map(shift).collect();
        let children = self.children.iter();
        node.children = children.map(|child| child.shifted(old, new)).collect();
        node
    }

    /// Drops the comments behind the node.
    pub(super) fn drop_tail(&mut self) {
        self.tail.clear();
        if let Some(last) = self.children.last_mut() {
            last.drop_tail();
        }
    }

    /// Gives the node another key.
    pub(super) fn set_key(&mut self, key: &str) {
        self.key = Some(key.to_owned());
        self.written_key = scalar(key);
    }

    /// The text of the node.
    pub(super) fn write(&self, out: &mut String) {
        let line = |out: &mut String, text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        for text in &self.lead {
            line(out, text);
        }
        if !self.is_item {
            let head = match &self.key {
                Some(_) => format!("{}{}: {}", self.prefix, self.written_key, self.value),
                None => format!("{}{}", self.prefix, self.value),
            };
            line(out, head.trim_end());
        }
        if self.is_item && self.prefix.is_empty() && self.key.is_none() && self.line == 0 {
            // The root: its body comes behind its children.
            for child in &self.children {
                child.write(out);
            }
            for text in &self.body {
                line(out, text);
            }
            return;
        }
        for text in &self.body {
            line(out, text);
        }
        for child in &self.children {
            child.write(out);
        }
        for text in &self.tail {
            line(out, text);
        }
    }
}
