//! YAML in, syntax tree out.
//!
//! The YAML library stops at the first thing that it cannot read, so a file has at most one finding of that kind; every
//! finding above the level of YAML is collected.

mod api;
mod field;
mod map;
mod node;
mod operation;
mod outline;
mod parts;
mod types;

use std::cell::RefCell;
use std::convert::Infallible;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::Spec;
use map::Map;

pub(crate) use outline::{Key, Notation, Outline, outlines};

/// Reads the rest of a file into the spec.
type Read = fn(&mut Map<'_>, &mut Spec);

/// The keys by which a file says what it is, each with its reader.
const KINDS: [(&str, Read); 3] = [
    ("operation", |map, spec| {
        spec.operations.extend(operation::read(map));
    }),
    ("service", |map, spec| {
        spec.services.extend(api::service(map));
    }),
    ("api", |map, spec| spec.api.extend(api::api(map))),
];

/// Reads every file; what cannot be read is reported and left out.
pub(crate) fn load(sources: &Sources, diagnostics: &mut Diagnostics) -> Spec {
    let mut spec = Spec::default();
    let files: Vec<_> = sources.iter().collect();
    let read = |(id, file): &(FileId, &SourceFile)| {
        let reader = Reader::new(*id, file);
        let mut spec = Spec::default();
        reader.file(&mut spec);
        (spec, reader.found.into_inner())
    };
    let Ok(()) = parallel::in_order(&files, read, |(more, found)| {
        spec.append(more);
        for diagnostic in found {
            diagnostics.push(diagnostic);
        }
        Ok::<(), Infallible>(())
    });
    spec
}

/// One file being read.
struct Reader<'a> {
    id: FileId,
    file: &'a SourceFile,
    found: RefCell<Vec<Diagnostic>>,
    /// What the last reader said that was given the probe.
    outline: RefCell<Option<Outline>>,
}

impl<'a> Reader<'a> {
    fn new(id: FileId, file: &'a SourceFile) -> Self {
        Self {
            id,
            file,
            found: RefCell::default(),
            outline: RefCell::default(),
        }
    }

    fn outline(&self, outline: Outline) {
        self.outline.replace(Some(outline));
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

    fn file(&self, spec: &mut Spec) {
        let before = spec.services.len() + spec.operations.len() + spec.api.len();
        self.read(spec);
        if spec.services.len() + spec.operations.len() + spec.api.len() == before {
            spec.unread.push(self.file.path.clone());
        }
    }

    fn read(&self, spec: &mut Spec) {
        if !self.text_is_honest() {
            return;
        }
        let Some(root) = node::parse(self) else {
            return;
        };
        let Some(mut map) = Map::open(self, root, "a spec file") else {
            return;
        };
        let Some((_, read)) = KINDS.iter().find(|(key, _)| map.has(key)) else {
            self.report(
                Diagnostic::error(
                    Code::MissingKey,
                    "the file does not say what it is",
                    map.span(),
                )
                .help("begin it with `operation:`, `service:` or `api:`"),
            );
            return;
        };
        read(&mut map, spec);
        map.finish();
    }

    /// Refuses bytes that are not UTF-8, and characters that make a line look like something that it is not.
    fn text_is_honest(&self) -> bool {
        if let Some(at) = self.file.utf8_error {
            self.report(
                Diagnostic::error(
                    Code::NotUtf8,
                    "the file is not UTF-8",
                    self.span(at, at + 1),
                )
                .label("from here on")
                .help("save the file as UTF-8"),
            );
            return false;
        }
        for (at, character) in self.file.text.char_indices() {
            if is_deceptive(character) {
                self.report(
                    Diagnostic::error(
                        Code::ControlCharacter,
                        format!(
                            "the character U+{:04X} is not allowed",
                            u32::from(character)
                        ),
                        self.span(at, at + character.len_utf8()),
                    )
                    .help("control and direction-changing characters are invisible; delete it"),
                );
                return false;
            }
        }
        true
    }
}

/// Controls other than line breaks, and the characters that change the direction of text.
fn is_deceptive(character: char) -> bool {
    match character {
        '\n' | '\r' => false,
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => true,
        _ => character.is_control(),
    }
}
