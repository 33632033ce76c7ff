//! The difference between two specs: the lines printed for each pair with one change, and whether
//! the compiler agrees that users' code breaks.

mod compiler;
mod pairs;
mod program;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use insta::assert_snapshot;
use wechatpay_codegen::diagnostic::{Code, Format, Severity};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{Change, Diff, Style, Users, diff, facts, next};

use self::pairs::{after, base, pairs};
use crate::support::patches::Patch;

/// A spec after loading.
struct LoadedSpec {
    sources: Sources,
    model: Model,
}

impl LoadedSpec {
    fn new(sources: Sources) -> Self {
        let (model, diagnostics) = wechatpay_codegen::read(&sources);
        let whole = diagnostics
            .iter()
            .all(|found| found.severity == Severity::Warning || found.code == Code::NOT_EMITTED);
        assert!(whole, "{}", diagnostics.render(&sources, Format::Human));
        Self { sources, model }
    }

    fn spec(&self) -> Spec<'_> {
        Spec {
            model: &self.model,
            sources: &self.sources,
        }
    }
}

/// The spec before every change.
static BASE: LazyLock<LoadedSpec> = LazyLock::new(|| LoadedSpec::new(base()));

/// Every pair, with the spec after the change and the difference.
static ALL: LazyLock<Vec<(Patch, LoadedSpec, Diff)>> = LazyLock::new(|| {
    let pairs = pairs().into_iter();
    pairs
        .map(|pair| {
            let (after, diff) = differences(&pair);
            (pair, after, diff)
        })
        .collect()
});

fn differences(pair: &Patch) -> (LoadedSpec, Diff) {
    let after = LoadedSpec::new(after(pair));
    let diff = diff(BASE.spec(), after.spec());
    (after, diff)
}

fn named(name: &str) -> (&'static Patch, &'static Diff) {
    let (pair, _, diff) = ALL.iter().find(|(pair, ..)| pair.name == name).unwrap();
    (pair, diff)
}

fn breaks_compilation(diff: &Diff) -> bool {
    let breaks = |change: &Change| change.users == Users::BreaksCompilation;
    diff.changes.iter().any(breaks)
}

#[test]
fn the_diff_of_each_change_matches_the_snapshot() {
    let mut text = String::new();
    for (pair, _, diff) in &*ALL {
        let next = next("0.1.0", diff).unwrap();
        let shown = diff.render(Style::Human, "0.1.0", &next);
        writeln!(text, "==== {}\n\n{}\n", pair.name, shown.trim_end()).unwrap();
    }
    assert_snapshot!(text);
}

#[test]
fn every_kind_of_fact_is_changed_by_some_pair() {
    let changes = ALL.iter().flat_map(|(_, _, diff)| &diff.changes);
    let seen: BTreeSet<_> = changes.filter_map(|change| change.fact).collect();
    let unseen: Vec<_> = facts().filter(|fact| !seen.contains(fact)).collect();
    assert!(unseen.is_empty(), "no pair changes {unseen:?}");
}

#[test]
fn a_diff_is_empty_for_equal_specs_and_works_in_both_directions() {
    assert!(diff(BASE.spec(), BASE.spec()).changes.is_empty());
    for (pair, after, forth) in &*ALL {
        let back = diff(after.spec(), BASE.spec());
        let is_quiet = forth.changes.is_empty();
        assert_eq!(back.changes.is_empty(), is_quiet, "{}", pair.name);
    }
}

#[test]
fn order_comments_layout_and_ids_are_not_differences() {
    let quiet = ALL.iter().filter(|(_, _, diff)| diff.changes.is_empty());
    let quiet: Vec<_> = quiet.map(|(pair, ..)| pair.name.as_str()).collect();
    assert_eq!(
        quiet,
        [
            "comments and blank lines",
            "a sample with another layout",
            "fields in another order",
            "error rows in another order",
            "a rule's fields in another order",
            "hosts in another order",
            "a description as a folded scalar",
            "an alphabet in another notation",
            "a type of the page moved to the service",
            "a rule has another id",
        ]
    );
}

/// The path, the query, a header and the body have a field of one name.
#[test]
fn a_removed_parameter_is_not_mistaken_for_another_field_of_its_name() {
    let copy_deal = include_str!("../golden/spec/parameters/copy_deal.yaml");
    let read = |copy_deal: String| {
        LoadedSpec::new(Sources::new([
            (
                "spec/api.yaml".to_owned(),
                include_str!("../golden/spec/api.yaml").into(),
            ),
            (
                "spec/parameters/service.yaml".to_owned(),
                include_str!("../golden/spec/parameters/service.yaml").into(),
            ),
            (
                "spec/parameters/copy_deal.yaml".to_owned(),
                copy_deal.into(),
            ),
        ]))
    };
    let header = copy_deal.find("  header:\n").unwrap();
    let path = copy_deal.find("  path:\n").unwrap();
    let mut without = copy_deal.to_owned();
    without.replace_range(header..path, "");
    let without = without.replace("    header:\n      deal_no: \"1\"\n", "");
    let (before, after) = (read(copy_deal.to_owned()), read(without));
    let found = diff(before.spec(), after.spec());
    let fields = found
        .changes
        .iter()
        .filter(|change| change.element == "request field");
    let fields: Vec<_> = fields
        .map(|change| {
            (
                change.path.as_str(),
                change.before.is_some(),
                change.after.is_some(),
            )
        })
        .collect();
    assert_eq!(
        fields,
        [("parameters.copy_deal.request.header.deal_no", true, false)]
    );
}

