//! The conditions under which the mock refuses a call.
//!
//! Sources: `create page` and `budget page` are the audited pages of 2025-08-04. A number such as
//! `4015781605` is a page of pay.weixin.qq.com/doc/v3/partner whose beginning is known; its error
//! rows are not. `guide` is a trouble-shooting guide of WeChat Pay (wechatpay-skills@15f40d0).

use super::{CouponBehavior, CouponRefusal};

/// A status and a code that no known page states for this condition.
const fn assumed(status: u16, code: &'static str, number: Option<u32>) -> CouponRefusal {
    CouponRefusal {
        status,
        code,
        number,
        is_assumed: true,
    }
}

/// A status and a code that a page states.
const fn documented(status: u16, code: &'static str, number: Option<u32>) -> CouponRefusal {
    CouponRefusal {
        is_assumed: false,
        ..assumed(status, code, number)
    }
}

/// The response to most calls that break a rule of the business.
const fn broken_rule(number: Option<u32>) -> CouponRefusal {
    assumed(400, "INVALID_REQUEST", number)
}

/// Constants, and the list of all of them.
macro_rules! refusals {
    ($($constant:ident: $name:literal, $about:literal, $source:expr, $refusal:expr,
        $description:literal;)*) => {
        $(pub(in crate::coupons) static $constant: CouponBehavior = CouponBehavior {
            name: $name,
            about: $about,
            description: $description,
            source: $source,
            refusal: Some($refusal),
        };)*

        pub(super) static REFUSALS: &[&CouponBehavior] = &[$(&$constant),*];
    };
}

