//! Errors for files that do not contain the expected key or certificate.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::keys::pem_blocks::{self, Block, Damage};
use crate::text::{Excerpt, is_invisible};

/// The error for a file that does not contain the expected key or certificate, or that cannot be
/// read.
///
/// The text says what the file is and where to find the right file. It shows nothing of the
/// contents.
#[derive(Clone)]
pub struct KeyError {
    /// The name of the file, if there is one.
    file: Option<String>,
    expected: Expected,
    found: Found,
    source: Option<Arc<io::Error>>,
}

impl KeyError {
    pub(crate) fn new(expected: Expected, found: Found) -> Self {
        Self {
            file: None,
            expected,
            found,
            source: None,
        }
    }

    pub(crate) fn unreadable(expected: Expected, why: io::Error) -> Self {
        let kind = why.kind();
        Self {
            source: Some(Arc::new(why)),
            ..Self::new(expected, Found::Unreadable(kind))
        }
    }

    /// Adds the name of the file. A text that looks like the contents of a file is not added,
    /// because it could put a key into the log.
    pub(crate) fn with_file_name(self, path: &Path) -> Self {
        const LONGEST_NAME: usize = 512;
        let name = path.to_string_lossy();
        let looks_like_contents =
            name.len() > LONGEST_NAME || name.contains(['\r', '\n']) || name.contains("-----");
        if self.source.is_some() && looks_like_contents {
            return Self::new(self.expected, Found::ContentsAsName);
        }
        Self {
            file: Some(end_of(&name)),
            ..self
        }
    }
}

/// The end of a long path, which contains the name of the file.
fn end_of(path: &str) -> String {
    const LENGTH: usize = 180;
    match path.char_indices().rev().nth(LENGTH) {
        Some((start, _)) => format!("…{}", &path[start..]),
        None => path.to_owned(),
    }
}

impl fmt::Debug for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyError")
            .field("file", &self.file.as_ref().map(Excerpt))
            .field("expected", &self.expected)
            .field("found", &self.found)
            .field("source", &self.source)
            .finish()
    }
}

impl HasKind for KeyError {
    fn error_kind(&self) -> ErrorKind {
        self.found.kind()
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "`{}`: ", Excerpt(file))?;
        }
        write!(
            f,
            "{} was expected, but {}. {}",
            self.expected,
            self.found,
            self.found.remedy(self.expected)
        )
    }
}

impl_kind!(KeyError);

impl Error for KeyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|why| why as _)
    }
}

/// The expected kind of key or certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    PrivateKey,
    PublicKey,
    MerchantCertificate,
    PlatformCertificate,
}

impl Expected {
    /// Whether a PEM block has the expected kind, judging by its label and its encryption header.
    pub(crate) fn fits(self, block: &Block<'_>) -> bool {
        Found::block(block)
            == match self {
                Self::PrivateKey => Found::PrivateKey,
                Self::PublicKey => Found::PublicKey,
                Self::MerchantCertificate | Self::PlatformCertificate => Found::Certificate,
            }
    }

    pub(crate) fn several(self) -> Found {
        match self {
            Self::PrivateKey | Self::PublicKey => Found::SeveralKeys,
            Self::MerchantCertificate | Self::PlatformCertificate => Found::SeveralCertificates,
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::PrivateKey => {
                "Use `apiclient_key.pem`, which was created together with the merchant API \
                 certificate."
            }
            Self::PublicKey => {
                "Use the WeChat Pay public key (`pub_key.pem`). Download it from the merchant \
                 platform, which also shows its `PUB_KEY_ID_…`."
            }
            Self::MerchantCertificate => {
                "Use `apiclient_cert.pem`, which was created together with `apiclient_key.pem`."
            }
            Self::PlatformCertificate => {
                "Use a platform certificate (`wechatpay_….pem`) from WeChat Pay's certificate \
                 download tool."
            }
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateKey => "the merchant's RSA private key (PEM, PKCS#8 or PKCS#1)",
            Self::PublicKey => "WeChat Pay's RSA public key (PEM, `PUBLIC KEY`)",
            Self::MerchantCertificate => "the merchant API certificate (PEM, `CERTIFICATE`)",
            Self::PlatformCertificate => "a WeChat Pay platform certificate (PEM, `CERTIFICATE`)",
        })
    }
}

