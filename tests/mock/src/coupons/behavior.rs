//! What the mock does in the life of a coupon, and where that comes from: a row for each decision.

mod refusals;
mod rules;

pub(super) use refusals::*;

/// A decision of the mock in the life of a coupon: a condition under which it refuses a call, or
/// another behavior.
///
/// [`Coupons::behaviors`](crate::Coupons::behaviors) lists all. The mock's README has the same
/// table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CouponBehavior {
    /// A short name.
    pub name: &'static str,
    /// The operations, or what else it concerns.
    pub about: &'static str,
    /// What the mock does, or when it refuses a call.
    pub description: &'static str,
    /// The source of this; `None` if the mock assumes it.
    pub source: Option<&'static str>,
    /// The response if a call is refused.
    pub refusal: Option<CouponRefusal>,
}

/// The response to a call that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CouponRefusal {
    /// The status.
    pub status: u16,
    /// The code.
    pub code: &'static str,
    /// The internal number at the end of `Request-ID`, as a trouble-shooting guide of WeChat Pay
    /// lists it.
    pub number: Option<u32>,
    /// Whether the mock assumes status and code, because no page with its rows is known.
    pub is_assumed: bool,
}

impl CouponBehavior {
    /// Whether the mock assumes this, or a part of it.
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        self.source.is_none() || self.refusal.is_some_and(|refusal| refusal.is_assumed)
    }

    /// This row of the README's table.
    #[must_use]
    pub fn markdown_row(&self) -> String {
        let response = self.refusal.map_or_else(
            || "–".to_owned(),
            |refusal| {
                let number = refusal
                    .number
                    .map_or_else(String::new, |n| format!(", {n}"));
                let assumed = if refusal.is_assumed { " (assumed)" } else { "" };
                format!("{} `{}`{assumed}{number}", refusal.status, refusal.code)
            },
        );
        let Self {
            name,
            about,
            description,
            source,
            ..
        } = self;
        let source = source.unwrap_or("**assumed**");
        format!("| `{name}` | {about} | {description} | {response} | {source} |")
    }
}

/// All behaviors.
pub(super) fn all() -> impl Iterator<Item = &'static CouponBehavior> {
    REFUSALS.iter().copied().chain(rules::RULES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_each_behavior() {
        let readme = include_str!("../../README.md");
        let rows: Vec<_> = all().map(CouponBehavior::markdown_row).collect();
        let missing: Vec<_> = rows.iter().filter(|row| !readme.contains(*row)).collect();
        assert!(missing.is_empty(), "{missing:#?}");
        let listed = readme.lines().filter(|line| line.starts_with("| `"));
        let old: Vec<_> = listed
            .filter(|line| line.matches(" | ").count() == 4)
            .filter(|line| !rows.iter().any(|row| row == line))
            .collect();
        assert!(old.is_empty(), "{old:#?}");
    }

    #[test]
    fn each_behavior_has_a_name_of_its_own() {
        let mut names: Vec<_> = all().map(|behavior| behavior.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
