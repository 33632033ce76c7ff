//! Both clients with the mock: where they may be built and called, and calls without a generated
//! type.

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_mock::{Act, Mock, MockResponse, Place};
use wechatpay_runtime::{
    Outcome, PublicKey, blocking,
    client::{ResponseFuture, SleepFuture, Transport},
    endpoint::Method,
    raw::{RawRequest, RequestWithExtras},
};

use super::fixture::modify_budget;
use crate::call::settings;

const THING: &str = "/v3/things/{id}";

fn mock() -> Mock {
    Mock::builder()
        .route(
            "GET",
            THING,
            MockResponse::json(200, r#"{"name":"券","new":[1]}"#),
        )
        .route("DELETE", THING, MockResponse::json(204, ""))
        .route(
            "POST",
            "/v3/things",
            MockResponse::json(200, r#"{"id":"1"}"#),
        )
        .route(
            "PATCH",
            "/v3/marketing/busifavor/stocks/{stock_id}/budget",
            MockResponse::json(200, r#"{"max_coupons":300,"not_known_yet":{"a":1}}"#),
        )
        .start()
        .unwrap()
}

#[test]
fn a_blocking_client_is_shared_by_threads_and_handles() {
    let mock = mock();
    let client = blocking::Client::new(settings(&mock)).unwrap();
    let thing = RawRequest::get(THING).path("id", "7");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let response = client.send(&thing).unwrap();
                assert_eq!(response.pointer("/name"), Some(&json!("券")));
            });
        }
    });
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn a_blocking_client_built_in_async_code_is_an_error() {
    let error = blocking::Client::new(settings(&mock())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "blocking::Client: it was made inside an async runtime: use the async `Client` there, or \
         make this client before the runtime starts or on a separate thread [invalid-setting]"
    );
}

#[test]
fn a_blocking_client_may_be_called_and_dropped_in_async_code() {
    let mock = mock();
    let client = blocking::Client::new(settings(&mock)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async move {
        let other = client.clone();
        tokio::task::spawn_blocking(move || other.send(&modify_budget()).unwrap())
            .await
            .unwrap();
        client.send(&modify_budget()).unwrap();
    });
}

#[test]
fn an_async_client_without_an_async_runtime_returns_an_error() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    let request = modify_budget();
    let mut call = std::pin::pin!(client.send(&request));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("it waits for something");
    };
    let error = result.err().unwrap();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().contains("`blocking::Client`"), "{error}");
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_raw_request_encodes_its_values_for_any_path() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    let get = RawRequest::get(THING)
        .path("id", "a/b?c#d%e f..券")
        .query("tag[]", "x&y")
        .query("tag[]", "=");
    client.send(&get).await.unwrap();
    let delete = RawRequest::new(Method::Delete, THING).path("id", "7");
    assert_eq!(
        client.send(&delete).await.unwrap().into_inner().0,
        Value::Null
    );
    let post = RawRequest::post("/v3/things", json!({"a": 0, "b": [], "c": false}));
    assert_eq!(client.send(&post).await.unwrap()["id"], "1");

    let requests = mock.requests();
    assert_eq!(
        requests[0].target(),
        "/v3/things/a%2Fb%3Fc%23d%25e%20f..%E5%88%B8?tag%5B%5D=x%26y&tag%5B%5D=%3D"
    );
    assert_eq!(requests[2].body(), br#"{"a":0,"b":[],"c":false}"#);
    assert!(requests.iter().all(|request| request.signature().is_ok()));
}

#[tokio::test]
async fn a_raw_request_with_an_invalid_path_is_not_sent() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    for path in [
        "things",
        "",
        "/v3/things?a=b",
        "/v3/../things",
        "/v3/{id",
        "/v3/券",
        "//evil.example/v3",
    ] {
        let result = client.send(&RawRequest::get(path)).await;
        match path {
            // An empty first segment stays a path: the host is that of the client.
            "//evil.example/v3" => {
                assert_eq!(result.err().unwrap().api_error().unwrap().status(), 404);
            }
            _ => assert_eq!(result.err().unwrap().outcome(), Outcome::NotSent, "{path}"),
        }
    }
}

#[tokio::test]
async fn a_path_value_without_a_placeholder_is_an_error() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    for call in [
        RawRequest::new(Method::Delete, "/v3/things").path("id", "7"),
        RawRequest::new(Method::Delete, THING)
            .path("id", "7")
            .path("id", "8"),
        RawRequest::new(Method::Delete, THING).path("thing_id", "7"),
    ] {
        let error = client.send(&call).await.err().unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_short_timeout_of_one_handle_does_not_mark_the_host_as_failed() {
    let (main, backup) = (mock(), mock());
    let client = settings(&main).backup_url(backup.url()).build().unwrap();
    main.script([Act::stall(Place::AfterActing)]);
    let hasty = client
        .options()
        .operation_timeout(Duration::from_millis(300));
    let error = client.with_options(hasty).send(&modify_budget()).await;
    assert_eq!(error.err().unwrap().outcome(), Outcome::Unknown);
    client.send(&modify_budget()).await.unwrap();
    assert_eq!(main.requests().len(), 2);
    assert!(backup.requests().is_empty());
}

#[tokio::test]
async fn keys_added_by_several_threads_are_all_kept() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    std::thread::scope(|scope| {
        for n in 0..20 {
            let client = &client;
            let key = PublicKey::from_pem(mock.second_public_key_pem()).unwrap();
            scope.spawn(move || {
                client
                    .update_keyring(|keyring| keyring.add(&format!("PUB_KEY_ID_{n}"), key))
                    .unwrap();
            });
        }
    });
    assert_eq!(client.keyring().names().count(), 21);
    let twice = PublicKey::from_pem(mock.public_key_pem()).unwrap();
    let refused = client.update_keyring(|keyring| keyring.add("PUB_KEY_ID_0", twice));
    assert!(refused.is_err());
    client.send(&modify_budget()).await.unwrap();
}

