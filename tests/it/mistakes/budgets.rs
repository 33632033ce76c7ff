//! Mistakes in the calls that change the budget of a stock.

use super::{Call, Mistake};

pub(super) const CALLS: &[Call] = &[
    Call {
        name: "call_8",
        source: include_str!("../example_calls/call_8.rs"),
        mistakes: CALL_8,
    },
    Call {
        name: "call_9",
        source: include_str!("../example_calls/call_9.rs"),
        mistakes: CALL_9,
    },
    Call {
        name: "call_10",
        source: include_str!("../example_calls/call_10.rs"),
        mistakes: CALL_10,
    },
];

const CALL_8: &[Mistake] = &[
    Mistake {
        what: "the cap as it should become, without the cap as it is",
        right: "            current_max_count: 10_000_000,\n",
        wrong: "",
        code: "E0063",
        says: &["missing field `current_max_count`", "BudgetUpdate"],
    },
    Mistake {
        what: "MAX_COUNT with a field of MAX_COUNT_PER_DAY",
        right: "target_max_count: 200,",
        wrong: "target_max_count_per_day: 200,",
        code: "E0559",
        says: &["target_max_count_per_day", "target_max_count"],
    },
    Mistake {
        what: "the path's second value forgotten",
        right: "        .stock_id(\"1000000013001\")\n",
        wrong: "",
        code: "E0277",
        says: &["the required field `stock_id` was not given", ".stock_id("],
    },
    Mistake {
        what: "the mode alone, as the wire has it, where its counts go with it",
        right: ".update_mode(BudgetUpdate::MaxCount {
            current_max_count: 10_000_000,
            target_max_count: 200,
        })",
        wrong: ".update_mode(wechatpay_api::product_coupon::UpdateBudgetMode::MaxCount)",
        code: "E0308",
        says: &[
            "expected `BudgetUpdate`",
            "`UpdateBudgetMode`",
            "update_mode",
        ],
    },
    Mistake {
        what: "a count as text",
        right: "target_max_count: 200,",
        wrong: "target_max_count: \"200\",",
        code: "E0308",
        says: &["expected `i64`", "target_max_count"],
    },
];

const CALL_9: &[Mistake] = &[
    Mistake {
        what: "the daily cap as it is, without the one that it should become",
        right: "            target_max_count_per_day: 20_000,\n",
        wrong: "",
        code: "E0063",
        says: &["missing field `target_max_count_per_day`", "BudgetUpdate"],
    },
    Mistake {
        what: "MAX_COUNT_PER_DAY with a field of MAX_COUNT",
        right: "target_max_count_per_day: 20_000,",
        wrong: "target_max_count: 20_000,",
        code: "E0559",
        says: &["target_max_count", "target_max_count_per_day"],
    },
    Mistake {
        what: "a mode that does not exist",
        right: "BudgetUpdate::MaxCountPerDay",
        wrong: "BudgetUpdate::DailyMaxCount",
        code: "E0599",
        says: &["DailyMaxCount", "BudgetUpdate"],
    },
    Mistake {
        what: "a count beside the mode instead of in it",
        right: "        .brand_id(\"120344\")\n",
        wrong: "        .target_max_count_per_day(20_000)\n        .brand_id(\"120344\")\n",
        code: "E0599",
        says: &["no method named `target_max_count_per_day`"],
    },
    Mistake {
        what: "an id as a number",
        right: ".product_coupon_id(\"1000000013\")",
        wrong: ".product_coupon_id(1_000_000_013)",
        code: "E0277",
        says: &["String", "{integer}", "product_coupon_id"],
    },
];

const CALL_10: &[Mistake] = &[
    Mistake {
        what: "the number of the request forgotten",
        right: "        .modify_budget_request_no(\"1002600620019090123143254436\")\n",
        wrong: "",
        code: "E0277",
        says: &[
            "the required field `modify_budget_request_no` was not given",
            ".modify_budget_request_no(",
        ],
    },
    Mistake {
        what: "an id as a number",
        right: ".stock_id(\"98065001\")",
        wrong: ".stock_id(98_065_001)",
        code: "E0277",
        says: &["String", "{integer}", "stock_id"],
    },
    Mistake {
        what: "a count as text",
        right: ".target_max_coupons(3000)",
        wrong: ".target_max_coupons(\"3000\")",
        code: "E0308",
        says: &["expected `i64`", "target_max_coupons"],
    },
    Mistake {
        what: "a misspelled field",
        right: ".target_max_coupons(3000)",
        wrong: ".target_max_coupon(3000)",
        code: "E0599",
        says: &[
            "no method named `target_max_coupon`",
            "`target_max_coupons`",
        ],
    },
    Mistake {
        what: "the stock given twice",
        right: "        .stock_id(\"98065001\")\n",
        wrong: "        .stock_id(\"98065001\")\n        .stock_id(\"98065001\")\n",
        code: "E0277",
        says: &["the field `stock_id` was given twice"],
    },
];
