//! Uses the items that exist with every set of features: a request, its function, and the settings
//! of a client.

#[cfg(all(test, feature = "blocking", feature = "bundled-roots"))]
mod networks;
#[cfg(all(test, feature = "test-util"))]
mod service;
#[cfg(all(test, feature = "test-util"))]
mod unit_tests;
#[cfg(all(test, feature = "serde"))]
mod values;

use wechatpay_api::busifavor::{self, request::ModifyBudgetRequest};
use wechatpay_api::{Client, Outcome, error::BuildError};

/// Makes a call, as an application does.
async fn change(client: &Client) -> Result<Option<i64>, Outcome> {
    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .modify_budget_request_no("1002600620019090123143254436")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .build();
    match busifavor::modify_budget(client, &request).await {
        Ok(budget) => Ok(budget.max_coupons),
        Err(error) => Err(error.outcome()),
    }
}

fn main() -> Result<(), BuildError> {
    let client = Client::builder().build()?;
    drop(change(&client));
    Ok(())
}
