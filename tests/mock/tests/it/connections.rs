//! Many connections at once, many requests per connection, and no connection that hangs.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::{BODY, Draft, RESPONSE, TARGET, connect, mock, send};
use crate::reply::Reply;

#[test]
fn one_connection_carries_many_requests() {
    let mock = mock();
    let mut stream = connect(&mock);
    for _ in 0..3 {
        stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
        let reply = Reply::read(&mut stream);
        assert!(reply.is_correct(&mock));
        assert_eq!(reply.header("Connection"), None);
    }
    // A refusal leaves the connection open, too.
    stream.write_all(&Draft::new(&mock).bytes("wrong")).unwrap();
    assert_eq!(Reply::read(&mut stream).status, 401);
    stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
    assert_eq!(Reply::read(&mut stream).status, 200);
    assert_eq!(mock.requests().len(), 5);
}

#[test]
fn pipelined_requests_and_single_bytes_are_read() {
    let mock = mock();
    let mut stream = connect(&mock);
    let both = [
        Draft::new(&mock).signed(&mock),
        Draft::new(&mock).signed(&mock),
    ]
    .concat();
    stream.write_all(&both).unwrap();
    assert!(Reply::read(&mut stream).is_correct(&mock));
    assert!(Reply::read(&mut stream).is_correct(&mock));

    stream.set_nodelay(true).unwrap();
    for byte in Draft::new(&mock).signed(&mock) {
        stream.write_all(&[byte]).unwrap();
    }
    assert!(Reply::read(&mut stream).is_correct(&mock));
}

#[test]
fn the_mock_serves_many_connections_at_once() {
    let mock = mock();
    // This connection is in the middle of a request all the time.
    let mut slow = connect(&mock);
    slow.write_all(b"PATCH ").unwrap();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut stream = connect(&mock);
                for _ in 0..4 {
                    stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
                    assert!(Reply::read(&mut stream).is_correct(&mock));
                }
            });
        }
    });
    assert_eq!(mock.requests().len(), 64);
    assert!(
        mock.requests()
            .iter()
            .all(|request| request.signature().is_ok())
    );
}

#[test]
fn a_client_may_request_that_the_connection_closes() {
    let mock = mock();
    let mut stream = connect(&mock);
    stream
        .write_all(&Draft::new(&mock).with("Connection", "close").signed(&mock))
        .unwrap();
    let reply = Reply::read(&mut stream);
    assert_eq!(
        (reply.status, reply.header("Connection")),
        (200, Some("close"))
    );
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
}

#[test]
fn a_client_that_expects_continue_receives_it() {
    let mock = mock();
    let bytes = Draft::new(&mock)
        .with("Expect", "100-continue")
        .signed(&mock);
    let (head, body) = bytes.split_at(bytes.len() - BODY.len());
    let mut stream = connect(&mock);
    stream.write_all(head).unwrap();
    assert_eq!(Reply::read(&mut stream).status, 100);
    stream.write_all(body).unwrap();
    assert!(Reply::read(&mut stream).is_correct(&mock));
}

#[test]
fn bytes_that_are_not_a_request_get_400_and_a_closed_connection() {
    let mock = mock();
    for bytes in [
        "\0".to_owned(),
        "hello\r\n\r\n".to_owned(),
        "GET / HTTP/2.0\r\n\r\n".to_owned(),
        format!("PATCH {TARGET} HTTP/1.1\r\n\r\n"),
        format!(
            "PATCH {TARGET} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        format!(
            "PATCH {TARGET} HTTP/1.1\r\nHost: x\r\nContent-Length: 8388609\r\n\r\n{}",
            "x".repeat(8_388_609)
        ),
        format!(
            "PATCH {TARGET} HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
            "x".repeat(16 * 1024)
        ),
        format!("GET /{}", "x".repeat(64 * 1024)),
    ] {
        let mut stream = connect(&mock);
        stream.write_all(bytes.as_bytes()).unwrap();
        let reply = Reply::read(&mut stream);
        let shown = bytes.chars().take(40).collect::<String>();
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (400, "INVALID_REQUEST"),
            "{shown}"
        );
        assert!(reply.is_unsigned(), "{shown}");
        assert_eq!(reply.header("Connection"), Some("close"), "{shown}");
        assert_eq!(stream.read(&mut [0]).unwrap(), 0, "{shown}");
    }
    assert!(mock.requests().is_empty());
    assert_eq!(Draft::new(&mock).send(&mock).status, 200);
}

#[test]
fn a_client_that_sends_too_much_can_still_read_the_error() {
    let mock = mock();
    let mut stream = connect(&mock);
    let head = format!("PATCH {TARGET} HTTP/1.1\r\nHost: x\r\nContent-Length: 16777216\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![b'x'; 16_777_216]).unwrap();
    assert_eq!(Reply::read(&mut stream).status, 400);
}

#[test]
fn a_body_of_the_largest_size_is_read() {
    let mock = mock();
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(8_388_608 - 8));
    assert_eq!(body.len(), 8_388_608);
    let reply = Draft::new(&mock).body(body.clone()).send(&mock);
    assert_eq!(reply.status, 200);
    assert_eq!(mock.requests()[0].body(), body.as_bytes());
}

#[test]
fn a_truncated_request_gets_an_error_response() {
    let mock = mock();
    let bytes = Draft::new(&mock).signed(&mock);
    for cut in [1, 20, bytes.len() - BODY.len() - 1, bytes.len() - 1] {
        let mut stream = connect(&mock);
        stream.write_all(&bytes[..cut]).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        assert_eq!(Reply::read(&mut stream).status, 400, "{cut}");
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn a_dropped_mock_closes_its_connections_at_once() {
    let mock = mock();
    let address = mock.url().strip_prefix("http://").unwrap().to_owned();
    let (mut idle, mut halting) = (connect(&mock), connect(&mock));
    idle.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
    assert_eq!(Reply::read(&mut idle).body, RESPONSE.as_bytes());
    halting.write_all(b"PATCH /v3").unwrap();

    let begun = Instant::now();
    drop(mock);
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert!(matches!(idle.read(&mut [0]), Ok(0) | Err(_)));
    let mut rest = Vec::new();
    let _ = halting.read_to_end(&mut rest);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn damaged_requests_do_not_stop_the_mock() {
    let mock = mock();
    let good = Draft::new(&mock).with("Connection", "close").signed(&mock);
    // Every 7th byte is damaged, one at a time. Damage to the value of an unsigned header may be
    // accepted; damage to the body may not.
    thread::scope(|scope| {
        for place in (0..good.len()).step_by(7) {
            let (good, mock) = (&good, &mock);
            scope.spawn(move || {
                let mut damaged = good.clone();
                damaged[place] ^= 0x41;
                let mut stream = connect(mock);
                let _ = stream.write_all(&damaged);
                let _ = stream.shutdown(Shutdown::Write);
                let mut reply = Vec::new();
                let _ = stream.read_to_end(&mut reply);
                let expected = if place < good.len() - BODY.len() {
                    "HTTP/1.1 "
                } else {
                    "HTTP/1.1 401 "
                };
                assert!(reply.starts_with(expected.as_bytes()), "{place}");
            });
        }
    });
    assert_eq!(send(&mock, &Draft::new(&mock).signed(&mock)).status, 200);
}
