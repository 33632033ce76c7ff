//! Renders diagnostics for people, for programs and for pull requests.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Edit, Fix, Format, Label, Severity};
use crate::characters::{escape_line, escape_text, is_deceptive};
use crate::source::{FileId, SourceFile, Sources, Span};

/// A longer sentence is cut, because it quotes a long text of the spec.
const MAX_CHARS: usize = 2000;

/// Longer excerpts of a file are not shown, because rendering them for each diagnostic is too slow.
const MAX_EXCERPT: usize = 8 << 10;

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, format: Format) -> String {
    match format {
        Format::Human => human(diagnostic, sources),
        Format::Json => json_line(diagnostic, sources),
        Format::Github => github(diagnostic, sources),
    }
}

/// The last line of a list that is not printed completely.
pub(super) fn omitted(errors: usize, warnings: usize, format: Format) -> String {
    let count = |number: usize, what: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{} {what}{plural}", grouped(number))
    };
    let text = format!(
        "… and {} more: {}, {}",
        grouped(errors + warnings),
        count(errors, "error"),
        count(warnings, "warning")
    );
    match format {
        Format::Human => text + "\n",
        Format::Json => {
            let omitted = json!({ "omitted": { "errors": errors, "warnings": warnings } });
            format!("{omitted}\n")
        }
        Format::Github => {
            let severity = if errors > 0 {
                Severity::Error
            } else {
                Severity::Warning
            };
            format!("::{severity} title=omitted::{text}\n")
        }
    }
}

/// `19,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A sentence or a path in its printed form.
fn shown(text: &str) -> Cow<'_, str> {
    match cut(text) {
        Cow::Borrowed(text) => escape_line(text),
        Cow::Owned(text) => Cow::Owned(escape_line(&text).into_owned()),
    }
}

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

fn human(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(shown(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for file in files(diagnostic) {
        group = group.elements(excerpts(diagnostic, sources, file));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(shown(help)));
    }
    let fix = diagnostic.fix.as_ref().map(|fix| patch(fix, sources));
    let groups: Vec<_> = std::iter::once(group).chain(fix).collect();
    let mut text = Renderer::plain().render(&groups);
    text.push_str("\n\n");
    text
}

/// The corrected lines.
fn patch<'a>(fix: &'a Fix, sources: &'a Sources) -> Group<'a> {
    let group = Group::with_title(Level::HELP.secondary_title(shown(&fix.message)));
    let file = fix.edits.first().map(|edit| edit.span.file);
    let snippet = file.and_then(|file| {
        let source = sources.file(file);
        let edits = || fix.edits.iter().filter(|edit| edit.span.file == file);
        let window = Window::around(source, edits().map(|edit| edit.span));
        let patches =
            edits().map(|edit| Patch::new(window.range(edit.span), escape_text(&edit.replacement)));
        let patches: Vec<_> = patches.collect();
        window.is_short().then(|| window.snippet().patches(patches))
    });
    group.elements(snippet)
}

/// The lines of a file that a diagnostic is about. Reading the whole file for each diagnostic would
/// be slow.
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
            // The end of a file is shown after its last line.
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

    fn is_short(&self) -> bool {
        self.lines.len() <= MAX_EXCERPT
    }

    /// A place in the shown lines.
    fn range(&self, span: Span) -> Range<usize> {
        let range = self.source.clamp(span);
        let place = |offset| visible(&self.source.text[self.lines.start..offset]).len();
        place(range.start)..place(range.end)
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        let (line, _) = self.source.position(self.lines.start);
        Snippet::source(visible(&self.source.text[self.lines.clone()]))
            .line_start(line)
            .path(shown(&self.source.path))
    }
}

/// The lines of a file with a visible replacement for each deceptive character. The library
/// replaces those of ASCII itself.
fn visible(text: &str) -> Cow<'_, str> {
    let is_replaced = |c: char| !c.is_ascii() && is_deceptive(c);
    if text.contains(is_replaced) {
        Cow::Owned(text.replace(is_replaced, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The files of a diagnostic, the primary one first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.primary.span.file];
    for label in &diagnostic.secondary {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// The lines of a file that a diagnostic is about.
fn excerpts<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    file: FileId,
) -> Vec<Element<'a>> {
    let source = sources.file(file);
    if source.unread.is_some() {
        return vec![Origin::path(shown(&source.path)).into()];
    }
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let secondary = diagnostic.secondary.iter();
    let secondary = secondary.map(|label| (AnnotationKind::Context, label));
    let labels: Vec<_> = primary
        .chain(secondary)
        .filter(|(_, label)| label.span.file == file)
        .collect();
    let window = Window::around(source, labels.iter().map(|(_, label)| label.span));
    if window.is_short() {
        return vec![excerpt(&window, &labels)];
    }
    // The places are far apart, or a line is long.
    let one = |(kind, label): &(AnnotationKind, &'a Label)| {
        let window = Window::around(source, std::iter::once(label.span));
        if window.is_short() {
            return excerpt(&window, &[(*kind, *label)]);
        }
        let (line, column) = source.position(label.span.start);
        let origin = Origin::path(shown(&source.path));
        origin.line(line).char_column(column).into()
    };
    labels.iter().map(one).collect()
}

fn excerpt<'a>(window: &Window<'a>, labels: &[(AnnotationKind, &'a Label)]) -> Element<'a> {
    let annotations = labels.iter().map(|(kind, label)| {
        let annotation = kind.span(window.range(label.span));
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(shown(&label.text))
        }
    });
    let annotations: Vec<_> = annotations.collect();
    window.snippet().annotations(annotations).into()
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
            "text": cut(&label.text),
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
        "message": cut(&diagnostic.message),
        "primary": place(&diagnostic.primary),
        "secondary": diagnostic.secondary.iter().map(place).collect::<Vec<_>>(),
        "help": all_help(diagnostic).map(cut).collect::<Vec<_>>(),
        "edits": diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(edit).collect::<Vec<_>>(),
    });
    // JSON allows some deceptive characters in a text; they are escaped, too.
    format!("{}\n", escape_line(&line.to_string()))
}

/// All help, the text of the fix first.
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
        .map(|line| shown(&line).into_owned())
        .collect();
    format!(
        "::{} file={},line={line},endLine={end_line},col={column},endColumn={end_column},title={}::{}\n",
        diagnostic.severity,
        property(&shown(&source.path)),
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
