//! Which file was given where a key or certificate belongs, and which one belongs there.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::keys::pem_blocks::{self, Block, Damage};
use crate::text::{Excerpt, is_invisible};

/// A file that is not the key or certificate it should be, or that cannot be read. The text names what was given and
/// where the right file is found; it shows nothing of the contents.
#[derive(Clone)]
pub struct KeyError {
    /// The file's name, where a file was named.
    file: Option<String>,
    wanted: Wanted,
    found: Found,
    source: Option<Arc<io::Error>>,
}

impl KeyError {
    pub(crate) fn new(wanted: Wanted, found: Found) -> Self {
        Self {
            file: None,
            wanted,
            found,
            source: None,
        }
    }

    pub(crate) fn unreadable(wanted: Wanted, why: io::Error) -> Self {
        let kind = why.kind();
        Self {
            source: Some(Arc::new(why)),
            ..Self::new(wanted, Found::Unreadable(kind))
        }
    }

    /// Says which file it was, unless it was none: whoever gives the contents where the name belongs must not find a
    /// key in the log.
    pub(crate) fn in_file(self, path: &Path) -> Self {
        const LONGEST_NAME: usize = 512;
        let name = path.to_string_lossy();
        let like_contents =
            name.len() > LONGEST_NAME || name.contains(['\r', '\n']) || name.contains("-----");
        if self.source.is_some() && like_contents {
            return Self::new(self.wanted, Found::ContentsAsName);
        }
        Self {
            file: Some(end_of(&name)),
            ..self
        }
    }
}

/// A long path is shown from its end, which names the file.
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
            .field("wanted", &self.wanted)
            .field("found", &self.found)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "`{}`: ", Excerpt(file))?;
        }
        write!(
            f,
            "{} was expected, but {}. {}",
            self.wanted,
            self.found,
            self.found.remedy(self.wanted)
        )
    }
}

impl Error for KeyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|why| why as _)
    }
}

/// What belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    PrivateKey,
    PublicKey,
    MerchantCertificate,
    PlatformCertificate,
}

impl Wanted {
    /// Whether a PEM block can be it, judged by its label and its encryption header.
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

    fn source(self) -> &'static str {
        match self {
            Self::PrivateKey => {
                "Give the contents of `apiclient_key.pem`, which was made together with the merchant API certificate."
            }
            Self::PublicKey => {
                "Give the contents of the WeChat Pay public key (`pub_key.pem`), which the merchant platform offers for \
                 download beside its `PUB_KEY_ID_…`."
            }
            Self::MerchantCertificate => {
                "Give the contents of `apiclient_cert.pem`, which was made together with `apiclient_key.pem`."
            }
            Self::PlatformCertificate => {
                "Give the contents of a platform certificate (`wechatpay_….pem`), as WeChat Pay's certificate download \
                 writes it."
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateKey => "the merchant's RSA private key (PEM, PKCS#8 or PKCS#1)",
            Self::PublicKey => "WeChat Pay's RSA public key (PEM, `PUBLIC KEY`)",
            Self::MerchantCertificate => "the merchant API certificate (PEM, `CERTIFICATE`)",
            Self::PlatformCertificate => "a WeChat Pay platform certificate (PEM, `CERTIFICATE`)",
        })
    }
}

