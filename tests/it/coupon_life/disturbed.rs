//! Lives in which each step is disturbed: nothing is done twice, and nothing is lost.

use std::collections::BTreeMap;

use wechatpay_mock::{Act, Mock, Place, Tamper};

use super::callbacks::FirstEvent;
use super::merchant::{Disturbance, Merchant, Stop};
use super::requests::{CODES, STORE};
use super::script;
use crate::faults::harness::ClientKind;

/// The effects of a life, each once: the operation and its number.
const EFFECTS: [(&str, &str); 17] = [
    ("associate_stores", ""),
    ("confirm_send_user_product_coupon", "confirm_TUKiAnp4"),
    ("confirm_send_user_product_coupon", "confirm_TUKiAnp5"),
    ("create_product_coupon", "create_0001"),
    ("create_stock", "stock_0002"),
    ("deactivate_product_coupon", "coupon_0001"),
    ("deactivate_stock", "stock_0001"),
    ("deactivate_user_product_coupon", "deactivate_TUKiAnp5"),
    ("disassociate_stores", ""),
    ("return_user_product_coupon", "return_TUKiAnp4"),
    ("send_user_product_coupon", "send_TUKiAnp4"),
    ("send_user_product_coupon", "send_TUKiAnp5"),
    ("set_notify_config", ""),
    ("update_stock_budget", "budget_0001"),
    ("upload_coupon_codes", "codes_0001"),
    ("upload_image", ""),
    ("use_user_product_coupon", "use_TUKiAnp4"),
];

/// Plays the life with one client until its end, checks the books, and returns the log.
fn live(client_kind: ClientKind, disturbance: Disturbance, first: FirstEvent) -> String {
    let mock = Mock::coupon_life().unwrap();
    mock.coupons().deliver_with(move |callback| {
        let callback = callback.times(2).retried(10_000);
        match first {
            FirstEvent::Probe => callback.tampered(Tamper::Probe),
            _ => callback,
        }
    });
    let mut merchant = Merchant::new(&mock, client_kind, disturbance);
    merchant.receiver.begin_with(first);
    while let Err(stop) = script::play(&mut merchant) {
        match stop {
            Stop::Restart => merchant.restart(),
            Stop::Refused { step, error } => panic!("{step}: {error}\n{}", merchant.log),
        }
    }
    check_ledger(&mock);
    check_books(&mock, &merchant.receiver.stored_after(2));
    merchant.log
}

fn check_ledger(mock: &Mock) {
    let mut effects = Vec::new();
    for effect in mock.ledger() {
        let operation = effect.operation().rsplit('.').next().unwrap().to_owned();
        let number = effect.idempotency_key().unwrap_or_default().to_owned();
        effects.push((operation, number));
    }
    effects.sort();
    let expected = EFFECTS.map(|(operation, number)| (operation.to_owned(), number.to_owned()));
    assert_eq!(effects, expected);
}

/// Compares what was issued with the events that the merchant has stored.
fn check_books(mock: &Mock, events: &BTreeMap<String, String>) {
    let issued = mock.coupons().issued();
    let states: Vec<_> = issued
        .iter()
        .map(|coupon| &coupon["coupon_state"])
        .collect();
    assert_eq!(states, ["EFFECTIVE", "DEACTIVATED"]);
    let codes: Vec<_> = issued.iter().map(|coupon| &coupon["coupon_code"]).collect();
    assert_eq!(codes, [CODES[0], CODES[1]]);
    let stored: Vec<_> = events.keys().collect();
    assert_eq!(codes, stored);

    let stock = issued[0]["stock"]["stock_id"].as_str().unwrap();
    assert_eq!(mock.coupons().stores(stock), [STORE]);
    let stock = mock.coupons().stock(stock).unwrap();
    assert_eq!(stock["stock_send_rule"]["max_count"], 1_500);
    assert_eq!(stock["sent_count_info"]["total_count"], 2);
    assert_eq!(mock.coupons().images().len(), 1);
}

/// Plays the life with both clients, which must do the same.
fn both(disturbance: &Disturbance, first: FirstEvent) -> String {
    let [one, other] = ClientKind::ALL.map(|kind| live(kind, disturbance.clone(), first));
    assert_eq!(one, other, "both clients");
    one
}

fn acts(acts: &[Act]) -> Disturbance {
    Disturbance::Acts(acts.to_vec())
}

#[test]
fn a_life_without_faults_makes_each_call_once() {
    let log = both(&Disturbance::Nothing, FirstEvent::Acknowledged);
    assert_eq!(log.lines().count(), EFFECTS.len());
}

#[test]
fn each_step_survives_a_connection_that_ends_before_the_effect() {
    let cut = acts(&[Act::cut(Place::BeforeActing)]);
    insta::assert_snapshot!(both(&cut, FirstEvent::CutBeforeStoring));
}

#[test]
fn each_step_survives_a_connection_that_ends_after_the_effect() {
    let cut = acts(&[Act::cut(Place::AfterActing)]);
    insta::assert_snapshot!(both(&cut, FirstEvent::CutAfterStoring));
}

#[test]
fn each_step_survives_a_probe() {
    // A call with a probe as its response took effect.
    let probe = acts(&[Act::tamper(Tamper::Probe)]);
    let after_cut = acts(&[Act::cut(Place::AfterActing)]);
    let log = both(&probe, FirstEvent::Probe);
    assert_eq!(log, both(&after_cut, FirstEvent::Acknowledged));
}

#[test]
fn each_step_survives_a_refusal_because_calls_come_too_often() {
    let too_often = acts(&[Act::too_many_requests()]);
    let log = both(&too_often, FirstEvent::NotStored);
    // A refused call is made again, without a recovery.
    assert_eq!(log.lines().count(), 2 * EFFECTS.len());
    assert_eq!(log.matches("  too often").count(), EFFECTS.len());
}

#[test]
fn each_step_survives_two_faults_in_a_row() {
    let both_cut = acts(&[Act::cut(Place::AfterActing), Act::cut(Place::BeforeActing)]);
    insta::assert_snapshot!(both(&both_cut, FirstEvent::CutAfterStoring));
    let probe_and_429 = acts(&[Act::tamper(Tamper::Probe), Act::too_many_requests()]);
    both(&probe_and_429, FirstEvent::Probe);
}

#[test]
fn each_step_survives_an_end_of_the_program_before_the_call() {
    insta::assert_snapshot!(both(
        &Disturbance::RestartBeforeCall,
        FirstEvent::CutBeforeStoring
    ));
}

#[test]
fn each_step_survives_an_end_of_the_program_after_the_call() {
    insta::assert_snapshot!(both(
        &Disturbance::RestartAfterCall,
        FirstEvent::CutAfterStoring
    ));
}
