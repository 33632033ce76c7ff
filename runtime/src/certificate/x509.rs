//! The few fields of an X.509 certificate (RFC 5280, section 4.1) that are needed here, out of its DER.

use der::asn1::{AnyRef, GeneralizedTime, UtcTime};
use der::{Reader, SliceReader, Tag, TagMode, TagNumber};

use super::validity::Validity;
use crate::key_error::Found;

pub(super) struct Fields<'a> {
    pub(super) serial_no: String,
    pub(super) validity: Validity,
    /// A `SubjectPublicKeyInfo`, whole.
    pub(super) public_key: &'a [u8],
}

/// Names, extensions and the signature are passed over, and so is what may follow the certificate.
pub(super) fn read(certificate: &[u8]) -> Result<Fields<'_>, Found> {
    let (serial, validity, public_key) =
        fields(certificate).map_err(|_| Found::NoCertificateInside)?;
    Ok(Fields {
        serial_no: serial_no(serial).ok_or(Found::BadSerial)?,
        validity,
        public_key,
    })
}

fn fields(certificate: &[u8]) -> der::Result<(&[u8], Validity, &[u8])> {
    SliceReader::new(certificate)?.sequence(|certificate| {
        let fields = certificate.sequence(|signed| {
            let _version = signed.context_specific::<u8>(TagNumber(0), TagMode::Explicit)?;
            let serial = signed.decode::<AnyRef<'_>>()?;
            serial.header().tag().assert_eq(Tag::Integer)?;
            let _algorithm = signed.tlv_bytes()?;
            let _issuer = signed.tlv_bytes()?;
            let validity = signed.sequence(|validity| {
                Ok::<_, der::Error>(Validity {
                    not_before: time(validity)?,
                    not_after: time(validity)?,
                })
            })?;
            let _subject = signed.tlv_bytes()?;
            let public_key = signed.tlv_bytes()?;
            signed.drain(signed.remaining_len())?;
            Ok::<_, der::Error>((serial.value(), validity, public_key))
        })?;
        certificate.drain(certificate.remaining_len())?;
        Ok(fields)
    })
}

/// In Unix seconds.
fn time<'a>(reader: &mut impl Reader<'a>) -> der::Result<i64> {
    let since_1970 = match Tag::peek(reader)? {
        Tag::UtcTime => reader.decode::<UtcTime>()?.to_unix_duration(),
        _ => reader.decode::<GeneralizedTime>()?.to_unix_duration(),
    };
    Ok(since_1970.as_secs().cast_signed())
}

/// The serial in hex, without the octet 00 that DER puts before a high bit. RFC 5280 wants a positive number of up to
/// 20 octets; WeChat Pay has no form for another.
fn serial_no(integer: &[u8]) -> Option<String> {
    let octets = match integer {
        [0, rest @ ..] if rest.first().is_some_and(|first| *first >= 0x80) => rest,
        [0x01..=0x7F, ..] => integer,
        _ => return None,
    };
    (octets.len() <= 20).then(|| octets.iter().map(|octet| format!("{octet:02X}")).collect())
}
