//! Falsified responses.

/// How the mock falsifies a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tamper {
    /// Flips one bit of the body after signing.
    ///
    /// If the body contains digits, the bit belongs to the last one, so the JSON stays valid and
    /// only the signature shows the change. A signed response without a body gets a damaged
    /// signature instead.
    BodyBit,
    /// Flips one bit of the signature, which stays well-formed Base64.
    Signature,
    /// Sets the timestamp to this number of seconds from now (negative: in the past) and signs with
    /// it.
    Timestamp(i64),
    /// Names this key in `Wechatpay-Serial`. The signature is that of the real key. The text is
    /// sent unchanged.
    Serial(String),
    /// Leaves out the header with this name, whatever its case. Without `Content-Length` the end of
    /// the connection ends the body.
    DropHeader(&'static str),
    /// Starts the signature with `WECHATPAY/SIGNTEST/`, as WeChat Pay does to find clients that do
    /// not verify.
    ///
    /// The signature is valid Base64 and has the right length.
    Probe,
    /// Starts the signature with `WECHATPAY/SIGNTEST/`, but is not valid Base64.
    ProbeNotBase64,
    /// Sends the header with this name twice, with the same value.
    DoubleHeader(&'static str),
    /// Adds a header line with this name and these bytes. A header with the same name stays.
    AddHeader(&'static str, Vec<u8>),
    /// Sets the header with this name to these bytes, whether or not it was present.
    SetHeader(&'static str, Vec<u8>),
    /// Writes the name of this header in alternating case, such as `wEcHaTpAy-nOnCe`. For HTTP it
    /// is the same name.
    RecaseHeader(&'static str),
    /// Sets `Date` to this number of seconds from now (negative: in the past).
    Date(i64),
    /// Copies the `Wechatpay-…` headers of the last honest signed response. If there is none yet,
    /// the response is not changed.
    ReplayedHeaders,
    /// Sends the last honest signed response again, byte for byte, instead of this response. If
    /// there is none yet, the response is not changed.
    ReplayedResponse,
}

/// The start of a probe's signature. All its characters are in the Base64 alphabet, so a probe can
/// be decoded and has the right length.
pub(crate) const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// Flips a bit that keeps valid JSON valid, if possible: the lowest bit of the last digit.
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
    fn one_bit_is_flipped_and_json_stays_json() {
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
