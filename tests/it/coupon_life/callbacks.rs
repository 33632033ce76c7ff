//! The merchant's server for callbacks: it stores an event before it acknowledges it.

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use wechatpay_api::callback::{CallbackHeaders, Event, Reply};
use wechatpay_api::user_coupon::UserCouponEvent;
use wechatpay_mock::Mock;

use crate::callbacks::mock::{now, receiver, request};

/// The longest wait for an event.
const PATIENCE: Duration = Duration::from_secs(20);

/// What happens to the first event of each coupon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FirstEvent {
    #[default]
    Acknowledged,
    /// The connection ends before the event is stored.
    CutBeforeStoring,
    /// The event is stored, and the connection ends without a reply.
    CutAfterStoring,
    /// The merchant cannot store the event.
    NotStored,
    /// The mock sends a probe before the event.
    Probe,
}

/// The server, and what it has stored.
pub(super) struct Receiver {
    pub(super) url: String,
    books: Arc<Mutex<Books>>,
}

#[derive(Default)]
struct Books {
    /// The resource of each coupon's event, by its code.
    stored: BTreeMap<String, String>,
    /// How often each event came.
    arrivals: BTreeMap<String, usize>,
    first: FirstEvent,
}

impl Receiver {
    /// A server of one thread.
    pub(super) fn start(mock: &Mock) -> Self {
        let receiver = receiver(mock);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
        let books = Arc::<Mutex<Books>>::default();
        let shared = Arc::clone(&books);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.unwrap());
                let (headers, body) = request(&mut stream);
                let headers: CallbackHeaders = headers.into_iter().collect();
                let received = receiver.receive(headers, &body, now());
                let reply = match received {
                    Ok(event) => shared.lock().unwrap().take(&event),
                    Err(refused) => Some(refused.reply()),
                };
                let Some(reply) = reply else { continue };
                let (status, body) = (reply.status(), reply.body());
                let length = body.len();
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}");
                let _ = stream.get_mut().write_all(head.as_bytes());
            }
        });
        Self { url, books }
    }

    pub(super) fn begin_with(&self, first: FirstEvent) {
        self.books.lock().unwrap().first = first;
    }

    /// Waits until the event of a coupon is stored.
    pub(super) fn wait_for(&self, code: &str) {
        let started = Instant::now();
        while !self.books.lock().unwrap().stored.contains_key(code) {
            assert!(started.elapsed() < PATIENCE, "the event of {code} was lost");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until the event of each coupon came this often, and returns what was stored.
    pub(super) fn stored_after(&self, arrivals: usize) -> BTreeMap<String, String> {
        let started = Instant::now();
        loop {
            let books = self.books.lock().unwrap();
            if books.arrivals.values().all(|count| *count >= arrivals) {
                return books.stored.clone();
            }
            drop(books);
            assert!(started.elapsed() < PATIENCE, "an event was not repeated");
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Books {
    /// Stores an event, and returns the reply; `None` to end the connection.
    fn take(&mut self, event: &Event) -> Option<Reply> {
        let UserCouponEvent::Sent(sent) = event.decode().unwrap() else {
            panic!("an event of another type: {}", event.event_type());
        };
        let code = sent.coupon_code.unwrap();
        let arrivals = self.arrivals.entry(code.clone()).or_default();
        *arrivals += 1;
        let first = match *arrivals {
            1 => self.first,
            _ => FirstEvent::Acknowledged,
        };
        match first {
            FirstEvent::CutBeforeStoring => return None,
            FirstEvent::NotStored => return Some(Reply::not_stored()),
            _ => {}
        }
        let stored = self.stored.entry(code);
        let resource = stored.or_insert_with(|| event.resource().to_owned());
        assert_eq!(resource, event.resource(), "a duplicate is the same event");
        match first {
            FirstEvent::CutAfterStoring => None,
            _ => Some(event.acknowledge()),
        }
    }
}
