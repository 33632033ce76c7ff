//! Receives callbacks with axum.
//!
//! `cargo run -p wechatpay-api --features callbacks --example callback_axum`
//!
//! A local WeChat Pay sends an event to the server: first as a probe, then rightly signed.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use tokio::net::TcpListener;
use wechatpay_api::PublicKey;
use wechatpay_api::callback::{ApiKey, CallbackReceiver, Event, Reply};
use wechatpay_api::keys::Keyring;
use wechatpay_mock::{Callback, Mock, Tamper};

/// The body has to be extracted as bytes: WeChat Pay signs the bytes, not the JSON in them.
async fn receive(State(state): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since.map_or(0, |since| since.as_secs());
    let received = state.receiver.receive(&headers, &body, now.cast_signed());
    let reply = match received {
        Ok(event) if state.save(event.clone()) => event.acknowledge(),
        Ok(_) => Reply::not_stored(),
        Err(refused) => {
            eprintln!("refused: {refused}");
            refused.reply()
        }
    };
    reply.into()
}

struct App {
    receiver: CallbackReceiver,
    /// Use storage that survives a crash instead. The example `callback_http` finds duplicates.
    store: Mutex<Vec<Event>>,
}

impl App {
    fn save(&self, event: Event) -> bool {
        println!("stored: {}", event.event_type());
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.push(event);
        true
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::builder().without_sockets().start()?;
    // With a client, write `CallbackReceiver::new(&client, …)`. Then both have the same keys.
    let key = PublicKey::from_pem(mock.public_key_pem())?;
    let keyring = Keyring::new(mock.public_key_id(), key)?;
    let app = App {
        receiver: CallbackReceiver::new(keyring, ApiKey::new(mock.api_key())?),
        store: Mutex::default(),
    };
    let router = Router::new()
        .route("/callbacks", post(receive))
        .with_state(Arc::new(app));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/callbacks", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, router).await });

    let callback = Callback::new("PRODUCT_COUPON_SP.SEND", r#"{"coupon_code":"1002"}"#)
        .tampered(Tamper::Probe)
        .retried(100);
    let delivery = mock.send_callback(&url, callback)?;
    for attempt in tokio::task::spawn_blocking(|| delivery.wait()).await? {
        println!("the server replied {:?}", attempt.status);
    }
    Ok(())
}
