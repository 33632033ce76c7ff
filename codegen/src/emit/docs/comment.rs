//! Paragraphs of markdown as a doc comment, wrapped.

/// Paragraphs that become one doc comment.
#[derive(Default)]
pub(crate) struct Doc {
    paragraphs: Vec<Paragraph>,
}

/// Text between empty lines.
pub(crate) enum Paragraph {
    /// Lines of markdown.
    Text(String),
    /// Text in its own file.
    Included(Example),
}

/// A file with a block of Rust. Only this is ever compiled as a doctest.
pub(crate) struct Example {
    /// Below `src/`. Only files right in there include one.
    pub(crate) path: String,
    pub(crate) rust: String,
}

/// Columns for a line's text: 100 without the deepest indentation of a documented item and `/// `.
const WIDTH: usize = 84;

impl Doc {
    /// A comment that begins with this paragraph of markdown.
    pub(crate) fn new(first: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![Paragraph::Text(wrapped(first.into()))],
        }
    }

    /// Adds a paragraph of markdown.
    pub(crate) fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.paragraphs.push(Paragraph::Text(wrapped(text.into())));
        self
    }

    /// Adds a paragraph of these sentences, if there are any.
    pub(crate) fn text(self, sentences: &[String]) -> Self {
        if sentences.is_empty() {
            return self;
        }
        self.paragraph(sentences.join(" "))
    }

    /// Adds a list below a line that says what it is, if it has items.
    pub(crate) fn list_of(self, lead: &str, items: Vec<String>) -> Self {
        if items.is_empty() {
            return self;
        }
        self.paragraph(lead).list(items)
    }

    /// Adds a list, if it has items.
    pub(crate) fn list(mut self, items: impl IntoIterator<Item = String>) -> Self {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| wrap(&item, "- ", "  "))
            .collect();
        if !items.is_empty() {
            self.paragraphs.push(Paragraph::Text(items.join("\n")));
        }
        self
    }

    /// Adds a section with an example, if there is one.
    pub(crate) fn example(self, example: Option<Example>) -> Self {
        let Some(example) = example else {
            return self;
        };
        let mut doc = self.heading("Example");
        doc.paragraphs.push(Paragraph::Included(example));
        doc
    }

    /// Begins a section.
    pub(crate) fn heading(self, heading: &str) -> Self {
        self.paragraph(format!("# {heading}"))
    }

    /// Each line as a comment, for a member whose docs no empty line separates from the next.
    pub(crate) fn attributes(&self) -> Vec<String> {
        let texts = self
            .paragraphs
            .iter()
            .filter_map(|paragraph| match paragraph {
                Paragraph::Text(text) => Some(text.lines()),
                Paragraph::Included(_) => None,
            });
        texts.flatten().map(|line| format!("/// {line}")).collect()
    }

    /// Whether there is nothing to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    pub(crate) fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }
}

/// A paragraph in lines; one that has lines already keeps them.
fn wrapped(paragraph: String) -> String {
    if paragraph.contains('\n') {
        paragraph
    } else {
        wrap(&paragraph, "", "")
    }
}

/// Breaks a paragraph into lines at spaces outside code spans.
fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut wrapped = String::with_capacity(first.len() + text.len() + 16);
    wrapped.push_str(first);
    let mut width = first.len();
    let mut is_first = true;
    for word in words(text) {
        let more = columns(word);
        if !is_first && width + 1 + more > WIDTH {
            wrapped.push('\n');
            wrapped.push_str(rest);
            width = rest.len();
        } else if !is_first {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += more;
        is_first = false;
    }
    wrapped
}

/// Columns in an editor: a Chinese character takes two.
fn columns(word: &str) -> usize {
    word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The words of a paragraph; a code span with spaces in it is one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    let mut before = ' ';
    text.split(move |c| {
        in_code ^= c == '`' && before != '\\';
        before = c;
        c == ' ' && !in_code
    })
}
