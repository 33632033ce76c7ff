//! The control endpoint: HTTP and JSON, with which programs in other languages set faults and read
//! what happened.
//!
//! It listens on a port of its own, so that a program under test cannot reach it by mistake. It has
//! no authentication. It listens on the loopback address alone, and refuses requests that a web
//! page in a browser has made.

#[cfg(feature = "callbacks")]
mod callbacks;
#[cfg(feature = "platform-certificates")]
mod certificates;
mod coupons;
mod fault;
mod report;
mod script;
mod settings;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::faults::Delivery;
use crate::http::{Connection, Fault, Reply, Request, Transmission};
use crate::request_handler::RequestHandler;
use crate::server::Service;
use crate::suggestion::did_you_mean;

#[cfg(feature = "platform-certificates")]
pub(crate) use certificates::certificate;
pub(crate) use fault::names;
pub(crate) use script::Script;
pub(crate) use settings::signing_key;

/// Paths and methods, with a description.
const ENDPOINTS: [(&str, &str, &str); 13] = [
    ("GET", "/", "this list"),
    ("GET", "/faults", "the number of faults that are left"),
    (
        "POST",
        "/faults",
        "sets faults, which replace all earlier ones: {\"next\": [FAULT, …], \"always\": FAULT}",
    ),
    (
        "GET",
        "/settings",
        "address, merchant, ids of keys, and the settings below",
    ),
    (
        "POST",
        "/settings",
        "changes settings: {\"signing_key\": KEY, \"newer_than_pages\": true, \
         \"certificates\": [CERTIFICATE, …]}",
    ),
    ("GET", "/requests", "the requests received so far"),
    ("GET", "/ledger", "the operations that took effect so far"),
    (
        "GET",
        "/coupons",
        "product coupons, stocks and issued coupons of --coupon-life",
    ),
    (
        "POST",
        "/coupons",
        "moves their clock, ends reviews, and says how their callbacks are sent: \
         {\"advance_seconds\": 60, \"approve\": true, \"callbacks\": {OPTION: …}}",
    ),
    (
        "GET",
        "/callbacks",
        "the attempts to deliver callbacks so far, with the replies",
    ),
    (
        "POST",
        "/callbacks",
        "sends a callback: {\"url\": URL, \"resource\": {…}, OPTION: …}",
    ),
    (
        "POST",
        "/reset",
        "forgets requests, ledger, objects, faults and callbacks, and restores the settings",
    ),
    ("GET", "/keys", "the keys and certificates as PEM"),
];

/// The message of a mock that sends no callbacks.
#[cfg(not(feature = "callbacks"))]
const WITHOUT_CALLBACKS: &str = "this mock was built without the feature `callbacks`";

/// The message of a mock that lists no platform certificates.
#[cfg(not(feature = "platform-certificates"))]
pub(crate) const WITHOUT_CERTIFICATES: &str =
    "this mock was built without the feature `platform-certificates`";

/// An error with its status and a message for people.
struct ControlError {
    status: u16,
    message: String,
    /// The methods of the path, for the `Allow` header.
    allow: Option<String>,
}

impl ControlError {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            allow: None,
        }
    }
}

/// A message about wrong JSON.
impl From<String> for ControlError {
    fn from(message: String) -> Self {
        Self::new(400, message)
    }
}

/// The service of the control port.
pub(crate) struct Control {
    pub(crate) request_handler: Arc<RequestHandler>,
    /// The address of the mock.
    pub(crate) url: String,
}

impl Service for Control {
    fn next(&self, connection: &mut Connection) -> Result<Transmission, Fault> {
        connection.wait()?;
        let (head, deadline) = connection.head()?;
        let request = connection.request(head, deadline)?;
        let reply = match self.response(&request) {
            Ok(value) => reply(200, &value),
            Err(error) => refusal(&error),
        };
        let with_body = request.method != "HEAD";
        let close = !request.keep_alive;
        Ok(Transmission::from_reply(
            reply,
            &Delivery::Whole,
            with_body,
            close,
        ))
    }

    fn malformed(&self, why: &str) -> Transmission {
        let reply = refusal(&ControlError::new(400, why));
        Transmission::from_reply(reply, &Delivery::Whole, true, true)
    }
}

