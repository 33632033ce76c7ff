//! A client in a process that was forked from the process that built it.

#![cfg(unix)]

use std::process::Command;
use std::time::{Duration, Instant};

use wechatpay_mock::Mock;
use wechatpay_runtime::client::HttpTransport;
use wechatpay_runtime::{Client, Outcome, blocking};

use super::fixture::modify_budget;
use crate::call::settings;

/// Enables [`child_process_forks_and_calls`].
const WANTED: &str = "WECHATPAY_TEST_OF_FORKS";

/// Forks in a child process, which has no other tests on other threads.
#[test]
fn a_forked_process_cannot_send_with_an_inherited_blocking_client() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runtime::forks::child_process_forks_and_calls",
            "--test-threads=1",
        ])
        .arg("--nocapture")
        .env(WANTED, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let passed = output.status.success() && text.contains("1 passed");
    assert!(passed, "{text}{errors}");
}

/// Does nothing unless the test above enables it.
#[test]
fn child_process_forks_and_calls() {
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let mock = Mock::documented().unwrap();
    // Its I/O thread is shared, and must not be shared with a forked process.
    let transport = HttpTransport::builder().bundled_roots().build().unwrap();
    let settings_of_child = settings(&mock).transport(transport.clone());
    let inherited = blocking::Client::new(settings(&mock).transport(transport)).unwrap();
    inherited.send(&modify_budget()).unwrap();
    let asynchronous = settings(&mock).build().unwrap();
    run(&asynchronous);

    let child = match fork::fork().unwrap() {
        fork::Fork::Parent(child) => child,
        fork::Fork::Child => {
            let checks = std::panic::AssertUnwindSafe(|| {
                assert_not_sent(&inherited);
                assert_not_sent(&inherited.with_options(inherited.options().max_attempts(1)));
                drop(inherited);
                let own = blocking::Client::new(settings_of_child).unwrap();
                own.send(&modify_budget()).unwrap();
                // The client has no thread of its own, so a new runtime is enough.
                run(&asynchronous);
            });
            let passed = std::panic::catch_unwind(checks).is_ok();
            std::process::exit(i32::from(!passed));
        }
    };
    let started = Instant::now();
    let status = loop {
        match fork::waitpid_nohang(child).unwrap() {
            Some(status) => break status,
            None if started.elapsed() < Duration::from_secs(30) => {
                std::thread::sleep(Duration::from_millis(20));
            }
            None => panic!("the child does not end"),
        }
    };
    assert_eq!(status, 0, "the child failed: see above");
    assert_eq!(mock.requests().len(), 4);
    inherited.send(&modify_budget()).unwrap();
}

fn assert_not_sent(client: &blocking::Client) {
    let started = Instant::now();
    let error = client.send(&modify_budget()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    assert!(error.to_string().contains("make a new client"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(1));
}

fn run(client: &Client) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(client.send(&modify_budget())).unwrap();
}
