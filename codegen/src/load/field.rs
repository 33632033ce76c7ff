//! Fields: type, presence, limits, conditions, rules.

use super::Reader;
use super::map::{Entry, Map, Parse, items, map_or};
use super::node::Node;
use super::outline::{Notation, Outline};
use super::parts::{
    bad_word, fingerprint, integer, notation, note, one_of, prose, shaped, statement, text, waiver,
    word_of,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::{
    Condition, Conditional, Elsewhere, Entries, Field, Limits, Presence, Rule, RuleKind, Test,
    Text, TypeExpr,
};

/// A map of fields, in the page's order.
pub(super) fn fields<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Field>> {
    Some(Map::of(reader, entry, "this map of fields")?.into_entries(field))
}

fn field<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Field> {
    let mut map = Map::of(reader, entry, "a field")?;
    let ty = map.required("type", type_expr);
    let presence = map.required("presence", presence);
    let field = Field {
        title: map.optional("title", text),
        doc: map.optional("doc", prose),
        fingerprint: map.optional("fingerprint", fingerprint),
        rust_name: map.optional("rust_name", text),
        selects: map.optional("selects", text),
        set_by_runtime: map.optional("set_by", set_by).is_some(),
        sensitive: map.optional("sensitive", sensitive),
        format: map.optional("format", format),
        unit: map.optional("unit", text),
        default: map.optional("default", text),
        alphabet: map.optional("alphabet", alphabet),
        limits: limits(&mut map),
        server: map.list("server", statement),
        remarks: map.list("remarks", statement),
        waived: map.list("waived", waiver),
        from: map.optional("from", elsewhere).unwrap_or_default(),
        notes: map.list("notes", note),
        ty: ty.unwrap_or_else(|| Spanned::new(TypeExpr::Unread, map.span())),
        presence: presence.unwrap_or_else(|| Spanned::new(Presence::Optional, map.span())),
    };
    map.finish();
    Some(field)
}

fn limits(map: &mut Map<'_>) -> Limits {
    Limits {
        min: map.optional("min", integer),
        max: map.optional("max", integer),
        min_chars: map.optional("min_chars", integer),
        max_chars: map.optional("max_chars", integer),
        min_items: map.optional("min_items", integer),
        max_items: map.optional("max_items", integer),
    }
}

fn set_by(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    one_of(reader, entry, &[("runtime", ())])
}

fn sensitive(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["personal", "encrypted"])
}

fn format(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["rfc3339", "url"])
}

/// Words for classes of characters, and single characters.
fn alphabet(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let text = notation(reader, entry, Notation::Alphabet)?;
    let known = ["digits", "letters", "upper", "lower"];
    let good = |part: &str| known.contains(&part) || part.chars().count() == 1;
    if text.value.split_whitespace().all(good) {
        return Some(text);
    }
    let message = format!("`{}` is not an alphabet", text.value);
    reader
        .report(Diagnostic::error(Code::BadValue, message, text.span).help(
            "write digits, letters, upper, lower and single characters, with spaces between",
        ));
    None
}

/// A type in the page's notation.
pub(super) fn type_expr(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<TypeExpr>> {
    let text = notation(reader, entry, Notation::Type)?;
    if let Some(ty) = parse_type(&text.value) {
        return Some(Spanned::new(ty, text.span));
    }
    let message = format!("`{}` is not a type", text.value);
    reader.report(Diagnostic::error(Code::BadValue, message, text.span).help(
        "write string, string(N), integer, boolean, array[T], or the name of a type in CamelCase",
    ));
    None
}

/// No page nests arrays deeper than two.
const MAX_ARRAYS: usize = 8;

fn parse_type(text: &str) -> Option<TypeExpr> {
    if text.matches("array[").count() > MAX_ARRAYS {
        return None;
    }
    if let Some(inner) = bracketed(text, "array[", ']') {
        return Some(TypeExpr::Array(Box::new(parse_type(inner)?)));
    }
    if let Some(length) = bracketed(text, "string(", ')') {
        let max_chars = length.parse().ok().filter(|chars| *chars > 0)?;
        return Some(TypeExpr::String {
            max_chars: Some(max_chars),
        });
    }
    match text {
        "string" => Some(TypeExpr::String { max_chars: None }),
        "integer" => Some(TypeExpr::Integer),
        "boolean" => Some(TypeExpr::Boolean),
        _ if is_type_name(text) => Some(TypeExpr::Named(text.to_owned())),
        _ => None,
    }
}

fn bracketed<'t>(text: &'t str, open: &str, close: char) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A word, or a map of conditions.
fn presence<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Spanned<Presence>> {
    map_or(reader, entry, conditional, stated)
}

fn stated(reader: &Reader<'_>, entry: Entry) -> Option<Spanned<Presence>> {
    let words = [
        ("required", Presence::Required),
        ("optional", Presence::Optional),
        ("undocumented", Presence::Undocumented),
    ];
    let mut list = words.each_ref().map(|(word, _)| *word).to_vec();
    let word = shaped(reader, entry, Outline::Words(list.clone()))?;
    let meant = words.into_iter().find(|(known, _)| *known == word.value);
    if meant.is_none() {
        list.push("a map of conditions");
        bad_word(reader, "presence", &word, &list);
    }
    Some(Spanned::new(meant?.1, word.span))
}

