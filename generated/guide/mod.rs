//! How to work with this crate, from the first key file to production.
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
//! 4. [`networks`]: proxies, containers, many merchants
//! 5. [`validation`]: the checks before a request is sent, and how to switch them off
//! 6. [`outcomes`]: what an error says, and what to do about it
//! 7. [`retries`]: automatic retries, idempotency keys, and how to find out whether a call took
//!    effect
//! 8. [`testing`]: your own tests against a WeChat Pay that misbehaves on demand
//! 9. [`stored_requests`]: requests and responses as JSON or YAML
//! 10. [`unknown_fields`]: fields, values and endpoints that this crate does not know yet
//! 11. [`public_key`]: the move from platform certificates to the WeChat Pay public key
//! 12. [`callbacks`]: events that WeChat Pay sends to your program
//! 13. [`uploads`]: requests with a file

pub mod keys {
    #![doc = include_str!("keys.md")]
}

pub mod first_call {
    #![doc = include_str!("first_call.md")]
}

pub mod going_live {
    #![doc = include_str!("going_live.md")]
}

pub mod networks {
    #![doc = include_str!("networks.md")]
}

pub mod validation {
    #![doc = include_str!("validation.md")]
}

pub mod outcomes {
    #![doc = include_str!("outcomes.md")]
}

pub mod retries {
    #![doc = include_str!("retries.md")]
}

pub mod testing {
    #![doc = include_str!("testing.md")]
}

pub mod stored_requests {
    #![doc = include_str!("stored_requests.md")]
}

pub mod unknown_fields {
    #![doc = include_str!("unknown_fields.md")]
}

pub mod public_key {
    #![doc = include_str!("public_key.md")]
}

pub mod callbacks {
    #![doc = include_str!("callbacks.md")]
}

pub mod uploads {
    #![doc = include_str!("uploads.md")]
}
