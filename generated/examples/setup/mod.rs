//! The WeChat Pay that an example calls: a local one that it starts, or the one that the
//! environment names.

mod local;

use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use wechatpay_api::ClientBuilder;
use wechatpay_mock::Mock;

/// The variables of [`ClientBuilder::from_env`].
const VARIABLES: [&str; 8] = [
    "WECHATPAY_MCHID",
    "WECHATPAY_KEY",
    "WECHATPAY_CERT",
    "WECHATPAY_SERIAL",
    "WECHATPAY_PUBLIC_KEY_ID",
    "WECHATPAY_PUBLIC_KEY",
    "WECHATPAY_PLATFORM_CERT",
    "WECHATPAY_BASE_URL",
];

/// Returns the settings of the client, and the mock if one was started.
///
/// Prints to standard error which address the calls go to.
pub(crate) fn wechatpay(
    start: fn() -> io::Result<Mock>,
) -> Result<(ClientBuilder, Option<Mock>), Box<dyn Error>> {
    if VARIABLES.iter().all(|name| given(name).is_none()) {
        let mock = start()?;
        eprintln!(
            "Calling a WeChat Pay that runs inside this program, at {}. No money moves.",
            mock.url()
        );
        return Ok((local::settings_for(&mock)?, Some(mock)));
    }
    let settings = ClientBuilder::from_env().map_err(|why| {
        format!(
            "{why}\nWithout any of these variables, the example starts a WeChat Pay of its own."
        )
    })?;
    match given("WECHATPAY_BASE_URL") {
        Some(url) => eprintln!("Calling {url}."),
        None => eprintln!(
            "Calling THE REAL WECHAT PAY, https://api.mch.weixin.qq.com, as merchant {}.",
            given("WECHATPAY_MCHID").unwrap_or_default()
        ),
    }
    Ok((settings, None))
}

/// The value of a variable, or the value of the page's sample.
pub(crate) fn value(name: &str, sample: &str) -> String {
    given(name).unwrap_or_else(|| sample.to_owned())
}

/// The idempotency key of a request.
///
/// It is `WECHATPAY_REQUEST_NO`, to retry an earlier call, or a new key. Your own program must
/// store the key before the call.
pub(crate) fn idempotency_key(prefix: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let fresh = format!("{prefix}_{}", now.unwrap_or_default().as_nanos());
    value("WECHATPAY_REQUEST_NO", &fresh)
}

/// Prints the error, if there is one, and returns the exit code.
pub(crate) fn end(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The value of a variable. An empty variable counts as missing.
fn given(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
