//! Counts attempts and calls, and prints the counters as Prometheus text.
//!
//! ```sh
//! cargo run -p wechatpay-api --example metrics
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use wechatpay_api::client::{AttemptFinished, CallFinished, Metrics};
use wechatpay_api::product_coupon::{
    self,
    request::{BudgetUpdate, UpdateStockBudgetRequest},
};
use wechatpay_mock::Mock;

#[expect(dead_code, reason = "shared with the other examples")]
mod setup;

/// Counters and sums, by name and labels.
#[derive(Clone, Default)]
struct Prometheus(Arc<Mutex<BTreeMap<String, f64>>>);

impl Prometheus {
    fn add(&self, series: String, value: f64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *all.entry(series).or_default() += value;
    }

    /// The text of a scrape.
    fn text(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = all
            .iter()
            .map(|(series, value)| format!("{series} {value}"));
        lines.collect::<Vec<_>>().join(
            "
",
        )
    }
}

impl Metrics for Prometheus {
    fn attempt_finished(&self, attempt: &AttemptFinished<'_>) {
        let (operation, outcome) = (attempt.operation, attempt.label());
        let labels = format!("{{operation=\"{operation}\",outcome=\"{outcome}\"}}");
        self.add(format!("wechatpay_attempts_total{labels}"), 1.0);
    }

    fn call_finished(&self, call: &CallFinished<'_>) {
        let (operation, outcome) = (call.operation, call.label());
        let labels = format!("{{operation=\"{operation}\",outcome=\"{outcome}\"}}");
        self.add(format!("wechatpay_calls_total{labels}"), 1.0);
        self.add(
            format!("wechatpay_call_seconds_sum{labels}"),
            call.duration.as_secs_f64(),
        );
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let metrics = Prometheus::default();
    let (settings, _mock) = setup::wechatpay(Mock::documented)?;
    let client = settings.metrics(metrics.clone()).build()?;

    for (stock, number) in [("1000000013001", "update_1"), ("..", "update_2")] {
        let request = UpdateStockBudgetRequest::builder()
            .product_coupon_id("1000000013")
            .stock_id(stock)
            .out_request_no(setup::idempotency_key(number))
            .update_mode(BudgetUpdate::MaxCount {
                current_max_count: 10_000_000,
                target_max_count: 10_000_200,
            })
            .brand_id("120344")
            .build();
        // The second stock id cannot be part of a path: nothing is sent for it.
        if let Err(error) = product_coupon::update_stock_budget(&client, &request).await {
            eprintln!("{error}");
        }
    }
    println!("{}", metrics.text());
    Ok(())
}
