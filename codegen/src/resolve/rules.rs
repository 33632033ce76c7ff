//! Resolves rules over several fields of one object, and looks up the fields and values they name.

use super::conditions::{Context, conditions, look_up_values, sibling};
use super::copies::{optional, values};
use super::duplicates;
use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Rule, RuleKind};
use crate::scope::Object;
use crate::syntax::{self, Text};

/// The rules of an object.
pub(super) fn rules(object: &Object<'_>, resolver: &mut Resolver<'_, '_>) -> Vec<Rule> {
    let ids = object.rules.iter().filter_map(|rule| rule.id.as_ref());
    duplicates::report(ids, "rule", resolver.diagnostics);
    let rule = |rule: &syntax::Rule| Rule {
        span: rule.span,
        id: optional(rule.id.as_ref()),
        doc: optional(rule.doc.as_ref()),
        fingerprint: optional(rule.fingerprint.as_ref()),
        grade: rule.grade.unwrap_or(object.grade),
        kind: kind(rule, object, resolver),
    };
    object.rules.iter().map(rule).collect()
}

fn kind(rule: &syntax::Rule, object: &Object<'_>, resolver: &mut Resolver<'_, '_>) -> RuleKind {
    match &rule.kind {
        syntax::RuleKind::AtMostOneOf(fields) => {
            for field in fields {
                ruled_field(field, object, resolver);
            }
            RuleKind::AtMostOneOf(values(fields))
        }
        syntax::RuleKind::Allowed {
            when,
            field,
            values: allowed,
        } => {
            let context = Context {
                object,
                field: None,
            };
            let when = conditions(when, Some(context), resolver);
            if let Some((_, limited)) = ruled_field(field, object, resolver) {
                look_up_values(allowed, limited, &[], object, resolver);
            }
            RuleKind::Allowed {
                when,
                field: field.value.clone(),
                values: values(allowed),
            }
        }
        syntax::RuleKind::Server => RuleKind::Server,
    }
}

/// The field that a rule names. Reports a field that is not one of the same object.
fn ruled_field<'a>(
    field: &Text,
    object: &Object<'a>,
    resolver: &mut Resolver<'_, '_>,
) -> Option<(&'a Text, &'a syntax::Field)> {
    let Some(bare) = field.value.strip_prefix("$.") else {
        return sibling(field, object, resolver);
    };
    let message = format!("field `{}` of another object in a rule", field.value);
    let diagnostic = Diagnostic::error(Code::UNKNOWN_FIELD, message, field.span);
    resolver.diagnostics.push(if bare.contains('.') {
        diagnostic.help("write the rule where that object is defined")
    } else {
        diagnostic.fix(format!("write `{bare}`"), field.span, bare)
    });
    None
}
