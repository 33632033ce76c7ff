//! Settings of a client from environment variables.

use std::fmt::Display;

use crate::client::build_error::{BuildError, Problem, Problems};
use crate::client::builder::ClientBuilder;
#[cfg(feature = "platform-certificates")]
use crate::keys::ApiKey;
use crate::keys::certificate::{MerchantCertificate, PlatformCertificate};
use crate::keys::key_error::KeyError;
use crate::keys::pem::{PrivateKey, PublicKey};

const MCHID: &str = "WECHATPAY_MCHID";
const KEY: &str = "WECHATPAY_KEY";
const CERTIFICATE: &str = "WECHATPAY_CERT";
const SERIAL_NO: &str = "WECHATPAY_SERIAL";
const PUBLIC_KEY_ID: &str = "WECHATPAY_PUBLIC_KEY_ID";
const PUBLIC_KEY: &str = "WECHATPAY_PUBLIC_KEY";
const PLATFORM_CERTIFICATE: &str = "WECHATPAY_PLATFORM_CERT";
#[cfg(feature = "platform-certificates")]
const API_KEY: &str = "WECHATPAY_API_KEY";
const BASE_URL: &str = "WECHATPAY_BASE_URL";

/// Reads the settings from variables. An empty variable counts as not set.
pub(crate) fn settings(
    variable: impl Fn(&str) -> Result<Option<String>, Problem>,
) -> Result<ClientBuilder, BuildError> {
    let mut problems = Problems::default();
    let mut variable = |name: &str| {
        let value = problems.record(variable(name)).flatten();
        value.filter(|value| !value.trim().is_empty())
    };
    let [mchid, key, certificate, serial_no] =
        [MCHID, KEY, CERTIFICATE, SERIAL_NO].map(&mut variable);
    let [id, public_key, platform, base_url] =
        [PUBLIC_KEY_ID, PUBLIC_KEY, PLATFORM_CERTIFICATE, BASE_URL].map(&mut variable);

    let has_public_key = id.is_some() || public_key.is_some();
    #[cfg(feature = "platform-certificates")]
    let api_key = variable(API_KEY);
    #[cfg(feature = "platform-certificates")]
    let downloads = api_key.is_some();
    #[cfg(not(feature = "platform-certificates"))]
    let downloads = false;
    let wants_public_key = has_public_key || !(platform.is_some() || downloads);
    for (is_missing, setting, name) in [
        (mchid.is_none(), "mchid", MCHID),
        (key.is_none(), "merchant_key", KEY),
        (
            certificate.is_none() && serial_no.is_none(),
            "merchant_certificate",
            CERTIFICATE,
        ),
        (
            wants_public_key && id.is_none(),
            "wechatpay_public_key",
            PUBLIC_KEY_ID,
        ),
        (
            wants_public_key && public_key.is_none(),
            "wechatpay_public_key",
            PUBLIC_KEY,
        ),
    ] {
        if is_missing {
            let text = format!("the environment variable `{name}` is not set");
            problems.add(Problem::new(setting, text));
        }
    }

    let mut settings = ClientBuilder::default();
    if let Some(mchid) = mchid {
        settings = settings.mchid(mchid);
    }
    if let Some(key) = key {
        let key = pem(&key, PrivateKey::from_pem, PrivateKey::from_pem_file);
        if let Some(key) = problems.record(key.map_err(|why| wrong("merchant_key", KEY, why))) {
            settings = settings.merchant_key(key);
        }
    }
    if let Some(serial_no) = serial_no {
        settings = settings.merchant_serial_no(serial_no);
    }
    if let Some(file) = certificate {
        let read = pem(
            &file,
            MerchantCertificate::from_pem,
            MerchantCertificate::from_pem_file,
        );
        let read = read.map_err(|why| wrong("merchant_certificate", CERTIFICATE, why));
        if let Some(certificate) = problems.record(read) {
            settings = settings.merchant_certificate(certificate);
        }
    }
    if let (Some(id), Some(file)) = (id, public_key) {
        let read = pem(&file, PublicKey::from_pem, PublicKey::from_pem_file);
        let read = read.map_err(|why| wrong("wechatpay_public_key", PUBLIC_KEY, why));
        if let Some(key) = problems.record(read) {
            settings = settings.wechatpay_public_key(id, key);
        }
    }
    if let Some(file) = platform {
        let read = pem(
            &file,
            PlatformCertificate::from_pem,
            PlatformCertificate::from_pem_file,
        );
        let read = read.map_err(|why| wrong("platform_certificate", PLATFORM_CERTIFICATE, why));
        if let Some(certificate) = problems.record(read) {
            settings = settings.platform_certificate(certificate);
        }
    }
    #[cfg(feature = "platform-certificates")]
    if let Some(key) = api_key {
        let key = ApiKey::parse(key.as_bytes());
        if let Some(key) = problems.record(key.map_err(|why| wrong(ApiKey::SETTING, API_KEY, why)))
        {
            settings = settings.api_key(key);
        }
    }
    if let Some(url) = base_url {
        settings = settings.base_url(url);
    }
    problems.finish(Some(settings))
}

