//! Every wrong file is named, and so is the right one.

use wechatpay_runtime::{
    KeyError, MerchantCertificate, PlatformCertificate, PrivateKey, PublicKey,
};

use super::fixture::{damaged, key_file};

/// What each of the four makes of a file: nothing, or the text of its error.
fn read(file: impl AsRef<[u8]>) -> [Option<String>; 4] {
    fn text<T>(read: Result<T, KeyError>) -> Option<String> {
        read.err().map(|error| error.to_string())
    }
    [
        text(PrivateKey::from_pem(&file)),
        text(PublicKey::from_pem(&file)),
        text(MerchantCertificate::from_pem(&file)),
        text(PlatformCertificate::from_pem(&file)),
    ]
}

/// Where each of the four is found.
const SOURCES: [&str; 4] = [
    "`apiclient_key.pem`",
    "`PUB_KEY_ID_…`",
    "`apiclient_cert.pem`",
    "`wechatpay_….pem`",
];

const FITS: &str = "";
const CERTIFICATE: &str = "this is a certificate";
const PRIVATE: &str = "this is a private key, which must never leave its owner";
const PUBLIC: &str = "this is a public key";
const LOCKED: &str = "this is a private key that is encrypted with a passphrase";
const CURVE: &str = "its key is for elliptic curves";
const OTHER: &str = "its key is for another algorithm than RSA";
const SHORT: &str = "its RSA key has fewer than 2048 bits";
const LONG: &str = "its RSA key has more than 8192 bits";
const SERIAL: &str = "its serial is zero, negative or longer than 20 octets";
const REQUEST: &str = "this is a request for a certificate (CSR)";
const DER: &str = "this is a binary file (DER)";
const P12: &str = "this is a binary file (PKCS#12, such as `apiclient_cert.p12`)";
const PKCS7: &str = "another kind (`PKCS7`)";

