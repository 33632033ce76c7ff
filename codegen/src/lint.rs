//! Rules about what a spec says: each looks at one service as its files write it, and at its model.
//!
//! A rule is a file: its page, which `--explain` prints, its messages and its logic. To add one,
//! write that file and add its name to the list below. The example on its page is a test: applied
//! to a small spec, the lines with `-` are reported with the rule's code alone, and those with `+`
//! are not reported at all.
//!
//! Rules run also where names could not be resolved. About what depends on such a name a rule says
//! nothing, since the name has been reported; everything else is reported in the same run.

mod conditions;
mod verdict;

use crate::diagnostic::{Code, Diagnostics, declare_code};
use crate::resolve::Resolved;

/// A kind of problem, and how to find it.
struct Rule {
    code: Code,
    /// Reports it wherever it occurs in a service.
    check: fn(&Resolved<'_>, &mut Diagnostics),
}

/// Reports what every rule finds.
pub(crate) fn lint(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for rule in RULES {
        (rule.check)(service, diagnostics);
    }
}

/// The codes of all rules.
pub(crate) fn codes() -> impl Iterator<Item = Code> + Clone {
    RULES.iter().map(|rule| rule.code)
}

/// Declares the rule of a file: the constant of its code, whose doc comment is its page, and the
/// function that checks it.
macro_rules! declare_rule {
    ($(#[doc = $line:literal])+ $constant:ident = $name:literal, $check:expr) => {
        $crate::lint::declare_code! { $(#[doc = $line])+ $constant = $name }

        pub(super) const RULE: $crate::lint::Rule = $crate::lint::Rule {
            code: $crate::diagnostic::Code::$constant,
            check: $check,
        };
    };
}

/// Declares the modules of rules, and their list.
macro_rules! rules {
    ($($module:ident,)+) => {
        $(mod $module;)+

        const RULES: &[Rule] = &[$($module::RULE),+];
    };
}

rules! {
    bad_value,
    missing_doc,
    misplaced_key,
    unused_type,
    recursive_type,
    type_misfit,
    bad_path,
    path_mismatch,
    bad_header,
    presence_conflict,
    self_reference,
    condition_type,
    never_holds,
    always_holds,
    pointless_rule,
    limit_conflict,
    not_emitted,
}
