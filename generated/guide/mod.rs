//! How to work with this crate, from the first key file to production. In Chinese: [中文](zh).
//!
//! Throughout this guide, the *page* of an operation is the page of WeChat Pay's documentation that
//! describes it.
//!
//! `cargo test --doc` compiles every block of code of this guide, and runs those that can run
//! against the local WeChat Pay.
//!
//! 1. [`keys`]: the key files, and the errors for wrong ones
//! 2. [`first_call`]: a call to a WeChat Pay on your own machine
//! 3. [`going_live`]: hosts, time limits, tokio, blocking code, other HTTP stacks, logs
//! 4. [`time_limits`]: which time limits to choose
//! 5. [`networks`]: proxies, containers, many merchants
//! 6. [`many_calls`]: many calls at the same time
//! 7. [`validation`]: the checks before a request is sent, and how to switch them off
//! 8. [`outcomes`]: what an error says, and what to do about it
//! 9. [`retries`]: automatic retries, idempotency keys, and how to find out whether a call took
//!    effect
//! 10. [`recovery`]: requests that are stored before they are sent, and what to do with them after
//!     an unknown outcome
//! 11. [`logs`]: what a success and a failure log, and when to raise an alarm
//! 12. [`testing`]: your own tests against a WeChat Pay that misbehaves on demand
//! 13. [`stored_requests`]: requests and responses as JSON or YAML
//! 14. [`unknown_fields`]: fields, values and endpoints that this crate does not know yet
//! 15. [`public_key`]: the move from platform certificates to the WeChat Pay public key
//! 16. [`callbacks`]: events that WeChat Pay sends to your program
//! 17. [`uploads`]: requests with a file
//! 18. [`downloads`]: files from WeChat Pay, such as bills
//! 19. [`encrypted_fields`]: personal data that is encrypted field by field
//! 20. [`coupons`]: product coupons, from the callback URL to the end of a coupon
//!
//! The [error index](crate::error::index) explains the name in square brackets that each error text
//! contains.

pub mod zh;

/// Declares the chapters. In rustdoc, the link to the Chinese chapter leads to its module.
macro_rules! chapters {
    ($($chapter:ident)+) => {
        $(pub mod $chapter {
            #![doc = concat!("[中文]: crate::guide::zh::", stringify!($chapter))]
            #![doc = include_str!(concat!(stringify!($chapter), ".md"))]
        })+
    };
}

chapters! {
    keys first_call going_live time_limits networks many_calls validation outcomes retries recovery
    logs testing stored_requests unknown_fields public_key callbacks uploads downloads
    encrypted_fields coupons
}
