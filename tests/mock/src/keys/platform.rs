//! The platform's keys by name.

/// A key with which the mock can sign its responses.
///
/// Like at the real service, the public key and the first certificate are two key pairs. This
/// reveals a client that verifies with another key than the one named. The second public key and
/// the second certificate share a third key pair; [`Mock::rotate`](crate::Mock::rotate) changes to
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlatformKey {
    /// The key with the id [`Mock::public_key_id`](crate::Mock::public_key_id).
    PublicKey,
    /// The key with the serial [`Mock::platform_serial_no`](crate::Mock::platform_serial_no). It
    /// also signs if a request names no key.
    #[default]
    Certificate,
    /// The key with the id [`Mock::second_public_key_id`](crate::Mock::second_public_key_id).
    SecondPublicKey,
    /// The key with the serial
    /// [`Mock::second_platform_serial_no`](crate::Mock::second_platform_serial_no).
    SecondCertificate,
}

impl PlatformKey {
    const ALL: [Self; 4] = [
        Self::PublicKey,
        Self::Certificate,
        Self::SecondPublicKey,
        Self::SecondCertificate,
    ];

    /// The name of the key in `Wechatpay-Serial`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PublicKey => "PUB_KEY_ID_0119000000012025010100000001",
            Self::Certificate => "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            Self::SecondPublicKey => "PUB_KEY_ID_0119000000012026020200000002",
            // The highest bit of the serial is set, so the certificate contains a leading zero
            // octet that the name does not have.
            Self::SecondCertificate => "9E01C3B7A45D82F6108CE2593D74AF0B6128D9C4",
        }
    }

    /// The key that signs for a client that names this key.
    ///
    /// A public key must be named exactly; a certificate can be named in either case and without
    /// leading zeros. For a public key that the platform does not use yet, the certificate signs.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let is_of_public_key = |name: &str| name.starts_with("PUB_KEY_ID_");
        let fits = |key: &Self| {
            key.name() == name
                || !is_of_public_key(key.name())
                    && key
                        .name()
                        .eq_ignore_ascii_case(name.trim_start_matches('0'))
        };
        let found = Self::ALL.into_iter().find(fits);
        found.or_else(|| is_of_public_key(name).then_some(Self::Certificate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_names() {
        for key in PlatformKey::ALL {
            assert_eq!(PlatformKey::named(key.name()), Some(key));
        }
        let serial = PlatformKey::Certificate.name().to_lowercase();
        assert_eq!(
            PlatformKey::named(&format!("00{serial}")),
            Some(PlatformKey::Certificate)
        );
        let id = PlatformKey::PublicKey.name();
        for other in ["", &id.to_lowercase(), &format!("0{id}"), &serial[1..]] {
            assert_eq!(PlatformKey::named(other), None, "{other}");
        }
        for other in ["PUB_KEY_ID_0", &id[..38], &format!("{id}0")] {
            assert_eq!(
                PlatformKey::named(other),
                Some(PlatformKey::Certificate),
                "{other}"
            );
        }
    }
}
