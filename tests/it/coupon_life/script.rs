//! The steps of the life. Each is done once, also if the merchant's program ends on the way.

use std::time::Duration;

use serde_json::json;
use wechatpay_api::Timestamp;
use wechatpay_api::coupon_management::ProductCouponState;
use wechatpay_api::coupon_management::request::{
    AssociateStoresRequest, CreateStockRequest, DeactivateProductCouponRequest,
    DeactivateStockRequest, DisassociateStoresRequest, GetProductCouponRequest, GetStockRequest,
    SetNotifyConfigRequest, StoreInfo, UploadCouponCodesRequest, UploadImageRequest,
};
use wechatpay_api::product_coupon::StockState;
use wechatpay_api::product_coupon::request::{BudgetUpdate, UpdateStockBudgetRequest};
use wechatpay_api::user_coupon::UserProductCouponState;
use wechatpay_api::user_coupon::request::{
    ConfirmSendUserProductCouponRequest, DeactivateUserProductCouponRequest,
    GetUserProductCouponRequest, ReturnUserProductCouponRequest, SendUserProductCouponRequest,
    UseUserProductCouponRequest, UserProductCouponAssociatedOrderInfo,
};

use super::go_live::Rule;
use super::merchant::{Merchant, Stop};
use super::requests::{APPID, BRAND, CODES, PICTURE, STORE, USERS, coupon};

/// A store that is associated for a short time.
const OTHER_STORE: &str = "100000002";

/// What the calls of the life are about.
struct Ids {
    product_coupon: String,
    stock: String,
}

/// A coupon of a user.
#[derive(Clone, Copy)]
struct Owned<'a> {
    openid: &'a str,
    code: &'a str,
}

/// Plays the life from where it stopped. The first user uses the coupon and returns it; the coupon
/// of the second user is taken back.
pub(super) fn play(merchant: &mut Merchant<'_>) -> Result<(), Stop> {
    let url = merchant.receiver.url.clone();
    let url = SetNotifyConfigRequest::builder().notify_url(url);
    merchant.once("set the callback URL", || url.build())?;
    let ids = create(merchant)?;
    wait_for_review(merchant, &ids);
    add_stock(merchant, &ids)?;
    upload_codes(merchant, &ids)?;
    associate_stores(merchant, &ids)?;
    let mut codes = Vec::new();
    for openid in USERS {
        let code = send(merchant, &ids, openid)?;
        merchant.receiver.wait_for(&code);
        let owned = Owned {
            openid,
            code: &code,
        };
        confirm(merchant, &ids, owned)?;
        codes.push(code);
    }
    let owned = |index: usize| Owned {
        openid: USERS[index],
        code: &codes[index],
    };
    use_and_return(merchant, &ids, owned(0))?;
    take_back(merchant, &ids, owned(1))?;
    change_budget(merchant, &ids)?;
    deactivate(merchant, &ids)
}

fn create(merchant: &mut Merchant<'_>) -> Result<Ids, Stop> {
    let image = UploadImageRequest::builder()
        .filename("coupon.png")
        .file(PICTURE);
    let image = if merchant.keeps(Rule::Pictures) {
        let uploaded = merchant.once("upload a picture", || image.build())?;
        uploaded.unwrap().image_url.unwrap()
    } else {
        "https://www.example.com/coupon.png".to_owned()
    };
    let created = merchant.once("create the coupon", || coupon("create_0001", &image))?;
    let created = created.unwrap();
    Ok(Ids {
        product_coupon: created.product_coupon_id.unwrap(),
        stock: created.stock.unwrap().stock_id.unwrap(),
    })
}

/// Looks every 20 seconds of the mock's clock.
fn wait_for_review(merchant: &mut Merchant<'_>, ids: &Ids) {
    let coupon = GetProductCouponRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .brand_id(BRAND)
        .build();
    let stock = get_stock(ids);
    for _ in 0..5 {
        let coupon = merchant.read("look at the coupon", &coupon).state.unwrap();
        let stock = merchant.read("look at the stock", &stock).state.unwrap();
        if coupon != ProductCouponState::Auditing && stock != StockState::Auditing {
            return;
        }
        merchant.mock.coupons().advance(Duration::from_secs(20));
    }
    panic!("the review has no end");
}

fn get_stock(ids: &Ids) -> GetStockRequest {
    GetStockRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .brand_id(BRAND)
        .build()
}

/// A second stock like the first one. Its codes are issued to nobody.
fn add_stock(merchant: &mut Merchant<'_>, ids: &Ids) -> Result<(), Stop> {
    let like_the_first = serde_json::to_value(coupon("create_0001", "")).unwrap();
    let request = json!({
        "product_coupon_id": ids.product_coupon,
        "out_request_no": "stock_0002",
        "stock": like_the_first["stock"],
        "brand_id": BRAND,
    });
    let request = || serde_json::from_value::<CreateStockRequest>(request).unwrap();
    merchant.once("add a stock", request)?;
    Ok(())
}

