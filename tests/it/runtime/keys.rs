//! An error about a wrong file names its kind and the right file.

use wechatpay_runtime::{
    MerchantCertificate, PlatformCertificate, PrivateKey, PublicKey, error::KeyError,
};

use super::fixture::{damaged, key_file};

/// The results of the four readers for a file: `None`, or the text of the error.
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

/// The file or id of each of the four, as errors name it.
const SOURCES: [&str; 4] = [
    "`apiclient_key.pem`",
    "`PUB_KEY_ID_…`",
    "`apiclient_cert.pem`",
    "`wechatpay_….pem`",
];

const FITS: &str = "";
const CERTIFICATE: &str = "this is a certificate";
const PRIVATE: &str = "this is a private key, which you must never pass on";
const PUBLIC: &str = "this is a public key";
const LOCKED: &str = "this is a private key that is encrypted with a passphrase";
const CURVE: &str = "its key is an elliptic-curve key";
const OTHER: &str = "its key is not an RSA key";
const SHORT: &str = "its RSA key has fewer than 2048 bits";
const LONG: &str = "its RSA key has more than 8192 bits";
const SERIAL: &str = "its serial is zero, negative or longer than 20 octets";
const REQUEST: &str = "this is a request for a certificate (CSR)";
const DER: &str = "this is a binary file (DER)";
const P12: &str = "this is a binary file (PKCS#12, such as `apiclient_cert.p12`)";
const PKCS7: &str = "another kind (`PKCS7`)";

/// The expected errors of the private key, the public key and the two certificates for each file.
const FILES: &[(&str, [&str; 4])] = &[
    ("merchant.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    ("merchant_pkcs1.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
    ("merchant_mislabeled.pem", [FITS, PRIVATE, PRIVATE, PRIVATE]),
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
fn every_kind_of_file_is_identified_in_each_wrong_place() {
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
fn an_error_about_a_wrong_file_names_the_right_file() {
    for file in ["request.pem", "ec_sec1.pem", "merchant.p12", "pkcs7.pem"] {
        for (text, source) in read(key_file(file)).iter().zip(SOURCES) {
            assert!(text.as_ref().unwrap().contains(source), "{text:?}");
        }
    }
}

#[test]
fn an_error_about_a_wrong_file_suggests_a_remedy() {
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
                .contains("several certificates, such as a chain")
        );
    }
    let twice = [key_file("merchant.pem"), key_file("rsa3072.pem")].concat();
    let [private, ..] = read(twice);
    assert!(private.unwrap().contains("several keys"));
}

/// OpenSSL writes a PKCS#12 file as PEM in this order: the certificate comes first.
#[test]
fn an_encrypted_key_after_a_certificate_is_identified() {
    for file in ["encrypted.pem", "encrypted_pkcs1.pem"] {
        let file = [key_file("merchant_certificate.pem"), key_file(file)].concat();
        let [private, public, merchant, _] = read(file);
        assert!(private.unwrap().contains("encrypted with a passphrase"));
        assert!(public.unwrap().contains("this is a certificate"));
        assert_eq!(merchant, None);
    }
}

#[test]
fn text_that_is_not_valid_pem_is_described() {
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
            "its PEM block does not contain",
        );
        says(
            "-----BEGIN 券-----\nAAAA\n-----END 券-----\n",
            "another kind (`券`)",
        );
        let (begin, end) = (pem.lines().next().unwrap(), pem.lines().last().unwrap());
        says(
            &format!("{begin}\n{end}\n"),
            "its PEM block does not contain",
        );
    }
    assert!(
        read([0xff; 10])[0]
            .as_ref()
            .unwrap()
            .contains("no `-----BEGIN")
    );
}

/// The readers that accept a right file of each kind.
const RIGHT: [(&str, usize); 4] = [
    ("merchant.pem", 0),
    ("wechatpay_pub.pem", 1),
    ("merchant_certificate.pem", 2),
    ("platform_certificate.pem", 3),
];

#[track_caller]
fn says(file: impl AsRef<[u8]>, part: usize, says: &str) {
    let text = read(file)[part].take().unwrap();
    assert!(text.contains(says), "{text:?} does not say {says:?}");
}

#[test]
fn a_pem_file_in_utf_16_is_identified() {
    for (file, part) in RIGHT {
        let pem = String::from_utf8(key_file(file)).unwrap();
        for pem in [
            pem.clone(),
            pem.replace('\n', "\r\n"),
            format!("\n{pem}"),
            "key".to_owned(),
        ] {
            let units = || pem.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            let utf32 = || pem.chars().map(u32::from);
            let little32: Vec<u8> = utf32().flat_map(u32::to_le_bytes).collect();
            for text in [
                [&[0xFF, 0xFE], little.as_slice()].concat(),
                [&[0xFE, 0xFF], big.as_slice()].concat(),
                [&[0xFF, 0xFE, 0, 0], little32.as_slice()].concat(),
                little,
                big,
            ] {
                says(&text, part, "UTF-16");
                says(&text, part, "`iconv");
            }
        }
    }
}

