//! The ways of sending a response, checked by the bytes on the wire.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::thread;
use std::time::{Duration, Instant};

use wechatpay_mock::{Act, Delivery, Edit, Mock, Place};

use crate::acts::{play, reply};
use crate::client::{BODY, Draft, RESPONSE, TEMPLATE, connect, mock};
use crate::reply::Reply;

/// Waits until the mock has done everything that it does before it is silent.
fn wait_for_request(mock: &Mock) {
    while mock.requests().len() + mock.unread() == 0 {
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn response_bodies_can_be_padded_to_any_size() {
    const LARGE: usize = 3 * 1024 * 1024;
    let (mock, declared, _) = reply(Act::edit(Edit::Pad(LARGE)));
    assert_eq!(declared.header("Content-Length"), Some("3145728"));
    assert_eq!(declared.body.len(), LARGE);
    assert!(declared.is_correct(&mock));

    let chunked = Act::edit(Edit::Pad(LARGE)).delivered(Delivery::Chunked);
    let (_, chunked, _) = reply(chunked);
    assert_eq!(chunked.header("Content-Length"), None);
    assert_eq!(chunked.header("Transfer-Encoding"), Some("chunked"));
    assert!(chunked.body.len() > LARGE && chunked.body.ends_with(b"\r\n0\r\n\r\n"));

    let (mock, unmeasured, _) = reply(Act::edit(Edit::Pad(LARGE)).delivered(Delivery::UntilClose));
    assert_eq!(unmeasured.header("Content-Length"), None);
    assert_eq!(unmeasured.body.len(), LARGE);
    assert!(unmeasured.is_correct(&mock));

    let (_, lying, _) = reply(Act::deliver(Delivery::DeclaredLength(u64::MAX)));
    assert_eq!(lying.header("Content-Length"), Some("18446744073709551615"));
    assert_eq!(lying.body, RESPONSE.as_bytes());
}

#[test]
fn an_endless_body_ends_when_the_client_disconnects() {
    let mock = mock();
    mock.script([Act::deliver(Delivery::Endless)]);
    let mut stream = connect(&mock);
    stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
    let mut read = 0;
    let mut chunk = vec![0; 64 * 1024];
    while read < 4 * 1024 * 1024 {
        read += stream.read(&mut chunk).unwrap();
    }
    drop(stream);
    assert_eq!(mock.ledger().len(), 1);
    assert_eq!(Draft::new(&mock).send(&mock).status, 200);
}

#[test]
fn a_cut_response_contains_the_bytes_before_the_cut() {
    let whole = play(Act::usual()).1;
    let head = whole.len() - RESPONSE.len();
    for (place, fewest, most, effects, received) in [
        (Place::OnAccept, 0, 0, 0, 0),
        (Place::BeforeReading, 0, 0, 0, 0),
        (Place::AfterHead, 0, 0, 0, 0),
        (Place::BeforeActing, 0, 0, 0, 1),
        (Place::AfterActing, 0, 0, 1, 1),
        (Place::InHead, 1, head - 1, 1, 1),
        (Place::InBody, head + 1, whole.len() - 1, 1, 1),
    ] {
        let (mock, bytes, took_effect) = play(Act::cut(place));
        assert!(
            (fewest..=most).contains(&bytes.len()),
            "{place:?} {}",
            bytes.len()
        );
        assert_eq!(took_effect, effects, "{place:?}");
        assert_eq!(
            (mock.requests().len(), mock.unread()),
            (received, 1 - received),
            "{place:?}"
        );
        if let Some(received) = mock.requests().first() {
            let status = (place == Place::InBody).then_some(200);
            assert_eq!(received.status(), status, "{place:?}");
        }
        assert_eq!(Draft::new(&mock).send(&mock).status, 200);
    }
    assert_eq!(play(Act::cut(Place::BeforeActing).after_effect()).2, 1);
    assert_eq!(play(Act::cut(Place::InBody).without_effect()).2, 0);
}

#[test]
fn a_cut_before_reading_resets_the_connection() {
    let mock = mock();
    mock.script([Act::cut(Place::BeforeReading)]);
    let (bytes, reset) = Draft::new(&mock).raw(&mock);
    assert!(bytes.is_empty() && reset);
}

#[test]
fn a_reset_resets_the_connection_at_every_place() {
    for (place, effects) in [
        (Place::OnAccept, 0),
        (Place::BeforeReading, 0),
        (Place::AfterHead, 0),
        (Place::BeforeActing, 0),
        (Place::AfterActing, 1),
        (Place::InHead, 1),
        (Place::InBody, 1),
    ] {
        let mock = mock();
        mock.script([Act::reset(place)]);
        let (_, reset) = Draft::new(&mock).raw(&mock);
        assert!(reset, "{place:?}");
        assert_eq!(mock.ledger().len(), effects, "{place:?}");
    }
}

#[test]
fn an_early_cut_on_a_reused_connection_waits_for_the_next_request() {
    for place in [Place::OnAccept, Place::BeforeReading] {
        let mock = mock();
        mock.script([Act::usual(), Act::cut(place)]);
        let mut stream = connect(&mock);
        stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
        assert_eq!(Reply::read(&mut stream).status, 200);
        thread::sleep(Duration::from_millis(50));
        assert_eq!((mock.unread(), mock.acts_left()), (0, 1), "{place:?}");

        stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
        assert!(matches!(stream.read(&mut [0]), Ok(0) | Err(_)));
        assert_eq!((mock.unread(), mock.acts_left()), (1, 0), "{place:?}");
        assert_eq!(mock.requests().len(), 1);
    }
}

#[test]
fn a_cut_after_the_head_does_not_send_continue() {
    let mock = mock();
    mock.script([Act::cut(Place::AfterHead).on("PATCH", TEMPLATE)]);
    let bytes = Draft::new(&mock)
        .with("Expect", "100-continue")
        .signed(&mock);
    let mut stream = connect(&mock);
    stream
        .write_all(&bytes[..bytes.len() - BODY.len()])
        .unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
}

#[test]
fn a_stall_sends_nothing_until_the_client_disconnects() {
    let whole = play(Act::usual()).1;
    for (place, effects) in [
        (Place::OnAccept, 0),
        (Place::BeforeReading, 0),
        (Place::AfterHead, 0),
        (Place::BeforeActing, 0),
        (Place::AfterActing, 1),
        (Place::InHead, 1),
        (Place::InBody, 1),
    ] {
        let mock = mock();
        mock.script([Act::stall(place)]);
        let mut stream = connect(&mock);
        stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
        let mut read = vec![0; usize::from(place >= Place::InHead)];
        stream.read_exact(&mut read).unwrap();
        wait_for_request(&mock);
        stream
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        let error = stream.read_to_end(&mut read).unwrap_err();
        assert!(
            matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            ),
            "{place:?}: {error}"
        );
        assert!(read.len() < whole.len(), "{place:?}");
        assert_eq!(read.is_empty(), place < Place::InHead, "{place:?}");
        assert_eq!(mock.ledger().len(), effects, "{place:?}");

        // The client closes the connection, and so does the mock.
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "{place:?}");
    }
}

