//! Coupons for a single product.

use super::super::Mistake;

pub(super) const CALL_5: &[Mistake] = &[
    Mistake {
        what: "the price in yuan",
        right: ".original_price(12_900)",
        wrong: ".original_price(129.00)",
        code: "E0308",
        says: &["expected `i64`", "original_price"],
    },
    Mistake {
        what: "a required picture forgotten",
        right: "                .background_url(IMAGE)\n",
        wrong: "",
        code: "E0277",
        says: &[
            "the required field `background_url` was not given",
            ".background_url(",
        ],
    },
    Mistake {
        what: "one picture given twice instead of both",
        right: ".background_url(IMAGE)",
        wrong: ".image_url(IMAGE)",
        code: "E0277",
        says: &["the field `image_url` was given twice"],
    },
    Mistake {
        what: "a scope that does not exist",
        right: "ProductCouponScope::Single)",
        wrong: "ProductCouponScope::SingleProduct)",
        code: "E0599",
        says: &["SingleProduct", "ProductCouponScope"],
    },
    Mistake {
        what: "a field of the display information beside it",
        right: "        .out_product_no(\"Product_1234567890\")\n",
        wrong: "        .original_price(12_900)\n",
        code: "E0599",
        says: &[
            "no method named `original_price`",
            "CreateProductCouponRequestBuilder",
        ],
    },
];

pub(super) const CALL_6: &[Mistake] = &[
    Mistake {
        what: "one choice where a list belongs",
        right: ".choice_list([coffee(), tea()])",
        wrong: ".choice_list(coffee())",
        code: "E0277",
        says: &["ComboPackageChoice", "choice_list", "iterator"],
    },
    Mistake {
        what: "a number as text",
        right: ".pick_count(1)",
        wrong: ".pick_count(\"1\")",
        code: "E0308",
        says: &["expected `i64`", "pick_count"],
    },
    Mistake {
        what: "the choices without the package around them",
        right: ".combo_package_list([ComboPackage::builder()
                    .name(\"套餐\")
                    .pick_count(1)
                    .choice_list([coffee(), tea()])
                    .build()])",
        wrong: ".combo_package_list([coffee(), tea()])",
        code: "E0271",
        says: &["ComboPackage", "ComboPackageChoice", "combo_package_list"],
    },
    Mistake {
        what: "a misspelled field",
        right: ".combo_package_list(",
        wrong: ".combo_packages_list(",
        code: "E0599",
        says: &[
            "no method named `combo_packages_list`",
            "`combo_package_list`",
        ],
    },
    Mistake {
        what: "the way of use as its text on the wire",
        right: "CouponCodeMode::Wechatpay",
        wrong: "\"WECHATPAY\"",
        code: "E0308",
        says: &["expected `CouponCodeMode`", "coupon_code_mode"],
    },
];

pub(super) const CALL_7: &[Mistake] = &[
    Mistake {
        what: "the exchange rule in the coupon, which has no field for it",
        right: "single_usage_info: SingleUsageInfo::builder().build(),",
        wrong: "single_usage_info: SingleUsageInfo::builder()
                .exchange_coupon(ExchangeCouponUsageRule::builder().build())
                .build(),",
        code: "E0599",
        says: &[
            "no method named `exchange_coupon`",
            "SingleUsageInfoBuilder",
        ],
    },
    Mistake {
        what: "the mode without its information, which is empty here",
        right: " {
            single_usage_info: SingleUsageInfo::builder().build(),
        })",
        wrong: ")",
        code: "E0533",
        says: &["Usage::Single", "struct variant", "single_usage_info"],
    },
    Mistake {
        what: "the price as text",
        right: ".exchange_price(990)",
        wrong: ".exchange_price(\"9.90\")",
        code: "E0308",
        says: &["expected `i64`", "exchange_price"],
    },
    Mistake {
        what: "the scope where the type belongs",
        right: ".type_(ProductCouponType::Exchange)",
        wrong: ".type_(ProductCouponScope::Single)",
        code: "E0308",
        says: &["expected `ProductCouponType`", "`ProductCouponScope`"],
    },
    Mistake {
        what: "the stores forgotten",
        right: "                .store_scope(StockStoreScope::None)\n",
        wrong: "",
        code: "E0277",
        says: &[
            "the required field `store_scope` was not given",
            ".store_scope(",
        ],
    },
];
