//! Lines of YAML, and `TODO`s with the words and the line of the page.

use wechatpay_codegen::characters::escape_line;
use wechatpay_codegen::source::SourceFile;

use crate::audit::text::{Slice, without_spaces};

/// The most characters of the page in a `TODO`.
const MAX_WORDS: usize = 160;

/// YAML with two spaces per level.
pub(super) struct Writer<'a> {
    pub(super) text: String,
    file: &'a SourceFile,
}

impl<'a> Writer<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        let text = "# yaml-language-server: $schema=../schema.json\n".to_owned();
        Self { text, file }
    }

    /// A writer for a part that is added later.
    pub(super) fn part(&self) -> Self {
        Self {
            text: String::new(),
            file: self.file,
        }
    }

    /// `key: value`
    pub(super) fn key(&mut self, indent: usize, key: &str, value: &str) {
        self.line(indent, &format!("{key}: {}", scalar(value)));
    }

    /// `key:`, with lines below it.
    pub(super) fn open(&mut self, indent: usize, key: &str) {
        self.line(indent, &format!("{}:", scalar(key)));
    }

    /// `key:` with items. A single item stays on the line.
    pub(super) fn list(&mut self, indent: usize, key: &str, items: &[&str]) {
        if let [single] = items {
            self.key(indent, key, single);
            return;
        }
        self.open(indent, key);
        for item in items {
            self.line(indent + 1, &format!("- {}", scalar(item)));
        }
    }

    /// `key: "TODO …"`: the words of the page, which a person replaces.
    pub(super) fn todo_value(&mut self, indent: usize, key: &str, words: Slice<'_>) {
        let todo = self.words(words);
        self.line(indent, &format!("{key}: {}", quoted(&todo)));
    }

    /// A comment about words of the page.
    pub(super) fn todo(&mut self, indent: usize, words: Slice<'_>, what: &str) {
        let todo = self.words(words);
        self.line(indent, &format!("# {todo} ({what})"));
    }

    /// A comment about something that the page does not say.
    pub(super) fn open_question(&mut self, indent: usize, question: &str) {
        self.line(indent, &format!("# TODO {question}"));
    }

    /// Statements in our own words. A single one needs no dash.
    pub(super) fn statements(&mut self, indent: usize, key: &str, texts: &[Slice<'_>]) {
        if texts.is_empty() {
            return;
        }
        self.open(indent, key);
        for text in texts {
            let fingerprint = format!("fingerprint: {}", fingerprint(&text.fingerprint()));
            if texts.len() == 1 {
                self.todo_value(indent + 1, "doc", *text);
                self.line(indent + 1, &fingerprint);
            } else {
                self.todo_value(indent + 1, "- doc", *text);
                self.line(indent + 2, &fingerprint);
            }
        }
    }

    /// `fingerprint:` of a text of the page.
    pub(super) fn fingerprint(&mut self, indent: usize, text: Slice<'_>) {
        let fingerprint = fingerprint(&text.fingerprint());
        self.line(indent, &format!("fingerprint: {fingerprint}"));
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", indent));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The number of `TODO`s.
    pub(super) fn todos(&self) -> usize {
        self.text.matches("TODO").count()
    }

    fn words(&self, words: Slice<'_>) -> String {
        let words = words.trim();
        let (line, _) = self.file.position(words.start);
        let text = without_spaces(words.text);
        let shown: String = text.chars().take(MAX_WORDS).collect();
        let more = if shown.len() < text.len() { "…" } else { "" };
        format!("TODO line {line}: {}{more}", escape_line(&shown))
    }
}

/// The label at the start of the meaning of an enum value. A meaning without an explanation is a
/// sentence, not a label.
pub(crate) fn label(meaning: Slice<'_>) -> Option<Slice<'_>> {
    let ends = [',', '，', '。', ';', '；', ':', '：', '(', '（', '\n'];
    let label = meaning.part(0..meaning.text.find(ends)?).trim();
    (label.text.chars().count() <= 12 && !label.is_blank()).then_some(label)
}

/// A scalar, in quotes if YAML would read it differently.
pub(crate) fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || "_-./$()[] {}、（）,+*|&@:#'".contains(c);
    let starts = text.starts_with(|c: char| c.is_alphabetic() || "/$_".contains(c));
    let is_plain = starts
        && text.chars().all(is_word)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #");
    let is_word_of_yaml = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .contains(&text.to_ascii_lowercase().as_str());
    if is_plain && !is_word_of_yaml {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A fingerprint. One that YAML would read as a number is in quotes.
pub(crate) fn fingerprint(fingerprint: &str) -> String {
    let is_digit = |b: u8| b.is_ascii_digit() || b == b'e';
    if fingerprint.bytes().all(is_digit) && fingerprint.matches('e').count() < 2 {
        quoted(fingerprint)
    } else {
        fingerprint.to_owned()
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn a_scalar_is_quoted_if_yaml_would_read_it_differently() {
        for text in [
            "card",
            "array[string]",
            "/v3/{a}/b",
            "卡 号",
            "string(40)",
            "digits _ -",
        ] {
            assert_eq!(scalar(text), text);
        }
        for text in ["1", "no", "a: b", "a #b", "", "- a", "true", "*", "a:"] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
    }
}
