//! Specs that are larger or deeper than any page. A step with more than linear time would time out
//! here.

use std::fmt::Write;

use wechatpay_codegen::diagnostic::{Code, Format, Severity};

use super::read;
use crate::support::small_spec::{OPERATION, sources, sources_with};

/// A chain of structs: each one contains the next, and the last one contains a field of the given
/// type.
fn chain(length: usize, last: &str) -> String {
    let mut text = OPERATION.replace("response: Card", "response: T0");
    text = text.replace(
        "types:\n",
        "types:\n  Unused:\n    values:\n      A: One.\n",
    );
    let mut types = String::new();
    for index in 0..length {
        let next = if index + 1 == length {
            last.to_owned()
        } else {
            format!("T{}", index + 1)
        };
        write!(
            types,
            "  T{index}:\n    fields:\n      inner:\n        type: {next}\n        presence: optional\n"
        )
        .unwrap();
    }
    let text = text.replace("  Unused:\n    values:\n      A: One.\n", &types);
    text.replace("{ \"colour\": \"DARK\" }", "{}")
}

#[test]
fn a_chain_of_3000_structs_is_accepted() {
    let found = read(&sources(&chain(3000, "Card")));
    assert_eq!(found.iter().count(), 0);
}

#[test]
fn a_cycle_of_1000_structs_is_one_diagnostic() {
    let found = read(&sources(&chain(1000, "T0")));
    let codes: Vec<_> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(
        codes
            .iter()
            .filter(|code| **code == Code::RECURSIVE_TYPE)
            .count(),
        1
    );
}

#[test]
fn a_file_as_large_as_all_of_apiv3_is_accepted() {
    let mut service = "service: cards\ndoc: Cards.\ntypes:\n  Ink:\n    values:\n".to_owned();
    for index in 0..300_000 {
        writeln!(service, "      INK_{index}: Ink number {index}.").unwrap();
    }
    let found = read(&sources_with("spec/cards/service.yaml", service.into()));
    let codes: Vec<_> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::UNUSED_TYPE]);
}

#[test]
fn one_thousand_diagnostics_are_printed_in_one_run() {
    let mut service = "service: cards\ndoc: Cards.\ntypes:\n".to_owned();
    for index in 0..1000 {
        writeln!(
            service,
            "  T{index}:\n    fields:\n      ink:\n        type: string\n        presense: optional"
        )
        .unwrap();
    }
    let sources = sources_with("spec/cards/service.yaml", service.into());
    let report = read(&sources).render(&sources, Format::Human);
    assert_eq!(report.matches("error[unknown-key]").count(), 1000);
}

/// A service file with many lines below its first two.
fn service(lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    format!("service: cards\ndoc: Cards.\n{lines}")
}

/// Reads a service file and prints its diagnostics in each format. More than linear time would time
/// out.
fn check_long(service: String, code: Code, count: usize) {
    let sources = sources_with("spec/cards/service.yaml", service.into());
    let found = read(&sources);
    let of_code = found.iter().filter(|found| found.code == code).count();
    assert_eq!(of_code, count, "{code:?}");
    let human = found.render(&sources, Format::Human);
    assert_eq!(human.matches(&format!("[{}]", code.as_str())).count(), 1000);
    let last = human.lines().last().unwrap_or_default();
    assert!(last.starts_with("… and "), "{last}");
    let json = found.render(&sources, Format::Json);
    assert_eq!(json.lines().count(), 1001);
    let last: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
    let omitted = ["errors", "warnings"].map(|of| last["omitted"][of].as_u64().unwrap());
    let omitted: u64 = omitted.iter().sum();
    assert_eq!(omitted, u64::try_from(found.iter().count() - 1000).unwrap());
    let github = found.render(&sources, Format::Github);
    assert_eq!(github.lines().count(), 1001);
}

#[test]
fn many_unknown_keys_are_reported_quickly() {
    let keys = (0..10_000).map(|index| format!("key_{index}: a\n"));
    check_long(service(keys), Code::UNKNOWN_KEY, 10_000);
}

#[test]
fn many_duplicate_keys_are_reported_quickly() {
    let keys = std::iter::repeat_n("doc: Cards.\n".to_owned(), 100_000);
    check_long(service(keys), Code::DUPLICATE_KEY, 100_000);
}

#[test]
fn many_unknown_types_among_many_known_types_are_reported_quickly() {
    let types = (0..10_000).map(|index| {
        format!("  T{index}:\n    fields:\n      a: {{ type: U{index}, presence: optional }}\n")
    });
    let types = std::iter::once("types:\n".to_owned()).chain(types);
    let sources = sources_with("spec/cards/service.yaml", service(types).into());
    // The types are also unused; each one is reported once for that.
    assert!(read(&sources).iter().count() >= 10_000);
}

#[test]
fn many_values_on_one_line_are_reported_quickly() {
    let values = "a, ".repeat(200_000);
    let text = service(std::iter::once(format!("notes: [{values}]\n")));
    check_long(text, Code::WRONG_SHAPE, 200_000);
}

