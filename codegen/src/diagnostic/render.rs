//! Findings as text: for people, for programs, for pull requests.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Edit, Fix, Format, Label, Severity};
use crate::source::{FileId, Sources};

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
        let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
        let patches =
            edits.map(|edit| Patch::new(source.clamp(edit.span), edit.replacement.as_str()));
        Snippet::source(source.text.as_str())
            .path(source.path.as_str())
            .patches(patches)
    }))
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
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(source.clamp(label.span));
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(label.text.as_str())
        }
    };
    let primary = Some(&diagnostic.primary)
        .filter(|label| label.span.file == file)
        .map(|label| annotation(AnnotationKind::Primary, label));
    let secondary = diagnostic
        .secondary
        .iter()
        .filter(|label| label.span.file == file)
        .map(|label| annotation(AnnotationKind::Context, label));
    Snippet::source(source.text.as_str())
        .path(source.path.as_str())
        .annotations(primary)
        .annotations(secondary)
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
