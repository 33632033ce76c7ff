//! Mistakes in the calls that create a coupon.

mod sequential_use;
mod single_product;
mod single_use;

use super::Call;

pub(super) const CALLS: &[Call] = &[
    Call {
        name: "call_1",
        source: include_str!("../example_calls/call_1.rs"),
        mistakes: single_use::CALL_1,
    },
    Call {
        name: "call_2",
        source: include_str!("../example_calls/call_2.rs"),
        mistakes: single_use::CALL_2,
    },
    Call {
        name: "call_3",
        source: include_str!("../example_calls/call_3.rs"),
        mistakes: sequential_use::CALL_3,
    },
    Call {
        name: "call_4",
        source: include_str!("../example_calls/call_4.rs"),
        mistakes: sequential_use::CALL_4,
    },
    Call {
        name: "call_5",
        source: include_str!("../example_calls/call_5.rs"),
        mistakes: single_product::CALL_5,
    },
    Call {
        name: "call_6",
        source: include_str!("../example_calls/call_6.rs"),
        mistakes: single_product::CALL_6,
    },
    Call {
        name: "call_7",
        source: include_str!("../example_calls/call_7.rs"),
        mistakes: single_product::CALL_7,
    },
];
