//! Receives callbacks: verifies, stores, and only then acknowledges.

use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

/// How often the shop tries to listen.
const MOST_BINDS: u32 = 400;

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
    let listener = bind(&std::env::var(LISTEN)?).await?;
    let url = format!("http://{}/wechatpay", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(url)
}

/// Listens on an address that was chosen before this run. A connection of another program may have
/// its port for a moment.
async fn bind(address: &str) -> std::io::Result<TcpListener> {
    let mut tries = 0;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse && tries < MOST_BINDS => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            result => return result,
        }
    }
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
