//! Reads the needed fields of an X.509 certificate (RFC 5280, section 4.1) from its DER form.

use der::asn1::{AnyRef, GeneralizedTime, UtcTime};
use der::{Reader, SliceReader, Tag, TagMode, TagNumber};

use super::validity::Validity;
use crate::keys::key_error::Found;

pub(super) struct Fields<'a> {
    pub(super) serial_no: String,
    pub(super) validity: Validity,
    /// The complete `SubjectPublicKeyInfo`.
    pub(super) public_key: &'a [u8],
}

/// Reads the fields. Names, extensions, the signature and any bytes after the certificate are
/// ignored.
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

/// Reads a time as Unix seconds.
fn time<'a>(reader: &mut impl Reader<'a>) -> der::Result<i64> {
    let since_1970 = match Tag::peek(reader)? {
        Tag::UtcTime => reader.decode::<UtcTime>()?.to_unix_duration(),
        _ => reader.decode::<GeneralizedTime>()?.to_unix_duration(),
    };
    Ok(since_1970.as_secs().cast_signed())
}

/// The serial in hex, without the octet 00 that DER puts before a high bit.
///
/// RFC 5280 requires a positive number of up to 20 octets. WeChat Pay has no form for other
/// serials.
fn serial_no(integer: &[u8]) -> Option<String> {
    let octets = match integer {
        [0, rest @ ..] if rest.first().is_some_and(|first| *first >= 0x80) => rest,
        [0x01..=0x7F, ..] => integer,
        _ => return None,
    };
    let nibbles = octets.iter().flat_map(|octet| [octet >> 4, octet & 0xF]);
    let digits = nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16));
    (octets.len() <= 20).then(|| digits.map(|digit| digit.to_ascii_uppercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let value = parts.concat();
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        match length {
            [0, short @ 0..0x80] => [&[tag, short], value.as_slice()].concat(),
            [0, long] => [&[tag, 0x81, long], value.as_slice()].concat(),
            [high, low] => [&[tag, 0x82, high, low], value.as_slice()].concat(),
        }
    }

    /// A certificate with the fields that `read` needs, and placeholders of the right shape for the
    /// others.
    fn certificate(serial: &[u8], not_before: &[u8], not_after: &[u8]) -> Vec<u8> {
        let name = tlv(0x30, &[]);
        let signed = [
            tlv(0xA0, &[&[0x02, 0x01, 0x02]]),
            tlv(0x02, &[serial]),
            tlv(0x30, &[]),
            name.clone(),
            tlv(0x30, &[not_before, not_after]),
            name,
            tlv(0x30, &[b"public key"]),
            tlv(0xA3, &[&[0x30, 0x00]]),
        ];
        let signed = tlv(0x30, &[&signed.concat()]);
        tlv(0x30, &[&signed, &tlv(0x30, &[]), &tlv(0x03, &[&[0]])])
    }

    fn utc(text: &str) -> Vec<u8> {
        tlv(0x17, &[text.as_bytes()])
    }

    fn generalized(text: &str) -> Vec<u8> {
        tlv(0x18, &[text.as_bytes()])
    }

    #[test]
    fn serials_lose_only_the_sign_octet_of_der() {
        let time = utc("230101000000Z");
        let long = |first: u8| [vec![first], vec![0xAB; 19]].concat();
        for (serial, reads) in [
            (vec![0x01], Ok("01".to_owned())),
            (vec![0x7F], Ok("7F".to_owned())),
            (vec![0x00, 0x80], Ok("80".to_owned())),
            (vec![0x0A, 0x00], Ok("0A00".to_owned())),
            (long(0x51), Ok("51".to_owned() + &"AB".repeat(19))),
            (
                [vec![0], long(0xF1)].concat(),
                Ok("F1".to_owned() + &"AB".repeat(19)),
            ),
            (vec![], Err(Found::BadSerial)),
            (vec![0x00], Err(Found::BadSerial)),
            (vec![0x00, 0x00], Err(Found::BadSerial)),
            (vec![0x00, 0x7F], Err(Found::BadSerial)),
            (vec![0x80], Err(Found::BadSerial)),
            (vec![0xFF, 0x01], Err(Found::BadSerial)),
            ([long(0x51), vec![0]].concat(), Err(Found::BadSerial)),
            (
                [vec![0], long(0xF1), vec![0]].concat(),
                Err(Found::BadSerial),
            ),
            (vec![0x51; 300], Err(Found::BadSerial)),
        ] {
            let certificate = certificate(&serial, &time, &time);
            let read = read(&certificate).map(|fields| fields.serial_no);
            assert_eq!(read, reads, "{serial:02X?}");
        }
    }

    #[test]
    fn both_forms_of_times_are_read() {
        let from = utc("231114221320Z");
        for (until, reads) in [
            (utc("700101000000Z"), Some(0)),
            (utc("240229000000Z"), Some(1_709_164_800)),
            (utc("491231235959Z"), Some(2_524_607_999)),
            (generalized("20500101000000Z"), Some(2_524_608_000)),
            (generalized("99991231235959Z"), Some(253_402_300_799)),
            (utc("230229000000Z"), None),
            (utc("231114221360Z"), None),
            (utc("2311142213Z"), None),
            (utc("231114221320+0800"), None),
            (generalized("20500101000000.5Z"), None),
            (generalized("00000101000000Z"), None),
            (tlv(0x0C, &[b"231114221320Z"]), None),
            (vec![], None),
        ] {
            let certificate = certificate(&[1], &from, &until);
            let read = read(&certificate).ok();
            let times = read.map(|read| (read.validity.not_before, read.validity.not_after));
            assert_eq!(
                times,
                reads.map(|until| (1_700_000_000, until)),
                "{until:?}"
            );
        }
    }

    #[test]
    fn damaged_certificates_never_panic() {
        let time = generalized("20500101000000Z");
        let whole = certificate(&[0x51; 20], &time, &time);
        assert_eq!(
            read(&whole).ok().unwrap().public_key,
            tlv(0x30, &[b"public key"])
        );
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err());
        }
        for at in 0..whole.len() {
            for byte in 0..=u8::MAX {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                let _ = read(&damaged);
            }
        }
        let deep = [0x30, 0x80].repeat(100_000);
        assert!(read(&deep).is_err());
    }
}
