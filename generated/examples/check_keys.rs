//! Checks merchant number, key, serial, WeChat Pay's key and the clock with one call that moves no
//! money.
//!
//! `cargo run -p wechatpay-api --example check_keys`
//!
//! The call is `POST /v3/security/echo`. Only the beginning of its page (商户签名验签/加解密测试, of
//! 2026-04-08) was read, so it is not an operation of this crate, but a `RawRequest`.

#[path = "setup/local.rs"]
mod local;

use std::error::Error;

use serde_json::json;
use wechatpay_api::ClientBuilder;
use wechatpay_api::raw::RawRequest;
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Without settings in the environment, the call goes to a WeChat Pay inside this program.
    let merchant = std::env::var_os("WECHATPAY_MCHID").filter(|mchid| !mchid.is_empty());
    let (settings, _mock) = if merchant.is_some() {
        (ClientBuilder::from_env()?, None)
    } else {
        let mock = Mock::coupon_life()?;
        (local::settings_for(&mock)?, Some(mock))
    };
    // It checks that the key files belong together.
    let client = settings.build()?;

    let message = "do my keys work?";
    let request = RawRequest::post("/v3/security/echo", json!({ "echo_message": message }));
    // An error says which of the keys is wrong, or that the clock is.
    let response = client.send(&request).await?;
    match response.get("echo_message").and_then(|echo| echo.as_str()) {
        Some(echo) if echo == message => println!("All keys work, and the clock is right."),
        other => println!("The keys work, but the echo is {other:?}."),
    }
    println!("Request-ID {}", response.request_id().unwrap_or("none"));
    Ok(())
}
