//! A default has to be a possible value of its field, wherever the field is.

use super::read;
use crate::support::small_spec::{damaged, sources};

/// Keys of a field, its default, and the code of the expected diagnostic.
type Case = (&'static str, &'static str, Option<&'static str>);

const SCALARS: [Case; 37] = [
    ("type: integer", "5", None),
    ("type: integer", "-5", None),
    ("type: integer", "9223372036854775807", None),
    ("type: integer", "unlimited", None),
    ("type: integer", "默认情况下为", None),
    ("type: integer", "不填默认", None),
    ("type: integer", "1O", Some("bad-value")),
    ("type: integer", "9223372036854775808", Some("bad-value")),
    ("type: integer", "-9223372036854775809", Some("bad-value")),
    ("type: integer", "1.5", Some("bad-value")),
    ("type: integer", "1e3", Some("bad-value")),
    ("type: integer", "+5", Some("bad-value")),
    ("type: integer", "1,000", Some("bad-value")),
    ("type: integer", "１０", Some("bad-value")),
    ("type: integer", "10个", Some("bad-value")),
    ("type: integer", "默认为10", Some("bad-value")),
    ("type: integer", "不限制", Some("bad-value")),
    ("type: integer", "unlimted", Some("bad-value")),
    ("type: integer", "true", Some("bad-value")),
    ("type: integer, min: 1", "1", None),
    ("type: integer, min: 1", "0", Some("limit-conflict")),
    ("type: integer, max: 9", "10", Some("limit-conflict")),
    ("type: boolean", "false", None),
    ("type: boolean", "6", Some("bad-value")),
    ("type: boolean", "True", Some("bad-value")),
    ("type: boolean", "unlimited", Some("bad-value")),
    ("type: string", "anything at all", None),
    ("type: string(3)", "abc", None),
    ("type: string(3)", "券券券券", Some("limit-conflict")),
    ("type: string, min_chars: 2", "a", Some("limit-conflict")),
    ("type: string, max_chars: 2", "abc", Some("limit-conflict")),
    ("type: string, alphabet: digits -", "1-2", None),
    (
        "type: string, alphabet: digits -",
        "1_2",
        Some("limit-conflict"),
    ),
    (
        "type: string, format: rfc3339",
        "2025-01-31T00:00:00+08:00",
        None,
    ),
    (
        "type: string, format: rfc3339",
        "2025-02-30T00:00:00Z",
        Some("bad-value"),
    ),
    ("type: Colour", "DARK", None),
    ("type: Colour", "Dark", Some("unknown-value")),
];

/// Each place where a field can be, and the text before it.
const PLACES: [(&str, &str, &str); 4] = [
    (
        "body",
        "  colour:\n    type: Colour\n    presence: optional\n",
        "",
    ),
    (
        "response",
        "        presence: required\n  Colour:",
        "  Colour:",
    ),
    ("query", "  path:\n", "  path:\n"),
    ("header", "  path:\n", "  path:\n"),
];

fn codes(place: &str, keys: &str, default: &str) -> Vec<&'static str> {
    let (_, from, after) = PLACES.iter().find(|(name, ..)| *name == place).unwrap();
    let keys = keys.replace(", ", "\n");
    let field = format!("{keys}\npresence: optional\ndefault: \"{default}\"");
    let at = |indent: &str, name: &str| {
        let inner = format!("\n{indent}  ");
        format!("{indent}{name}:{inner}{}\n", field.replace('\n', &inner))
    };
    let to = match place {
        "body" => format!("{from}{}", at("  ", "tint")),
        "response" => format!(
            "        presence: required\n{}{after}",
            at("      ", "tint")
        ),
        _ => format!("  {place}:\n{}{after}", at("    ", "X-Tint")),
    };
    let diagnostics = read(&sources(&damaged(&[(from, &to)])));
    diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect()
}

#[test]
fn a_default_that_does_not_fit_its_field_is_reported_everywhere() {
    for (keys, default, code) in SCALARS {
        for (place, ..) in PLACES {
            let expected: Vec<_> = code.into_iter().collect();
            assert_eq!(
                codes(place, keys, default),
                expected,
                "{place}: {keys}, {default}"
            );
        }
    }
}

#[test]
fn a_default_of_a_list_or_object_may_only_quote_the_page() {
    for ty in ["type: array[string]", "type: array[Colour]", "type: Card"] {
        assert_eq!(codes("body", ty, "DARK"), ["misplaced-key"], "{ty}");
        assert_eq!(codes("body", ty, "默认为"), [""; 0], "{ty}");
    }
}

#[test]
fn a_malformed_numeric_default_gets_a_suggestion() {
    for (default, meant) in [
        ("1O", "10"),
        ("+5", "5"),
        ("1,000", "1000"),
        ("１０", "10"),
        ("007", "7"),
        ("unlimted", "unlimited"),
        ("不限", "unlimited"),
    ] {
        let to = format!("    max: 9000\n    default: \"{default}\"");
        let sources = sources(&damaged(&[("    max: 9", &to)]));
        let diagnostics = read(&sources);
        let fixes: Vec<_> = diagnostics
            .iter()
            .filter_map(|found| found.fix.as_ref())
            .collect();
        assert_eq!(fixes.len(), 1, "{default}");
        assert_eq!(fixes[0].edits[0].replacement, meant);
    }
}

#[test]
fn a_default_from_another_page_has_to_fit_the_type_and_limits_given_there() {
    for (from_keys, code) in [
        ("default: \"5\"", None),
        ("default: \"10\"", None),
        ("default: 1O", Some("bad-value")),
        ("default: \"10\"\n        max: 8", Some("limit-conflict")),
    ] {
        let to = format!("    max: 9\n    from:\n      paint_card.response:\n        {from_keys}");
        let diagnostics = read(&sources(&damaged(&[("    max: 9", &to)])));
        let codes: Vec<_> = diagnostics
            .iter()
            .map(|found| found.code.as_str())
            .collect();
        assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{from_keys}");
    }
}

/// A type is used in both directions, and its enum differs by direction: the default is a value of
/// the request's enum.
#[test]
fn a_default_is_looked_up_in_the_enum_of_requests() {
    let with = |default: &str| {
        let both = format!(
            "types:\n  Painting:\n    fields:\n      tone: {{ type: Tone, presence: optional, default: {default} }}\n"
        );
        let text = damaged(&[
            ("types:\n", &both),
            (
                "body:\n",
                "body:\n  painting: { type: Painting, presence: optional }\n",
            ),
            (
                "      colour:\n        type: Colour\n        presence: required\n",
                "      colour:\n        type: Colour\n        presence: required\n      painting: { type: Painting, presence: optional }\n",
            ),
            (
                "samples:\n",
                "request_types:\n  Tone:\n    rust_name: ToneToGive\n    values:\n      WARM: Warm.\n      COLD: Cold.\nresponse_types:\n  Tone:\n    rust_name: ToneOfCard\n    values:\n      WARM: Warm.\nsamples:\n",
            ),
        ]);
        let found = read(&sources(&text));
        let codes = found.iter().map(|found| found.code.as_str());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(with("COLD"), Vec::<&str>::new());
    assert_eq!(with("WARM"), Vec::<&str>::new());
    assert!(with("HOT").iter().all(|code| *code == "unknown-value"));
    assert!(!with("HOT").is_empty());
}
