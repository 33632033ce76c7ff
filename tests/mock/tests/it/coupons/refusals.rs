//! Every refusal, by its name in the list of behaviors.

mod of_brands;
mod of_users;

use std::collections::BTreeSet;

use wechatpay_mock::{CouponRefusal, Mock};

use crate::reply::Reply;

/// A refusal, and what leads to it. The last call of the function is refused.
type Case = (&'static str, fn() -> (Mock, Reply));

fn cases() -> impl Iterator<Item = &'static Case> {
    of_brands::CASES.iter().chain(of_users::CASES)
}

fn refusals(mock: &Mock) -> impl Iterator<Item = (&'static str, CouponRefusal)> {
    let behaviors = mock.coupons().behaviors();
    behaviors.filter_map(|behavior| Some((behavior.name, behavior.refusal?)))
}

#[test]
fn each_refusal_has_its_status_code_and_number() {
    for (name, case) in cases() {
        let (mock, reply) = case();
        let expected = refusals(&mock).find(|(known, _)| known == name);
        let (_, refusal) = expected.unwrap_or_else(|| panic!("{name} is not in the list"));
        let found = (reply.status, reply.code());
        assert_eq!(
            found,
            (refusal.status, refusal.code.to_owned()),
            "{name}: {}",
            reply.json()
        );
        assert!(reply.is_correct(&mock), "{name}");
        for entry in mock.ledger() {
            let status = mock.requests()[entry.request()].status();
            assert_eq!(status, Some(200), "{name}: {entry:?}");
        }
        let behavior = mock.coupons().behaviors().find(|known| known.name == *name);
        // A page that the spec has refuses with words of its own.
        if reply.json().get("detail").is_none() {
            assert_eq!(
                reply.json()["message"],
                behavior.unwrap().description,
                "{name}"
            );
            let id = reply.header("Request-ID").unwrap().to_owned();
            let number = refusal
                .number
                .map_or_else(String::new, |number| format!("-{number}"));
            assert!(id.ends_with(&number), "{name}: {id}");
        }
    }
}

#[test]
fn the_list_of_behaviors_has_no_refusal_without_a_case() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let listed: BTreeSet<_> = refusals(&mock).map(|(name, _)| name).collect();
    let tested = cases().map(|(name, _)| *name).collect();
    assert_eq!(listed, tested);
}

#[test]
fn what_is_assumed_can_be_listed() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let behaviors: Vec<_> = mock.coupons().behaviors().collect();
    let named = |name: &str| {
        behaviors
            .iter()
            .find(|behavior| behavior.name == name)
            .unwrap()
    };
    assert!(named("same-number").is_assumed());
    assert!(named("user-limit").is_assumed());
    assert!(!named("create-number-reused").is_assumed());
    assert_eq!(named("stock-not-sending").source, Some("4015781605; guide"));
    let row = named("already-confirmed").markdown_row();
    assert!(row.contains("| **assumed** |") && row.contains("400 `INVALID_REQUEST` (assumed)"));
}
