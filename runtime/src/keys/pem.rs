//! RSA keys out of PEM files, and what to say when the file is another one.

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

use crate::keys::key_error::{Found, KeyError, Wanted};
use crate::keys::pem_blocks::{self, Block};

/// The merchant's private key, which signs requests: the file `apiclient_key.pem`.
///
/// Parsing takes a fraction of a millisecond; keep the key, or the client made with it.
///
/// Once the last copy of it is dropped, the key is no longer in memory: the cryptographic library
/// (aws-lc) wipes what it frees, and this crate wipes the file's contents that it read, and what it
/// decoded from them. Contents that you give to [`from_pem`](Self::from_pem) stay yours to wipe,
/// even where you give a `String` away; a `Zeroizing<String>` of the crate `zeroize` wipes itself.
/// What the operating system wrote to a swap file or a core dump is beyond reach.
#[derive(Clone)]
pub struct PrivateKey(RsaKeyPair);

impl PrivateKey {
    /// Reads the contents of a PEM file that holds one RSA key of 2048 to 8192 bits, as PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// Where the file holds anything else; the error names what it is and where the key is found.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let block = only_block(pem.as_ref(), Wanted::PrivateKey)?;
        let der = &block.contents;
        let pair = match block.label {
            "PRIVATE KEY" => RsaKeyPair::from_pkcs8(der),
            // The label promises PKCS#1, yet files of both kinds carry it.
            _ => RsaKeyPair::from_der(der)
                .or_else(|pkcs1| RsaKeyPair::from_pkcs8(der).map_err(|_| pkcs1)),
        };
        pair.map(Self)
            .map_err(|rejected| KeyError::new(Wanted::PrivateKey, unusable(&rejected, der)))
    }

    /// [`from_pem`](Self::from_pem) with the contents of the file at `path`.
    ///
    /// # Errors
    /// As there, and where the file cannot be read; the error names the file.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        from_file(path.as_ref(), Wanted::PrivateKey, Self::from_pem)
    }

    pub(crate) fn is_private_half_of(&self, public: &PublicKey) -> bool {
        let own = self.0.public_key().as_der();
        own.is_ok_and(|own| own.as_ref() == public.spki)
    }

    /// The signature (RSA PKCS#1 v1.5 over SHA-256) of `message`.
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

/// The size only.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PrivateKey(RSA, {} bits)",
            self.0.public_modulus_len() * 8
        )
    }
}

/// A public key of WeChat Pay's, which verifies responses: the file `pub_key.pem`, downloaded beside a `PUB_KEY_ID_…`.
#[derive(Clone)]
pub struct PublicKey {
    key: ParsedPublicKey,
    /// The key in the one form that the library writes, to be compared.
    spki: Vec<u8>,
    bits: usize,
}

impl PublicKey {
    /// Reads the contents of a PEM file that holds one RSA public key of 2048 to 8192 bits, as SPKI (`PUBLIC KEY`).
    ///
    /// # Errors
    /// Where the file holds anything else; the error names what it is and where the key is found.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let block = only_block(pem.as_ref(), Wanted::PublicKey)?;
        Self::from_spki(&block.contents).map_err(|found| KeyError::new(Wanted::PublicKey, found))
    }

    /// [`from_pem`](Self::from_pem) with the contents of the file at `path`.
    ///
    /// # Errors
    /// As there, and where the file cannot be read; the error names the file.
    pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        from_file(path.as_ref(), Wanted::PublicKey, Self::from_pem)
    }

    /// Size and kind are looked at first: the verifying type would take a short key, and then fail every signature.
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

    /// Whether `signature` (RSA PKCS#1 v1.5 over SHA-256) is this key's for `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify_sig(message, signature).is_ok()
    }
}

/// The size only.
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey(RSA, {} bits)", self.bits)
    }
}

/// The same key, whatever files they come from.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki == other.spki
    }
}

impl Eq for PublicKey {}

/// The cryptographic library failed at something that cannot fail with sound inputs. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CryptoError(pub(crate) &'static str);

impl fmt::Display for CryptoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for CryptoError {}

/// What `from_pem` makes of the contents of a file.
pub(crate) fn from_file<T>(
    path: &Path,
    wanted: Wanted,
    from_pem: impl FnOnce(Zeroizing<Vec<u8>>) -> Result<T, KeyError>,
) -> Result<T, KeyError> {
    read(path)
        .map_err(|why| KeyError::unreadable(wanted, why))
        .and_then(|file| match file.len() {
            0..=MAX_BYTES => from_pem(file),
            _ => Err(KeyError::new(wanted, Found::TooBig)),
        })
        .map_err(|error| error.in_file(path))
}

/// Far more than any key or chain of certificates takes, far less than a device without an end gives.
const MAX_BYTES: usize = 1 << 20;

/// The contents, or so much of them that they are known to be too big. Each buffer is wiped when a
/// longer one takes its place.
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

/// The file's one block of the wanted kind. Blocks of other kinds may stand beside it.
pub(crate) fn only_block(file: &[u8], wanted: Wanted) -> Result<Block<'_>, KeyError> {
    let error = |found| KeyError::new(wanted, found);
    let blocks = pem_blocks::blocks(file).map_err(|damage| error(Found::of(damage)))?;
    let Some(first) = blocks.first() else {
        return Err(error(Found::without_block(file)));
    };
    // Beside a certificate, a private key with a passphrase is what was meant.
    let is_encrypted = |block: &Block<'_>| Found::block(block) == Found::EncryptedPrivateKey;
    let instead = if wanted == Wanted::PrivateKey && blocks.iter().any(is_encrypted) {
        Found::EncryptedPrivateKey
    } else {
        Found::block(first)
    };
    let mut fitting = blocks.into_iter().filter(|block| wanted.fits(block));
    match (fitting.next(), fitting.next()) {
        (Some(block), None) => Ok(block),
        (Some(_), Some(_)) => Err(error(wanted.several())),
        (None, _) => Err(error(instead)),
    }
}

/// Why a block with the right label holds no usable key. The library's own reasons are coarse.
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
