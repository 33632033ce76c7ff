//! A service that limits its calls, counts them, and is tested with the mock, without sockets.

use std::sync::{Arc, Mutex};
use std::sync::atomic::{AtomicU32, Ordering};

use wechatpay_api::busifavor::{self, request::ModifyBudgetRequest};
use wechatpay_api::client::{CallFinished, Metrics, PermitFuture, RateLimiter};
use wechatpay_api::endpoint::Endpoint;
use wechatpay_api::test_util::FnTransport;
use wechatpay_api::{Client, MerchantCertificate, Outcome, PrivateKey, PublicKey};
use wechatpay_mock::{Act, Mock, spec};

/// Counts the calls of each outcome. A real service exports them to its monitoring.
#[derive(Default)]
struct Calls {
    successful: AtomicU32,
    failed: AtomicU32,
}

impl Metrics for &'static Calls {
    fn call_finished(&self, call: &CallFinished<'_>) {
        match call.outcome {
            None => self.successful.fetch_add(1, Ordering::Relaxed),
            Some(_) => self.failed.fetch_add(1, Ordering::Relaxed),
        };
    }
}

/// Asks a server for each permit, as several processes with one merchant have to. Here it is a
/// counter.
struct SharedLimiter(Arc<Mutex<Vec<String>>>);

impl RateLimiter for SharedLimiter {
    fn acquire<'a>(&'a self, _: &'static Endpoint, merchant: &'a str) -> PermitFuture<'a> {
        Box::pin(async move {
            self.0.lock().unwrap().push(merchant.to_owned());
            Ok(())
        })
    }
}

#[tokio::test]
async fn calls_are_limited_and_counted() -> Result<(), Box<dyn std::error::Error>> {
    let mock = Mock::builder().stateful(spec()?).without_sockets().start()?;
    let calls: &'static Calls = Box::leak(Box::default());
    let permits = Arc::new(Mutex::new(Vec::new()));
    let client = Client::builder()
        .mchid(mock.mchid())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem())?)
        .merchant_certificate(MerchantCertificate::from_pem(mock.merchant_certificate_pem())?)
        .wechatpay_public_key(
            mock.public_key_id(),
            PublicKey::from_pem(mock.public_key_pem())?,
        )
        .base_url(mock.url())
        .transport(FnTransport::new(mock.service_fn()))
        .metrics(calls)
        .rate_limiter(SharedLimiter(Arc::clone(&permits)))
        .build()?;
    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .modify_budget_request_no("1002600620019090123143254436")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .build();

    busifavor::modify_budget(&client, &request).await?;
    mock.script([Act::error(400, "PARAM_ERROR")]);
    let error = busifavor::modify_budget(&client, &request).await;
    let error = error.err().ok_or("the mock refuses the second call")?;
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(error.outcome().as_str(), "refused");
    let code = error.code::<ModifyBudgetRequest>();
    assert_eq!(code, Some(busifavor::ModifyBudgetErrorCode::ParamError));

    assert_eq!(calls.successful.load(Ordering::Relaxed), 1);
    assert_eq!(calls.failed.load(Ordering::Relaxed), 1);
    assert_eq!(*permits.lock().unwrap(), [mock.mchid(); 2]);
    Ok(())
}
