//! Findings as text: for people, for programs, for pull requests.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Edit, Fix, Format, Label, Severity};
use crate::source::{FileId, SourceFile, Sources, Span};

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, format: Format) -> String {
    match format {
        Format::Human => human(diagnostic, sources),
        Format::Json => json_line(diagnostic, sources),
        Format::Github => github(diagnostic, sources),
    }
}

fn human(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for file in files(diagnostic) {
        group = group.element(snippet(diagnostic, sources, file));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let fix = diagnostic.fix.as_ref().map(|fix| patch(fix, sources));
    let groups: Vec<_> = std::iter::once(group).chain(fix).collect();
    let mut text = Renderer::plain().render(&groups);
    text.push_str("\n\n");
    text
}

/// The lines as they are to be.
fn patch<'a>(fix: &'a Fix, sources: &'a Sources) -> Group<'a> {
    let group = Group::with_title(Level::HELP.secondary_title(fix.message.as_str()));
    let file = fix.edits.first().map(|edit| edit.span.file);
    group.elements(file.map(|file| {
        let source = sources.file(file);
        let edits = || fix.edits.iter().filter(|edit| edit.span.file == file);
        let window = Window::around(source, edits().map(|edit| edit.span));
        let patches =
            edits().map(|edit| Patch::new(window.range(edit.span), edit.replacement.as_str()));
        window.snippet().patches(patches.collect::<Vec<_>>())
    }))
}

/// The lines of a file that a finding is about: what reads a whole file for each finding takes its time.
struct Window<'a> {
    source: &'a SourceFile,
    lines: Range<usize>,
}

impl<'a> Window<'a> {
    fn around(source: &'a SourceFile, spans: impl Iterator<Item = Span>) -> Self {
        let ranges: Vec<_> = spans.map(|span| source.clamp(span)).collect();
        let start = ranges
            .iter()
            .map(|range| range.start)
            .min()
            .unwrap_or_default();
        let end = ranges
            .iter()
            .map(|range| range.end)
            .max()
            .unwrap_or_default();
        let mut head = &source.text[..start];
        if start == source.text.len() {
            // The end of a file is shown behind its last line.
            head = head.strip_suffix('\n').unwrap_or(head);
        }
        let before = head.rfind('\n').map_or(0, |newline| newline + 1);
        let behind = source.text[end..].find('\n');
        let end = behind.map_or(source.text.len(), |newline| end + newline + 1);
        Self {
            source,
            lines: before..end,
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let range = self.source.clamp(span);
        range.start - self.lines.start..range.end - self.lines.start
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        let (line, _) = self.source.position(self.lines.start);
        Snippet::source(&self.source.text[self.lines.clone()])
            .line_start(line)
            .path(self.source.path.as_str())
    }
}

/// The files that a finding touches, the primary one first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.primary.span.file];
    for label in &diagnostic.secondary {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    file: FileId,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.file(file);
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let secondary = diagnostic.secondary.iter();
    let secondary = secondary.map(|label| (AnnotationKind::Context, label));
    let labels: Vec<_> = primary
        .chain(secondary)
        .filter(|(_, label)| label.span.file == file)
        .collect();
    let window = Window::around(source, labels.iter().map(|(_, label)| label.span));
    let annotations = labels.iter().map(|(kind, label)| {
        let annotation = kind.span(window.range(label.span));
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(label.text.as_str())
        }
    });
    window
        .snippet()
        .annotations(annotations.collect::<Vec<_>>())
}

fn json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |label: &Label| {
        let source = sources.file(label.span.file);
        let range = source.clamp(label.span);
        let (line, column) = source.position(range.start);
        json!({
            "file": source.path,
            "line": line,
            "column": column,
            "start": range.start,
            "end": range.end,
            "text": label.text,
        })
    };
    let edit = |edit: &Edit| {
        let source = sources.file(edit.span.file);
        let range = source.clamp(edit.span);
        json!({
            "file": source.path,
            "start": range.start,
            "end": range.end,
            "replacement": edit.replacement,
        })
    };
    let line = json!({
        "severity": diagnostic.severity.to_string(),
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "primary": place(&diagnostic.primary),
        "secondary": diagnostic.secondary.iter().map(place).collect::<Vec<_>>(),
        "help": all_help(diagnostic).collect::<Vec<_>>(),
        "edits": diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(edit).collect::<Vec<_>>(),
    });
    format!("{line}\n")
}

/// What to do, the change that mends it first.
fn all_help(diagnostic: &Diagnostic) -> impl Iterator<Item = &str> {
    let fix = diagnostic.fix.iter().map(|fix| fix.message.as_str());
    fix.chain(diagnostic.help.iter().map(String::as_str))
}

fn github(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let source = sources.file(diagnostic.primary.span.file);
    let range = source.clamp(diagnostic.primary.span);
    let (line, column) = source.position(range.start);
    let (end_line, end_column) = source.position(range.end);
    let others = diagnostic.secondary.iter().map(|label| {
        let source = sources.file(label.span.file);
        let (line, column) = source.position(source.clamp(label.span).start);
        format!("{}:{line}:{column}: {}", source.path, label.text)
    });
    let message: Vec<String> = std::iter::once(diagnostic.message.clone())
        .chain(Some(diagnostic.primary.text.clone()).filter(|text| !text.is_empty()))
        .chain(others)
        .chain(all_help(diagnostic).map(str::to_owned))
        .collect();
    format!(
        "::{} file={},line={line},endLine={end_line},col={column},endColumn={end_column},title={}::{}\n",
        diagnostic.severity,
        property(&source.path),
        diagnostic.code.as_str(),
        data(&message.join("\n")),
    )
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
