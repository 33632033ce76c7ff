//! Unit tests of an application, without keys and without a server.

use wechatpay_api::busifavor::{request::ModifyBudgetRequest, response::ModifyBudgetResponse};
use wechatpay_api::error::TransportError;
use wechatpay_api::{ApiError, Error, Outcome, Response};

/// The code under test: the text that a user of the application sees.
fn text(result: &Result<Response<ModifyBudgetResponse>, Error>) -> &'static str {
    match result {
        Ok(_) => "changed",
        Err(error) if error.outcome() == Outcome::Unknown => "somebody must check",
        Err(error)
            if error
                .api_error()
                .is_some_and(|e| e.code() == Some("NOT_ENOUGH")) =>
        {
            "top up your account"
        }
        Err(_) => "not changed",
    }
}

#[test]
fn each_result_has_a_text() {
    type Request = ModifyBudgetRequest;
    let done = Response::for_test(ModifyBudgetResponse::default()).with_request_id("08F78B");
    assert_eq!(text(&Ok(done)), "changed");

    let refused = ApiError::for_test(403, "NOT_ENOUGH").with_message("余额不足");
    assert_eq!(
        text(&Err(Error::for_test::<Request>(refused))),
        "top up your account"
    );

    let timeout = TransportError::maybe_sent("no response").timed_out();
    assert_eq!(
        text(&Err(Error::for_test::<Request>(timeout))),
        "somebody must check"
    );

    let unconnected = TransportError::not_sent("connection refused");
    assert_eq!(
        text(&Err(Error::for_test::<Request>(unconnected))),
        "not changed"
    );
}
