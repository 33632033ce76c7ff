//! The state that the operations of the spec share.
//!
//! The pages do not define everything that a service must decide. Where they are silent the mock
//! makes an assumption; the documentation of the function says **ASSUMED**.

mod busifavor;
mod product_coupon;

use serde_json::Value;

use crate::documented::Page;
use crate::response::MockResponse;
use crate::spec::{DocumentedError, Spec};
use crate::{Builder, Mock};

/// Everything that exists.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    product_coupons: product_coupon::ProductCoupons,
    busifavor: busifavor::Stocks,
}

/// A request for an operation, checked and ready to be acted on.
pub(crate) struct Asked<'a> {
    pub(crate) page: &'a Page,
    pub(crate) path: &'a [(String, String)],
    pub(crate) body: &'a Value,
    /// Whether its idempotency key took effect before.
    pub(crate) is_known: bool,
}

impl State {
    /// Does an operation; `None` where nothing is kept for it.
    pub(crate) fn act(&mut self, asked: &Asked<'_>) -> Option<MockResponse> {
        match asked.page.operation.name.as_str() {
            "create_product_coupon" => Some(self.product_coupons.create(asked)),
            "update_stock_budget" => Some(self.product_coupons.update_budget(asked)),
            "modify_budget" => Some(self.busifavor.modify_budget(asked)),
            _ => None,
        }
    }
}

impl Asked<'_> {
    /// A value of the path; empty where the template has none of this name.
    fn path(&self, name: &str) -> &str {
        let mut values = self.path.iter();
        values
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// A member of the body that is a text.
    fn text(&self, name: &str) -> &str {
        self.body
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A member of the body that is a number.
    fn number(&self, name: &str) -> Option<i64> {
        self.body.get(name)?.as_i64()
    }

    /// The page's response.
    fn success(&self, body: &Value) -> MockResponse {
        MockResponse::json(self.page.operation.success, body.to_string())
    }

    /// The first of the page's error rows that fits, or else what the code says without a row.
    fn row(
        &self,
        status: u16,
        code: &str,
        fits: impl Fn(&DocumentedError) -> bool,
    ) -> MockResponse {
        let mut rows = self.page.operation.errors.iter();
        let row = rows.find(|row| row.status == status && row.code == code && fits(row));
        let meaning = row.map_or("The page has no row for this.", |row| &row.meaning);
        MockResponse::error(status, code, meaning)
    }
}

impl Mock {
    /// A mock of the built-in spec that keeps state.
    ///
    /// Created objects can be changed. `current_…` values are compared with the state. Objects that
    /// do not exist get the page's 404. An idempotency key that took effect before gets the error
    /// that the page lists for this case.
    ///
    /// Responses have the documented structure and contain the values of the request. The first
    /// coupon that is created has the ids of the page's samples, `1000000013` and `1000000013001`.
    /// The busifavor stock `98065001` exists from the start, with the current values of its page's
    /// sample, 500 and 300.
    ///
    /// Where the pages are silent, the mock **assumes**:
    ///
    /// | case | assumption |
    /// |---|---|
    /// | create with a known `out_request_no`, with the same or another body | 400 `ALREADY_EXISTS`, as the remedy in the page's error table suggests |
    /// | `update_stock_budget` with a current value that differs from the stock's, or with a known `out_request_no` | 400 `INVALID_REQUEST`, the documented error for broken business rules |
    /// | `update_stock_budget` with a current value for a limit that the stock does not have yet | any current value is accepted |
    /// | `modify_budget` with a known `modify_budget_request_no` | 403 `RULE_LIMIT`, the documented error for a wrong current value |
    /// | `modify_budget` without any target | success, and nothing is changed |
    /// | when an idempotency key is known | after it took effect, for an unlimited time, per operation, whatever the brand or stock |
    ///
    /// # Errors
    /// The errors of [`Mock::documented`].
    pub fn stateful() -> std::io::Result<Self> {
        Self::builder().stateful(crate::spec()?).start()
    }
}

impl Builder {
    /// Adds routes like [`documented`](Self::documented), and keeps state for the operations of the
    /// built-in spec, as [`Mock::stateful`] describes. Other operations respond with their samples.
    pub fn stateful(mut self, spec: &Spec) -> Self {
        self.state.get_or_insert_default();
        self.documented(spec)
    }

    /// Adds a busifavor stock with these limits to a mock that keeps state, or changes its limits.
    pub fn busifavor_stock(
        mut self,
        stock_id: &str,
        max_coupons: i64,
        max_coupons_by_day: i64,
    ) -> Self {
        let state = self.state.get_or_insert_default();
        state
            .busifavor
            .put(stock_id, max_coupons, max_coupons_by_day);
        self
    }
}
