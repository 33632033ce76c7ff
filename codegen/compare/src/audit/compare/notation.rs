//! Compares the type of a field in the notation of the page: `string(40)`, `array[object]`.

use crate::audit::change::Change;
use crate::audit::codes;
use crate::audit::page::table::Row;
use crate::audit::report::{Discrepancy, Report, diagnostic};
use wechatpay_codegen::model::{Field, Type};

/// Compares the notation of a row with the type and the length of a field.
pub(super) fn compare(row: &Row<'_>, field: &Field, report: &mut Report) {
    let (page_type, length) = split(row.ty.text);
    let spec_type = notation(&field.ty);
    let is_same = page_type == spec_type && has_length(length, field);
    report.check(is_same, || {
        let length = field.limits.max_chars.map(|length| format!("({length})"));
        let spec_label = format!("spec: {spec_type}{}", length.unwrap_or_default());
        let page_label = format!("page: {}", row.ty.text);
        let diagnostic = diagnostic(
            codes::PAGE_FIELD_TYPE,
            format!("different type of `{}` on the page", field.wire_name),
            (field.span, &spec_label),
            (row.ty.span(), &page_label),
        );
        let is_scalar = ["string", "integer", "boolean"].contains(&page_type)
            && matches!(
                field.ty,
                Type::String | Type::Time | Type::Integer | Type::Boolean
            );
        let change = is_scalar.then(|| Change::set(field.span, "type", row.ty.text));
        Discrepancy::from(diagnostic).change(change)
    });
}

/// Whether a field has the length that the type prints.
fn has_length(length: Option<&str>, field: &Field) -> bool {
    // Of an encrypted text, the type prints the length when it is encrypted.
    if !matches!(field.ty, Type::String | Type::Time) || field.is_encrypted() {
        return true;
    }
    match (length, field.limits.max_chars) {
        (Some(printed), limit) => limit.map(|limit| limit.to_string()).as_deref() == Some(printed),
        // Without a printed length, the text of the row must state the limit.
        (None, _) => true,
    }
}

/// Splits `string(40)` into `string` and `40`.
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
        Type::String
        | Type::Time
        | Type::Encrypted
        | Type::JsonText(_)
        | Type::ReceivedJson(_)
        | Type::Enum(_) => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::File => "file".to_owned(),
        Type::Struct(_) | Type::Object => "object".to_owned(),
        Type::Array(item) => format!("array[{}]", notation(item)),
    }
}
