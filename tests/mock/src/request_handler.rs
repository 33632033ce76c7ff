//! The service without its sockets: it turns a request into a reply, and keeps the state between
//! requests.

mod effects;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::authenticator::Authenticator;
use crate::faults::{Act, Delivery, Place, ResponseSource, Script};
use crate::http::{Reply, Request};
use crate::interpreter::Strictness;
use crate::keys::{Keys, PlatformKey};
use crate::ledger::{Entry, Ledger};
use crate::received::Received;
use crate::refusal::Refusal;
use crate::response::MockResponse;
use crate::response_signer::ResponseSigner;
use crate::route::{Route, methods_of, route_of};
use crate::rules;
use crate::state::State;

/// A local WeChat Pay.
pub(crate) struct RequestHandler {
    pub(crate) keys: &'static Keys,
    routes: Vec<Route>,
    strictness: Strictness,
    authenticator: Authenticator,
    memory: Mutex<Memory>,
}

/// The state between requests.
#[derive(Default)]
struct Memory {
    received: Vec<Received>,
    ledger: Ledger,
    /// `None` if the mock is stateless.
    state: Option<State>,
    script: Script,
    rotated: Option<PlatformKey>,
    last_honest: Option<Reply>,
    unread: usize,
}

impl RequestHandler {
    pub(crate) fn new(
        keys: &'static Keys,
        routes: Vec<Route>,
        strictness: Strictness,
        state: Option<State>,
    ) -> Self {
        Self {
            keys,
            routes,
            strictness,
            authenticator: Authenticator::new(keys),
            memory: Mutex::new(Memory {
                state,
                ..Memory::default()
            }),
        }
    }

    /// The delivery of an act that is played before the request is read.
    pub(crate) fn before_reading(&self, here: Place) -> Option<Delivery> {
        let mut memory = self.memory();
        let act = memory.script.take_before_head(here)?;
        memory.unread += 1;
        Some(act.delivery)
    }

    /// The act for a request with this head.
    pub(crate) fn act_for(&self, method: &str, target: &str) -> Act {
        let route = route_of(&self.routes, method, target);
        self.memory().script.take(route)
    }

    /// Whether an act is played before the body is read.
    pub(crate) fn is_before_body(&self, act: &Act) -> bool {
        let place = act.delivery.place();
        let early = place.is_some_and(|place| !place.has_whole_request());
        self.memory().unread += usize::from(early);
        early
    }

    /// Checks a request, executes it, records it, and returns the response: a refusal, the response
    /// of its route, or that of its act.
    pub(crate) fn reply(&self, request: Request, act: &Act) -> Reply {
        let now = now();
        let signature = self.authenticator.admit(&request, now);
        let route = route_of(&self.routes, &request.method, &request.target);
        let named = rules::named_key(&request);

        let mut memory = self.memory();
        let usual = match signature {
            Err(fault) => Refusal::sign_error(&request, fault).response(),
            Ok(()) => self
                .handle_admitted(&request, route, act.takes_effect(), &mut memory)
                .unwrap_or_else(|refusal| refusal.response()),
        };
        let response = match &act.source {
            ResponseSource::Route => usual,
            ResponseSource::Response(response) => response.clone(),
            ResponseSource::TooMany => effects::too_many(route),
        };
        memory.received.push(Received {
            request: Arc::new(request),
            signature,
            route: route.map(|route| route.template.as_str().into()),
            status: is_answered(&act.delivery).then_some(response.status),
        });
        let key = act.key.or(memory.rotated).or(named);
        let last = memory.last_honest.clone();
        drop(memory);

        let signer = ResponseSigner {
            keys: self.keys,
            key: key.unwrap_or_default(),
            now,
            last: last.as_ref(),
        };
        let is_original = act.is_honest() && response.signed && response.is_success();
        let reply = signer.apply(response, act);
        if is_original {
            self.memory().last_honest = Some(reply.clone());
        }
        reply
    }

    /// The reply to bytes that are not a request.
    pub(crate) fn reply_to_malformed(&self, why: &str) -> Reply {
        let signer = ResponseSigner {
            keys: self.keys,
            key: PlatformKey::default(),
            now: now(),
            last: None,
        };
        signer.apply(Refusal::malformed(why).response(), &Act::honest())
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.memory().received.clone()
    }

    pub(crate) fn ledger(&self) -> Vec<Entry> {
        self.memory().ledger.entries().to_vec()
    }

    pub(crate) fn unread(&self) -> usize {
        self.memory().unread
    }

    /// Changes or reads the script.
    pub(crate) fn script<T>(&self, change: impl FnOnce(&mut Script) -> T) -> T {
        change(&mut self.memory().script)
    }

    pub(crate) fn rotate(&self, key: Option<PlatformKey>) {
        self.memory().rotated = key;
    }

    /// Executes a request whose signature was accepted.
    fn handle_admitted(
        &self,
        request: &Request,
        route: Option<&Route>,
        takes_effect: bool,
        memory: &mut Memory,
    ) -> Result<MockResponse, Refusal> {
        let body = rules::check(request)?;
        let route = route.ok_or_else(|| {
            let methods = methods_of(&self.routes, &request.target);
            Refusal::unknown_route(request, &methods)
        })?;
        let matched = effects::MatchedRequest {
            route,
            target: &request.target,
            headers: &request.headers,
            body: &body,
            strictness: self.strictness,
        };
        effects::act(&matched, takes_effect, memory)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the client gets a complete head.
fn is_answered(delivery: &Delivery) -> bool {
    let ends_early = delivery.place().is_some_and(|place| place < Place::InBody);
    !ends_early && !matches!(delivery, Delivery::Garbage(_))
}

/// Unix seconds by the system's clock.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
