//! The program's faults, from the command line and through its control endpoint, used from outside.

#[cfg(feature = "callbacks")]
mod callbacks;
#[cfg(feature = "platform-certificates")]
mod certificates;

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{ChildStdout, Stdio};
use std::time::{Duration, Instant};

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};
use wechatpay_mock::Mock;

use crate::binary::{Running, program};
use crate::client::Draft;
use crate::reply::Reply;

/// A running program with a control endpoint.
struct Program {
    _running: Running,
    /// The program ends if it cannot print.
    _output: Lines<BufReader<ChildStdout>>,
    url: String,
    control: String,
    /// Makes requests, which the program's key signs.
    drafts: Mock,
    key: RsaPrivateKey,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = program()
            .args(["--control", "0", "--keys"])
            .arg(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let running = Running(child);
        let mut address = |label: &str| {
            let mut lines = lines.by_ref().map(Result::unwrap);
            let line = lines.find(|line| line.starts_with(label)).unwrap();
            line.split("http://").nth(1).unwrap().to_owned()
        };
        let (url, control) = (address("url"), address("control"));
        let key = std::fs::read_to_string(folder.path().join("apiclient_key.pem")).unwrap();
        Self {
            _running: running,
            _output: lines,
            url,
            control,
            drafts: Mock::builder().without_sockets().start().unwrap(),
            key: RsaPrivateKey::from_pkcs8_pem(&key).unwrap(),
        }
    }

    /// The bytes that come back for a signed request to modify a budget.
    fn modify_budget(&self, number: &str) -> Vec<u8> {
        let body = format!(
            r#"{{"target_max_coupons":3000,"current_max_coupons":500,"modify_budget_request_no":"{number}"}}"#
        );
        let draft = Draft::new(&self.drafts).body(body);
        let draft = draft.with("Connection", "close");
        exchange(
            &self.url,
            &draft.bytes(&draft.authorization_with(&self.key)),
        )
    }

    fn status(&self, number: &str) -> u16 {
        Reply::parse(&self.modify_budget(number)).status
    }

    /// A request to the control endpoint.
    fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let host = ["Host: ", &self.control].concat();
        let reply = self.control_with(method, path, &host, body);
        assert_eq!(reply.header("Content-Type"), Some("application/json"));
        (reply.status, reply.json())
    }

    fn control_with(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        Reply::parse(&exchange(&self.control, request.as_bytes()))
    }

    fn get(&self, path: &str) -> Value {
        let (status, value) = self.control("GET", path, "");
        assert_eq!(status, 200, "{value}");
        value
    }

    fn post(&self, path: &str, body: &str) -> Value {
        let (status, value) = self.control("POST", path, body);
        assert_eq!(status, 200, "{value}");
        value
    }

    fn error(&self, path: &str, body: &str) -> String {
        let (status, value) = self.control("POST", path, body);
        assert_eq!(status, 400, "{value}");
        value["error"].as_str().unwrap().to_owned()
    }
}

/// Sends bytes over a new connection and reads until its end, which may be a reset.
fn exchange(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(bytes).unwrap();
    let mut read = Vec::new();
    // After a reset, no more bytes come.
    let _ = stream.read_to_end(&mut read);
    read
}

#[test]
fn faults_of_the_command_line_are_played() {
    let program = Program::start(&[
        "--fault",
        "next=none",
        "--fault",
        "next=429,retry_after=7,on=modify_budget",
        "--fault",
        "next=html-502,times=2,takes_effect=true",
        "--fault",
        "always=503",
    ]);
    assert_eq!(
        program.get("/faults"),
        json!({ "next_left": 4, "always": true })
    );
    assert_eq!(program.status("1"), 200);
    let limited = Reply::parse(&program.modify_budget("2"));
    assert_eq!(
        (limited.status, limited.header("Retry-After")),
        (429, Some("7"))
    );
    assert_eq!([program.status("3"), program.status("4")], [502, 502]);
    assert_eq!([program.status("5"), program.status("6")], [503, 503]);
    let keys = program.get("/ledger");
    // The program changes the budget only from its current value.
    assert_eq!(keys[0]["idempotency_key"], "1");
}

