//! Fields: type, presence, limits, conditions, rules.

use super::Reader;
use super::map::{Map, Parse, items, map_or};
use super::node::Entry;
use super::node::Node;
use super::outline::{Notation, Outline};
use super::parts::{
    bad_word, decimal, fingerprint, grade, integer, notation, note, one_of, only_true, prose,
    shaped, statement, text, waiver, word_of,
};
use super::type_expr::type_expr;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Count;
use crate::source::Spanned;
use crate::syntax::{
    Condition, Conditional, Elsewhere, Entries, Field, Limits, Presence, Rule, RuleKind, Test,
    Text, TypeExpr,
};

/// A map of fields, in the page's order.
pub(super) fn fields<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Field>> {
    Some(Map::open_entry(reader, entry, "a map of fields")?.into_entries(field))
}

fn field<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Field> {
    let mut map = Map::open_entry(reader, entry, "a field")?;
    let ty = map.required("type", type_expr);
    let presence = map.required("presence", presence);
    let field = Field {
        grade: map.optional("grade", grade),
        title: map.optional("title", text),
        doc: map.optional("doc", prose),
        fingerprint: map.optional("fingerprint", fingerprint),
        rust_name: map.optional("rust_name", text),
        selects: map.optional("selects", text),
        set_by: map.optional("set_by", set_by),
        sensitive: map.optional("sensitive", sensitive),
        padding: map.optional("padding", padding),
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
        // Only the file of a form has it.
        max_bytes: None,
    }
}

fn set_by(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["runtime"])
}

fn sensitive(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["personal", "encrypted"])
}

fn padding(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["pkcs1v15"])
}

fn format(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    word_of(reader, entry, &["rfc3339", "date", "url"])
}

/// Words for classes of characters, and single characters.
fn alphabet(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let text = notation(reader, entry, Notation::Alphabet)?;
    let known = ["digits", "letters", "upper", "lower"];
    let good = |part: &&str| known.contains(part) || part.chars().count() == 1;
    let Some(bad) = text.value.split_whitespace().find(|part| !good(part)) else {
        return Some(text);
    };
    let message = format!("unknown class `{bad}` in an alphabet");
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, text.span);
    let start = text.value.find(bad).unwrap_or_default();
    let span = text.part(start..start + bad.len());
    reader.report(match closest(bad, known) {
        Some(meant) if span != text.span || text.value == bad => {
            diagnostic.did_you_mean(span, meant)
        }
        _ => diagnostic
            .help("write digits, letters, upper, lower and single characters, separated by spaces"),
    });
    None
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
    let list = words.each_ref().map(|(word, _)| *word);
    let word = shaped(reader, entry, Outline::Words(list.to_vec()))?;
    let meant = words.into_iter().find(|(known, _)| *known == word.value);
    if meant.is_none() {
        bad_word(reader, "presence", &word, &list);
    }
    Some(Spanned::new(meant?.1, word.span))
}

fn conditional<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Spanned<Presence>> {
    let key = entry.key.span;
    let mut map = Map::open_entry(reader, entry, "`presence`")?;
    let kinds = ["only_when", "required_when", "allowed_when", "cut_off"];
    let kinds: Vec<_> = kinds.iter().filter_map(|key| map.place_of(key)).collect();
    let conditional = Conditional {
        printed_required: map.optional("printed", printed_presence) == Some(true),
        only_when: map.optional("only_when", conditions).unwrap_or_default(),
        required_when: map
            .optional("required_when", conditions)
            .unwrap_or_default(),
        allowed_when: map.optional("allowed_when", conditions).unwrap_or_default(),
        cut_off: map.optional("cut_off", text),
    };
    let (span, is_misspelled) = (map.span(), map.keys().next().is_some());
    map.finish();
    match kinds.as_slice() {
        [] if is_misspelled => return None,
        [] => {
            let message = "`presence` without a condition";
            reader.report(Diagnostic::error(Code::MISSING_KEY, message, span).help(
                "write `only_when:`, `required_when:`, `allowed_when:` or `cut_off:` below it",
            ));
            return None;
        }
        [_] => {}
        [first, second, ..] => {
            let message = "`presence` with two kinds of condition";
            reader.report(
                Diagnostic::error(Code::PRESENCE_CONFLICT, message, *second)
                    .label("second kind")
                    .also(*first, "first kind")
                    .help(
                        "keep one of `only_when:`, `required_when:`, `allowed_when:` and \
                        `cut_off:`",
                    ),
            );
        }
    }
    Some(Spanned::new(Presence::Conditional(conditional), key))
}

/// The presence that the page prints for a field whose text states a condition.
fn printed_presence(reader: &Reader<'_>, entry: Entry) -> Option<bool> {
    one_of(reader, entry, &[("required", true), ("optional", false)])
}