/// What the file actually is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Unreadable(io::ErrorKind),
    ContentsAsName,
    Empty,
    TooBig,
    FileName,
    Pkcs12,
    Binary,
    NoBlock,
    WideText,
    Base64OfPem,
    OnlyBase64,
    JavaKeyStore,
    Truncated,
    BadLines,
    EscapedLineBreaks,
    UnexpectedCharacter(char),
    Damaged,
    Ssh,
    Certificate,
    CertificateRequest,
    PrivateKey,
    EncryptedPrivateKey,
    PublicKey,
    BarePublicKey,
    EllipticCurve,
    OtherLabel(String),
    SeveralKeys,
    SeveralCertificates,
    OtherAlgorithm,
    TooShort,
    TooLong,
    NoKeyInside,
    NoCertificateInside,
    BadSerial,
}

impl Found {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Unreadable(_) | Self::ContentsAsName | Self::TooBig => {
                ErrorKind::UnreadableKeyFile
            }
            Self::Empty
            | Self::WideText
            | Self::Base64OfPem
            | Self::OnlyBase64
            | Self::Truncated
            | Self::BadLines
            | Self::EscapedLineBreaks
            | Self::UnexpectedCharacter(_)
            | Self::Damaged
            | Self::NoKeyInside
            | Self::NoCertificateInside
            | Self::BadSerial => ErrorKind::DamagedKeyFile,
            Self::EncryptedPrivateKey
            | Self::EllipticCurve
            | Self::OtherAlgorithm
            | Self::TooShort
            | Self::TooLong => ErrorKind::UnsuitableKey,
            _ => ErrorKind::WrongKeyFile,
        }
    }

    /// Classifies a file without a PEM block.
    pub(crate) fn without_block(file: &[u8]) -> Self {
        let text = file.trim_ascii();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if text.is_empty() {
            Self::Empty
        } else if is_wide(file) {
            Self::WideText
        } else if contains(text, b"-----BEGIN ") && !has_end_line(text) {
            Self::Truncated
        } else if let Some(unexpected) = unexpected_character_in_pem(text) {
            Self::UnexpectedCharacter(unexpected)
        } else if contains(text, b"\\n") && contains(text, b"-----BEGIN") {
            Self::EscapedLineBreaks
        } else if contains(text, b"-----BEGIN") {
            Self::BadLines
        } else if text.starts_with(&[0xFE, 0xED, 0xFE, 0xED]) {
            Self::JavaKeyStore
        } else if text.starts_with(&[0x30]) && std::str::from_utf8(text).is_err() {
            Self::binary(text)
        } else if is_file_name(text) {
            Self::FileName
        } else if SSH.iter().any(|start| text.starts_with(start)) {
            Self::Ssh
        } else {
            Self::classify_base64(text)
        }
    }

    /// Classifies a text without any recognizable structure: it may be Base64.
    fn classify_base64(text: &[u8]) -> Self {
        match pem_blocks::only_base64(text) {
            Some(inside) if contains(&inside, b"-----BEGIN") || is_wide(&inside) => {
                Self::Base64OfPem
            }
            // The text was encoded twice, or it is DER.
            Some(inside) if Self::classify_base64(&inside) == Self::Base64OfPem => {
                Self::Base64OfPem
            }
            Some(inside) if inside.starts_with(&[0x30]) && text.len() > 100 => Self::OnlyBase64,
            _ => Self::NoBlock,
        }
    }

    /// Classifies a binary file. PKCS#12 is the format that starts with its version, 3.
    fn binary(der: &[u8]) -> Self {
        let start = der.get(..8).unwrap_or(der);
        if contains(start, &[0x02, 0x01, 0x03]) {
            Self::Pkcs12
        } else {
            Self::Binary
        }
    }

    /// Classifies a file with a PEM block that cannot be decoded.
    pub(crate) fn from_damage(damage: Damage<'_>) -> Self {
        match damage {
            Damage::Encoding => Self::Damaged,
            Damage::Lines => Self::BadLines,
            Damage::Contents(text) => Self::classify_damaged_contents(text),
        }
    }

    fn classify_damaged_contents(text: &str) -> Self {
        let unexpected = |character: &char| !character.is_whitespace() && is_unexpected(*character);
        if text.contains("\\n") || text.contains("\\r") {
            Self::EscapedLineBreaks
        } else if let Some(unexpected) = text.chars().find(unexpected) {
            Self::UnexpectedCharacter(unexpected)
        } else {
            Self::Damaged
        }
    }

    /// Classifies a PEM block by its label.
    pub(crate) fn block(block: &Block<'_>) -> Self {
        match block.label {
            _ if block.is_encrypted => Self::EncryptedPrivateKey,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "PRIVATE KEY" | "RSA PRIVATE KEY" => Self::PrivateKey,
            "PUBLIC KEY" => Self::PublicKey,
            "RSA PUBLIC KEY" => Self::BarePublicKey,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Self::Certificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::CertificateRequest,
            "EC PRIVATE KEY" | "EC PARAMETERS" => Self::EllipticCurve,
            "OPENSSH PRIVATE KEY" => Self::Ssh,
            other => Self::OtherLabel(Excerpt(other).to_string()),
        }
    }

    fn remedy(&self, expected: Expected) -> &'static str {
        match self {
            Self::FileName | Self::ContentsAsName => {
                "`from_pem` needs the contents of a file, `from_pem_file` its name."
            }
            Self::EscapedLineBreaks => {
                "Replace each `\\n` by a line break, for instance when you read the environment \
                 variable."
            }
            Self::WideText => {
                "Save it as UTF-8 or ASCII, for instance with `iconv -f UTF-16 -t UTF-8`."
            }
            Self::Base64OfPem => "Decode it first, for instance with `base64 -d`.",
            Self::UnexpectedCharacter(_) | Self::BadLines => {
                "Use the file as it was downloaded: editors, documents and chats can change copies \
                 of it."
            }
            Self::EncryptedPrivateKey if expected == Expected::PrivateKey => {
                "Remove the passphrase with `openssl pkey -in KEY.pem -out PLAIN.pem`, and keep \
                 that file safe."
            }
            Self::BarePublicKey if expected == Expected::PublicKey => {
                "Convert it with `openssl rsa -RSAPublicKey_in -in KEY.pem -pubout`."
            }
            Self::Certificate if expected == Expected::PublicKey => {
                "If it is a certificate of WeChat Pay's platform, use it as `PlatformCertificate`; \
                 a public key comes with a `PUB_KEY_ID_…`."
            }
            Self::PublicKey if expected == Expected::PlatformCertificate => {
                "Use a WeChat Pay public key as `PublicKey`, with its `PUB_KEY_ID_…`."
            }
            Self::SeveralCertificates => {
                "Give each certificate separately, and leave out those of the issuing authority."
            }
            _ => expected.remedy(),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable(io::ErrorKind::NotFound) => "there is no such file",
            Self::Unreadable(io::ErrorKind::PermissionDenied) => {
                "this process may not read the file"
            }
            Self::Unreadable(io::ErrorKind::IsADirectory) => "this is a folder",
            Self::Unreadable(_) => "the file cannot be read",
            Self::ContentsAsName => "this is not a file name; it may be the contents of a file",
            Self::Empty => "the file is empty",
            Self::TooBig => "the file is larger than 1 MiB, which is too large for a key",
            Self::FileName => "this is the name of a file, not its contents",
            Self::Pkcs12 => "this is a binary file (PKCS#12, such as `apiclient_cert.p12`)",
            Self::Binary => "this is a binary file (DER)",
            Self::NoBlock => "this is not a PEM file: it has no `-----BEGIN …-----` line",
            Self::WideText => {
                "this text is encoded as UTF-16 or UTF-32, as some Windows programs do"
            }
            Self::Base64OfPem => "this is a PEM file that was encoded as Base64 again",
            Self::OnlyBase64 => {
                "this is Base64 without its first and last line: it has no `-----BEGIN …-----` line"
            }
            Self::JavaKeyStore => "this is a binary file (Java keystore)",
            Self::Ssh => "this is an SSH key",
            Self::BadLines => "its `-----BEGIN …-----` or `-----END …-----` line is malformed",
            Self::UnexpectedCharacter(character) => {
                let code = u32::from(*character);
                return if is_invisible(*character) {
                    write!(
                        f,
                        "this PEM file contains an invisible character (U+{code:04X})"
                    )
                } else {
                    write!(
                        f,
                        "this PEM file contains a character that is not allowed in PEM \
                         (`{character}`, U+{code:04X})"
                    )
                };
            }
            Self::Truncated => "this PEM file is cut off: its `-----END …-----` line is missing",
            Self::EscapedLineBreaks => {
                "this PEM text contains `\\n` as two characters instead of line breaks"
            }
            Self::Damaged => "this PEM file is damaged: its contents are not valid Base64",
            Self::Certificate => "this is a certificate",
            Self::CertificateRequest => {
                "this is a request for a certificate (CSR), not the certificate"
            }
            Self::PrivateKey => "this is a private key, which you must never pass on",
            Self::EncryptedPrivateKey => {
                "this is a private key that is encrypted with a passphrase"
            }
            Self::PublicKey => "this is a public key",
            Self::BarePublicKey => "this is a public key in the PKCS#1 form (`RSA PUBLIC KEY`)",
            Self::EllipticCurve => "its key is an elliptic-curve key (such as SM2), not an RSA key",
            Self::OtherLabel(label) => {
                return write!(
                    f,
                    "this is a PEM file of another kind (`{}`)",
                    Excerpt(label)
                );
            }
            Self::SeveralKeys => "the file contains several keys of that kind",
            Self::SeveralCertificates => "the file contains several certificates, such as a chain",
            Self::OtherAlgorithm => "its key is not an RSA key",
            Self::TooShort => "its RSA key has fewer than 2048 bits",
            Self::TooLong => "its RSA key has more than 8192 bits",
            Self::NoKeyInside => "its PEM block does not contain a usable RSA key",
            Self::NoCertificateInside => {
                "its PEM block does not contain a readable X.509 certificate"
            }
            Self::BadSerial => "its serial is zero, negative or longer than 20 octets",
        })
    }
}

