//! Operations of published pages, known from other descriptions: their code compiles, and each is
//! called against the mock.

use wechatpay_golden::published::request::{
    BankAccount, CloseOrderRequest, ComplaintImageRequest, Contact,
    CreateComplaintNotificationRequest, DeleteComplaintNotificationRequest, JsapiPrepayRequest,
    OrderAmount, Payer, QueryApplicationRequest, QueryComplaintNotificationRequest,
    QueryOrderRequest, RefundAmount, RefundRequest, RequestBillRequest, RequestFundFlowBillRequest,
    SubmitApplicationRequest, UpdateComplaintNotificationRequest, UploadImageRequest,
};
use wechatpay_golden::published::{self, BillType, HashType, RefundStatus, TradeState};
use wechatpay_mock::{Act, Mock};
use wechatpay_runtime::client::Validation;
use wechatpay_runtime::download::Downloadable as _;
use wechatpay_runtime::endpoint::Evidence;
use wechatpay_runtime::error::ErrorKind;
use wechatpay_runtime::{CallOptions, Client, Operation, blocking};

use crate::call::settings;
use crate::support::golden_mock;

fn start() -> (Mock, Client) {
    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    (mock, client)
}

/// The targets that the mock received. All of them were accepted.
fn targets(mock: &Mock) -> Vec<String> {
    let requests = mock.requests();
    let target = |request: &wechatpay_mock::ReceivedRequest| {
        assert!(matches!(request.status(), Some(200 | 204)), "{request:?}");
        format!("{} {}", request.method(), request.target())
    };
    requests.iter().map(target).collect()
}

#[tokio::test]
async fn an_order_is_created_queried_closed_and_refunded() {
    let (mock, client) = start();
    let prepay = JsapiPrepayRequest::builder()
        .appid("wxd678efh567hg6787")
        .mchid("1900000001")
        .description("A card game")
        .out_trade_no("order_0001")
        .time_expire("2026-01-31T13:29:35+08:00")
        .notify_url("https://example.com/paid")
        .amount(OrderAmount::builder().total(100).build())
        .payer(Payer::builder().openid("oUpF8uMuAJO").build())
        .build();
    assert_eq!(JsapiPrepayRequest::ENDPOINT.evidence, Evidence::Secondary);
    prepay.validate_strict().unwrap();
    let prepaid = published::jsapi_prepay(&client, &prepay).await.unwrap();
    assert!(prepaid.prepay_id.is_some());

    let query = QueryOrderRequest::builder();
    let query = query.out_trade_no("order_0001").mchid("1900000001").build();
    let order = published::query_order(&client, &query).await.unwrap();
    assert_eq!(order.trade_state, Some(TradeState::Notpay));

    let close = CloseOrderRequest::builder().out_trade_no("order_0001");
    let close = close.mchid("1900000001").build();
    published::close_order(&client, &close).await.unwrap();

    let amount = RefundAmount::builder().refund(30).total(100);
    let refund = RefundRequest::builder()
        .out_trade_no("order_0001")
        .out_refund_no("refund_0001")
        .amount(amount.currency("CNY").build())
        .build();
    let refund = published::refund(&client, &refund).await.unwrap();
    assert_eq!(refund.status, Some(RefundStatus::Processing));

    assert_eq!(
        targets(&mock),
        [
            "POST /v3/pay/transactions/jsapi",
            "GET /v3/pay/transactions/out-trade-no/order_0001?mchid=1900000001",
            "POST /v3/pay/transactions/out-trade-no/order_0001/close",
            "POST /v3/refund/domestic/refunds",
        ]
    );
}

#[tokio::test]
async fn the_bill_of_a_day_is_downloaded_in_two_steps() {
    let (mock, client) = start();
    let request = RequestBillRequest::builder();
    let request = request
        .bill_date("2026-01-31")
        .bill_type(BillType::All)
        .build();
    let bill = published::request_bill(&client, &request).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bill.csv");
    let file = client.download(&bill.download().unwrap()).await.unwrap();
    let length = file.save_to(&path).await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(u64::try_from(text.len()).unwrap(), length);
    assert!(text.contains("order_0001"), "{text}");
    assert_eq!(
        targets(&mock),
        [
            "GET /v3/bill/tradebill?bill_date=2026-01-31&bill_type=ALL",
            "GET /v3/billdownload/file?token=xxx",
        ]
    );

    let mut damaged = bill.into_inner();
    let digest = damaged.hash_value.as_mut().unwrap();
    digest.replace_range(.., &"0".repeat(digest.len()));
    let file = client.download(&damaged.download().unwrap()).await.unwrap();
    let error = file.save_to(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongDigest);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

    damaged.hash_value = None;
    let error = damaged.download().unwrap_err();
    assert_eq!(
        error.to_string(),
        "hash_value: is missing in the response [invalid-setting]"
    );
}

/// Neither the client nor the mock enforces a format that no page states.
#[tokio::test]
async fn a_format_of_secondary_evidence_is_not_enforced() {
    let (mock, client) = start();
    let bill = RequestBillRequest::builder().bill_date("soon").build();
    published::request_bill(&client, &bill).await.unwrap();
    let prepay = JsapiPrepayRequest::builder().out_trade_no("order_0001");
    let prepay = prepay.time_expire("soon").build();
    published::jsapi_prepay(&client, &prepay).await.unwrap();
    assert_eq!(targets(&mock).len(), 2);
    assert!(bill.validate_strict().is_err());
    assert!(prepay.validate_strict().is_err());
}

