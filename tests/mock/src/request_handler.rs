//! The service without its sockets: it turns a request into a reply, and keeps the state between
//! requests.

mod effects;
mod memory;

#[cfg(feature = "callbacks")]
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::authenticator::Authenticator;
#[cfg(feature = "callbacks")]
use crate::callback::{Callback, CallbackDelivery, Deliveries, Target};
#[cfg(feature = "platform-certificates")]
use crate::certificates::{self, ListedCertificate};
use crate::coupons::Books;
#[cfg(feature = "callbacks")]
use crate::coupons::{CouponNotice, Notifier};
#[cfg(feature = "encrypted-fields")]
use crate::encrypted_fields::Decryption;
use crate::faults::{Act, Delivery, Place, ResponseSource, Script};
use crate::http::{Reply, Request};
use crate::interpreter::Strictness;
use crate::keys::{Keys, PlatformKey};
use crate::ledger::LedgerEntry;
use crate::received::ReceivedRequest;
use crate::refusal::Refusal;
use crate::response::MockResponse;
use crate::response_signer::ResponseSigner;
use crate::route::{Route, methods_of, route_of};
use crate::{rules, upload};

pub(crate) use memory::Initial;
use memory::Memory;

/// A local WeChat Pay.
pub(crate) struct RequestHandler {
    pub(crate) keys: &'static Keys,
    routes: Vec<Route>,
    authenticator: Authenticator,
    initial: Initial,
    memory: Mutex<Memory>,
    #[cfg(feature = "callbacks")]
    pub(crate) deliveries: Deliveries,
    #[cfg(feature = "callbacks")]
    pub(crate) notifier: Notifier,
}

