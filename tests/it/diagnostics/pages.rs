//! Every diagnostic code has an explanation page, and the examples on the page are correct.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wechatpay_codegen::diagnostic::{Code, Diagnostics, Format};
use wechatpay_compare::codes;

use super::read;
use crate::support::small_spec::{OPERATION, sources_with};

const PATH: &str = "spec/cards/paint_card.yaml";

/// The example of an explanation page, applied to the small spec: the rejected and the accepted
/// version. Lines that also occur in the small spec show where the other lines belong.
fn example(page: &str) -> Option<[Vec<u8>; 2]> {
    let diff = page.split_once("```diff\n")?.1.split_once("```")?.0;
    let lines: Vec<_> = diff.lines().map(|line| line.split_at(1)).collect();
    let spec: Vec<_> = OPERATION.lines().collect();
    let (mut at, mut refused, mut right) = (0, Vec::<&str>::new(), Vec::<&str>::new());
    for group in lines.chunk_by(|(one, _), (other, _)| (*one == " ") == (*other == " ")) {
        let signed = |wanted: &str| -> Vec<&str> {
            let signed = group.iter().filter(|(sign, _)| *sign == wanted);
            signed.map(|(_, text)| *text).collect()
        };
        let (context, gone, come) = (signed(" "), signed("-"), signed("+"));
        // The accepted version is already in the small spec, or both versions are inserted here.
        let known = if context.is_empty() {
            come.clone()
        } else {
            context.clone()
        };
        let place = spec[at..]
            .windows(known.len().max(1))
            .position(|lines| lines == known);
        assert!(
            place.is_some() || context.is_empty(),
            "the small spec has no {context:?} here"
        );
        let before = &spec[at..at + place.unwrap_or_default()];
        refused.extend(before.iter().chain(&context).chain(&gone));
        right.extend(before.iter().chain(&context).chain(&come));
        at += before.len() + place.map_or(0, |_| known.len());
    }
    refused.extend(&spec[at..]);
    right.extend(&spec[at..]);
    Some([refused, right].map(|lines| unescaped(&(lines.join("\n") + "\n"))))
}

/// Bytes and characters that a page cannot contain.
fn unescaped(text: &str) -> Vec<u8> {
    let text = text.replace("\\u{202E}", "\u{202E}");
    let mut bytes = Vec::new();
    let mut parts = text.split("\\x");
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        bytes.extend(rest.bytes());
    }
    bytes
}

/// Whether a diagnostic is about saved pages, file names or service files, so that no text of an
/// operation can show it.
fn is_beside_the_text(code: Code) -> bool {
    let by_name = [Code::UNREAD_FILE, Code::FILE_NAME, Code::SERVICE_CYCLE];
    code.as_str().starts_with("page-") || by_name.contains(&code)
}

#[test]
fn every_diagnostic_code_has_an_explanation_page() {
    let parts = ["## Why it matters", "## Example", "## What to do"];
    let mut names = BTreeSet::new();
    for code in codes::all() {
        assert!(names.insert(code.as_str()), "two codes {code:?}");
        let page = code.page();
        assert!(
            page.starts_with(&format!("# {}\n", code.as_str())),
            "{code:?}"
        );
        let places = parts.map(|part| page.find(part));
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{code:?}"
        );
        assert!(
            page.lines().all(|line| line.chars().count() <= 160),
            "{code:?}"
        );
        assert!(!code.summary().is_empty());
        assert_eq!(codes::named(code.as_str()), Some(code));
    }
}

#[test]
fn each_explanation_page_has_a_rejected_and_an_accepted_example() {
    for code in codes::all().filter(|code| !is_beside_the_text(*code)) {
        let Some([refused, right]) = example(&code.page()) else {
            panic!("{code:?} shows no example");
        };
        let report = |bytes: Vec<u8>| {
            let sources = sources_with(PATH, bytes);
            let found: Diagnostics = read(&sources);
            let codes: BTreeSet<_> = found.iter().map(|diagnostic| diagnostic.code).collect();
            (codes, found.render(&sources, Format::Human))
        };
        let (codes, text) = report(refused);
        assert_eq!(codes, BTreeSet::from([code]), "{text}");
        let (codes, text) = report(right);
        assert_eq!(codes, BTreeSet::new(), "{code:?}, fixed:\n{text}");
    }
}

#[test]
fn every_lint_file_is_registered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/src/lint");
    let mut rules = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if fs::read_to_string(&path)
            .unwrap()
            .contains("declare_rule! {")
        {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(codes::named(&name.replace('_', "-")).is_some(), "{name}");
            rules += 1;
        }
    }
    assert!(rules > 10);
}

#[test]
fn a_misspelled_diagnostic_code_gets_a_suggestion() {
    assert_eq!(codes::closest_to("unkown-key"), Some(Code::UNKNOWN_KEY));
    assert_eq!(codes::closest_to("UnknownKey"), Some(Code::UNKNOWN_KEY));
    assert_eq!(codes::closest_to("weather"), None);
}