fn upload_codes(merchant: &mut Merchant<'_>, ids: &Ids) -> Result<(), Stop> {
    if !merchant.keeps(Rule::Codes) {
        return Ok(());
    }
    let codes = UploadCouponCodesRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("codes_0001")
        .code_list(CODES)
        .brand_id(BRAND);
    let uploaded = merchant.once("upload codes", || codes.build())?;
    assert!(uploaded.unwrap().is_complete());
    Ok(())
}

fn associate_stores(merchant: &mut Merchant<'_>, ids: &Ids) -> Result<(), Stop> {
    if !merchant.keeps(Rule::Stores) {
        return Ok(());
    }
    let store = |id| StoreInfo::builder().store_id(id).build();
    let stores = AssociateStoresRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .store_list([store(STORE), store(OTHER_STORE)])
        .brand_id(BRAND);
    merchant.once("associate stores", || stores.build())?;
    let other = DisassociateStoresRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .store_list([store(OTHER_STORE)])
        .brand_id(BRAND);
    merchant.once("disassociate a store", || other.build())?;
    Ok(())
}

fn send(merchant: &mut Merchant<'_>, ids: &Ids, openid: &str) -> Result<String, Stop> {
    let request = SendUserProductCouponRequest::builder()
        .openid(openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .send_request_no(number("send", openid))
        .brand_id(BRAND);
    let sent = merchant.once(&step("send a coupon", openid), || request.build())?;
    Ok(sent.unwrap().coupon_code.unwrap())
}

fn confirm(merchant: &mut Merchant<'_>, ids: &Ids, owned: Owned<'_>) -> Result<(), Stop> {
    if !merchant.keeps(Rule::Confirm) {
        return Ok(());
    }
    let request = ConfirmSendUserProductCouponRequest::builder()
        .coupon_code(owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("confirm", owned.openid))
        .brand_id(BRAND);
    merchant.once(&step("confirm", owned.openid), || request.build())?;
    Ok(())
}

fn use_and_return(merchant: &mut Merchant<'_>, ids: &Ids, owned: Owned<'_>) -> Result<(), Stop> {
    let look = GetUserProductCouponRequest::builder()
        .coupon_code(owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .brand_id(BRAND)
        .build();
    let found = merchant.read("look up the coupon", &look);
    assert_ne!(found.coupon_state, Some(UserProductCouponState::Deleted));
    let order = UserProductCouponAssociatedOrderInfo::builder().transaction_id("4200000001");
    let use_up = UseUserProductCouponRequest::builder()
        .coupon_code(owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .use_time(Timestamp::from("2026-08-01T12:00:00+08:00"))
        .out_request_no(number("use", owned.openid))
        .store_id(STORE)
        .associated_order_info(order.build())
        .brand_id(BRAND);
    if merchant.keeps(Rule::Use) {
        merchant.once("use", || use_up.build())?;
    }
    let give_back = ReturnUserProductCouponRequest::builder()
        .coupon_code(owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("return", owned.openid))
        .brand_id(BRAND);
    if merchant.keeps(Rule::Return) {
        merchant.once("return", || give_back.build())?;
    }
    Ok(())
}

fn take_back(merchant: &mut Merchant<'_>, ids: &Ids, owned: Owned<'_>) -> Result<(), Stop> {
    if !merchant.keeps(Rule::Deactivation) {
        return Ok(());
    }
    let request = DeactivateUserProductCouponRequest::builder()
        .coupon_code(owned.code)
        .openid(owned.openid)
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .appid(APPID)
        .out_request_no(number("deactivate", owned.openid))
        .deactivate_reason("sent by mistake")
        .brand_id(BRAND);
    merchant.once("deactivate a user's coupon", || request.build())?;
    Ok(())
}

fn change_budget(merchant: &mut Merchant<'_>, ids: &Ids) -> Result<(), Stop> {
    let stock = merchant.read("read the budget", &get_stock(ids));
    let current = stock.stock_send_rule.unwrap().max_count.unwrap();
    let budget = UpdateStockBudgetRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("budget_0001")
        .update_mode(BudgetUpdate::MaxCount {
            current_max_count: current,
            target_max_count: current + 500,
        })
        .brand_id(BRAND);
    merchant.once("change the budget", || budget.build())?;
    Ok(())
}

fn deactivate(merchant: &mut Merchant<'_>, ids: &Ids) -> Result<(), Stop> {
    let stock = DeactivateStockRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .stock_id(&*ids.stock)
        .out_request_no("stock_0001")
        .deactivate_reason("sold out")
        .brand_id(BRAND);
    merchant.once("deactivate the stock", || stock.build())?;
    let coupon = DeactivateProductCouponRequest::builder()
        .product_coupon_id(&*ids.product_coupon)
        .out_request_no("coupon_0001")
        .deactivate_reason("sold out")
        .brand_id(BRAND);
    merchant.once("deactivate the coupon", || coupon.build())?;
    Ok(())
}

/// The number of a request about a user's coupon. It is the same in each run.
fn number(action: &str, openid: &str) -> String {
    format!("{action}_{}", &openid[openid.len() - 8..])
}

fn step(action: &str, openid: &str) -> String {
    format!("{action}, user {}", &openid[openid.len() - 1..])
}