#[test]
fn faults_and_settings_of_the_control_endpoint_are_played() {
    let program = Program::start(&[]);
    let number = |value: &Value| value["next_left"].as_u64();
    let left = program.post(
        "/faults",
        r#"{"next": ["probe", {"fault": "429", "times": 2}, "cut-before-acting", "cut-after-acting"]}"#,
    );
    assert_eq!(number(&left), Some(5));
    let probe = Reply::parse(&program.modify_budget("a"));
    let signature = probe.header("Wechatpay-Signature").unwrap();
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/"), "{signature}");
    assert_eq!([program.status("b"), program.status("b")], [429, 429]);
    assert!(program.modify_budget("c").is_empty());
    assert_eq!(program.get("/ledger").as_array().map(Vec::len), Some(1));

    program.post("/reset", "");
    assert_eq!(program.get("/ledger"), json!([]));
    program.post("/faults", r#"{"next": ["cut-after-acting"]}"#);
    assert!(program.modify_budget("d").is_empty());
    let entry = json!({ "operation": "modify_budget", "idempotency_key": "d", "request": 0 });
    assert_eq!(program.get("/ledger"), json!([entry]));
    let requests = program.get("/requests");
    let request = &requests[0];
    assert_eq!(request["method"], "PATCH");
    assert_eq!(request["status"], Value::Null);
    assert_eq!(request["signature_fault"], Value::Null);
    assert!(request["body"].as_str().unwrap().contains("\"d\""));
    assert!(
        request["headers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line[0] == "Authorization")
    );

    program.post(
        "/faults",
        r#"{"always": {"fault": "slow", "delay_ms": 300}}"#,
    );
    let start = Instant::now();
    assert_eq!(program.status("d"), 403);
    assert!(start.elapsed() >= Duration::from_millis(300));
    let left = program.post("/faults", "{}");
    assert_eq!(left, json!({ "next_left": 0, "always": false }));
}

#[test]
fn the_signing_key_can_be_changed_while_the_program_runs() {
    let program = Program::start(&["--signing-key", "certificate", "--newer-than-pages"]);
    let settings = program.get("/settings");
    assert_eq!(settings["signing_key"], "certificate");
    assert_eq!(settings["newer_than_pages"], true);
    assert_eq!(settings["url"], format!("http://{}", program.url));
    let serial = |key: &str| {
        let reply = Reply::parse(&program.modify_budget("1"));
        assert_eq!(reply.header("Wechatpay-Serial"), settings[key].as_str());
    };
    serial("platform_serial_no");
    let body = r#"{"signing_key": "second-public-key", "newer_than_pages": false}"#;
    assert_eq!(program.post("/settings", body)["newer_than_pages"], false);
    serial("second_public_key_id");
    let settings = program.post("/settings", r#"{"signing_key": "named"}"#);
    serial("public_key_id");
    assert_eq!(settings["signing_key"], "named");
    let settings = program.post("/reset", "");
    assert_eq!(settings["newer_than_pages"], true);
    assert_eq!(settings["signing_key"], "certificate");
    let keys = program.get("/keys");
    for (name, begin) in [
        ("merchant_key", "-----BEGIN PRIVATE KEY-----"),
        ("second_public_key", "-----BEGIN PUBLIC KEY-----"),
        ("second_platform_certificate", "-----BEGIN CERTIFICATE-----"),
    ] {
        assert!(keys[name].as_str().unwrap().starts_with(begin), "{name}");
    }
}

#[test]
fn every_listed_fault_can_be_set() {
    let program = Program::start(&[]);
    let overview = program.get("/");
    let faults = overview["faults"].as_object().unwrap();
    assert_eq!(faults.len(), 20);
    for name in faults.keys() {
        for on in [
            "modify_budget",
            "PATCH /v3/marketing/busifavor/stocks/{stock_id}/budget",
        ] {
            let body = json!({ "always": { "fault": name, "on": on } });
            assert_eq!(program.post("/faults", &body.to_string())["always"], true);
        }
    }
    for endpoint in overview["endpoints"].as_object().unwrap().keys() {
        let (method, path) = endpoint.split_once(' ').unwrap();
        let status = match endpoint.as_str() {
            "GET /callbacks" | "POST /callbacks" if !cfg!(feature = "callbacks") => 501,
            // It needs a URL.
            "POST /callbacks" => 400,
            _ => 200,
        };
        assert_eq!(program.control(method, path, "{}").0, status, "{endpoint}");
    }
}

#[test]
fn mistakes_in_control_requests_are_explained_and_change_nothing() {
    let program = Program::start(&["--fault", "always=503"]);
    for (body, error) in [
        (
            "",
            "the body is not JSON: EOF while parsing a value at line 1 column 0",
        ),
        (
            "[]",
            "the body is not an object such as {\"next\": [\"429\"], \"always\": \"slow\"}",
        ),
        (
            r#"{"nex": []}"#,
            "there is no member `nex`; did you mean `next`?",
        ),
        (r#"{"next": "429"}"#, "`next` is not a list of faults"),
        (
            r#"{"next": [1]}"#,
            "next[0]: a fault is a text or an object",
        ),
        (
            r#"{"next": ["429", {}]}"#,
            "next[1]: the member `fault` is missing",
        ),
        (
            r#"{"next": ["cut-after-actng"]}"#,
            "next[0]: there is no fault `cut-after-actng`; did you mean `cut-after-acting`?",
        ),
        (
            r#"{"next": ["429,retryafter=1"]}"#,
            "next[0]: there is no option `retryafter`; did you mean `retry_after`?",
        ),
        (
            r#"{"next": ["429,retry_after"]}"#,
            "next[0]: `retry_after` is not of the form `option=value`",
        ),
        (
            r#"{"next": ["429,times=1,times=2"]}"#,
            "next[0]: the option `times` is given twice",
        ),
        (
            r#"{"next": ["429,times=x"]}"#,
            "next[0]: `times` is not a whole number from 1 to 10000",
        ),
        (
            r#"{"next": ["429,times=10000", "429"]}"#,
            "next[1]: the script has more than 10000 faults",
        ),
        (
            r#"{"next": ["cut-in-body,delay_ms=1"]}"#,
            "next[0]: `delay_ms` has no meaning without a response",
        ),
        (
            r#"{"always": {"fault": "slow", "delay_ms": 1e9}}"#,
            "always: `delay_ms` is not a whole number from 0 to 3600000",
        ),
        (
            r#"{"always": {"fault": "429", "takes_effect": "yes"}}"#,
            "always: `takes_effect` is not true or false",
        ),
        (
            r#"{"always": {"fault": "429", "on": "modify_budgets"}}"#,
            "always: there is no operation or route `modify_budgets`; did you mean `modify_budget`?",
        ),
        (
            r#"{"always": {"fault": "429", "signing_key": "x"}}"#,
            "always: there is no signing key `x`",
        ),
    ] {
        assert_eq!(program.error("/faults", body), error, "{body}");
    }
    for (body, error) in [
        ("1", "the body is not an object"),
        (
            r#"{"newer_than_page": true}"#,
            "there is no setting `newer_than_page` to change; did you mean `newer_than_pages`?",
        ),
        (
            r#"{"signing_key": "certificate", "newer_than_pages": 1}"#,
            "`newer_than_pages` is not true or false",
        ),
    ] {
        assert_eq!(program.error("/settings", body), error, "{body}");
    }
    assert_eq!(program.get("/faults")["always"], true);
    assert_eq!(program.get("/settings")["signing_key"], "named");
    let (status, error) = program.control("GET", "/fault", "");
    assert_eq!(status, 404);
    assert_eq!(
        error["error"],
        "there is no path `/fault`; did you mean `/faults`?"
    );
    let host = format!("Host: {}", program.control);
    let put = program.control_with("PUT", "/faults", &host, "{}");
    assert_eq!((put.status, put.header("Allow")), (405, Some("GET, POST")));
}

/// A page in a browser could otherwise change the mock of somebody who visits it, and a program
/// under test could change its own mock.
#[test]
fn the_control_endpoint_refuses_web_pages_and_does_not_exist_on_the_port_of_the_service() {
    let program = Program::start(&[]);
    let host = format!("Host: {}", program.control);
    for headers in [
        format!("{host}\r\nOrigin: http://{}", program.control),
        format!("{host}\r\nOrigin: null"),
        "Host: example.com".to_owned(),
        "Host: localhost.example.com:80".to_owned(),
        "Host:".to_owned(),
    ] {
        let reply = program.control_with("POST", "/reset", &headers, "");
        assert_eq!(reply.status, 403, "{headers}");
    }
    let reply = program.control_with("POST", "/reset", "Host: localhost", "");
    assert_eq!(reply.status, 200);
    let malformed = program.control_with("GET", "/", "X: y", "");
    assert_eq!(malformed.status, 400);
    assert!(malformed.json()["error"].is_string());

    let request = "POST /reset HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let reply = Reply::parse(&exchange(&program.url, request.as_bytes()));
    assert_eq!((reply.status, reply.code().as_str()), (401, "SIGN_ERROR"));
}

#[test]
fn the_life_of_coupons_is_seen_and_moved_through_the_control_endpoint() {
    let program = Program::start(&["--coupon-life"]);
    let body = wechatpay_mock::spec().unwrap();
    let body = body.sample_requests("create_product_coupon").next();
    let mut draft = Draft::new(&program.drafts).body(body.unwrap());
    let path = "/v3/marketing/partner/product-coupon/product-coupons";
    (draft.method, draft.target) = ("POST", path.to_owned());
    let draft = draft.with("Connection", "close");
    let bytes = draft.bytes(&draft.authorization_with(&program.key));
    let created = Reply::parse(&exchange(&program.url, &bytes));
    assert_eq!(created.json()["state"], "AUDITING");

    let state = |books: &Value| books["product_coupons"][0]["state"].clone();
    assert_eq!(state(&program.get("/coupons")), "AUDITING");
    let moved = program.post("/coupons", r#"{"advance_seconds": 5}"#);
    assert_eq!(state(&moved), "AUDITING");
    let approved = program.post("/coupons", r#"{"approve": true}"#);
    assert_eq!(state(&approved), "EFFECTIVE");
    assert_eq!(approved["stocks"][0]["stores"], json!([]));
    let entry = &program.get("/ledger")[0];
    assert_eq!(entry["object"], "1000000013");

    for (body, part) in [
        (r#"{"aprove": true}"#, "did you mean `approve`"),
        (r#"{"approve": 1}"#, "`approve` is not true or false"),
        (r#"{"advance_seconds": -1}"#, "`advance_seconds` is not"),
        ("[]", "the body is not an object"),
    ] {
        let error = program.error("/coupons", body);
        assert!(error.contains(part), "{error}");
    }
    program.post("/reset", "");
    assert_eq!(program.get("/coupons")["product_coupons"], json!([]));
}
