//! What the model takes over as the files write it.

use crate::model::{
    Condition, Conditional, Elsewhere, Limits, Note, Presence, Statement, Test, Waiver,
};
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

/// The limits that are written out.
pub(super) fn limits(limits: &syntax::Limits) -> Limits {
    let number = |limit: &Option<Spanned<i64>>| limit.as_ref().map(|limit| limit.value);
    Limits {
        min: number(&limits.min),
        max: number(&limits.max),
        min_chars: number(&limits.min_chars),
        max_chars: number(&limits.max_chars),
        min_items: number(&limits.min_items),
        max_items: number(&limits.max_items),
    }
}

pub(super) fn condition(condition: &syntax::Condition) -> Condition {
    Condition {
        span: condition.subject.span,
        subject: condition.subject.value.clone(),
        test: match &condition.test {
            syntax::Test::OneOf(texts) => Test::OneOf(values(texts)),
            syntax::Test::GreaterThan(number) => Test::GreaterThan(*number),
            syntax::Test::Present => Test::Present,
            syntax::Test::Absent => Test::Absent,
        },
    }
}

/// What another page says, of which nothing is looked up.
pub(super) fn elsewhere((place, syntax): &(Text, syntax::Elsewhere)) -> Elsewhere {
    let plain = |list: &[syntax::Condition]| list.iter().map(condition).collect();
    Elsewhere {
        place: place.value.clone(),
        presence: syntax.presence.as_ref().map(|p| presence(&p.value, plain)),
        title: optional(syntax.title.as_ref()),
        unit: optional(syntax.unit.as_ref()),
        default: optional(syntax.default.as_ref()),
        alphabet: optional(syntax.alphabet.as_ref()),
        doc: optional(syntax.doc.as_ref()),
        limits: limits(&syntax.limits),
    }
}

/// A presence, whose conditions the function resolves.
pub(super) fn presence(
    presence: &syntax::Presence,
    mut conditions: impl FnMut(&[syntax::Condition]) -> Vec<Condition>,
) -> Presence {
    match presence {
        syntax::Presence::Required => Presence::Required,
        syntax::Presence::Optional => Presence::Optional,
        syntax::Presence::Undocumented => Presence::Undocumented,
        syntax::Presence::Conditional(conditional) => Presence::Conditional(Conditional {
            printed_required: conditional.printed_required,
            only_when: conditions(&conditional.only_when),
            required_when: conditions(&conditional.required_when),
            allowed_when: conditions(&conditional.allowed_when),
            cut_off: optional(conditional.cut_off.as_ref()),
        }),
    }
}
