//! Reading certificates, compared with the openssl command line that made them; their validity; and
//! keys and certificates from files.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use wechatpay_runtime::call::{Credential, Keyring};
use wechatpay_runtime::{
    MerchantCertificate, PlatformCertificate, PrivateKey, PublicKey, error::KeyError,
};

use super::fixture::*;

#[test]
fn serial_key_and_validity_of_a_certificate_are_read() {
    let merchant = merchant_certificate("merchant_certificate.pem");
    assert_eq!(
        merchant.serial_no(),
        "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    );
    assert_eq!(
        (merchant.not_before(), merchant.not_after()),
        (1_672_531_200, 4_070_908_799)
    );
    assert_eq!(
        merchant.public_key(),
        &PublicKey::from_pem(key_file("merchant_pub.pem")).unwrap()
    );
    let platform = platform_certificate("platform_certificate.pem");
    assert_eq!(
        platform.serial_no(),
        "F157F09EFDC096DE15EBE81A47057A7232F1B8E2"
    );
    assert_eq!(
        (platform.not_before(), platform.not_after()),
        (1_685_622_896, 4_052_464_495)
    );
    assert_eq!(platform.public_key(), &wechatpay_public_key());
    assert_ne!(platform.public_key(), merchant.public_key());
    let later = platform_certificate("platform_certificate_later.pem");
    assert_eq!(
        later.serial_no(),
        "0157F09EFDC096DE15EBE81A47057A7232F1B8E3"
    );
    assert_eq!(
        (later.not_before(), later.not_after()),
        (1_704_067_200, 4_233_772_799)
    );
}

#[test]
fn openssl_reads_the_same_serials_of_certificates() {
    for file in [
        "certificate.pem",
        "merchant_certificate.pem",
        "platform_certificate.pem",
        "platform_certificate_later.pem",
        "rsa8192_certificate.pem",
    ] {
        let read = Command::new("openssl")
            .args(["x509", "-noout", "-serial", "-in"])
            .arg(key_path(file))
            .output();
        if let Ok(read) = read {
            let serial_no = platform_certificate(file).serial_no().to_owned();
            let says = String::from_utf8(read.stdout).unwrap();
            assert_eq!(says.trim_end(), format!("serial={serial_no}"), "{file}");
        }
    }
}

#[test]
fn debug_output_of_a_certificate_shows_serial_and_validity_but_no_key() {
    assert_eq!(
        format!("{:?}", merchant_certificate("merchant_certificate.pem")),
        "MerchantCertificate(5157F09EFDC096DE15EBE81A47057A7232F1B8E1, \
         2023-01-01 00:00:00 UTC to 2098-12-31 23:59:59 UTC)"
    );
    assert_eq!(
        format!("{:?}", platform_certificate("platform_certificate.pem")),
        "PlatformCertificate(F157F09EFDC096DE15EBE81A47057A7232F1B8E2, \
         2023-06-01 12:34:56 UTC to 2098-06-01 12:34:55 UTC)"
    );
}

#[test]
fn a_certificate_is_valid_in_its_first_and_last_second() {
    let merchant = merchant_certificate("expired_certificate.pem");
    let platform = platform_certificate("platform_certificate.pem");
    let credential = |now| Credential::of_certificate("1900000001", &merchant, merchant_key(), now);
    for (from_begin, valid) in [(-1, false), (0, true), (1, true)] {
        let now = merchant.not_before() + from_begin;
        assert_eq!(merchant.is_valid_at(now), valid);
        assert_eq!(credential(now).is_ok(), valid);
        let now = platform.not_before() + from_begin;
        assert_eq!(
            Keyring::of_certificate(platform.clone(), now).is_ok(),
            valid
        );
        assert!(keyring().add_certificate(platform.clone(), now).is_ok());
    }
    for (from_end, valid) in [(-1, true), (0, true), (1, false)] {
        let now = merchant.not_after() + from_end;
        assert_eq!(merchant.is_valid_at(now), valid);
        assert_eq!(credential(now).is_ok(), valid);
        let now = platform.not_after() + from_end;
        assert_eq!(
            Keyring::of_certificate(platform.clone(), now).is_ok(),
            valid
        );
        assert_eq!(
            keyring().add_certificate(platform.clone(), now).is_ok(),
            valid
        );
    }
    for now in [i64::MIN, i64::MAX] {
        assert!(credential(now).is_err());
        assert!(Keyring::of_certificate(platform.clone(), now).is_err());
    }
}

#[test]
fn an_expired_or_future_certificate_is_rejected_with_its_dates_and_a_remedy() {
    let merchant = merchant_certificate("expired_certificate.pem");
    let refused = |now| {
        Credential::of_certificate("1900000001", &merchant, merchant_key(), now)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(1_800_000_000),
        "the client cannot be built [invalid-setting]\n\
         - merchant_certificate: the certificate 5157F09EFDC096DE15EBE81A47057A7232F1B8E0 was valid until \
         2025-01-01 00:00:00 UTC, and the local clock says 2027-01-15 08:00:00 UTC: apply for a new one on the merchant \
         platform (API security), and use it together with its new `apiclient_key.pem`; if the clock is wrong, set \
         it"
    );
    assert!(refused(0).contains(
        "is not valid before 2020-01-01 00:00:00 UTC, and the local clock says 1970-01-01 00:00:00 UTC: use it after \
         that time; if the clock is wrong, set it"
    ));
    let platform = platform_certificate("platform_certificate.pem");
    assert_eq!(
        keyring()
            .add_certificate(platform, i64::MAX)
            .unwrap_err()
            .to_string(),
        "platform_certificate: the certificate F157F09EFDC096DE15EBE81A47057A7232F1B8E2 was valid until \
         2098-06-01 12:34:55 UTC, and the local clock says 9223372036854775807 s since 1970: download the platform's \
         current certificates, or migrate to the WeChat Pay public key on the merchant platform; if the clock is wrong, \
         set it [invalid-setting]"
    );
}

#[test]
fn a_credential_rejects_a_key_that_does_not_match_the_certificate() {
    let certificate = merchant_certificate("merchant_certificate.pem");
    let of = |key: &str| {
        let key = PrivateKey::from_pem(key_file(key)).unwrap();
        Credential::of_certificate("1900000001", &certificate, key, NOW)
    };
    for same in [
        "merchant.pem",
        "merchant_pkcs1.pem",
        "merchant_mislabeled.pem",
    ] {
        assert!(of(same).is_ok(), "{same}");
    }
    for other in ["wechatpay.pem", "rsa3072.pem"] {
        let text = of(other).unwrap_err().to_string();
        for part in [
            certificate.serial_no(),
            "`apiclient_cert.pem`",
            "`apiclient_key.pem`",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}

/// The errors of all four readers for a file that none of them can use.
fn refused(path: impl AsRef<Path>) -> [KeyError; 4] {
    let path = path.as_ref();
    [
        PrivateKey::from_pem_file(path).err(),
        PublicKey::from_pem_file(path).err(),
        MerchantCertificate::from_pem_file(path).err(),
        PlatformCertificate::from_pem_file(path).err(),
    ]
    .map(Option::unwrap)
}

#[test]
fn keys_and_certificates_are_read_from_files() {
    assert!(PrivateKey::from_pem_file(key_path("merchant.pem")).is_ok());
    assert!(PublicKey::from_pem_file(key_path("merchant_pub.pem")).is_ok());
    assert!(MerchantCertificate::from_pem_file(key_path("merchant_certificate.pem")).is_ok());
    assert!(PlatformCertificate::from_pem_file(key_path("platform_certificate.pem")).is_ok());
}

#[test]
fn an_error_about_a_key_file_names_the_file_and_the_problem() {
    for (path, says, is_io) in [
        (
            key_path("request.pem"),
            "a request for a certificate",
            false,
        ),
        (key_path("none.pem"), "there is no such file", true),
        (key_path(""), "", true),
        (
            key_path("none\u{1b}[2J\u{202e}.pem"),
            "there is no such file",
            true,
        ),
    ] {
        for error in refused(&path) {
            let text = error.to_string();
            let shown = path.to_str().unwrap();
            let shown = shown
                .replace('\u{1b}', "\\u{1b}")
                .replace('\u{202e}', "\\u{202e}");
            assert!(text.starts_with(&format!("`{shown}`: ")), "{text}");
            assert!(text.contains(says), "{text}");
            assert_eq!(
                error
                    .source()
                    .is_some_and(<dyn Error>::is::<std::io::Error>),
                is_io
            );
        }
    }
}

#[test]
fn a_key_given_instead_of_a_file_name_is_not_printed() {
    let pem = String::from_utf8(key_file("merchant.pem")).unwrap();
    let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let one_line = pem.replace('\n', " ");
    for contents in [
        pem.as_str(),
        bare.as_str(),
        one_line.as_str(),
        &pem.replace('\n', "\\n"),
    ] {
        for error in refused(contents) {
            let text = format!("{error} {error:?}");
            assert!(text.contains("it may be the contents of a file"), "{text}");
            assert!(
                !text.contains("MII") && !text.contains(&bare[100..120]),
                "{text}"
            );
        }
    }
}
