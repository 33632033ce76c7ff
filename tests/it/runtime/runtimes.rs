//! One client used from several tokio runtimes: no runtime waits for a connection that another
//! runtime drives.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use wechatpay_mock::Mock;
use wechatpay_runtime::{CallOptions, Client};

use super::fixture::modify_budget;
use crate::call::settings;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn client(mock: &Mock) -> Client {
    // A second attempt could get another connection, so there is only one.
    let options = CallOptions::new().max_attempts(1);
    settings(mock).options(options).build().unwrap()
}

#[track_caller]
fn calls(runtime: &Runtime, client: &Client) {
    let started = Instant::now();
    runtime.block_on(client.send(&modify_budget())).unwrap();
    assert!(started.elapsed() < Duration::from_secs(10), "it waited");
}

#[test]
fn a_blocked_runtime_does_not_delay_calls_of_other_runtimes() {
    let mock = Mock::documented().unwrap();
    let client = client(&mock);
    let (first, second) = (runtime(), runtime());
    let third = Builder::new_multi_thread().enable_all().build().unwrap();
    for _ in 0..3 {
        calls(&first, &client);
        calls(&second, &client);
        calls(&third, &client);
    }
    // The handles of a client share its connections.
    calls(&second, &client.with_options(client.options()));
    assert_eq!(mock.requests().len(), 10);
}

#[test]
fn a_dropped_runtime_closes_only_its_own_connections() {
    let mock = Mock::documented().unwrap();
    let client = client(&mock);
    let last = runtime();
    calls(&last, &client);
    // More runtimes than the client's connection pool keeps.
    for _ in 0..70 {
        calls(&runtime(), &client);
    }
    calls(&last, &client);
    assert_eq!(mock.requests().len(), 72);
}

/// Tests of an application share a client like this: each test has its own runtime, and some run at
/// once.
#[test]
fn several_runtimes_share_a_client_at_the_same_time() {
    static SHARED: OnceLock<(Mock, Client)> = OnceLock::new();
    let shared = || {
        SHARED.get_or_init(|| {
            let mock = Mock::documented().unwrap();
            let client = client(&mock);
            (mock, client)
        })
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let runtime = runtime();
                    calls(&runtime, &shared().1);
                    calls(&runtime, &shared().1);
                }
            });
        }
    });
    assert_eq!(shared().0.requests().len(), 24);
}
