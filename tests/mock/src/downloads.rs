//! Files that a program downloads from the mock, in one step or in two.

use serde_json::{Value, json};

use crate::documented::{Page, sample};
use crate::http::Headers;
use crate::response::MockResponse;
use crate::route::Route;
use crate::spec::Operation;

/// The content of each file.
const CONTENT: &str = "交易时间,商户订单号,总金额\n`2026-01-31 13:29:35,`order_0001,`1.00\n";

/// The route that serves the file to which a sample response leads.
pub(crate) fn file_route(operation: &Operation) -> Option<Route> {
    let download = operation.download.as_ref()?;
    let sample: Value = serde_json::from_str(&sample(operation)?).ok()?;
    let path = target(sample.get(&download.url)?.as_str()?)?
        .split('?')
        .next()?;
    Some(Route::new("GET", path, file()))
}

/// The response that is the file. It has no signature.
pub(crate) fn file() -> MockResponse {
    let file = MockResponse::json(200, CONTENT).content_type("text/csv");
    file.unsigned()
}

/// The response with the address of the file on this mock, and with its digest.
pub(crate) fn with_address(
    response: MockResponse,
    page: Option<&Page>,
    headers: &Headers,
) -> MockResponse {
    let addressed = || {
        let download = page?.operation.download.as_ref()?;
        let host = headers.only("Host").ok()??;
        let mut body: Value = serde_json::from_slice(&response.body).ok()?;
        let members = body.as_object_mut()?;
        let target = target(members.get(&download.url)?.as_str()?)?.to_owned();
        let digest = crate::upload::hex(CONTENT.as_bytes());
        for (name, value) in [
            (&download.url, format!("http://{host}{target}")),
            (&download.hash_type, "SHA256".to_owned()),
            (&download.hash_value, digest),
        ] {
            members.insert(name.clone(), json!(value));
        }
        Some(body.to_string().into_bytes())
    };
    match addressed() {
        Some(body) => MockResponse { body, ..response },
        None => response,
    }
}

/// Path and query of an address.
fn target(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.get(rest.find('/')?..)
}
