//! What a maintainer sees after a slip: place, reason, way out.
//!
//! Each slip damages one fact of the small spec; its snapshot is what is then said. Where a change is proposed that mends
//! it, the change is made, and the finding must be gone.

/// Applies each patch of a file to the small spec; the snapshot of its name shows what is reported.
macro_rules! slips {
    ($file:literal) => {
        #[test]
        fn each_slip_is_reported() {
            for patch in crate::support::patches::patches(include_str!($file)) {
                let report =
                    super::told_of_sources(&patch.apply(&crate::support::small_spec::FILES));
                insta::assert_snapshot!(patch.name, report);
            }
        }
    };
}

mod conditions;
mod conflicts;
mod defaults;
mod endpoints;
mod escapes;
mod formats;
mod limits;
mod names;
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

use wechatpay_codegen::diagnostic::{Diagnostic, Diagnostics, Format};
use wechatpay_codegen::source::Sources;

use crate::support::small_spec::{FILES, replaced, sources_with};

fn read(sources: &Sources) -> Diagnostics {
    wechatpay_codegen::read(sources).1
}

/// What is said of a damaged file.
fn told(path: &str, replacements: &[(&str, &str)]) -> String {
    let (_, right) = FILES.iter().find(|(name, _)| *name == path).unwrap();
    told_of(path, replaced(right, replacements).into())
}

/// What is said of the small spec with another file in it.
fn told_of(path: &str, bytes: Vec<u8>) -> String {
    told_of_sources(&sources_with(path, bytes))
}

fn told_of_sources(sources: &Sources) -> String {
    let diagnostics = read(sources);
    for finding in diagnostics.iter().filter(|finding| finding.fix.is_some()) {
        assert_mends(finding, sources);
    }
    diagnostics.render(sources, Format::Human)
}

/// After its own change a finding is gone, and no other has come where the spec was read to its end before.
fn assert_mends(finding: &Diagnostic, sources: &Sources) {
    let files = sources.iter().map(|(_, file)| {
        let text = finding.fixed(sources, file);
        (
            file.path.clone(),
            text.unwrap_or_else(|| file.text.clone()).into_bytes(),
        )
    });
    let mended = Sources::new(files);
    let after = read(&mended);
    let same = |other: &&Diagnostic| other.code == finding.code && other.message == finding.message;
    let before = read(sources);
    let before = before.iter().filter(same).count();
    let left = after.iter().filter(same).count();
    assert!(
        left < before,
        "{} is still there after its change:\n{}",
        finding.message,
        after.render(&mended, Format::Human)
    );
}

#[test]
fn the_small_spec_itself_is_right() {
    assert_eq!(told("spec/cards/paint_card.yaml", &[]), "");
}

#[test]
fn all_slips_of_a_file_are_told_in_one_run() {
    let text = told(
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
fn semantic_slips_are_told_together_with_their_places() {
    let text = told(
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
