//! Facts of types that several pages share. At least one of these pages must state each fact.

use crate::audit::codes;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Span;

use super::report::Confirmed;
use super::scope::Scope;

/// Discrepancies for shared facts that no page confirms.
///
/// A type is only checked if all operations that use it were audited.
pub(super) fn unconfirmed(
    model: &Model,
    audited: &[Span],
    confirmed: &Confirmed,
) -> Vec<Diagnostic> {
    let mut facts = Vec::new();
    let mut unaudited = Vec::new();
    for service in &model.services {
        for operation in &service.operations {
            let scope = Scope::new(service, operation);
            let previous = facts.len();
            collect(&scope, &mut facts);
            if !audited.contains(&operation.span) {
                let of_operation = facts.iter().skip(previous);
                unaudited.extend(of_operation.map(|fact| fact.type_span));
            }
        }
    }
    facts.retain(|fact| !unaudited.contains(&fact.type_span) && !fact.is_confirmed(confirmed));
    facts.sort_by_key(|fact| fact.span);
    facts.dedup();
    facts.iter().map(SharedFact::diagnostic).collect()
}

/// A fact of the spec about a shared type.
#[derive(Debug, PartialEq, Eq)]
struct SharedFact<'m> {
    /// Location of the type in the spec.
    type_span: Span,
    /// Location of the fact in the spec.
    span: Span,
    kind: Kind,
    text: &'m str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    Label,
    Meaning,
}

impl SharedFact<'_> {
    fn is_confirmed(&self, confirmed: &Confirmed) -> bool {
        let key = (self.type_span, self.text.to_owned());
        match self.kind {
            Kind::Name => confirmed.names.contains(&key),
            Kind::Label => confirmed.labels.contains(&key),
            Kind::Meaning => confirmed.meanings.contains(&self.span),
        }
    }

    fn diagnostic(&self) -> Diagnostic {
        let text = self.text;
        let (code, message, help) = match self.kind {
            Kind::Name => (
                codes::PAGE_TYPE,
                format!("type name `{text}` that no listing has"),
                "correct the name, or remove it",
            ),
            Kind::Label => (
                codes::PAGE_LABEL,
                format!("label `{text}` that no page gives to a field of this type"),
                "correct the label, or remove it",
            ),
            Kind::Meaning => (
                codes::PAGE_FINGERPRINT,
                format!("fingerprint of the meaning of `{text}`, which no page states"),
                "correct the fingerprint, or remove it",
            ),
        };
        Diagnostic::error(code, message, self.span).help(help)
    }
}

fn collect<'m>(scope: &Scope<'m>, facts: &mut Vec<SharedFact<'m>>) {
    let structs = scope.structs.iter().map(|(_, structure)| {
        let names = (&structure.wire_name, &structure.also_called);
        (structure.span, names, &structure.title)
    });
    let enums = scope.enums.iter().map(|enumeration| {
        let names = (&enumeration.wire_name, &enumeration.also_called);
        (enumeration.span, names, &enumeration.title)
    });
    for (span, (name, other_names), title) in structs.chain(enums) {
        let fact = |kind, text: &'m String| SharedFact {
            type_span: span,
            span,
            kind,
            text,
        };
        let names = std::iter::once(name).chain(other_names);
        facts.extend(names.map(|name| fact(Kind::Name, name)));
        facts.extend(title.iter().map(|title| fact(Kind::Label, title)));
    }
    for enumeration in &scope.enums {
        let values = enumeration.values.iter();
        let values = values.filter(|value| value.fingerprint.is_some());
        facts.extend(values.map(|value| SharedFact {
            type_span: enumeration.span,
            span: value.span,
            kind: Kind::Meaning,
            text: &value.wire_name,
        }));
    }
}
