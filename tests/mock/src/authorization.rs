//! Parses the `Authorization` header of a request.

use crate::fault::SignatureFault;
use crate::http::Headers;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
/// ASSUMED: the real service accepts UUIDs with dashes, which are longer than the documented 32
/// characters. Its real limit is unknown.
const LONGEST_NONCE: usize = 128;

/// The five fields, all well-formed.
#[derive(Debug)]
pub(crate) struct Authorization<'a> {
    pub(crate) mchid: &'a str,
    pub(crate) nonce_str: &'a str,
    pub(crate) timestamp: &'a str,
    /// `timestamp` as a number.
    pub(crate) seconds: i64,
    pub(crate) serial_no: &'a str,
    pub(crate) signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// The only `Authorization` header of a request.
    pub(crate) fn from_headers(headers: &'a Headers) -> Result<Self, SignatureFault> {
        let value = headers
            .only("Authorization")
            .map_err(SignatureFault::Malformed)?;
        Self::parse(value.ok_or(SignatureFault::Missing)?)
    }

    fn parse(value: &'a str) -> Result<Self, SignatureFault> {
        let (scheme, fields) = value
            .split_once(' ')
            .ok_or(SignatureFault::Malformed("it holds no fields"))?;
        if scheme != SCHEME {
            return Err(SignatureFault::Scheme);
        }
        Fields::parse(fields)
            .and_then(Fields::complete)
            .map_err(SignatureFault::Malformed)
    }
}

/// The fields as far as they have been read.
#[derive(Default)]
struct Fields<'a> {
    mchid: Option<&'a str>,
    nonce_str: Option<&'a str>,
    timestamp: Option<&'a str>,
    serial_no: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn parse(mut rest: &'a str) -> Result<Self, &'static str> {
        let mut fields = Self::default();
        loop {
            let (name, opened) = rest
                .split_once("=\"")
                .ok_or("a field is not of the form name=\"value\"")?;
            let (value, after) = opened
                .split_once('"')
                .ok_or("a value is not closed by a quote")?;
            if fields.field_mut(name)?.replace(value).is_some() {
                return Err("a field appears twice");
            }
            if after.is_empty() {
                return Ok(fields);
            }
            rest = after
                .strip_prefix(',')
                .ok_or("fields are not parted by commas alone")?;
        }
    }

    fn field_mut(&mut self, name: &str) -> Result<&mut Option<&'a str>, &'static str> {
        match name {
            "mchid" => Ok(&mut self.mchid),
            "nonce_str" => Ok(&mut self.nonce_str),
            "timestamp" => Ok(&mut self.timestamp),
            "serial_no" => Ok(&mut self.serial_no),
            "signature" => Ok(&mut self.signature),
            _ => Err("it holds an unknown field"),
        }
    }

    fn complete(self) -> Result<Authorization<'a>, &'static str> {
        let timestamp = self.timestamp.ok_or("timestamp is missing")?;
        Ok(Authorization {
            mchid: self.mchid.ok_or("mchid is missing")?,
            nonce_str: self
                .nonce_str
                .ok_or("nonce_str is missing")
                .and_then(nonce)?,
            timestamp,
            seconds: seconds(timestamp)?,
            serial_no: self.serial_no.ok_or("serial_no is missing")?,
            signature: self.signature.ok_or("signature is missing")?,
        })
    }
}

fn nonce(text: &str) -> Result<&str, &'static str> {
    let fits = (1..=LONGEST_NONCE).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then_some(text)
        .ok_or("nonce_str is not 1 to 128 visible characters of ASCII")
}