#[test]
fn many_lines_with_deceptive_characters_are_reported_quickly() {
    let lines = std::iter::repeat_n("# \u{202e}\n".to_owned(), 50_000);
    check_long(service(lines), Code::CONTROL_CHARACTER, 50_000);
}

#[test]
fn errors_are_printed_before_warnings_when_output_is_limited() {
    let values = (0..2000).map(|index| format!("  T{index}:\n    values:\n      A: a #b\n"));
    let types = std::iter::once("types:\n".to_owned()).chain(values);
    let text = service(types.chain(["unknown: a\n".to_owned()]));
    let sources = sources_with("spec/cards/service.yaml", text.into());
    let found = read(&sources);
    let errors = found
        .iter()
        .filter(|found| found.severity == Severity::Error);
    assert!((1..1000).contains(&errors.count()));
    let more = found.iter().count() - 1000;
    let text = found.render(&sources, Format::Human);
    assert!(text.starts_with("error["), "{}", &text[..200]);
    let thousands = format!("{},{:03}", more / 1000, more % 1000);
    let last = format!("… and {thousands} more: 0 errors, {thousands} warnings\n");
    assert!(text.ends_with(&last), "{}", &text[text.len() - 200..]);
}

#[test]
fn a_very_long_key_is_shortened_in_messages() {
    let key = "k".repeat(3_000_000);
    let text = service(std::iter::once(format!("{key}: a\n")));
    let sources = sources_with("spec/cards/service.yaml", text.into());
    let found = read(&sources);
    for format in [Format::Human, Format::Json, Format::Github] {
        assert!(found.render(&sources, format).len() < 20_000);
    }
}

/// Reads the small operation with more lines below `body:` and `types:`, and counts the diagnostics
/// with a code.
fn count(body: impl Iterator<Item = String>, types: &str, code: Code) -> usize {
    let body: String = body.collect();
    let operation = OPERATION
        .replace(
            "  colour:\n    type: Colour\n",
            &format!("{body}  colour:\n    type: Colour\n"),
        )
        .replace("types:\n", &format!("types:\n{types}"));
    let found = read(&sources(&operation));
    found.iter().filter(|found| found.code == code).count()
}

fn field(name: &str, rest: &str) -> String {
    format!("  {name}: {{ type: string, presence: {rest} }}\n")
}

#[test]
fn many_conditions_on_unknown_fields_are_reported_quickly() {
    let body =
        (0..10_000).map(|i| field(&format!("f{i}"), &format!("{{ only_when: {{ u{i}: A }} }}")));
    assert_eq!(count(body, "", Code::UNKNOWN_FIELD), 10_000);
}

#[test]
fn many_conditions_on_unknown_paths_are_reported_quickly() {
    let path = |i| {
        field(
            &format!("f{i}"),
            &format!("{{ only_when: {{ $.colour.u{i}: A }} }}"),
        )
    };
    assert_eq!(
        count((0..10_000).map(path), "", Code::UNKNOWN_FIELD),
        10_000
    );
}

#[test]
fn many_unknown_fields_in_one_condition_are_reported_quickly() {
    let names: Vec<_> = (0..10_000).map(|i| format!("u{i}: A")).collect();
    let one = field(
        "many",
        &format!("{{ only_when: {{ {} }} }}", names.join(", ")),
    );
    assert_eq!(count([one].into_iter(), "", Code::UNKNOWN_FIELD), 10_000);
}

#[test]
fn a_long_chain_of_dependent_fields_is_checked_quickly() {
    let next = |i| {
        field(
            &format!("f{}", i + 1),
            &format!("{{ only_when: {{ f{i}: A }} }}"),
        )
    };
    let body = [field("f0", "optional")]
        .into_iter()
        .chain((0..10_000).map(next));
    assert_eq!(count(body, "", Code::NEVER_HOLDS), 0);
}

/// An enum with many values.
fn many_values(numbers: std::ops::Range<u32>) -> String {
    let values: Vec<_> = numbers.map(|i| format!("      V{i}: One.\n")).collect();
    format!("  Many:\n    values:\n{}", values.concat())
}

#[test]
fn many_unknown_defaults_of_a_large_enum_are_reported_quickly() {
    let many = many_values(0..10_000);
    let with = |i| format!("  f{i}: {{ type: Many, presence: optional, default: U{i} }}\n");
    assert_eq!(
        count((0..10_000).map(with), &many, Code::UNKNOWN_VALUE),
        10_000
    );
}

#[test]
fn many_fields_selected_by_a_large_enum_are_checked_quickly() {
    let many = many_values(0..5_000);
    let kind = "  many: { type: Many, presence: required, selects: Which }\n".to_owned();
    let with = |i| {
        field(
            &format!("f{i}"),
            &format!("{{ only_when: {{ many: V{i} }} }}"),
        )
    };
    let body = [kind].into_iter().chain((0..5_000).map(with));
    assert_eq!(count(body, &many, Code::UNKNOWN_REFERENCE), 0);
}
