//! Words that YAML reads differently from the spec language, and misspelled words.

use wechatpay_codegen::diagnostic::Diagnostic;

use super::{assert_fixes, read};
use crate::support::small_spec::{damaged, replaced, sources, sources_with};

/// The replacement that the only fix of an operation suggests.
fn proposed(operation: &str) -> String {
    let sources = sources(operation);
    let diagnostics = read(&sources);
    let fixed: Vec<&Diagnostic> = diagnostics.iter().filter(|d| d.fix.is_some()).collect();
    let [diagnostic] = fixed.as_slice() else {
        panic!("{:?}\n{operation}", diagnostics.iter().collect::<Vec<_>>());
    };
    assert_fixes(diagnostic, &sources);
    diagnostic.fix.as_ref().unwrap().edits[0]
        .replacement
        .clone()
}

#[test]
fn a_key_that_yaml_reads_as_null_gets_quotes_as_fix() {
    for word in ["NULL", "null", "Null", "~"] {
        let quoted = format!("\"{word}\"");
        for (place, from, to) in [
            (
                "an enum's value",
                "      DARK:",
                format!("      {word}: None.\n      DARK:"),
            ),
            (
                "a field",
                "  colour:\n",
                format!("  {word}:\n    type: string\n    presence: optional\n  colour:\n"),
            ),
            (
                "a condition",
                "        colour: DARK\n",
                format!("        {word}: DARK\n"),
            ),
            ("a parameter", "    card_id:\n", format!("    {word}:\n")),
            (
                "a type",
                "  Colour:\n",
                format!("  {word}:\n    values:\n      A: One.\n  Colour:\n"),
            ),
        ] {
            assert_eq!(proposed(&damaged(&[(from, &to)])), quoted, "{place}");
        }
    }
}

#[test]
fn a_text_that_yaml_reads_as_null_gets_quotes_as_fix() {
    for word in ["NULL", "null", "Null", "~"] {
        for (from, to) in [
            ("    code: NOT_FOUND", format!("    code: {word}")),
            (
                "        colour: DARK\n",
                format!("        colour: {word}\n"),
            ),
            (
                "        colour: DARK\n",
                format!("        colour:\n          - {word}\n"),
            ),
            ("      LIGHT: Bright.", format!("      LIGHT: {word}")),
            ("hosts: main", format!("hosts:\n  - {word}")),
        ] {
            let text = damaged(&[(from, &to)]);
            let diagnostics = read(&sources(&text));
            let help: Vec<_> = diagnostics.iter().flat_map(|found| &found.help).collect();
            let advice =
                format!("write `\"{word}\"` if it is a text; YAML reads `{word}` as no value");
            assert!(help.contains(&&advice), "{to}: {help:?}");
        }
    }
}

#[test]
fn a_value_that_yaml_reads_as_null_is_reported_once() {
    let rule = "    at_most_one_of:\n      - colour\n      - depth\n";
    for word in ["NULL", "~"] {
        let allowed = format!(
            "    allowed:\n      when:\n        colour: DARK\n      field: depth\n      values:\n        - {word}\n"
        );
        for (from, to) in [
            ("common: SYSTEM_ERROR", format!("common: {word}")),
            ("- common: SYSTEM_ERROR", format!("- {word}")),
            ("  - id: plain", format!("  - {word}\n  - id: plain")),
            ("      - colour\n", format!("      - {word}\n")),
            ("      - depth\n", format!("      - {word}\n")),
            (rule, format!("    at_most_one_of: {word}\n")),
            (rule, allowed),
            (
                "        colour: DARK\n    max",
                format!("        colour: [DARK, {word}]\n    max"),
            ),
            ("  colour:\n", format!("  a: {word}\n  colour:\n")),
            ("  Colour:\n", format!("  A: {word}\n  Colour:\n")),
        ] {
            let found = read(&sources(&damaged(&[(from, &to)])));
            let [diagnostic] = found.iter().collect::<Vec<_>>()[..] else {
                panic!("{to}: {:?}", found.iter().collect::<Vec<_>>());
            };
            let advice =
                format!("write `\"{word}\"` if it is a text; YAML reads `{word}` as no value");
            assert!(diagnostic.help.contains(&advice), "{to}: {diagnostic:?}");
        }
    }
}

#[test]
fn a_defined_type_in_another_naming_style_is_suggested() {
    let layer = "  Colour:\n";
    let define = "  DarkLayer:\n    values:\n      A: One.\n  Colour:\n";
    for (written, meant) in [
        ("dark_layer", "DarkLayer"),
        ("darklayer", "DarkLayer"),
        ("darkLayer", "DarkLayer"),
        ("Dark_Layer", "DarkLayer"),
        ("DARK_LAYER", "DarkLayer"),
        ("array[dark_layer]", "DarkLayer"),
        ("array[array[darklayer]]", "DarkLayer"),
    ] {
        let text = damaged(&[
            (layer, define),
            ("    type: integer", &format!("    type: {written}")),
            ("    max: 9\n", ""),
        ]);
        assert_eq!(proposed(&text), meant, "{written}");
    }
}

