//! Receives callbacks with the types of the crate `http`, which many HTTP servers use.
//!
//! `cargo run -p wechatpay-api --features callbacks --example callback_http`
//!
//! A local WeChat Pay makes the callbacks: a probe, and the same event twice.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde_json::Value;
use wechatpay_api::PublicKey;
use wechatpay_api::callback::{ApiKey, CallbackReceiver, Event, Reply};
use wechatpay_api::keys::Keyring;
use wechatpay_mock::{Callback, Mock, Tamper};

/// What your HTTP server calls for each request to the notify URL.
fn receive(
    receiver: &CallbackReceiver,
    store: &mut Store,
    request: &http::Request<Bytes>,
) -> Result<http::Response<Bytes>, Box<dyn Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let received = receiver.receive(request.headers(), request.body(), now.try_into()?);
    let reply = match received {
        Ok(event) if save(store, &event) => event.acknowledge(),
        Ok(_) => Reply::not_stored(),
        Err(refused) => {
            eprintln!("refused: {refused}");
            refused.reply()
        }
    };
    Ok(reply.into())
}

/// Use storage that survives a crash instead.
type Store = BTreeMap<String, Event>;

/// Stores an event once, and returns whether it is stored. The key is what makes the event a
/// different one for your business, and not the id of the notification.
fn save(store: &mut Store, event: &Event) -> bool {
    let resource: Value = event.decode_resource().unwrap_or_default();
    let coupon = resource["coupon_code"].as_str().unwrap_or(event.id());
    let key = format!("{coupon} {}", event.event_type());
    store.entry(key).or_insert_with(|| event.clone());
    true
}

fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::builder().without_sockets().start()?;
    // With a client, write `CallbackReceiver::new(&client, …)`. Then both have the same keys.
    let key = PublicKey::from_pem(mock.public_key_pem())?;
    let keyring = Keyring::new(mock.public_key_id(), key)?;
    let receiver = CallbackReceiver::new(keyring, ApiKey::new(mock.api_key())?);

    let genuine = Callback::new("PRODUCT_COUPON_SP.SEND", r#"{"coupon_code":"1002"}"#);
    let probe = genuine.clone().tampered(Tamper::Probe);
    let mut store = Store::new();
    for callback in [&probe, &genuine, &genuine] {
        let response = receive(&receiver, &mut store, &mock.callback_request(callback))?;
        println!("{}, {} stored", response.status(), store.len());
    }
    Ok(())
}