/// What the file turned out to be.
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
    OddCharacter(char),
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
    /// A file in which no PEM block was found.
    pub(crate) fn without_block(file: &[u8]) -> Self {
        let text = file.trim_ascii();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if text.is_empty() {
            Self::Empty
        } else if is_wide(file) {
            Self::WideText
        } else if contains(text, b"-----BEGIN ") && !has_end_line(text) {
            Self::Truncated
        } else if let Some(odd) = odd_character_in_pem(text) {
            Self::OddCharacter(odd)
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
            Self::of_base64(text)
        }
    }

    /// A text in which nothing shows what it is, unless it is Base64.
    fn of_base64(text: &[u8]) -> Self {
        match pem_blocks::only_base64(text) {
            Some(inside) if contains(&inside, b"-----BEGIN") || is_wide(&inside) => {
                Self::Base64OfPem
            }
            // Encoded once more than that, or DER.
            Some(inside) if Self::of_base64(&inside) == Self::Base64OfPem => Self::Base64OfPem,
            Some(inside) if inside.starts_with(&[0x30]) && text.len() > 100 => Self::OnlyBase64,
            _ => Self::NoBlock,
        }
    }

    /// PKCS#12 is the one that starts with its version, 3.
    fn binary(der: &[u8]) -> Self {
        let start = der.get(..8).unwrap_or(der);
        if contains(start, &[0x02, 0x01, 0x03]) {
            Self::Pkcs12
        } else {
            Self::Binary
        }
    }

    /// A file with a PEM block that cannot be decoded.
    pub(crate) fn of(damage: Damage<'_>) -> Self {
        match damage {
            Damage::Encoding => Self::Damaged,
            Damage::Lines => Self::BadLines,
            Damage::Contents(text) => Self::of_contents(text),
        }
    }

    fn of_contents(text: &str) -> Self {
        let odd = |character: &char| !character.is_whitespace() && is_odd(*character);
        if text.contains("\\n") || text.contains("\\r") {
            Self::EscapedLineBreaks
        } else if let Some(odd) = text.chars().find(odd) {
            Self::OddCharacter(odd)
        } else {
            Self::Damaged
        }
    }

    /// A PEM block, by its label.
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

    fn remedy(&self, wanted: Wanted) -> &'static str {
        match self {
            Self::FileName | Self::ContentsAsName => {
                "`from_pem` takes the contents of a file, `from_pem_file` its name."
            }
            Self::EscapedLineBreaks => {
                "Replace each `\\n` by a line break, for instance where the environment is read."
            }
            Self::WideText => {
                "Save it as UTF-8 or ASCII, for instance with `iconv -f UTF-16 -t UTF-8`."
            }
            Self::Base64OfPem => "Decode it before, for instance with `base64 -d`.",
            Self::OddCharacter(_) | Self::BadLines => {
                "Take the file as it was downloaded: an editor, a document or a chat changes such copies."
            }
            Self::EncryptedPrivateKey if wanted == Wanted::PrivateKey => {
                "Remove the passphrase with `openssl pkey -in KEY.pem -out PLAIN.pem`, and keep that file safe."
            }
            Self::BarePublicKey if wanted == Wanted::PublicKey => {
                "Convert it with `openssl rsa -RSAPublicKey_in -in KEY.pem -pubout`."
            }
            Self::Certificate if wanted == Wanted::PublicKey => {
                "Give a certificate of WeChat Pay's platform as `PlatformCertificate`; a public key has a `PUB_KEY_ID_…` \
                 beside it."
            }
            Self::PublicKey if wanted == Wanted::PlatformCertificate => {
                "Give a WeChat Pay public key as `PublicKey`, with its `PUB_KEY_ID_…`."
            }
            Self::SeveralCertificates => {
                "Give each certificate by itself, and none of the authority that issued it."
            }
            _ => wanted.source(),
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
            Self::ContentsAsName => {
                "these are the contents of a file, or no name that a file can have"
            }
            Self::Empty => "the file is empty",
            Self::TooBig => "the file has more than 1 MiB, which no key has",
            Self::FileName => "this is the name of a file, not its contents",
            Self::Pkcs12 => "this is a binary file (PKCS#12, such as `apiclient_cert.p12`)",
            Self::Binary => "this is a binary file (DER)",
            Self::NoBlock => "this is no PEM file: it has no `-----BEGIN …-----` line",
            Self::WideText => "this text is encoded as UTF-16 or UTF-32, as Windows programs write it",
            Self::Base64OfPem => "this is a PEM file that was encoded as Base64 once more",
            Self::OnlyBase64 => {
                "this is Base64 without the lines around it: it has no `-----BEGIN …-----` line"
            }
            Self::JavaKeyStore => "this is a binary file (Java keystore)",
            Self::Ssh => "this is a key for SSH",
            Self::BadLines => {
                "its `-----BEGIN …-----` and `-----END …-----` lines are not as they should be"
            }
            Self::OddCharacter(character) => {
                let code = u32::from(*character);
                return if is_invisible(*character) {
                    write!(f, "this PEM file has an invisible character in it (U+{code:04X})")
                } else {
                    write!(
                        f,
                        "this PEM file has a character in it that belongs into none (`{character}`, U+{code:04X})"
                    )
                };
            }
            Self::Truncated => "this PEM file is cut off: its `-----END …-----` line is missing",
            Self::EscapedLineBreaks => {
                "this PEM text has `\\n` as two characters where lines should end"
            }
            Self::Damaged => {
                "this PEM file is damaged: its lines are not the Base64 that they should be"
            }
            Self::Certificate => "this is a certificate",
            Self::CertificateRequest => {
                "this is a request for a certificate (CSR), not the certificate"
            }
            Self::PrivateKey => "this is a private key, which must never leave its owner",
            Self::EncryptedPrivateKey => {
                "this is a private key that is encrypted with a passphrase"
            }
            Self::PublicKey => "this is a public key",
            Self::BarePublicKey => "this is a public key in the PKCS#1 form (`RSA PUBLIC KEY`)",
            Self::EllipticCurve => "its key is for elliptic curves (as SM2 is), not for RSA",
            Self::OtherLabel(label) => {
                return write!(
                    f,
                    "this is a PEM file of another kind (`{}`)",
                    Excerpt(label)
                );
            }
            Self::SeveralKeys => "the file holds several keys of that kind",
            Self::SeveralCertificates => "the file holds several certificates, as a chain does",
            Self::OtherAlgorithm => "its key is for another algorithm than RSA",
            Self::TooShort => "its RSA key has fewer than 2048 bits",
            Self::TooLong => "its RSA key has more than 8192 bits",
            Self::NoKeyInside => "what the PEM block holds is no usable RSA key",
            Self::NoCertificateInside => {
                "what the PEM block holds is no readable X.509 certificate"
            }
            Self::BadSerial => "its serial is zero, negative or longer than 20 octets",
        })
    }
}

