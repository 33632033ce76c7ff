//! A field's type in the page's notation: `string(40)`, `array[object]`.

use crate::audit::codes;
use crate::audit::findings::{Findings, differs};
use crate::audit::page::table::Row;
use wechatpay_codegen::model::{Field, Type};

/// The notation of a row against a field's type and length.
pub(super) fn compare(row: &Row<'_>, field: &Field, findings: &mut Findings) {
    let (base, length) = split(row.ty.text);
    let ours = notation(&field.ty);
    let fits = base == ours && length_fits(length, field);
    findings.fact(fits, || {
        let message = format!(
            "the spec and the page disagree about the type of `{}`",
            field.wire_name
        );
        let length = field.limits.max_chars.map(|length| format!("({length})"));
        let ours = format!("the spec: {ours}{}", length.unwrap_or_default());
        let theirs = format!("the page: {}", row.ty.text);
        differs(
            codes::PAGE_FIELD_TYPE,
            message,
            (field.span, &ours),
            (row.ty.span(), &theirs),
        )
    });
}

/// A length that the type prints.
fn length_fits(length: Option<&str>, field: &Field) -> bool {
    if !matches!(field.ty, Type::String | Type::Time) {
        return true;
    }
    match (length, field.limits.max_chars) {
        (Some(printed), ours) => ours.map(|ours| ours.to_string()).as_deref() == Some(printed),
        // Then the row's text must state it, as it must state every other limit.
        (None, _) => true,
    }
}

/// `string(40)` is `string` and `40`.
fn split(notation: &str) -> (&str, Option<&str>) {
    let inner = notation
        .strip_suffix(')')
        .and_then(|rest| rest.split_once('('));
    match inner {
        Some((base, length)) => (base, Some(length)),
        None => (notation, None),
    }
}

fn notation(ty: &Type) -> String {
    match ty {
        Type::String | Type::Time | Type::Enum(_) => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Struct(_) => "object".to_owned(),
        Type::Array(item) => format!("array[{}]", notation(item)),
    }
}
