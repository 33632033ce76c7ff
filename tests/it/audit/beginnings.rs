//! Pages of which only the beginning was saved: what was not seen is counted, and what was seen is
//! compared.

use insta::assert_snapshot;

use super::fixture::{Fixture, Mutant};
use super::page_damage;

/// The ends of the lines of a page.
fn line_ends(page: &str) -> Vec<usize> {
    let ends = page.match_indices('\n').map(|(end, _)| end + 1);
    ends.filter(|end| *end < page.len()).collect()
}

fn check_beginnings(fixture: &Fixture, step: usize) {
    for (path, page) in &fixture.pages {
        let (whole, _) = fixture.audit_beginning(path, page);
        let facts = whole.pages[0].facts();
        let mut seen = 0;
        for end in line_ends(page).into_iter().step_by(step) {
            let (audit, found) = fixture.audit_beginning(path, &page[..end]);
            let line = page[..end].lines().count();
            assert_eq!(found, "", "{path} up to line {line}");
            let result = &audit.pages[0];
            assert!(result.unseen > 0, "{path} up to line {line}");
            seen = result.matched.max(seen);
        }
        assert!(seen > facts / 2, "{path}: {seen} of {facts}");
    }
}

#[test]
fn the_beginning_of_a_page_has_no_discrepancies() {
    check_beginnings(&Fixture::handwritten(), 1);
}

#[test]
fn the_beginnings_of_the_real_pages_have_no_discrepancies() {
    if let Some(fixture) = Fixture::real() {
        check_beginnings(&fixture, 23);
    }
}

#[test]
fn a_page_that_ends_within_a_line_has_no_discrepancies() {
    let fixture = Fixture::handwritten();
    for (path, page) in &fixture.pages {
        for (end, _) in page.char_indices().skip(40).step_by(29) {
            let (_, found) = fixture.audit_beginning(path, &page[..end]);
            assert_eq!(found, "", "{path} up to {:?}", &page[..end].lines().last());
        }
    }
}

#[test]
fn a_whole_page_is_compared_as_a_whole() {
    let fixture = Fixture::handwritten();
    for (path, page) in &fixture.pages {
        let (audit, found) = fixture.audit_beginning(path, page);
        assert_eq!((audit.pages[0].unseen, found.as_str()), (0, ""), "{path}");
    }
}

/// The ends of beginnings that have a change, and at least a few lines behind it.
fn ends_behind(page: &str, mutant: &str) -> Vec<usize> {
    let both = page.bytes().rev().zip(mutant.bytes().rev());
    let same = both.take_while(|(a, b)| a == b).count();
    let change = mutant.len() - same;
    let ends = line_ends(mutant).into_iter();
    let behind: Vec<usize> = ends.filter(|end| *end > change).collect();
    [7, 12, 30]
        .iter()
        .filter_map(|lines| behind.get(*lines).copied())
        .collect()
}

#[test]
fn a_change_in_the_beginning_of_a_page_is_reported() {
    // Without its heading, a part belongs to the part before it, whose end is then not seen.
    let headings = ["\"应答参数", "\"错误码"];
    let is_heading = |what: &str| headings.iter().any(|heading| what.contains(heading));
    let fixture = Fixture::handwritten();
    let (mut missed, mut count) = (Vec::new(), 0);
    for (path, page) in &fixture.pages {
        let mutants = page_damage::mutants(page).into_iter();
        let mutants = mutants.filter(|mutant| !is_heading(&mutant.what));
        for Mutant { what, text } in &mutants.step_by(13).collect::<Vec<_>>() {
            for end in ends_behind(page, text) {
                count += 1;
                let (_, found) = fixture.audit_beginning(path, &text[..end]);
                if found.is_empty() {
                    missed.push(format!("{path}: {what}, up to byte {end}"));
                }
            }
        }
    }
    assert_eq!(missed, [""; 0]);
    assert!(count > 150, "{count}");
}

#[test]
fn what_was_not_seen_is_in_the_table() {
    let fixture = Fixture::handwritten();
    let (path, page) = &fixture.pages[2];
    let end = page.find("tag_list").unwrap();
    let (audit, _) = fixture.audit_beginning(path, &page[..end]);
    assert_snapshot!(audit.summary());
}
