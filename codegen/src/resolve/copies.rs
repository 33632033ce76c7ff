//! Copies values of the syntax tree that the model has in the same form.

use crate::model::{Limits, Note, Statement, Waiver};
use crate::source::Spanned;
use crate::syntax::{self, Text};

pub(super) fn optional(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

pub(super) fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

pub(super) fn statements(statements: &[syntax::Statement]) -> Vec<Statement> {
    let statement = |statement: &syntax::Statement| Statement {
        span: statement.doc.span,
        doc: statement.doc.value.clone(),
        fingerprint: optional(statement.fingerprint.as_ref()),
    };
    statements.iter().map(statement).collect()
}

pub(super) fn waivers(waivers: &[syntax::Waiver]) -> Vec<Waiver> {
    let waiver = |waiver: &syntax::Waiver| Waiver {
        span: waiver.words.span,
        words: waiver.words.value.clone(),
        reason: waiver.reason.value.clone(),
    };
    waivers.iter().map(waiver).collect()
}

pub(super) fn notes(notes: &[syntax::Note]) -> Vec<Note> {
    let note = |note: &syntax::Note| Note {
        kind: note.kind.value.clone(),
        says: values(&note.says),
        we: note.we.value.clone(),
    };
    notes.iter().map(note).collect()
}

/// The explicit limits.
pub(super) fn limits(limits: &syntax::Limits) -> Limits {
    let number = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.value);
    Limits {
        min: number(&limits.min),
        max: number(&limits.max),
        min_chars: number(&limits.min_chars),
        max_chars: number(&limits.max_chars),
        min_items: number(&limits.min_items),
        max_items: number(&limits.max_items),
        max_bytes: number(&limits.max_bytes),
    }
}
