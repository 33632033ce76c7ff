//! A client and the mock in one process, without a socket.

use wechatpay_mock::{Act, Mock, Place, Tamper, spec};
use wechatpay_runtime::Outcome;
use wechatpay_runtime::test_util::FnTransport;

use super::fixture::modify_budget;
use crate::call::settings;

#[tokio::test]
async fn a_client_calls_the_mock_without_a_socket() {
    let stateful = Mock::builder().stateful(spec().unwrap());
    let mock = stateful.without_sockets().start().unwrap();
    let transport = FnTransport::new(mock.service_fn());
    let client = settings(&mock).transport(transport).build().unwrap();
    assert!(client.send(&modify_budget()).await.is_ok());
    assert_eq!(mock.requests()[0].signature(), Ok(()));
    assert_eq!(mock.ledger().len(), 1);
}

#[tokio::test]
async fn faults_without_a_socket_have_the_outcomes_of_faults_over_a_socket() {
    let mock = Mock::builder().documented(spec().unwrap());
    let mock = mock.without_sockets().start().unwrap();
    let transport = FnTransport::new(mock.service_fn());
    let client = settings(&mock).transport(transport).build().unwrap();
    let client = client.with_options(client.options().max_attempts(1));
    for (act, outcome) in [
        (Act::cut(Place::BeforeActing), Outcome::Unknown),
        (Act::cut(Place::AfterActing), Outcome::Unknown),
        (Act::stall(Place::AfterActing), Outcome::Unknown),
        (Act::tamper(Tamper::Probe), Outcome::Unknown),
        (Act::too_many_requests(), Outcome::Refused),
    ] {
        let shown = format!("{act:?}");
        mock.script([act]);
        let error = client.send(&modify_budget()).await.err().unwrap();
        assert_eq!(error.outcome(), outcome, "{shown}");
    }
}
