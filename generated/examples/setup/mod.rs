//! The WeChat Pay that an example calls: a local one that it starts, or the one that the
//! environment names.

mod local;

use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use wechatpay_api::{
    Client, ClientBuilder, MerchantCertificate, PlatformCertificate, PrivateKey, PublicKey,
};
use wechatpay_mock::Mock;

/// The environment variables and their values.
const VARIABLES: [(&str, &str); 8] = [
    (MCHID, "the merchant number"),
    (KEY, "the file apiclient_key.pem"),
    (CERT, "the file apiclient_cert.pem"),
    (SERIAL, "or, instead of it, the serial of the certificate"),
    (PUBLIC_KEY_ID, "the id PUB_KEY_ID_…"),
    (PUBLIC_KEY, "the file pub_key.pem"),
    (
        PLATFORM_CERT,
        "or, instead of these two or in addition to them, the file of a platform certificate",
    ),
    (BASE_URL, "the address to call instead of WeChat Pay's"),
];

const MCHID: &str = "WECHATPAY_MCHID";
const KEY: &str = "WECHATPAY_KEY";
const CERT: &str = "WECHATPAY_CERT";
const SERIAL: &str = "WECHATPAY_SERIAL";
const PUBLIC_KEY_ID: &str = "WECHATPAY_PUBLIC_KEY_ID";
const PUBLIC_KEY: &str = "WECHATPAY_PUBLIC_KEY";
const PLATFORM_CERT: &str = "WECHATPAY_PLATFORM_CERT";
const BASE_URL: &str = "WECHATPAY_BASE_URL";

/// Returns the settings of the client, and the mock if one was started.
///
/// Prints to standard error which address the calls go to.
pub(crate) fn wechatpay(
    start: fn() -> io::Result<Mock>,
) -> Result<(ClientBuilder, Option<Mock>), Box<dyn Error>> {
    if VARIABLES.iter().all(|(name, _)| given(name).is_none()) {
        let mock = start()?;
        eprintln!(
            "Calling a WeChat Pay that runs inside this program, at {}. No money moves.",
            mock.url()
        );
        return Ok((local::settings_for(&mock)?, Some(mock)));
    }
    let settings = from_environment()?;
    match given(BASE_URL) {
        Some(url) => eprintln!("Calling {url}."),
        None => eprintln!(
            "Calling THE REAL WECHAT PAY, https://api.mch.weixin.qq.com, as merchant {}.",
            given(MCHID).unwrap_or_default()
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

fn from_environment() -> Result<ClientBuilder, Box<dyn Error>> {
    check_complete()?;
    let mut settings = Client::builder();
    if let Some(mchid) = given(MCHID) {
        settings = settings.mchid(mchid);
    }
    if let Some(file) = given(KEY) {
        settings = settings.merchant_key(PrivateKey::from_pem_file(file)?);
    }
    if let Some(file) = given(CERT) {
        settings = settings.merchant_certificate(MerchantCertificate::from_pem_file(file)?);
    }
    if let Some(serial_no) = given(SERIAL) {
        settings = settings.merchant_serial_no(serial_no);
    }
    if let (Some(id), Some(file)) = (given(PUBLIC_KEY_ID), given(PUBLIC_KEY)) {
        settings = settings.wechatpay_public_key(id, PublicKey::from_pem_file(file)?);
    }
    if let Some(file) = given(PLATFORM_CERT) {
        settings = settings.platform_certificate(PlatformCertificate::from_pem_file(file)?);
    }
    if let Some(url) = given(BASE_URL) {
        settings = settings.base_url(url);
    }
    Ok(settings)
}

/// Lists all missing variables.
fn check_complete() -> Result<(), String> {
    let any = |names: &[&str]| names.iter().any(|name| given(name).is_some());
    let public_key = any(&[PUBLIC_KEY_ID, PUBLIC_KEY]) || !any(&[PLATFORM_CERT]);
    let is_missing = |name: &str| {
        let needed = match name {
            CERT | SERIAL => !any(&[CERT, SERIAL]),
            PUBLIC_KEY_ID | PUBLIC_KEY => public_key,
            PLATFORM_CERT => !any(&[PUBLIC_KEY_ID, PUBLIC_KEY, PLATFORM_CERT]),
            BASE_URL => false,
            _ => true,
        };
        needed && given(name).is_none()
    };
    let missing: Vec<_> = VARIABLES
        .iter()
        .filter(|(name, _)| is_missing(name))
        .map(|(name, what)| format!("\n- {name}: {what}"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "These variables are missing. (If none is set, the example starts a local WeChat Pay.){}",
        missing.concat()
    ))
}

/// The value of a variable. An empty variable counts as missing.
fn given(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
