//! Reads YAML as a tree of lines.
//!
//! The files of a spec are in block style with two spaces per level, which is all that this reader
//! knows.

use super::tree::{Node, indent};

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
            self.take_tail(&mut nodes, level, Some((index, line)));
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
        if self.peek().is_none() {
            self.take_tail(&mut nodes, level, None);
        }
        nodes
    }

    /// Gives comments that are indented more than the next node to the last node.
    fn take_tail(&mut self, nodes: &mut [Node], level: usize, next: Option<(usize, &str)>) {
        let (end, least) =
            next.map_or((self.lines.len(), 0), |(index, line)| (index, indent(line)));
        let Some(last) = nodes.last_mut() else {
            return;
        };
        let gap = self.lines.get(self.next..end).unwrap_or_default().iter();
        let is_own =
            |line: &&&str| !line.trim().is_empty() && indent(line) > least && indent(line) >= level;
        let own: Vec<String> = gap
            .take_while(is_own)
            .map(|line| (*line).to_owned())
            .collect();
        self.next += own.len();
        last.tail.extend(own);
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
    # about h
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
