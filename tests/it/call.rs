//! Complete calls over a real socket, checked by a server that shares no code with the client.

use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_api::busifavor::response::ModifyBudgetResponse;
use wechatpay_api::busifavor::{self, ModifyBudgetErrorCode};
use wechatpay_api::{
    Client, ClientBuilder, Error, Outcome, PrivateKey, PublicKey, Response,
    error::{SignatureStatus, VerificationError},
};
use wechatpay_mock::{Mock, MockResponse, Tamper};

const PATH: &str = "/v3/marketing/busifavor/stocks/{stock_id}/budget";

/// Correct settings for this mock; each test changes one of them.
pub(crate) fn settings(mock: &Mock) -> ClientBuilder {
    Client::builder()
        .mchid(mock.mchid())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem()).unwrap())
        .merchant_serial_no(mock.merchant_serial_no())
        .wechatpay_public_key(
            mock.public_key_id(),
            PublicKey::from_pem(mock.public_key_pem()).unwrap(),
        )
        .base_url(mock.url())
}

fn request() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .target_max_coupons(3000)
        .current_max_coupons(500)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

async fn call(client: &Client) -> Result<Response<ModifyBudgetResponse>, Error> {
    busifavor::modify_budget(client, &request()).await
}

#[tokio::test]
async fn a_signed_call_gets_the_sample_response_of_its_page_verified() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let response = call(&client).await.unwrap();
    assert_eq!(response.max_coupons, Some(300));
    assert_eq!(response.max_coupons_by_day, Some(100));
    assert!(response.request_id().is_some());

    let [received] = &mock.requests()[..] else {
        panic!("one request");
    };
    assert_eq!(received.signature(), Ok(()));
    assert_eq!(received.method(), "PATCH");
    assert_eq!(
        received.target(),
        "/v3/marketing/busifavor/stocks/98065001/budget"
    );
    assert_eq!(received.header("Accept"), Some("application/json"));
    assert_eq!(received.header("Content-Type"), Some("application/json"));
    assert_eq!(
        received.header("Wechatpay-Serial"),
        Some(mock.public_key_id())
    );
    assert!(received.header("User-Agent").is_some());
    assert_eq!(
        received.body(),
        br#"{"target_max_coupons":3000,"current_max_coupons":500,"modify_budget_request_no":"1002600620019090123143254436"}"#
    );
}

#[tokio::test]
async fn client_send_and_the_operation_function_give_the_same_response() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let response = client.send(&request()).await.unwrap();
    assert_eq!(
        response.into_inner(),
        call(&client).await.unwrap().into_inner()
    );
}

type Reason = fn(&VerificationError) -> bool;

#[tokio::test]
async fn a_tampered_response_fails_verification() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let cases: [(Tamper, Reason); 8] = [
        (Tamper::BodyBit, |e| {
            matches!(e, VerificationError::WrongSignature)
        }),
        (Tamper::Signature, |e| {
            matches!(e, VerificationError::WrongSignature)
        }),
        (Tamper::Probe, |e| matches!(e, VerificationError::Probe)),
        (Tamper::Timestamp(-320), |e| {
            matches!(e, VerificationError::ClockSkew { .. })
        }),
        (Tamper::Timestamp(320), |e| {
            matches!(e, VerificationError::ClockSkew { .. })
        }),
        (
            Tamper::Serial("PUB_KEY_ID_0000000000000000000000000000".to_owned()),
            |e| matches!(e, VerificationError::UnknownSerial(_)),
        ),
        (Tamper::DropHeader("Wechatpay-Nonce"), |e| {
            matches!(e, VerificationError::MissingHeader(_))
        }),
        (Tamper::DropHeader("Wechatpay-Signature"), |e| {
            matches!(e, VerificationError::MissingHeader(_))
        }),
    ];
    for (tamper, reason) in cases {
        mock.tamper(tamper.clone());
        let error = call(&client).await.unwrap_err();
        let why = error
            .verification()
            .unwrap_or_else(|| panic!("{tamper:?}: {error}"));
        assert!(reason(why), "{tamper:?}: {why:?}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{tamper:?}");
    }
    mock.tamper(None);
    assert!(call(&client).await.is_ok(), "honest again");
}

#[tokio::test]
async fn a_refusal_has_its_error_code_and_the_documented_errors() {
    let refusal = r#"{"code":"RULE_LIMIT","message":"批次正在修改中"}"#;
    let mock = Mock::builder()
        .route("PATCH", PATH, MockResponse::json(403, refusal))
        .start()
        .unwrap();
    let error = call(&settings(&mock).build().unwrap()).await.unwrap_err();
    assert_eq!(
        error.code::<ModifyBudgetRequest>(),
        Some(ModifyBudgetErrorCode::RuleLimit)
    );
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(error.documented_errors().count(), 4);
    let api = error.api_error().unwrap();
    assert_eq!(
        (api.status(), api.signature()),
        (403, SignatureStatus::Verified)
    );
}

#[tokio::test]
async fn a_wrong_merchant_serial_is_refused_by_an_unsigned_sign_error() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).merchant_serial_no("00FF").build().unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!(
        error.code::<ModifyBudgetRequest>(),
        Some(ModifyBudgetErrorCode::SignError)
    );
    let api = error.api_error().unwrap();
    assert_eq!(
        (api.status(), api.signature()),
        (401, SignatureStatus::Unsigned)
    );
    assert_eq!(error.outcome(), Outcome::Refused);
}

#[tokio::test]
async fn a_call_to_a_stopped_server_is_not_sent() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    drop(mock);
    let error = call(&client).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn a_path_value_with_a_slash_stays_one_segment() {
    let mock = Mock::documented().unwrap();
    let client = settings(&mock).build().unwrap();
    let request = ModifyBudgetRequest::builder()
        .stock_id("9/8?0 6%券")
        .modify_budget_request_no("1")
        .build();
    client.send(&request).await.unwrap();
    assert_eq!(
        mock.requests()[0].target(),
        "/v3/marketing/busifavor/stocks/9%2F8%3F0%206%25%E5%88%B8/budget"
    );
}

#[tokio::test]
async fn an_operation_without_content_succeeds_on_204() {
    use wechatpay_golden::bodyless::request::DropCardRequest;
    let mock = Mock::builder()
        .route("DELETE", "/v3/cards/{card_id}", MockResponse::json(204, ""))
        .start()
        .unwrap();
    let client = settings(&mock).build().unwrap();
    let response = client
        .send(&DropCardRequest::builder().card_id("7").build())
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    assert!(response.body().is_empty());
    let received = &mock.requests()[0];
    assert_eq!((received.method(), received.body()), ("DELETE", &b""[..]));
    assert_eq!(received.header("Content-Type"), None);
}
