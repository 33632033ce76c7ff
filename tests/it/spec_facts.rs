//! Facts of the pages that the spec must have, listed manually from the pages.

use std::collections::BTreeSet;
use std::path::Path;

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::{
    Count, Direction, Grade, Model, Operation, Presence, RuleKind, Service, Type,
};
use wechatpay_codegen::source::Sources;
use wechatpay_runtime::call::BaseUrl;

/// The workspace's own spec, which must have no diagnostics.
pub(crate) fn spec() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let sources = Sources::read(&folder).unwrap();
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    let findings = diagnostics.render(&sources, Format::Human);
    assert!(findings.is_empty(), "{findings}");
    model
}

pub(crate) fn busifavor() -> Service {
    service("busifavor")
}

pub(crate) fn product_coupon() -> Service {
    service("product_coupon")
}

fn service(name: &str) -> Service {
    let mut services = spec().services.into_iter();
    services.find(|service| service.name == name).unwrap()
}

#[test]
fn the_spec_has_a_main_and_a_backup_host() {
    let api = spec().api;
    let urls: Vec<_> = api.hosts.iter().map(|host| host.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://api.mch.weixin.qq.com",
            "https://api2.mch.weixin.qq.com"
        ]
    );
    assert_eq!(urls.first(), Some(&BaseUrl::main().as_str()));
}

#[test]
fn the_spec_has_all_facts_of_the_busifavor_page() {
    let service = busifavor();
    let [operation] = service.operations.as_slice() else {
        panic!("one page");
    };
    assert_eq!(operation.updated, "2024-09-20");
    assert_eq!(operation.audience, ["普通商户"]);
    assert_eq!(operation.hosts, ["main", "backup"]);
    let headers: Vec<_> = operation
        .runtime_headers
        .iter()
        .map(|h| h.wire_name.as_str())
        .collect();
    assert_eq!(headers, ["Authorization", "Accept", "Content-Type"]);
    let rows = operation.errors.iter().map(|row| {
        let table = row.table.as_deref().unwrap_or_default();
        (table, row.row.status, row.row.code.as_str())
    });
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            ("公共错误码", 400, "PARAM_ERROR"),
            ("公共错误码", 400, "INVALID_REQUEST"),
            ("公共错误码", 401, "SIGN_ERROR"),
            ("公共错误码", 500, "SYSTEM_ERROR"),
            ("业务错误码", 403, "RULE_LIMIT"),
            ("业务错误码", 403, "RULE_LIMIT"),
            ("业务错误码", 403, "RULE_LIMIT"),
            ("业务错误码", 403, "RULE_LIMIT"),
            ("业务错误码", 404, "RESOURCE_NOT_EXISTS"),
            ("业务错误码", 404, "RESOURCE_NOT_EXISTS"),
            ("业务错误码", 429, "FREQUENCY_LIMITED"),
        ]
    );
}

#[test]
fn the_spec_has_labels_and_presence_of_all_busifavor_fields() {
    let service = busifavor();
    let facts = |fields: &[wechatpay_codegen::model::Field]| {
        let presence = |presence: &Presence| match presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Undocumented => "undocumented",
            Presence::Conditional(_) => "conditional",
        };
        let fact = |field: &wechatpay_codegen::model::Field| {
            let title = field.title.clone().unwrap_or_default();
            format!("{} {title} {}", field.wire_name, presence(&field.presence))
        };
        fields.iter().map(fact).collect::<Vec<_>>()
    };
    assert_eq!(
        facts(&service.requests[0].fields),
        [
            "stock_id 批次号 required",
            "target_max_coupons 目标批次最大发放个数 optional",
            "current_max_coupons 当前批次最大发放个数 conditional",
            "target_max_coupons_by_day 目标单天发放上限个数 optional",
            "current_max_coupons_by_day 当前单天发放上限个数 conditional",
            "modify_budget_request_no 修改预算请求单据号 required",
        ]
    );
    assert_eq!(
        facts(&service.responses[0].fields),
        [
            "max_coupons 批次当前最大发放个数 required",
            "max_coupons_by_day 当前单天发放上限个数 optional",
        ]
    );
}

#[test]
fn the_busifavor_sample_breaks_the_rule_named_in_the_spec() {
    let service = busifavor();
    let rule = &service.requests[0].rules[0];
    assert!(
        matches!(&rule.kind, RuleKind::Count(Count::AtMostOne, fields)
        if *fields == ["target_max_coupons", "target_max_coupons_by_day"])
    );
    assert_eq!(
        service.operations[0].samples[0].breaks,
        [rule.id.clone().unwrap()]
    );
}

/// The names of all structs and enums that an operation's request and response reach.
fn reached(service: &Service, operation: &Operation) -> (BTreeSet<String>, BTreeSet<String>) {
    fn leaf(ty: &Type) -> &Type {
        match ty {
            Type::Array(inner) => leaf(inner),
            other => other,
        }
    }
    let (mut structs, mut enums) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![(Direction::Request, operation.request.clone())];
    waiting.extend(
        operation
            .response
            .clone()
            .map(|name| (Direction::Response, name)),
    );
    let mut seen = BTreeSet::new();
    while let Some((direction, name)) = waiting.pop() {
        if !seen.insert((direction, name.clone())) {
            continue;
        }
        let model = service
            .structure(direction, &name, &operation.file)
            .unwrap();
        structs.insert(model.wire_name.clone());
        for field in &model.fields {
            match leaf(&field.ty) {
                Type::Struct(name) => waiting.push((direction, name.clone())),
                Type::Enum(name) => drop(enums.insert(name.clone())),
                _ => {}
            }
        }
    }
    (structs, enums)
}

#[test]
fn every_class_and_enum_of_the_java_listings_is_in_the_spec() {
    let spec = spec();
    // Counted in the Java listings of the three pages.
    for (operation, classes, enumerations) in [
        ("create_product_coupon", 29, 11),
        ("update_stock_budget", 20, 7),
        ("modify_budget", 2, 0),
    ] {
        let found = spec.services.iter().find_map(|service| {
            let page = service
                .operations
                .iter()
                .find(|page| page.name == operation)?;
            Some(reached(service, page))
        });
        let (structs, enums) = found.unwrap();
        assert_eq!(
            (structs.len(), enums.len()),
            (classes, enumerations),
            "{operation}: {structs:?} {enums:?}"
        );
    }
}

#[test]
fn the_spec_has_all_error_rows_and_rate_limits() {
    let spec = spec();
    let all = || spec.services.iter().flat_map(|service| &service.operations);
    let operations = || all().filter(|operation| operation.grade == Grade::Full);
    let rows: Vec<_> = operations()
        .map(|o| (o.name.as_str(), o.errors.len()))
        .collect();
    assert_eq!(
        rows,
        [
            ("modify_budget", 11),
            ("create_product_coupon", 8),
            ("update_stock_budget", 9)
        ]
    );
    let limits: Vec<_> = operations()
        .map(|o| {
            o.rate_limit
                .map(|l| (l.requests, l.per_seconds, l.interface_level))
        })
        .collect();
    assert_eq!(limits, [None, Some((1000, 60, true)), Some((20, 1, false))]);
}
