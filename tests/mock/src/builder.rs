//! Builds a mock.

use std::io;
use std::sync::Arc;

use crate::interpreter::Strictness;
use crate::keys::{Keys, PlatformKey};
use crate::mock::Mock;
use crate::request_handler::{Initial, RequestHandler};
use crate::response::MockResponse;
use crate::route::Route;
use crate::server::Server;
use crate::state::State;

/// Collects routes for a [`Mock`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Builder {
    routes: Vec<Route>,
    port: u16,
    without_sockets: bool,
    without_validation: bool,
    newer_than_pages: bool,
    pub(crate) state: Option<State>,
    pub(crate) signing_key: Option<PlatformKey>,
    #[cfg(feature = "platform-certificates")]
    pub(crate) certificates: Vec<crate::ListedCertificate>,
}

impl Builder {
    /// Sends this response to requests with this method whose path matches this template; short for
    /// [`Route::new`].
    ///
    /// If several routes match, the one with the most literal segments responds, or the last of
    /// several equal ones.
    pub fn route(self, method: &str, template: &str, response: MockResponse) -> Self {
        self.with_route(Route::new(method, template, response))
    }

    /// Adds a route.
    pub fn with_route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// Accepts every path, query, header and body without validation against the spec. A body still
    /// has to be JSON.
    pub fn without_validation(mut self) -> Self {
        self.without_validation = true;
        self
    }

    /// Whether the mock acts like a service that is newer than its pages: it accepts enum values
    /// that no page lists. By default such a value is refused with `PARAM_ERROR`.
    pub fn newer_than_pages(mut self, newer: bool) -> Self {
        self.newer_than_pages = newer;
        self
    }

    /// Listens on this port instead of a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Opens no socket and starts no thread: requests reach the mock through
    /// [`Mock::exchange`] and [`Mock::service_fn`] alone. Its [`Mock::url`] has the port 1, where
    /// nothing listens.
    pub fn without_sockets(mut self) -> Self {
        self.without_sockets = true;
        self
    }

    /// Starts the mock.
    ///
    /// # Errors
    /// `InvalidInput` if a route can never match, or if its service has encrypted fields and the
    /// feature `encrypted-fields` is off; otherwise the system's error about sockets,
    /// threads or random numbers.
    pub fn start(self) -> io::Result<Mock> {
        if let Some(flaw) = self.routes.iter().find_map(Route::flaw) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, flaw));
        }
        let keys = Keys::shared()?;
        let strictness = match (self.without_validation, self.newer_than_pages) {
            (true, _) => Strictness::Off,
            (false, true) => Strictness::NewerThanPages,
            (false, false) => Strictness::Pages,
        };
        let initial = Initial {
            strictness,
            state: self.state,
            signing_key: self.signing_key,
            #[cfg(feature = "platform-certificates")]
            certificates: self.certificates,
            #[cfg(feature = "callbacks")]
            sends_callbacks: !self.without_sockets,
        };
        let request_handler = Arc::new(RequestHandler::new(keys, self.routes, initial));
        let server = (!self.without_sockets)
            .then(|| Server::start(Arc::clone(&request_handler), self.port))
            .transpose()?;
        Ok(Mock::new(request_handler, server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_that_can_never_match_is_an_error_on_start() {
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
