//! Coupons for the whole store that are used several times.

use super::super::Mistake;

const INFO: &str = "            sequential_usage_info: SequentialUsageInfo::builder()
                .type_(SequentialUsageType::Incremental)
                .count(3)
                .available_days(30)
                .interval_days(1)
                .build(),
";

pub(super) const CALL_3: &[Mistake] = &[
    Mistake {
        what: "the mode without its information",
        right: INFO,
        wrong: "",
        code: "E0063",
        says: &["missing field `sequential_usage_info`", "Usage"],
    },
    Mistake {
        what: "the mode with the information of the other one",
        right: "            sequential_usage_info: ",
        wrong: "            single_usage_info: ",
        code: "E0559",
        says: &["single_usage_info", "Usage", "sequential_usage_info"],
    },
    Mistake {
        what: "a required field of the information forgotten",
        right: "                .available_days(30)\n",
        wrong: "",
        code: "E0277",
        says: &[
            "the required field `available_days` was not given",
            ".available_days(",
        ],
    },
    Mistake {
        what: "a value that does not exist",
        right: "SequentialUsageType::Incremental",
        wrong: "SequentialUsageType::Increasing",
        code: "E0599",
        says: &["Increasing", "SequentialUsageType"],
    },
    Mistake {
        what: "a number where the field is true or false",
        right: ".special_first(true)",
        wrong: ".special_first(1)",
        code: "E0308",
        says: &["expected `bool`", "special_first"],
    },
];

pub(super) const CALL_4: &[Mistake] = &[
    Mistake {
        what: "the list of another kind of coupon",
        right: ".discount_coupon_list(",
        wrong: ".normal_coupon_list(",
        code: "E0271",
        says: &["NormalCouponUsageRule", "DiscountCouponUsageRule"],
    },
    Mistake {
        what: "the field of the single use, which is no list",
        right: ".discount_coupon_list(",
        wrong: ".discount_coupon(",
        code: "E0599",
        says: &[
            "no method named `discount_coupon`",
            "`discount_coupon_list`",
        ],
    },
    Mistake {
        what: "a count given twice",
        right: "                .count(2)\n",
        wrong: "                .count(2)\n                .count(2)\n",
        code: "E0277",
        says: &["the field `count` was given twice"],
    },
    Mistake {
        what: "the period of a coupon that is used once",
        right: ".coupon_available_period(period())",
        wrong: ".coupon_available_period(super::parts::august())",
        code: "E0308",
        says: &[
            "expected `SequentialCouponAvailablePeriod`",
            "`SingleCouponAvailablePeriod`",
        ],
    },
    Mistake {
        what: "the other mode with this one's information",
        right: "Usage::Sequential {",
        wrong: "Usage::Single {",
        code: "E0559",
        says: &["sequential_usage_info", "Usage", "single_usage_info"],
    },
];
