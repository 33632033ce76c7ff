//! The platform's keys by id and serial.

/// From 2020-01-01 to 2099-12-31.
pub(super) const VALIDITY: (i64, i64) = (1_577_836_800, 4_102_358_400);
/// From 2021-01-01 to 2100-12-31.
const SECOND_VALIDITY: (i64, i64) = (1_609_459_200, 4_133_894_400);

/// A key with which the mock can sign its responses.
///
/// The public key and the first certificate belong to two key pairs, like those of the real
/// service. This exposes clients that verify with another key than the named one. The second public
/// key and the second certificate share a third pair; [`Mock::rotate`](crate::Mock::rotate) changes
/// to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlatformKey {
    /// Its id is [`Mock::public_key_id`](crate::Mock::public_key_id).
    PublicKey,
    /// Its serial is [`Mock::platform_serial_no`](crate::Mock::platform_serial_no). It also signs
    /// if a request names no key.
    #[default]
    Certificate,
    /// Its id is [`Mock::second_public_key_id`](crate::Mock::second_public_key_id).
    SecondPublicKey,
    /// Its serial is [`Mock::second_platform_serial_no`](crate::Mock::second_platform_serial_no).
    /// It begins and ends a year after the first one, so it is the newest and the longest-lived.
    SecondCertificate,
}

impl PlatformKey {
    const ALL: [Self; 4] = [
        Self::PublicKey,
        Self::Certificate,
        Self::SecondPublicKey,
        Self::SecondCertificate,
    ];

    /// The id or serial for `Wechatpay-Serial`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PublicKey => "PUB_KEY_ID_0119000000012025010100000001",
            Self::Certificate => "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            Self::SecondPublicKey => "PUB_KEY_ID_0119000000012026020200000002",
            // Its highest bit is set, so the certificate has a leading zero byte that the serial
            // text does not have.
            Self::SecondCertificate => "9E01C3B7A45D82F6108CE2593D74AF0B6128D9C4",
        }
    }

    /// The first and the last second of its certificate.
    pub(crate) fn validity(self) -> (i64, i64) {
        match self {
            Self::PublicKey | Self::Certificate => VALIDITY,
            Self::SecondPublicKey | Self::SecondCertificate => SECOND_VALIDITY,
        }
    }

    /// The key that signs if a client names this one. The id of a public key has to match exactly;
    /// the case and leading zeros of a certificate's serial do not matter. For a public key that
    /// the platform does not use yet, the certificate's key signs.
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
    fn platform_keys_are_found_by_id_and_serial() {
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
