//! Markers of merge conflicts are distinguished from similar lines inside a text.

use super::{read, report};
use crate::support::small_spec::{damaged, sources};

const CONFLICT: &str =
    "<<<<<<< HEAD\nmethod: PATCH\n=======\nmethod: PUT\n>>>>>>> branch 'theirs'\n";

fn messages(operation: &str) -> Vec<(String, usize)> {
    let sources = sources(operation);
    let diagnostics = read(&sources);
    let found = diagnostics.iter();
    found
        .map(|found| (found.message.clone(), found.primary.span.start))
        .collect()
}

#[test]
fn each_merge_conflict_is_reported_at_its_beginning_with_lf_and_crlf() {
    let once = damaged(&[("method: PATCH\n", CONFLICT)]);
    let twice = once.replacen(
        "hosts: main\n",
        "<<<<<<<\nhosts: main\n=======\n>>>>>>>\n",
        1,
    );
    for text in [twice.clone(), twice.replace('\n', "\r\n")] {
        let starts: Vec<_> = text.match_indices("<<<<<<<").map(|(at, _)| at).collect();
        let expected = starts
            .into_iter()
            .map(|at| ("unresolved merge conflict".to_owned(), at));
        assert_eq!(messages(&text), expected.collect::<Vec<_>>());
    }
}

#[test]
fn a_merge_conflict_in_a_block_scalar_or_in_line_one_is_reported() {
    let sample = "      { \"out_request_no\": \"paint_7\" }\n";
    let inside = damaged(&[(
        sample,
        &format!("<<<<<<< HEAD\n{sample}=======\n{sample}>>>>>>> b\n"),
    )]);
    let first = damaged(&[(
        "operation: paint_card\n",
        "\u{feff}<<<<<<< HEAD\noperation: paint_card\n=======\noperation: a\n>>>>>>> b\n",
    )]);
    for text in [inside, first] {
        let found = messages(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "unresolved merge conflict");
    }
}

#[test]
fn a_leftover_conflict_marker_is_reported() {
    for left in [
        "=======\n",
        ">>>>>>> theirs\n",
        "||||||| 1a2b3c\n",
        "=======\r\n",
    ] {
        let text = damaged(&[("method: PATCH\n", &format!("method: PATCH\n{left}"))]);
        let at = text.find(left).unwrap();
        let expected = ("marker of a merge conflict".to_owned(), at);
        assert_eq!(messages(&text), [expected], "{left}");
    }
}

#[test]
fn conflict_markers_inside_a_block_scalar_are_accepted() {
    let signs = "<<<<<<< a\n    =======\n    >>>>>>> b\n    |||||||\n    Card\n    =======\n";
    let report = report(
        "spec/cards/paint_card.yaml",
        &[("doc: Paints a card.\n", &format!("doc: |\n    {signs}"))],
    );
    assert_eq!(report, "");
}

#[test]
fn other_yaml_errors_are_not_called_a_merge_conflict() {
    let text = damaged(&[
        (
            "doc: Paints a card.\n",
            "doc: |\n  Card\n  =======\n  Paints.\n",
        ),
        ("title: 请求单号", "title: 请求: 单号 ["),
    ]);
    let found = messages(&text);
    assert!(found[0].0.starts_with("invalid YAML"), "{found:?}");
    for line in ["<<<<<<", "<<<<<<<<", "<<<<<<<a", "======", "========"] {
        let text = damaged(&[("method: PATCH\n", &format!("method: PATCH\n{line}\n"))]);
        let found = messages(&text);
        assert!(!found[0].0.contains("conflict"), "{line}: {found:?}");
    }
}
