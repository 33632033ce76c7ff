//! Where a fact comes from and what is generated from it, for the spec in `diff/spec` and for the
//! committed spec.

mod styles;

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::Spec;
use wechatpay_compare::why::{PathError, Why, why};

fn read(folder: &str) -> (Sources, Model) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let sources = Sources::read(&folder).unwrap();
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    assert!(!diagnostics.has_errors());
    (sources, model)
}

fn ask(folder: &str, path: &str) -> Result<Why, PathError> {
    let (sources, model) = read(folder);
    let spec = Spec {
        model: &model,
        sources: &sources,
    };
    why(spec, path)
}

fn small(path: &str) -> Result<Why, PathError> {
    ask("it/diff/spec", path)
}

#[test]
fn why_shows_everything_about_a_field() {
    assert_snapshot!(small("cards.paint_card.depth").unwrap().human("src"));
}

#[test]
fn why_finds_each_field_of_a_request_that_has_several_of_one_name() {
    for (path, name) in [
        ("copy_deal.request.deal_no", "deal_no"),
        ("copy_deal.request.path.deal_no", "deal_no_of_path"),
        ("copy_deal.request.query.deal_no", "deal_no_of_query"),
        ("copy_deal.request.header.deal_no", "deal_no_of_header"),
        ("copy_deal.request.query.trump", "trump_of_query"),
    ] {
        let text = ask("golden/spec", &format!("parameters.{path}")).unwrap();
        let text = text.human("src");
        let item = format!("parameters::request::CopyDealRequest::{name}:");
        assert!(text.contains(&item), "{path} {text}");
    }
}

#[test]
fn why_shows_everything_about_an_operation() {
    assert_snapshot!(small("paint_card").unwrap().human("src"));
}

#[test]
fn why_shows_everything_about_a_callback() {
    assert_snapshot!(small("cards.CardEvent").unwrap().human("src"));
    assert_snapshot!(small("cards.CardEvent.CARD.LOST").unwrap().human("src"));
}

#[test]
fn why_shows_everything_about_a_form() {
    assert_snapshot!(small("cards.add_picture").unwrap().human("src"));
    assert_snapshot!(small("cards.add_picture.file").unwrap().human("src"));
}

#[test]
fn why_shows_everything_about_a_type_as_json() {
    assert_snapshot!(small("cards.Finish").unwrap().json("src"));
}

#[test]
fn why_shows_the_download_of_an_operation_and_its_implementation() {
    let why = ask("golden/spec", "published.request_bill").unwrap();
    let mut facts = why.facts.iter();
    let download = facts.find(|fact| fact.name == "address of a file").unwrap();
    assert_eq!(
        download.values,
        ["download_url, checked with hash_type and hash_value"]
    );
    let place = download.line.as_ref().unwrap();
    let spec = fs::read_to_string(golden(&place.file)).unwrap();
    assert_eq!(spec.lines().nth(place.line - 1), Some("download:"));
    let path = "published::response::BillAddress as Downloadable";
    let item = why.rust.iter().find(|item| item.path == path).unwrap();
    let code = fs::read_to_string(golden(&format!("src/{}", item.file))).unwrap();
    assert_eq!(
        code.lines().nth(item.line - 1),
        Some("impl Downloadable for response::BillAddress {")
    );
}

fn golden(path: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    folder.join(path)
}

