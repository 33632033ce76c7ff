//! Runs one case: a misbehavior, a kind of call and a client; and observes the result.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::call::Keyring;
use wechatpay_api::{
    CallOptions, Client, ClientBuilder, Error, Operation, Outcome, Response, blocking,
    error::{Attempt, VerificationError},
    raw::RawRequest,
};
use wechatpay_mock::{Mock, MockResponse, ReceivedRequest, Route};

use super::scenario::{CallKind, Scenario};
use crate::runtime::secrets::Secrets;

/// Represents personal data in requests and responses. It must not be printed.
pub(super) const MARK: &str = "18600009999";
/// The longest response that the clients read, in bytes.
pub(super) const MAX_RESPONSE: usize = 16 * 1024;
/// The timeout of a client if the mock is silent: long enough for a normal response on a busy
/// machine.
const PATIENCE: Duration = Duration::from_millis(900);

/// Which client makes the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClientKind {
    Async,
    Blocking,
}

impl ClientKind {
    pub(crate) const ALL: [Self; 2] = [Self::Async, Self::Blocking];
}

/// Either client, with the same methods.
pub(crate) enum AnyClient {
    Async(Client, tokio::runtime::Runtime),
    Blocking(blocking::Client),
}

impl AnyClient {
    pub(crate) fn new(client_kind: ClientKind, settings: ClientBuilder) -> Self {
        match client_kind {
            ClientKind::Blocking => Self::Blocking(blocking::Client::new(settings).unwrap()),
            ClientKind::Async => {
                let mut builder = tokio::runtime::Builder::new_current_thread();
                let runtime = builder.enable_all().build().unwrap();
                Self::Async(settings.build().unwrap(), runtime)
            }
        }
    }

    pub(crate) fn send<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        match self {
            Self::Async(client, runtime) => runtime.block_on(client.send(operation)),
            Self::Blocking(client) => client.send(operation),
        }
    }

    /// As [`send`](Self::send), with other options.
    pub(crate) fn send_with<O: Operation>(
        &self,
        options: CallOptions,
        operation: &O,
    ) -> Result<Response<O::Response>, Error> {
        match self {
            Self::Async(client, runtime) => {
                runtime.block_on(client.with_options(options).send(operation))
            }
            Self::Blocking(client) => client.with_options(options).send(operation),
        }
    }

    pub(super) fn keyring(&self) -> Keyring {
        match self {
            Self::Async(client, _) => client.keyring(),
            Self::Blocking(client) => client.keyring(),
        }
    }

    pub(super) fn set_keyring(&self, keyring: Keyring) {
        let replace = |held: &mut Keyring| {
            *held = keyring;
            Ok(())
        };
        match self {
            Self::Async(client, _) => client.update_keyring(replace),
            Self::Blocking(client) => client.update_keyring(replace),
        }
        .unwrap();
    }
}

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Observed {
    /// The number of requests that reached the server, including unread ones.
    pub(super) requests: usize,
    /// The number of requests that took effect.
    pub(super) effects: usize,
    /// The client's result in short form.
    pub(super) result: String,
    /// `success` or the outcome of the error.
    pub(super) outcome: String,
}

/// Secrets of a case that no log may contain.
pub(super) type Signed = Vec<[String; 2]>;

/// Runs a scenario with one kind of call and one client.
pub(super) fn play(
    scenario: &Scenario,
    call_kind: CallKind,
    client_kind: ClientKind,
) -> (Observed, Signed) {
    let started = Instant::now();
    let mock = mock();
    let client = AnyClient::new(client_kind, settings(&mock, scenario.timed));
    if scenario.reused {
        call(&client, call_kind, "first").unwrap();
    }
    let before = (mock.requests().len(), mock.ledger().len());
    mock.script(scenario.script.clone());
    mock.always(scenario.then.clone());
    let result = call(&client, call_kind, "second");
    let seen = Observed {
        requests: mock.requests().len() - before.0 + mock.unread(),
        effects: mock.ledger().len() - before.1,
        result: result.as_ref().map_or_else(summary, ToString::to_string),
        outcome: result.as_ref().map_or_else(
            |error| format!("{:?}", error.outcome()),
            |_| "success".to_owned(),
        ),
    };
    check(&mock, &seen, call_kind, &result);
    let printed = result.as_ref().map_or_else(printed, |_| String::new());
    secrets(&mock).assert_absent_from(&printed);
    assert!(
        started.elapsed() < Duration::from_secs(15),
        "it hung for a while"
    );
    (
        seen,
        mock.requests().iter().map(nonce_and_signature).collect(),
    )
}

