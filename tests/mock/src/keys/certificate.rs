//! Self-signed X.509 certificates over RSA keys of this process.

use std::time::Duration;

use rsa::RsaPublicKey;
use rsa::pkcs8::LineEnding;
use rsa::pkcs8::der::asn1::{BitString, GeneralizedTime, Uint, UtcTime};
use rsa::pkcs8::der::{DateTime, Decode as _, Encode as _, EncodePem as _};
use rsa::pkcs8::spki::DynSignatureAlgorithmIdentifier as _;
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::{Time, Validity};

use crate::signature::Signer;

/// A certificate as PEM: valid from the first to the last time (Unix seconds), with this serial number (upper-case hex) and
/// common name.
pub(super) fn self_signed(
    key: &RsaPublicKey,
    signer: &Signer,
    serial_no: &str,
    common_name: &str,
    validity: (i64, i64),
) -> Result<String, String> {
    let serial_number = bytes(serial_no)?;
    let validity = Validity {
        not_before: time(date_time(validity.0)?)?,
        not_after: time(date_time(validity.1)?)?,
    };
    certificate(key, signer, &serial_number, common_name, validity)
        .map_err(|error| error.to_string())
}

/// A time from 1970 on.
fn date_time(unix: i64) -> Result<DateTime, String> {
    let seconds = u64::try_from(unix).map_err(|error| error.to_string())?;
    DateTime::from_unix_duration(Duration::from_secs(seconds)).map_err(|error| error.to_string())
}

/// X.509 demands the short form until 2049.
fn time(time: DateTime) -> Result<Time, String> {
    if time.year() < 2050 {
        let time = UtcTime::from_date_time(time).map_err(|error| error.to_string())?;
        return Ok(Time::UtcTime(time));
    }
    Ok(Time::GeneralTime(GeneralizedTime::from_date_time(time)))
}

fn certificate(
    key: &RsaPublicKey,
    signer: &Signer,
    serial_number: &[u8],
    common_name: &str,
    validity: Validity,
) -> Result<String, Box<dyn std::error::Error>> {
    // In RFC 4514, the last part is the first one of the certificate.
    let name: Name = format!("O=wechatpay-mock,CN={common_name}").parse()?;
    let signature_algorithm = signer.0.signature_algorithm_identifier()?;
    let tbs_certificate = TbsCertificate {
        version: Version::V3,
        // `new` does not take 20 bytes whose highest bit is set.
        serial_number: SerialNumber::from_der(&Uint::new(serial_number)?.to_der()?)?,
        signature: signature_algorithm.clone(),
        issuer: name.clone(),
        validity,
        subject: name,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_key(key.clone())?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: None,
    };
    let signature = signer.sign(&tbs_certificate.to_der()?);
    let certificate = Certificate {
        tbs_certificate,
        signature_algorithm,
        signature: BitString::from_bytes(&signature)?,
    };
    Ok(certificate.to_pem(LineEnding::LF)?)
}

/// Decodes an even number of hexadecimal digits.
fn bytes(hex: &str) -> Result<Vec<u8>, String> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| str::from_utf8(pair).map_err(|error| error.to_string()))
        .map(|pair| u8::from_str_radix(pair?, 16).map_err(|error| error.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_text_is_decoded_to_bytes() {
        assert_eq!(bytes("00fFA1"), Ok(vec![0, 255, 161]));
        assert!(bytes("0G").is_err());
        assert!(bytes("券券").is_err());
    }
}
