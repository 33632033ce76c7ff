//! Responses that are wrong on purpose.

/// How the mock falsifies its responses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tamper {
    /// One bit of the body is flipped after signing: of its last digit where it has one, so that the JSON stays valid
    /// and only the signature tells. A signed response without a body gets a damaged signature instead.
    BodyBit,
    /// One bit of the signature is flipped; it stays well-formed Base64.
    Signature,
    /// The response is stamped this many seconds from now (in the past where negative), and honestly signed with that.
    Timestamp(i64),
    /// `Wechatpay-Serial` names this key; the signature is the platform key's. The text is sent as it is.
    Serial(String),
    /// The header of this name is left out, in whatever case it is written. Without `Content-Length` the end of the
    /// connection ends the body.
    DropHeader(&'static str),
    /// The signature starts with `WECHATPAY/SIGNTEST/`, as WeChat Pay sends it to find clients that do not verify. It is
    /// valid Base64 and of the right length.
    Probe,
    /// The same, and no Base64.
    ProbeNotBase64,
    /// The header of this name stands there twice with the same value.
    DoubleHeader(&'static str),
    /// One header line more, of this name and these bytes; one of the same name stays.
    AddHeader(&'static str, Vec<u8>),
    /// The header of this name has these bytes as its value, whether it was there before or not.
    SetHeader(&'static str, Vec<u8>),
    /// The name of this header is written in alternating case, as `wEcHaTpAy-nOnCe`; to HTTP that is the same name.
    RecaseHeader(&'static str),
    /// `Date` is this many seconds from now (in the past where negative).
    Date(i64),
    /// The `Wechatpay-…` headers are those of the last honest response that was signed; where there is none yet, the response
    /// stays as it is.
    ReplayedHeaders,
    /// In place of this response, the last honest response that was signed goes out once more, to the byte; where there is none
    /// yet, the response stays as it is.
    ReplayedResponse,
}

/// What a probe's signature starts with. All of it is Base64's alphabet, so a probe decodes, to the right length.
pub(crate) const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// Flips a bit that leaves valid JSON valid, where there is one: the lowest of the last digit.
pub(crate) fn flip_a_bit(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    let place = bytes.iter().rposition(u8::is_ascii_digit).unwrap_or(middle);
    if let Some(byte) = bytes.get_mut(place) {
        *byte ^= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tampering_flips_one_bit_and_keeps_json_valid() {
        for (before, after) in [
            (r#"{"max_coupons": 300}"#, r#"{"max_coupons": 301}"#),
            (r#"{"a":9,"b":"x"}"#, r#"{"a":8,"b":"x"}"#),
            ("abc", "acc"),
            ("", ""),
        ] {
            let mut bytes = before.as_bytes().to_vec();
            flip_a_bit(&mut bytes);
            assert_eq!(bytes, after.as_bytes(), "{before}");
        }
    }
}
