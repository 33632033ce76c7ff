//! RSA keys in PEM files, and the errors for wrong files.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::PublicEncryptingKey;
use aws_lc_rs::signature::{
    KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};
use zeroize::Zeroizing;

use crate::error::kind::{ErrorKind, HasKind, impl_kind};
use crate::keys::key_error::{Expected, Found, KeyError};
use crate::keys::pem_blocks::{self, Block};

/// The merchant's private key, which signs requests: the file `apiclient_key.pem`.
///
/// Parsing takes a fraction of a millisecond. Keep the key, or the client that you made with it.
///
/// After the last copy is dropped, the key is no longer in memory. The cryptographic library
/// (aws-lc) wipes the memory that it frees. This crate wipes the file contents that it read and
/// decoded. You must wipe the contents that you pass to [`from_pem`](Self::from_pem) yourself, even
/// if you pass a `String` by value; a `Zeroizing<String>` of the crate `zeroize` wipes itself.
/// Copies in a swap file or a core dump cannot be wiped.
#[derive(Clone)]
pub struct PrivateKey(RsaKeyPair);

impl PrivateKey {
    /// Reads a key from the contents of a PEM file: one RSA key of 2048 to 8192 bits, as PKCS#8 or
    /// PKCS#1.
    ///
    /// # Errors
    /// If the file contains anything else. The error says what the file is and where to find the
    /// key.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let block = only_block(pem.as_ref(), Expected::PrivateKey)?;
        let der = &block.contents;
        let pair = match block.label {
            "PRIVATE KEY" => RsaKeyPair::from_pkcs8(der),
            // The label means PKCS#1, but files of both kinds have it.
            _ => RsaKeyPair::from_der(der)
                .or_else(|pkcs1| RsaKeyPair::from_pkcs8(der).map_err(|_| pkcs1)),
        };
        pair.map(Self)
            .map_err(|rejected| KeyError::new(Expected::PrivateKey, unusable(&rejected, der)))
    }

    /// Reads the file at `path`, like [`from_pem`](Self::from_pem).
    ///
    /// # Errors
    /// The same as for `from_pem`, and if the file cannot be read. The error names the file.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        from_file(path.as_ref(), Expected::PrivateKey, Self::from_pem)
    }

    #[cfg(feature = "encrypted-fields")]
    pub(crate) fn pair(&self) -> &RsaKeyPair {
        &self.0
    }

    pub(crate) fn is_private_half_of(&self, public: &PublicKey) -> bool {
        let own = self.0.public_key().as_der();
        own.is_ok_and(|own| own.as_ref() == public.spki)
    }

    /// Signs `message` with RSA PKCS#1 v1.5 over SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .map_err(|_| {
                CryptoError("the cryptographic library could not sign with the merchant key")
            })?;
        Ok(signature)
    }
}

/// Shows only the size.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PrivateKey(RSA, {} bits)",
            self.0.public_modulus_len() * 8
        )
    }
}

/// A public key of WeChat Pay, which verifies responses: the file `pub_key.pem`, which has an id
/// `PUB_KEY_ID_…`.
#[derive(Clone)]
pub struct PublicKey {
    key: ParsedPublicKey,
    /// The key in the one form that the library writes, for comparison.
    spki: Vec<u8>,
    bits: usize,
}

impl PublicKey {
    /// Reads a key from the contents of a PEM file: one RSA public key of 2048 to 8192 bits, as
    /// SPKI (`PUBLIC KEY`).
    ///
    /// # Errors
    /// If the file contains anything else. The error says what the file is and where to find the
    /// key.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let block = only_block(pem.as_ref(), Expected::PublicKey)?;
        Self::from_spki(&block.contents).map_err(|found| KeyError::new(Expected::PublicKey, found))
    }

    /// Reads the file at `path`, like [`from_pem`](Self::from_pem).
    ///
    /// # Errors
    /// The same as for `from_pem`, and if the file cannot be read. The error names the file.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        from_file(path.as_ref(), Expected::PublicKey, Self::from_pem)
    }

    /// Checks size and algorithm first, because `ParsedPublicKey` would accept a short key and then
    /// reject every signature.
    pub(crate) fn from_spki(der: &[u8]) -> Result<Self, Found> {
        let unusable = |rejected| unusable(&rejected, der);
        let checked = PublicEncryptingKey::from_der(der).map_err(unusable)?;
        Ok(Self {
            key: ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).map_err(unusable)?,
            spki: checked
                .as_der()
                .map_err(|_| Found::NoKeyInside)?
                .as_ref()
                .to_vec(),
            bits: checked.key_size_bits(),
        })
    }

    #[cfg(feature = "encrypted-fields")]
    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Whether `signature` (RSA PKCS#1 v1.5 over SHA-256) is this key's signature of `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify_sig(message, signature).is_ok()
    }
}

