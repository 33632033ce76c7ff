//! A service with state may refuse a retry because of the first attempt's own effect.

use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::{Error, Outcome};
use wechatpay_mock::{Act, Mock, Place};

use super::harness::{self, AnyClient, ClientKind};

fn change(client: &AnyClient, number: &str) -> Result<Option<i64>, Error> {
    let change = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no(number)
        .build();
    client.send(&change).map(|response| response.max_coupons)
}

fn stock() -> Mock {
    let spec = wechatpay_mock::spec().unwrap();
    let builder = Mock::builder().stateful(spec);
    builder
        .busifavor_stock("98065001", 500, 100)
        .start()
        .unwrap()
}

#[test]
fn a_retry_refused_because_the_first_attempt_took_effect_is_unknown() {
    for place in [Place::AfterActing, Place::InHead, Place::InBody] {
        for client_kind in ClientKind::ALL {
            let mock = stock();
            let settings = crate::call::settings(&mock).options(harness::options());
            let client = AnyClient::new(client_kind, settings);
            mock.script([Act::cut(place)]);
            let error = change(&client, "1").unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
            assert_eq!(error.api_error().unwrap().code(), Some("RULE_LIMIT"));
            assert_eq!((mock.requests().len(), mock.ledger().len()), (2, 1));
            assert!(
                error
                    .to_string()
                    .contains("An earlier attempt may have taken effect"),
                "{error}"
            );

            // The caller retries the call later, with and without marking it as a retry of an
            // earlier call.
            let outcome = |options| {
                let settings = crate::call::settings(&mock).options(options);
                change(&AnyClient::new(client_kind, settings), "1")
                    .unwrap_err()
                    .outcome()
            };
            assert_eq!(
                outcome(harness::options().retries_earlier_call(true)),
                Outcome::Unknown
            );
            assert_eq!(outcome(harness::options()), Outcome::Refused);
            assert_eq!(mock.ledger().len(), 1);
        }
    }
}

#[test]
fn a_retry_after_an_attempt_without_effect_succeeds() {
    for place in [Place::BeforeReading, Place::AfterHead, Place::BeforeActing] {
        for client_kind in ClientKind::ALL {
            let mock = stock();
            let settings = crate::call::settings(&mock).options(harness::options());
            mock.script([Act::cut(place)]);
            let coupons = change(&AnyClient::new(client_kind, settings), "1").unwrap();
            assert_eq!((coupons, mock.ledger().len()), (Some(3000), 1));
        }
    }
}
