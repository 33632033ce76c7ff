//! Lint rules. Each rule checks the syntax tree and the model of one service.
//!
//! Each rule has its own file with its page, which `--explain` prints, its messages and its logic.
//! To add a rule, write such a file and add its name to the list below. A test applies the example
//! of the page to a small spec: the lines with `-` must be reported with the rule's code only, and
//! the lines with `+` must not be reported.
//!
//! Rules also run if some names could not be resolved. Such a name has been reported, so a rule
//! reports nothing that depends on it. Everything else is reported in the same run.

mod conditions;
mod verdict;

use crate::diagnostic::{Code, Diagnostics, declare_code};
use crate::resolve::Resolved;

/// A kind of problem, and the function that finds it.
struct Rule {
    code: Code,
    /// Reports all problems of this kind in a service.
    check: fn(&Resolved<'_>, &mut Diagnostics),
}

/// Reports the problems that the rules find.
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
    bad_form,
    presence_conflict,
    self_reference,
    condition_type,
    never_holds,
    always_holds,
    pointless_rule,
    limit_conflict,
    not_emitted,
}
