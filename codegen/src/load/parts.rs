//! Reads the small values of the spec language: texts, numbers, lists, notes.

use std::str::FromStr;

use super::Reader;
use super::map::{Map, in_quotes};
use super::node::Entry;
use super::node::Node;
use super::outline::{Notation, Outline};
use crate::diagnostic::{Code, Diagnostic, closest, type_for_foreign_name};
use crate::model::Grade;
use crate::source::{Span, Spanned};
use crate::syntax::{Entries, Note, Source, Statement, Text, Waiver};
use crate::text::is_day;

/// A text of one line.
pub(super) fn text(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let Entry { key, value } = entry;
    let text = scalar(reader, &key.value, value)?;
    if !text.value.contains('\n') {
        return Some(text);
    }
    let message = format!("line end in `{}`", key.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    reader.report(diagnostic.help("write it on one line, without `|`, `>` and `\\n`"));
    None
}

/// A text of any number of lines, which are kept.
pub(super) fn block(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    scalar(reader, &entry.key.value, entry.value)
}

fn scalar(reader: &Reader<'_>, key: &str, value: Spanned<Node>) -> Option<Text> {
    match value.value {
        Node::Scalar(text) if text.trim().is_empty() => {
            let message = format!("empty text in `{key}`");
            reader.report(
                Diagnostic::error(Code::WRONG_SHAPE, message, value.span)
                    .help("delete the key if the page says nothing"),
            );
            None
        }
        Node::Scalar(text) => Some(Spanned::new(text, value.span)),
        Node::Probe => {
            reader.outline(Outline::Text);
            None
        }
        other => {
            wrong_shape(reader, key, "a text", &other, value.span);
            None
        }
    }
}

fn wrong_shape(reader: &Reader<'_>, key: &str, expected: &str, current: &Node, span: Span) {
    let message = format!(
        "wrong shape of `{key}`: {} instead of {expected}",
        current.kind()
    );
    let null = reader.null_word(current, span);
    let help = match current {
        Node::Map(_) => {
            "write it on one line, and put a text that contains `: ` in quotes".to_owned()
        }
        _ => null.map_or_else(
            || "write it on one line, without a dash or brackets".to_owned(),
            in_quotes,
        ),
    };
    reader.report(Diagnostic::error(Code::WRONG_SHAPE, message, span).help(help));
}

/// A text with an outline of its own.
pub(super) fn shaped(reader: &Reader<'_>, entry: Entry, outline: Outline) -> Option<Text> {
    if matches!(entry.value.value, Node::Probe) {
        reader.outline(outline);
        return None;
    }
    text(reader, entry)
}

/// A text in a notation of its own.
pub(super) fn notation(reader: &Reader<'_>, entry: Entry, notation: Notation) -> Option<Text> {
    shaped(reader, entry, Outline::Notation(notation))
}

/// Text of several lines that is one paragraph: line breaks become spaces.
pub(super) fn prose(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let mut text = block(reader, entry)?;
    text.value = text.value.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text)
}

