//! Specs that are larger or deeper than any page. What grows faster than they do would not end here.

use std::fmt::Write;

use wechatpay_codegen::diagnostic::{Code, Format};

use super::read;
use crate::small_spec::{OPERATION, sources, sources_with};

/// Each struct holds the next one, the last one holds what is given.
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
fn a_chain_of_thousands_of_structs_is_read() {
    let found = read(&sources(&chain(3000, "Card")));
    assert_eq!(found.iter().count(), 0);
}

#[test]
fn a_circle_of_a_thousand_structs_is_one_finding() {
    let found = read(&sources(&chain(1000, "T0")));
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes
            .iter()
            .filter(|code| **code == Code::RecursiveType)
            .count(),
        1
    );
}

#[test]
fn a_file_as_large_as_all_of_apiv3_is_read() {
    let mut service = "service: cards\ndoc: Cards.\ntypes:\n  Ink:\n    values:\n".to_owned();
    for index in 0..300_000 {
        writeln!(service, "      INK_{index}: Ink number {index}.").unwrap();
    }
    let found = read(&sources_with("spec/cards/service.yaml", service.into()));
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::UnusedType]);
}

#[test]
fn a_thousand_findings_are_told_in_one_run() {
    let mut service = "service: cards\ndoc: Cards.\ntypes:\n".to_owned();
    for index in 0..1000 {
        writeln!(
            service,
            "  T{index}:\n    fields:\n      ink:\n        type: string\n        presense: optional"
        )
        .unwrap();
    }
    let sources = sources_with("spec/cards/service.yaml", service.into());
    let told = read(&sources).render(&sources, Format::Human);
    assert_eq!(told.matches("error[unknown-key]").count(), 1000);
}