#[test]
fn a_base64_encoded_pem_file_is_identified() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
    for (file, part) in RIGHT {
        let pem = key_file(file);
        let once = STANDARD.encode(&pem);
        let wrapped: Vec<_> = once
            .as_bytes()
            .chunks(76)
            .map(|line| str::from_utf8(line).unwrap())
            .collect();
        let wide = String::from_utf8(pem.clone()).unwrap();
        let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for text in [
            once.clone(),
            STANDARD_NO_PAD.encode(&pem),
            URL_SAFE.encode(&pem),
            wrapped.join("\n"),
            wrapped.join("\r\n") + "\r\n",
            format!("  \"{once}\"\n"),
            format!("\u{feff}{once}"),
            STANDARD.encode(&once),
            STANDARD.encode(wide),
            once[..once.len() - 101].to_owned(),
        ] {
            says(&text, part, "was encoded as Base64 again");
            says(&text, part, "`base64 -d`");
        }
    }
}

#[test]
fn an_invalid_character_in_a_pem_file_is_named() {
    for (file, part) in RIGHT {
        let pem = String::from_utf8(key_file(file)).unwrap();
        let label = pem.lines().next().unwrap().trim_matches('-').to_owned();
        for (text, code) in [
            (pem.replacen("MII", "M\u{200b}II", 1), "U+200B"),
            (pem.replacen("MII", "MI\u{feff}I", 1), "U+FEFF"),
            (pem.replacen("MII", "M\u{0}II", 1), "U+0000"),
            (pem.replacen("MII", "ＭII", 1), "U+FF2D"),
            (pem.replace("-----", "—————"), "U+2014"),
            (pem.replace("-----", "——-"), "U+2014"),
            (pem.replace("-----", "–----"), "U+2013"),
            (pem.replacen("BEGIN ", "BEGIN\u{a0}", 1), "U+00A0"),
            (pem.replacen("BEGIN ", "\u{200b}BEGIN ", 1), "U+200B"),
            (
                pem.replacen(&label, &label.replace("BEGIN", "ＢＥＧＩＮ"), 1),
                "U+FF22",
            ),
        ] {
            says(&text, part, code);
            says(&text, part, "as it was downloaded");
        }
        // Text around the block is ignored.
        for text in [
            format!("\u{feff}{pem}"),
            format!("“{pem}”"),
            format!("\"{pem}\""),
            pem.replace('\n', " "),
        ] {
            assert_eq!(read(&text)[part], None, "{text}");
        }
        let end = pem.rfind("-----END").unwrap();
        says(
            pem.replacen("-----\n", "----\n", 1),
            part,
            "line is malformed",
        );
        says(
            pem.replace("-----END", "-----END X"),
            part,
            "line is malformed",
        );
        for cut in [0, 7, 12, 20] {
            says(&pem[..end + cut], part, "cut off");
        }
        says(pem.replace('\n', "\\r\\n"), part, "as two characters");
        says(pem.replace('\n', "\\\\n"), part, "as two characters");
    }
}

#[test]
fn key_files_of_other_programs_are_identified() {
    for (file, part) in RIGHT {
        for text in [
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC user@host",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 user@host",
            "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n",
            "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n",
        ] {
            says(text, part, "an SSH key");
        }
        says([0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], part, "Java keystore");
        let pem = String::from_utf8(key_file(file)).unwrap();
        let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        says(&bare, part, "Base64 without its first and last line");
    }
}

#[test]
fn errors_about_key_files_never_show_a_part_of_a_key() {
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let secrets = super::secrets::Secrets::of_key(&pem);
    for file in [
        pem.replacen("MII", "M\u{200b}II", 1),
        pem.replace('\n', "\\n"),
        pem.replace("-----", "————"),
        pem.replace("PRIVATE KEY", "SECRET"),
        pem.lines().filter(|line| !line.starts_with('-')).collect(),
        pem.chars().flat_map(|c| [c, '\0']).collect(),
    ] {
        for text in read(&file).into_iter().flatten() {
            secrets.assert_absent_from(&text);
        }
        let error = PrivateKey::from_pem(&file).unwrap_err();
        secrets.assert_absent_from(&format!("{error:?} {error:#?}"));
    }
}

#[test]
fn a_key_file_larger_than_1_mib_is_rejected() {
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/video.pem");
    let file = std::fs::File::create(path).unwrap();
    file.set_len(1 << 30).unwrap();
    let error = PrivateKey::from_pem_file(path).unwrap_err().to_string();
    assert!(error.contains("larger than 1 MiB"), "{error}");
}

#[test]
fn pem_files_with_changed_layout_and_surrounding_text_are_accepted() {
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
fn damaged_key_files_never_panic() {
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
