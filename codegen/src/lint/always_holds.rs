//! Conditions that are always true.

use super::verdict::{Always, Verdict, verdict};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::resolve::Resolved;
use crate::source::Span;
use crate::syntax::{Condition, Field};

declare_rule! {
    /// A condition that is always true.
    ///
    /// Every message fulfills the condition. For example, it says that a required field is present,
    /// or that a field has any of its listed values.
    ///
    /// ## Why it matters
    ///
    /// Either the field is simply `required`, or the page says something else.
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
    /// Write what the page says. If the page states exactly this condition, delete the condition
    /// and write the presence that follows from it, such as `required`.
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
    let required = (field.presence.span, "required here");
    match reason {
        Always::Present => {
            let message = format!("condition on `{}`, which is always present", subject.value);
            report(message, required.0, required.1)
                .help("write `required` if the page says no more; otherwise name the value")
        }
        Always::Above(number, min) => {
            let message = format!(
                "condition on `{}`, which is always greater than {number}",
                subject.value
            );
            report(message, min, "its lower limit")
                .help("correct the number or the limit, or delete the condition")
        }
        Always::AnyValue => Diagnostic {
            // Enums are open: for a value that is not listed, the condition is false.
            severity: Severity::Warning,
            ..report(
                format!("condition on `{}` that lists all its values", subject.value),
                required.0,
                required.1,
            )
            .help("list the values that the page names, or delete the condition")
        },
    }
}
