//! Spec files and places in them.

mod folder;

use std::ffi::OsStr;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use crate::characters::escape_line;

pub(crate) use folder::MAX_BYTES;
pub use folder::{EntryKind, Listing, Unread};

/// The text of every spec file, ordered by path, so that the output does not depend on the order in
/// which a folder is read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One spec file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path in messages and file headers: relative, with `/`.
    pub path: String,
    /// The text. Invalid UTF-8 is replaced, and `utf8_error` is the place of the first invalid
    /// byte.
    pub text: String,
    /// Byte offset in `text` of the first invalid byte, if the file is not UTF-8.
    pub utf8_error: Option<usize>,
    /// The reason why the file was not read, if it was not. Then the text is empty.
    pub unread: Option<Unread>,
    /// The beginning of each line, computed on first use.
    lines: OnceLock<Vec<usize>>,
}

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The place of the value.
    pub span: Span,
}

impl<T> Spanned<T> {
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl Spanned<String> {
    /// The place of some bytes of a text. If the file has the text in another form, the place of
    /// the whole text.
    pub(crate) fn part(&self, range: Range<usize>) -> Span {
        if self.span.end - self.span.start != self.value.len() {
            return self.span;
        }
        Span {
            start: self.span.start + range.start,
            end: self.span.start + range.end,
            ..self.span
        }
    }
}

impl Sources {
    /// Sources from files as (path, bytes), in any order.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files = files.into_iter();
        Self::sorted(
            files
                .map(|(path, bytes)| SourceFile::new(path, bytes))
                .collect(),
        )
    }

    fn sorted(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// Adds a file that is not part of the spec, such as a documentation page. Spans of other files
    /// stay valid.
    pub fn add(&mut self, path: String, bytes: Vec<u8>) -> FileId {
        self.files.push(SourceFile::new(path, bytes));
        self.iter()
            .last()
            .map_or_else(FileId::default, |(id, _)| id)
    }

    /// Whether there are no spec files, not even unreadable ones.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_other = |file: &SourceFile| file.unread == Some(Unread::Other);
        self.files.iter().all(is_other)
    }

    /// Every file with its index, in the order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The file of an index of these sources.
    ///
    /// # Panics
    /// If `id` comes from other sources.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Replaces the text of a file. Spans of this file become invalid.
    pub fn replace(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.text = text;
            file.lines = OnceLock::new();
        }
    }
}

impl SourceFile {
    pub(crate) fn new(path: String, bytes: Vec<u8>) -> Self {
        let (text, utf8_error) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (
                String::from_utf8_lossy(error.as_bytes()).into_owned(),
                Some(error.utf8_error().valid_up_to()),
            ),
        };
        Self {
            path,
            text,
            utf8_error,
            unread: None,
            lines: OnceLock::new(),
        }
    }

    fn unread(path: String, unread: Unread) -> Self {
        Self {
            unread: Some(unread),
            ..Self::new(path, Vec::new())
        }
    }

    /// Whether an edit of the text is an edit of the file: the file was read, and it is UTF-8.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.unread.is_none() && self.utf8_error.is_none()
    }

    /// A range of this file's text that is safe to slice: inside the text, in order, on character
    /// boundaries.
    #[must_use]
    pub fn clamp(&self, span: Span) -> Range<usize> {
        let start = self.boundary(span.start);
        let end = self.boundary(span.end).max(start);
        start..end
    }

    /// One-based line and column (in characters) of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.boundary(offset);
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n');
            std::iter::once(0)
                .chain(ends.map(|(end, _)| end + 1))
                .collect()
        });
        let line = lines.partition_point(|start| *start <= offset);
        let start = lines[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// The byte offset of a one-based line and column, for parsers that report no offset.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let line_start = self
            .text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let rest = &self.text[line_start..];
        let in_line = rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(offset, _)| offset);
        line_start + in_line
    }

    fn boundary(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

/// The printable name of a spec folder, with which the shown paths of its files begin.
#[must_use]
pub fn folder_name(folder: &Path) -> String {
    let name = folder.canonicalize().ok();
    let name = name.as_deref().and_then(Path::file_name);
    let name = name.map_or_else(|| "spec".to_owned(), lossy);
    escape_line(&name).into_owned()
}

fn lossy(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!(
            "cannot read {}: {error}",
            escape_line(&path.to_string_lossy())
        ),
    )
}
