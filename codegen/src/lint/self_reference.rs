//! Conditions and rules that refer to the field that they are about.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::scope::{Conditions, Decides, Object, Subject};

declare_rule! {
    /// A condition or rule that refers to the very field that it is about.
    ///
    /// The presence of a field depends on the field itself, or the condition of a rule uses the
    /// field whose values the rule limits.
    ///
    /// ## Why it matters
    ///
    /// Such a condition says nothing that the generated code could check.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///        required_when:
    /// -        depth: 3
    /// +        colour: DARK
    /// ```
    ///
    /// ## What to do
    ///
    /// Name the field that decides. If the page limits a single field, write a limit instead of a
    /// condition.
    SELF_REFERENCE = "self-reference", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for object in service.objects() {
        for conditions in object.conditions() {
            diagnostics.extend(self_references(conditions, &object));
        }
    }
}

fn self_references<'a>(
    conditions: Conditions<'a>,
    object: &Object<'a>,
) -> impl Iterator<Item = Diagnostic> {
    let Conditions {
        decides,
        field,
        all,
    } = conditions;
    let subjects = all.iter().map(|condition| &condition.subject);
    let same = subjects.filter(move |subject| match decides {
        Decides::Presence => object.subject(subject) == Subject::Sibling(&field.value),
        Decides::Values => subject.value == field.value,
    });
    same.map(move |subject| {
        let (message, label, help) = match decides {
            Decides::Presence => (
                format!("presence of `{}` that depends on itself", field.value),
                "the field itself",
                "name the field that decides",
            ),
            Decides::Values => (
                format!(
                    "condition on `{}`, the field that the rule limits",
                    field.value
                ),
                "the limited field",
                "name the field that decides below `when:`",
            ),
        };
        Diagnostic::error(Code::SELF_REFERENCE, message, subject.span)
            .also(field.span, label)
            .help(help)
    })
}
