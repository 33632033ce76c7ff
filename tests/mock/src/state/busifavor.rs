//! Budgets of busifavor stocks.

use std::collections::BTreeMap;

use serde_json::json;

use super::OperationRequest;
use crate::keys::MCHID;
use crate::response::MockResponse;

/// The stocks that exist, by id.
#[derive(Clone, Debug)]
pub(super) struct Stocks(BTreeMap<String, Budget>);

#[derive(Clone, Copy, Debug)]
struct Budget {
    max_coupons: i64,
    max_coupons_by_day: i64,
}

impl Default for Stocks {
    /// The stock of the page's sample. No operation of the spec creates a stock.
    fn default() -> Self {
        let mut stocks = Self(BTreeMap::new());
        stocks.put("98065001", 500, 300);
        stocks
    }
}

impl Stocks {
    pub(super) fn put(&mut self, stock_id: &str, max_coupons: i64, max_coupons_by_day: i64) {
        let budget = Budget {
            max_coupons,
            max_coupons_by_day,
        };
        self.0.insert(stock_id.to_owned(), budget);
    }

    /// Compares the given current values and sets the given targets.
    ///
    /// ASSUMED: a known idempotency key is refused with a wrong current value, because its first
    /// attempt changed the value. A request without a target changes nothing.
    pub(super) fn modify_budget(&mut self, request: &OperationRequest<'_>) -> MockResponse {
        let Some(budget) = self.0.get_mut(request.path("stock_id")) else {
            return request.row(404, "RESOURCE_NOT_EXISTS", |_| true);
        };
        let is_current = |name, current| request.number(name).is_none_or(|given| given == current);
        let all_current = is_current("current_max_coupons", budget.max_coupons)
            && is_current("current_max_coupons_by_day", budget.max_coupons_by_day);
        if request.is_known || !all_current {
            return request.row(403, "RULE_LIMIT", |row| row.may_follow_own_attempt);
        }
        if let Some(target) = request.number("target_max_coupons") {
            budget.max_coupons = target;
        }
        if let Some(target) = request.number("target_max_coupons_by_day") {
            budget.max_coupons_by_day = target;
        }
        request.success(&json!({
            "max_coupons": budget.max_coupons,
            "max_coupons_by_day": budget.max_coupons_by_day,
        }))
    }

    /// The stock with its limits.
    ///
    /// ASSUMED: everything but the limits, which `modify_budget` compares with `max_coupons` and
    /// `max_coupons_by_day` of `stock_send_rule`.
    pub(super) fn query(&self, request: &OperationRequest<'_>) -> MockResponse {
        let stock_id = request.path("stock_id");
        let Some(budget) = self.0.get(stock_id) else {
            return request.row(404, "RESOURCE_NOT_EXISTS", |_| true);
        };
        request.success(&json!({
            "stock_id": stock_id,
            "stock_name": "商家券",
            "belong_merchant": MCHID,
            "goods_name": "全场商品",
            "stock_type": "NORMAL",
            "stock_state": "RUNNING",
            "coupon_code_mode": "WECHATPAY_MODE",
            "coupon_use_rule": {
                "coupon_available_time": {
                    "available_begin_time": "2020-01-01T00:00:00+08:00",
                    "available_end_time": "2099-12-31T23:59:59+08:00",
                },
                "fixed_normal_coupon": { "discount_amount": 100, "transaction_minimum": 1000 },
                "use_method": "OFF_LINE",
            },
            "stock_send_rule": {
                "max_amount": 100_000,
                "max_coupons": budget.max_coupons,
                "max_coupons_by_day": budget.max_coupons_by_day,
                "max_coupons_per_user": 1,
            },
        }))
    }
}