/// What the private key, the public key and the two certificates say of each file.
const FILES: &[(&str, [&str; 4])] = &[
    ("merchant.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    ("merchant_pkcs1.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    (
        "merchant_mislabelled.pem",
        [FITS, PRIVATE, PRIVATE, PRIVATE],
    ),
    ("rsa3072.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    ("rsa8192.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    ("rsa8200.pem", [LONG, PRIVATE, PRIVATE, PRIVATE]),
    ("rsa1024.pem", [SHORT, PRIVATE, PRIVATE, PRIVATE]),
    ("rsa1024_pkcs1.pem", [SHORT, PRIVATE, PRIVATE, PRIVATE]),
    ("ec.pem", [CURVE, PRIVATE, PRIVATE, PRIVATE]),
    ("ec_sec1.pem", [CURVE, CURVE, CURVE, CURVE]),
    ("ed25519.pem", [OTHER, PRIVATE, PRIVATE, PRIVATE]),
    ("encrypted.pem", [LOCKED, LOCKED, LOCKED, LOCKED]),
    ("encrypted_pkcs1.pem", [LOCKED, LOCKED, LOCKED, LOCKED]),
    ("merchant_pub.pem", [PUBLIC, FITS, PUBLIC, PUBLIC]),
    ("rsa3072_pub.pem", [PUBLIC, FITS, PUBLIC, PUBLIC]),
    ("rsa8192_pub.pem", [PUBLIC, FITS, PUBLIC, PUBLIC]),
    ("rsa8200_pub.pem", [PUBLIC, LONG, PUBLIC, PUBLIC]),
    ("rsa1024_pub.pem", [PUBLIC, SHORT, PUBLIC, PUBLIC]),
    ("bare_pub.pem", [PUBLIC, PUBLIC, PUBLIC, PUBLIC]),
    ("ec_pub.pem", [PUBLIC, CURVE, PUBLIC, PUBLIC]),
    ("ed25519_pub.pem", [PUBLIC, OTHER, PUBLIC, PUBLIC]),
    (
        "merchant_certificate.pem",
        [CERTIFICATE, CERTIFICATE, FITS, FITS],
    ),
    (
        "platform_certificate.pem",
        [CERTIFICATE, CERTIFICATE, FITS, FITS],
    ),
    (
        "expired_certificate.pem",
        [CERTIFICATE, CERTIFICATE, FITS, FITS],
    ),
    (
        "trusted_certificate.pem",
        [CERTIFICATE, CERTIFICATE, FITS, FITS],
    ),
    (
        "rsa8192_certificate.pem",
        [CERTIFICATE, CERTIFICATE, FITS, FITS],
    ),
    (
        "rsa8200_certificate.pem",
        [CERTIFICATE, CERTIFICATE, LONG, LONG],
    ),
    (
        "rsa1024_certificate.pem",
        [CERTIFICATE, CERTIFICATE, SHORT, SHORT],
    ),
    (
        "ec_certificate.pem",
        [CERTIFICATE, CERTIFICATE, CURVE, CURVE],
    ),
    (
        "ed25519_certificate.pem",
        [CERTIFICATE, CERTIFICATE, OTHER, OTHER],
    ),
    (
        "negative_serial_certificate.pem",
        [CERTIFICATE, CERTIFICATE, SERIAL, SERIAL],
    ),
    (
        "zero_serial_certificate.pem",
        [CERTIFICATE, CERTIFICATE, SERIAL, SERIAL],
    ),
    (
        "long_serial_certificate.pem",
        [CERTIFICATE, CERTIFICATE, SERIAL, SERIAL],
    ),
    ("request.pem", [REQUEST, REQUEST, REQUEST, REQUEST]),
    ("pkcs7.pem", [PKCS7, PKCS7, PKCS7, PKCS7]),
    ("merchant.der", [DER, DER, DER, DER]),
    ("merchant_certificate.der", [DER, DER, DER, DER]),
    ("merchant.p12", [P12, P12, P12, P12]),
];

#[test]
fn every_file_where_any_other_belongs() {
    for (file, says) in FILES {
        let found = read(key_file(file));
        for (text, says) in found.iter().zip(says) {
            match text {
                None => assert_eq!(*says, FITS, "{file}"),
                Some(text) => assert!(!says.is_empty() && text.contains(says), "{file}: {text}"),
            }
        }
    }
}

#[test]
fn the_right_file_is_named_beside_the_wrong_one() {
    for file in ["request.pem", "ec_sec1.pem", "merchant.p12", "pkcs7.pem"] {
        for (text, source) in read(key_file(file)).iter().zip(SOURCES) {
            assert!(text.as_ref().unwrap().contains(source), "{text:?}");
        }
    }
}

#[test]
fn some_mistakes_have_their_own_remedy() {
    let [private, ..] = read(key_file("encrypted.pem"));
    assert!(private.unwrap().contains("openssl pkey"));
    let [_, public, ..] = read(key_file("bare_pub.pem"));
    assert!(public.unwrap().contains("openssl rsa -RSAPublicKey_in"));
    let [_, public, ..] = read(key_file("platform_certificate.pem"));
    assert!(public.unwrap().contains("as `PlatformCertificate`"));
    let [.., platform] = read(key_file("wechatpay_pub.pem"));
    assert!(platform.unwrap().contains("as `PublicKey`"));
    let [.., merchant, platform] = read(key_file("chain.pem"));
    for text in [merchant, platform] {
        assert!(
            text.unwrap()
                .contains("several certificates, as a chain does")
        );
    }
    let twice = [key_file("merchant.pem"), key_file("rsa3072.pem")].concat();
    let [private, ..] = read(twice);
    assert!(private.unwrap().contains("several keys"));
}

#[test]
fn no_pem_at_all() {
    for (file, part) in [
        ("merchant.pem", 0),
        ("wechatpay_pub.pem", 1),
        ("merchant_certificate.pem", 2),
        ("platform_certificate.pem", 3),
    ] {
        let says = |file: &str, says: &str| {
            let text = read(file)[part].take().unwrap();
            assert!(text.contains(says), "{text:?} does not say {says:?}");
        };
        let pem = String::from_utf8(key_file(file)).unwrap();
        let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        says("", "the file is empty");
        says(" \r\n", "the file is empty");
        says("/etc/wechatpay/apiclient_key.pem\n", "the name of a file");
        says("C:\\pay\\apiclient_cert.P12", "`from_pem_file`");
        says(&bare, "no `-----BEGIN …-----` line");
        says(&pem[..pem.len() - 30], "cut off");
        says(&pem.replace('\n', "\\n"), "`\\n` as two characters");
        says(&pem.replacen("MII", "M*I", 1), "damaged");
        says(
            &pem.replacen("MII", "AAA", 1),
            "what the PEM block holds is no",
        );
        says(
            "-----BEGIN 券-----\nAAAA\n-----END 券-----\n",
            "another kind (`券`)",
        );
        let (begin, end) = (pem.lines().next().unwrap(), pem.lines().last().unwrap());
        says(
            &format!("{begin}\n{end}\n"),
            "what the PEM block holds is no",
        );
    }
    assert!(
        read([0xff; 10])[0]
            .as_ref()
            .unwrap()
            .contains("no `-----BEGIN")
    );
}

#[test]
fn a_file_that_is_too_big_is_not_read_to_its_end() {
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/video.pem");
    let file = std::fs::File::create(path).unwrap();
    file.set_len(1 << 30).unwrap();
    let error = PrivateKey::from_pem_file(path).unwrap_err().to_string();
    assert!(error.contains("more than 1 MiB"), "{error}");
}

#[test]
fn a_file_is_read_however_it_was_edited_and_whatever_stands_beside_it() {
    let files = [
        "merchant.pem",
        "wechatpay_pub.pem",
        "platform_certificate.pem",
    ];
    let pems = files.map(|file| String::from_utf8(key_file(file)).unwrap());
    for (part, pem) in pems.iter().enumerate() {
        for file in [
            pems.concat(),
            format!("\u{feff}{pem}"),
            pem.replace('\n', "\r\n"),
            pem.trim_end().to_owned(),
            pem.replace('\n', "\n    "),
            format!("Bag Attributes\n  name: x\n{pem}"),
        ] {
            assert_eq!(read(&file)[part], None, "{file}");
        }
    }
}

#[test]
fn damaged_files_never_panic() {
    for file in [
        "merchant.pem",
        "merchant_pkcs1.pem",
        "platform_certificate.pem",
    ] {
        let pem = key_file(file);
        for end in 0..pem.len() {
            read(&pem[..end]);
        }
        for pem in damaged(&pem, 5000) {
            read(pem);
        }
    }
}