#[test]
fn why_accepts_paths_without_unambiguous_parts() {
    for (asked, found) in [
        ("cards.paint_card", "cards.paint_card"),
        ("paint_card", "cards.paint_card"),
        (
            "cards.paint_card.request.depth",
            "cards.paint_card.request.depth",
        ),
        ("cards.paint_card.depth", "cards.paint_card.request.depth"),
        ("depth", "cards.paint_card.request.depth"),
        (
            "cards.paint_card.box.width",
            "cards.paint_card.request.box.width",
        ),
        (
            "cards.paint_card.response.boxes.width",
            "cards.paint_card.response.boxes.width",
        ),
        ("Colour.DARK", "cards.Colour.DARK"),
        ("cards.Owner", "cards.Owner"),
        ("cards.paint_card.response", "cards.paint_card.response"),
        ("cards.request.Box", "cards.request.Box"),
        ("errors.NOT_FOUND", "cards.paint_card.errors.NOT_FOUND"),
        ("rules.few", "cards.paint_card.request.rules.few"),
        ("hosts.backup", "hosts.backup"),
    ] {
        assert_eq!(
            small(asked).map(|why| why.path).as_deref(),
            Ok(found),
            "{asked}"
        );
    }
}

#[test]
fn why_lists_candidates_for_an_ambiguous_or_unknown_path() {
    let explanation = |path: &str| small(path).unwrap_err().message(path);
    assert_snapshot!(explanation("cards.paint_card.colour"));
    assert_snapshot!(explanation("cards.paint_crad.depth"));
    assert_snapshot!(explanation("nothing like it"));
}

#[test]
fn why_finds_a_type_by_name_and_a_field_by_path() {
    let ask = |path: &str| ask("../spec", path).unwrap();
    let field = "product_coupon.create_product_coupon.request.stock";
    assert_eq!(ask(field).element, "request field");
    assert_eq!(ask("product_coupon.StockForCreate").element, "request type");
    assert_eq!(
        ask("busifavor.modify_budget.response").element,
        "response type"
    );
    let listed = ask("product_coupon").inside;
    let is_listed = |path: &str| listed.iter().any(|(listed, _)| listed == path);
    assert!(is_listed("product_coupon.StockForCreate"), "{listed:?}");
    assert!(!is_listed(field), "{listed:?}");
}

/// Every value stays on one line and is shown completely.
#[test]
fn why_prints_values_with_line_breaks_on_one_line() {
    let hostile = "a\n::error title=X::y\u{202e}\r";
    let mut why = small("cards.paint_card").unwrap();
    let lines = why.human("src").lines().count();
    why.path = hostile.to_owned();
    why.pages[0].title = hostile.to_owned();
    for fact in &mut why.facts {
        fact.values = fact.values.iter().map(|_| hostile.to_owned()).collect();
    }
    for (path, brief) in &mut why.inside {
        (*path, *brief) = (hostile.to_owned(), hostile.to_owned());
    }
    why.rust[0].types = hostile.to_owned();
    let text = why.human("src");
    assert_eq!(text.lines().count(), lines, "{text}");
    assert!(!text.contains(['\u{202e}', '\r']), "{text}");
    assert!(text.contains("a\\n::error title=X::y\\u202e\\r"), "{text}");
    let lost = small(hostile).unwrap_err().message(hostile);
    assert!(!lost.contains("\n::"), "{lost}");
}

/// Every path of the committed spec can be resolved, and each Rust item is on the line that `why`
/// reports.
#[test]
fn why_shows_the_right_line_of_each_rust_item() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let mut seen = 0;
    for operation in [
        "busifavor.modify_budget",
        "product_coupon.create_product_coupon",
    ] {
        let of = ask("../spec", operation).unwrap();
        let inside = of.inside.iter().map(|(path, _)| path.as_str());
        for path in inside.take(12).chain([operation]) {
            for item in ask("../spec", path).unwrap().rust {
                let file: PathBuf = source.join(&item.file);
                let text = fs::read_to_string(file).unwrap();
                let line = text.lines().nth(item.line - 1).unwrap();
                let path = item.path.split(" as ").next().unwrap();
                let mut names = path.rsplit("::");
                let mut name = names.next().unwrap();
                // An item that no line names is reported with its type, because a macro generates
                // it.
                if ["build", "builder", "DOCUMENTED", "Unknown"].contains(&name) {
                    name = names.next().unwrap();
                }
                assert!(line.contains(name), "{}: {line}", item.path);
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}
