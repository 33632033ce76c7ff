//! Drafts of the real pages, compared with the committed spec by `diff`: they differ in `TODO`s and
//! in our own wording and decisions, and in nothing that a page states.
//!
//! Skipped if `WECHATPAY_PAGES` does not name the folder of the pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_codegen::source::Sources;
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{Change, diff};
use wechatpay_compare::draft::{Draft, draft};

/// Facts that are our own wording or decision, or come from other pages. A page does not state them.
const OURS: [&str; 18] = [
    "description",
    "meaning",
    "remedy",
    "notes",
    "facts from other pages",
    "waived phrases",
    "server checks",
    "remarks",
    "prerequisites",
    "idempotency key",
    "recovery of an unknown outcome",
    "possible result of an earlier attempt",
    "Rust name",
    "Rust item",
    "other names",
    "evidence",
    "sensitive",
    "broken rules",
];

/// Other changes, each with the question that the draft asks in its place.
const ASKED: [(&str, &str, &str); 4] = [
    // The whole meaning is a label. A person sees that it is not a sentence.
    ("ProductCouponType.NORMAL", "label", "满减券"),
    ("ProductCouponType.DISCOUNT", "label", "折扣券"),
    (
        "response.single_usage_rule",
        "presence",
        "only_when: usage_mode: SINGLE, but no such field here",
    ),
    // The page's own sample breaks a rule, so the spec adds one of ours.
    ("modify_budget.samples.2", "element", "modify_budget"),
];

/// Words in a fact of the draft that ask for a fact of the spec.
const QUESTION: &str = "TODO";

struct Page {
    operation: &'static str,
    service: &'static str,
    /// What a person has to add before the draft is a spec without contradictions.
    answer: Option<(&'static str, &'static str)>,
}

const PAGES: [Page; 3] = [
    Page {
        operation: "create_product_coupon",
        service: "product_coupon",
        answer: None,
    },
    Page {
        operation: "update_stock_budget",
        service: "product_coupon",
        // Two pages use one name for two types.
        answer: Some((
            "  StockEntity:\n",
            "  StockEntity:\n    rust_name: UpdatedStockEntity\n",
        )),
    },
    Page {
        operation: "modify_budget",
        service: "busifavor",
        answer: None,
    },
];

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The draft of a page, and the changes from the draft to the committed spec.
fn changes(pages: &Path, page: &Page) -> (Draft, Vec<Change>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let spec_files = files(&root);
    let mut sources = Sources::new(spec_files.clone());
    let (model, _) = wechatpay_codegen::read(&sources);
    let text = fs::read(pages.join(format!("{}.txt", page.operation))).unwrap();
    let id = sources.add("page.txt".to_owned(), text);
    let drafted = draft(&model, &sources, id, Some(page.service));
    let mut text = drafted.text.clone();
    if let Some((from, to)) = page.answer {
        assert!(text.contains(from));
        text = text.replacen(from, to, 1);
    }
    let name = format!("{}/{}.yaml", page.service, page.operation);
    let replaced = spec_files.into_iter().map(|(path, old)| {
        let is_draft = path.ends_with(&name);
        (
            path,
            if is_draft {
                text.clone().into_bytes()
            } else {
                old
            },
        )
    });
    let draft_sources = Sources::new(replaced);
    let (draft_model, _) = wechatpay_codegen::read(&draft_sources);
    let before = Spec {
        model: &draft_model,
        sources: &draft_sources,
    };
    let after = Spec {
        model: &model,
        sources: &sources,
    };
    (drafted, diff(before, after).changes)
}

fn text(change: &Change) -> String {
    let shown = |text: &Option<wechatpay_compare::diff::SpecText>| {
        text.as_ref()
            .map_or("-".to_owned(), |text| text.text.clone())
    };
    format!(
        "{} {}, {}: {} → {}",
        change.element,
        change.path,
        change.fact.unwrap_or("element"),
        shown(&change.before),
        shown(&change.after)
    )
}

/// Whether the spec adds what the draft asks for, or what no page states.
fn is_ours(change: &Change, draft: &Draft) -> bool {
    let asks = |text: &Option<wechatpay_compare::diff::SpecText>| {
        text.as_ref()
            .is_some_and(|text| text.text.contains(QUESTION))
    };
    let fact = change.fact.unwrap_or("element");
    let mut asked = ASKED.iter();
    let is_asked = asked.any(|(path, asked, question)| {
        change.path.ends_with(path) && fact == *asked && draft.text.contains(question)
    });
    // Which fields a value selects is our decision.
    let is_choice = change.element == "choice";
    asks(&change.before) || OURS.contains(&fact) || is_choice || is_asked
}

fn pages() -> Option<PathBuf> {
    std::env::var_os("WECHATPAY_PAGES").map(PathBuf::from)
}

#[test]
fn drafts_differ_from_the_spec_in_our_own_wording_only() {
    let Some(pages) = pages() else {
        return;
    };
    let mut wrong = Vec::new();
    for page in &PAGES {
        let (draft, changes) = changes(&pages, page);
        let ours = changes
            .iter()
            .filter(|change| is_ours(change, &draft))
            .count();
        println!(
            "{}: {} TODOs, {} changes, {ours} of them ours",
            page.operation,
            draft.todos,
            changes.len()
        );
        println!("  {:?}", todos_by_kind(&draft.text));
        let other = changes.iter().filter(|change| !is_ours(change, &draft));
        wrong.extend(other.map(text));
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
}

/// The number of `TODO`s by what a person has to write.
fn todos_by_kind(draft: &str) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for line in draft.lines().filter(|line| line.contains(QUESTION)) {
        let line = line.trim().trim_start_matches("- ");
        let kind = match line.strip_prefix("# ") {
            Some(comment) => match comment.rsplit_once(" (") {
                Some((_, kind)) => kind.trim_end_matches(')'),
                None => comment.split(':').next().unwrap_or(comment),
            },
            None => line.split(':').next().unwrap_or(line),
        };
        *kinds.entry(kind.to_owned()).or_default() += 1;
    }
    kinds
}
