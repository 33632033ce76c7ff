//! The discrepancy for a different order.

use crate::audit::codes;
use crate::audit::report::diagnostic;
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

/// On the page, `second` comes after `first`. In the spec, it comes before `first`.
pub(super) fn out_of_order(first: Slice<'_>, second: Slice<'_>, spec: Span) -> Diagnostic {
    let message = format!("different order of `{}` on the page", second.text);
    let spec_label = format!("spec: before `{}`", first.text);
    let page_label = format!("page: after `{}`", first.text);
    diagnostic(
        codes::PAGE_ORDER,
        message,
        (spec, &spec_label),
        (second.span(), &page_label),
    )
    .help("use the order of the page")
}
