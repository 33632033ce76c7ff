//! The signed bytes and the sent bytes.

use super::fixture::*;
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Nonce};

/// Made with `openssl dgst -sha256 -sign keys/merchant.pem` over the five lines.
const OPENSSL_PATCH: &str = "JWuekQ0hOY4xMxnzINqcwAnkf/tlAN6yf4y/i/grGSaUhEKXr8Sz2AEht9RDVSPm3g9eXV8TS86tUxgtb5PSKDv6VuxFBG+4NzfLB8yGO7ed3rNIOsElylrOw0vtnyEMMNRRxQy+3MZPNA+zbn0rNqGnUh5eL50bRBbj9Ht0O59kzcFx/bQxLtLDyYwVCXa1owyiaVNRnpgrH7/1xUV5DE/qgUR7mL7KmtAJu76gxGdElr+yy9AFXnIT+HvQWTQvtKMUl8DME03VRL1eJIbkGzEuFscIYxis32yd3t3fRh5CcRDBdiDYHItrMP2HJI9FUxrpcnl4H92EsbSuLnBdGw==";
const OPENSSL_POST: &str = "srJhjj5e+81desye44j9ujtWGfKSYk+FbFA/GHyMecqn32E5GyH9HesKwrMQnZGuoLbhuDS+aTl19V8L08Pij5W2FkVrhhGR+Mib8RJCu35bLBeSdSpvqAC20JP2zXufo5IyX+j06SmpEH5/oMb3HVgrUK1DFKJyPPjprazV9yo9yWAtkX/zPKz+IL15mX16MurEHc8ce6kf81sic5nAMrwDuV7LGxOiBbhS8G5WyOPOa94FLbSt78ibGzklhCBqBqf+/wwUA29jTvFlB6kswHK7Bcj5spuFrc7KscVGH+5XA7B98WtWMB7go3XHDncL1paJ3QlF5DSTR39BWU+3Sw==";

fn header<'a>(request: &'a http::Request<bytes::Bytes>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?.to_str().unwrap();
    assert!(values.next().is_none(), "{name} is there twice");
    Some(value)
}

fn signature(authorization: &str) -> &str {
    authorization
        .split("signature=\"")
        .nth(1)
        .unwrap()
        .trim_end_matches('"')
}

#[test]
fn a_call_with_a_body_has_the_same_signature_as_from_openssl() {
    let request = request_of(&modify_budget()).unwrap();
    assert_eq!(request.method(), "PATCH");
    assert_eq!(
        request.uri().to_string(),
        "https://api.mch.weixin.qq.com/v3/marketing/busifavor/stocks/98065001/budget"
    );
    assert_eq!(
        request.body(),
        r#"{"target_max_coupons":3000,"current_max_coupons":500,"modify_budget_request_no":"1002600620019090123143254436"}"#
    );
    assert_eq!(
        header(&request, "Authorization").unwrap(),
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",nonce_str=\"{NONCE}\",timestamp=\"{NOW}\",\
             serial_no=\"{SERIAL_NO}\",signature=\"{OPENSSL_PATCH}\""
        )
    );
    assert_eq!(header(&request, "Accept"), Some("application/json"));
    assert_eq!(header(&request, "Content-Type"), Some("application/json"));
    assert_eq!(header(&request, "Wechatpay-Serial"), Some(KEY_ID));
    assert!(
        header(&request, "User-Agent")
            .unwrap()
            .starts_with("wechatpay-runtime/")
    );
    assert_eq!(header(&request, "Content-Length"), None);
    assert_eq!(request.headers().len(), 6);
}

#[test]
fn a_post_without_a_body_signs_an_empty_line_and_has_content_length_zero() {
    let request = request_of(&Close {
        id: "a/b 券".to_owned(),
    })
    .unwrap();
    assert_eq!(request.uri().path(), "/v3/things/a%2Fb%20%E5%88%B8/close");
    assert!(request.body().is_empty());
    assert_eq!(header(&request, "Content-Length"), Some("0"));
    assert_eq!(header(&request, "Content-Type"), None);
    assert_eq!(
        signature(header(&request, "Authorization").unwrap()),
        OPENSSL_POST
    );
}

