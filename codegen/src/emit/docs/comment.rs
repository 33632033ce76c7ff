//! Paragraphs of markdown as a doc comment, wrapped.

use proc_macro2::TokenStream;
use quote::quote;

/// Paragraphs that become one doc comment.
#[derive(Default)]
pub(crate) struct Doc {
    paragraphs: Vec<String>,
}

/// Width at which paragraphs are wrapped.
const WIDTH: usize = 100;

impl Doc {
    /// A comment that begins with this paragraph of markdown.
    pub(crate) fn new(first: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![first.into()],
        }
    }

    /// Adds a paragraph of markdown.
    pub(crate) fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.paragraphs.push(text.into());
        self
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
            self.paragraphs.push(items.join("\n"));
        }
        self
    }

    /// Adds a section that holds a block of Rust, if there is one. Only this is ever compiled as a doctest.
    pub(crate) fn code(self, heading: &str, rust: Option<String>) -> Self {
        match rust {
            Some(rust) => self
                .heading(heading)
                .paragraph(format!("```no_run\n{}\n```", rust.trim_end())),
            None => self,
        }
    }

    /// Begins a section.
    pub(crate) fn heading(self, heading: &str) -> Self {
        self.paragraph(format!("# {heading}"))
    }

    /// The comment as outer attributes.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.lines();
        quote!(#(#[doc = #lines])*)
    }

    /// The comment as inner attributes.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.lines();
        quote!(#(#![doc = #lines])*)
    }

    fn lines(&self) -> Vec<String> {
        let text = self
            .paragraphs
            .iter()
            .map(|paragraph| {
                if paragraph.contains('\n') {
                    paragraph.clone()
                } else {
                    wrap(paragraph, "", "")
                }
            })
            .collect::<Vec<_>>()
            .join("\n\n");
        text.lines()
            .map(|line| {
                if line.is_empty() {
                    String::new()
                } else {
                    format!(" {line}")
                }
            })
            .collect()
    }
}

/// Breaks a paragraph into lines at spaces outside code spans.
fn wrap(text: &str, first: &str, rest: &str) -> String {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    let mut text = first.to_owned();
    text.push_str(&lines.join(&format!("\n{rest}")));
    text
}

/// The words of a paragraph; a code span with spaces in it is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut in_code = false;
    for piece in text.split(' ') {
        match words.last_mut().filter(|_| in_code) {
            Some(word) => {
                word.push(' ');
                word.push_str(piece);
            }
            None => words.push(piece.to_owned()),
        }
        let ticks = piece.replace("\\`", "").matches('`').count();
        in_code ^= ticks % 2 == 1;
    }
    words
}
