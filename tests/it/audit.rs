//! The audit reports nothing if spec and page agree, and something after every change of one fact.
//!
//! `audit/pages` has three handwritten pages in the layout of saved documentation, and
//! `audit/spec` is their transcription. If `WECHATPAY_PAGES` names a folder with the real pages,
//! those are compared with the workspace's spec in the same way.

#[path = "audit/beginnings.rs"]
mod beginnings;
#[path = "audit/encrypted.rs"]
mod encrypted;
#[path = "audit/fixes.rs"]
mod fixes;
#[path = "audit/fixture.rs"]
mod fixture;
#[path = "audit/forms.rs"]
mod forms;
#[path = "audit/listing_damage.rs"]
mod listing_damage;
#[path = "audit/notifications.rs"]
mod notifications;
#[path = "audit/page_damage.rs"]
mod page_damage;
#[path = "audit/side_by_side.rs"]
mod side_by_side;
#[path = "audit/spec_damage.rs"]
mod spec_damage;

use insta::assert_snapshot;
use wechatpay_codegen::diagnostic::Format;
use wechatpay_compare::audit::page_text;

use fixture::{Fixture, Mutant};

/// The number of mutants, the number that was found, and the changes that were missed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    mutants: usize,
    found: usize,
    missed: Vec<String>,
}

impl Tally {
    fn count(&mut self, what: &str, found: bool) {
        self.mutants += 1;
        self.found += usize::from(found);
        if !found {
            self.missed.push(what.to_owned());
        }
    }

    fn all_found(mutants: usize) -> Self {
        Self {
            mutants,
            found: mutants,
            missed: Vec::new(),
        }
    }
}

/// Audits every mutant of every page, one page at a time.
fn damage_pages(fixture: &Fixture, step: usize) -> Tally {
    let mut tally = Tally::default();
    for (path, page) in &fixture.pages {
        for Mutant { what, text } in page_damage::mutants(page).iter().step_by(step) {
            let findings = fixture.audit(&[(path.clone(), text.clone())]);
            tally.count(&format!("{path}: {what}"), !findings.is_empty());
        }
    }
    tally
}

/// Audits every mutant of every spec file that the generator accepts, and counts those that it
/// rejects.
fn damage_spec(fixture: &Fixture, step: usize) -> (Tally, usize) {
    let mut tally = Tally::default();
    let mut refused = 0;
    for (at, (path, file)) in fixture.spec.iter().enumerate() {
        if !fixture.has_page(path) {
            continue;
        }
        for Mutant { what, text } in spec_damage::mutants(file).iter().step_by(step) {
            match fixture.with_spec_file(at, text) {
                Some(other) => {
                    let found = !other.audit(&other.pages).is_empty();
                    tally.count(&format!("{path}: {what}"), found);
                }
                None => refused += 1,
            }
        }
    }
    (tally, refused)
}

#[test]
fn pages_that_agree_with_the_spec_have_no_discrepancies() {
    assert_eq!(Fixture::handwritten().discrepancies(Format::Human), "");
}

/// A page as a browser saves it: one block per line, tables as tables, and one line per listing
/// line.
fn as_html(page: &str) -> String {
    let escaped = page
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let mut html = "<!DOCTYPE html>\n<html><head><title>x</title></head><body>\n".to_owned();
    for line in escaped.lines() {
        if line.starts_with("1package") || line.starts_with("1curl") || line.starts_with("1{") {
            let code = listing_damage::unnumbered(line);
            html.extend([
                "<div class=\"code\"><pre><code>",
                &code,
                "</code></pre></div>\n",
            ]);
        } else if line.ends_with('|') && line.matches(" | ").count() == 3 {
            let cells = line.trim_end_matches(" |").split(" | ");
            html.push_str("<table><tr>");
            for cell in cells {
                html.extend(["<td>", cell, "</td>"]);
            }
            html.push_str("</tr></table>\n");
        } else {
            html.extend(["<div><span>", line, "</span></div>\n"]);
        }
    }
    html + "<script>if (1 < 2) { x(); }</script></body></html>\n"
}

