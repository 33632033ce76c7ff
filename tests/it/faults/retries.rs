//! Calls that are safe to repeat because of an idempotency key outside the body, or because their
//! operation is idempotent: they take effect once, whatever happens to their first request.

use serde_json::json;
use wechatpay_api::endpoint::{IdempotencyKey, Method};
use wechatpay_api::{Error, Operation, Outcome, raw::RawRequest};
use wechatpay_golden::retries::request::{
    BurnCardRequest, BuyCardRequest, LendCardRequest, NameCardRequest, SwapCardRequest,
};
use wechatpay_mock::{Act, Mock, Place};

use super::harness::{self, AnyClient, ClientKind};
use crate::support::golden_mock::mock;

/// What happens to the first request of a call.
pub(super) fn faults() -> [Act; 5] {
    [
        Act::cut(Place::AfterHead),
        Act::cut(Place::BeforeActing),
        Act::cut(Place::AfterActing),
        Act::cut(Place::InHead),
        Act::server_error_html(502),
    ]
}

/// Makes the call with each fault and each client, and returns the idempotency keys of the effects.
fn keys<O: Operation>(operation: &O) -> Vec<Option<String>> {
    let mut keys = Vec::new();
    for fault in faults() {
        for client_kind in ClientKind::ALL {
            let mock = mock();
            mock.script([fault.clone()]);
            let response = send(&mock, client_kind, operation).unwrap();
            assert_eq!(response, 1, "{fault:?}");
            // The same call again, as after a restart.
            send(&mock, client_kind, operation).unwrap();
            let ledger = mock.ledger();
            assert_eq!(ledger.len(), 1, "{fault:?} {ledger:?}");
            keys.push(ledger[0].idempotency_key().map(str::to_owned));
        }
    }
    keys.dedup();
    keys
}

/// The number of failed attempts before the successful one.
pub(super) fn send<O: Operation>(
    mock: &Mock,
    kind: ClientKind,
    operation: &O,
) -> Result<usize, Error> {
    let settings = crate::call::settings(mock).options(harness::options());
    let response = AnyClient::new(kind, settings).send(operation)?;
    Ok(response.earlier_attempts().len())
}

fn key(text: &str) -> Vec<Option<String>> {
    vec![Some(text.to_owned())]
}

#[test]
fn a_cut_call_with_an_idempotency_key_outside_the_body_takes_effect_once() {
    let buy = BuyCardRequest::builder();
    let buy = buy.purchase_no("7001").colour("RED").build();
    assert_eq!(keys(&buy), key("7001"));
    let lend = LendCardRequest::builder().out_lend_no("券 7/3").days(3);
    assert_eq!(keys(&lend.build()), key("券 7/3"));
    let swap = SwapCardRequest::builder().swap_no("7002").build();
    assert_eq!(keys(&swap), key("7002"));
}

#[test]
fn a_cut_call_of_an_idempotent_operation_takes_effect_once() {
    let burn = BurnCardRequest::builder().card_id("7").build();
    assert_eq!(keys(&burn), [None]);
    let name = NameCardRequest::builder().card_id("7").name("Ace").build();
    assert_eq!(keys(&name), [None]);
}

#[test]
fn different_data_of_an_idempotent_operation_takes_effect_each_time() {
    let mock = mock();
    for (effects, name) in [(1, "Ace"), (2, "King"), (2, "King"), (3, "Ace")] {
        let request = NameCardRequest::builder().card_id("7").name(name).build();
        send(&mock, ClientKind::Async, &request).unwrap();
        assert_eq!(mock.ledger().len(), effects, "{name}");
    }
}

#[test]
fn raw_requests_are_retried_by_the_same_rules() {
    let buy = RawRequest::post("/v3/bought-cards", json!({ "colour": "RED" }))
        .header("purchase-no", "7001")
        .idempotency_key(IdempotencyKey::in_header("Purchase-No"));
    assert_eq!(keys(&buy), key("7001"));
    let lend = RawRequest::post("/v3/lent-cards/{no}", json!({ "days": 3 }))
        .path("no", "7003")
        .idempotency_key(IdempotencyKey::in_path("no"));
    assert_eq!(keys(&lend), key("7003"));
    let swap = RawRequest::new(Method::Post, "/v3/swapped-cards")
        .query("swap_no", "7002")
        .idempotency_key(IdempotencyKey::in_query("swap_no"));
    assert_eq!(keys(&swap), key("7002"));
    let burn = RawRequest::new(Method::Delete, "/v3/burnt-cards/7").idempotent();
    assert_eq!(keys(&burn), [None]);
    let name = RawRequest::new(Method::Put, "/v3/cards/7/name").body(json!({ "name": "Ace" }));
    assert_eq!(keys(&name.idempotent()), [None]);
}

#[test]
fn a_cut_call_without_a_value_for_its_key_is_not_retried() {
    let post = || RawRequest::new(Method::Post, "/v3/swapped-cards");
    let in_query = || post().idempotency_key(IdempotencyKey::in_query("swap_no"));
    let without = [
        post().query("swap_no", "7002"),
        post().query("swap_no", "7002").idempotency_key("swap_no"),
        post().idempotent(),
        in_query(),
        in_query().query("swap_no", ""),
        in_query().query("Swap_No", "7002"),
        in_query().header("swap_no", "7002"),
        post()
            .header("a", "")
            .idempotency_key(IdempotencyKey::in_header("a")),
        post()
            .header("a", "1")
            .idempotency_key(IdempotencyKey::in_path("a")),
        RawRequest::new(Method::Delete, "/v3/burnt-cards/7"),
    ];
    let swap = SwapCardRequest::builder().build();
    for client_kind in ClientKind::ALL {
        for request in &without {
            assert_not_retried(client_kind, request);
        }
        assert_not_retried(client_kind, &swap);
    }
}

fn assert_not_retried<O: Operation>(client_kind: ClientKind, operation: &O) {
    let mock = mock();
    mock.script([Act::cut(Place::AfterActing)]);
    let error = send(&mock, client_kind, operation).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let text = error.to_string();
    assert!(text.contains("look up the result before"), "{text}");
    assert_eq!((mock.requests().len(), mock.ledger().len()), (1, 1));
}

#[test]
fn errors_of_unknown_outcomes_name_keys_outside_the_body_and_idempotent_operations() {
    let mock = mock();
    let text = |request: &RawRequest| {
        mock.always(Act::cut(Place::AfterActing));
        let error = send(&mock, ClientKind::Async, request).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        error.to_string()
    };
    let buy = RawRequest::post("/v3/bought-cards", json!({ "colour": "RED" }))
        .header("Purchase-No", "7001")
        .idempotency_key(IdempotencyKey::in_header("Purchase-No"));
    let buy = text(&buy);
    assert!(
        buy.contains("retry the call with the same `Purchase-No`"),
        "{buy}"
    );
    let burn = text(&RawRequest::new(Method::Delete, "/v3/burnt-cards/7").idempotent());
    assert!(
        burn.contains("no second effect, so it is safe to retry"),
        "{burn}"
    );
}
