//! Reads the form of an operation that sends a file.

use super::Reader;
use super::map::{Map, map_or};
use super::node::Entry;
use super::parts::{fingerprint, integer, note, prose, statement, text, text_map, waiver};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::{Entries, Field, Form, FormPart, Limits, Presence, Text, TypeExpr};

/// The value of `form:`.
pub(super) fn form<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Form> {
    let mut map = Map::open_entry(reader, entry, "a form")?;
    let json = map.required("json", json_part);
    let file = map.required("file", file_part);
    let file_name = map.required("file_name", text);
    let digest = map.required("digest", text);
    map.finish();
    let (file, types) = file?;
    Some(Form {
        json: json?,
        file,
        types,
        file_name: file_name?,
        digest: digest?,
    })
}

/// The name of the part, or a map with what the page says about it.
fn json_part<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<FormPart> {
    map_or(reader, entry, full_json_part, |reader, entry| {
        Some(FormPart {
            name: part_name(reader, entry)?,
            title: None,
            doc: None,
            fingerprint: None,
        })
    })
}

fn full_json_part<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<FormPart> {
    let mut map = Map::open_entry(reader, entry, "a JSON part of a form")?;
    let name = map.required("name", part_name);
    map.is_named(name.as_ref());
    let title = map.optional("title", text);
    let doc = map.optional("doc", prose);
    let fingerprint = map.optional("fingerprint", fingerprint);
    map.finish();
    Some(FormPart {
        name: name?,
        title,
        doc,
        fingerprint,
    })
}

/// The part with the file, as a field that is always required, and the types of files.
fn file_part<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<(Entries<Field>, Entries<Text>)> {
    let mut map = Map::open_entry(reader, entry, "a file part of a form")?;
    let name = map.required("name", part_name);
    map.is_named(name.as_ref());
    let types = map.required("types", types);
    let span = map.span();
    let field = Field {
        ty: Spanned::new(TypeExpr::File, span),
        presence: Spanned::new(Presence::Required, span),
        title: map.optional("title", text),
        doc: map.optional("doc", prose),
        fingerprint: map.optional("fingerprint", fingerprint),
        rust_name: map.optional("rust_name", text),
        limits: Limits {
            max_bytes: map.optional("max_bytes", positive),
            ..Limits::default()
        },
        server: map.list("server", statement),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        notes: map.list("notes", note),
        grade: None,
        selects: None,
        set_by: None,
        sensitive: None,
        padding: None,
        format: None,
        unit: None,
        default: None,
        alphabet: None,
        from: Entries::default(),
    };
    map.finish();
    Some((vec![(name?, field)].into(), types?))
}

/// A name that is sent in quotes.
fn part_name(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let name = text(reader, entry)?;
    let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.value.chars().all(is_good) {
        return Some(name);
    }
    let message = format!("invalid name `{}` of a part of a form", name.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, name.span);
    reader.report(diagnostic.help("use ASCII letters, digits, `_`, `-` and `.`"));
    None
}

fn positive(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<i64>> {
    let number = integer(reader, entry)?;
    if number.value > 0 {
        return Some(number);
    }
    let message = format!("file of at most {} bytes", number.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, number.span);
    reader.report(diagnostic.help("write the number of bytes, as in `2097152`"));
    None
}

/// Media types by the endings of file names.
fn types<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Text>> {
    let key = entry.key.span;
    let (types, is_whole) = reader.read_checked(|| text_map(reader, entry));
    let types = types.filter(|_| is_whole)?;
    if types.is_empty() {
        let diagnostic = Diagnostic::error(Code::MISSING_KEY, "form without types of files", key);
        reader
            .report(diagnostic.help("write an ending and its media type, as in `png: image/png`"));
        return None;
    }
    let bad = types
        .iter()
        .filter_map(|(ending, media)| bad_type(ending, media));
    let bad: Vec<_> = bad.collect();
    let is_good = bad.is_empty();
    for bad in bad {
        reader.report(bad);
    }
    is_good.then_some(types)
}

fn bad_type(ending: &Text, media: &Text) -> Option<Diagnostic> {
    let is_ending = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !ending.value.chars().all(is_ending) {
        let message = format!("invalid ending `{}` of a file name", ending.value);
        let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, ending.span);
        let meant = ending.value.trim_start_matches('.').to_ascii_lowercase();
        return Some(if !meant.is_empty() && meant.chars().all(is_ending) {
            diagnostic.fix(format!("write `{meant}`"), ending.span, meant)
        } else {
            diagnostic.help("use lower-case ASCII letters and digits, without a dot")
        });
    }
    let is_token = |part: &str| {
        let is_good = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c);
        !part.is_empty() && part.chars().all(is_good)
    };
    let parts = media.value.split_once('/');
    if parts.is_some_and(|(kind, name)| is_token(kind) && is_token(name)) {
        return None;
    }
    let message = format!("invalid media type `{}`", media.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, media.span);
    Some(diagnostic.help("write it like `image/png`"))
}
