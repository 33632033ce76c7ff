//! The signature headers of a callback, from any HTTP server.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::verify::HEADERS;

/// The headers of a callback. The default has no header.
///
/// Make it from a `http::HeaderMap`, or collect it from pairs of names and values. The case of the
/// names does not matter. Names as in CGI are understood too, such as `HTTP_WECHATPAY_NONCE`.
/// Headers that do not belong to the signature are dropped.
///
/// ```
/// use wechatpay_runtime::callback::CallbackHeaders;
///
/// let variables = [("HTTP_WECHATPAY_NONCE", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS")];
/// let headers: CallbackHeaders = variables.into_iter().collect();
/// ```
#[derive(Clone, Default)]
pub struct CallbackHeaders(HeaderMap);

impl CallbackHeaders {
    /// The signature headers under their usual names.
    pub(super) fn as_map(&self) -> &HeaderMap {
        &self.0
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> FromIterator<(N, V)> for CallbackHeaders {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            if let Some(name) = signature_header(name.as_ref()) {
                let value = HeaderValue::from_bytes(value.as_ref());
                headers.append(name, value.unwrap_or(MALFORMED));
            }
        }
        Self(headers)
    }
}

impl From<&HeaderMap> for CallbackHeaders {
    fn from(headers: &HeaderMap) -> Self {
        headers.iter().collect()
    }
}

/// Shows no value.
impl fmt::Debug for CallbackHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Replaces a value that HTTP does not allow. Verification rejects it.
const MALFORMED: HeaderValue = HeaderValue::from_static("");

/// The signature header with this name in any form.
fn signature_header(name: &str) -> Option<HeaderName> {
    const CGI_PREFIX: &str = "http-";
    let name = name.to_ascii_lowercase().replace('_', "-");
    let name = name.strip_prefix(CGI_PREFIX).unwrap_or(&name);
    let known = HEADERS
        .iter()
        .find(|header| header.eq_ignore_ascii_case(name))?;
    HeaderName::from_bytes(known.as_bytes()).ok()
}
