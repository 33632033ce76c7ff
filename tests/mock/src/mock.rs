//! The mock as its users see it.

use std::fmt;
use std::io;
use std::sync::Arc;

use crate::answer::Answer;
use crate::desk::Desk;
use crate::keys::{Keys, MCHID, MERCHANT_SERIAL_NO, PUBLIC_KEY_ID};
use crate::received::Received;
use crate::route::Route;
use crate::server::Server;
use crate::tamper::Tamper;

/// A local WeChat Pay that is running. It stops when it is dropped.
///
/// Many connections at once are served, each for as many requests as it carries. A request that passes every check gets
/// its route's answer; another one gets an error as the real service words it:
///
/// | what is wrong, in the order of the checks | answer |
/// |---|---|
/// | not HTTP/1.1, a head above 16 KiB, a body above 1 MiB or without `Content-Length` as its only measure | 400 `INVALID_REQUEST`, unsigned, and the connection ends |
/// | the signature, for any reason in [`SignatureFault`](crate::SignatureFault) | 401 `SIGN_ERROR`, unsigned, with what the mock would have verified |
/// | no `Accept` or no `User-Agent` | 400 `INVALID_REQUEST` |
/// | `Wechatpay-Serial` names another key than the mock's | 400 `INVALID_REQUEST`, unsigned |
/// | POST, PUT or PATCH without `Content-Length` | 400 `INVALID_REQUEST` |
/// | a body that is not JSON or not called so, that holds `null`, or a character above 3 bytes of UTF-8 | 400 `PARAM_ERROR` |
/// | no route | 404 `RESOURCE_NOT_EXISTS` |
pub struct Mock {
    desk: Arc<Desk>,
    server: Server,
    url: String,
}

impl Mock {
    /// A mock without routes, to be given some and started.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// The one merchant that the mock knows.
    #[must_use]
    pub fn mchid(&self) -> &'static str {
        MCHID
    }

    /// The merchant's private key as PKCS#8 PEM, as in `apiclient_key.pem`.
    #[must_use]
    pub fn merchant_key_pem(&self) -> &str {
        &self.desk.keys.merchant_key_pem
    }

    /// The serial number of the merchant's API certificate, in upper-case hex.
    #[must_use]
    pub fn merchant_serial_no(&self) -> &'static str {
        MERCHANT_SERIAL_NO
    }

    /// The id of the key that answers are signed with, `PUB_KEY_ID_…`.
    #[must_use]
    pub fn public_key_id(&self) -> &'static str {
        PUBLIC_KEY_ID
    }

    /// The public half of the key that answers are signed with, as SPKI PEM.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        &self.desk.keys.public_key_pem
    }

    /// The requests received so far, refused ones among them, each before its answer went out. What was not HTTP is not
    /// among them.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.desk.received()
    }

    /// Falsifies every answer from now on, error answers too where they can be; `None` makes them honest again.
    pub fn tamper(&self, tamper: impl Into<Option<Tamper>>) {
        self.desk.set_tamper(tamper.into());
    }
}

/// Shows no key.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Collects routes for a [`Mock`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Builder {
    routes: Vec<Route>,
}

impl Builder {
    /// Gives this answer to requests with this method whose path fits this template, such as
    /// `/v3/marketing/busifavor/stocks/{stock_id}/budget`; a query does not matter.
    ///
    /// Where several routes fit, the one with the most literal segments answers, and of equals the one given last.
    pub fn route(mut self, method: &str, template: &str, answer: Answer) -> Self {
        self.routes.push(Route {
            method: method.to_owned(),
            template: template.to_owned(),
            answer,
        });
        self
    }

    /// Starts the mock on a free port.
    ///
    /// # Errors
    /// `InvalidInput` where a route could never answer; otherwise what the system says about its sockets, threads or
    /// random numbers.
    pub fn start(self) -> io::Result<Mock> {
        if let Some(flaw) = self.routes.iter().find_map(Route::flaw) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, flaw));
        }
        let desk = Arc::new(Desk::new(Keys::of_this_process()?, self.routes));
        let server = Server::start(Arc::clone(&desk))?;
        Ok(Mock {
            url: format!("http://{}", server.address()),
            desk,
            server,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_that_can_never_answer_is_an_error_at_once() {
        for (method, template, status) in [("get", "/", 200), ("GET", "v3", 200), ("GET", "/", 99)]
        {
            let error = Mock::builder()
                .route(method, template, Answer::json(status, ""))
                .start()
                .unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{error}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let mock = Mock::builder().start().unwrap();
        assert_eq!(
            format!("{mock:?}"),
            format!("Mock {{ url: {:?}, .. }}", mock.url())
        );
    }

    #[test]
    fn a_mock_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Mock>();
        shared::<Received>();
    }
}