impl Control {
    fn response(&self, request: &Request) -> Result<Value, ControlError> {
        check_origin(request)?;
        let (method, path) = (request.method.as_str(), request.target.as_str());
        match (method, path) {
            ("GET", "/") => Ok(report::overview()),
            ("GET", "/faults") => Ok(self.faults()),
            ("POST", "/faults") => {
                let script = Script::from_json(&json(request)?, &self.request_handler)?;
                script.play(&self.request_handler);
                Ok(self.faults())
            }
            ("GET", "/settings") => Ok(self.settings()),
            ("POST", "/settings") => {
                settings::change(&json(request)?, &self.request_handler)?;
                Ok(self.settings())
            }
            ("GET", "/requests") => Ok(report::requests(&self.request_handler)),
            ("GET", "/ledger") => Ok(report::ledger(&self.request_handler)),
            ("GET", "/keys") => Ok(report::keys(self.request_handler.keys)),
            ("GET", "/coupons") => Ok(self.request_handler.books(|books| books.json())),
            ("POST", "/coupons") => {
                coupons::change(&json(request)?, &self.request_handler)?;
                Ok(self.request_handler.books(|books| books.json()))
            }
            #[cfg(feature = "callbacks")]
            ("GET", "/callbacks") => Ok(callbacks::attempts(&self.request_handler)),
            #[cfg(feature = "callbacks")]
            ("POST", "/callbacks") => Ok(callbacks::send(&json(request)?, &self.request_handler)?),
            #[cfg(not(feature = "callbacks"))]
            ("GET" | "POST", "/callbacks") => Err(ControlError::new(501, WITHOUT_CALLBACKS)),
            ("POST", "/reset") => {
                self.request_handler.reset();
                Ok(self.settings())
            }
            _ => Err(unknown(method, path)),
        }
    }

    fn faults(&self) -> Value {
        let (next, always) = self
            .request_handler
            .script(|script| (script.left(), script.has_always()));
        json!({ "next_left": next, "always": always })
    }

    fn settings(&self) -> Value {
        settings::current(&self.request_handler, &self.url)
    }
}

/// Refuses the request of a web page: a browser names the page's origin, or the page's own host in
/// place of the loopback address.
fn check_origin(request: &Request) -> Result<(), ControlError> {
    let host = request.headers.only("Host").ok().flatten();
    let host = host.map_or("", |host| {
        host.rsplit_once(':').map_or(host, |(host, _)| host)
    });
    if request.headers.first("Origin").is_some() {
        return Err(ControlError::new(403, "requests of web pages are refused"));
    }
    if !["127.0.0.1", "localhost"].contains(&host) {
        let message = "the header Host does not name 127.0.0.1 or localhost";
        return Err(ControlError::new(403, message));
    }
    Ok(())
}

fn json(request: &Request) -> Result<Value, String> {
    serde_json::from_slice(&request.body).map_err(|error| format!("the body is not JSON: {error}"))
}

fn unknown(method: &str, path: &str) -> ControlError {
    let of_path = ENDPOINTS.iter().filter(|(_, known, _)| *known == path);
    let methods: Vec<_> = of_path.map(|(method, ..)| *method).collect();
    if methods.is_empty() {
        let known = ENDPOINTS.iter().map(|(_, path, _)| *path);
        let message = format!("there is no path `{path}`{}", did_you_mean(path, known));
        return ControlError::new(404, message);
    }
    let methods = methods.join(", ");
    ControlError {
        allow: Some(methods.clone()),
        ..ControlError::new(
            405,
            format!("`{path}` has no method {method}, only {methods}"),
        )
    }
}

fn refusal(error: &ControlError) -> Reply {
    let mut reply = reply(error.status, &json!({ "error": error.message }));
    if let Some(allow) = &error.allow {
        reply.add_header("Allow", allow.as_str());
    }
    reply
}

/// A reply with JSON that people can read in a terminal.
fn reply(status: u16, value: &Value) -> Reply {
    let body = format!("{value:#}\n").into_bytes();
    let mut reply = Reply {
        status,
        headers: Vec::new(),
        body,
    };
    reply.add_header("Content-Type", "application/json");
    reply.add_header("Content-Length", reply.body.len().to_string());
    reply
}
