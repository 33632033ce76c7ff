//! Every wrong file is named, and so is the right one.

use wechatpay_runtime::{PrivateKey, PublicKey};

use super::fixture::key_file;

#[track_caller]
fn private(file: impl AsRef<[u8]>, says: &[&str]) {
    explains(&PrivateKey::from_pem(file).unwrap_err().to_string(), says);
}

#[track_caller]
fn public(file: impl AsRef<[u8]>, says: &[&str]) {
    explains(&PublicKey::from_pem(file).unwrap_err().to_string(), says);
}

#[track_caller]
fn explains(text: &str, says: &[&str]) {
    for part in says {
        assert!(text.contains(part), "{text:?} does not say {part:?}");
    }
}

#[test]
fn a_wrong_file_where_the_private_key_belongs() {
    let source = "`apiclient_key.pem`";
    private(
        key_file("certificate.pem"),
        &["this is a certificate", source],
    );
    private(
        key_file("merchant_pub.pem"),
        &["this is a public key", source],
    );
    private(key_file("bare_pub.pem"), &["this is a public key", source]);
    private(
        key_file("encrypted.pem"),
        &["encrypted with a passphrase", "openssl pkey"],
    );
    private(
        key_file("encrypted_pkcs1.pem"),
        &["encrypted with a passphrase", "openssl pkey"],
    );
    private(key_file("ec.pem"), &["elliptic curves", source]);
    private(key_file("ec_sec1.pem"), &["elliptic curves", source]);
    private(
        key_file("ed25519.pem"),
        &["another algorithm than RSA", source],
    );
    private(key_file("rsa1024.pem"), &["fewer than 2048 bits", source]);
    private(
        key_file("rsa1024_pkcs1.pem"),
        &["fewer than 2048 bits", source],
    );
    private(
        key_file("request.pem"),
        &["another kind (`CERTIFICATE REQUEST`)", source],
    );
    private(key_file("merchant.der"), &["binary file", source]);
    private(key_file("merchant.p12"), &["binary file", source]);
}

#[test]
fn a_wrong_file_where_the_public_key_belongs() {
    let source = "`PUB_KEY_ID_…`";
    public(
        key_file("certificate.pem"),
        &["this is a certificate", source],
    );
    public(
        key_file("merchant.pem"),
        &["private key, which must never leave", source],
    );
    public(
        key_file("encrypted.pem"),
        &["encrypted with a passphrase", source],
    );
    public(
        key_file("bare_pub.pem"),
        &["PKCS#1 form", "openssl rsa -RSAPublicKey_in"],
    );
    public(key_file("ec_pub.pem"), &["elliptic curves", source]);
    public(
        key_file("ed25519_pub.pem"),
        &["another algorithm than RSA", source],
    );
    public(
        key_file("rsa1024_pub.pem"),
        &["fewer than 2048 bits", source],
    );
}

#[test]
fn no_pem_at_all() {
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    private("", &["the file is empty"]);
    private(" \r\n", &["the file is empty"]);
    private(
        "/etc/wechatpay/apiclient_key.pem\n",
        &["the name of a file", "Read the file first"],
    );
    private(&bare, &["no `-----BEGIN …-----` line"]);
    private(&pem[..pem.len() - 30], &["cut off"]);
    private(
        pem.replace('\n', "\\n"),
        &["`\\n` as two characters", "Replace"],
    );
    private(pem.replacen("MII", "M*I", 1), &["damaged"]);
    private(pem.replacen("MII", "AAA", 1), &["no usable RSA key"]);
    private(format!("{pem}{pem}"), &["several keys"]);
    private([0xff; 10], &["no `-----BEGIN …-----` line"]);
    private(
        "-----BEGIN 券-----\nAAAA\n-----END 券-----\n",
        &["another kind (`券`)"],
    );
    private(
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        &["no usable RSA key"],
    );
}

#[test]
fn a_key_is_found_beside_its_certificate_and_however_the_file_was_edited() {
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let certificate = String::from_utf8(key_file("certificate.pem")).unwrap();
    for file in [
        format!("{certificate}{pem}"),
        format!("\u{feff}{pem}"),
        pem.replace('\n', "\r\n"),
        pem.trim_end().to_owned(),
        pem.replace('\n', "\n    "),
        format!("Bag Attributes\n  name: x\n{pem}"),
    ] {
        assert!(PrivateKey::from_pem(file).is_ok());
    }
    assert!(PublicKey::from_pem(key_file("rsa3072_pub.pem")).is_ok());
    assert!(PrivateKey::from_pem(key_file("rsa3072.pem")).is_ok());
}

#[test]
fn damaged_files_never_panic() {
    let pem = key_file("merchant.pem");
    for at in 0..pem.len() {
        let _ = PrivateKey::from_pem(&pem[..at]);
        if at % 16 == 0 {
            let mut damaged = pem.clone();
            damaged[at] ^= 0x11;
            let _ = PrivateKey::from_pem(&damaged);
            let _ = PublicKey::from_pem(&damaged);
        }
    }
}