fn seconds(text: &str) -> Result<i64, &'static str> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or("timestamp is not Unix seconds in decimal")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 5] = [
        r#"mchid="1""#,
        r#"nonce_str="n""#,
        r#"timestamp="3""#,
        r#"serial_no="4A""#,
        r#"signature="a+/=""#,
    ];

    fn fault(value: &str) -> Option<SignatureFault> {
        Authorization::parse(value).err()
    }

    fn with(fields: &[&str]) -> String {
        format!("{SCHEME} {}", fields.join(","))
    }

    #[test]
    fn authorization_fields_may_be_in_any_order() {
        let mut fields = FIELDS;
        for _ in 0..fields.len() {
            fields.rotate_left(1);
            let value = with(&fields);
            let read = Authorization::parse(&value).unwrap();
            assert_eq!(
                (read.mchid, read.nonce_str, read.timestamp),
                ("1", "n", "3")
            );
            assert_eq!(
                (read.seconds, read.serial_no, read.signature),
                (3, "4A", "a+/=")
            );
        }
    }

    #[test]
    fn each_authorization_field_has_to_appear_once() {
        for (index, field) in FIELDS.iter().enumerate() {
            let mut missing = FIELDS.to_vec();
            missing.remove(index);
            assert!(
                matches!(fault(&with(&missing)), Some(SignatureFault::Malformed(why)) if why.ends_with("is missing"))
            );

            let mut twice = FIELDS.to_vec();
            twice.push(field);
            assert_eq!(
                fault(&with(&twice)),
                Some(SignatureFault::Malformed("a field appears twice"))
            );
        }
    }

    #[test]
    fn other_forms_of_authorization_are_malformed() {
        let good = with(&FIELDS);
        assert_eq!(fault(&good), None);
        for bad in [
            String::new(),
            SCHEME.to_owned(),
            format!("{SCHEME} "),
            good.replace(' ', "  "),
            good.replace(',', ", "),
            good.replace('"', "'"),
            good.replace('"', ""),
            good.replace(",serial_no", ",,serial_no"),
            format!("{good},"),
            format!("{good} "),
            format!("{good},token=\"x\""),
            good.trim_end_matches('"').to_owned(),
            good.replace("mchid", "MCHID"),
            good.replace("\"n\"", "\"\""),
            good.replace("\"n\"", &format!("\"{}\"", "n".repeat(129))),
            good.replace("\"n\"", "\"n n\""),
            good.replace("\"n\"", "\"n\t\""),
            good.replace("\"n\"", "\"n\u{7f}\""),
            good.replace("\"n\"", "\"é\""),
        ] {
            assert!(
                matches!(fault(&bad), Some(SignatureFault::Malformed(_))),
                "{bad:?} gave {:?}",
                fault(&bad)
            );
        }
    }

    #[test]
    fn nonces_may_have_any_visible_characters() {
        let longest = "n".repeat(128);
        for nonce in [
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}",
            "bm9uY2U+/w==",
            "bm9uY2U-_w",
            "1700000000.5:7",
            "a,b",
            &longest,
        ] {
            let value = with(&FIELDS).replace("\"n\"", &format!("\"{nonce}\""));
            assert_eq!(Authorization::parse(&value).unwrap().nonce_str, nonce);
        }
    }

    #[test]
    fn authorization_timestamps_have_to_be_decimal_unix_seconds() {
        for bad in [
            "",
            "-3",
            "+3",
            " 3",
            "3 ",
            "3.0",
            "0x3",
            "３",
            "9223372036854775808",
            "99999999999999999999999",
        ] {
            let value = with(&FIELDS).replace("\"3\"", &format!("\"{bad}\""));
            assert!(
                matches!(fault(&value), Some(SignatureFault::Malformed(_))),
                "{bad:?}"
            );
        }
        assert_eq!(seconds("9223372036854775807"), Ok(i64::MAX));
    }

    #[test]
    fn an_unknown_authorization_scheme_is_named() {
        for scheme in [
            "Basic",
            "WECHATPAY2-SM2-WITH-SM3",
            "wechatpay2-sha256-rsa2048",
            "",
        ] {
            let value = with(&FIELDS).replace(SCHEME, scheme);
            assert_eq!(fault(&value), Some(SignatureFault::Scheme), "{scheme:?}");
        }
    }
}