/// Shows only the size.
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey(RSA, {} bits)", self.bits)
    }
}

/// Compares the keys, not the files.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki == other.spki
    }
}

impl Eq for PublicKey {}

/// The cryptographic library failed, although the inputs were valid. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CryptoError(pub(crate) &'static str);

impl HasKind for CryptoError {
    fn error_kind(&self) -> ErrorKind {
        ErrorKind::SigningFailed
    }

    fn write_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl_kind!(CryptoError);

impl std::error::Error for CryptoError {}

/// Reads a file and passes its contents to `from_pem`.
pub(crate) fn from_file<T>(
    path: &Path,
    expected: Expected,
    from_pem: impl FnOnce(Zeroizing<Vec<u8>>) -> Result<T, KeyError>,
) -> Result<T, KeyError> {
    read(path)
        .map_err(|why| KeyError::unreadable(expected, why))
        .and_then(|file| match file.len() {
            0..=MAX_BYTES => from_pem(file),
            _ => Err(KeyError::new(expected, Found::TooBig)),
        })
        .map_err(|error| error.with_file_name(path))
}

/// The maximum size of a key file: larger than any key or certificate chain, and small enough that
/// reading an endless device stops soon.
const MAX_BYTES: usize = 1 << 20;

/// Reads the file, but stops as soon as it is known to be too big. Each buffer is wiped when a
/// longer one replaces it.
fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut file = File::open(path)?;
    let mut bytes = Zeroizing::new(vec![0; 8192]);
    let mut length = 0;
    while length <= MAX_BYTES {
        if length == bytes.len() {
            let mut longer = Zeroizing::new(vec![0; length * 2]);
            longer[..length].copy_from_slice(&bytes);
            bytes = longer;
        }
        match file.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// Returns the only block of the expected kind. The file may also contain blocks of other kinds.
pub(crate) fn only_block(file: &[u8], expected: Expected) -> Result<Block<'_>, KeyError> {
    let error = |found| KeyError::new(expected, found);
    let blocks = pem_blocks::blocks(file).map_err(|damage| error(Found::from_damage(damage)))?;
    let Some(first) = blocks.first() else {
        return Err(error(Found::without_block(file)));
    };
    // If the file contains an encrypted private key, the user meant that one, also if there is a
    // certificate.
    let is_encrypted = |block: &Block<'_>| Found::block(block) == Found::EncryptedPrivateKey;
    let found = if expected == Expected::PrivateKey && blocks.iter().any(is_encrypted) {
        Found::EncryptedPrivateKey
    } else {
        Found::block(first)
    };
    let mut matching = blocks.into_iter().filter(|block| expected.fits(block));
    match (matching.next(), matching.next()) {
        (Some(block), None) => Ok(block),
        (Some(_), Some(_)) => Err(error(expected.several())),
        (None, _) => Err(error(found)),
    }
}

/// The reason why a block with the right label contains no usable key. The library's own reasons
/// are less precise.
fn unusable(rejected: &KeyRejected, der: &[u8]) -> Found {
    const RSA_ENCRYPTION: &[u8] = &[
        0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01,
    ];
    const EC_PUBLIC_KEY: &[u8] = &[0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
    let contains = |oid: &[u8]| der.windows(oid.len()).any(|window| window == oid);
    match rejected.description_() {
        "TooSmall" => Found::TooShort,
        "TooLarge" => Found::TooLong,
        _ if contains(EC_PUBLIC_KEY) => Found::EllipticCurve,
        "WrongAlgorithm" if !contains(RSA_ENCRYPTION) => Found::OtherAlgorithm,
        _ => Found::NoKeyInside,
    }
}
