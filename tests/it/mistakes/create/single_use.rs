//! Coupons for the whole store that are used once.

use super::super::Mistake;

pub(super) const CALL_1: &[Mistake] = &[
    Mistake {
        what: "the brand forgotten",
        right: "        .brand_id(\"120344\")\n",
        wrong: "",
        code: "E0277",
        says: &["the required field `brand_id` was not given", ".brand_id("],
    },
    Mistake {
        what: "a required object of the stock forgotten",
        right: "                .notify_config(notified())\n",
        wrong: "",
        code: "E0277",
        says: &[
            "the required field `notify_config` was not given",
            ".notify_config(",
        ],
    },
    Mistake {
        what: "the mode alone, as the wire has it, where its information goes with it",
        right: ".usage_mode(Usage::Single {
            single_usage_info: SingleUsageInfo::builder()
                .normal_coupon(
                    NormalCouponUsageRule::builder()
                        .threshold(10_000)
                        .discount_amount(2_000)
                        .build(),
                )
                .build(),
        })",
        wrong: ".usage_mode(wechatpay_api::product_coupon::UsageMode::Single)",
        code: "E0308",
        says: &["expected `Usage`", "`UsageMode`", "usage_mode"],
    },
    Mistake {
        what: "the type where the scope belongs",
        right: ".scope(ProductCouponScope::All)",
        wrong: ".scope(ProductCouponType::Normal)",
        code: "E0308",
        says: &[
            "expected `ProductCouponScope`",
            "`ProductCouponType`",
            "scope",
        ],
    },
    Mistake {
        what: "the keyword as the page writes it, without the underscore",
        right: ".type_(ProductCouponType::Normal)",
        wrong: ".r#type(ProductCouponType::Normal)",
        code: "E0599",
        says: &["no method named `r#type`", "`type_`"],
    },
];

pub(super) const CALL_2: &[Mistake] = &[
    Mistake {
        what: "the discount as text, with its sign",
        right: ".percent_off(20)",
        wrong: ".percent_off(\"20%\")",
        code: "E0308",
        says: &["expected `i64`", "percent_off"],
    },
    Mistake {
        what: "the rule of another kind of coupon",
        right: ".discount_coupon(\n",
        wrong: ".normal_coupon(\n",
        code: "E0308",
        says: &[
            "expected `NormalCouponUsageRule`",
            "`DiscountCouponUsageRule`",
            "normal_coupon",
        ],
    },
    Mistake {
        what: "`build()` forgotten on an object inside",
        right: "                        .percent_off(20)\n                        .build(),\n",
        wrong: "                        .percent_off(20),\n",
        code: "E0308",
        says: &[
            "expected `DiscountCouponUsageRule`",
            "`DiscountCouponUsageRuleBuilder`",
        ],
    },
    Mistake {
        what: "texts where the list takes an enum",
        right: ".coupon_usage_method_list([
            CouponUsageMethod::Offline,
            CouponUsageMethod::MiniProgram,
            CouponUsageMethod::PaymentCode,
        ])",
        wrong: ".coupon_usage_method_list([\"OFFLINE\", \"MINI_PROGRAM\", \"PAYMENT_CODE\"])",
        code: "E0271",
        says: &["CouponUsageMethod", "coupon_usage_method_list"],
    },
    Mistake {
        what: "a mode that does not exist",
        right: "CouponCodeMode::Upload",
        wrong: "CouponCodeMode::Uploaded",
        code: "E0599",
        says: &["Uploaded", "CouponCodeMode", "similar name"],
    },
];
