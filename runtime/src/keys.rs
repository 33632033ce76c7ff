//! Keys and certificates: the merchant's for signing, WeChat Pay's for verification.

pub(crate) mod certificate;
pub(crate) mod credential;
pub(crate) mod key_error;
pub(crate) mod keyring;
pub(crate) mod pem;
pub(crate) mod pem_blocks;

pub use certificate::{MerchantCertificate, PlatformCertificate};
pub use credential::Credential;
pub use keyring::Keyring;
pub use pem::{PrivateKey, PublicKey};