#[test]
fn enum_values_that_yaml_could_read_as_other_types_stay_text() {
    for word in [
        "true",
        "FALSE",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "1",
        "007",
        "1e3",
        "0x1F",
        "1_000",
        ".nan",
        ".inf",
        "-.inf",
        "1.50",
        "2026-01-31",
        "12:30:45",
        "\"NULL\"",
        "'~'",
        "nil",
        "None",
    ] {
        let text = damaged(&[(
            "      DARK:",
            &format!("      {word}:\n        doc: Other.\n        rust_name: Other\n      DARK:"),
        )]);
        let (model, diagnostics) = wechatpay_codegen::read(&sources(&text));
        assert_eq!(diagnostics.iter().count(), 0, "{word}");
        let value = &model.services[0].enums[0].values[1];
        assert_eq!(value.wire_name, word.trim_matches(['"', '\'']));
    }
}

#[test]
fn a_basic_type_under_another_name_is_suggested() {
    for (written, meant) in [
        ("interger", "integer"),
        ("intger", "integer"),
        ("int", "integer"),
        ("uint32", "integer"),
        ("BIGINT", "integer"),
        ("Interger", "integer"),
        ("strng", "string"),
        ("Strng", "string"),
        ("str", "string"),
        ("text", "string"),
        ("datetime", "string"),
        ("date-time", "string"),
        ("bool", "boolean"),
        ("boolen", "boolean"),
        ("strng(32)", "string(32)"),
        ("String(32)", "string(32)"),
        ("varchar(32)", "string(32)"),
        ("string <32>", "string(32)"),
        ("integer(5)", "integer"),
        ("int(11)", "integer"),
        ("list[string]", "array[string]"),
        ("Array[string]", "array[string]"),
        ("List<String>", "array[string]"),
        ("aray[string]", "array[string]"),
        ("array[strng]", "array[string]"),
        ("array[datetime]", "array[string]"),
        ("array[list[int]]", "array[array[integer]]"),
        ("string[]", "array[string]"),
        ("[]int64", "array[integer]"),
        ("Colour[]", "array[Colour]"),
    ] {
        let field =
            format!("  tint:\n    type: \"{written}\"\n    presence: optional\n  colour:\n");
        let text = damaged(&[("  colour:\n", &field)]);
        assert_eq!(proposed(&text), meant, "{written}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_misspelled_word_of_each_closed_list_gets_a_suggestion() {
    let limit = "    min_chars: 6";
    let row = "    code: NOT_FOUND";
    for (from, to, meant) in [
        (
            "presence: optional",
            "presence: optinal".to_owned(),
            "optional",
        ),
        (
            "presence: optional",
            "presence: mandatory".to_owned(),
            "required",
        ),
        (
            "presence: optional",
            "presence: 必填".to_owned(),
            "required",
        ),
        (
            "      required_when:\n",
            "      required_whn:\n".to_owned(),
            "required_when",
        ),
        (
            "      required_when:\n",
            "      printed: requred\n      required_when:\n".to_owned(),
            "required",
        ),
        ("method: PATCH", "method: Post".to_owned(), "POST"),
        ("method: PATCH", "method: DELET".to_owned(), "DELETE"),
        (limit, format!("{limit}\n    format: rfc_3339"), "rfc3339"),
        (
            limit,
            format!("{limit}\n    sensitive: personl"),
            "personal",
        ),
        (
            limit,
            format!("{limit}\n    alphabet: digits leters"),
            "letters",
        ),
        (
            limit,
            format!("{limit}\n    notes:\n      kind: silnt\n      says: a\n      we: b"),
            "silent",
        ),
        (
            limit,
            format!("{limit}\n    from:\n      paint_card.respnse:\n        max_chars: 9"),
            "response",
        ),
        (row, format!("{row}\n    retryable: ture"), "true"),
        (
            row,
            format!("{row}\n    may_follow_own_attempt: off"),
            "false",
        ),
        (
            "  - id: plain\n",
            "  - server: TRUE\n    doc: No.\n  - id: plain\n".to_owned(),
            "true",
        ),
        ("hosts: main", "hosts: mian".to_owned(), "main"),
        (
            "hosts: main",
            "hosts: main\nrate_limit: 20/secnd".to_owned(),
            "20/s",
        ),
        (
            "hosts: main",
            "hosts: main\nrate_limit: 1,000 per minute".to_owned(),
            "1000/min",
        ),
        (
            "hosts: main",
            "hosts: main\nrate_limit: 20/S per interfce".to_owned(),
            "20/s per interface",
        ),
        (
            "common: SYSTEM_ERROR",
            "common: SYSTEM_EROR".to_owned(),
            "SYSTEM_ERROR",
        ),
        (
            "  Colour:\n    values:",
            "  Colour:\n    value_type: int\n    values:".to_owned(),
            "integer",
        ),
        (
            "parameters:\n  path:",
            "parameters:\n  pth:".to_owned(),
            "path",
        ),
        ("types:\n", "typs:\n".to_owned(), "types"),
    ] {
        let sources = sources(&damaged(&[(from, &to)]));
        let diagnostics = read(&sources);
        let mut fixes = diagnostics.iter().filter_map(|found| found.fix.as_ref());
        let is_meant = fixes.any(|fix| fix.edits[0].replacement == meant);
        assert!(
            is_meant,
            "{to}: {:?}",
            diagnostics.iter().collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_misspelled_first_key_of_a_file_gets_a_suggestion() {
    let api = replaced(crate::support::small_spec::API, &[("api:", "apii:")]);
    let diagnostics = read(&sources_with("spec/api.yaml", api.into()));
    let mut fixes = diagnostics.iter().filter_map(|found| found.fix.as_ref());
    assert!(fixes.any(|fix| fix.edits[0].replacement == "api"));
}
