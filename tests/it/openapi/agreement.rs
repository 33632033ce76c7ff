//! The OpenAPI document, applied by an independent validator, agrees with every other
//! implementation about changed requests.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::product_coupon::request::{
    CreateProductCouponRequest, UpdateStockBudgetRequest,
};
use wechatpay_codegen::OpenApi;
use wechatpay_codegen::model::{Model, Operation, Service};
use wechatpay_codegen::source::Sources;
use wechatpay_golden::checks::request::SendCardRequest;
use wechatpay_mock::{BrokenRule, Spec, Violation};

use super::damage::{Page, Random};
use super::document::Document;
use super::model;
use crate::support::small_spec::API;
use crate::validate::typed::Message;

/// Another implementation's verdict on a request body: valid or not, or `None` if it cannot decide.
type Verdict = fn(&Spec, &Operation, &Value) -> Option<bool>;

/// All implementations that have to agree with the document.
const IMPLEMENTATIONS: &[(&str, Verdict)] = &[
    ("the mock's interpreter", mock_verdict),
    ("validate()", validate_verdict),
];

#[expect(
    clippy::unnecessary_wraps,
    reason = "other implementations cannot always decide"
)]
fn mock_verdict(spec: &Spec, operation: &Operation, body: &Value) -> Option<bool> {
    Some(broken(spec, operation, body).is_empty())
}

/// The problems that a mock newer than the pages reports. Like this mock, the document accepts
/// values that the pages do not list.
fn broken(spec: &Spec, operation: &Operation, body: &Value) -> BTreeSet<BrokenRule> {
    let violations = wechatpay_mock::validate(spec, &operation.name, body).into_iter();
    let violations = violations.filter(|violation| !is_beyond_schemas(operation, body, violation));
    let broken = violations.map(|violation| violation.rule);
    // A schema leaves formats to the validator's settings.
    let ignored = [BrokenRule::Unlisted, BrokenRule::Rfc3339, BrokenRule::Date];
    broken.filter(|kind| !ignored.contains(kind)).collect()
}

/// Whether a violation is inside a text, which schemas do not look into: JSON, or a plain text that
/// is sent encrypted.
fn is_beyond_schemas(operation: &Operation, body: &Value, violation: &Violation) -> bool {
    match operation.name.as_str() {
        // The presence of `welcome` depends on the value of an encrypted field.
        "invite_guests" => {
            violation.pointer == "/welcome"
                && matches!(
                    violation.rule,
                    BrokenRule::OnlyWhen | BrokenRule::RequiredWhen
                )
                || matches!(
                    violation.rule,
                    BrokenRule::MinChars | BrokenRule::MaxChars | BrokenRule::Alphabet
                )
        }
        "arrange_tables" => {
            let mut names = violation.pointer.split('/').skip(1);
            let mut value = names.next().and_then(|name| body.get(name));
            let is_json = [
                "/best",
                "/all",
                "/spare",
                "/settings",
                "/names",
                "/label_list",
            ];
            let is_json = is_json
                .iter()
                .any(|name| violation.pointer.starts_with(name));
            let is_list = violation.pointer.starts_with("/spare");
            if is_list && value.is_some_and(Value::is_string) {
                return false;
            }
            if let Some(Value::Array(items)) = value {
                let index = names.next().and_then(|index| index.parse::<usize>().ok());
                value = index.and_then(|index| items.get(index));
            }
            is_json && value.is_some_and(Value::is_string)
        }
        _ => false,
    }
}

/// The verdict of `validate()` on bodies that the types allow.
fn validate_verdict(_: &Spec, operation: &Operation, body: &Value) -> Option<bool> {
    match operation.name.as_str() {
        "create_product_coupon" => is_valid::<CreateProductCouponRequest>(operation, body),
        "update_stock_budget" => is_valid::<UpdateStockBudgetRequest>(operation, body),
        "modify_budget" => is_valid::<ModifyBudgetRequest>(operation, body),
        "send_card" => is_valid::<SendCardRequest>(operation, body),
        _ => None,
    }
}

