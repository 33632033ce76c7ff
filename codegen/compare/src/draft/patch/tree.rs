//! YAML as a tree of lines, so that a change of one node leaves all other lines as they are.
//!
//! The files of a spec are in block style with two spaces per level, which is all that this reader
//! knows.

use crate::draft::writer::scalar;

/// A node: an entry of a map, or an item of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Blank lines and comments above the node.
    lead: Vec<String>,
    /// White space, and the dash of an item.
    prefix: String,
    /// The key; `None` for an item that is a scalar.
    key: Option<String>,
    /// The key as it is written, with its quotes.
    written_key: String,
    /// The text behind the key, or the scalar.
    pub(super) value: String,
    /// The lines of a text that continues.
    body: Vec<String>,
    pub(super) children: Vec<Node>,
    /// The line in the file, counted from 1.
    pub(super) line: usize,
    /// Whether the node is an item whose children are the entries of its map.
    is_item: bool,
}

/// The nodes of a file. The last node is empty, and has what comes behind all others.
pub(super) fn read(text: &str) -> Node {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        lines: &lines,
        next: 0,
    };
    let children = reader.nodes(0);
    Node {
        children,
        body: reader.rest(),
        is_item: true,
        ..Node::default()
    }
}

struct Reader<'a> {
    lines: &'a [&'a str],
    next: usize,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_blank(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with('#')
}

/// The key and the value of `key: value`.
fn entry(text: &str) -> Option<(&str, &str)> {
    let end = match text.strip_prefix('"') {
        Some(rest) => rest.find('"')? + 2,
        None => 0,
    };
    let rest = text.get(end..)?;
    if let Some(at) = rest.find(": ") {
        return Some((text.get(..end + at)?, rest.get(at + 2..)?));
    }
    Some((text.strip_suffix(':')?, ""))
}

impl<'a> Reader<'a> {
    /// The next line that is not blank, with its index.
    fn peek(&self) -> Option<(usize, &'a str)> {
        let lines = self.lines.iter().enumerate().skip(self.next);
        let mut lines = lines.filter(|(_, line)| !is_blank(line));
        lines.next().map(|(index, line)| (index, *line))
    }

    fn rest(&mut self) -> Vec<String> {
        let rest = self.lines.get(self.next..).unwrap_or_default();
        rest.iter().map(|line| (*line).to_owned()).collect()
    }

    fn nodes(&mut self, level: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some((index, line)) = self.peek() {
            if indent(line) != level {
                break;
            }
            let lead = self.lines.get(self.next..index).unwrap_or_default();
            let lead = lead.iter().map(|line| (*line).to_owned()).collect();
            self.next = index + 1;
            let text = line.trim_start();
            let mut node = match text.strip_prefix("- ") {
                Some(rest) => self.item(level, rest, index),
                None => self.entry(&" ".repeat(level), text, level, index),
            };
            node.lead = lead;
            nodes.push(node);
        }
        nodes
    }

    fn item(&mut self, level: usize, text: &str, index: usize) -> Node {
        let prefix = format!("{}- ", " ".repeat(level));
        if entry(text).is_none() {
            return Node {
                prefix,
                value: text.to_owned(),
                body: self.body(level),
                line: index + 1,
                ..Node::default()
            };
        }
        let mut children = vec![self.entry(&prefix, text, level + 2, index)];
        children.extend(self.nodes(level + 2));
        Node {
            children,
            line: index + 1,
            is_item: true,
            ..Node::default()
        }
    }

    fn entry(&mut self, prefix: &str, text: &str, level: usize, index: usize) -> Node {
        let (key, value) = entry(text).unwrap_or((text, ""));
        let mut node = Node {
            prefix: prefix.to_owned(),
            key: Some(key.trim_matches('"').to_owned()),
            written_key: key.to_owned(),
            value: value.to_owned(),
            line: index + 1,
            ..Node::default()
        };
        if value.is_empty() {
            match self.peek() {
                Some((_, next)) if indent(next) > level => {
                    node.children = self.nodes(indent(next));
                }
                _ => {}
            }
        } else {
            node.body = self.body(level);
        }
        node
    }

    /// The lines of a text that continues below its key.
    fn body(&mut self, level: usize) -> Vec<String> {
        let mut end = self.next;
        for (index, line) in self.lines.iter().enumerate().skip(self.next) {
            if line.trim().is_empty() {
                continue;
            }
            if indent(line) <= level {
                break;
            }
            end = index + 1;
        }
        let body = self.lines.get(self.next..end).unwrap_or_default();
        self.next = end;
        body.iter().map(|line| (*line).to_owned()).collect()
    }
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
        let cut = |line: &String| line.get(least.unwrap_or(0)..).unwrap_or_default().to_owned();
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
        self.value = moved.value;
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
        let children = self.children.iter();
        node.children = children.map(|child| child.shifted(old, new)).collect();
        node
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
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_tree_is_written_as_it_was_read() {
        let text = "\
# comment
a: 1
\"b c\":
  d: |
    {
      \"e: f\": 1

    }

  # comment
  g:
    - h
    - i: 1
      j:
        k: {}
    - l: text
        that continues
m: \"x: y\"

# end
";
        let mut written = String::new();
        read(text).write(&mut written);
        assert_eq!(written, text);
        assert_eq!(read(text).child("m").unwrap().scalar(), "x: y");
    }
}
