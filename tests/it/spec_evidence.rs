//! The calls around product coupons, of which no page is known as a whole: what the beginnings of
//! their pages state about the requests. The facts are listed here independently of the spec, and
//! nothing beyond them is enforced.

use std::fmt::Write as _;

use wechatpay_codegen::model::{
    Constraint, Direction, Field, Grade, Operation, Presence, Service, Struct,
};

use crate::spec_facts::spec;

/// Per operation: service and name, method, date of the page; path below `/v3/marketing`. Then, per
/// field of the request: `!` for required, `?` for optional or undocumented, `*` for a condition;
/// then what is enforced. Objects of secondary evidence are not listed.
const FACTS: &str = "\
busifavor_stock.query_stock GET 2024-10-30
  busifavor/stocks/{stock_id}
  stock_id!
coupon_management.associate_stores POST 2025-10-21
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/associate-stores
  product_coupon_id!
  stock_id!
  store_list! ..200 items
  brand_id!
  store_id!
coupon_management.create_stock POST 2025-10-21
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks
  product_coupon_id!
  out_request_no! 6..40 characters, digits letters _ -
  stock!
  brand_id!
  remark? ..20 characters
  coupon_code_mode!
  stock_send_rule!
  single_usage_rule*
  usage_rule_display_info!
  coupon_display_info!
  notify_config!
  store_scope!
coupon_management.deactivate_product_coupon POST 2025-11-07
  partner/product-coupon/product-coupons/{product_coupon_id}/deactivate
  product_coupon_id!
  out_request_no! 6..40 characters, digits letters _ -
  deactivate_reason! ..150 characters
  brand_id!
coupon_management.deactivate_stock POST 2025-10-21
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/deactivate
  product_coupon_id!
  stock_id!
  out_request_no! 6..40 characters, digits letters _ -
  deactivate_reason! ..150 characters
  brand_id!
coupon_management.disassociate_stores POST 2025-08-04
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/disassociate-stores
  product_coupon_id!
  stock_id!
  store_list! ..200 items
  brand_id!
  store_id!
coupon_management.get_notify_config GET 2025-11-07
  partner/product-coupon/notify-configs
coupon_management.get_product_coupon GET 2025-11-07
  partner/product-coupon/product-coupons/{product_coupon_id}
  product_coupon_id!
  brand_id!
coupon_management.get_stock GET 2025-11-07
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}
  product_coupon_id!
  stock_id!
  brand_id!
coupon_management.list_associated_stores GET 2025-08-04
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/associated-stores
  product_coupon_id!
  stock_id!
  page_size? ..200
  page_token?
  brand_id!
coupon_management.list_stocks GET 2025-11-07
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks
  product_coupon_id!
  state?
  page_size? ..50
  page_token?
  brand_id!
  stock_bundle_id?
coupon_management.set_notify_config POST 2025-11-07
  partner/product-coupon/notify-configs
  notify_url! ..256 characters
coupon_management.upload_coupon_codes POST 2025-11-07
  partner/product-coupon/product-coupons/{product_coupon_id}/stocks/{stock_id}/upload-coupon-codes
  product_coupon_id!
  stock_id!
  out_request_no! 6..40 characters, digits letters _ -
  code_list! ..200 items, ..40 characters, digits letters _ -
  brand_id!
coupon_management.upload_image POST 2025-11-07
  partner/product-coupon/media/upload-image
  filename! ..150 characters, .jpg or .bmp or .png
  sha256!
  file! ..2097152 bytes
user_coupon.confirm_send_user_product_coupon POST 2025-11-07
  partner/product-coupon/users/{openid}/coupons/{coupon_code}/confirm
  coupon_code! ..40 characters
  openid!
  product_coupon_id!
  stock_id!
  appid!
  out_request_no! 6..40 characters, digits letters _ -
  brand_id!
user_coupon.deactivate_user_product_coupon POST 2025-09-02
  partner/product-coupon/users/{openid}/coupons/{coupon_code}/deactivate
  coupon_code! ..40 characters
  openid!
  product_coupon_id!
  stock_id!
  appid!
  out_request_no! 6..40 characters, digits letters _ -
  deactivate_reason! ..150 characters
  brand_id!
user_coupon.get_user_product_coupon GET 2025-11-07
  partner/product-coupon/users/{openid}/coupons/{coupon_code}
  coupon_code! ..40 characters
  openid!
  product_coupon_id!
  stock_id!
  appid!
  brand_id!
user_coupon.list_user_product_coupons GET 2025-11-07
  partner/product-coupon/users/{openid}/coupons
  openid!
  product_coupon_id?
  stock_id?
  appid!
  coupon_state?
  user_coupon_bundle_id?
  page_size? ..50
  page_token?
  brand_id!
user_coupon.return_user_product_coupon POST 2025-11-07
  partner/product-coupon/users/{openid}/coupons/{coupon_code}/return
  coupon_code! ..40 characters
  openid!
  product_coupon_id!
  stock_id!
  appid!
  out_request_no! 6..40 characters, digits letters _ -
  brand_id!
