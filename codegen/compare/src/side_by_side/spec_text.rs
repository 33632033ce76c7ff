//! The lines of the spec that a page belongs to, with the sentences that they cover.

use std::collections::BTreeMap;

use wechatpay_codegen::source::{FileId, Sources, Span};

use super::excerpt::Excerpt;
use crate::audit::AuditedPage;

/// A line of a shown file: the index of the file, and the number of the line from 1.
pub(super) type Place = (usize, usize);

/// The shown files of the spec.
#[derive(Debug)]
pub(super) struct SpecText<'a> {
    sources: &'a Sources,
    /// The file of the operation is shown as a whole. Of other files, only what sentences need.
    pub(super) files: Vec<(FileId, Excerpt)>,
    /// The index of the first sentence that leads to a line.
    pub(super) sentences: BTreeMap<Place, usize>,
}

impl<'a> SpecText<'a> {
    pub(super) fn new(sources: &'a Sources, page: &AuditedPage) -> Self {
        let mut text = Self {
            sources,
            files: Vec::new(),
            sentences: BTreeMap::new(),
        };
        for (index, sentence) in page.sentences.iter().enumerate() {
            for span in &sentence.spec {
                let place = text.add(*span);
                text.sentences.entry(place).or_insert(index);
            }
        }
        text
    }

    /// Shows the place, and returns it.
    fn add(&mut self, span: Span) -> Place {
        let source = self.sources.file(span.file);
        let (line, _) = source.position(span.start);
        let known = self.files.iter().position(|(file, _)| *file == span.file);
        let index = known.unwrap_or_else(|| {
            let mut excerpt = Excerpt::new(&source.path, &source.text);
            // The first fact of a page is its title, in the file of the operation.
            if self.files.is_empty() {
                excerpt.show_all();
            }
            self.files.push((span.file, excerpt));
            self.files.len() - 1
        });
        if let Some((_, excerpt)) = self.files.get_mut(index)
            && !excerpt.has(line)
        {
            excerpt.show_block(line);
        }
        (index, line)
    }

    /// The place of a span that is shown.
    pub(super) fn place(&self, span: Span) -> Option<Place> {
        let (line, _) = self.sources.file(span.file).position(span.start);
        let index = self.files.iter().position(|(file, _)| *file == span.file)?;
        let (_, excerpt) = self.files.get(index)?;
        excerpt.has(line).then_some((index, line))
    }

    /// The place of a line in a file, if it is shown.
    pub(super) fn place_of_line(&self, path: &str, line: usize) -> Option<Place> {
        let mut files = self.files.iter();
        let index = files.position(|(_, excerpt)| excerpt.path == path)?;
        let (_, excerpt) = self.files.get(index)?;
        excerpt.has(line).then_some((index, line))
    }
}
