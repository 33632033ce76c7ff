//! The life of a coupon, step by step. Each step is done once, also over several runs.

use std::error::Error;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wechatpay_api::Timestamp;
use wechatpay_api::coupon_management::ProductCouponState;
use wechatpay_api::coupon_management::request::{
    AssociateStoresRequest, DeactivateProductCouponRequest, DeactivateStockRequest,
    GetProductCouponRequest, GetStockRequest, SetNotifyConfigRequest, StoreInfo,
    UploadCouponCodesRequest, UploadImageRequest,
};
use wechatpay_api::product_coupon::StockState;
use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};
use wechatpay_api::user_coupon::UserProductCouponState;
use wechatpay_api::user_coupon::request::{
    ConfirmSendUserProductCouponRequest, DeactivateUserProductCouponRequest,
    GetUserProductCouponRequest, ReturnUserProductCouponRequest, SendUserProductCouponRequest,
    UseUserProductCouponRequest, UserProductCouponAssociatedOrderInfo,
};
use wechatpay_api::user_coupon::response::UserProductCouponEntity;

use super::Shop;
use super::requests::{self, APPID, BRAND, CODES, STORE, USERS};
use crate::crash;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the shop waits for a callback before it asks for the state itself.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the shop looks.
const PAUSE: Duration = Duration::from_millis(20);

/// The product coupon and its stock.
struct Ids {
    product_coupon: String,
    stock: String,
}

/// A coupon of a user.
struct Owned<'a> {
    openid: &'a str,
    code: String,
}

/// Lives through the whole life, and prints the books of the shop at its end.
pub(super) async fn live(shop: &Shop, url: &str) -> Result<()> {
    let url = SetNotifyConfigRequest::builder().notify_url(url);
    shop.once("notify url", || url.build()).await?;
    let ids = create(shop).await?;
    until_reviewed(shop, &ids).await?;
    fill(shop, &ids).await?;

    let mut owned = Vec::new();
    for openid in USERS {
        let code = issue(shop, &ids, openid).await?;
        confirm(
            shop,
            &ids,
            &Owned {
                openid,
                code: code.clone(),
            },
        )
        .await?;
        owned.push(Owned { openid, code });
    }
    let [first, second] = &owned[..] else {
        return Err("there are two users".into());
    };
    use_and_return(shop, &ids, first).await?;
    deactivate_one(shop, &ids, second).await?;
    end(shop, &ids).await?;
    println!("{}", books(shop, &ids, &owned).await?);
    Ok(())
}

async fn create(shop: &Shop) -> Result<Ids> {
    let image = UploadImageRequest::builder()
        .filename("coupon.png")
        .file(requests::PICTURE);
    let image = shop.once("image", || image.build()).await?;
    let image = image.image_url.ok_or("a picture without a URL")?;
    let created = shop
        .once("create", || requests::coupon("create_0001", &image))
        .await?;
    let stock = created.stock.ok_or("a coupon without a stock")?;
    Ok(Ids {
        product_coupon: created
            .product_coupon_id
            .ok_or("a coupon without a number")?,
        stock: stock.stock_id.ok_or("a stock without a number")?,
    })
}

