//! The cost of `validate()` for the largest sample, compared with encoding the same request as
//! JSON.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on panics")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use wechatpay_api::Operation;

#[path = "../it/example_calls/call_2.rs"]
mod call_2;
#[expect(dead_code, reason = "other calls need the rest")]
#[path = "../it/example_calls/parts.rs"]
mod parts;

fn main() {
    let request = call_2::request();
    assert!(request.validate().is_ok());
    let length = serde_json::to_vec(&request).unwrap().len();
    let check = nanoseconds(|| {
        black_box(black_box(&request).validate()).unwrap();
    });
    let write = nanoseconds(|| {
        black_box(serde_json::to_vec(black_box(&request)).unwrap());
    });
    println!("{length} bytes of JSON");
    println!("validate()            {check:8.0} ns");
    println!("serde_json::to_vec()  {write:8.0} ns");
    println!("ratio                 {:8.2}", check / write);
}

/// The best of many batches, because other work on the machine only adds time.
fn nanoseconds(mut run: impl FnMut()) -> f64 {
    const CALLS: u32 = 1000;
    let mut batch = || {
        let begin = Instant::now();
        for _ in 0..CALLS {
            run();
        }
        begin.elapsed()
    };
    let best = (0..500).map(|_| batch()).min().unwrap_or(Duration::ZERO);
    best.as_secs_f64() * 1e9 / f64::from(CALLS)
}
