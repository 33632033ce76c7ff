//! Which file was given where a key belongs, and which one belongs there.

use std::fmt;

use crate::text::Excerpt;

/// A file that is not the key it should be. The text names what was given and where the right file is found; it shows
/// nothing of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    wanted: Wanted,
    found: Found,
}

impl KeyError {
    pub(crate) fn new(wanted: Wanted, found: Found) -> Self {
        Self { wanted, found }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} was expected, but {}. {}",
            self.wanted,
            self.found,
            self.found.remedy(self.wanted)
        )
    }
}

impl std::error::Error for KeyError {}

/// The key that belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    PrivateKey,
    PublicKey,
}

impl Wanted {
    /// Whether a PEM block can be this key, judged by its label and its encryption header.
    pub(crate) fn fits(self, block: &::pem::Pem) -> bool {
        match self {
            Self::PrivateKey => Found::block(block) == Found::PrivateKey,
            Self::PublicKey => Found::block(block) == Found::PublicKey,
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::PrivateKey => {
                "Give the contents of `apiclient_key.pem`, which was made together with the merchant API certificate."
            }
            Self::PublicKey => {
                "Give the contents of the WeChat Pay public key (`pub_key.pem`), which the merchant platform offers for \
                 download beside its `PUB_KEY_ID_…`."
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateKey => "the merchant's RSA private key (PEM, PKCS#8 or PKCS#1)",
            Self::PublicKey => "WeChat Pay's RSA public key (PEM, `PUBLIC KEY`)",
        })
    }
}

/// What the file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Empty,
    FileName,
    Binary,
    NoBlock,
    Truncated,
    EscapedLineBreaks,
    Damaged,
    Certificate,
    PrivateKey,
    EncryptedPrivateKey,
    PublicKey,
    BarePublicKey,
    EllipticCurve,
    OtherLabel(String),
    SeveralKeys,
    OtherAlgorithm,
    TooShort,
    TooLong,
    NoKeyInside,
}

impl Found {
    /// A file in which no PEM block was found.
    pub(crate) fn without_block(file: &[u8]) -> Self {
        let text = file.trim_ascii();
        if text.is_empty() {
            Self::Empty
        } else if contains(text, b"-----BEGIN") {
            Self::Truncated
        } else if text.starts_with(&[0x30]) && std::str::from_utf8(text).is_err() {
            Self::Binary
        } else if text.len() < 1024 && text.ends_with(b".pem") {
            Self::FileName
        } else {
            Self::NoBlock
        }
    }

    /// A file with a PEM block that cannot be decoded.
    pub(crate) fn damaged(file: &[u8]) -> Self {
        if contains(file, b"\\n") {
            Self::EscapedLineBreaks
        } else {
            Self::Damaged
        }
    }

    /// A PEM block, by its label.
    pub(crate) fn block(block: &::pem::Pem) -> Self {
        let encrypted = block
            .headers()
            .iter()
            .any(|(_, value)| value.contains("ENCRYPTED"));
        match block.tag() {
            _ if encrypted => Self::EncryptedPrivateKey,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "PRIVATE KEY" | "RSA PRIVATE KEY" => Self::PrivateKey,
            "PUBLIC KEY" => Self::PublicKey,
            "RSA PUBLIC KEY" => Self::BarePublicKey,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Self::Certificate,
            "EC PRIVATE KEY" | "EC PARAMETERS" => Self::EllipticCurve,
            other => Self::OtherLabel(other.to_owned()),
        }
    }

    fn remedy(&self, wanted: Wanted) -> &'static str {
        match self {
            Self::FileName => "Read the file first, and give its contents.",
            Self::EscapedLineBreaks => {
                "Replace each `\\n` by a line break, for instance where the environment is read."
            }
            Self::EncryptedPrivateKey if wanted == Wanted::PrivateKey => {
                "Remove the passphrase with `openssl pkey -in KEY.pem -out PLAIN.pem`, and keep that file safe."
            }
            Self::BarePublicKey if wanted == Wanted::PublicKey => {
                "Convert it with `openssl rsa -RSAPublicKey_in -in KEY.pem -pubout`."
            }
            _ => wanted.source(),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the file is empty",
            Self::FileName => "this is the name of a file, not its contents",
            Self::Binary => "this is a binary file (DER or PKCS#12)",
            Self::NoBlock => "this is no PEM file: it has no `-----BEGIN …-----` line",
            Self::Truncated => "this PEM file is cut off: its `-----END …-----` line is missing",
            Self::EscapedLineBreaks => {
                "this PEM text has `\\n` as two characters where lines should end"
            }
            Self::Damaged => {
                "this PEM file is damaged: its lines are not the Base64 that they should be"
            }
            Self::Certificate => "this is a certificate",
            Self::PrivateKey => "this is a private key, which must never leave its owner",
            Self::EncryptedPrivateKey => {
                "this is a private key that is encrypted with a passphrase"
            }
            Self::PublicKey => "this is a public key",
            Self::BarePublicKey => "this is a public key in the PKCS#1 form (`RSA PUBLIC KEY`)",
            Self::EllipticCurve => "this is a key for elliptic curves, not for RSA",
            Self::OtherLabel(label) => {
                return write!(
                    f,
                    "this is a PEM file of another kind (`{}`)",
                    Excerpt(label)
                );
            }
            Self::SeveralKeys => "the file holds several keys of that kind",
            Self::OtherAlgorithm => "this key is for another algorithm than RSA",
            Self::TooShort => "this RSA key has fewer than 2048 bits",
            Self::TooLong => "this RSA key has more than 8192 bits",
            Self::NoKeyInside => "what the PEM block holds is no usable RSA key",
        })
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
