//! Damaged requests get the same verdict from the document, by an independent validator, and from every other judge.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;
use wechatpay_codegen::OpenApi;
use wechatpay_codegen::model::{Model, Operation, Service};
use wechatpay_codegen::source::Sources;
use wechatpay_mock::Broken;

use super::damage::{Page, Random};
use super::document::Document;
use super::model;
use crate::small_spec::API;

/// What somebody else says of a request's body: whether it is right, or nothing where they cannot tell.
type Judge = fn(&Model, &Operation, &Value) -> Option<bool>;

/// Everybody who has to agree with the document.
const JUDGES: &[(&str, Judge)] = &[("the mock's interpreter", by_the_mock)];

#[expect(clippy::unnecessary_wraps, reason = "other judges cannot always tell")]
fn by_the_mock(model: &Model, operation: &Operation, body: &Value) -> Option<bool> {
    Some(wechatpay_mock::judge(model, &operation.name, body).is_empty())
}

/// What no page of ours has, so that the documents of real pages cannot show it.
const EVERYTHING: &str = include_str!("everything.yaml");

fn everything() -> Model {
    let sources = Sources::new([
        (
            "spec/cards/send_everything.yaml".to_owned(),
            EVERYTHING.into(),
        ),
        (
            "spec/cards/service.yaml".to_owned(),
            "service: cards\ndoc: Cards.\n".into(),
        ),
        ("spec/api.yaml".to_owned(), API.into()),
    ]);
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    let said = diagnostics.render(&sources, wechatpay_codegen::diagnostic::Format::Human);
    assert!(!diagnostics.has_errors(), "{said}");
    model
}

/// Right bodies that use what the samples do not.
const BODIES: [(&str, &str); 11] = [
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_1.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_3.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_4.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_5.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_6.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../ten_calls/call_7.json"),
    ),
    (
        "update_stock_budget",
        include_str!("../ten_calls/call_9.json"),
    ),
    ("modify_budget", include_str!("../ten_calls/call_10.json")),
    ("send_everything", include_str!("everything_by_post.json")),
    (
        "send_everything",
        include_str!("everything_by_courier.json"),
    ),
    ("send_everything", include_str!("everything_on_foot.json")),
];

/// An operation with all that is needed to judge bodies of its requests.
struct Bench<'m> {
    model: &'m Model,
    operation: &'m Operation,
    page: Page<'m>,
    schema: Validator,
    /// How often each kind of rule was broken.
    broken: BTreeMap<Broken, usize>,
    right: usize,
    wrong: usize,
}

impl<'m> Bench<'m> {
    fn new(
        model: &'m Model,
        document: &Document,
        service: &'m Service,
        operation: &'m Operation,
    ) -> Option<Self> {
        Some(Self {
            model,
            operation,
            page: Page::new(service, operation)?,
            schema: document.request_schema(operation)?,
            broken: BTreeMap::new(),
            right: 0,
            wrong: 0,
        })
    }

    /// Bodies to begin with: those of samples and of `BODIES`, and the smallest that is right.
    fn beginnings(&self) -> Vec<Value> {
        let samples = self.operation.samples.iter();
        let samples = samples.filter_map(|sample| sample.request.as_deref());
        let more = BODIES
            .iter()
            .filter(|(name, _)| *name == self.operation.name);
        let texts = samples.chain(more.map(|(_, text)| *text));
        let bodies = texts.map(|text| serde_json::from_str(text).unwrap());
        bodies.chain([self.page.smallest()]).collect()
    }

    fn judge(&mut self, body: &Value, what: &str) {
        let verdict = self.schema.is_valid(body);
        for (who, judge) in JUDGES {
            if let Some(theirs) = judge(self.model, self.operation, body) {
                assert_eq!(
                    verdict,
                    theirs,
                    "{}: {what}: the document says {verdict} and {who} {theirs} of {body}\n{:#?}",
                    self.operation.name,
                    self.schema
                        .iter_errors(body)
                        .map(|e| e.to_string())
                        .collect::<Vec<_>>(),
                );
            }
        }
        *if verdict {
            &mut self.right
        } else {
            &mut self.wrong
        } += 1;
        let kinds = wechatpay_mock::judge(self.model, &self.operation.name, body);
        let kinds: BTreeSet<_> = kinds.into_iter().map(|finding| finding.broken).collect();
        for kind in kinds {
            *self.broken.entry(kind).or_default() += 1;
        }
    }
}

/// Runs on every operation with a body, and tells how often each kind of rule was broken.
fn on_each(model: &Model, run: impl Fn(&mut Bench<'_>)) -> BTreeMap<Broken, usize> {
    let document = Document::new(model, OpenApi::V3_1);
    let mut broken = BTreeMap::new();
    let (mut right, mut wrong) = (0, 0);
    for service in &model.services {
        for operation in &service.operations {
            let Some(mut bench) = Bench::new(model, &document, service, operation) else {
                continue;
            };
            run(&mut bench);
            right += bench.right;
            wrong += bench.wrong;
            for (kind, count) in bench.broken {
                *broken.entry(kind).or_default() += count;
            }
        }
    }
    assert!(right > 100 && wrong > 100, "{right} right, {wrong} wrong");
    broken
}

/// Each value of each field on its own: left out, given, of another type, at and beyond every limit.
fn every_single_damage(bench: &mut Bench<'_>) {
    for beginning in bench.beginnings() {
        bench.judge(&beginning, "undamaged");
        for damage in bench.page.damages(&beginning) {
            bench.judge(&damage.applied_to(&beginning), &damage.to_string());
        }
    }
}

/// Several at once, so that conditions meet.
fn random_damages(bench: &mut Bench<'_>) {
    let mut random = Random::new(7);
    for beginning in bench.beginnings() {
        for _ in 0..300 {
            let mut body = beginning.clone();
            let mut told = Vec::new();
            for _ in 0..=random.below(4) {
                let damages = bench.page.fine_damages(&body);
                let damage = &damages[random.below(damages.len())];
                body = damage.applied_to(&body);
                told.push(damage.to_string());
            }
            bench.judge(&body, &told.join(", then "));
        }
    }
}

#[test]
fn every_single_damage_of_the_pages_samples_is_judged_alike() {
    let broken = on_each(&model("spec"), every_single_damage);
    for kind in [
        Broken::Null,
        Broken::WideCharacter,
        Broken::Type,
        Broken::Required,
        Broken::RequiredNow,
        Broken::ForbiddenNow,
        Broken::Min,
        Broken::Max,
        Broken::MinChars,
        Broken::MaxChars,
        Broken::Alphabet,
        Broken::MaxItems,
        Broken::AtMostOneOf,
        Broken::Allowed,
    ] {
        assert!(broken.contains_key(&kind), "nothing broke {kind:?}");
    }
}

#[test]
fn every_single_damage_of_golden_requests_is_judged_alike() {
    on_each(&model("tests/golden/spec"), every_single_damage);
    let broken = on_each(&everything(), every_single_damage);
    assert_eq!(broken.len(), 15, "{broken:?}");
}

#[test]
fn random_requests_are_judged_alike() {
    for model in [model("spec"), model("tests/golden/spec"), everything()] {
        on_each(&model, random_damages);
    }
}