/// The first bytes of SSH keys, in the formats of OpenSSH, RFC 4716 and PuTTY.
const SSH: [&[u8]; 5] = [
    b"ssh-",
    b"ecdsa-sha2-",
    b"sk-",
    b"---- BEGIN SSH2 ",
    b"PuTTY-User-Key-File-",
];

/// Whether a text uses two or four bytes per character.
///
/// It starts with a byte order mark, or its ASCII characters have NUL bytes between them.
fn is_wide(text: &[u8]) -> bool {
    const EXAMINED_PAIRS: usize = 16;
    let is_marked = text.starts_with(&[0xFF, 0xFE]) || text.starts_with(&[0xFE, 0xFF]);
    let start = || text.chunks_exact(2).take(EXAMINED_PAIRS);
    let has_ascii = |index: usize| {
        text.len() >= 4
            && start().all(|pair| pair[1 - index] == 0)
            && start().any(|pair| pair[index].is_ascii_graphic())
    };
    is_marked || has_ascii(0) || has_ascii(1)
}

/// Whether the last `-----END …-----` line is complete.
fn has_end_line(text: &[u8]) -> bool {
    const START: &[u8] = b"-----END";
    let mut starts = text.windows(START.len());
    let last = starts.rposition(|window| window == START);
    last.is_some_and(|index| contains(&text[index + START.len()..], b"-----"))
}

/// The first unexpected character of a text that would be a PEM file without it.
fn unexpected_character_in_pem(text: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(text).ok()?;
    let unexpected = |character: &char| is_unexpected(*character);
    let is_pem = |part: &str| part.contains("BEGIN") || part.contains("ＢＥＧＩＮ");
    let first_line = text.lines().find(|line| is_pem(line))?;
    first_line.chars().chain(text.chars()).find(unexpected)
}

/// Whether a character is not allowed in PEM.
fn is_unexpected(character: char) -> bool {
    !character.is_ascii() || (character.is_ascii_control() && !character.is_ascii_whitespace())
}

/// Whether a text ends like the name of a key file.
pub(crate) fn is_file_name(text: &[u8]) -> bool {
    let extension = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let known = ["pem", "crt", "cer", "key", "p12", "pfx", "der"];
    text.len() <= 512
        && extension.len() < text.len()
        && known
            .iter()
            .any(|name| extension.eq_ignore_ascii_case(name.as_bytes()))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    pem_blocks::find(text, part).is_some()
}
