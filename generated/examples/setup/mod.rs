//! Where an example goes: a WeChat Pay that it starts on this machine, or the one that the environment names.

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

/// The variables, and what each of them holds.
const VARIABLES: [(&str, &str); 8] = [
    (MCHID, "the merchant number"),
    (KEY, "the file apiclient_key.pem"),
    (CERT, "the file apiclient_cert.pem"),
    (SERIAL, "or instead of it the certificate's serial"),
    (PUBLIC_KEY_ID, "the id PUB_KEY_ID_…"),
    (PUBLIC_KEY, "the file pub_key.pem"),
    (
        PLATFORM_CERT,
        "beside these two or instead of them, the file of a platform certificate",
    ),
    (BASE_URL, "another address than WeChat Pay's own"),
];

const MCHID: &str = "WECHATPAY_MCHID";
const KEY: &str = "WECHATPAY_KEY";
const CERT: &str = "WECHATPAY_CERT";
const SERIAL: &str = "WECHATPAY_SERIAL";
const PUBLIC_KEY_ID: &str = "WECHATPAY_PUBLIC_KEY_ID";
const PUBLIC_KEY: &str = "WECHATPAY_PUBLIC_KEY";
const PLATFORM_CERT: &str = "WECHATPAY_PLATFORM_CERT";
const BASE_URL: &str = "WECHATPAY_BASE_URL";

/// The settings of the client, and the WeChat Pay that was started for it, if one was. Says on standard error where calls
/// will go.
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

/// The value of a variable, or what the page's sample has in its place.
pub(crate) fn value(name: &str, sample: &str) -> String {
    given(name).unwrap_or_else(|| sample.to_owned())
}

/// The number of a request: the one in `WECHATPAY_REQUEST_NO`, to repeat an earlier call, else a new one. A program of yours
/// stores it before the call.
pub(crate) fn idempotency_key(prefix: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let fresh = format!("{prefix}_{}", now.unwrap_or_default().as_nanos());
    value("WECHATPAY_REQUEST_NO", &fresh)
}

/// Prints the error, if there is one, in the words that are meant for people.
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

/// Names every variable that is missing.
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
        "These variables are missing. (Without any of them, the example starts a WeChat Pay of its own.){}",
        missing.concat()
    ))
}

/// An empty variable is as good as none.
fn given(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