fn conditional<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Spanned<Presence>> {
    let key = entry.key.span;
    let mut map = Map::of(reader, entry, "`presence`")?;
    let kinds = ["only_when", "required_when", "allowed_when", "cut_off"];
    let kinds = kinds.iter().filter(|key| map.has(key)).count();
    let conditional = Conditional {
        printed_required: map.optional("printed", printed_presence) == Some(true),
        only_when: map.optional("only_when", conditions).unwrap_or_default(),
        required_when: map
            .optional("required_when", conditions)
            .unwrap_or_default(),
        allowed_when: map.optional("allowed_when", conditions).unwrap_or_default(),
        cut_off: map.optional("cut_off", text),
    };
    let span = map.span();
    map.finish();
    if kinds > 1 {
        reader.report(
            Diagnostic::error(Code::WrongShape, "`presence` says two things at once", span)
                .help("keep one of `only_when:`, `required_when:`, `allowed_when:` and `cut_off:`"),
        );
    }
    if kinds == 0 {
        reader.report(
            Diagnostic::error(Code::MissingKey, "`presence` names no condition", span).help(
                "write `only_when:`, `required_when:`, `allowed_when:` or `cut_off:` below it",
            ),
        );
        return None;
    }
    Some(Spanned::new(Presence::Conditional(conditional), key))
}

/// The tag that the page prints beside a field whose text then names a condition.
fn printed_presence(reader: &Reader<'_>, entry: Entry) -> Option<bool> {
    one_of(reader, entry, &[("required", true), ("optional", false)])
}

/// Conditions that must all hold.
pub(super) fn conditions<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Vec<Condition>> {
    let map = Map::of(reader, entry, "a condition")?;
    let (span, is_empty) = (map.span(), map.is_empty());
    let tests = map.into_entries(test);
    if is_empty {
        reader.report(
            Diagnostic::error(Code::MissingKey, "no condition is named here", span)
                .help("write a field and its value below, as in `update_mode: MAX_COUNT`"),
        );
        return None;
    }
    let condition = |(subject, test)| Condition { subject, test };
    Some(tests.into_iter().map(condition).collect())
}

fn test<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Test> {
    let value: Parse<'a, _> = |reader, entry| notation(reader, entry, Notation::Condition);
    if matches!(&entry.value.value, Node::List(values) if values.is_empty()) {
        let message = "a condition without a value never holds";
        reader.report(
            Diagnostic::error(Code::MissingKey, message, entry.key.span)
                .help("write a value, a list of values, `greater than N`, `present` or `absent`"),
        );
        return None;
    }
    let values = items(reader, entry, value);
    if let [only] = values.as_slice() {
        if let Some(number) = only.value.strip_prefix("greater than ") {
            if let Ok(number) = number.parse() {
                return Some(Test::GreaterThan(number));
            }
            let message = format!("`{number}` is not a whole number");
            reader.report(Diagnostic::error(Code::BadValue, message, only.span));
            return None;
        }
        match only.value.as_str() {
            "present" => return Some(Test::Present),
            "absent" => return Some(Test::Absent),
            _ => {}
        }
    }
    Some(Test::OneOf(values))
}

fn elsewhere<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Elsewhere>> {
    let one = |reader, entry| {
        let mut map = Map::of(reader, entry, "a fact from elsewhere")?;
        let elsewhere = Elsewhere {
            presence: map.optional("presence", presence),
            title: map.optional("title", text),
            unit: map.optional("unit", text),
            default: map.optional("default", text),
            alphabet: map.optional("alphabet", alphabet),
            doc: map.optional("doc", prose),
            limits: limits(&mut map),
        };
        map.finish();
        Some(elsewhere)
    };
    Some(Map::of(reader, entry, "`from`")?.into_entries(one))
}

/// A rule of a struct.
pub(super) fn rule<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Rule> {
    let mut map = Map::open(reader, entry.value, "a rule")?;
    let at_most_one_of = map.list("at_most_one_of", text);
    let is_unread = map.has("allowed");
    let allowed = map.optional("allowed", allowed);
    let is_unread = is_unread && allowed.is_none();
    let server = map.optional("server", one_true);
    let id = map.optional("id", text);
    let doc = map.optional("doc", prose);
    let fingerprint = map.optional("fingerprint", fingerprint);
    let span = map.span();
    map.finish();
    let kind = match (at_most_one_of.as_slice(), allowed, server) {
        ([_, ..], None, None) => RuleKind::AtMostOneOf(at_most_one_of),
        ([], Some(allowed), None) => allowed,
        ([], None, Some(())) => RuleKind::Server,
        // Why it could not be read was said already.
        ([], None, None) if is_unread => return None,
        _ => {
            reader.report(
                Diagnostic::error(Code::MissingKey, "a rule says exactly one thing", span)
                    .help("write one of `at_most_one_of:`, `allowed:` or `server: true`"),
            );
            return None;
        }
    };
    Some(Rule {
        id,
        span,
        doc,
        kind,
        fingerprint,
    })
}

fn one_true(reader: &Reader<'_>, entry: Entry) -> Option<()> {
    one_of(reader, entry, &[("true", ())])
}

fn allowed<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<RuleKind> {
    let mut map = Map::of(reader, entry, "`allowed`")?;
    let when = map.required("when", conditions);
    let field = map.required("field", text);
    let values = map.required_list("values", text);
    let span = map.span();
    map.finish();
    if values.as_ref().is_some_and(Vec::is_empty) {
        let message = "without any value the field could never be given";
        reader.report(
            Diagnostic::error(Code::MissingKey, message, span)
                .help("list the values that it may have below `values:`"),
        );
        return None;
    }
    Some(RuleKind::Allowed {
        when: when?,
        field: field?,
        values: values?,
    })
}