fn is_valid<M: Message>(operation: &Operation, body: &Value) -> Option<bool> {
    let mut message = body.clone();
    let in_path = operation.path.split(['{', '}']).skip(1).step_by(2);
    for name in in_path {
        message.as_object_mut()?.insert(name.to_owned(), "7".into());
    }
    let request = M::typed(&message)?;
    // The type cannot represent the whole body.
    if serde_json::to_value(request.body()?).ok()? != *body {
        return None;
    }
    let violations = request.validate().err().into_iter().flatten();
    Some(violations.filter(|v| v.rule().name() != "rfc3339").count() == 0)
}

/// Constructs that no real page has, so that its documents cannot show them.
const EVERYTHING: &str = include_str!("everything.yaml");

fn everything() -> Model {
    of_text(EVERYTHING)
}

/// The same spec without required fields, and with conditions that are true if everything is
/// absent.
fn everything_is_optional() -> Model {
    let (head, body) = EVERYTHING.split_once("\nbody:\n").unwrap();
    let body = body.replace("presence: required", "presence: optional");
    let (body, types) = body.split_once("  Part:\n    fields:\n").unwrap();
    of_text(&format!(
        "{head}
body:
  excuse:
    type: string
    presence:
      required_when:
        number: absent
        way: absent
  reply:
    type: string
    presence:
      required_when:
        $.cover.colour: absent
        rush: absent
{body}  Part:
    fields:
      reason:
        type: string
        presence:
          required_when:
            $.level: absent
            weight: absent
{types}"
    ))
}

fn of_text(operation: &str) -> Model {
    let sources = Sources::new([
        (
            "spec/cards/send_everything.yaml".to_owned(),
            operation.into(),
        ),
        (
            "spec/cards/service.yaml".to_owned(),
            "service: cards\ndoc: Cards.\n".into(),
        ),
        ("spec/api.yaml".to_owned(), API.into()),
    ]);
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    let report = diagnostics.render(&sources, wechatpay_codegen::diagnostic::Format::Human);
    assert!(!diagnostics.has_errors(), "{report}");
    model
}

/// Valid bodies that use fields which the samples do not use.
const BODIES: [(&str, &str); 11] = [
    (
        "create_product_coupon",
        include_str!("../example_calls/call_1.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../example_calls/call_3.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../example_calls/call_4.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../example_calls/call_5.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../example_calls/call_6.json"),
    ),
    (
        "create_product_coupon",
        include_str!("../example_calls/call_7.json"),
    ),
    (
        "update_stock_budget",
        include_str!("../example_calls/call_9.json"),
    ),
    (
        "modify_budget",
        include_str!("../example_calls/call_10.json"),
    ),
    ("send_everything", include_str!("everything_by_post.json")),
    (
        "send_everything",
        include_str!("everything_by_courier.json"),
    ),
    ("send_everything", include_str!("everything_on_foot.json")),
];

/// An operation with everything needed to validate its request bodies.
struct Comparison<'m> {
    spec: &'m Spec,
    operation: &'m Operation,
    page: Page<'m>,
    schema: Validator,
    tally: Tally,
}

/// Counts of the comparison.
#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    /// How often each kind of rule was broken.
    broken: BTreeMap<BrokenRule, usize>,
    /// How often each implementation could decide.
    decided: BTreeMap<&'static str, usize>,
}

impl<'m> Comparison<'m> {
    fn new(
        spec: &'m Spec,
        document: &Document,
        service: &'m Service,
        operation: &'m Operation,
    ) -> Option<Self> {
        Some(Self {
            spec,
            operation,
            page: Page::new(service, operation)?,
            schema: document.request_schema(operation)?,
            tally: Tally::default(),
        })
    }

    /// Initial bodies: samples, `BODIES`, and the smallest valid body.
    fn initial_bodies(&self) -> Vec<Value> {
        let samples = self.operation.samples.iter();
        let samples = samples.filter_map(|sample| sample.request.as_deref());
        let more = BODIES
            .iter()
            .filter(|(name, _)| *name == self.operation.name);
        let texts = samples.chain(more.map(|(_, text)| *text));
        let bodies = texts.map(|text| serde_json::from_str(text).unwrap());
        bodies.chain([self.page.smallest()]).collect()
    }

