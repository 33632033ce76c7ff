//! A merchant that stores each call before it is sent, and recovers calls whose outcome is unknown.

use std::collections::{BTreeMap, HashSet};
use std::fmt::{self, Write as _};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wechatpay_api::call::Call;
use wechatpay_api::{CallOptions, Error, Operation, Outcome, Response};
use wechatpay_mock::{Act, Mock};

use super::callbacks::Receiver;
use super::go_live::Rule;
use super::recovery::{Finding, find};
use crate::faults::harness::{AnyClient, ClientKind};

/// The most requests of one step.
const MOST_TRIES: usize = 6;

/// What disturbs each step once.
#[derive(Clone)]
pub(super) enum Disturbance {
    Nothing,
    /// These acts meet the first requests of the step.
    Acts(Vec<Act>),
    /// The merchant's program ends after it has stored the request.
    RestartBeforeCall,
    /// The merchant's program ends before it has stored the response.
    RestartAfterCall,
}

/// Why a life does not go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// The program ended. A new one goes on with what was stored.
    Restart,
    /// A step was refused.
    Refused { step: String, error: Box<Error> },
}

/// A call, stored before it is sent.
struct StoredCall {
    /// The request as JSON, with its values outside the body.
    request: String,
    body: Vec<u8>,
    /// How the call ended; `None` while that is unknown.
    end: Option<End>,
}

enum End {
    Response(Vec<u8>),
    /// Another operation showed that the call took effect.
    Found,
}

/// A merchant and its program.
pub(super) struct Merchant<'m> {
    pub(super) mock: &'m Mock,
    pub(super) receiver: Receiver,
    /// The rule that the merchant breaks: its step is left out.
    pub(super) breaks: Option<Rule>,
    client_kind: ClientKind,
    client: AnyClient,
    calls: BTreeMap<String, StoredCall>,
    disturbance: Disturbance,
    /// The steps that were disturbed.
    disturbed: HashSet<String>,
    /// A line for each step.
    pub(super) log: String,
}

impl<'m> Merchant<'m> {
    pub(super) fn new(mock: &'m Mock, client_kind: ClientKind, disturbance: Disturbance) -> Self {
        Self {
            mock,
            receiver: Receiver::start(mock),
            breaks: None,
            client_kind,
            client: client(mock, client_kind),
            calls: BTreeMap::new(),
            disturbance,
            disturbed: HashSet::new(),
            log: String::new(),
        }
    }

    pub(super) fn keeps(&self, rule: Rule) -> bool {
        self.breaks != Some(rule)
    }

    /// Starts the program again. Only what was stored is left.
    pub(super) fn restart(&mut self) {
        self.client = client(self.mock, self.client_kind);
        self.say("  restart");
    }

    fn say(&mut self, what: impl fmt::Display) {
        writeln!(self.log, "{what}").unwrap();
    }

    /// Makes the call of a step exactly once, over all runs of the program. The response is `None`
    /// if another operation showed that the call took effect.
    pub(super) fn once<O>(
        &mut self,
        step: &str,
        request: impl FnOnce() -> O,
    ) -> Result<Option<O::Response>, Stop>
    where
        O: Operation + Serialize + DeserializeOwned,
    {
        let is_new = !self.calls.contains_key(step);
        if is_new {
            self.say(step);
            let request = request();
            let stored = StoredCall {
                request: serde_json::to_string(&request).unwrap(),
                body: body(&request),
                end: None,
            };
            self.calls.insert(step.to_owned(), stored);
        }
        let stored = &self.calls[step];
        if let Some(end) = &stored.end {
            return Ok(decode::<O>(end));
        }
        let request: O = serde_json::from_str(&stored.request).unwrap();
        assert_eq!(body(&request), stored.body, "{step}: the same bytes");
        self.disturb(step, &Disturbance::RestartBeforeCall)?;
        let end = self.make(step, &request, !is_new)?;
        assert_eq!(self.mock.acts_left(), 0, "{step}");
        self.disturb(step, &Disturbance::RestartAfterCall)?;
        let response = decode::<O>(&end);
        self.calls.get_mut(step).unwrap().end = Some(end);
        Ok(response)
    }

    /// Ends the program if this disturbance is due.
    fn disturb(&mut self, step: &str, due: &Disturbance) -> Result<(), Stop> {
        let is_due = std::mem::discriminant(&self.disturbance) == std::mem::discriminant(due);
        if is_due && self.disturbed.insert(step.to_owned()) {
            return Err(Stop::Restart);
        }
        Ok(())
    }

    /// Lets the acts meet the next requests, if they have not met this step yet.
    fn begin_acts(&mut self, step: &str) {
        if let Disturbance::Acts(acts) = &self.disturbance
            && self.disturbed.insert(step.to_owned())
        {
            self.mock.script(acts.iter().cloned());
        }
    }

    /// Sends a request until it has taken effect. If an outcome is unknown, it does what
    /// `Endpoint::recovery` says.
    fn make<O: Operation + Serialize>(
        &mut self,
        step: &str,
        request: &O,
        mut is_unknown: bool,
    ) -> Result<End, Stop> {
        self.begin_acts(step);
        for _ in 0..MOST_TRIES {
            if is_unknown {
                let finding = find(&self.client, request);
                self.say(format_args!("  {finding}"));
                match finding {
                    Finding::TookEffect(_) => return Ok(End::Found),
                    Finding::Failed(_) => continue,
                    Finding::NoEffect(_) | Finding::Repeat => {}
                }
            }
            // A retry by the client would hide the outcome.
            let options = options().max_attempts(1).retries_earlier_call(is_unknown);
            match self.client.send_with(options, request) {
                Ok(response) => return Ok(End::Response(response.body().to_vec())),
                Err(error) if error.outcome() == Outcome::Unknown => {
                    self.say("  unknown");
                    is_unknown = true;
                }
                Err(error) if error.is_rate_limited() => self.say("  too often"),
                Err(error) => {
                    let (step, error) = (step.to_owned(), Box::new(error));
                    return Err(Stop::Refused { step, error });
                }
            }
        }
        panic!("{step} has no end:\n{}", self.log);
    }

    /// Makes a call that only reads, until it succeeds.
    pub(super) fn read<O: Operation>(&mut self, step: &str, request: &O) -> O::Response {
        self.begin_acts(step);
        for _ in 0..MOST_TRIES {
            let response = self.client.send_with(options().max_attempts(1), request);
            if let Ok(response) = response.map(Response::into_inner) {
                assert_eq!(self.mock.acts_left(), 0, "{step}");
                return response;
            }
        }
        panic!("{step} has no end:\n{}", self.log);
    }
}

fn client(mock: &Mock, client_kind: ClientKind) -> AnyClient {
    AnyClient::new(client_kind, crate::call::settings(mock))
}

/// Options with short pauses.
pub(super) fn options() -> CallOptions {
    CallOptions::new()
        .initial_backoff(Duration::from_millis(2))
        .max_backoff(Duration::from_millis(5))
        .rate_limiting(false)
}

fn body(request: &impl Operation) -> Vec<u8> {
    let call = Call::prepare(request).unwrap();
    call.body().unwrap_or_default().to_vec()
}

fn decode<O: Operation>(end: &End) -> Option<O::Response> {
    match end {
        End::Response(body) => Some(serde_json::from_slice(body).unwrap()),
        End::Found => None,
    }
}
