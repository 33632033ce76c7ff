//! The shop: it sells coupons, and survives being killed.

mod callbacks;
mod calls;
mod life;
mod requests;
mod store;

use std::error::Error;
use std::sync::Arc;

use wechatpay_api::Client;
use wechatpay_api::client::ClientBuilder;

use store::Store;

/// The variable that names the database.
pub(crate) const DATABASE: &str = "SHOP_DATABASE";
/// The variable that has the address for callbacks, such as `127.0.0.1:8080`.
pub(crate) const LISTEN: &str = "SHOP_LISTEN";
/// The variable that has the APIv3 key.
pub(crate) const API_KEY: &str = "SHOP_API_KEY";

/// Runs the shop until the life of its coupons has ended. After a kill, the next run goes on.
pub(crate) fn serve() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let client = ClientBuilder::from_env()?.build()?;
        let shop = Arc::new(Shop {
            store: Store::open(&std::env::var(DATABASE)?)?,
            client,
        });
        let url = callbacks::listen(&shop).await?;
        life::live(&shop, &url).await
    })
}

pub(crate) struct Shop {
    store: Store,
    client: Client,
}