user_coupon.send_user_product_coupon POST 2025-11-07
  partner/product-coupon/users/{openid}/coupons
  openid!
  product_coupon_id!
  stock_id!
  coupon_code* ..40 characters, digits letters _ -
  appid!
  send_request_no! 6..128 characters, digits letters _ -
  attach? ..150 characters
  brand_id!
  coupon_tag_info?
user_coupon.use_user_product_coupon POST 2025-11-07
  partner/product-coupon/users/{openid}/coupons/{coupon_code}/use
  coupon_code! ..40 characters
  openid!
  product_coupon_id!
  stock_id!
  appid!
  use_time! time
  out_request_no! 6..40 characters, digits letters _ -
  brand_id!
  store_id?
  associated_order_info?
  associated_pay_score_order_info?
  saved_amount?
";

/// The operations of which only a part is known, in the notation of [`FACTS`].
fn enforced() -> String {
    let mut text = String::new();
    for service in &spec().services {
        let partly_known = service.operations.iter().filter(|o| o.grade != Grade::Full);
        for operation in partly_known {
            writeln!(
                text,
                "{}.{} {} {}\n  {}",
                service.name,
                operation.name,
                operation.method.as_str(),
                operation.updated,
                operation.path.trim_start_matches("/v3/marketing/")
            )
            .unwrap();
            for object in known_objects(service, operation) {
                for field in &object.fields {
                    let facts = facts(object, field);
                    writeln!(text, "  {}{facts}", field.wire_name).unwrap();
                }
            }
        }
    }
    text
}

/// The request and the objects inside it that the page describes.
fn known_objects<'m>(service: &'m Service, operation: &Operation) -> Vec<&'m Struct> {
    let mut objects = vec![service.request(&operation.request).unwrap()];
    let mut next = 0;
    while let Some(object) = objects.get(next).copied() {
        next += 1;
        let inner = object
            .fields
            .iter()
            .filter_map(|field| service.object(field.ty.innermost(), object, Direction::Request));
        objects.extend(inner.filter(|inner| inner.grade != Grade::Secondary));
    }
    objects
}

fn facts(object: &Struct, field: &Field) -> String {
    let mark = match field.presence {
        Presence::Required => "!",
        Presence::Optional | Presence::Undocumented => "?",
        Presence::Conditional(_) => "*",
    };
    let constraints = object
        .checks
        .fields
        .iter()
        .filter(|check| check.name == field.name)
        .flat_map(|check| &check.constraints);
    let limits: Vec<_> = constraints.filter_map(limit).collect();
    let separator = if limits.is_empty() { "" } else { " " };
    format!("{mark}{separator}{}", limits.join(", "))
}

/// A constraint, except for the presence.
fn limit(constraint: &Constraint) -> Option<String> {
    let range = |min: &Option<i64>, max: &Option<i64>| {
        let end = |end: &Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
        format!("{}..{}", end(min), end(max))
    };
    match constraint {
        Constraint::Items(min, max) => Some(format!("{} items", range(min, max))),
        Constraint::Chars(min, max) => Some(format!("{} characters", range(min, max))),
        Constraint::Alphabet(alphabet) => Some(alphabet.clone()),
        Constraint::Range(min, max) => Some(range(min, max)),
        Constraint::Rfc3339 => Some("time".to_owned()),
        Constraint::Date => Some("date".to_owned()),
        Constraint::Types(types) => Some(format!(".{}", types.join(" or ."))),
        Constraint::MaxBytes(max) => Some(format!("..{max} bytes")),
        Constraint::OneOf(values, _) => Some(values.join(" or ")),
        Constraint::Required
        | Constraint::OnlyWhen(_)
        | Constraint::RequiredWhen(_)
        | Constraint::AllowedWhen(_) => None,
    }
}

#[test]
fn requests_enforce_what_the_beginning_of_the_page_states_and_nothing_more() {
    assert_eq!(enforced(), FACTS);
}

#[test]
fn nothing_of_secondary_evidence_is_enforced_in_a_request() {
    let mut fields = 0;
    for service in &spec().services {
        for operation in &service.operations {
            let request = service.request(&operation.request).unwrap();
            for object in service.reachable(request, Direction::Request) {
                for field in &object.fields {
                    if field.grade == Grade::Secondary {
                        assert!(!field.is_required(), "{}.{}", object.name, field.wire_name);
                        assert_eq!(facts(object, field), "?", "{}", field.wire_name);
                        fields += 1;
                    }
                }
            }
        }
    }
    assert!(fields > 40, "{fields}");
}

#[test]
fn every_page_that_is_known_in_part_has_a_date_and_a_note_of_what_is_missing() {
    let mut pages = 0;
    for service in &spec().services {
        let operations = service
            .operations
            .iter()
            .map(|o| (o.grade, &o.updated, &o.notes));
        let callbacks = service
            .callbacks
            .iter()
            .map(|c| (c.grade, &c.updated, &c.notes));
        for (grade, updated, notes) in operations.chain(callbacks) {
            if grade != Grade::Full {
                assert_eq!(grade, Grade::Partial);
                assert!(updated.starts_with("202"), "{updated}");
                assert!(notes.iter().any(|note| note.kind == "cut off"), "{updated}");
                pages += 1;
            }
        }
    }
    assert_eq!(pages, 22);
}