/// Conditions that must all hold.
pub(super) fn conditions<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Vec<Condition>> {
    let map = Map::open_entry(reader, entry, "a condition")?;
    let (span, is_empty) = (map.span(), map.is_empty());
    let tests = map.into_entries(test);
    if is_empty {
        reader.report(
            Diagnostic::error(Code::MISSING_KEY, "empty condition", span)
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
        let message = "condition without a value";
        reader.report(
            Diagnostic::error(Code::MISSING_KEY, message, entry.key.span).help(
                "write a value, a list of values, `greater than N`, `contains X`, `present` or \
                     `absent`",
            ),
        );
        return None;
    }
    let (values, is_whole) = reader.read_checked(|| items(reader, entry, value));
    if !is_whole {
        return None;
    }
    if let [only] = values.as_slice() {
        if let Some(test) = comparison(only) {
            return Some(test);
        }
        if let Some(diagnostic) = nearly_comparison(only) {
            reader.report(diagnostic);
            return None;
        }
    }
    Some(Test::OneOf(values))
}

/// Begins the condition on a list.
const CONTAINS: &str = "contains ";

/// The test that a single word or phrase means, if it does not mean a value.
fn comparison(only: &Text) -> Option<Test> {
    match only.value.as_str() {
        "present" => Some(Test::Present),
        "absent" => Some(Test::Absent),
        text => {
            if let Some(item) = text.strip_prefix(CONTAINS) {
                let item = Text::new(item.to_owned(), only.part(CONTAINS.len()..text.len()));
                return Some(Test::Contains(item));
            }
            let number = decimal(text.strip_prefix("greater than ")?)?;
            Some(Test::GreaterThan(number))
        }
    }
}

/// The diagnostic for a comparison in another notation: `> 0`, `more than 0`.
fn nearly_comparison(only: &Text) -> Option<Diagnostic> {
    let number = ["greater ", "larger ", "more ", "above ", "> ", ">"]
        .iter()
        .find_map(|word| only.value.strip_prefix(word))?;
    let number = number.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '+');
    let message = format!("invalid comparison `{}`", only.value);
    let diagnostic = Diagnostic::error(Code::BAD_VALUE, message, only.span);
    Some(match decimal::<i64>(number) {
        Some(number) => {
            let right = format!("greater than {number}");
            diagnostic.fix(format!("write `{right}`"), only.span, right)
        }
        None => diagnostic.help("write `greater than` and a whole number"),
    })
}

fn elsewhere<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Entries<Elsewhere>> {
    let one = |reader, entry| {
        let mut map = Map::open_entry(reader, entry, "a fact from elsewhere")?;
        let elsewhere = Elsewhere {
            grade: map.optional("grade", grade_elsewhere),
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
    Some(Map::open_entry(reader, entry, "`from`")?.into_entries(one))
}

/// How well a source that is not an operation of this service is known.
fn grade_elsewhere(reader: &Reader<'_>, entry: Entry) -> Option<Text> {
    let words = ["partial", "secondary"];
    let key = entry.key.value.clone();
    let grade = shaped(reader, entry, Outline::Words(words.to_vec()))?;
    if !words.contains(&grade.value.as_str()) {
        bad_word(reader, &key, &grade, &words);
    }
    // A misspelled grade also says that the source is not an operation.
    Some(grade)
}

/// A rule of a struct.
pub(super) fn rule<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<Rule> {
    let mut map = Map::open(reader, entry.value, "a rule")?;
    let (counts, is_whole) = reader.read_checked(|| {
        let of = |count: Count| (count, map.list(count.key(), text));
        let counts = Count::ALL.map(of).into_iter();
        let stated = counts.filter(|(_, fields)| !fields.is_empty());
        stated.collect::<Vec<_>>()
    });
    let is_allowed = map.has("allowed");
    let allowed = map.optional("allowed", allowed);
    let is_unread = !is_whole || (is_allowed && allowed.is_none());
    let server = map.optional("server", only_true);
    let id = map.optional("id", text);
    let grade = map.optional("grade", grade);
    let doc = map.optional("doc", prose);
    let fingerprint = map.optional("fingerprint", fingerprint);
    let span = map.span();
    map.finish();
    if let (Some(()), None) = (server, &doc) {
        let message = "rule with `server: true` and without `doc:`";
        reader.report(
            Diagnostic::error(Code::MISSING_DOC, message, span)
                .help("describe below `doc:` what the server checks"),
        );
    }
    // The reason has been reported.
    if is_unread {
        return None;
    }
    let mut counts = counts.into_iter();
    let kind = match (counts.next(), counts.next(), allowed, server) {
        (Some((count, fields)), None, None, None) => RuleKind::Count(count, fields),
        (None, None, Some(allowed), None) => allowed,
        (None, None, None, Some(())) => RuleKind::Server,
        _ => {
            reader.report(
                Diagnostic::error(
                    Code::MISSING_KEY,
                    "rule without exactly one of `at_most_one_of:`, `exactly_one_of:`, \
                    `at_least_one_of:`, `allowed:` and `server: true`",
                    span,
                )
                .help("write one of these keys"),
            );
            return None;
        }
    };
    Some(Rule {
        id,
        span,
        doc,
        kind,
        grade,
        fingerprint,
    })
}

fn allowed<'a>(reader: &'a Reader<'a>, entry: Entry) -> Option<RuleKind> {
    let mut map = Map::open_entry(reader, entry, "`allowed`")?;
    let when = map.required("when", conditions);
    let field = map.required("field", text);
    let (values, is_whole) = reader.read_checked(|| map.required_list("values", text));
    let span = map.span();
    map.finish();
    if !is_whole {
        return None;
    }
    if values.as_ref().is_some_and(Vec::is_empty) {
        let message = "`allowed` without a value";
        reader.report(
            Diagnostic::error(Code::MISSING_KEY, message, span)
                .help("list the allowed values below `values:`"),
        );
        return None;
    }
    Some(RuleKind::Allowed {
        when: when?,
        field: field?,
        values: values?,
    })
}
