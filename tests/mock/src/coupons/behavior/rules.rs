//! What the mock does besides refusing calls.

use super::CouponBehavior;

/// A behavior; without a source it is assumed.
const fn rule(
    name: &'static str,
    about: &'static str,
    source: Option<&'static str>,
    description: &'static str,
) -> CouponBehavior {
    CouponBehavior {
        name,
        about,
        description,
        source,
        refusal: None,
    }
}

pub(super) static RULES: &[CouponBehavior] = &[
    rule(
        "same-number",
        "each call with a request number",
        None,
        "the same request number with the same data gets the first response again, byte for byte, \
         whatever happened since",
    ),
    rule(
        "same-data",
        "each call with a request number",
        None,
        "data is the same if path values and JSON are; white space and the order of members do \
         not matter",
    ),
    rule(
        "scope-of-numbers",
        "each call with a request number",
        Some("4015781304 and others (unique for the brand)"),
        "a request number is compared with those of the same brand, and (assumed) of the same \
         operation alone",
    ),
    rule(
        "refused-number",
        "each call with a request number",
        None,
        "a refused call does not use up its request number",
    ),
    rule(
        "images",
        "upload_image",
        Some("4015781275"),
        "a JPG, BMP or PNG file of at most 2 MiB, with the name and the digest of `meta`, or 400 \
         `PARAM_ERROR` (assumed); the same file gets the same URL (assumed)",
    ),
    rule(
        "create-without-url",
        "create_product_coupon",
        Some("create page (4016434630 asks for a URL)"),
        "a product coupon can be created before a URL for callbacks is set",
    ),
    rule(
        "review",
        "create_product_coupon, create_stock",
        Some("4015788446 (very short)"),
        "the review takes a minute by the mock's clock and always succeeds; a new stock is \
         reviewed, too (both assumed)",
    ),
    rule(
        "stock-ends",
        "stock",
        Some("4016434641"),
        "a stock is STOPPED after its `available_end_time`",
    ),
    rule(
        "deactivated-coupon",
        "deactivate_product_coupon",
        Some("4016434631"),
        "all stocks are DEACTIVATED with it, with its request number and reason (assumed); issued \
         coupons stay valid",
    ),
    rule(
        "code-results",
        "upload_coupon_codes",
        None,
        "each code has one result: a code of this stock in `already_exist_code_list`, a code of \
         another stock of the brand in `failed_code_list`, others in `success_code_list`; a code \
         given twice is in `duplicate_code_list` besides",
    ),
    rule(
        "code-order",
        "send_user_product_coupon",
        None,
        "uploaded codes are issued in their order; for the mode WECHATPAY the mock makes a code",
    ),
    rule(
        "store-results",
        "associate_stores, disassociate_stores",
        None,
        "each store exists except `12` and those of `Coupons::remove_store`; a store that is \
         associated already, or not associated any more, is a success",
    ),
    rule(
        "issued",
        "send_user_product_coupon",
        Some("4016435562; guide"),
        "the coupon is CONFIRMING until it is confirmed, and then PENDING or EFFECTIVE by time",
    ),
    rule(
        "openid",
        "calls on a user's coupon",
        None,
        "a user has the same OpenID under each AppID",
    ),
    rule(
        "validity",
        "send_user_product_coupon",
        Some("wechatpay-openapi@4d6325b (the fields)"),
        "a coupon is valid from when it was issued, or from `wait_days_after_receive` days later \
         at 00:00 in UTC+8, until the end of `available_days` days, within the stock's period; \
         weekly and irregular periods are not checked (details assumed)",
    ),
    rule(
        "unconfirmed-expires",
        "user's coupon",
        None,
        "an unconfirmed coupon is EXPIRED after its end, too",
    ),
    rule(
        "day",
        "send_user_product_coupon",
        None,
        "the day of `max_count_per_day` begins at 00:00 in UTC+8; what was issued counts for ever",
    ),
    rule(
        "send-callback",
        "callback",
        Some("4016435717"),
        "each issued coupon sends `PRODUCT_COUPON_SP.SEND` to the URL of `set_notify_config`",
    ),
    rule(
        "send-callback-repeats",
        "callback",
        None,
        "it is sent again until a reply has status 200 or 204, with the pauses of payments; each \
         attempt goes to the URL that is set at that time, and has the same `id`",
    ),
    rule(
        "returned",
        "return_user_product_coupon",
        Some("guide"),
        "a returned coupon can be used again; after its end it is EXPIRED (assumed)",
    ),
    rule(
        "deleted-coupon",
        "get_user_product_coupon, list_user_product_coupons",
        None,
        "a deleted coupon is returned with the state DELETED",
    ),
    rule(
        "pages",
        "lists",
        Some("4016434641; brand/4015736384"),
        "20 entries on a page if `page_size` is not given; `total_count` on the first page alone; \
         oldest first; no `next_page_token` on the last page (the latter two assumed)",
    ),
    rule(
        "sequential",
        "coupons of usage_mode SEQUENTIAL",
        None,
        "they live like single ones, and can be used once",
    ),
    rule(
        "budget-without-limit",
        "update_stock_budget",
        None,
        "any current value is accepted for a limit that the stock does not have",
    ),
    rule(
        "progressive-bundle",
        "create_product_coupon, newer than the pages",
        Some("4016434630; wechatpay-skills@15f40d0 (shape)"),
        "PROGRESSIVE_BUNDLE is accepted with `stock_bundle` or `stock`; the response has a stock \
         for each step in `stock_bundle`, or the `stock`; indexes begin with 0 (assumed)",
    ),
    rule(
        "order",
        "use_user_product_coupon",
        None,
        "the order is not compared with a payment",
    ),
    rule(
        "echo",
        "POST /v3/security/echo",
        Some("4015139289"),
        "`echo_message` is returned; encrypted messages and its callback are left out",
    ),
];