/// How keys for SSH begin in the forms of OpenSSH, RFC 4716 and PuTTY.
const SSH: [&[u8]; 5] = [
    b"ssh-",
    b"ecdsa-sha2-",
    b"sk-",
    b"---- BEGIN SSH2 ",
    b"PuTTY-User-Key-File-",
];

/// Whether a text takes two or four bytes for each character: it says so at its beginning, or its
/// ASCII characters have NUL between them.
fn is_wide(text: &[u8]) -> bool {
    const LOOKED_AT: usize = 16;
    let is_marked = text.starts_with(&[0xFF, 0xFE]) || text.starts_with(&[0xFE, 0xFF]);
    let beginning = || text.chunks_exact(2).take(LOOKED_AT);
    let ascii_at = |at: usize| {
        text.len() >= 4
            && beginning().all(|pair| pair[1 - at] == 0)
            && beginning().any(|pair| pair[at].is_ascii_graphic())
    };
    is_marked || ascii_at(0) || ascii_at(1)
}

/// Whether the last `-----END …-----` line is whole.
fn has_end_line(text: &[u8]) -> bool {
    const START: &[u8] = b"-----END";
    let mut starts = text.windows(START.len());
    let last = starts.rposition(|window| window == START);
    last.is_some_and(|at| contains(&text[at + START.len()..], b"-----"))
}

/// In a text that would be a PEM file without it.
fn odd_character_in_pem(text: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(text).ok()?;
    let odd = |character: &char| is_odd(*character);
    let is_pem = |part: &str| part.contains("BEGIN") || part.contains("ＢＥＧＩＮ");
    let first_line = text.lines().find(|line| is_pem(line))?;
    first_line.chars().chain(text.chars()).find(odd)
}

/// Whether a character has no place in PEM.
fn is_odd(character: char) -> bool {
    !character.is_ascii() || (character.is_ascii_control() && !character.is_ascii_whitespace())
}

/// Whether a text ends as the names of key files do.
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