/// Code that changes the keys may read them. Meanwhile calls use the old keys.
#[tokio::test]
async fn a_change_of_keys_does_not_block_calls() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    let other = client.clone();
    let runtime = tokio::runtime::Handle::current();
    let key = PublicKey::from_pem(mock.second_public_key_pem()).unwrap();
    let change = move || {
        client.update_keyring(|keyring| {
            keyring.add("PUB_KEY_ID_2", key)?;
            assert_eq!(client.keyring().names().count(), 1);
            runtime.block_on(client.send(&modify_budget())).unwrap();
            Ok(())
        })
    };
    tokio::task::spawn_blocking(change).await.unwrap().unwrap();
    assert_eq!(other.keyring().names().count(), 2);
}

/// Never finishes a request, whatever its timeout.
struct NeverResponds;

impl Transport for NeverResponds {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Duration) -> ResponseFuture<'_> {
        Box::pin(std::future::pending())
    }

    fn sleep(&self, length: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(length))
    }
}

#[tokio::test]
async fn a_transport_that_never_responds_does_not_hang_a_call() {
    let mock = mock();
    let client = settings(&mock).transport(NeverResponds).build().unwrap();
    let options = client
        .options()
        .operation_timeout(Duration::from_millis(100));
    let error = client.with_options(options).send(&modify_budget()).await;
    let error = error.err().unwrap();
    assert_eq!(
        (error.outcome(), error.is_timeout()),
        (Outcome::Unknown, true)
    );
}

#[tokio::test]
async fn extra_fields_are_sent_and_extra_response_fields_can_be_read() {
    let mock = mock();
    let client = settings(&mock).build().unwrap();
    let request = modify_budget();
    let extended = RequestWithExtras::new(&request)
        .and_then(|request| request.with("/new_field", json!({"a": [1]})))
        .unwrap();
    let response = client.send(&extended).await.unwrap();
    assert_eq!(response.max_coupons, Some(300));
    let whole: Value = response.read().unwrap();
    assert_eq!(whole.pointer("/not_known_yet/a"), Some(&json!(1)));

    let sent: Value = serde_json::from_slice(mock.requests()[0].body()).unwrap();
    assert_eq!(
        sent,
        json!({
            "target_max_coupons": 3000,
            "current_max_coupons": 500,
            "modify_budget_request_no": "1002600620019090123143254436",
            "new_field": {"a": [1]},
        })
    );
}

#[tokio::test]
async fn a_dropped_call_is_not_sent_again() {
    let mock = mock();
    mock.always(Act::stall(Place::BeforeActing));
    let client = settings(&mock).build().unwrap();
    let cut = tokio::time::timeout(Duration::from_millis(200), client.send(&modify_budget())).await;
    assert!(cut.is_err());
    mock.always(None);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(mock.requests().len(), 1, "it was sent again");
    assert_eq!(mock.ledger().len(), 0);
    client.send(&modify_budget()).await.unwrap();
}

#[tokio::test]
async fn calls_follow_the_documented_rate_limit_unless_it_is_switched_off() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let unpaced = client.with_options(client.options().rate_limiting(false));
    let request = wechatpay_api::product_coupon::request::UpdateStockBudgetRequest::builder()
        .product_coupon_id("1000000013")
        .stock_id("1000000013001")
        .out_request_no("update_budget_34657_20250101_123456")
        .update_mode(
            wechatpay_api::product_coupon::request::BudgetUpdate::MaxCount {
                current_max_count: 10_000_000,
                target_max_count: 20_000_000,
            },
        )
        .brand_id("120344")
        .build();
    let limit = <_ as wechatpay_runtime::Operation>::endpoint(&request)
        .rate_limit
        .unwrap();
    let spacing = Duration::from_secs(limit.per_seconds.into()) / limit.requests;

    for (client, at_least, at_most) in [
        (&client, spacing * 4, Duration::from_secs(30)),
        (&unpaced, Duration::ZERO, Duration::from_secs(30)),
    ] {
        let begun = std::time::Instant::now();
        for _ in 0..5 {
            client.send(&request).await.unwrap();
        }
        let took = begun.elapsed();
        assert!(took >= at_least && took < at_most, "{took:?}");
    }
}

#[tokio::test]
async fn client_validation_and_the_mock_reject_the_same_requests() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let unchecked = client.with_options(
        client
            .options()
            .validation(wechatpay_runtime::client::Validation::Off),
    );
    let mut request = modify_budget();
    client.send(&request).await.unwrap();
    unchecked.send(&request).await.unwrap();
    assert_eq!(mock.requests().len(), 2);

    request.current_max_coupons = None;
    let error = client.send(&request).await.unwrap_err();
    let violations = error.violations().unwrap();
    assert_eq!(
        (error.outcome(), violations.len()),
        (Outcome::NotSent, 1),
        "{error}"
    );
    assert_eq!(mock.requests().len(), 2);
    let error = unchecked.send(&request).await.unwrap_err();
    assert_eq!(error.api_error().unwrap().code(), Some("PARAM_ERROR"));
    let detail: Value = serde_json::from_str(error.api_error().unwrap().detail().unwrap()).unwrap();
    assert_eq!(detail["field"], "/current_max_coupons");
    // Both accepted calls had the same idempotency key.
    assert_eq!(mock.ledger().len(), 1);
}
