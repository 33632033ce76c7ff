//! Every way in which a call can fail, or nearly fail: what the program sees, and whether anything had happened.
//!
//! `cargo run -p wechatpay-api --example errors`
//!
//! The WeChat Pay that it calls runs inside this program, misbehaves as it is told, and keeps a ledger of what took effect.

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
    repeated().await
}

/// A stock of which 500 coupons may be issued, and a client that waits for 400 ms at most.
struct Stage {
    mock: Mock,
    client: Client,
}

impl Stage {
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

    /// Plays the acts for one call, and prints what came of it.
    async fn play(&self, title: &str, acts: impl IntoIterator<Item = Act>) {
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
        println!("   the ledger   {happened}\n");
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

/// What a program can ask an error. The outcome decides what may be done next.
fn failed(error: &Error) {
    let next = match error.outcome() {
        Outcome::NotSent => "mend the cause and call again",
        Outcome::Refused => {
            "mend the cause and call again; an earlier call may still have changed something"
        }
        Outcome::Unknown => "query the stock, or repeat with the same number, before anything else",
        Outcome::Applied => "do not repeat; read the verified body",
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
    for row in error.documented_errors() {
        println!("   page         {} {}", row.meaning, row.remedy);
    }
    for (asked, response) in [
        ("is_timeout", error.is_timeout()),
        ("is_connect", error.is_connect()),
        ("is_rate_limited", error.is_rate_limited()),
    ] {
        if response {
            println!("   {asked}");
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
    let stage = Stage::new()?;
    stage
        .call(
            "A stock id that would change the path",
            &stage.client,
            &raise("..", 500),
        )
        .await;

    // Nothing listens on port 1.
    let nowhere = local::settings_for(&stage.mock)?
        .base_url("http://127.0.0.1:1")
        .options(CallOptions::new().max_attempts(1))
        .build()?;
    stage
        .call("Nobody is there", &nowhere, &raise("98065001", 500))
        .await;

    // The page allows 20 calls a second, and the second call has only 10 ms.
    println!(
        "== Calls come too fast for the page's rate limit: one waits, the other has no time to"
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
    let hasty = stage.client.with_options(
        stage
            .client
            .options()
            .operation_timeout(Duration::from_millis(10)),
    );
    let (_, second) = tokio::join!(
        product_coupon::update_stock_budget(&stage.client, &request),
        product_coupon::update_stock_budget(&hasty, &request),
    );
    if let Err(error) = second {
        failed(&error);
    }
    println!();
    Ok(())
}

async fn refused() -> Result<(), Box<dyn StdError>> {
    let stage = Stage::new()?;
    stage
        .call("There is no such stock", &stage.client, &raise("1", 500))
        .await;
    stage
        .call(
            "The current value is not the stock's",
            &stage.client,
            &raise("98065001", 499),
        )
        .await;
    let once = stage
        .client
        .with_options(stage.client.options().max_attempts(1));
    stage.mock.script([Act::too_many_requests()]);
    stage
        .call("WeChat Pay answers 429", &once, &raise("98065001", 500))
        .await;
    Ok(())
}

async fn signature_refused() -> Result<(), Box<dyn StdError>> {
    let stage = Stage::with(|settings| settings.clock(an_hour_ago))?;
    stage.play("The local clock is wrong", []).await;

    let stage = Stage::new()?;
    let detail = json!({
        "sign_information": { "method": "PATCH", "url": "/v3/marketing/busifavor/stocks/98065001" },
    });
    let rewritten =
        json!({ "code": "SIGN_ERROR", "message": "the signature is wrong", "detail": detail });
    let response = wechatpay_mock::MockResponse::json(401, rewritten.to_string()).unsigned();
    stage
        .play(
            "A gateway on the way changes the path",
            [Act::response(response)],
        )
        .await;
    Ok(())
}

fn an_hour_ago() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs().cast_signed() - 3600)
}

async fn unknown() -> Result<(), Box<dyn StdError>> {
    // One attempt each, so that each failure is seen by itself; a new stage each, so that the budget is 500.
    let acts = [
        ("The response never comes", Act::stall(Place::AfterActing)),
        (
            "The connection breaks before the service acted",
            Act::cut(Place::BeforeActing),
        ),
        (
            "A gateway fails, though the service acted",
            Act::server_error_html(502).after_effect(),
        ),
        ("The service is still at it", Act::accepted()),
        (
            "The response was altered on its way",
            Act::tamper(Tamper::BodyBit),
        ),
        (
            "WeChat Pay tests whether responses are verified",
            Act::tamper(Tamper::Probe),
        ),
        (
            "The response is signed with a key that is not held",
            Act::tamper(Tamper::Serial("PUB_KEY_ID_2".to_owned())),
        ),
        (
            "The response is an hour old",
            Act::tamper(Tamper::Timestamp(-3600)),
        ),
    ];
    for (title, act) in acts {
        let stage = Stage::with(|settings| settings.options(CallOptions::new().max_attempts(1)))?;
        stage.play(title, [act]).await;
    }
    Ok(())
}

async fn applied() -> Result<(), Box<dyn StdError>> {
    let stage = Stage::new()?;
    let odd = Act::edit(Edit::Set("/max_coupons".to_owned(), json!("many")));
    stage
        .play("It happened, and the response has another shape", [odd])
        .await;
    Ok(())
}

async fn repeated() -> Result<(), Box<dyn StdError>> {
    let stage = Stage::new()?;
    stage
        .play(
            "A gateway fails once, and the second attempt succeeds",
            [Act::server_error_html(502)],
        )
        .await;

    let stage = Stage::new()?;
    stage
        .play(
            "The first attempt acts, its response is lost, and the second is refused because of it",
            [Act::cut(Place::AfterActing)],
        )
        .await;

    // Now a person looks, and runs the same call once more.
    let again = stage
        .client
        .with_options(stage.client.options().retries_earlier_call(true));
    stage
        .call(
            "The same call later, said to be a repeat",
            &again,
            &raise("98065001", 500),
        )
        .await;

    let stage = Stage::new()?;
    let acts = [(); 3].map(|()| Act::server_error(503));
    stage
        .play("The service is in trouble for longer", acts)
        .await;
    Ok(())
}