impl RequestHandler {
    pub(crate) fn new(keys: &'static Keys, routes: Vec<Route>, initial: Initial) -> Self {
        Self {
            keys,
            routes,
            authenticator: Authenticator::new(keys),
            memory: Mutex::new(Memory::new(&initial)),
            initial,
            #[cfg(feature = "callbacks")]
            deliveries: Deliveries::default(),
            #[cfg(feature = "callbacks")]
            notifier: Notifier::default(),
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
        let route = route_of(&self.routes, &request.method, &request.target);
        let signed = upload::signed(&request, route.and_then(Route::form));
        let signature = self.authenticator.admit(&request, signed, now);
        let named = rules::named_key(&request);

        let mut memory = self.memory();
        let usual = match signature {
            Err(fault) => Refusal::sign_error(&request, signed, fault).response(),
            Ok(()) => self
                .handle_admitted(&request, route, act.takes_effect(), &mut memory)
                .unwrap_or_else(|refusal| refusal.response()),
        };
        let response = match &act.source {
            ResponseSource::Route => usual,
            ResponseSource::Response(response) => response.clone(),
            ResponseSource::TooMany => effects::too_many(route),
        };
        let template = route.map(|route| route.template.as_str());
        #[cfg(feature = "platform-certificates")]
        let template = template.or_else(|| certificates::route(&request, &memory.certificates));
        memory.received.push(ReceivedRequest {
            route: template.map(Arc::from),
            request: Arc::new(request),
            signature,
            status: is_answered(&act.delivery).then_some(response.status),
        });
        let key = act.key.or(memory.rotated).or(named);
        #[cfg(feature = "platform-certificates")]
        let key = key.or_else(|| memory.certificates.first().map(ListedCertificate::key));
        let last = memory.last_original.clone();
        drop(memory);
        #[cfg(feature = "callbacks")]
        self.deliver_notices();

        let signer = ResponseSigner {
            keys: self.keys,
            key: key.unwrap_or_default(),
            now,
            last: last.as_ref(),
        };
        let is_original = act.is_original() && response.signed && response.is_success();
        let reply = signer.apply(response, act);
        if is_original {
            self.memory().last_original = Some(reply.clone());
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
        signer.apply(Refusal::malformed(why).response(), &Act::usual())
    }

    pub(crate) fn received(&self) -> Vec<ReceivedRequest> {
        self.memory().received.clone()
    }

    pub(crate) fn ledger(&self) -> Vec<LedgerEntry> {
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

    pub(crate) fn rotated(&self) -> Option<PlatformKey> {
        self.memory().rotated
    }

    #[cfg(feature = "platform-certificates")]
    pub(crate) fn list_certificates(&self, listed: Vec<ListedCertificate>) {
        self.memory().certificates = listed;
    }

    #[cfg(feature = "platform-certificates")]
    pub(crate) fn listed_certificates(&self) -> Vec<ListedCertificate> {
        self.memory().certificates.clone()
    }

    pub(crate) fn is_newer_than_pages(&self) -> bool {
        self.memory().strictness != Strictness::Pages
    }

    pub(crate) fn set_newer_than_pages(&self, newer: bool) {
        self.memory().strictness = if newer {
            Strictness::NewerThanPages
        } else {
            Strictness::Pages
        };
    }

    /// Forgets everything since the start, except the nonces that were used.
    pub(crate) fn reset(&self) {
        *self.memory() = Memory::new(&self.initial);
        #[cfg(feature = "callbacks")]
        {
            self.deliveries.reset();
            self.notifier.reset();
        }
    }

    /// Reads or changes the books of coupons.
    pub(crate) fn books<T>(&self, with: impl FnOnce(&mut Books) -> T) -> T {
        with(&mut self.memory().books)
    }

    /// Sends the callbacks of coupons that were issued, unless the mock has no sockets.
    #[cfg(feature = "callbacks")]
    pub(crate) fn deliver_notices(&self) {
        if self.initial.sends_callbacks {
            let mut memory = self.memory();
            self.notifier.set_url(memory.books.notify_url());
            let notices = memory.books.take_notices();
            drop(memory);
            self.deliver(notices);
        }
    }

    #[cfg(feature = "callbacks")]
    pub(crate) fn deliver(&self, notices: Vec<CouponNotice>) {
        self.notifier.send(&self.deliveries, self.keys, notices);
    }

    /// Sends a callback to a URL with the scheme `http`, in a thread of its own.
    #[cfg(feature = "callbacks")]
    pub(crate) fn send_callback(
        &self,
        url: &str,
        callback: Callback,
    ) -> io::Result<CallbackDelivery> {
        let target = Target::parse(url)?;
        self.deliveries
            .start(self.keys, move || Ok(target.clone()), callback)
    }

    /// Whether a route belongs to the documented operation of this name.
    pub(crate) fn has_operation(&self, name: &str) -> bool {
        let mut routes = self.routes.iter();
        routes.any(|route| route.operation() == Some(name))
    }

    pub(crate) fn has_route(&self, method: &str, template: &str) -> bool {
        let mut routes = self.routes.iter();
        routes.any(|route| route.method == method && route.template == template)
    }

    /// The names of all operations and plain routes.
    pub(crate) fn labels(&self) -> Vec<String> {
        self.routes.iter().map(Route::label).collect()
    }

    /// Executes a request whose signature was accepted.
    fn handle_admitted(
        &self,
        request: &Request,
        route: Option<&Route>,
        takes_effect: bool,
        memory: &mut Memory,
    ) -> Result<MockResponse, Refusal> {
        let form = route.and_then(Route::form);
        let body = rules::check(request, form)?;
        #[cfg(feature = "platform-certificates")]
        if let Some(list) = certificates::response(request, &memory.certificates, self.keys) {
            return Ok(list);
        }
        let route = route.ok_or_else(|| {
            let methods = methods_of(&self.routes, &request.target);
            Refusal::unknown_route(request, &methods)
        })?;
        let matched = effects::MatchedRequest {
            route,
            target: &request.target,
            headers: &request.headers,
            body: &body,
            strictness: memory.strictness,
            #[cfg(feature = "encrypted-fields")]
            decryption: Decryption {
                keys: self.keys,
                key: rules::named_key(request),
            },
        };
        if let Some(form) = form.filter(|_| memory.strictness != Strictness::Off) {
            upload::check(request, form, &body)?;
        }
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
pub(crate) fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