/// Invariants of every case, whatever the misbehavior.
fn check(mock: &Mock, seen: &Observed, call_kind: CallKind, result: &Result<u16, Error>) {
    match seen.outcome.as_str() {
        "NotSent" | "Refused" => assert_eq!(seen.effects, 0, "it took effect"),
        "success" | "Applied" if call_kind != CallKind::Read => {
            assert_eq!(seen.effects, 1, "it took no effect");
        }
        _ => assert!(seen.effects <= 1, "it took effect twice"),
    }
    if call_kind == CallKind::Unnumbered {
        assert_eq!(seen.requests, 1, "it was sent again");
    }
    let requests = mock.requests();
    let nonces: HashSet<_> = requests.iter().map(nonce).collect();
    assert_eq!(nonces.len(), requests.len(), "a nonce was used twice");
    assert!(requests.iter().all(|request| request.signature() == Ok(())));
    if let Err(error) = result {
        assert_eq!(error.attempts().count(), seen.requests, "{error:?}");
        let last = error.attempts().last().map(Attempt::outcome);
        assert!(last.is_some(), "{error:?}");
    }
}

fn nonce(request: &ReceivedRequest) -> String {
    let authorization = request.header("Authorization").unwrap();
    let rest = authorization.split("nonce_str=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The status of the response, or the error. `number` makes the calls of one case different.
pub(super) fn call(client: &AnyClient, call_kind: CallKind, number: &str) -> Result<u16, Error> {
    match call_kind {
        CallKind::Read => {
            let query = RawRequest::get("/v3/things/{id}").path("id", MARK);
            client.send(&query).map(|response| response.status())
        }
        CallKind::Numbered => {
            let change = ModifyBudgetRequest::builder()
                .stock_id(MARK)
                .current_max_coupons(500)
                .target_max_coupons(3000)
                .modify_budget_request_no(format!("{MARK}{number}"))
                .build();
            let response = client.send(&change)?;
            let printed = format!("{response:?} {response:#?}");
            assert!(!printed.contains(MARK), "{printed}");
            Ok(response.status())
        }
        CallKind::Unnumbered => {
            let body = json!({"phone": MARK});
            let close = RawRequest::post("/v3/things/{id}/close", body).path("id", MARK);
            let response = client.send(&close)?;
            let printed = format!("{response:?} {response:#?}");
            assert!(!printed.contains(MARK), "{printed}");
            Ok(response.status())
        }
    }
}

/// Three routes, one for each kind of call.
pub(super) fn mock() -> Mock {
    const BUDGET: &str = "/v3/marketing/busifavor/stocks/{stock_id}/budget";
    let response = || {
        MockResponse::json(
            200,
            format!(r#"{{"phone":"{MARK}","state":"OPEN","max_coupons":300}}"#),
        )
    };
    let budget = Route::new("PATCH", BUDGET, response());
    Mock::builder()
        .route("GET", "/v3/things/{id}", response())
        .with_route(budget.idempotency_key("modify_budget_request_no"))
        .route("POST", "/v3/things/{id}/close", response())
        .start()
        .unwrap()
}

fn settings(mock: &Mock, timed: bool) -> ClientBuilder {
    let settings = crate::call::settings(mock)
        .options(options())
        .max_response_bytes(MAX_RESPONSE);
    if timed {
        settings.attempt_timeout(PATIENCE)
    } else {
        settings
    }
}

/// Default options with short pauses.
pub(super) fn options() -> CallOptions {
    CallOptions::new()
        .initial_backoff(Duration::from_millis(2))
        .max_backoff(Duration::from_millis(5))
        .operation_timeout(Duration::from_secs(20))
}

/// Secrets that must not be printed after calls to this mock.
pub(super) fn secrets(mock: &Mock) -> Secrets {
    let mut secrets = Secrets::of_key(mock.merchant_key_pem());
    secrets.add(MARK);
    for secret in mock.requests().iter().flat_map(nonce_and_signature) {
        secrets.add(secret);
    }
    secrets
}

/// A nonce and the start of a signature.
pub(super) fn nonce_and_signature(request: &ReceivedRequest) -> [String; 2] {
    let authorization = request.header("Authorization").unwrap();
    let signature = authorization.split("signature=\"").nth(1).unwrap();
    [nonce(request), signature[..20].to_owned()]
}

/// A short name of the failure.
pub(super) fn summary(error: &Error) -> String {
    let mut text = match (error.api_error(), error.verification()) {
        (Some(api), _) => {
            let code = api
                .code()
                .map(|code| format!(" {code}"))
                .unwrap_or_default();
            format!("{}{code} {:?}", api.status(), api.signature())
        }
        (None, Some(_)) => "2xx".to_owned(),
        (None, None) if error.is_connect() => "no connection".to_owned(),
        (None, None) if error.is_timeout() => "timeout".to_owned(),
        (None, None) if error.outcome() == Outcome::Applied => "unreadable".to_owned(),
        (None, None) => "broke off".to_owned(),
    };
    if let Some(why) = error.verification() {
        let why = match why {
            VerificationError::ClockSkew { .. } => "ClockSkew".to_owned(),
            other => format!("{other:?}"),
        };
        write!(text, " {why}").unwrap();
    }
    text
}

/// All that an error prints.
pub(super) fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
    for attempt in error.attempts() {
        write!(text, "{attempt}\n{attempt:?}\n{attempt:#?}\n").unwrap();
    }
    if let Some(api) = error.api_error() {
        write!(text, "{api}\n{api:?}\n").unwrap();
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        write!(text, "{cause}\n{cause:?}\n{cause:#?}\n").unwrap();
        source = cause.source();
    }
    text
}