#[test]
fn a_mock_can_be_dropped_while_it_stalls_or_delays() {
    let waiting = Delivery::Delayed(Duration::from_secs(60));
    for act in [Act::stall(Place::BeforeActing), Act::deliver(waiting)] {
        let mock = mock();
        mock.script([act]);
        let mut stream = connect(&mock);
        stream.write_all(&Draft::new(&mock).signed(&mock)).unwrap();
        wait_for_request(&mock);
        let begun = Instant::now();
        drop(mock);
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn slow_responses_arrive_completely() {
    let pause = Duration::from_millis(2);
    for (delivery, fewest) in [
        (Delivery::Delayed(Duration::from_millis(100)), 100),
        (Delivery::SlowHead(pause), 400),
        (Delivery::SlowBody(pause), 2 * RESPONSE.len() as u64),
    ] {
        let shown = format!("{delivery:?}");
        let begun = Instant::now();
        let (mock, reply, effects) = reply(Act::deliver(delivery));
        assert!(begun.elapsed() >= Duration::from_millis(fewest), "{shown}");
        assert!(reply.is_correct(&mock), "{shown}");
        assert_eq!(effects, 1, "{shown}");
    }
}

#[test]
fn garbage_is_sent_unchanged() {
    let garbage = b"\x00\xff SSH-2.0\r\n\r\n".to_vec();
    let (mock, bytes, effects) = play(Act::deliver(Delivery::Garbage(garbage.clone())));
    assert_eq!((bytes, effects), (garbage, 0));
    assert_eq!(mock.requests()[0].status(), None);
}

#[test]
fn unrequested_continue_responses_come_before_the_response() {
    let (mock, bytes, effects) = play(Act::deliver(Delivery::ContinueFirst(3)));
    let aside = b"HTTP/1.1 100 Continue\r\n\r\n";
    let rest = bytes.strip_prefix(aside.repeat(3).as_slice()).unwrap();
    assert!(Reply::parse(rest).is_correct(&mock));
    assert_eq!(effects, 1);
}
