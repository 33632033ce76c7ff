//! Resolves the api file: hosts and common error rows.

use super::copies::{notes, optional};
use super::duplicates;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Host, Row};
use crate::source::Spanned;
use crate::syntax::{self, Spec};

pub(super) fn resolve(spec: &Spec, diagnostics: &mut Diagnostics) -> Api {
    duplicates::report(spec.api.iter().map(|api| &api.name), "api", diagnostics);
    let Some(syntax) = spec.api.first() else {
        return Api {
            name: String::new(),
            hosts: Vec::new(),
            errors: Vec::new(),
        };
    };
    let codes = syntax.errors.iter().map(|row| &row.code);
    duplicates::report(codes, "common error row", diagnostics);
    let hosts = syntax.hosts.iter().map(|(name, host)| Host {
        span: name.span,
        name: name.value.clone(),
        title: host.title.value.clone(),
        url: host.url.value.clone(),
        doc: host.doc.value.clone(),
        fingerprint: optional(host.fingerprint.as_ref()),
    });
    let rows = syntax.errors.iter();
    Api {
        name: syntax.name.value.clone(),
        hosts: hosts.collect(),
        errors: rows.filter_map(|syntax| row(syntax, diagnostics)).collect(),
    }
}

/// The content of an error row.
pub(super) fn row(syntax: &syntax::Row, diagnostics: &mut Diagnostics) -> Option<Row> {
    let status = http_status(&syntax.status, 300, diagnostics)?;
    Some(Row {
        span: syntax.code.span,
        status,
        code: syntax.code.value.clone(),
        rust_name: optional(syntax.rust_name.as_ref()),
        meaning: syntax.meaning.value.clone(),
        remedy: syntax.remedy.value.clone(),
        retryable: syntax.retryable,
        may_follow_own_attempt: syntax.may_follow_own_attempt,
        notes: notes(&syntax.notes),
        fingerprint: optional(syntax.fingerprint.as_ref()),
    })
}

/// The number of a status. `from` is 200 for a success and 300 for an error.
pub(super) fn http_status(
    status: &Spanned<i64>,
    from: u16,
    diagnostics: &mut Diagnostics,
) -> Option<u16> {
    let to = if from == 200 { 299 } else { 599 };
    let number = u16::try_from(status.value)
        .ok()
        .filter(|number| (from..=to).contains(number));
    if number.is_none() {
        let message = format!("invalid HTTP status `{}`", status.value);
        diagnostics.push(
            Diagnostic::error(Code::BAD_VALUE, message, status.span)
                .help(format!("write a number from {from} to {to}")),
        );
    }
    number
}
