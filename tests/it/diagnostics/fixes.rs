//! Which fixes are applied together, and the text that they leave.

use wechatpay_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use wechatpay_codegen::source::{Sources, Span};

const TEXT: &str = "title: one\ndoc: two\n";

/// Applies fixes of `TEXT`, each a range and its new text. Returns the new text, and the new texts
/// of the refused fixes.
fn fixed(edits: &[(usize, usize, &str)]) -> (String, Vec<String>) {
    let sources = Sources::new([("spec/a.yaml".to_owned(), TEXT.into())]);
    let (file, _) = sources.iter().next().unwrap();
    let mut found = Diagnostics::default();
    for (start, end, text) in edits {
        let (start, end) = (*start, *end);
        let span = Span { file, start, end };
        found.push(Diagnostic::error(Code::YAML, *text, span).fix("write it", span, *text));
    }
    let fixes = found.fixes(&sources, |_| true);
    let text = fixes.texts(&sources).remove(&file);
    let refused = fixes.refused.iter().map(|found| found.message.clone());
    (text.unwrap_or_else(|| TEXT.to_owned()), refused.collect())
}

#[test]
fn fixes_at_different_places_are_applied_together() {
    let (text, refused) = fixed(&[(16, 19, "2"), (7, 10, "1"), (0, 0, "# x\n")]);
    assert_eq!(text, "# x\ntitle: 1\ndoc: 2\n");
    assert_eq!(refused, [""; 0]);
}

#[test]
fn a_fix_that_two_diagnostics_have_is_applied_once() {
    let (text, refused) = fixed(&[
        (7, 10, "1"),
        (7, 10, "1"),
        (10, 10, "\nmin: 1"),
        (10, 10, "\nmin: 1"),
    ]);
    assert_eq!(text, "title: 1\nmin: 1\ndoc: two\n");
    assert_eq!(refused, [""; 0]);
}

#[test]
fn of_fixes_that_overlap_none_is_applied() {
    let (text, refused) = fixed(&[(7, 10, "1"), (9, 14, "x"), (16, 19, "2")]);
    assert_eq!(text, "title: one\ndoc: 2\n");
    assert_eq!(refused, ["1", "x"]);
    let (text, refused) = fixed(&[(7, 10, "1"), (7, 10, "2")]);
    assert_eq!((text.as_str(), refused.len()), (TEXT, 2));
}

#[test]
fn new_lines_at_one_place_are_applied_if_their_keys_differ() {
    let (text, refused) = fixed(&[(10, 10, "\nmin: 1"), (10, 10, "\nmax: 2")]);
    assert_eq!(text, "title: one\nmin: 1\nmax: 2\ndoc: two\n");
    assert_eq!(refused, [""; 0]);
    let (text, refused) = fixed(&[(10, 10, "\nmin: 1"), (10, 10, "\nmin: 2")]);
    assert_eq!((text.as_str(), refused.len()), (TEXT, 2));
}

#[test]
fn a_file_that_is_not_utf_8_is_not_changed() {
    let bytes = [&b"\xfftitle: one\n"[..], TEXT.as_bytes()].concat();
    let sources = Sources::new([("spec/a.yaml".to_owned(), bytes)]);
    let (_, found) = wechatpay_codegen::read(&sources);
    assert!(found.has_errors());
    assert!(found.fixes(&sources, |_| true).texts(&sources).is_empty());
}
