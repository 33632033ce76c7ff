//! Reads YAML into the syntax tree.
//!
//! The YAML library stops at the first syntax error, so a file has at most one diagnostic about
//! YAML itself. All other diagnostics of a file are collected.

mod api;
mod callback;
pub(crate) mod codes;
mod conflict;
mod download;
mod field;
mod form;
mod map;
mod node;
mod operation;
mod outline;
mod outlines;
mod pagination;
mod parts;
mod recovery;
mod response;
mod todo;
mod type_expr;
mod types;
mod unread;

use std::cell::RefCell;
use std::convert::Infallible;

use crate::characters::{first_deceptive, is_deceptive};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MAX_PRINTED, closest};
use crate::model::Keys;
use crate::parallel;
use crate::source::{FileId, SourceFile, Sources, Span, Spanned, Unread};
use crate::syntax::Spec;
use map::Map;

pub(crate) use outline::{Key, Notation, Outline};
pub(crate) use outlines::outlines;
pub(crate) use parts::decimal;
pub(crate) use type_expr::SCALARS;

/// Reads the rest of a file into the spec.
type Read = fn(&mut Map<'_>, &mut Spec);

/// The keys that identify the kind of a file, each with its reader.
const KINDS: [(&str, Read); 4] = [
    ("operation", |map, spec| {
        spec.operations.extend(operation::read(map));
    }),
    ("callback", |map, spec| {
        spec.callbacks.extend(callback::read(map));
    }),
    ("service", |map, spec| {
        spec.services.extend(api::service(map));
    }),
    ("api", |map, spec| spec.api.extend(api::api(map))),
];

/// Reads every file. Values that cannot be read are reported and left out.
pub(crate) fn load(sources: &Sources, diagnostics: &mut Diagnostics) -> Spec {
    let mut spec = Spec::default();
    let files: Vec<_> = sources.iter().collect();
    let read = |(id, file)| {
        let reader = Reader::new(id, file);
        let mut spec = Spec::default();
        reader.file(&mut spec);
        spec.dropped.extend(reader.dropped.into_inner());
        spec.keys = reader.keys.into_inner();
        (spec, reader.found.into_inner())
    };
    let Ok(()) = parallel::in_order(files, read, |(more, found)| {
        spec.append(more);
        diagnostics.extend(found);
        Ok::<(), Infallible>(())
    });
    spec
}

/// One file being read.
struct Reader<'a> {
    id: FileId,
    file: &'a SourceFile,
    found: RefCell<Vec<Diagnostic>>,
    /// Names whose values could not be read, so that references to them are not reported.
    dropped: RefCell<Vec<String>>,
    /// The places of the keys that were read.
    keys: RefCell<Keys>,
    /// The outline that the last reader recorded for the probe.
    outline: RefCell<Option<Outline>>,
}

impl<'a> Reader<'a> {
    fn new(id: FileId, file: &'a SourceFile) -> Self {
        Self {
            id,
            file,
            found: RefCell::default(),
            dropped: RefCell::default(),
            keys: RefCell::default(),
            outline: RefCell::default(),
        }
    }

    fn outline(&self, outline: Outline) {
        self.outline.replace(Some(outline));
    }

    /// Whether there are more diagnostics than are printed.
    fn is_long(&self) -> bool {
        self.found.borrow().len() >= MAX_PRINTED
    }

