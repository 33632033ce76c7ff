//! Product coupons, each with the stock that was created with it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::OperationRequest;
use crate::documented::{Page, sample};
use crate::response::MockResponse;
use crate::spec::{Struct, Type};

/// The number of the first coupon, as in the pages' samples.
const FIRST_ID: u64 = 1_000_000_013;

/// The coupons that exist, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct ProductCoupons(BTreeMap<String, Coupon>);

#[derive(Clone, Debug)]
struct Coupon {
    brand_id: String,
    stock_id: String,
    /// In the form of the create page's response.
    stock: Value,
}

impl ProductCoupons {
    /// Creates a coupon and its first stock.
    ///
    /// ASSUMED: a known idempotency key is refused, whether the rest of the request is the same or
    /// not. The page only says that a coupon may exist already, and advises to check whether the
    /// number was used before.
    pub(super) fn create(&mut self, request: &OperationRequest<'_>) -> MockResponse {
        if request.is_known {
            return request.row(400, "ALREADY_EXISTS", |_| true);
        }
        let created = u64::try_from(self.0.len()).unwrap_or(u64::MAX);
        let id = FIRST_ID.saturating_add(created).to_string();
        let stock_id = format!("{id}001");
        let mut response = echo(request.page, request.body);
        response["product_coupon_id"] = json!(id);
        response["stock"]["product_coupon_id"] = json!(id);
        response["stock"]["stock_id"] = json!(stock_id);
        response["stock"]["brand_id"] = json!(request.text("brand_id"));
        // The update page says that codes are counted only for the mode of uploaded codes.
        if request.body["stock"]["coupon_code_mode"] != "UPLOAD"
            && let Some(stock) = response["stock"].as_object_mut()
        {
            stock.remove("coupon_code_count_info");
        }
        let coupon = Coupon {
            brand_id: request.text("brand_id").to_owned(),
            stock_id,
            stock: response["stock"].clone(),
        };
        self.0.insert(id, coupon);
        request.success(&response)
    }

    /// Compares the current value and sets the target.
    ///
    /// ASSUMED: a wrong current value breaks a business rule. So does a known idempotency key,
    /// because its first attempt changed the value. If the stock has no such limit, any current
    /// value is accepted. A coupon of another brand does not exist, as the remedy of the error row
    /// suggests.
    pub(super) fn update_budget(&mut self, request: &OperationRequest<'_>) -> MockResponse {
        let coupon = self.0.get_mut(request.path("product_coupon_id"));
        let Some(coupon) = coupon.filter(|coupon| coupon.brand_id == request.text("brand_id"))
        else {
            return not_found(request, "product_coupon_id");
        };
        if coupon.stock_id != request.path("stock_id") {
            return not_found(request, "stock_id");
        }
        let broken_rule = || {
            request.row(400, "INVALID_REQUEST", |row| {
                !row.common && row.may_follow_own_attempt
            })
        };
        let limit = match request.text("update_mode") {
            "MAX_COUNT" => "max_count",
            "MAX_COUNT_PER_DAY" => "max_count_per_day",
            _ => return broken_rule(),
        };
        let rule = coupon.stock.get_mut("stock_send_rule");
        let Some(rule) = rule.and_then(Value::as_object_mut) else {
            return broken_rule();
        };
        let current = rule.get(limit).and_then(Value::as_i64);
        let given = request.number(&format!("current_{limit}"));
        let is_current = current.is_none() || current == given;
        match request.number(&format!("target_{limit}")) {
            Some(target) if is_current && !request.is_known => {
                rule.insert(limit.to_owned(), json!(target));
                request.success(&shaped(request.page, &coupon.stock))
            }
            _ => broken_rule(),
        }
    }
}

/// The error row about this path value.
fn not_found(request: &OperationRequest<'_>, name: &str) -> MockResponse {
    request.row(404, "NOT_FOUND", |row| row.meaning.contains(name))
}

/// The sample response with the request's values: a value that the request can contain comes from
/// the request, the rest from the sample.
fn echo(page: &Page, body: &Value) -> Value {
    let sample: Value = sample(&page.operation)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let Page { service, operation } = page;
    let request = service.request(&operation.request, operation);
    let response = operation.response.as_ref();
    let response = response.and_then(|name| service.response(name, operation));
    match (request, response) {
        (Some(request), Some(response)) => merged(page, request, response, body, &sample),
        _ => sample,
    }
}

fn merged(page: &Page, request: &Struct, response: &Struct, body: &Value, sample: &Value) -> Value {
    let mut merged_fields = Map::new();
    for field in &response.fields {
        let name = field.name.as_str();
        let value = match request.field(name).map(|request| (&request.ty, &field.ty)) {
            None => sample.get(name).cloned(),
            Some((Type::Struct(request), Type::Struct(answered))) if request != answered => {
                let request = page.service.request(request, &page.operation);
                let answered = page.service.response(answered, &page.operation);
                request.zip(answered).map(|(request, answered)| {
                    merged(page, request, answered, &body[name], &sample[name])
                })
            }
            Some(_) => body.get(name).cloned(),
        };
        merged_fields.extend(value.map(|value| (name.to_owned(), value)));
    }
    Value::Object(merged_fields)
}

/// The fields of a stock that this page's response has.
fn shaped(page: &Page, stock: &Value) -> Value {
    let name = page.operation.response.as_deref().unwrap_or_default();
    let fields = page.service.response(name, &page.operation);
    let known = |name: &String| fields.is_some_and(|structure| structure.field(name).is_some());
    let members = stock.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| known(name));
    Value::Object(
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}
