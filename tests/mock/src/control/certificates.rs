//! The platform certificates that the mock can list, by name.

use std::iter;

use crate::ListedCertificate;
use crate::keys::PlatformKey;
use crate::suggestion::did_you_mean;

/// Makes one thing wrong with a certificate.
type Falsification = fn(ListedCertificate) -> ListedCertificate;

const CERTIFICATES: [(&str, PlatformKey); 2] = [
    ("certificate", PlatformKey::Certificate),
    ("second-certificate", PlatformKey::SecondCertificate),
];

const FAULTS: [(&str, Falsification); 4] = [
    ("wrong-serial", |listed| listed.listed_as(WRONG_SERIAL_NO)),
    ("expired", |listed| {
        listed.valid(START_OF_2020, START_OF_2020 + DAY)
    }),
    ("not-yet-valid", |listed| {
        listed.valid(START_OF_2099, START_OF_2099 + DAY)
    }),
    ("wrong-api-key", |listed| {
        listed.encrypted_with(WRONG_API_KEY)
    }),
];

/// The serial of none of the certificates.
const WRONG_SERIAL_NO: &str = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
const WRONG_API_KEY: &str = "wrongAPIv3Key0123456789abcdefghi";
/// Unix seconds.
const START_OF_2020: i64 = 1_577_836_800;
const START_OF_2099: i64 = 4_070_908_800;
const DAY: i64 = 24 * 60 * 60;

/// The certificate with a name such as `certificate` or `second-certificate=expired`.
pub(crate) fn certificate(name: &str) -> Result<ListedCertificate, String> {
    let found = all().find(|(known, _)| known == name);
    found.map(|(_, certificate)| certificate).ok_or_else(|| {
        let known: Vec<_> = names().collect();
        let similar = did_you_mean(name, known.iter().map(String::as_str));
        format!("there is no certificate `{name}`{similar}")
    })
}

pub(super) fn names() -> impl Iterator<Item = String> {
    all().map(|(name, _)| name)
}

/// The name of a certificate that came from [`certificate`].
pub(super) fn name(listed: &ListedCertificate) -> Option<String> {
    let found = all().find(|(_, certificate)| certificate == listed);
    found.map(|(name, _)| name)
}

fn all() -> impl Iterator<Item = (String, ListedCertificate)> {
    CERTIFICATES.into_iter().flat_map(|(name, key)| {
        let right = (name.to_owned(), ListedCertificate::new(key));
        let wrong = FAULTS.into_iter().map(move |(fault, falsify)| {
            let certificate = falsify(ListedCertificate::new(key));
            (format!("{name}={fault}"), certificate)
        });
        iter::once(right).chain(wrong)
    })
}
