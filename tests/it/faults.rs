//! Every misbehavior of the mock with every kind of call and both clients, over real sockets. The
//! tests compare what the client sent and reported with the effects in the mock's ledger. A report
//! that contradicts the ledger is a bug.

mod failover;
pub(crate) mod harness;
mod log_capture;
pub(crate) mod retries;
mod rotation;
mod scenario;
mod scenarios;
mod sign_error;
mod stateful;
mod uploads;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use harness::{ClientKind, Observed, Signed, play};
use scenario::{CallKind, Scenario};

/// The number of cases that run at once. Most of them mostly wait for the network or the clock.
const AT_ONCE: usize = 32;

type Case = (usize, CallKind, ClientKind);

#[test]
fn every_reported_outcome_is_true_under_each_misbehavior_of_the_mock() {
    log_capture::start();
    let scenarios = Arc::new(scenarios::all());
    let names: HashSet<_> = scenarios.iter().map(|scenario| &scenario.name).collect();
    assert_eq!(names.len(), scenarios.len(), "two scenarios have one name");

    let (mut seen, signed) = play_all(&scenarios);
    let mut table = String::new();
    let mut wrong = Vec::new();
    for (index, scenario) in scenarios.iter().enumerate() {
        for (call_kind, end) in CallKind::ALL.into_iter().zip(scenario.ends) {
            let mut of = |client_kind| seen.remove(&(index, call_kind, client_kind)).unwrap();
            let (case, blocking) = (of(ClientKind::Async), of(ClientKind::Blocking));
            let line = format!(
                "{} | {call_kind:?} | {} | {} | {} | {}",
                scenario.name, case.requests, case.effects, case.result, case.outcome
            );
            if case != blocking {
                wrong.push(format!("{line}\n  the blocking client: {blocking:?}"));
            }
            if (case.requests, case.outcome.as_str()) != end {
                wrong.push(format!("{line}\n  by the rules: {end:?}"));
            }
            writeln!(table, "{line}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(table);

    let mut secrets = harness::secrets(&harness::mock());
    for secret in signed.into_iter().flatten() {
        secrets.add(secret);
    }
    secrets.assert_absent_from(&log_capture::seen());
    for traced in [
        "wechatpay_call otel.kind=\"client\" wechatpay.operation=\"busifavor.modify_budget\" \
         http.request.method=\"PATCH\" \
         url.template=\"/v3/marketing/busifavor/stocks/{stock_id}/budget\"",
        "wechatpay_attempt wechatpay.host=\"http://127.0.0.1",
        " http.request.resend_count=1",
        "record wechatpay.attempts=2",
        "record wechatpay.outcome=\"refused\"",
        "record wechatpay.outcome=\"succeeded\"",
        "record http.response.status_code=200",
        "record wechatpay.request_id=",
        "record wechatpay.duration_ms=",
        "message=call succeeded wechatpay.operation=",
        "message=retry wechatpay.operation=",
    ] {
        assert!(
            log_capture::seen().contains(traced),
            "{traced} was not traced"
        );
    }
}

/// Runs all cases, the slow ones first. A case that panics or does not end fails the test with its
/// name.
fn play_all(scenarios: &Arc<Vec<Scenario>>) -> (HashMap<Case, Observed>, Signed) {
    let mut cases: Vec<Case> = Vec::new();
    for index in 0..scenarios.len() {
        for call_kind in CallKind::ALL {
            cases.extend(ClientKind::ALL.map(|client_kind| (index, call_kind, client_kind)));
        }
    }
    cases.sort_by_key(|(index, ..)| scenarios[*index].timed);
    let total = cases.len();
    let cases = Arc::new(Mutex::new(cases));
    let (to, results) = mpsc::channel();
    for _ in 0..AT_ONCE {
        let (scenarios, cases, to) = (Arc::clone(scenarios), Arc::clone(&cases), to.clone());
        std::thread::spawn(move || {
            let next = || cases.lock().unwrap().pop();
            while let Some((index, call_kind, client_kind)) = next() {
                let played = catch_unwind(AssertUnwindSafe(|| {
                    play(&scenarios[index], call_kind, client_kind)
                }));
                if to.send(((index, call_kind, client_kind), played)).is_err() {
                    return;
                }
            }
        });
    }
    let (mut seen, mut signed) = (HashMap::new(), Signed::new());
    for left in (1..=total).rev() {
        let ((index, call_kind, client_kind), played) = results
            .recv_timeout(Duration::from_mins(1))
            .unwrap_or_else(|_| panic!("{left} cases do not end"));
        let Ok((case, of_cell)) = played else {
            panic!(
                "the case `{}`, {call_kind:?}, {client_kind:?} failed: see above",
                scenarios[index].name
            );
        };
        seen.insert((index, call_kind, client_kind), case);
        signed.extend(of_cell);
    }
    (seen, signed)
}
