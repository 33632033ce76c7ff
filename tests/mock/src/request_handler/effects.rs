//! Executes a request whose signature and form were accepted.

use serde_json::Value;

use super::Memory;
use crate::coupons::{Call, CouponOperation};
use crate::downloads;
#[cfg(feature = "encrypted-fields")]
use crate::encrypted_fields::Decryption;
use crate::http::Headers;
use crate::interpreter::{self, RequestValues, Strictness};
use crate::refusal::Refusal;
use crate::response::MockResponse;
use crate::route::{Route, query_values};
use crate::state;

/// A request and its route.
pub(super) struct MatchedRequest<'a> {
    pub(super) route: &'a Route,
    pub(super) target: &'a str,
    pub(super) headers: &'a Headers,
    /// `null` if there is no body. Its encrypted fields are still encrypted.
    pub(super) body: &'a Value,
    pub(super) strictness: Strictness,
    #[cfg(feature = "encrypted-fields")]
    pub(super) decryption: Decryption<'a>,
}

#[cfg(feature = "encrypted-fields")]
impl MatchedRequest<'_> {
    /// The body and the query with the plain texts of encrypted fields.
    fn decrypted(
        &self,
        mut body: Value,
        mut query: Vec<(String, String)>,
    ) -> Result<(Value, Vec<(String, String)>), Refusal> {
        if let Some(page) = self.route.page.as_deref()
            && self.strictness != Strictness::Off
        {
            self.decryption.apply(page, &mut body, &mut query)?;
        }
        Ok((body, query))
    }
}

/// Executes a request and returns the response. Its changes are kept only if it takes effect.
pub(super) fn act(
    matched: &MatchedRequest<'_>,
    takes_effect: bool,
    memory: &mut Memory,
) -> Result<MockResponse, Refusal> {
    let route = matched.route;
    let values = route.path_values(matched.target);
    let query = query_values(matched.target);
    let body = matched.body.clone();
    #[cfg(feature = "encrypted-fields")]
    let (body, query) = matched.decrypted(body, query)?;
    let given = RequestValues {
        path: &values,
        query: &query,
        headers: matched.headers,
        body: &body,
    };
    if let Some(page) = route.page.as_deref() {
        interpreter::admit(page, &given, matched.strictness)?;
    }
    if let Some(operation) = route.of_coupons {
        let call = Call {
            path: given.path,
            query: given.query,
            body: given.body,
            now: memory.books.now(),
            request: memory.received.len(),
        };
        return Ok(act_on_coupons(operation, &call, takes_effect, memory));
    }
    let number = route.idempotency_key_of(&given);
    let is_known = memory.ledger.knows(&route.label(), number.as_deref());
    let before = memory.state.clone();
    let response = match (memory.state.as_mut(), route.page.as_deref()) {
        (Some(state), Some(page)) => state
            .act(&state::OperationRequest {
                page,
                path: &values,
                body: &body,
                is_known,
            })
            .unwrap_or_else(|| route.response.clone()),
        _ => route.response.clone(),
    };
    let response = downloads::with_address(response, route.page.as_deref(), matched.headers);
    if !takes_effect {
        memory.state = before;
    } else if route.can_take_effect() && response.is_success() {
        let request = memory.received.len();
        let data = format!("{} {} {}", route.method, matched.target, body);
        let is_repeated = memory.ledger.repeats_last(matched.target, &data);
        if !(is_repeated && route.is_idempotent()) {
            memory.ledger.note(route.label(), number, request);
        }
    }
    Ok(response)
}

/// Executes a call in the life of a coupon.
fn act_on_coupons(
    operation: &'static CouponOperation,
    call: &Call<'_>,
    takes_effect: bool,
    memory: &mut Memory,
) -> MockResponse {
    if !takes_effect {
        return memory.books.clone().act(operation, call).response;
    }
    let outcome = memory.books.act(operation, call);
    if let Some(effect) = outcome.effect {
        memory.ledger.record(effect);
    }
    outcome.response
}

/// 429 as documented on the page of the route's operation.
pub(super) fn too_many(route: Option<&Route>) -> MockResponse {
    let page = route.and_then(|route| route.page.as_deref());
    let mut rows = page.into_iter().flat_map(|page| &page.operation.errors);
    match rows.find(|row| row.status == 429) {
        Some(row) => MockResponse::error(429, &row.code, &row.meaning),
        // The audited pages of product coupons have this code.
        None if route.is_some_and(|route| route.of_coupons.is_some()) => {
            MockResponse::error(429, "RATELIMIT_EXCEEDED", "Calls come too often.")
        }
        None => MockResponse::error(429, "FREQUENCY_LIMITED", "Calls come too often."),
    }
}
