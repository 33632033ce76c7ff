//! Conditions that every message fulfills.

use super::verdict::{Always, Verdict, verdict};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::resolve::Resolved;
use crate::source::Span;
use crate::syntax::{Condition, Field};

declare_rule! {
    /// A condition that always holds.
    ///
    /// A condition that every message fulfils: that a required field is present, or has one of all
    /// its values.
    ///
    /// ## Why it matters
    ///
    /// The field is then simply `required`, or the page says something else than was read.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        out_request_no: present
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Write what the page says. If it does say so, write the presence without the condition.
    ALWAYS_HOLDS = "always-holds", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for condition in object.conditions().flat_map(|conditions| conditions.all) {
            if let Some((_, field)) = object.sibling(&condition.subject)
                && let Some(Verdict::Always(reason)) =
                    verdict(condition, field, &object, &service.scope)
            {
                diagnostics.push(always(condition, field, reason));
            }
        }
    }
}

fn always(condition: &Condition, field: &Field, reason: Always) -> Diagnostic {
    let subject = &condition.subject;
    let report = |message: String, because: Span, label: &str| {
        Diagnostic::error(Code::ALWAYS_HOLDS, message, subject.span).also(because, label)
    };
    let required = (field.presence.span, "it is required here");
    match reason {
        Always::Present => {
            let message = format!("`{}` is always present", subject.value);
            report(message, required.0, required.1)
                .help("write `required` if the condition says no more; otherwise name its value")
        }
        Always::Above(number, min) => {
            let message = format!("`{}` is always greater than {number}", subject.value);
            report(message, min, "it is at least this")
                .help("correct the number or the limit, or drop the condition")
        }
        Always::AnyValue => Diagnostic {
            // Enums are open: of a value that is not listed the condition says something.
            severity: Severity::Warning,
            ..report(
                format!("`{}` always has one of these values", subject.value),
                required.0,
                required.1,
            )
            .help("list the values for which the page says it, or drop the condition")
        },
    }
}