refusals! {
    CREATE_NUMBER_REUSED: "create-number-reused", "create_product_coupon",
        Some("create page; guide"),
        documented(400, "ALREADY_EXISTS", Some(268_578_927)),
        "the request number came before, with other data";
    NUMBER_REUSED: "number-reused", "each other call with a request number", Some("guide"),
        broken_rule(Some(268_578_927)),
        "the request number came before, with other data";
    NO_AUTH: "no-auth", "each call with `brand_id`", Some("create page; guide"),
        documented(403, "NO_AUTH", Some(268_578_704)),
        "the brand does not authorize the merchant any more, by `Coupons::revoke`";
    UNKNOWN_PRODUCT_COUPON: "unknown-product-coupon", "each call with the id",
        Some("budget page; guide"), documented(404, "NOT_FOUND", Some(268_578_608)),
        "the brand has no product coupon with this id";
    UNKNOWN_STOCK: "unknown-stock", "each call with the id", Some("budget page; guide"),
        documented(404, "NOT_FOUND", Some(268_578_608)),
        "the product coupon has no stock with this id";
    UNKNOWN_USER_COUPON: "unknown-user-coupon", "calls on a user's coupon", Some("guide"),
        assumed(404, "NOT_FOUND", Some(268_578_851)),
        "the user has no coupon of this stock with this code";
    OTHER_APPID: "other-appid", "calls on a user's coupon", Some("guide"),
        broken_rule(Some(268_578_526)),
        "the AppID is neither that of the send call nor the stock's `notify_appid`";
    COUPON_NOT_EFFECTIVE: "coupon-not-effective", "create_stock, deactivate_product_coupon",
        Some("4015781304, 4016434631"), broken_rule(None),
        "the product coupon is not EFFECTIVE";
    TOO_MANY_STOCKS: "too-many-stocks", "create_stock", Some("4015781304"), broken_rule(None),
        "200 stocks of the product coupon are neither expired nor deactivated";
    IMAGE_NOT_UPLOADED: "image-not-uploaded", "create_product_coupon, create_stock",
        Some("4015781275 (the rule); guide"), broken_rule(Some(268_578_404)),
        "the host of an image URL is not the one of uploaded images, `qpic.cn`";
    STOCK_NOT_SENDING: "stock-not-sending", "send_user_product_coupon", Some("4015781605; guide"),
        broken_rule(Some(268_577_984)),
        "the stock is not SENDING";
    STOCK_NOT_SENDING_OR_PAUSED: "stock-not-sending-or-paused", "deactivate_stock",
        Some("4015781532"), broken_rule(None),
        "the stock is neither SENDING nor PAUSED";
    STOCK_ENDED: "stock-ended", "upload_coupon_codes, calls on stores",
        Some("4016434668, 4015781302, 4015781537"), broken_rule(None),
        "the stock is deactivated or has expired";
    BUDGET_OF_ENDED_STOCK: "budget-of-ended-stock", "update_stock_budget", Some("budget page"),
        documented(400, "INVALID_REQUEST", None),
        "the stock is deactivated or has expired";
    OLD_CURRENT_VALUE: "old-current-value", "update_stock_budget", None,
        broken_rule(None),
        "the current value is not the stock's";
    TARGET_BELOW_ISSUED: "target-below-issued", "update_stock_budget", Some("budget page"),
        broken_rule(None),
        "the target is below what was issued, in all, or (assumed) today";
    NOT_FOR_UPLOADS: "not-for-uploads", "upload_coupon_codes", Some("4016434668"),
        broken_rule(None),
        "the stock's `coupon_code_mode` is not UPLOAD";
    CODES_USED_UP: "codes-used-up", "send_user_product_coupon", Some("guide (the rule)"),
        broken_rule(None),
        "the mode is UPLOAD, and no uploaded code is left";
    CODE_MISSING: "code-missing", "send_user_product_coupon", Some("4015781605"),
        assumed(400, "PARAM_ERROR", Some(268_578_101)),
        "the mode is API_ASSIGN, and `coupon_code` is missing";
    CODE_NOT_ALLOWED: "code-not-allowed", "send_user_product_coupon", Some("4015781605"),
        assumed(400, "PARAM_ERROR", Some(268_578_224)),
        "the mode is not API_ASSIGN, and `coupon_code` is given";
    CODE_ISSUED_BEFORE: "code-issued-before", "send_user_product_coupon", Some("guide"),
        broken_rule(Some(272_755_200)),
        "the brand has issued this `coupon_code` under another request number";
    STOCK_LIMIT: "stock-limit", "send_user_product_coupon", Some("4015781605"), broken_rule(None),
        "`max_count` of the stock is used up";
    DAY_LIMIT: "day-limit", "send_user_product_coupon", Some("4015781605"), broken_rule(None),
        "`max_count_per_day` of the stock is used up";
    USER_LIMIT: "user-limit", "send_user_product_coupon", Some("4015781605; guide"),
        broken_rule(Some(272_756_740)),
        "`max_count_per_user` of the stock is used up; unconfirmed coupons count";
    BUNDLE: "bundle", "send_user_product_coupon, calls on stores",
        Some("4015781605, 4015781302, 4015781537"), broken_rule(None),
        "the product coupon is a PROGRESSIVE_BUNDLE";
    SCOPE_NOT_SPECIFIC: "scope-not-specific", "calls on stores",
        Some("4015781302, 4015781537; guide"), broken_rule(Some(268_578_813)),
        "the stock's `store_scope` is not SPECIFIC";
    NO_NOTIFY_URL: "no-notify-url", "get_notify_config", Some("4016435718 (the rule)"),
        assumed(404, "NOT_FOUND", None),
        "no URL was set";
    NOTIFY_URL_FORM: "notify-url-form", "set_notify_config", Some("4016435719"),
        assumed(400, "PARAM_ERROR", None),
        "the URL has a query, or begins neither with `https://` nor with a loopback `http://`";
    ALREADY_CONFIRMED: "already-confirmed", "confirm_send_user_product_coupon", None,
        broken_rule(Some(268_578_367)),
        "the coupon was confirmed under another request number";
    UNCONFIRMED: "unconfirmed", "use_user_product_coupon", Some("4016435562; guide"),
        broken_rule(Some(268_578_367)),
        "the coupon is CONFIRMING";
    NOT_YET_VALID: "not-yet-valid", "use_user_product_coupon", Some("4016435636; guide"),
        broken_rule(Some(272_755_715)),
        "the coupon is PENDING";
    USED_BEFORE: "used-before", "use_user_product_coupon", Some("4016435636; guide"),
        broken_rule(Some(272_756_745)),
        "the coupon is USED";
    EXPIRED: "expired", "confirm_send_user_product_coupon, use_user_product_coupon",
        Some("4016435636; guide"), broken_rule(Some(268_578_776)),
        "the coupon is EXPIRED";
    DELETED: "deleted", "confirm, use, return and deactivate of a user's coupon", Some("guide"),
        broken_rule(Some(272_756_769)),
        "the user has deleted the coupon";
    DEACTIVATED: "deactivated", "confirm, use, return and deactivate of a user's coupon",
        Some("guide"), broken_rule(Some(268_578_367)),
        "the coupon is DEACTIVATED";
    STORE_NOT_OF_STOCK: "store-not-of-stock", "use_user_product_coupon", Some("guide"),
        broken_rule(Some(268_584_404)),
        "the `store_scope` is SPECIFIC, and `store_id` is not associated, or no store is";
    NOT_USED: "not-used", "return_user_product_coupon", Some("4016435674; guide"),
        broken_rule(Some(268_578_367)),
        "the coupon is not USED";
    NOT_TO_DEACTIVATE: "not-to-deactivate", "deactivate_user_product_coupon", None,
        broken_rule(Some(268_578_367)),
        "the coupon is USED or EXPIRED";
    UNKNOWN_PAGE_TOKEN: "unknown-page-token", "lists", None, assumed(400, "PARAM_ERROR", None),
        "`page_token` is not a `next_page_token` of this mock";
    PAGE_SIZE: "page-size", "lists", Some("4016434641, 4016435703"),
        documented(400, "PARAM_ERROR", None),
        "`page_size` is not a number from 1 to 50, or 200 for stores; the lower bound is assumed";
}
