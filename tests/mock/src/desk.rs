//! The service without its sockets: a request in, a reply out, and what is remembered between them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::gate::Gate;
use crate::http::{Reply, Request};
use crate::keys::Keys;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::route::{Route, answer_to};
use crate::rules;
use crate::seal::{Draft, sealed};
use crate::tamper::Tamper;

/// One local WeChat Pay.
pub(crate) struct Desk {
    pub(crate) keys: &'static Keys,
    routes: Vec<Route>,
    gate: Gate,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    received: Vec<Received>,
    tamper: Option<Tamper>,
}

impl Desk {
    pub(crate) fn new(keys: &'static Keys, routes: Vec<Route>) -> Self {
        Self {
            keys,
            routes,
            gate: Gate::new(keys),
            memory: Mutex::default(),
        }
    }

    /// Judges a request, notes it down, and says what is answered: a refusal, or what its route says.
    pub(crate) fn answer(&self, request: Request) -> Reply {
        let now = now();
        let signature = self.gate.admit(&request, now);
        let draft = match signature {
            Err(fault) => Draft::from(&Refusal::sign_error(&request, fault)),
            Ok(()) => self
                .admitted(&request)
                .unwrap_or_else(|refusal| Draft::from(&refusal)),
        };
        self.memory().received.push(Received {
            request: Arc::new(request),
            signature,
        });
        self.seal(draft, now)
    }

    /// The reply to bytes that are no request.
    pub(crate) fn answer_to_malformed(&self, why: &str) -> Reply {
        self.seal(Draft::from(&Refusal::malformed(why)), now())
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.memory().received.clone()
    }

    pub(crate) fn set_tamper(&self, tamper: Option<Tamper>) {
        self.memory().tamper = tamper;
    }

    /// What is said to the merchant, once it is known to be the merchant.
    fn admitted(&self, request: &Request) -> Result<Draft, Refusal> {
        rules::check(request)?;
        let answer = answer_to(&self.routes, &request.method, &request.target);
        answer
            .map(Draft::from)
            .ok_or_else(|| Refusal::unknown_route(request))
    }

    fn seal(&self, draft: Draft, now: i64) -> Reply {
        let tamper = self.memory().tamper.clone();
        sealed(draft, self.keys, now, tamper.as_ref())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Unix seconds by the system's clock.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
