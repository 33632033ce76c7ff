//! The SEND callback.

use serde_json::{Value, json};

use super::{APPID, BRAND, COUPON, OPENID, STOCK, issue, stock, with_stock};

#[test]
fn each_issued_coupon_has_a_notice() {
    let mock = with_stock(&stock("WECHATPAY"));
    let code = issue(&mock, "send-1");
    issue(&mock, "send-1");
    let [notice] = mock.coupons().notices().try_into().unwrap();
    assert_eq!(notice.event_type, "PRODUCT_COUPON_SP.SEND");
    assert_eq!(notice.coupon_code, code);
    let resource: Value = serde_json::from_str(&notice.resource).unwrap();
    let coupon = mock.coupons().user_coupon(&code).unwrap();
    let expected = json!({
        "brand_id": BRAND,
        "coupon_code": code,
        "product_coupon_id": COUPON,
        "stock_id": STOCK,
        "appid": APPID,
        "openid": OPENID,
        "valid_begin_time": coupon["valid_begin_time"],
        "valid_end_time": coupon["valid_end_time"],
        "receive_time": coupon["receive_time"],
        "send_request_no": "send-1",
        "send_channel": "API",
        "attach": "anything",
    });
    assert_eq!(resource, expected);
    assert!(!format!("{notice:?}").contains(OPENID));
}

#[cfg(feature = "callbacks")]
mod sent {
    use std::thread;
    use std::time::Duration;

    use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
    use aes_gcm::{Aes256Gcm, Nonce};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};
    use wechatpay_mock::{Mock, Tamper};

    use crate::receiver::{self, PATIENCE};

    use super::super::{COUPON, coupon, done, issue, stock, with_stock};

    fn decrypted(mock: &Mock, callback: &Value) -> Value {
        let resource = &callback["resource"];
        let text = |name: &str| resource[name].as_str().unwrap();
        let cipher = Aes256Gcm::new_from_slice(mock.api_key().as_bytes()).unwrap();
        let payload = Payload {
            msg: &STANDARD.decode(text("ciphertext")).unwrap(),
            aad: text("associated_data").as_bytes(),
        };
        let nonce = Nonce::from_slice(text("nonce").as_bytes());
        serde_json::from_slice(&cipher.decrypt(nonce, payload).unwrap()).unwrap()
    }

    fn set_url(mock: &Mock, url: &str) {
        done(mock, "/notify-configs", &json!({ "notify_url": url }));
    }

    #[test]
    fn a_callback_is_repeated_until_it_is_acknowledged() {
        let mock = with_stock(&stock("WECHATPAY"));
        mock.coupons()
            .deliver_with(|callback| callback.retried(10_000));
        let (url, received) = receiver::start(&[500, 401]);
        set_url(&mock, &url);
        let code = issue(&mock, "send-1");
        let bodies: Vec<_> = (0..3)
            .map(|_| received.recv_timeout(PATIENCE).unwrap().1)
            .collect();
        for body in &bodies {
            assert_eq!(body["event_type"], "PRODUCT_COUPON_SP.SEND");
            assert_eq!(body["id"], bodies[0]["id"]);
            assert_eq!(decrypted(&mock, body)["coupon_code"], code);
        }
        assert!(received.recv_timeout(Duration::from_millis(100)).is_err());
        // A repeated call issues nothing, and sends nothing.
        issue(&mock, "send-1");
        assert!(received.recv_timeout(Duration::from_millis(100)).is_err());
        let attempts = mock.callback_attempts();
        let statuses: Vec<_> = attempts.iter().map(|attempt| attempt.status).collect();
        assert_eq!(statuses, [Some(500), Some(401), Some(204)]);
    }

    #[test]
    fn a_callback_follows_the_url_of_the_program() {
        let mock = with_stock(&stock("WECHATPAY"));
        mock.coupons()
            .deliver_with(|callback| callback.retried(1_000));
        // No URL is set; then the URL of a program that has ended; then that of a running one.
        issue(&mock, "send-1");
        set_url(&mock, "http://127.0.0.1:1/");
        let (url, received) = receiver::start(&[]);
        set_url(&mock, &url);
        assert!(received.recv_timeout(PATIENCE).is_ok());
    }

    #[test]
    fn callbacks_for_an_https_url_can_go_elsewhere() {
        let mock = with_stock(&stock("WECHATPAY"));
        let (url, received) = receiver::start(&[]);
        set_url(&mock, "https://www.example.com/notify");
        mock.coupons().deliver_to(url.as_str());
        let code = mock.coupons().hand_out(super::STOCK, "somebody").unwrap();
        let body = received.recv_timeout(PATIENCE).unwrap().1;
        let resource = decrypted(&mock, &body);
        assert_eq!(resource["coupon_code"], code);
        assert_eq!(resource["send_channel"], "BRAND_MANAGE");
    }

    #[test]
    fn callbacks_without_an_acknowledgment_can_be_sent_again() {
        let mock = with_stock(&stock("WECHATPAY"));
        let (url, received) = receiver::start(&[204, 500]);
        set_url(&mock, &url);
        // The first callback is acknowledged, the second is not, and nothing repeats it soon.
        mock.coupons().deliver_with(|callback| callback.retried(1));
        issue(&mock, "send-1");
        received.recv_timeout(PATIENCE).unwrap();
        let code = issue(&mock, "send-2");
        received.recv_timeout(PATIENCE).unwrap();
        while mock.callback_attempts().len() < 2 {
            thread::yield_now();
        }
        mock.coupons().redeliver();
        let body = received.recv_timeout(PATIENCE).unwrap().1;
        assert_eq!(decrypted(&mock, &body)["coupon_code"], code);
        assert!(received.recv_timeout(Duration::from_millis(100)).is_err());
    }

    #[test]
    fn a_callback_can_be_changed_before_it_is_sent() {
        let mock = with_stock(&stock("WECHATPAY"));
        let (url, received) = receiver::start(&[]);
        set_url(&mock, &url);
        mock.coupons()
            .deliver_with(|callback| callback.tampered(Tamper::Probe).times(2));
        issue(&mock, "send-1");
        let ids: Vec<_> = (0..2)
            .map(|_| received.recv_timeout(PATIENCE).unwrap().1["id"].clone())
            .collect();
        assert_eq!(ids[0], ids[1]);
    }

    #[test]
    fn a_mock_without_sockets_sends_no_callback() {
        let life = Mock::builder().coupon_life(wechatpay_mock::spec().unwrap());
        let mock = life.without_sockets().start().unwrap();
        let body = coupon("create-1", &stock("WECHATPAY")).to_string();
        let target = "http://localhost/v3/marketing/partner/product-coupon/product-coupons";
        let mut draft = crate::client::Draft::new(&mock).body(body.clone());
        (draft.method, draft.target) = ("POST", target["http://localhost".len()..].to_owned());
        let mut request =
            http::Request::post(target).header("Authorization", draft.authorization(&mock));
        for (name, value) in &draft.headers {
            request = request.header(*name, value);
        }
        let response = mock.exchange(request.body(body.into()).unwrap()).unwrap();
        assert_eq!(response.status(), 200);
        mock.coupons().approve();
        assert!(mock.coupons().product_coupon(COUPON).is_some());
        let code = mock.coupons().hand_out(super::STOCK, "somebody").unwrap();
        let [notice] = mock.coupons().notices().try_into().unwrap();
        let request = mock.callback_request(&notice.callback());
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(decrypted(&mock, &body)["coupon_code"], code);
        assert!(mock.callback_attempts().is_empty());
    }
}
