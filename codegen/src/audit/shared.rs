//! Facts of types that several pages share: no page alone has to show them, but one of all the pages must.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Model;
use crate::source::Span;

use super::findings::Proven;
use super::reach::Reach;

/// Names and meanings that no page showed, although every operation that uses the type was audited.
pub(super) fn unproven(model: &Model, audited: &[Span], proven: &Proven) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut open = Vec::new();
    let mut claims = Vec::new();
    for service in &model.services {
        for operation in &service.operations {
            let reach = Reach::of(service, operation);
            let is_open = !audited.contains(&operation.span);
            let structs = reach
                .structs
                .iter()
                .map(|(_, found)| (found.span, &found.wire_name, &found.also_called));
            let enums = reach
                .enums
                .iter()
                .map(|found| (found.span, &found.wire_name, &found.also_called));
            for (span, wire_name, also_called) in structs.chain(enums) {
                if is_open {
                    open.push(span);
                }
                claims.extend(
                    [wire_name]
                        .into_iter()
                        .chain(also_called)
                        .map(|name| (span, name)),
                );
            }
            for found in &reach.enums {
                let with = found
                    .values
                    .iter()
                    .filter(|value| value.fingerprint.is_some());
                let unseen = with.filter(|value| !proven.meanings.contains(&value.span));
                findings.extend(
                    unseen.map(|value| (found.span, meaning(&value.wire_name, value.span))),
                );
            }
        }
    }
    for (span, name) in claims {
        if !proven.names.contains(&(span, name.clone())) {
            findings.push((span, unused_name(name, span)));
        }
    }
    findings.sort_by_key(|(_, finding)| finding.primary.span);
    findings.dedup_by(|a, b| a.1.primary.span == b.1.primary.span && a.1.message == b.1.message);
    let whole = findings
        .into_iter()
        .filter(|(span, _)| !open.contains(span));
    whole.map(|(_, finding)| finding).collect()
}

fn meaning(value: &str, span: Span) -> Diagnostic {
    let message =
        format!("no page states the meaning of `{value}`, the spec has a fingerprint of it");
    Diagnostic::error(Code::PageFingerprint, message, span)
}

fn unused_name(name: &str, span: Span) -> Diagnostic {
    let message = format!("no page has a type `{name}`");
    Diagnostic::error(Code::PageType, message, span)
}
