//! The finding about things that stand in another order than on the page.

use crate::audit::codes;
use crate::audit::findings::differs;
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::source::Span;

/// `second` stands after `first` on the page, before it in the spec.
pub(super) fn out_of_order(first: Slice<'_>, second: Slice<'_>, spec: Span) -> Diagnostic {
    let message = format!(
        "on the page `{}` stands after `{}`",
        second.text, first.text
    );
    differs(
        codes::PAGE_ORDER,
        message,
        (spec, "here before it"),
        (second.span(), "here after it"),
    )
    .help("keep the page's order")
}
