//! What the generator reports about mistakes in a spec: place, reason and fix.
//!
//! Each test makes one mistake in the small spec; its snapshot shows the report. If a diagnostic
//! has a fix, the test applies it, and the diagnostic has to disappear.

/// Applies each patch of a file to the small spec; the snapshot of its name shows what is reported.
macro_rules! mistakes {
    ($file:literal) => {
        #[test]
        fn each_mistake_is_reported() {
            for patch in crate::support::patches::patches(include_str!($file)) {
                let report = super::report_of(&patch.apply(&crate::support::small_spec::FILES));
                insta::assert_snapshot!(patch.name, report);
            }
        }
    };
}

mod callbacks;
mod conditions;
mod conflicts;
mod defaults;
mod endpoints;
mod escapes;
mod fixes;
mod formats;
mod forms;
mod limits;
mod names;
mod not_emitted;
mod pages;
mod references;
mod samples;
mod shapes;
mod size;
mod text;
mod types;
mod unresolved;
mod whole_files;
mod words;

use wechatpay_codegen::diagnostic::{Diagnostic, Diagnostics, Fixes, Format};
use wechatpay_codegen::source::Sources;

use crate::support::small_spec::{FILES, replaced, sources_with};

fn read(sources: &Sources) -> Diagnostics {
    wechatpay_codegen::read(sources).1
}

/// The report about a spec with one changed file.
fn report(path: &str, replacements: &[(&str, &str)]) -> String {
    let (_, right) = FILES.iter().find(|(name, _)| *name == path).unwrap();
    report_of_file(path, replaced(right, replacements).into())
}

/// The report about the small spec with another or an additional file.
fn report_of_file(path: &str, bytes: Vec<u8>) -> String {
    report_of(&sources_with(path, bytes))
}

fn report_of(sources: &Sources) -> String {
    let diagnostics = read(sources);
    for diagnostic in diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.fix.is_some())
    {
        assert_fixes(diagnostic, sources);
    }
    diagnostics.render(sources, Format::Human)
}

/// Applies the fix of a diagnostic, and checks that the diagnostic disappears.
fn assert_fixes(diagnostic: &Diagnostic, sources: &Sources) {
    let fixes = Fixes {
        applied: vec![diagnostic.clone()],
        ..Fixes::default()
    };
    let mut texts = fixes.texts(sources);
    let files = sources.iter().map(|(id, file)| {
        let text = texts.remove(&id).unwrap_or_else(|| file.text.clone());
        (file.path.clone(), text.into_bytes())
    });
    let fixed = Sources::new(files);
    let after = read(&fixed);
    let same =
        |other: &&Diagnostic| other.code == diagnostic.code && other.message == diagnostic.message;
    let before = read(sources);
    let before = before.iter().filter(same).count();
    let left = after.iter().filter(same).count();
    assert!(
        left < before,
        "{} is still there after its change:\n{}",
        diagnostic.message,
        after.render(&fixed, Format::Human)
    );
}

#[test]
fn the_small_spec_has_no_diagnostics() {
    assert_eq!(report("spec/cards/paint_card.yaml", &[]), "");
}

#[test]
fn all_mistakes_of_a_file_are_reported_in_one_run() {
    let text = report(
        "spec/cards/paint_card.yaml",
        &[
            ("method: PATCH", "method: FETCH"),
            ("title: 请求单号", "titel: 请求单号"),
            ("max: 9", "max: nine"),
        ],
    );
    assert_eq!(text.matches("error[").count(), 3, "{text}");
    let places = ["FETCH", "titel", "nine"].map(|word| text.find(word));
    assert!(places.is_sorted(), "in the order of the file: {text}");
}

#[test]
fn all_semantic_mistakes_are_reported_in_one_run() {
    let text = report(
        "spec/cards/paint_card.yaml",
        &[
            ("        colour: DARK", "        color: DARK"),
            ("hosts: main", "hosts: mian"),
            ("min_chars: 6", "min_chars: 60"),
            ("cards/{card_id}", "cards/{deck}"),
        ],
    );
    assert_eq!(text.matches("error[").count(), 5, "{text}");
}