    fn compare(&mut self, body: &Value, what: &str) {
        let verdict = self.schema.is_valid(body);
        for (who, judge) in IMPLEMENTATIONS {
            if let Some(theirs) = judge(self.spec, self.operation, body) {
                *self.tally.decided.entry(who).or_default() += 1;
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
            &mut self.tally.right
        } else {
            &mut self.tally.wrong
        } += 1;
        for kind in broken(self.spec, self.operation, body) {
            *self.tally.broken.entry(kind).or_default() += 1;
        }
    }
}

/// Runs on every operation with a body.
fn on_each(model: &Model, run: impl Fn(&mut Comparison<'_>)) -> Tally {
    let document = Document::new(model, OpenApi::V3_1);
    let spec = Spec::from_json(&wechatpay_codegen::mock_data(model)).unwrap();
    let mut all = Tally::default();
    for service in &model.services {
        for operation in &service.operations {
            let Some(mut comparison) = Comparison::new(&spec, &document, service, operation) else {
                continue;
            };
            run(&mut comparison);
            all.right += comparison.tally.right;
            all.wrong += comparison.tally.wrong;
            for (kind, count) in comparison.tally.broken {
                *all.broken.entry(kind).or_default() += count;
            }
            for (who, count) in comparison.tally.decided {
                *all.decided.entry(who).or_default() += count;
            }
        }
    }
    assert!(all.right > 50 && all.wrong > 50, "{all:?}");
    all
}

/// Each value of each field on its own: absent, present, of another type, and at and beyond every
/// limit.
fn every_single_damage(comparison: &mut Comparison<'_>) {
    for beginning in comparison.initial_bodies() {
        comparison.compare(&beginning, "undamaged");
        for damage in comparison.page.damages(&beginning) {
            comparison.compare(&damage.applied_to(&beginning), &damage.to_string());
        }
    }
}

/// Several changes at once, so that conditions interact.
fn random_damages(comparison: &mut Comparison<'_>) {
    let mut random = Random::new(7);
    for beginning in comparison.initial_bodies() {
        for _ in 0..120 {
            let mut body = beginning.clone();
            let mut decided = Vec::new();
            for _ in 0..=random.below(4) {
                let damages = comparison.page.type_preserving_damages(&body);
                let damage = &damages[random.below(damages.len())];
                body = damage.applied_to(&body);
                decided.push(damage.to_string());
            }
            comparison.compare(&body, &decided.join(", then "));
        }
    }
}

#[test]
fn openapi_mock_and_validate_agree_on_every_single_change_to_the_samples() {
    let Tally {
        broken, decided, ..
    } = on_each(&model("spec"), every_single_damage);
    for (who, _) in IMPLEMENTATIONS {
        assert!(decided[who] > 1000, "{who} could tell of {}", decided[who]);
    }
    for kind in [
        BrokenRule::Null,
        BrokenRule::Type,
        BrokenRule::Required,
        BrokenRule::RequiredWhen,
        BrokenRule::OnlyWhen,
        BrokenRule::Min,
        BrokenRule::Max,
        BrokenRule::MinChars,
        BrokenRule::MaxChars,
        BrokenRule::Alphabet,
        BrokenRule::MaxItems,
        BrokenRule::AtMostOneOf,
        BrokenRule::Allowed,
    ] {
        assert!(broken.contains_key(&kind), "nothing broke {kind:?}");
    }
}

#[test]
fn openapi_mock_and_validate_agree_on_every_single_change_to_golden_requests() {
    on_each(&model("tests/golden/spec"), every_single_damage);
    let broken = on_each(&everything(), every_single_damage).broken;
    assert_eq!(broken.len(), 14, "{broken:?}");
    let broken = on_each(&everything_is_optional(), every_single_damage).broken;
    assert_eq!(broken.len(), 13, "{broken:?}");
}

#[test]
fn openapi_mock_and_validate_agree_on_random_requests() {
    for model in [
        model("spec"),
        model("tests/golden/spec"),
        everything(),
        everything_is_optional(),
    ] {
        on_each(&model, random_damages);
    }
}
