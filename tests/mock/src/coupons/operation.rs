//! The operations in the life of a coupon.

use serde_json::json;

use super::books::Books;
use super::call::{Call, Done, Refused};
use super::{budget, codes, images, issue, notify, product_coupon, stock, stores, user_coupon};
use crate::spec::Form;

const FAMILY: &str = "/v3/marketing/partner/product-coupon";
const COUPONS: &str = "/v3/marketing/partner/product-coupon/product-coupons";
const USERS: &str = "/v3/marketing/partner/product-coupon/users/{openid}/coupons";
const SECURITY: &str = "/v3/security";

type Act = fn(&mut Books, &Call<'_>) -> Result<Done, Refused>;

/// An operation, its method and path, and what it does.
#[derive(Debug)]
pub(crate) struct CouponOperation {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// The beginning of the path template, and the rest.
    path: (&'static str, &'static str),
    /// The member of the body that is the request number.
    pub(super) number: Option<&'static str>,
    pub(super) act: Act,
}

/// Compares operations by name.
impl PartialEq for CouponOperation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl CouponOperation {
    /// The form that the operation sends, if the spec does not have the operation.
    pub(crate) fn form(&self) -> Option<Form> {
        (self.name == "upload_image").then(images::form)
    }

    pub(crate) fn template(&self) -> String {
        let (area, rest) = self.path;
        format!("{area}{rest}")
    }
}

const fn get(name: &'static str, path: (&'static str, &'static str), act: Act) -> CouponOperation {
    CouponOperation {
        name,
        method: "GET",
        path,
        number: None,
        act,
    }
}

/// A call that can be repeated, because it sets a state.
const fn set(name: &'static str, path: (&'static str, &'static str), act: Act) -> CouponOperation {
    CouponOperation {
        method: "POST",
        ..get(name, path, act)
    }
}

/// A call with a request number.
const fn post(name: &'static str, path: (&'static str, &'static str), act: Act) -> CouponOperation {
    CouponOperation {
        number: Some("out_request_no"),
        ..set(name, path, act)
    }
}

const STOCKS: &str = "/{product_coupon_id}/stocks";
const STOCK: &str = "/{product_coupon_id}/stocks/{stock_id}";

/// All operations.
pub(crate) static OPERATIONS: [CouponOperation; 22] = [
    set(
        "set_notify_config",
        (FAMILY, "/notify-configs"),
        notify::set,
    ),
    get(
        "get_notify_config",
        (FAMILY, "/notify-configs"),
        notify::get,
    ),
    set(
        "upload_image",
        (FAMILY, "/media/upload-image"),
        images::upload,
    ),
    post(
        "create_product_coupon",
        (COUPONS, ""),
        product_coupon::create,
    ),
    get(
        "get_product_coupon",
        (COUPONS, "/{product_coupon_id}"),
        product_coupon::get,
    ),
    post(
        "deactivate_product_coupon",
        (COUPONS, "/{product_coupon_id}/deactivate"),
        product_coupon::deactivate,
    ),
    post("create_stock", (COUPONS, STOCKS), stock::create),
    get("list_stocks", (COUPONS, STOCKS), stock::list),
    get("get_stock", (COUPONS, STOCK), stock::get),
    post(
        "update_stock_budget",
        (
            COUPONS,
            "/{product_coupon_id}/stocks/{stock_id}/update-budget",
        ),
        budget::update,
    ),
    post(
        "deactivate_stock",
        (COUPONS, "/{product_coupon_id}/stocks/{stock_id}/deactivate"),
        stock::deactivate,
    ),
    post(
        "upload_coupon_codes",
        (
            COUPONS,
            "/{product_coupon_id}/stocks/{stock_id}/upload-coupon-codes",
        ),
        codes::upload,
    ),
    set(
        "associate_stores",
        (
            COUPONS,
            "/{product_coupon_id}/stocks/{stock_id}/associate-stores",
        ),
        stores::associate,
    ),
    set(
        "disassociate_stores",
        (
            COUPONS,
            "/{product_coupon_id}/stocks/{stock_id}/disassociate-stores",
        ),
        stores::disassociate,
    ),
    get(
        "list_associated_stores",
        (
            COUPONS,
            "/{product_coupon_id}/stocks/{stock_id}/associated-stores",
        ),
        stores::list,
    ),
    CouponOperation {
        number: Some("send_request_no"),
        ..set("send_user_product_coupon", (USERS, ""), issue::send)
    },
    get("list_user_product_coupons", (USERS, ""), user_coupon::list),
    get(
        "get_user_product_coupon",
        (USERS, "/{coupon_code}"),
        user_coupon::get,
    ),
    post(
        "confirm_send_user_product_coupon",
        (USERS, "/{coupon_code}/confirm"),
        user_coupon::confirm,
    ),
    post(
        "use_user_product_coupon",
        (USERS, "/{coupon_code}/use"),
        user_coupon::use_up,
    ),
    post(
        "return_user_product_coupon",
        (USERS, "/{coupon_code}/return"),
        user_coupon::give_back,
    ),
    post(
        "deactivate_user_product_coupon",
        (USERS, "/{coupon_code}/deactivate"),
        user_coupon::deactivate,
    ),
];

/// A self-test of keys, serial numbers, signatures and clocks.
pub(crate) static SECURITY_ECHO: CouponOperation = set("security_echo", (SECURITY, "/echo"), echo);

fn echo(_: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let message = call.text("echo_message")?;
    Ok(Done::read(json!({ "echo_message": message })))
}
