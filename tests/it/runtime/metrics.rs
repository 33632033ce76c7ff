//! The hook for metrics reports each attempt and each call, and cannot harm a call.

use std::sync::{Arc, Mutex};

use wechatpay_api::busifavor::{self, request::ModifyBudgetRequest};
use wechatpay_api::client::{AttemptFinished, CallFinished, Metrics};
use wechatpay_api::product_coupon::request::UpdateStockBudgetRequest;
use wechatpay_api::{CallOptions, Outcome};
use wechatpay_mock::{Act, Mock, Place};

use crate::call::settings;
use crate::support::golden_mock;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Metrics for Log {
    fn attempt_finished(&self, attempt: &AttemptFinished<'_>) {
        let (number, label, status) = (attempt.number, attempt.label(), attempt.status);
        assert!(attempt.host.starts_with("http://127.0.0.1:"));
        let line = format!("attempt {number} {label} {status:?}");
        self.0.lock().unwrap().push(line);
    }

    fn call_finished(&self, call: &CallFinished<'_>) {
        let (operation, label) = (call.operation, call.label());
        let (attempts, status) = (call.attempts, call.status);
        assert_eq!(call.request_id.is_some(), status.is_some());
        let line = format!("{operation} {attempts} {label} {status:?}");
        self.0.lock().unwrap().push(line);
    }
}

fn request() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

#[tokio::test]
async fn metrics_report_each_attempt_and_then_the_call() {
    let (mock, log) = (Mock::documented().unwrap(), Log::default());
    let quick = CallOptions::new().initial_backoff(std::time::Duration::ZERO);
    let client = settings(&mock)
        .options(quick)
        .metrics(log.clone())
        .build()
        .unwrap();

    mock.script([Act::cut(Place::AfterActing), Act::server_error(500)]);
    busifavor::modify_budget(&client, &request()).await.unwrap();
    assert_eq!(
        log.take(),
        [
            "attempt 1 unknown None",
            "attempt 2 unknown Some(500)",
            "attempt 3 succeeded Some(200)",
            "busifavor.modify_budget 3 succeeded Some(200)",
        ]
    );

    mock.script([Act::error(404, "RESOURCE_NOT_EXISTS")]);
    let error = busifavor::modify_budget(&client, &request())
        .await
        .unwrap_err();
    assert_eq!(
        log.take(),
        [
            "attempt 1 refused Some(404)",
            "busifavor.modify_budget 1 refused Some(404)",
        ]
    );
    assert!(error.code::<ModifyBudgetRequest>().is_some());
    assert_eq!(error.code::<UpdateStockBudgetRequest>(), None);

    let nothing = ModifyBudgetRequest::builder()
        .stock_id("..")
        .modify_budget_request_no("1")
        .build();
    busifavor::modify_budget(&client, &nothing)
        .await
        .unwrap_err();
    assert_eq!(log.take(), ["busifavor.modify_budget 0 not_sent None"]);
}

#[tokio::test]
async fn metrics_report_calls_whose_response_is_a_file() {
    use wechatpay_golden::published::{self, request::ComplaintImageRequest};

    let (mock, log) = (golden_mock::mock(), Log::default());
    let client = settings(&mock).metrics(log.clone()).build().unwrap();
    let image = |media_id: &str| ComplaintImageRequest::builder().media_id(media_id).build();
    let file = published::complaint_image(&client, &image("1")).await;
    let request_id = file.unwrap().request_id().map(str::to_owned);
    assert!(request_id.is_some());
    mock.script([Act::error(404, "RESOURCE_NOT_EXISTS")]);
    let error = published::complaint_image(&client, &image("1")).await;
    error.unwrap_err();
    let error = published::complaint_image(&client, &image("..")).await;
    error.unwrap_err();
    assert_eq!(
        log.take(),
        [
            "attempt 1 succeeded Some(200)",
            "published.complaint_image 1 succeeded Some(200)",
            "attempt 1 refused Some(404)",
            "published.complaint_image 1 refused Some(404)",
            "published.complaint_image 0 not_sent None",
        ]
    );
}

struct Broken;

impl Metrics for Broken {
    fn attempt_finished(&self, _: &AttemptFinished<'_>) {
        panic!("on purpose");
    }

    fn call_finished(&self, _: &CallFinished<'_>) {
        panic!("on purpose");
    }
}

#[tokio::test]
async fn a_panic_in_metrics_does_not_change_the_result_of_a_call() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).metrics(Broken).build().unwrap();
    busifavor::modify_budget(&client, &request()).await.unwrap();

    let client = settings(&mock).metrics(Broken).build().unwrap();
    mock.script([Act::error(404, "RESOURCE_NOT_EXISTS")]);
    let error = busifavor::modify_budget(&client, &request())
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
}

#[test]
fn outcomes_have_stable_labels() {
    for (outcome, label) in [
        (Outcome::NotSent, "not_sent"),
        (Outcome::Refused, "refused"),
        (Outcome::Unknown, "unknown"),
        (Outcome::Applied, "applied"),
    ] {
        assert_eq!(outcome.as_str(), label);
        assert_eq!(serde_json::to_value(outcome).unwrap(), label);
        assert_eq!(
            serde_json::from_value::<Outcome>(label.into()).unwrap(),
            outcome
        );
    }
}