#[test]
fn a_page_saved_as_html_is_audited_like_its_text() {
    let mut fixture = Fixture::handwritten();
    for (_, page) in &mut fixture.pages {
        let text = page_text(as_html(page).as_bytes());
        *page = String::from_utf8(text).unwrap();
    }
    assert_eq!(fixture.discrepancies(Format::Human), "");
    assert_eq!(damage_pages(&fixture, 13).missed, [""; 0]);
}

/// The ways in which an editor may save a page without changing its text.
fn saved(page: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |unit: fn(u16) -> [u8; 2]| {
        let units = std::iter::once(0xfeff).chain(page.encode_utf16());
        units.flat_map(unit).collect()
    };
    let texts = [
        ("byte order mark", format!("\u{feff}{page}")),
        ("two byte order marks", format!("\u{feff}\u{feff}{page}")),
        (
            "byte order mark on the second line",
            format!("\n\u{feff}{page}"),
        ),
        (
            "byte order marks everywhere",
            page.replace('\n', "\u{feff}\n\u{feff}"),
        ),
        ("CRLF", page.replace('\n', "\r\n")),
        ("CR", page.replace('\n', "\r")),
        (
            "byte order mark and CRLF",
            format!("\u{feff}{}", page.replace('\n', "\r\n")),
        ),
        ("blanks at line ends", page.replace('\n', "  \t\n")),
        ("spaces that do not break", page.replace(' ', "\u{a0}")),
        ("no last line end", page.trim_end().to_owned()),
        ("empty lines around", format!("\n\n{page}\n\n")),
        (
            "HTML with a byte order mark",
            format!("\u{feff}{}", as_html(page)),
        ),
        (
            "HTML with byte order marks in it",
            as_html(page).replace("<span>", "<span>\u{feff}&#65279;"),
        ),
        (
            "HTML with a byte order mark on the second line",
            format!("\n\u{feff}{}", as_html(page)),
        ),
        (
            "HTML behind a comment",
            format!(
                "<!-- saved from url=(0014)about:internet -->\n{}",
                as_html(page)
            ),
        ),
        (
            "HTML from its body on",
            as_html(page).split_off("<!DOCTYPE html>\n<html><head><title>x</title></head>".len()),
        ),
        ("HTML with CRLF", as_html(page).replace('\n', "\r\n")),
    ];
    let texts = texts
        .into_iter()
        .map(|(how, text)| (how, text.into_bytes()));
    let utf16 = [
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
    ];
    texts.chain(utf16).collect()
}

#[test]
fn encoding_and_line_ends_of_a_page_do_not_change_the_audit() {
    let fixture = Fixture::handwritten();
    for (path, page) in &fixture.pages {
        for (how, bytes) in saved(page) {
            let text = String::from_utf8(page_text(&bytes)).unwrap();
            let found = fixture.audit(&[(path.clone(), text)]);
            assert!(found.is_empty(), "{path}, {how}: {found:#?}");
        }
    }
}

#[test]
fn the_real_pages_saved_as_html_are_audited_like_their_text() {
    let Some(mut fixture) = Fixture::real() else {
        return;
    };
    for (_, page) in &mut fixture.pages {
        let text = page_text(as_html(page).as_bytes());
        *page = String::from_utf8(text).unwrap();
    }
    assert_eq!(fixture.discrepancies(Format::Human), "");
}

#[test]
fn the_audit_report_ends_with_one_table_per_page() {
    let mut fixture = Fixture::handwritten();
    fixture.damage("paint_card", "最多可设置5个", "最多可设置6个");
    fixture.damage("paint_card", "glossy 选填", "gloss 选填");
    assert_snapshot!(fixture.summary());
}

#[test]
fn a_limit_in_prose_that_differs_is_reported() {
    assert_snapshot!(report(
        "paint_card",
        "长度在6-40个",
        "长度在8-40个",
        Format::Human
    ));
}