    /// Reads a value. Also returns whether nothing was reported meanwhile.
    fn read_checked<T>(&self, read: impl FnOnce() -> T) -> (T, bool) {
        let before = self.found.borrow().len();
        let read = read();
        (read, self.found.borrow().len() == before)
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            file: self.id,
            start,
            end,
        }
    }

    /// The word of a value that YAML reads as null, if there is a word.
    fn null_word(&self, node: &node::Node, span: Span) -> Option<&'a str> {
        let written = self.file.text[self.file.clamp(span)].trim();
        let is_null = matches!(node, node::Node::Empty) && !written.is_empty();
        is_null.then_some(written)
    }

    fn file(&self, spec: &mut Spec) {
        if let Some(unread) = &self.file.unread {
            unread::report(self, unread);
            if *unread != Unread::Other {
                spec.unread.push(self.file.path.clone());
            }
            return;
        }
        let before = spec.files();
        self.read(spec);
        if spec.files() == before {
            spec.unread.push(self.file.path.clone());
        }
    }

    fn read(&self, spec: &mut Spec) {
        if !self.check_text() {
            return;
        }
        if conflict::report(self) {
            return;
        }
        todo::report(self);
        let Some(root) = node::parse(self) else {
            return;
        };
        let nothing = match root.value {
            node::Node::Empty => Some("empty file"),
            node::Node::Scalar(_) => Some("file without keys"),
            _ => None,
        };
        if let Some(message) = nothing {
            self.report(
                Diagnostic::error(Code::MISSING_KEY, message, root.span).help(
                    "begin it with `operation:`, `callback:`, `service:` or `api:`, or delete it",
                ),
            );
            return;
        }
        let Some(mut map) = Map::open(self, root, "a spec file") else {
            return;
        };
        let Some((kind, read)) = KINDS.iter().find(|(key, _)| map.has(key)) else {
            self.report(unknown_kind(&map));
            return;
        };
        map.set_description(match *kind {
            "operation" => "an operation file",
            "callback" => "a callback file",
            "service" => "a service file",
            _ => "the api file",
        });
        read(&mut map, spec);
        map.finish();
    }

    /// Reports bytes that are not UTF-8 and deceptive characters. Returns whether there are none.
    fn check_text(&self) -> bool {
        if let Some(at) = self.file.utf8_error {
            self.report(
                Diagnostic::error(
                    Code::NOT_UTF8,
                    "file that is not UTF-8",
                    self.span(at, at + 1),
                )
                .label("first invalid byte")
                .help("save the file as UTF-8"),
            );
            return false;
        }
        let before = self.found.borrow().len();
        let mut start = 0;
        for line in self.file.text.split_inclusive('\n') {
            self.report_deceptive(line, start);
            start += line.len();
        }
        self.found.borrow().len() == before
    }

    /// Reports the first deceptive character of a line.
    fn report_deceptive(&self, line: &str, start: usize) {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        // A byte order mark is allowed only at the beginning of a file.
        let is_mark = |at| start + at == 0 && text.starts_with('\u{FEFF}');
        let mut characters = text.char_indices();
        let Some((at, character)) = characters.find(|(at, c)| is_deceptive(*c) && !is_mark(*at))
        else {
            return;
        };
        let span = |len| self.span(start + at, start + at + len);
        if character == '\t' {
            let tabs = text[at..].len() - text[at..].trim_start_matches('\t').len();
            self.report(
                Diagnostic::error(Code::CONTROL_CHARACTER, "tab character", span(tabs)).fix(
                    "indent with spaces, two per level",
                    span(tabs),
                    "  ".repeat(tabs),
                ),
            );
            return;
        }
        if character == '\r' {
            let message = "carriage return without a line feed";
            self.report(
                Diagnostic::error(Code::CONTROL_CHARACTER, message, span(1)).fix(
                    "write a space",
                    span(1),
                    " ",
                ),
            );
            return;
        }
        let span = span(character.len_utf8());
        self.report(not_allowed(character, span).fix("delete it", span, ""));
    }

    /// Reports a deceptive character that is written as an escape in a key or value.
    fn report_escaped(&self, decoded: &Spanned<&str>, is_value: bool) {
        if let Some(character) = first_deceptive(decoded.value, is_value) {
            self.report(escaped(character, decoded.span));
        }
    }
}

/// The diagnostic for a character that is not allowed in a text.
fn not_allowed(character: char, span: Span) -> Diagnostic {
    let message = format!("forbidden character U+{:04X}", u32::from(character));
    Diagnostic::error(Code::CONTROL_CHARACTER, message, span).help(
        "use visible characters only; invisible ones and those that change the direction of text \
            can hide what a line says",
    )
}

/// The diagnostic for such a character that is written as an escape.
pub(crate) fn escaped(character: char, span: Span) -> Diagnostic {
    let diagnostic = not_allowed(character, span);
    diagnostic
        .label("escape of this character")
        .help("delete the escape")
}

/// The diagnostic for a file without a key that identifies its kind.
fn unknown_kind(map: &Map<'_>) -> Diagnostic {
    let report = |span| {
        Diagnostic::error(
            Code::MISSING_KEY,
            "file without `operation:`, `callback:`, `service:` or `api:`",
            span,
        )
    };
    let kinds = || KINDS.iter().map(|(kind, _)| *kind);
    let misspelled = map
        .keys()
        .find_map(|key| Some((key, closest(&key.value, kinds())?)));
    match misspelled {
        Some((key, meant)) => report(key.span).did_you_mean(key.span, meant),
        None => {
            report(map.span()).help("begin it with `operation:`, `callback:`, `service:` or `api:`")
        }
    }
}
