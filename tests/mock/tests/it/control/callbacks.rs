//! Callbacks that the control endpoint sends.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Program, exchange};
use crate::client::Draft;
use crate::receiver::{self, PATIENCE};
use crate::reply::Reply;

/// The attempts so far, as soon as there are this many.
fn attempts(program: &Program, count: usize) -> Vec<Value> {
    let started = Instant::now();
    loop {
        let attempts = program.get("/callbacks");
        let attempts = attempts.as_array().unwrap();
        if attempts.len() >= count {
            return attempts.clone();
        }
        assert!(started.elapsed() < PATIENCE, "{attempts:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn send(program: &Program, callback: &Value) -> Value {
    program.post("/callbacks", &callback.to_string())["id"].clone()
}

fn members(attempts: &[Value], name: &str) -> Vec<Value> {
    let attempts = attempts.iter();
    attempts.map(|attempt| attempt[name].clone()).collect()
}

#[test]
fn a_callback_is_sent_and_its_reply_shown() {
    let program = Program::start(&[]);
    let (url, received) = receiver::start(&[]);
    let callback = json!({ "url": url, "resource": { "coupon_code": "1" }, "id": "EV-1" });
    assert_eq!(send(&program, &callback), "EV-1");
    let (head, body) = received.recv_timeout(PATIENCE).unwrap();
    assert!(head.starts_with("POST /callbacks HTTP/1.1"), "{head}");
    assert_eq!(body["event_type"], "PRODUCT_COUPON_SP.SEND");
    let expected = json!([{
        "id": "EV-1", "event_type": "PRODUCT_COUPON_SP.SEND", "status": 204, "body": "",
        "error": null, "acknowledged": true,
    }]);
    assert_eq!(json!(attempts(&program, 1)), expected);
    let settings = program.get("/settings");
    assert_eq!(settings["api_key"].as_str().unwrap().len(), 32);

    program.post("/reset", "");
    assert_eq!(program.get("/callbacks"), json!([]));
}

#[test]
fn a_callback_is_repeated_with_pauses_until_it_is_acknowledged() {
    let program = Program::start(&[]);
    let (url, received) = receiver::start(&[500, 401, 503]);
    let callback = json!({ "url": url, "resource": {}, "event_type": "A.B", "speed": 10_000 });
    let id = send(&program, &callback);
    for _ in 0..4 {
        let (_, body) = received.recv_timeout(PATIENCE).unwrap();
        assert_eq!((&body["id"], &body["event_type"]), (&id, &json!("A.B")));
    }
    let attempts = attempts(&program, 4);
    let statuses = members(&attempts, "status");
    assert_eq!(statuses, [500, 401, 503, 204]);
    let acknowledged = members(&attempts, "acknowledged");
    assert_eq!(acknowledged, [false, false, false, true]);
}

#[test]
fn callbacks_are_sent_twice_and_out_of_order() {
    let program = Program::start(&[]);
    let (url, received) = receiver::start(&[]);
    let late = json!({ "url": url, "resource": {}, "id": "late", "delay_ms": 400 });
    send(&program, &late);
    let twice = json!({ "url": url, "resource": {}, "id": "twice", "times": 2 });
    send(&program, &twice);
    let received = [(); 3].map(|()| received.recv_timeout(PATIENCE).unwrap().1["id"].clone());
    assert_eq!(received, ["twice", "twice", "late"]);
}

#[test]
fn a_callback_is_falsified_or_signed_with_another_key() {
    let program = Program::start(&[]);
    let (url, received) = receiver::start(&[]);
    let header = |options: &Value, name: &str| {
        let mut callback = json!({ "url": url, "resource": {} });
        let members = callback.as_object_mut().unwrap();
        members.extend(options.as_object().unwrap().clone());
        send(&program, &callback);
        let (head, _) = received.recv_timeout(PATIENCE).unwrap();
        let mut lines = head.lines();
        let line = lines.find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap().to_owned()
    };
    let serial = "Wechatpay-Serial";
    let usual = header(&json!({}), serial);
    let other = header(&json!({ "signing_key": "second-public-key" }), serial);
    assert_ne!(usual, other);
    let signature = header(&json!({ "fault": "probe" }), "Wechatpay-Signature");
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/"), "{signature}");
    let time = |options: &Value| -> i64 {
        let time = header(options, "Wechatpay-Timestamp");
        time.parse().unwrap()
    };
    let skew = time(&json!({})) - time(&json!({ "fault": "old-timestamp" }));
    assert!((590..=600).contains(&skew), "{skew}");
}

#[test]
fn a_wrong_callback_is_refused_and_not_sent() {
    let program = Program::start(&[]);
    for (body, error) in [
        ("[]", "the body is not an object"),
        (r#"{"resource": {}}"#, "the member `url` is missing"),
        (
            r#"{"url": "http://127.0.0.1:1/"}"#,
            "the member `resource` is missing, or is not an object",
        ),
        (
            r#"{"url": "https://127.0.0.1/", "resource": {}}"#,
            "the callback to `https://127.0.0.1/` cannot be sent: the URL must start with http://",
        ),
        (
            r#"{"speeed": 1}"#,
            "there is no option `speeed`; did you mean `speed`?",
        ),
        (
            r#"{"times": 0}"#,
            "`times` is not a whole number from 1 to 1000",
        ),
        (
            r#"{"fault": "429"}"#,
            "the fault `429` does not falsify a callback",
        ),
        (r#"{"signing_key": "x"}"#, "there is no signing key `x`"),
    ] {
        assert_eq!(program.error("/callbacks", body), error, "{body}");
    }
    assert_eq!(program.get("/callbacks"), json!([]));
}

#[test]
fn callbacks_of_the_life_of_coupons_are_sent_as_the_control_endpoint_says() {
    let program = Program::start(&["--coupon-life"]);
    let error = program.error("/coupons", r#"{"callbacks": {"tims": 2}}"#);
    assert_eq!(error, "there is no option `tims`; did you mean `times`?");
    program.post(
        "/coupons",
        r#"{"callbacks": {"fault": "probe", "times": 2}}"#,
    );

    let (url, received) = receiver::start(&[]);
    let post = |path: &str, body: &Value| {
        let mut draft = Draft::new(&program.drafts).body(body.to_string());
        let path = format!("/v3/marketing/partner/product-coupon{path}");
        (draft.method, draft.target) = ("POST", path);
        let draft = draft.with("Connection", "close");
        let bytes = draft.bytes(&draft.authorization_with(&program.key));
        let reply = Reply::parse(&exchange(&program.url, &bytes));
        assert_eq!(reply.status, 200, "{}", reply.json());
    };
    post("/notify-configs", &json!({ "notify_url": url }));
    let stock = crate::coupons::stock("WECHATPAY");
    post(
        "/product-coupons",
        &crate::coupons::coupon("create-1", &stock),
    );
    program.post("/coupons", r#"{"approve": true}"#);
    let send = crate::coupons::send_body("send-1");
    post(&crate::coupons::user_path(""), &send);
    let (first, _) = received.recv_timeout(PATIENCE).unwrap();
    assert!(first.contains("WECHATPAY/SIGNTEST/"), "{first}");
    let (second, _) = received.recv_timeout(PATIENCE).unwrap();
    assert!(!second.contains("WECHATPAY/SIGNTEST/"), "{second}");
}
