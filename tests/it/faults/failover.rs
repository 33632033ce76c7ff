//! Two hosts: when a call tries the backup host, and when it returns to the main host.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use wechatpay_api::{ClientBuilder, Error, Outcome, error::Attempt};
use wechatpay_mock::{Act, Mock, Place};

use super::harness::{self, AnyClient, ClientKind};
use super::scenario::CallKind;

/// How long a client skips a main host that failed.
const REST: Duration = Duration::from_millis(400);

struct Hosts {
    main: Mock,
    backup: Mock,
}

impl Hosts {
    fn start() -> Self {
        Self {
            main: harness::mock(),
            backup: harness::mock(),
        }
    }

    fn settings(&self) -> ClientBuilder {
        crate::call::settings(&self.main)
            .backup_url(self.backup.url())
            .main_host_cooldown(REST)
            .options(harness::options())
    }

    /// The number of requests that each host received.
    fn requests(&self) -> (usize, usize) {
        let of = |mock: &Mock| mock.requests().len() + mock.unread();
        (of(&self.main), of(&self.backup))
    }

    /// The effects on both hosts, counted as those of one service.
    fn effects(&self) -> usize {
        let entries = [self.main.ledger(), self.backup.ledger()].concat();
        let numbers: BTreeSet<_> = entries
            .iter()
            .filter_map(|entry| entry.idempotency_key())
            .collect();
        let unnumbered = entries
            .iter()
            .filter(|entry| entry.idempotency_key().is_none());
        numbers.len() + unnumbered.count()
    }
}

/// A port of this machine that refuses connections.
fn closed_port() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", free.local_addr().unwrap())
}

fn outcome(result: &Result<u16, Error>) -> String {
    match result {
        Ok(_) => "success".to_owned(),
        Err(error) => format!("{:?}", error.outcome()),
    }
}

/// The expected result of one call: requests at each host, effects, outcome.
#[track_caller]
fn expect(
    hosts: &Hosts,
    client: &AnyClient,
    call_kind: CallKind,
    number: &str,
    expected: (usize, usize, usize, &str),
) {
    let (before, effects) = (hosts.requests(), hosts.effects());
    let result = harness::call(client, call_kind, number);
    let after = hosts.requests();
    let seen = (
        after.0 - before.0,
        after.1 - before.1,
        hosts.effects() - effects,
        outcome(&result).as_str().to_owned(),
    );
    let (main, backup, effects, outcome) = expected;
    assert_eq!(
        seen,
        (main, backup, effects, outcome.to_owned()),
        "{call_kind:?} {number}: {result:?}"
    );
}

fn for_each_client_and_call(shell_and_deed: impl Fn(ClientKind, CallKind, usize)) {
    for client_kind in ClientKind::ALL {
        for call_kind in CallKind::ALL {
            shell_and_deed(
                client_kind,
                call_kind,
                usize::from(call_kind != CallKind::Read),
            );
        }
    }
}

#[test]
fn every_call_goes_to_the_backup_if_the_main_host_refuses_connections() {
    for_each_client_and_call(|client_kind, call_kind, effect| {
        let hosts = Hosts::start();
        let client = AnyClient::new(client_kind, hosts.settings().base_url(closed_port()));
        expect(&hosts, &client, call_kind, "1", (0, 1, effect, "success"));
        expect(&hosts, &client, call_kind, "2", (0, 1, effect, "success"));
    });
}

#[test]
fn a_call_is_not_sent_if_no_host_can_be_reached() {
    for_each_client_and_call(|client_kind, call_kind, _| {
        let hosts = Hosts::start();
        let settings = hosts
            .settings()
            .base_url(closed_port())
            .backup_url(closed_port());
        let client = AnyClient::new(client_kind, settings);
        expect(&hosts, &client, call_kind, "1", (0, 0, 0, "NotSent"));
    });
}

