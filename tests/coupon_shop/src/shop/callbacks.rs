//! Receives callbacks: verifies, stores, and only then acknowledges.

use std::error::Error;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use tokio::net::TcpListener;
use wechatpay_api::callback::{ApiKey, CallbackReceiver, Event, Reply};
use wechatpay_api::user_coupon::UserCouponEvent;

use super::{API_KEY, LISTEN, Shop};
use crate::crash;

struct Receiver {
    receiver: CallbackReceiver,
    shop: Arc<Shop>,
}

/// Starts to listen, and returns the URL for callbacks.
pub(super) async fn listen(shop: &Arc<Shop>) -> Result<String, Box<dyn Error>> {
    let key = ApiKey::new(std::env::var(API_KEY)?)?;
    let receiver = Arc::new(Receiver {
        receiver: CallbackReceiver::new(&shop.client, key),
        shop: Arc::clone(shop),
    });
    let router = Router::new()
        .route("/wechatpay", post(receive))
        .with_state(receiver);
    let listener = TcpListener::bind(std::env::var(LISTEN)?).await?;
    let url = format!("http://{}/wechatpay", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(url)
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since.map_or(0, |since| since.as_secs()).cast_signed();
    let reply = match receiver.receiver.receive(&headers, &body, now) {
        Ok(event) => match save(&receiver.shop, &event) {
            Ok(()) => event.acknowledge(),
            Err(_) => Reply::not_stored(),
        },
        Err(refused) => refused.reply(),
    };
    reply.into()
}

fn save(shop: &Shop, event: &Event) -> Result<(), Box<dyn Error>> {
    crash::point("callback", "before it is stored");
    if let UserCouponEvent::Sent(sent) = event.decode()? {
        let code = sent.coupon_code.ok_or("an event without a code")?;
        let store = &shop.store;
        store.save_event(&code, event.event_type(), event.id(), event.resource())?;
    }
    crash::point("callback", "before it is acknowledged");
    Ok(())
}
