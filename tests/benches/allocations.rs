//! How many allocations a call makes.
//!
//! `cargo bench -p wechatpay-tests --bench allocations`

use bytes::Bytes;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Keyring, Nonce};
use wechatpay_runtime::{PrivateKey, PublicKey};

const MERCHANT: &str = include_str!("../it/runtime/keys/merchant.pem");
const WECHATPAY_PUB: &str = include_str!("../it/runtime/keys/wechatpay_pub.pem");
const KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";

fn main() {
    let key = PrivateKey::from_pem(MERCHANT).expect("a key");
    let credential = Credential::new(
        "1900000001",
        "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        key,
    )
    .expect("a credential");
    let public = PublicKey::from_pem(WECHATPAY_PUB).expect("a key");
    let keyring = Keyring::new(KEY_ID, public).expect("a keyring");
    let url = BaseUrl::main();
    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no("1002600620019090123143254436")
        .build();

    println!(
        "allocations of a call, the HTTP client's and the cryptographic library's C code left out"
    );
    let call = step("write the target and the body", || {
        Call::prepare(&request).expect("a call")
    });
    let nonce = step("make a nonce", || Nonce::random().expect("a nonce"));
    step("sign the request", || {
        call.request(&url, &credential, &keyring, 1_700_000_000, &nonce)
            .expect("signed")
    });
    // The signature is wrong, which is the last check.
    let response = http::Response::builder()
        .header("Request-ID", "08F78BB5AF0610D302-0")
        .header("Wechatpay-Timestamp", "1700000000")
        .header("Wechatpay-Nonce", "nonce")
        .header("Wechatpay-Serial", KEY_ID)
        .header("Wechatpay-Signature", "AAAA".repeat(85) + "AA==")
        .body(Bytes::from_static(br#"{"max_coupons":300}"#))
        .expect("a response");
    step("judge a response", || {
        call.response(response, &keyring, 1_700_000_000)
            .expect_err("it is forged")
    });
}

fn step<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let mut result = None;
    let taken = allocation_counter::measure(|| result = Some(work()));
    println!(
        "  {name:<32} {:>4} allocations, {:>6} bytes",
        taken.count_total, taken.bytes_total
    );
    result.expect("the work was done")
}
