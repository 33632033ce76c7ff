//! Keys and certificates: the merchant's for signing, WeChat Pay's for verification.

#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
mod api_key;
pub(crate) mod certificate;
#[cfg(feature = "platform-certificates")]
pub(crate) mod certificate_list;
pub(crate) mod credential;
#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
pub(crate) mod encrypted;
#[cfg(feature = "encrypted-fields")]
pub(crate) mod field_encryption;
pub(crate) mod key_error;
pub(crate) mod keyring;
pub(crate) mod pem;
pub(crate) mod pem_blocks;

#[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
pub use api_key::ApiKey;
pub use certificate::{MerchantCertificate, PlatformCertificate};
pub use credential::Credential;
#[cfg(feature = "encrypted-fields")]
pub use field_encryption::{EncryptedText, Padding};
pub use keyring::Keyring;
pub use pem::{PrivateKey, PublicKey};
