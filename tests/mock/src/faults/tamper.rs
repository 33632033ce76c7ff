//! Responses that are wrong on purpose.

/// How the mock falsifies its responses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tamper {
    /// Flips one bit of the body after signing. If the body has a digit, the last one changes, so
    /// that the JSON stays valid and only the signature shows the change. A signed response without
    /// a body gets a damaged signature instead.
    BodyBit,
    /// Flips one bit of the signature, which stays well-formed Base64.
    Signature,
    /// Shifts the timestamp by this number of seconds (negative: into the past). The signature
    /// covers the shifted timestamp.
    Timestamp(i64),
    /// Sets `Wechatpay-Serial` to this text, while the platform key still signs. The text is sent
    /// unchanged.
    Serial(String),
    /// Removes the header with this name, whatever its case. Without `Content-Length`, the end of
    /// the connection ends the body.
    DropHeader(&'static str),
    /// The signature starts with `WECHATPAY/SIGNTEST/`. WeChat Pay sends such signatures to find
    /// clients that do not verify. It is valid Base64 of the right length.
    Probe,
    /// The same, but not valid Base64.
    ProbeNotBase64,
    /// Sends the header with this name twice, with the same value.
    DuplicateHeader(&'static str),
    /// Adds a header line with this name and these bytes; an existing header with this name stays.
    AddHeader(&'static str, Vec<u8>),
    /// Sets the header with this name to these bytes, whether it existed or not.
    SetHeader(&'static str, Vec<u8>),
    /// Writes the name of this header in alternating case, such as `wEcHaTpAy-nOnCe`. In HTTP this
    /// is the same name.
    RecaseHeader(&'static str),
    /// Shifts `Date` by this number of seconds (negative: into the past).
    Date(i64),
    /// Takes the `Wechatpay-…` headers from the last original signed response. If there is none yet,
    /// the response stays unchanged.
    ReplayedHeaders,
    /// Sends the last original signed response again, byte for byte. If there is none yet, the
    /// response stays unchanged.
    ReplayedResponse,
}

/// The beginning of a probe's signature. It uses only Base64 characters, so a probe can be decoded
/// and has the right length.
pub(crate) const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// Flips a bit that keeps JSON valid, if there is one: the lowest bit of the last digit.
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
