//! Facts of types that several pages share: no page alone has to show them, but one of all the pages must.

use crate::audit::codes;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Span;

use super::findings::Proven;
use super::reach::Reach;

/// Names, labels and meanings that no page showed, although every operation that uses the type was audited.
pub(super) fn unproven(model: &Model, audited: &[Span], proven: &Proven) -> Vec<Diagnostic> {
    let mut claims = Vec::new();
    let mut open = Vec::new();
    for service in &model.services {
        for operation in &service.operations {
            let reach = Reach::of(service, operation);
            let before = claims.len();
            collect(&reach, &mut claims);
            if !audited.contains(&operation.span) {
                let of_open = claims.iter().skip(before);
                open.extend(of_open.map(|claim| claim.of));
            }
        }
    }
    claims.retain(|claim| !open.contains(&claim.of) && !claim.what.holds(claim, proven));
    claims.sort_by_key(|claim| claim.span);
    claims.dedup();
    claims.iter().map(finding).collect()
}

/// Something that the spec says of a type.
#[derive(Debug, PartialEq, Eq)]
struct Claim<'m> {
    /// Where the spec defines the type.
    of: Span,
    /// Where it says so.
    span: Span,
    what: What,
    text: &'m str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Name,
    Label,
    Meaning,
}

impl What {
    fn holds(self, claim: &Claim<'_>, proven: &Proven) -> bool {
        let key = (claim.of, claim.text.to_owned());
        match self {
            Self::Name => proven.names.contains(&key),
            Self::Label => proven.labels.contains(&key),
            Self::Meaning => proven.meanings.contains(&claim.span),
        }
    }
}

fn collect<'m>(reach: &Reach<'m>, claims: &mut Vec<Claim<'m>>) {
    let structs = reach.structs.iter().map(|(_, found)| {
        let names = (&found.wire_name, &found.also_called);
        (found.span, names, &found.title)
    });
    let enums = reach.enums.iter().map(|found| {
        let names = (&found.wire_name, &found.also_called);
        (found.span, names, &found.title)
    });
    for (of, (name, others), title) in structs.chain(enums) {
        let claim = |what, text: &'m String| Claim {
            of,
            span: of,
            what,
            text,
        };
        let names = std::iter::once(name).chain(others);
        claims.extend(names.map(|name| claim(What::Name, name)));
        claims.extend(title.iter().map(|title| claim(What::Label, title)));
    }
    for found in &reach.enums {
        let with = found.values.iter();
        let with = with.filter(|value| value.fingerprint.is_some());
        claims.extend(with.map(|value| Claim {
            of: found.span,
            span: value.span,
            what: What::Meaning,
            text: &value.wire_name,
        }));
    }
}

fn finding(claim: &Claim<'_>) -> Diagnostic {
    let text = claim.text;
    let (code, message) = match claim.what {
        What::Name => (codes::PAGE_TYPE, format!("no listing has a type `{text}`")),
        What::Label => (
            codes::PAGE_LABEL,
            format!("no page labels a field of this type {text}"),
        ),
        What::Meaning => (
            codes::PAGE_FINGERPRINT,
            format!("no page states the meaning of `{text}`, the spec has a fingerprint of it"),
        ),
    };
    Diagnostic::error(code, message, claim.span)
}
