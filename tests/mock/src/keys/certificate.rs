//! Self-signed X.509 certificates over RSA keys of this process.

use rcgen::{
    CertificateParams, DistinguishedName, DnType, Error, PKCS_RSA_SHA256, PublicKeyData,
    SerialNumber, SignatureAlgorithm, SigningKey, date_time_ymd,
};
use rsa::RsaPublicKey;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs8::LineEnding;
use rsa::pkcs8::der::pem;

use crate::signature::Signer;

/// A certificate as PEM: valid from 2020 to 2099, with this serial number (upper-case hex) and
/// common name.
pub(super) fn self_signed(
    key: &RsaPublicKey,
    signer: &Signer,
    serial_no: &str,
    common_name: &str,
) -> Result<String, String> {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 12, 31);
    params.serial_number = Some(SerialNumber::from(bytes(serial_no)?));
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params
        .distinguished_name
        .push(DnType::OrganizationName, "wechatpay-mock");
    let issuer = Issuer {
        der: key
            .to_pkcs1_der()
            .map_err(|error| error.to_string())?
            .into_vec(),
        signer,
    };
    let certificate = params
        .self_signed(&issuer)
        .map_err(|error| error.to_string())?;
    pem::encode_string("CERTIFICATE", LineEnding::LF, certificate.der())
        .map_err(|error| error.to_string())
}

/// Decodes an even number of hexadecimal digits.
fn bytes(hex: &str) -> Result<Vec<u8>, String> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| str::from_utf8(pair).map_err(|error| error.to_string()))
        .map(|pair| u8::from_str_radix(pair?, 16).map_err(|error| error.to_string()))
        .collect()
}

/// A key in the form that signs certificates.
struct Issuer<'a> {
    der: Vec<u8>,
    signer: &'a Signer,
}

impl PublicKeyData for Issuer<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.der
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Issuer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.signer.sign(message))
    }
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
