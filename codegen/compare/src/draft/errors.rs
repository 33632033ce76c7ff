//! Error rows. Rows that the api file has are named by their code.

use super::Context;
use super::writer::{self, Writer};
use crate::audit::page::errors::ErrorLine;
use crate::audit::text;

pub(super) fn write(context: &Context<'_>, out: &mut Writer<'_>) {
    let rows = &context.page.errors;
    if rows.is_empty() {
        out.key(0, "errors", "TODO");
        return;
    }
    out.blank();
    out.open(0, "errors");
    for row in rows {
        write_row(context, row, out);
    }
}

fn write_row(context: &Context<'_>, row: &ErrorLine<'_>, out: &mut Writer<'_>) {
    let mut item = out.part();
    if let Some(table) = row.table {
        item.key(2, "table", table.text);
    }
    write_keys(context, row, &mut item);
    // The first line of an item starts with a dash.
    out.text.push_str(&item.text.replacen("    ", "  - ", 1));
}

fn write_keys(context: &Context<'_>, row: &ErrorLine<'_>, out: &mut Writer<'_>) {
    let fingerprint = text::fingerprint(&row.text());
    let mut common = context.model.api.errors.iter();
    let is_common = common.any(|known| {
        known.code == row.code.text
            && known.status.to_string() == row.status.text
            && known.fingerprint.as_ref() == Some(&fingerprint)
    });
    if is_common {
        out.key(2, "common", row.code.text);
        return;
    }
    out.line(2, &format!("status: {}", row.status.text));
    out.key(2, "code", row.code.text);
    out.todo_value(2, "meaning", row.description);
    let remedy = if row.remedy.is_blank() {
        row.description
    } else {
        row.remedy
    };
    out.todo_value(2, "remedy", remedy);
    if row.is_retryable() {
        out.line(2, "retryable: true");
    }
    out.line(
        2,
        &format!("fingerprint: {}", writer::fingerprint(&fingerprint)),
    );
}
