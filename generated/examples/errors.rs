//! Shows every way in which a call can fail or almost fail: what the program sees, and whether the
//! call took effect.
//!
//! `cargo run -p wechatpay-api --example errors`
//!
//! The example calls a mock: a local WeChat Pay inside this program. The mock misbehaves as
//! scripted and keeps a ledger of the calls that took effect.

#[path = "setup/local.rs"]
mod local;

use std::error::Error as StdError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::busifavor::response::ModifyBudgetResponse;
use wechatpay_api::busifavor::{self, ModifyBudgetErrorCode};
use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};
use wechatpay_api::{CallOptions, Client, ClientBuilder, Error, Outcome, Response, product_coupon};
use wechatpay_mock::{Act, Edit, Mock, Place, Tamper};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    nothing_was_sent().await?;
    refused().await?;
    signature_refused().await?;
    unknown().await?;
    applied().await?;
    retried().await
}

/// A mock with a stock of 500 coupons, and a client with a time limit of 400 ms per attempt.
struct Setup {
    mock: Mock,
    client: Client,
}

impl Setup {
    fn new() -> Result<Self, Box<dyn StdError>> {
        Self::with(|settings| settings)
    }

    fn with(change: fn(ClientBuilder) -> ClientBuilder) -> Result<Self, Box<dyn StdError>> {
        let mock = Mock::stateful()?;
        let settings = local::settings_for(&mock)?
            .attempt_timeout(Duration::from_millis(400))
            .options(CallOptions::new().initial_backoff(Duration::from_millis(20)));
        let client = change(settings).build()?;
        Ok(Self { mock, client })
    }

    /// Scripts the acts for one call, makes the call and prints its result.
    async fn call_with_acts(&self, title: &str, acts: impl IntoIterator<Item = Act>) {
        self.mock.script(acts);
        self.call(title, &self.client, &raise("98065001", 500))
            .await;
    }

    async fn call(&self, title: &str, client: &Client, request: &ModifyBudgetRequest) {
        println!("== {title}");
        let before = self.mock.ledger().len();
        let result = busifavor::modify_budget(client, request).await;
        match result {
            Ok(budget) => succeeded(&budget),
            Err(error) => failed(&error),
        }
        let happened = self.mock.ledger().len() - before;
        let happened = if happened == 0 {
            "nothing"
        } else {
            "one change"
        };
        println!("   took effect  {happened}\n");
    }
}

/// Raises the budget of a stock from `current` to 3000.
fn raise(stock_id: &str, current: i64) -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id(stock_id)
        .current_max_coupons(current)
        .target_max_coupons(3000)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

fn succeeded(budget: &Response<ModifyBudgetResponse>) {
    println!("   success      at most {:?} coupons", budget.max_coupons);
    for attempt in budget.earlier_attempts() {
        println!("   before that  {attempt}");
    }
}

/// Prints what an error contains. The outcome decides what the program may do next.
fn failed(error: &Error) {
    let next = match error.outcome() {
        Outcome::NotSent => "fix the cause and call again",
        Outcome::Refused => {
            "fix the cause and call again; an earlier call may still have taken effect"
        }
        Outcome::Unknown => {
            "query the stock, or retry with the same idempotency key, before anything else"
        }
        Outcome::Applied => "do not retry; read the verified body",
    };
    println!("   outcome      {:?}: {next}", error.outcome());
    println!("   text         {error}");
    match error.code::<ModifyBudgetRequest>() {
        Some(ModifyBudgetErrorCode::RuleLimit) => {
            println!("   code         the stock's rules forbid it");
        }
        Some(ModifyBudgetErrorCode::ResourceNotExists) => println!("   code         no such stock"),
        Some(code) => println!("   code         {code}"),
        // There is no code, or the error is that of another operation.
        None => {}
    }
    for documented in error.documented_errors() {
        println!(
            "   page         {} {}",
            documented.meaning, documented.remedy
        );
    }
    for (name, is_true) in [
        ("is_timeout", error.is_timeout()),
        ("is_connect", error.is_connect()),
        ("is_rate_limited", error.is_rate_limited()),
    ] {
        if is_true {
            println!("   {name}");
        }
    }
    for attempt in error.attempts() {
        println!("   attempt      {:?}, {attempt}", attempt.outcome());
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        println!("   because      {error}");
        cause = error.source();
    }
}

