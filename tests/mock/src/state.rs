//! The state that the operations of the spec share.
//!
//! The pages do not say everything that a service has to decide. If they are silent, the mock
//! assumes something, and the documentation of the function says **ASSUMED**.

mod busifavor;
mod product_coupon;

use std::sync::Arc;

use serde_json::Value;

use crate::documented::{Page, pages};
use crate::response::MockResponse;
use crate::spec::{DocumentedError, Operation, Spec};
use crate::{Builder, Mock, Route};

/// An operation whose page prints no response that is known.
const QUERY_STOCK: &str = "query_stock";

/// All existing objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    product_coupons: product_coupon::ProductCoupons,
    busifavor: busifavor::Stocks,
}

/// A valid request for an operation.
pub(crate) struct OperationRequest<'a> {
    pub(crate) page: &'a Page,
    pub(crate) path: &'a [(String, String)],
    pub(crate) body: &'a Value,
    /// Whether its idempotency key has taken effect before.
    pub(crate) is_known: bool,
}

impl State {
    /// Executes an operation; `None` if the mock has no state for it.
    pub(crate) fn act(&mut self, request: &OperationRequest<'_>) -> Option<MockResponse> {
        match request.page.operation.name.as_str() {
            "create_product_coupon" => Some(self.product_coupons.create(request)),
            "update_stock_budget" => Some(self.product_coupons.update_budget(request)),
            "modify_budget" => Some(self.busifavor.modify_budget(request)),
            QUERY_STOCK => Some(self.busifavor.query(request)),
            _ => None,
        }
    }
}

impl OperationRequest<'_> {
    /// A path value; empty if the template has no such name.
    fn path(&self, name: &str) -> &str {
        let mut values = self.path.iter();
        values
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// A text member of the body.
    fn text(&self, name: &str) -> &str {
        self.body
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// A number member of the body.
    fn number(&self, name: &str) -> Option<i64> {
        self.body.get(name)?.as_i64()
    }

    /// The sample response of the page.
    fn success(&self, body: &Value) -> MockResponse {
        MockResponse::json(self.page.operation.success, body.to_string())
    }

    /// The first matching error row of the page, or else the error with this code.
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
    /// A mock of the built-in spec with state. What was created can be changed; a `current_…` value
    /// is compared; unknown objects get the 404 of the page. An idempotency key that took effect
    /// before gets the response that the page documents for it.
    ///
    /// Responses have the documented shape, with the values of the request. The first created
    /// coupon has the ids of the pages' samples, `1000000013` and `1000000013001`. The busifavor
    /// stock `98065001` exists from the start, with the current values of its page's sample, 500
    /// and 300.
    ///
    /// If the pages are silent, the mock **assumes**:
    ///
    /// | what | assumed |
    /// |---|---|
    /// | create with a known `out_request_no`, the same body or another | 400 `ALREADY_EXISTS`, as the row's remedy suggests |
    /// | `update_stock_budget` with a current value that is not the stock's, or with a known `out_request_no` | 400 `INVALID_REQUEST`, the row for broken business rules |
    /// | the same where the stock has no such limit yet | any current value is taken |
    /// | `modify_budget` with a known `modify_budget_request_no` | 403 `RULE_LIMIT`, the row for a wrong current value |
    /// | `modify_budget` without any target | a success, and nothing is changed |
    /// | `query_stock` | the limits of the stock, as `modify_budget` compares them; all other values are invented |
    /// | an idempotency key is known | after it took effect, for ever, for its operation, whichever brand or stock it was for |
    ///
    /// # Errors
    /// As [`Mock::documented`].
    pub fn stateful() -> std::io::Result<Self> {
        Self::builder().stateful(crate::spec()?).start()
    }
}

impl Builder {
    /// Like [`documented`](Self::documented), but with state for the operations of the built-in
    /// spec, as described at [`Mock::stateful`]. Other operations respond with their sample.
    pub fn stateful(mut self, spec: &Spec) -> Self {
        self.state.get_or_insert_default();
        let mut pages = pages(spec);
        let page = pages.find(|page| page.operation.name == QUERY_STOCK);
        let builder = self.documented(spec);
        match page {
            Some(page) => {
                let Operation { method, path, .. } = &page.operation;
                let route = Route::new(method, path, MockResponse::json(200, ""));
                builder.with_route(route.documented(Arc::new(page)))
            }
            None => builder,
        }
    }

    /// Adds a busifavor stock with these limits to a mock with state, or changes its limits.
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