#[test]
fn only_safe_retries_go_to_the_backup_after_a_cut_and_later_calls_return_to_the_main_host() {
    for_each_client_and_call(|client_kind, call_kind, effect| {
        let hosts = Hosts::start();
        let client = AnyClient::new(client_kind, hosts.settings());
        expect(&hosts, &client, call_kind, "1", (1, 0, effect, "success"));
        hosts.main.script([Act::cut(Place::AfterActing)]);
        let cut = match call_kind {
            CallKind::Unnumbered => (1, 0, 1, "Unknown"),
            _ => (1, 1, effect, "success"),
        };
        expect(&hosts, &client, call_kind, "2", cut);
        expect(&hosts, &client, call_kind, "3", (0, 1, effect, "success"));
        std::thread::sleep(REST);
        expect(&hosts, &client, call_kind, "4", (1, 0, effect, "success"));
    });
}

#[test]
fn a_backup_refusal_after_a_lost_connection_leaves_the_outcome_unknown() {
    for_each_client_and_call(|client_kind, call_kind, effect| {
        let hosts = Hosts::start();
        let client = AnyClient::new(client_kind, hosts.settings());
        hosts.main.script([Act::cut(Place::InHead)]);
        hosts.backup.script([Act::error(403, "RULE_LIMIT")]);
        let backup = usize::from(call_kind != CallKind::Unnumbered);
        expect(
            &hosts,
            &client,
            call_kind,
            "1",
            (1, backup, effect, "Unknown"),
        );
    });
}

#[test]
fn a_failing_host_is_left_for_the_backup_and_a_busy_host_is_retried() {
    for_each_client_and_call(|client_kind, call_kind, effect| {
        let hosts = Hosts::start();
        let client = AnyClient::new(client_kind, hosts.settings());
        hosts.main.script([Act::server_error_html(502)]);
        let (failed, busy) = match call_kind {
            CallKind::Unnumbered => ((1, 0, 0, "Unknown"), (1, 0, 0, "Refused")),
            _ => ((1, 1, effect, "success"), (2, 0, effect, "success")),
        };
        expect(&hosts, &client, call_kind, "1", failed);
        hosts.main.script([Act::too_many_requests()]);
        expect(&hosts, &client, call_kind, "2", busy);
    });
}

/// It is random whether the client notices a dead connection before or after it sends the request.
/// The report has to be true in both cases.
#[test]
fn calls_stay_truthful_if_the_main_host_dies_between_them() {
    for_each_client_and_call(|client_kind, call_kind, effect| {
        let backup = harness::mock();
        let main = harness::mock();
        let settings = crate::call::settings(&main)
            .backup_url(backup.url())
            .options(harness::options());
        let client = AnyClient::new(client_kind, settings);
        harness::call(&client, call_kind, "1").unwrap();
        drop(main);
        let result = harness::call(&client, call_kind, "2");
        let seen = (backup.requests().len(), outcome(&result));
        let mut report = String::new();
        if let Err(error) = &result {
            write!(report, "{error}").unwrap();
        }
        match (call_kind, seen.1.as_str()) {
            (_, "success") => assert_eq!(seen.0, 1, "{report}"),
            (CallKind::Unnumbered, "Unknown") => assert_eq!(seen.0, 0, "{report}"),
            _ => panic!("{call_kind:?} {seen:?} {report}"),
        }
        assert_eq!(backup.ledger().len(), if seen.0 == 0 { 0 } else { effect });
    });
}

/// It is random whether the reset comes before or after the first byte of the request. If a retry
/// is not safe, only a request that was certainly not sent may be sent again.
#[test]
fn a_connection_reset_on_accept_is_reported_truthfully() {
    for_each_client_and_call(|client_kind, call_kind, _| {
        let mock = harness::mock();
        mock.always(Act::reset(Place::OnAccept));
        let settings = crate::call::settings(&mock).options(harness::options());
        let error =
            harness::call(&AnyClient::new(client_kind, settings), call_kind, "1").unwrap_err();
        let outcomes: Vec<_> = error.attempts().map(Attempt::outcome).collect();
        assert!(mock.ledger().is_empty());
        let nothing_left = outcomes.iter().all(|outcome| *outcome == Outcome::NotSent);
        let expected = if nothing_left {
            Outcome::NotSent
        } else {
            Outcome::Unknown
        };
        assert_eq!(error.outcome(), expected, "{error}");
        let before_the_last = &outcomes[..outcomes.len() - 1];
        if call_kind == CallKind::Unnumbered {
            assert!(
                before_the_last
                    .iter()
                    .all(|outcome| *outcome == Outcome::NotSent),
                "{error}"
            );
        }
    });
}