#[test]
fn a_changed_grade_is_reported_once_for_each_page() {
    let grades = |name: &str| {
        let (_, diff) = named(name);
        let grades = diff.changes.iter().filter(|change| {
            change
                .fact
                .is_some_and(|fact| fact.starts_with("evidence") && !fact.contains("idempotence"))
        });
        let shown = grades.map(|change| {
            let after = change.after.as_ref().map_or("", |text| &text.text);
            format!("{} {}: {after}", change.element, change.path)
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(
        grades("a source of which only a part is known"),
        ["operation cards.paint_card: partial"]
    );
    assert_eq!(
        grades("a response of which only other descriptions are known"),
        [
            "operation cards.paint_card: partial",
            "operation cards.paint_card: secondary",
        ]
    );
    assert_eq!(
        grades("a callback of which only a part of the page is known"),
        ["callback cards.CardEvent: partial"]
    );
    assert_eq!(
        grades("a field that only other descriptions have"),
        ["request field cards.paint_card.request.finish: secondary"]
    );
}

/// The program uses every item of the base spec's crate. It must fail to compile against the crate
/// of a pair exactly if the diff reports a change that breaks compilation.
#[test]
fn changes_reported_as_breaking_do_break_compilation_and_others_do_not() {
    let program = program::using_everything(&BASE.model);
    let mut crates = vec![("base", &BASE.model)];
    crates.extend(
        ALL.iter()
            .map(|(pair, after, _)| (pair.name.as_str(), &after.model)),
    );
    let errors = compiler::errors(&program, &crates);
    assert_eq!(errors["base"], Vec::<String>::new());
    let mut wrong = String::new();
    for (pair, _, diff) in &*ALL {
        let errors = &errors[pair.name.as_str()];
        if breaks_compilation(diff) == errors.is_empty() {
            let report = diff.render(Style::Human, "0.1.0", "0.1.0");
            writeln!(wrong, "==== {}\n{report}\n{}", pair.name, errors.join("\n")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "the compiler says otherwise:\n{wrong}");
}

#[test]
fn the_next_version_follows_from_the_most_severe_change() {
    let (_, none) = named("comments and blank lines");
    let (_, words) = named("an operation has another description");
    let (_, more) = named("an optional field is new");
    let (_, later) = named("a shorter text");
    let (_, never) = named("a field is removed");
    for (current, diff, wanted) in [
        ("0.1.4", none, "0.1.4"),
        ("0.1.4", words, "0.1.5"),
        ("0.1.4", more, "0.1.5"),
        ("0.1.4", later, "0.2.0"),
        ("0.1.4", never, "0.2.0"),
        ("1.2.3", words, "1.2.4"),
        ("1.2.3", more, "1.3.0"),
        ("1.2.3", later, "2.0.0"),
        ("1.2.3", never, "2.0.0"),
    ] {
        assert_eq!(next(current, diff).as_deref(), Ok(wanted));
    }
    assert!(next("1.2", none).is_err());
    assert!(next("1.2.x", none).is_err());
}

#[test]
fn values_with_line_breaks_cannot_start_a_new_line() {
    let (_, diff) = named("a shorter text");
    let mut hostile = diff.clone();
    for change in &mut hostile.changes {
        let values = change.before.iter_mut().chain(&mut change.after);
        values.for_each(|value| value.text = "a\n::error title=X::y\u{202e}".to_owned());
        change.path.push_str("\n::error::z");
    }
    let lines = |diff: &Diff| diff.render(Style::Human, "0.1.0", "0.2.0").lines().count();
    assert_eq!(lines(&hostile), lines(diff));
    let text = hostile.render(Style::Human, "0.1.0", "0.2.0");
    assert!(text.contains("- a\\n::error title=X::y\\u202e"), "{text}");
    let table = hostile.render(Style::Markdown, "0.1.0", "0.2.0");
    assert!(!table.contains("\n::"), "{table}");
}

#[test]
fn a_diff_is_printed_as_markdown_tables_and_as_json() {
    let names = ["an optional field is required", "a shorter text"];
    let both = Patch::of_all("both", &names.map(|name| named(name).0));
    let (_, diff) = differences(&both);
    assert_snapshot!("markdown", diff.render(Style::Markdown, "0.1.0", "0.2.0"));
    assert_snapshot!("json", diff.render(Style::Json, "0.1.0", "0.2.0"));
}
