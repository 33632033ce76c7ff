//! The service as a function: requests and responses of the crate `http`, without sockets.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::faults::{Delivery, Place};
use crate::http::{Head, Reply, frame};
use crate::request_handler::RequestHandler;

/// Why a request got no whole response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoResponse {
    /// The connection would end, stay silent, or carry no end of the response, because its act
    /// sends in this way.
    Delivery(Delivery),
    /// The response has a status or a header that HTTP does not allow.
    NotHttp,
}

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delivery(delivery) => write!(f, "no whole response, because of {delivery:?}"),
            Self::NotHttp => f.write_str("the response has a status or header that is not HTTP"),
        }
    }
}

impl Error for NoResponse {}

/// Handles one request as if it came alone over a new connection.
pub(crate) fn exchange(
    request_handler: &RequestHandler,
    request: http::Request<Bytes>,
) -> Result<Response<Bytes>, NoResponse> {
    let (parts, body) = request.into_parts();
    if let Some(delivery) = request_handler.before_reading(Place::BeforeReading) {
        return Err(NoResponse::Delivery(delivery));
    }
    let (reply, delivery) = match read(&parts, body.len()) {
        Ok(head) => {
            let act = request_handler.act_for(&head.method, &head.target);
            if request_handler.is_before_body(&act) {
                return Err(NoResponse::Delivery(act.delivery));
            }
            let request = head.with_body(body.into());
            (request_handler.reply(request, &act), act.delivery)
        }
        Err(why) => (request_handler.reply_to_malformed(why), Delivery::Whole),
    };
    let with_body = parts.method != http::Method::HEAD;
    response(reply, delivery, with_body)
}

/// The page of a gateway that got no response from the service.
pub(crate) fn gateway_page(reason: &NoResponse) -> Response<Bytes> {
    let status = match reason {
        NoResponse::Delivery(Delivery::Stall(_)) => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    };
    let page = format!("<html><body><h1>{status}</h1></body></html>");
    let mut response = Response::new(page.into());
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// Reads the head of a request from the bytes that a client would send, so that a function and a
/// socket accept the same.
fn read(request: &Parts, length: usize) -> Result<Head, &'static str> {
    let target = request.uri.path_and_query();
    let target = target.map_or("/", |target| target.as_str());
    let mut bytes = format!("{} {target} HTTP/1.1\r\n", request.method).into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    };
    for (name, value) in &request.headers {
        line(name.as_str(), value.as_bytes());
    }
    if let Some(authority) = request.uri.authority()
        && !request.headers.contains_key(HOST)
    {
        line("host", authority.as_str().as_bytes());
    }
    let has_meaning = length > 0 || matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    if has_meaning && !request.headers.contains_key(CONTENT_LENGTH) {
        line("content-length", length.to_string().as_bytes());
    }
    bytes.extend(b"\r\n");
    let head = Head::parse(&bytes)?.ok_or("the head is not HTTP/1.1")?;
    if head.body_length == length {
        Ok(head)
    } else {
        Err("Content-Length is not the length of the body")
    }
}

/// The response that a client reads if the reply is sent in this way.
fn response(
    mut reply: Reply,
    delivery: Delivery,
    with_body: bool,
) -> Result<Response<Bytes>, NoResponse> {
    let length = u64::try_from(reply.body.len()).unwrap_or(u64::MAX);
    match delivery {
        Delivery::Cut(_)
        | Delivery::Reset(_)
        | Delivery::Stall(_)
        | Delivery::Endless
        | Delivery::Garbage(_) => return Err(NoResponse::Delivery(delivery)),
        Delivery::DeclaredLength(declared) if declared != length => {
            return Err(NoResponse::Delivery(delivery));
        }
        _ => frame(&mut reply, &delivery),
    }
    let mut response = Response::new(if with_body {
        reply.body.into()
    } else {
        Bytes::new()
    });
    *response.status_mut() = StatusCode::from_u16(reply.status).map_err(|_| NoResponse::NotHttp)?;
    for (name, value) in reply.headers {
        let name = HeaderName::try_from(name).map_err(|_| NoResponse::NotHttp)?;
        let value = HeaderValue::try_from(value).map_err(|_| NoResponse::NotHttp)?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}