/// A variable of this process.
pub(crate) fn of_process(name: &str) -> Result<Option<String>, Problem> {
    match std::env::var_os(name).map(std::ffi::OsString::into_string) {
        None => Ok(None),
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(_)) => {
            let text = format!("the environment variable `{name}` is not UTF-8");
            Err(Problem::new("from_env", text))
        }
    }
}

/// Reads a PEM text, or the file that a path names.
fn pem<T>(
    value: &str,
    of_text: impl FnOnce(String) -> Result<T, KeyError>,
    of_file: impl FnOnce(String) -> Result<T, KeyError>,
) -> Result<T, KeyError> {
    if value.trim_start().starts_with("-----BEGIN") {
        of_text(value.to_owned())
    } else {
        of_file(value.to_owned())
    }
}

fn wrong(setting: &'static str, name: &str, why: impl Display) -> Problem {
    Problem::new(setting, format!("the environment variable `{name}`: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<ClientBuilder, BuildError> {
        settings(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            Ok(found.map(|(_, value)| (*value).to_owned()))
        })
    }

    #[test]
    fn missing_variables_are_named_all_at_once() {
        let error = read(&[(MCHID, " ")]).err().unwrap().to_string();
        for name in [MCHID, KEY, CERTIFICATE, PUBLIC_KEY_ID, PUBLIC_KEY] {
            assert!(error.contains(&format!("`{name}` is not set")), "{error}");
        }
        let error = read(&[(PLATFORM_CERTIFICATE, "no such file")])
            .err()
            .unwrap();
        let error = error.to_string();
        assert!(!error.contains(PUBLIC_KEY_ID), "{error}");
        assert!(
            error.contains(&format!("`{PLATFORM_CERTIFICATE}`: ")),
            "{error}"
        );
    }

    #[test]
    #[cfg(feature = "platform-certificates")]
    fn with_an_api_key_no_other_key_of_wechat_pay_is_needed() {
        let variables = [
            (MCHID, "1900000001"),
            (KEY, "no file"),
            (SERIAL_NO, "1234"),
            (API_KEY, "too short"),
        ];
        let error = read(&variables).err().unwrap();
        let settings: Vec<_> = error.settings().collect();
        assert_eq!(settings, ["merchant_key", "api_key"]);
        let error = error.to_string();
        assert!(
            error.contains("`WECHATPAY_API_KEY`: has 9 bytes"),
            "{error}"
        );
        assert!(!error.contains("too short"), "{error}");
    }

    #[test]
    fn an_unreadable_key_names_its_variable_and_is_not_shown() {
        let secret = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
        let error = read(&[(KEY, secret)]).err().unwrap();
        assert!(error.settings().any(|setting| setting == "merchant_key"));
        let error = error.to_string();
        assert!(
            error.contains("`WECHATPAY_KEY`: ") && !error.contains("c2VjcmV0"),
            "{error}"
        );
    }
}
