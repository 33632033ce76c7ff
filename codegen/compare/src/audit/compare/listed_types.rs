//! Types that only one of spec and listing has, or that a listing has twice.

use std::collections::HashSet;

use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

use crate::audit::codes;
use crate::audit::findings::{Findings, differs};
use crate::audit::listing::Listing;
use crate::audit::reach::Reach;
use crate::audit::text::Slice;

/// A type that the listing declares twice could hide a difference.
pub(super) fn repeated<'a>(
    names: impl Iterator<Item = Slice<'a>>,
    language: &str,
    findings: &mut Findings,
) {
    let mut seen = HashSet::new();
    for name in names {
        findings.fact(seen.insert(name.text), || {
            let message = format!("the {language} listing declares `{}` twice", name.text);
            Diagnostic::error(codes::PAGE_TYPE, message, name.span())
        });
    }
}

pub(super) fn missing_type(name: &str, spec: Span, listing: &Listing<'_>) -> Diagnostic {
    let message = format!("the {} listing has no type `{name}`", listing.language);
    let place = listing.place.span();
    differs(
        codes::PAGE_TYPE,
        message,
        (spec, "in the spec"),
        (place, "not in this listing"),
    )
    .help("write the page's name; a second name of one shape goes under `also_called:`")
}

pub(super) fn extra_type(reach: &Reach<'_>, name: Slice<'_>, language: &str) -> Diagnostic {
    let message = format!("the spec has no type `{}` below this operation", name.text);
    let here = format!("in the {language} listing");
    differs(
        codes::PAGE_TYPE,
        message,
        (reach.operation.span, "nothing that this operation names"),
        (name.span(), &here),
    )
}
