//! What the next release is called.

use super::{Diff, Users};

/// A text that is no version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAVersion(pub String);

/// The version after a release of `current` with these changes, by semver. Before 1.0 what breaks raises the second
/// number and all else the third; from 1.0 on what breaks raises the first, what is added the second, all else the
/// third. What breaks at run time breaks.
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
