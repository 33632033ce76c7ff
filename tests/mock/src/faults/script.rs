//! Selects the act for each request.

use std::collections::VecDeque;

use crate::faults::act::Limit;
use crate::faults::{Act, Place};
use crate::route::Route;

/// The acts that were not played yet.
#[derive(Default)]
pub(crate) struct Script {
    queue: VecDeque<Act>,
    always: Option<Act>,
}

impl Script {
    pub(crate) fn set_queue(&mut self, acts: impl IntoIterator<Item = Act>) {
        self.queue = acts.into_iter().collect();
    }

    pub(crate) fn set_always(&mut self, act: Option<Act>) {
        self.always = act;
    }

    pub(crate) fn left(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn has_always(&self) -> bool {
        self.always.is_some()
    }

    /// The act for a request whose route is still unknown: the next act, if it is played at this
    /// place or earlier.
    pub(crate) fn take_before_head(&mut self, here: Place) -> Option<Act> {
        let due = |act: &Act| {
            act.limit().is_none() && act.delivery.place().is_some_and(|place| place <= here)
        };
        match self.queue.front() {
            Some(next) if due(next) => self.queue.pop_front(),
            Some(_) => None,
            None => self.always.clone().filter(due),
        }
    }

    /// The act for a request to this route: the first matching act of the queue, or else the
    /// permanent one.
    pub(crate) fn take(&mut self, route: Option<&Route>) -> Act {
        let queued = self.queue.iter().position(|act| matches_route(act, route));
        queued
            .and_then(|index| self.queue.remove(index))
            .or_else(|| self.always.clone().filter(|act| matches_route(act, route)))
            .unwrap_or_else(Act::usual)
    }
}

fn matches_route(act: &Act, route: Option<&Route>) -> bool {
    match (act.limit(), route) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(Limit::Route(method, template)), Some(route)) => {
            route.method == *method && route.template == *template
        }
        (Some(Limit::Operation(name)), Some(route)) => route.operation() == Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MockResponse;

    fn status(act: &Act) -> Option<u16> {
        match &act.source {
            crate::faults::ResponseSource::Response(response) => Some(response.status),
            _ => None,
        }
    }

    fn script(acts: impl IntoIterator<Item = Act>, always: Option<Act>) -> Script {
        let mut script = Script::default();
        script.set_queue(acts);
        script.set_always(always);
        script
    }

    #[test]
    fn the_first_matching_act_of_a_script_is_used() {
        let route = Route::new("GET", "/a/{b}", MockResponse::json(200, ""));
        let acts = [
            Act::error(501, "X").on("GET", "/other"),
            Act::error(502, "X").on("GET", "/a/{b}"),
            Act::error(503, "X"),
        ];
        let mut script = script(acts, Some(Act::error(504, "X")));
        assert_eq!(status(&script.take(Some(&route))), Some(502));
        assert_eq!(status(&script.take(None)), Some(503));
        assert_eq!(script.left(), 1);
        assert_eq!(status(&script.take(Some(&route))), Some(504));
        script.set_always(None);
        assert_eq!(status(&script.take(Some(&route))), None);
    }

    #[test]
    fn an_act_before_reading_is_used_only_if_it_is_next() {
        let mut script = script([Act::usual(), Act::cut(Place::OnAccept)], None);
        assert!(script.take_before_head(Place::OnAccept).is_none());
        let _ = script.take(None);
        assert!(script.take_before_head(Place::OnAccept).is_some());
        assert!(script.take_before_head(Place::BeforeReading).is_none());

        script.set_always(Some(Act::stall(Place::BeforeReading)));
        assert!(script.take_before_head(Place::OnAccept).is_none());
        assert!(script.take_before_head(Place::BeforeReading).is_some());
    }
}