async fn until_reviewed(shop: &Shop, ids: &Ids) -> Result<()> {
    let coupon = GetProductCouponRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .brand_id(BRAND)
        .build();
    let stock = get_stock(ids);
    loop {
        let coupon = shop.read(&coupon).await?.state;
        let stock = shop.read(&stock).await?.state;
        // After a kill, both may have ended already.
        let is_reviewed = coupon.is_some_and(|state| state != ProductCouponState::Auditing)
            && stock.is_some_and(|state| state != StockState::Auditing);
        if is_reviewed {
            crash::point("review", "after it");
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn get_stock(ids: &Ids) -> GetStockRequest {
    GetStockRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .brand_id(BRAND)
        .build()
}

/// Gives the stock its codes and its store.
async fn fill(shop: &Shop, ids: &Ids) -> Result<()> {
    let codes = UploadCouponCodesRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("codes_0001")
        .code_list(CODES)
        .brand_id(BRAND);
    let uploaded = shop.once("codes", || codes.build()).await?;
    // The call succeeds although some codes may have been refused.
    uploaded
        .complete()
        .map_err(|refused| format!("{} codes were refused", refused.len()))?;
    let stores = AssociateStoresRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .store_list([StoreInfo::builder().store_id(STORE).build()])
        .brand_id(BRAND);
    let associated = shop.once("stores", || stores.build()).await?;
    associated
        .complete()
        .map_err(|refused| format!("{} stores were refused", refused.len()))?;
    Ok(())
}

/// Sends a coupon to a user, and waits for the event. If it does not come, the shop asks.
async fn issue(shop: &Shop, ids: &Ids, openid: &str) -> Result<String> {
    let request = SendUserProductCouponRequest::builder()
        .openid(openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .send_request_no(number("send", openid))
        .brand_id(BRAND);
    let sent = shop.once(&step("send", openid), || request.build()).await?;
    let code = sent.coupon_code.ok_or("a coupon without a code")?;
    let started = Instant::now();
    while shop.store.event(&code)?.is_none() && started.elapsed() < PATIENCE {
        tokio::time::sleep(PAUSE).await;
    }
    let found = shop.read(&get_coupon(ids, openid, &code)).await?;
    match found.coupon_state {
        Some(_) => Ok(code),
        None => Err("a coupon without a state".into()),
    }
}

async fn confirm(shop: &Shop, ids: &Ids, owned: &Owned<'_>) -> Result<()> {
    let request = ConfirmSendUserProductCouponRequest::builder()
        .coupon_code(&*owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("confirm", owned.openid))
        .brand_id(BRAND);
    let confirmed = shop
        .once(&step("confirm", owned.openid), || request.build())
        .await?;
    expect_state(&confirmed, &UserProductCouponState::Effective)
}

async fn use_and_return(shop: &Shop, ids: &Ids, owned: &Owned<'_>) -> Result<()> {
    // A user may have deleted the coupon, and no event says so.
    let found = shop
        .read(&get_coupon(ids, owned.openid, &owned.code))
        .await?;
    let is_used = shop.store.call(&step("use", owned.openid))?.is_some();
    if !is_used {
        expect_state(&found, &UserProductCouponState::Effective)?;
    }
    let order = UserProductCouponAssociatedOrderInfo::builder()
        .transaction_id("4200000001")
        .build();
    let request = UseUserProductCouponRequest::builder()
        .coupon_code(&*owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .use_time(Timestamp::from("2026-08-01T12:00:00+08:00"))
        .out_request_no(number("use", owned.openid))
        .store_id(STORE)
        .associated_order_info(order)
        .brand_id(BRAND);
    let used = shop
        .once(&step("use", owned.openid), || request.build())
        .await?;
    expect_state(&used, &UserProductCouponState::Used)?;

    let request = ReturnUserProductCouponRequest::builder()
        .coupon_code(&*owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("return", owned.openid))
        .brand_id(BRAND);
    let returned = shop
        .once(&step("return", owned.openid), || request.build())
        .await?;
    expect_state(&returned, &UserProductCouponState::Effective)
}

async fn deactivate_one(shop: &Shop, ids: &Ids, owned: &Owned<'_>) -> Result<()> {
    let request = DeactivateUserProductCouponRequest::builder()
        .coupon_code(&*owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("deactivate", owned.openid))
        .deactivate_reason("sent by mistake")
        .brand_id(BRAND);
    let step = step("deactivate", owned.openid);
    let ended = shop.once(&step, || request.build()).await?;
    expect_state(&ended, &UserProductCouponState::Deactivated)
}

/// Changes the budget, and ends the stock and the product coupon.
async fn end(shop: &Shop, ids: &Ids) -> Result<()> {
    let stock = shop.read(&get_stock(ids)).await?;
    let rule = stock.stock_send_rule.ok_or("a stock without limits")?;
    let current = rule.max_count.ok_or("a stock without a budget")?;
    let budget = UpdateStockBudgetRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("budget_0001")
        .update_mode(BudgetUpdate::MaxCount {
            current_max_count: current,
            target_max_count: current + 500,
        })
        .brand_id(BRAND);
    shop.once("budget", || budget.build()).await?;

    let stock = DeactivateStockRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("stock_0001")
        .deactivate_reason("sold out")
        .brand_id(BRAND);
    shop.once("end of the stock", || stock.build()).await?;
    let coupon = DeactivateProductCouponRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .out_request_no("coupon_0001")
        .deactivate_reason("sold out")
        .brand_id(BRAND);
    shop.once("end of the coupon", || coupon.build()).await?;
    Ok(())
}

fn get_coupon(ids: &Ids, openid: &str, code: &str) -> GetUserProductCouponRequest {
    GetUserProductCouponRequest::builder()
        .coupon_code(code)
        .openid(openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .brand_id(BRAND)
        .build()
}

fn expect_state(coupon: &UserProductCouponEntity, expected: &UserProductCouponState) -> Result<()> {
    if coupon.coupon_state.as_ref() == Some(expected) {
        return Ok(());
    }
    Err(format!("{:?} instead of {expected:?}", coupon.coupon_state).into())
}

/// The number of a request about a user's coupon. It is the same in each run.
fn number(action: &str, openid: &str) -> String {
    format!("{action}_{}", &openid[openid.len() - 8..])
}

fn step(action: &str, openid: &str) -> String {
    format!("{action} {}", &openid[openid.len() - 1..])
}

/// What the shop believes, as JSON.
async fn books(shop: &Shop, ids: &Ids, owned: &[Owned<'_>]) -> Result<Value> {
    let mut coupons = Vec::new();
    for Owned { openid, code } in owned {
        let found = shop.read(&get_coupon(ids, openid, code)).await?;
        let event = shop.store.event(code)?;
        coupons.push(json!({
            "openid": openid,
            "code": code,
            "state": found.coupon_state.as_ref().map(ToString::to_string),
            "has_event": event.is_some_and(|event| {
                event.coupon_code == *code && event.resource.contains(openid)
            }),
        }));
    }
    Ok(json!({
        "product_coupon": ids.product_coupon,
        "stock": ids.stock,
        "coupons": coupons,
    }))
}
