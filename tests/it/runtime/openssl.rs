//! The openssl command line as the other side, with its own keys. Without openssl these tests check
//! nothing.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Keyring, Nonce};
use wechatpay_runtime::{Operation, PrivateKey, PublicKey};

use super::fixture::*;

/// The output of openssl for these arguments and this input; `None` if openssl is not installed.
fn openssl(arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let process = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut process = match process {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        process => process.unwrap(),
    };
    process.stdin.take().unwrap().write_all(input).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(output.stdout)
}

/// A folder with `key.pem` and `pub.pem` made by openssl. It is removed at the end.
struct OpensslKeys(PathBuf);

impl OpensslKeys {
    fn new(name: &str) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("wechatpay-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let keys = Self(folder);
        let bits = [
            "genpkey",
            "-algorithm",
            "RSA",
            "-pkeyopt",
            "rsa_keygen_bits:2048",
        ];
        let key = openssl(&bits, b"")?;
        let public = openssl(&["pkey", "-pubout"], &key)?;
        keys.write("key.pem", &key);
        keys.write("pub.pem", &public);
        Some(keys)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(Path::new(&self.path(name))).unwrap()
    }
}

impl Drop for OpensslKeys {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn part<'a>(authorization: &'a str, name: &str) -> &'a str {
    let rest = authorization.split(&format!("{name}=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap()
}

fn openssl_verifies(
    keys: &OpensslKeys,
    operation: &impl Operation,
    method: &str,
    target: &str,
    body: &str,
) {
    let key = PrivateKey::from_pem(keys.read("key.pem")).unwrap();
    let credential = Credential::new("1900000001", SERIAL_NO, key).unwrap();
    let request = Call::prepare(operation)
        .unwrap()
        .request(
            &BaseUrl::main(),
            &credential,
            &keyring(),
            NOW,
            &Nonce::random().unwrap(),
        )
        .unwrap();
    let authorization = request.headers()["Authorization"].to_str().unwrap();
    let nonce = part(authorization, "nonce_str");
    keys.write(
        "signature",
        &STANDARD.decode(part(authorization, "signature")).unwrap(),
    );
    let message = format!("{method}\n{target}\n{NOW}\n{nonce}\n{body}\n");
    let (public, signature) = (keys.path("pub.pem"), keys.path("signature"));
    let verify = [
        "dgst",
        "-sha256",
        "-verify",
        &public,
        "-signature",
        &signature,
    ];
    let output = openssl(&verify, message.as_bytes()).unwrap();
    assert_eq!(output.trim_ascii(), b"Verified OK");
}

#[test]
fn openssl_accepts_signatures_of_the_client() {
    let Some(keys) = OpensslKeys::new("signs") else {
        return;
    };
    let budget = "/v3/marketing/busifavor/stocks/98065001/budget";
    let body = r#"{"target_max_coupons":3000,"current_max_coupons":500,"modify_budget_request_no":"1002600620019090123143254436"}"#;
    openssl_verifies(&keys, &modify_budget(), "PATCH", budget, body);
    openssl_verifies(&keys, &List, "GET", "/v3/things", "");
    let close = Close {
        id: "券/?".to_owned(),
    };
    openssl_verifies(
        &keys,
        &close,
        "POST",
        "/v3/things/%E5%88%B8%2F%3F/close",
        "",
    );
}

#[test]
fn the_client_accepts_signatures_of_openssl() {
    let Some(keys) = OpensslKeys::new("accepts") else {
        return;
    };
    let public = PublicKey::from_pem(keys.read("pub.pem")).unwrap();
    let keyring = Keyring::new(KEY_ID, public).unwrap();
    let call = Call::prepare(&modify_budget()).unwrap();
    for body in [SAMPLE, "{}", "{\"max_coupons\":300,\n \"未知\":\"券\"}\n"] {
        let message = format!("{NOW}\n{RESPONSE_NONCE}\n{body}\n");
        let sign = ["dgst", "-sha256", "-sign", &keys.path("key.pem")];
        let signature = STANDARD.encode(openssl(&sign, message.as_bytes()).unwrap());
        let mut response = signed(200, body);
        assert!(call.response(response.clone(), &keyring, NOW).is_err());
        let signature = http::HeaderValue::from_str(&signature).unwrap();
        response
            .headers_mut()
            .insert("Wechatpay-Signature", signature);
        assert!(call.response(response, &keyring, NOW).is_ok(), "{body}");
    }
}