#[test]
fn a_trigger_phrase_that_the_spec_does_not_cover_is_reported() {
    assert_snapshot!(report(
        "paint_card",
        "上不上光",
        "上不上光,必须上光",
        Format::Human
    ));
}

#[test]
fn every_change_to_a_page_is_reported() {
    assert_eq!(
        damage_pages(&Fixture::handwritten(), 1),
        Tally::all_found(1418)
    );
}

#[test]
fn every_change_to_the_spec_is_reported() {
    let (tally, refused) = damage_spec(&Fixture::handwritten(), 1);
    assert_eq!(tally, Tally::all_found(497));
    assert_eq!(refused, 249, "the generator itself refuses these");
}

/// What the command prints.
fn report(page: &str, from: &str, to: &str, format: Format) -> String {
    let mut fixture = Fixture::handwritten();
    fixture.damage(page, from, to);
    fixture.discrepancies(format)
}

#[test]
fn a_discrepancy_shows_its_place_in_page_and_spec() {
    assert_snapshot!(report(
        "paint_card",
        "glossy 选填",
        "glossy 必填",
        Format::Human
    ));
}

#[test]
fn a_discrepancy_in_a_long_line_shows_an_excerpt() {
    assert_snapshot!(report(
        "paint_card",
        "public Long thickness",
        "public String thickness",
        Format::Human
    ));
}

#[test]
fn a_changed_sentence_is_shown_with_its_text_and_fingerprint() {
    assert_snapshot!(report(
        "paint_card",
        "要换成的颜色",
        "要换成的新颜色",
        Format::Human
    ));
}

#[test]
fn json_and_github_formats_show_the_place_in_page_and_spec() {
    assert_snapshot!(report("drop_card", "20/s", "30/s", Format::Json));
    assert_snapshot!(report("drop_card", "20/s", "30/s", Format::Github));
}

#[test]
fn a_page_that_belongs_to_no_operation_is_reported() {
    assert_snapshot!(report("drop_card", "【DELETE】", "【PUT】", Format::Human));
    assert_snapshot!(report("drop_card", "请求方式", "请求", Format::Human));
}

#[test]
fn truncated_pages_do_not_panic() {
    truncate(&Fixture::handwritten(), 17);
}

fn truncate(fixture: &Fixture, step: usize) {
    for (path, page) in &fixture.pages {
        for (end, _) in page.char_indices().step_by(step) {
            // A truncated page lacks something. A panic would also fail this test.
            let part = [(path.clone(), page[..end].to_owned())];
            let whole = page[end..].trim().trim_matches('|').is_empty();
            assert!(
                whole || !fixture.audit(&part).is_empty(),
                "{path} up to {end}"
            );
        }
    }
}

#[test]
fn malformed_pages_do_not_panic() {
    let fixture = Fixture::handwritten();
    for page in [
        "\u{feff}",
        "1curl",
        "请求示例\n1package",
        "【",
        "|",
        "请求示例\n1package main \"",
        "应答示例\n1{ 2",
    ] {
        assert!(
            !fixture
                .audit(&[("page".to_owned(), page.to_owned())])
                .is_empty()
        );
    }
}

#[test]
fn the_real_pages_have_no_discrepancies() {
    let Some(fixture) = Fixture::real() else {
        return;
    };
    assert_eq!(fixture.discrepancies(Format::Human), "");
}

/// A run with every mutant takes minutes. `WECHATPAY_DAMAGE_STEP` is the step between two mutants
/// that are audited.
#[test]
fn every_change_to_the_real_pages_is_reported() {
    let Some(fixture) = Fixture::real() else {
        return;
    };
    let step = std::env::var("WECHATPAY_DAMAGE_STEP");
    let step = step.map_or(151, |step| step.parse().unwrap());
    truncate(&fixture, 10 * step);
    let pages = damage_pages(&fixture, step);
    let (spec, refused) = damage_spec(&fixture, step);
    println!(
        "{} of pages, {} of the spec, {refused} refused",
        pages.mutants, spec.mutants
    );
    assert_eq!([pages.missed, spec.missed].concat(), [""; 0]);
}