#[test]
fn a_get_request_has_neither_body_nor_content_length() {
    let request = request_of(&List).unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(
        (
            header(&request, "Content-Length"),
            header(&request, "Content-Type")
        ),
        (None, None)
    );
    let message = format!("GET\n/v3/things\n{NOW}\n{NONCE}\n\n");
    let authorization = header(&request, "Authorization").unwrap();
    assert!(verifies(
        "merchant_pub.pem",
        message.as_bytes(),
        signature(authorization)
    ));
}

#[test]
fn pkcs1_and_mislabeled_files_contain_the_same_key() {
    for file in ["merchant_pkcs1.pem", "merchant_mislabeled.pem"] {
        let key = wechatpay_runtime::PrivateKey::from_pem(key_file(file)).unwrap();
        let credential = Credential::new("1900000001", SERIAL_NO, key).unwrap();
        let nonce = Nonce::from_text(NONCE).unwrap();
        let call = Call::prepare(&modify_budget()).unwrap();
        let request = call
            .request(&BaseUrl::main(), &credential, &keyring(), NOW, &nonce)
            .unwrap();
        assert_eq!(
            signature(header(&request, "Authorization").unwrap()),
            OPENSSL_PATCH
        );
    }
}

#[test]
fn the_merchant_serial_is_sent_in_upper_case() {
    let credential =
        Credential::new("1900000001", &SERIAL_NO.to_lowercase(), merchant_key()).unwrap();
    let nonce = Nonce::from_text(NONCE).unwrap();
    let call = Call::prepare(&List).unwrap();
    let request = call
        .request(&BaseUrl::main(), &credential, &keyring(), NOW, &nonce)
        .unwrap();
    assert!(
        header(&request, "Authorization")
            .unwrap()
            .contains(&format!("serial_no=\"{SERIAL_NO}\""))
    );
}

#[test]
fn a_second_attempt_differs_only_in_nonce_and_signature() {
    let call = Call::prepare(&modify_budget()).unwrap();
    let attempt = || {
        let nonce = Nonce::random().unwrap();
        call.request(&BaseUrl::main(), &credential(), &keyring(), NOW, &nonce)
            .unwrap()
    };
    let (first, second) = (attempt(), attempt());
    assert_eq!(first.uri(), second.uri());
    assert_eq!(first.body(), second.body());
    assert_ne!(
        header(&first, "Authorization"),
        header(&second, "Authorization")
    );
}

#[test]
fn absent_fields_are_not_sent_and_zero_is_sent() {
    let request = ModifyBudgetRequest::builder()
        .modify_budget_request_no("n")
        .stock_id("s")
        .current_max_coupons(0)
        .build();
    let call = Call::prepare(&request).unwrap();
    assert_eq!(
        call.body().unwrap(),
        br#"{"current_max_coupons":0,"modify_budget_request_no":"n"}"#
    );
    assert_eq!(call.target(), "/v3/marketing/busifavor/stocks/s/budget");
}

#[test]
fn a_header_parameter_is_sent_and_one_with_a_line_break_is_rejected() {
    use wechatpay_golden::parameters::request::FindCardsRequest;
    let find = |language: &str| {
        let request = FindCardsRequest::builder().deck_id("7").limit(1);
        request_of(&request.x_deck_language(language).build())
    };
    let request = find("zh").unwrap();
    assert_eq!(request.headers()["x-deck-language"], "zh");
    assert_eq!(
        request.uri().path_and_query().unwrap(),
        "/v3/decks/7/cards?limit=1"
    );
    let error = find("zh\r\nX-Evil: 1").unwrap_err();
    assert_eq!(error.outcome(), wechatpay_runtime::Outcome::NotSent);
}
