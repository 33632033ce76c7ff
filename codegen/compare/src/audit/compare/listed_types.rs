//! Discrepancies for types that only the spec or only a listing has, or that a listing has twice.

use std::collections::HashSet;

use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

use crate::audit::codes;
use crate::audit::listing::Listing;
use crate::audit::report::{Report, diagnostic};
use crate::audit::scope::Scope;
use crate::audit::text::Slice;

/// Reports types that a listing declares twice, because they could hide a discrepancy.
pub(super) fn report_duplicates<'a>(
    names: impl Iterator<Item = Slice<'a>>,
    language: &str,
    report: &mut Report,
) {
    let mut seen = HashSet::new();
    for name in names {
        report.check(seen.insert(name.text), || {
            let message = format!("duplicate type `{}` in the {language} listing", name.text);
            Diagnostic::error(codes::PAGE_TYPE, message, name.span())
                .help("check whether the page was saved correctly")
        });
    }
}

pub(super) fn missing_type(name: &str, spec: Span, listing: &Listing<'_>) -> Diagnostic {
    diagnostic(
        codes::PAGE_TYPE,
        format!("type `{name}` missing in the {} listing", listing.language),
        (spec, "in the spec"),
        (listing.start.span(), "not in this listing"),
    )
    .help("write the name of the page; list a second name of the type in `also_called:`")
}

pub(super) fn extra_type(scope: &Scope<'_>, name: Slice<'_>, language: &str) -> Diagnostic {
    diagnostic(
        codes::PAGE_TYPE,
        format!("type `{}` missing in the spec", name.text),
        (scope.operation.span, "not used by this operation"),
        (name.span(), &format!("in the {language} listing")),
    )
    .help("add the type, or list its name in `also_called:` of the same type")
}