#[tokio::test]
async fn a_response_that_is_a_file_is_saved() {
    let (mock, client) = start();
    let request = ComplaintImageRequest::builder().media_id("a/b=").build();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image");
    let image = published::complaint_image(&client, &request).await.unwrap();
    let length = image.save_to(&path).await.unwrap();
    let saved = std::fs::read(&path).unwrap();
    assert_eq!(u64::try_from(saved.len()).unwrap(), length);
    assert!(length > 0);
    let target = "/v3/merchant-service/images/a%2Fb%3D";
    assert_eq!(targets(&mock), [format!("GET {target}")]);

    // Nothing is received as JSON.
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsigned);

    // The request is checked before it is sent, and an error names the operation.
    let long = ComplaintImageRequest::builder().media_id("a".repeat(513));
    let strict = client.with_options(CallOptions::new().validation(Validation::Strict));
    let error = published::complaint_image(&strict, &long.build()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidRequest);
    mock.script([Act::error(404, "RESOURCE_NOT_EXISTS")]);
    let error = published::complaint_image(&client, &request).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.operation(), "published.complaint_image");
    assert_eq!(mock.requests().len(), 3);
}

/// Without evidence from a page, fields are optional, but a form needs its file and the file's name.
#[tokio::test]
async fn a_picture_is_uploaded_by_a_form_that_no_page_describes() {
    let (mock, client) = start();
    let upload = UploadImageRequest::builder()
        .filename("license.png")
        .file(b"a picture".to_vec())
        .build();
    let uploaded = published::upload_image(&client, &upload).await.unwrap();
    assert!(uploaded.media_id.is_some());
    assert_eq!(targets(&mock), ["POST /v3/merchant/media/upload"]);
}

#[test]
fn a_response_that_is_a_file_is_saved_by_the_blocking_client() {
    let mock = golden_mock::mock();
    let client = blocking::Client::new(settings(&mock)).unwrap();
    let request = ComplaintImageRequest::builder().media_id("a").build();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image");
    let length = client.receive_to(&request, &path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), length);
    let invalid = ComplaintImageRequest::builder().media_id("").build();
    let other = folder.path().join("other");
    let error = client.receive_to(&invalid, &other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidParameter);
    assert!(!other.exists());
}

#[tokio::test]
async fn the_name_of_a_digest_can_be_an_enum_and_an_unknown_one_is_refused() {
    let (_mock, client) = start();
    let request = RequestFundFlowBillRequest::builder();
    let request = request.bill_date("2026-01-31").build();
    let bill = published::request_fund_flow_bill(&client, &request).await;
    let mut bill = bill.unwrap().into_inner();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bill.csv");
    // The mock names a digest that the spec does not list.
    assert_eq!(bill.hash_type, Some(HashType::from("SHA256")));
    let file = client.download(&bill.download().unwrap()).await.unwrap();
    file.save_to(&path).await.unwrap();

    let digest = "79bb0f45fc4c42234a918000b2668d689e2bde04";
    (bill.hash_type, bill.hash_value) = (Some(HashType::Sha1), Some(digest.to_owned()));
    let file = client.download(&bill.download().unwrap()).await.unwrap();
    let error = file.save_to(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongDigest);

    for (hash_type, expected) in [
        (Some(HashType::from("SM3")), "hash_type: is `SM3`: "),
        (None, "hash_type: is missing in the response"),
    ] {
        bill.hash_type = hash_type;
        let error = bill.download().unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[tokio::test]
async fn an_application_has_encrypted_fields_and_a_number_in_its_path() {
    let (mock, client) = start();
    let contact = Contact::builder()
        .contact_name("张三丰")
        .mobile_phone("13800000001")
        .contact_email("zhang@example.com")
        .build();
    let account = BankAccount::builder()
        .account_name("张三丰")
        .account_bank("工商银行")
        .account_number("6222000000000000")
        .build();
    let submit = SubmitApplicationRequest::builder()
        .business_code("1900000001_1")
        .contact_info(contact)
        .bank_account_info(account)
        .build();
    let application = published::submit_application(&client, &submit).await;
    let number = application.unwrap().applyment_id.unwrap();
    let body = String::from_utf8(mock.requests()[0].body().to_vec()).unwrap();
    for text in [
        "张三丰",
        "13800000001",
        "zhang@example.com",
        "6222000000000000",
    ] {
        assert!(!body.contains(text), "{body}");
    }
    assert!(body.contains("工商银行"));

    let query = QueryApplicationRequest::builder();
    let query = query.applyment_id(number).build();
    published::query_application(&client, &query).await.unwrap();
    assert_eq!(
        targets(&mock)[1],
        "GET /v3/applyment4sub/applyment/applyment_id/2000002124775691"
    );
}

#[tokio::test]
async fn the_address_for_complaints_is_set_read_replaced_and_removed() {
    let (mock, client) = start();
    let url = "https://example.com/complaints";
    let create = CreateComplaintNotificationRequest::builder();
    let create = create.url(url).build();
    let created = published::create_complaint_notification(&client, &create);
    assert_eq!(created.await.unwrap().url.as_deref(), Some(url));
    let query = QueryComplaintNotificationRequest::builder().build();
    let queried = published::query_complaint_notification(&client, &query);
    assert_eq!(queried.await.unwrap().url.as_deref(), Some(url));
    let update = UpdateComplaintNotificationRequest::builder();
    let update = update.url(url).build();
    let updated = published::update_complaint_notification(&client, &update);
    assert_eq!(updated.await.unwrap().url.as_deref(), Some(url));
    let delete = DeleteComplaintNotificationRequest::builder().build();
    let deleted = published::delete_complaint_notification(&client, &delete);
    deleted.await.unwrap();
    let path = "/v3/merchant-service/complaint-notifications";
    assert_eq!(
        targets(&mock),
        ["POST", "GET", "PUT", "DELETE"].map(|method| format!("{method} {path}"))
    );
}
