//! Builds a mock.

use std::io;
use std::sync::Arc;

use crate::desk::Desk;
use crate::interpreter::Strictness;
use crate::keys::Keys;
use crate::mock::Mock;
use crate::response::MockResponse;
use crate::route::Route;
use crate::server::Server;
use crate::state::State;

/// The settings and routes of a [`Mock`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Builder {
    routes: Vec<Route>,
    port: u16,
    unjudged: bool,
    newer_than_pages: bool,
    pub(crate) state: Option<State>,
}

impl Builder {
    /// Adds a route with this response for a method and a path template; short for [`Route::new`].
    ///
    /// If several routes match a request, the one with the most literal segments responds. Among
    /// equal ones, the last one added responds.
    pub fn route(self, method: &str, template: &str, response: MockResponse) -> Self {
        self.with_route(Route::new(method, template, response))
    }

    /// Adds a route.
    pub fn with_route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Accepts every path, query, header and body, as long as the body is JSON, regardless of the
    /// spec.
    pub fn unjudged(mut self) -> Self {
        self.unjudged = true;
        self
    }

    /// Whether the mock behaves like a service that is newer than its pages and accepts enum values
    /// that no page lists.
    ///
    /// Default: no; such a value gets `PARAM_ERROR`.
    pub fn newer_than_pages(mut self, newer: bool) -> Self {
        self.newer_than_pages = newer;
        self
    }

    /// Listens on this port. Default: a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts the mock.
    ///
    /// # Errors
    /// `InvalidInput` if a route can never respond; otherwise the error of the system about
    /// sockets, threads or random numbers.
    pub fn start(self) -> io::Result<Mock> {
        if let Some(flaw) = self.routes.iter().find_map(Route::flaw) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, flaw));
        }
        let keys = Keys::of_this_process()?;
        let strictness = match (self.unjudged, self.newer_than_pages) {
            (true, _) => Strictness::Unjudged,
            (false, true) => Strictness::NewerThanPages,
            (false, false) => Strictness::Pages,
        };
        let desk = Arc::new(Desk::new(keys, self.routes, strictness, self.state));
        let server = Server::start(Arc::clone(&desk), self.port)?;
        Ok(Mock::new(desk, server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_that_can_never_response_is_an_error_at_once() {
        for (method, template, status) in [("get", "/", 200), ("GET", "v3", 200), ("GET", "/", 99)]
        {
            let error = Mock::builder()
                .route(method, template, MockResponse::json(status, ""))
                .start()
                .unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{error}");
        }
    }
}