async fn nothing_was_sent() -> Result<(), Box<dyn StdError>> {
    let setup = Setup::new()?;
    setup
        .call(
            "A stock id that would change the path",
            &setup.client,
            &raise("..", 500),
        )
        .await;

    // Nothing listens on port 1.
    let nowhere = local::settings_for(&setup.mock)?
        .base_url("http://127.0.0.1:1")
        .options(CallOptions::new().max_attempts(1))
        .build()?;
    setup
        .call("No server listens", &nowhere, &raise("98065001", 500))
        .await;

    // The page allows 20 calls per second, and the second call has only 10 ms.
    println!(
        "== Calls are too fast for the page's rate limit: the first waits, the second has no time \
         to wait"
    );
    let request = UpdateStockBudgetRequest::builder()
        .product_coupon_id("1000000013")
        .stock_id("1000000013001")
        .out_request_no("update_budget_1")
        .update_mode(BudgetUpdate::MaxCount {
            current_max_count: 1_000,
            target_max_count: 2_000,
        })
        .brand_id("120344")
        .build();
    let hasty = setup.client.with_options(
        setup
            .client
            .options()
            .operation_timeout(Duration::from_millis(10)),
    );
    let (_, second) = tokio::join!(
        product_coupon::update_stock_budget(&setup.client, &request),
        product_coupon::update_stock_budget(&hasty, &request),
    );
    if let Err(error) = second {
        failed(&error);
    }
    println!();
    Ok(())
}

async fn refused() -> Result<(), Box<dyn StdError>> {
    let setup = Setup::new()?;
    setup
        .call("There is no such stock", &setup.client, &raise("1", 500))
        .await;
    setup
        .call(
            "The current value is not the stock's",
            &setup.client,
            &raise("98065001", 499),
        )
        .await;
    let once = setup
        .client
        .with_options(setup.client.options().max_attempts(1));
    setup.mock.script([Act::too_many_requests()]);
    setup
        .call(
            "WeChat Pay responds with 429",
            &once,
            &raise("98065001", 500),
        )
        .await;
    Ok(())
}

async fn signature_refused() -> Result<(), Box<dyn StdError>> {
    let setup = Setup::with(|settings| settings.clock(an_hour_ago))?;
    setup.call_with_acts("The local clock is wrong", []).await;

    let setup = Setup::new()?;
    let detail = json!({
        "sign_information": { "method": "PATCH", "url": "/v3/marketing/busifavor/stocks/98065001" },
    });
    let rewritten =
        json!({ "code": "SIGN_ERROR", "message": "the signature is wrong", "detail": detail });
    let response = wechatpay_mock::MockResponse::json(401, rewritten.to_string()).unsigned();
    setup
        .call_with_acts("A gateway changes the path", [Act::response(response)])
        .await;
    Ok(())
}

fn an_hour_ago() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs().cast_signed() - 3600)
}

async fn unknown() -> Result<(), Box<dyn StdError>> {
    // Each failure uses one attempt, so that it is shown alone, and a new mock, so that the budget
    // is 500.
    let acts = [
        ("The response never arrives", Act::stall(Place::AfterActing)),
        (
            "The connection breaks before the call takes effect",
            Act::cut(Place::BeforeActing),
        ),
        (
            "A gateway fails after the call took effect",
            Act::server_error_html(502).after_effect(),
        ),
        ("The service has not finished yet", Act::accepted()),
        (
            "The response was changed on its way",
            Act::tamper(Tamper::BodyBit),
        ),
        (
            "WeChat Pay tests whether responses are verified",
            Act::tamper(Tamper::Probe),
        ),
        (
            "The response is signed with a key that the client does not have",
            Act::tamper(Tamper::Serial("PUB_KEY_ID_2".to_owned())),
        ),
        (
            "The response is an hour old",
            Act::tamper(Tamper::Timestamp(-3600)),
        ),
    ];
    for (title, act) in acts {
        let setup = Setup::with(|settings| settings.options(CallOptions::new().max_attempts(1)))?;
        setup.call_with_acts(title, [act]).await;
    }
    Ok(())
}

async fn applied() -> Result<(), Box<dyn StdError>> {
    let setup = Setup::new()?;
    let wrong_type = Act::edit(Edit::Set("/max_coupons".to_owned(), json!("many")));
    setup
        .call_with_acts(
            "The call took effect, but the response has another structure",
            [wrong_type],
        )
        .await;
    Ok(())
}

async fn retried() -> Result<(), Box<dyn StdError>> {
    let setup = Setup::new()?;
    setup
        .call_with_acts(
            "A gateway fails once, and the second attempt succeeds",
            [Act::server_error_html(502)],
        )
        .await;

    let setup = Setup::new()?;
    setup
        .call_with_acts(
            "The first attempt takes effect, its response is lost, and the second attempt is \
             refused because of it",
            [Act::cut(Place::AfterActing)],
        )
        .await;

    // Later the same call is made again.
    let again = setup
        .client
        .with_options(setup.client.options().retries_earlier_call(true));
    setup
        .call(
            "The same call later, declared as a retry",
            &again,
            &raise("98065001", 500),
        )
        .await;

    let setup = Setup::new()?;
    let acts = [(); 3].map(|()| Act::server_error(503));
    setup
        .call_with_acts("The service is in trouble for a longer time", acts)
        .await;
    Ok(())
}
