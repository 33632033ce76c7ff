//! The mock sends callbacks to a server that uses the runtime.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wechatpay_mock::{Callback, CallbackAttempt, Mock, PlatformKey, Tamper};
use wechatpay_runtime::PublicKey;
use wechatpay_runtime::call::Keyring;
use wechatpay_runtime::callback::{ApiKey, CallbackHeaders, CallbackReceiver, Refused, Reply};

type Log = Arc<Mutex<Vec<String>>>;

/// What the server does with its event of this number, from 1.
type Store = fn(usize) -> Reaction;

enum Reaction {
    Store,
    Fail,
    Silence,
}

pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

pub(crate) fn receiver(mock: &Mock) -> CallbackReceiver {
    let key = PublicKey::from_pem(mock.public_key_pem()).unwrap();
    let keyring = Keyring::new(mock.public_key_id(), key).unwrap();
    CallbackReceiver::new(keyring, ApiKey::new(mock.api_key()).unwrap())
}

/// A server of one thread, and what it received: resources, or the reason of a refusal.
fn server(mock: &Mock, store: Store) -> (String, Log) {
    let receiver = receiver(mock);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
    let log = Log::default();
    let written = Arc::clone(&log);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (headers, body) = request(&mut stream);
            let headers: CallbackHeaders = headers.into_iter().collect();
            let received = receiver.receive(headers, &body, now());
            let mut log = written.lock().unwrap();
            let reply = match received {
                Ok(event) => {
                    log.push(event.resource().to_owned());
                    match store(log.len()) {
                        Reaction::Store => event.acknowledge(),
                        Reaction::Fail => Reply::not_stored(),
                        Reaction::Silence => continue,
                    }
                }
                Err(refused) => {
                    log.push(reason(&refused).to_owned());
                    refused.reply()
                }
            };
            let (status, body) = (reply.status(), reply.body());
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}");
            let _ = stream.get_mut().write_all(head.as_bytes());
        }
    });
    (url, log)
}

pub(crate) fn request(stream: &mut impl std::io::BufRead) -> (Vec<(String, String)>, Vec<u8>) {
    let mut lines = stream.lines();
    assert_eq!(lines.next().unwrap().unwrap(), "POST /callbacks HTTP/1.1");
    let lines = lines
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty());
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect();
    let length = headers.iter().find(|(name, _)| name == "Content-Length");
    let mut body = vec![0; length.unwrap().1.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    (headers, body)
}

fn reason(refused: &Refused) -> &'static str {
    use wechatpay_runtime::error::VerificationError as Error;
    match refused {
        Refused::Unverified(Error::Probe) => "probe",
        Refused::Unverified(Error::WrongSignature) => "wrong signature",
        Refused::Unverified(Error::UnknownSerial(_)) => "unknown key",
        Refused::Unverified(Error::ClockSkew { .. }) => "clock",
        Refused::Unverified(Error::RepeatedHeader(_)) => "repeated header",
        _ => "other",
    }
}

fn coupon(resource: &str) -> Callback {
    Callback::new("COUPON.SEND", resource).retried(1_000_000)
}

fn statuses(attempts: &[CallbackAttempt]) -> Vec<Option<u16>> {
    attempts.iter().map(|attempt| attempt.status).collect()
}

#[test]
fn a_callback_is_delivered_once_and_its_reply_recorded() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let (url, log) = server(&mock, |_| Reaction::Store);
    let callback = coupon("one").id("EV-1");
    let attempts = mock.send_callback(&url, callback).unwrap().wait();
    assert_eq!(statuses(&attempts), [Some(204)]);
    assert!(attempts[0].is_acknowledged() && attempts[0].body.is_empty());
    assert_eq!(
        (attempts[0].id.as_str(), attempts[0].event_type.as_str()),
        ("EV-1", "COUPON.SEND")
    );
    assert_eq!(mock.callback_attempts(), attempts);
    assert_eq!(*log.lock().unwrap(), ["one"]);
}

#[test]
fn a_falsified_callback_is_refused_and_the_genuine_one_follows() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let (url, log) = server(&mock, |_| Reaction::Store);
    for (tamper, reason) in [
        (Tamper::Probe, "probe"),
        (Tamper::ProbeNotBase64, "probe"),
        (Tamper::BodyBit, "wrong signature"),
        (Tamper::Signature, "wrong signature"),
        (Tamper::Timestamp(-301), "clock"),
        (Tamper::Serial("AB12".to_owned()), "unknown key"),
        (
            Tamper::DuplicateHeader("Wechatpay-Nonce"),
            "repeated header",
        ),
    ] {
        log.lock().unwrap().clear();
        let callback = coupon("one").tampered(tamper);
        let attempts = mock.send_callback(&url, callback).unwrap().wait();
        assert_eq!(statuses(&attempts), [Some(401), Some(204)]);
        assert_eq!(*log.lock().unwrap(), [reason, "one"]);
    }
}

#[test]
fn a_callback_that_another_key_signed_is_never_accepted() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let (url, log) = server(&mock, |_| Reaction::Store);
    let callback = coupon("one").signed_with(PlatformKey::SecondPublicKey);
    let attempts = mock.send_callback(&url, callback).unwrap().wait();
    assert_eq!(attempts.len(), 16);
    assert!(
        log.lock()
            .unwrap()
            .iter()
            .all(|entry| entry == "unknown key")
    );
}

#[test]
fn an_event_that_is_not_stored_comes_again() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let (url, log) = server(&mock, |count| match count {
        1 => Reaction::Fail,
        2 => Reaction::Silence,
        _ => Reaction::Store,
    });
    let callback = coupon("one").times(2);
    let attempts = mock.send_callback(&url, callback).unwrap().wait();
    assert_eq!(statuses(&attempts), [Some(500), None, Some(204), Some(204)]);
    assert!(attempts[1].error.is_some());
    assert_eq!(*log.lock().unwrap(), ["one"; 4]);
}

#[test]
fn callbacks_can_arrive_late_and_out_of_order() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let (url, log) = server(&mock, |_| Reaction::Store);
    let first = coupon("first").after(Duration::from_millis(300));
    let first = mock.send_callback(&url, first).unwrap();
    let second = mock.send_callback(&url, coupon("second")).unwrap();
    assert_eq!((first.wait().len(), second.wait().len()), (1, 1));
    assert_eq!(*log.lock().unwrap(), ["second", "first"]);
}

#[test]
fn a_delivery_ends_when_the_mock_is_dropped() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let callback = coupon("one").after(Duration::from_mins(10));
    let delivery = mock.send_callback("http://127.0.0.1:1/", callback).unwrap();
    drop(mock);
    assert!(delivery.wait().is_empty());
}

#[test]
fn a_callback_needs_no_socket() {
    let mock = Mock::builder().without_sockets().start().unwrap();
    let genuine = mock.callback_request(&coupon("one").resource_types("coupon", ""));
    let event = receiver(&mock)
        .receive(genuine.headers(), genuine.body(), now())
        .unwrap();
    assert_eq!(
        (event.resource(), event.original_type()),
        ("one", Some("coupon"))
    );
    let probe = mock.callback_request(&coupon("one").tampered(Tamper::Probe));
    let refused = receiver(&mock).receive(probe.headers(), probe.body(), now());
    assert!(refused.unwrap_err().is_probe());
}
