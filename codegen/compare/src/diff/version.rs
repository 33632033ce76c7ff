//! The version of the next release.

use super::{Diff, Users};

/// A text that is not a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAVersion(pub String);

/// The semver version of the release that follows `current` and contains these changes.
///
/// Before 1.0, a breaking change raises the second number and every other change the third. From
/// 1.0 on, a breaking change raises the first number, an addition the second, and every other
/// change the third. A change that breaks at run time is a breaking change.
///
/// # Errors
/// If `current` is not `MAJOR.MINOR.PATCH`.
pub fn next(current: &str, diff: &Diff) -> Result<String, NotAVersion> {
    let numbers: Option<Vec<u64>> = current.split('.').map(|n| n.parse().ok()).collect();
    let numbers = numbers.and_then(|numbers| <[u64; 3]>::try_from(numbers).ok());
    let Some([major, minor, patch]) = numbers else {
        return Err(NotAVersion(current.to_owned()));
    };
    let [major, minor, patch] = match (diff.users(), major) {
        (None, _) => [major, minor, patch],
        (Some(Users::BreaksCompilation | Users::BreaksAtRunTime), 0) => [0, minor + 1, 0],
        (Some(Users::BreaksCompilation | Users::BreaksAtRunTime), _) => [major + 1, 0, 0],
        (Some(Users::Additive), 1..) => [major, minor + 1, 0],
        (Some(_), _) => [major, minor, patch + 1],
    };
    Ok(format!("{major}.{minor}.{patch}"))
}