/// A whole number in decimal.
pub(super) fn integer(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<i64>> {
    let key = entry.key.value.clone();
    let text = shaped(reader, entry, Outline::Integer)?;
    if let Some(number) = decimal(&text.value) {
        return Some(Spanned::new(number, text.span));
    }
    let message = format!("invalid whole number `{}` for `{key}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    let bare: String = text
        .value
        .chars()
        .filter(|c| !matches!(c, '+' | '_' | ','))
        .collect();
    reader.report(match bare.parse::<i64>() {
        Ok(number) => diagnostic.fix(format!("write `{number}`"), text.span, number.to_string()),
        Err(_) => diagnostic
            .help("write a number of at most 64 bits in decimal digits, as in `100000000`"),
    });
    None
}

/// A number in the notation of the spec language: no `+`, no leading zero, no separators.
pub(crate) fn decimal<T: FromStr + ToString>(text: &str) -> Option<T> {
    let number: T = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// `true` or `false`.
pub(super) fn boolean(reader: &Reader<'_>, entry: Entry) -> Option<bool> {
    one_of(reader, entry, &[("true", true), ("false", false)])
}

/// One of a few words, as the value that it means.
pub(super) fn one_of<T: Copy>(
    reader: &Reader<'_>,
    entry: Entry,
    words: &[(&'static str, T)],
) -> Option<T> {
    let list: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let text = word_of(reader, entry, &list)?;
    let meant = words.iter().find(|(word, _)| *word == text.value)?;
    Some(meant.1)
}

/// A flag that is there or not.
pub(super) fn only_true(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    one_of(reader, entry, &[("true", ())])
}

/// One of a few words.
pub(super) fn word_of(reader: &Reader<'_>, entry: Entry, words: &[&'static str]) -> Option<Text> {
    let key = entry.key.value.clone();
    let text = shaped(reader, entry, Outline::Words(words.to_vec()))?;
    if words.contains(&text.value.as_str()) {
        return Some(text);
    }
    bad_word(reader, &key, &text, words);
    None
}

/// Reports a word that is not among those allowed.
pub(super) fn bad_word(reader: &Reader<'_>, key: &str, text: &Text, words: &[&str]) {
    let message = format!("invalid value `{}` for `{key}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    let lower = text.value.to_lowercase();
    let usual = match lower.as_str() {
        "yes" | "on" => "true",
        "no" | "off" => "false",
        "mandatory" | "必填" => "required",
        "选填" => "optional",
        "date-time" | "datetime" => "rfc3339",
        "uri" => "url",
        other => type_for_foreign_name(other).unwrap_or(&text.value),
    };
    let same = words.iter().copied().find(|word| *word == usual);
    let meant = same.or_else(|| closest(usual, words.iter().copied()));
    reader.report(match meant {
        Some(meant) => diagnostic.did_you_mean(text.span, meant),
        None => diagnostic.help(format!("write one of: {}", words.join(", "))),
    });
}

/// A map of texts.
pub(super) fn text_map<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Text>> {
    Some(Map::open_entry(reader, entry, "a map of texts")?.into_entries(text))
}

/// A sentence of the page in our words.
pub(super) fn statement<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Statement> {
    let mut map = Map::open(reader, entry.value, "a statement")?;
    let doc = map.required("doc", prose);
    let fingerprint = map.optional("fingerprint", fingerprint);
    map.finish();
    Some(Statement {
        doc: doc?,
        fingerprint,
    })
}

/// The maximum length of a quotation, which only has to identify a place of the page.
const MAX_WAIVED_CHARS: usize = 16;

/// Words of the page that are not in the spec, and the reason.
pub(super) fn waiver<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Waiver> {
    let mut map = Map::open(reader, entry.value, "a waiver")?;
    let words = map.required("words", text);
    let reason = map.required("reason", prose);
    map.finish();
    let words = words?;
    if words.value.chars().count() > MAX_WAIVED_CHARS {
        let message = "too many of the page's words";
        reader.report(
            Diagnostic::error(Code::BAD_VALUE, message, words.span).help(format!(
                "quote at most {MAX_WAIVED_CHARS} characters, enough to identify the place"
            )),
        );
        return None;
    }
    let reason = reason?;
    Some(Waiver { words, reason })
}

/// Eight hexadecimal digits.
pub(super) fn fingerprint(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let text = notation(reader, entry, Notation::Fingerprint)?;
    let is_fingerprint = |text: &str| {
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        text.len() == 8 && text.chars().all(is_hex)
    };
    if is_fingerprint(&text.value) {
        return Some(text);
    }
    let message = format!("invalid fingerprint `{}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    let lower = text.value.to_lowercase();
    reader.report(if is_fingerprint(&lower) {
        diagnostic.fix("write it in lower case", text.span, lower)
    } else {
        diagnostic.help(
            "write eight lower-case hexadecimal digits, or let `cargo xtask audit PAGE --fix` \
            write them",
        )
    });
    None
}

/// A place where the page is cut off, silent or contradictory.
pub(super) fn note<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Note> {
    let mut map = Map::open(reader, entry.value, "a note")?;
    let kind = map.required("kind", note_kind);
    let says = map.required_list("says", prose);
    let we = map.required("we", prose);
    map.finish();
    Some(Note {
        kind: kind?,
        says: says?,
        we: we?,
    })
}

fn note_kind(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let kinds = [
        "contradiction",
        "cut off",
        "silent",
        "unlisted",
        "difference",
    ];
    word_of(reader, entry, &kinds)
}

/// The page and its date. Only a source that is not a page may lack them.
pub(super) fn source<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Source> {
    let mut map = Map::open_entry(reader, entry, "`source`")?;
    let is_graded = map.has("grade");
    let grade = map.optional("grade", grade);
    if grade == Some(Grade::Secondary) || (is_graded && grade.is_none()) {
        let source = Source {
            page: map.optional("page", text),
            updated: map.optional("updated", date),
            grade: Grade::Secondary,
        };
        map.finish();
        return Some(source);
    }
    let page = map.required("page", text);
    let updated = map.required("updated", date);
    map.finish();
    Some(Source {
        page: Some(page?),
        updated: Some(updated?),
        grade: grade.unwrap_or_default(),
    })
}

/// The grade of the evidence for a part of the spec.
pub(super) fn grade(reader: &Reader<'_>, entry: Entry) -> Option<Grade> {
    one_of(reader, entry, &Grade::WORDS)
}

fn date(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let text = notation(reader, entry, Notation::Date)?;
    let numbers: Vec<u32> = text
        .value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let right = match numbers.as_slice() {
        [year @ 1000..=9999, month, day] if is_day(*year, *month, *day) => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    };
    if right.as_ref() == Some(&text.value) {
        return Some(text);
    }
    let message = format!("invalid date `{}`", text.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    reader.report(match right {
        Some(right) => diagnostic.fix(format!("write `{right}`"), text.span, right),
        None => diagnostic.help("write the page's date as YYYY-MM-DD"),
    });
    None
}
