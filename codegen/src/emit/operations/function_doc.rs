//! The documentation of a client function.

use std::collections::BTreeMap;

use super::super::docs::{self, Doc, Example, code, plain};
use crate::model::{
    Grade, IdempotencyKey, Method, Operation, Presence, RateLimit, RecoveryAction, Service,
    Statement,
};
use crate::wording;

pub(super) fn function_doc(
    operation: &Operation,
    service: &Service,
    example: Option<Example>,
) -> Doc {
    let list = |statements: &[Statement]| {
        statements
            .iter()
            .map(|statement| plain(&statement.doc))
            .collect::<Vec<_>>()
    };
    let (method, path) = (operation.method.as_str(), &operation.path);
    let doc = Doc::new(plain(&operation.doc))
        .text(&partial_result(operation))
        .paragraph(code(&format!("{method} {path}")))
        .paragraph(page(operation))
        .text(&evidence(operation))
        .list(facts(operation, service))
        .list_of("Before the call:", list(&operation.prerequisites))
        .list_of("The page adds:", list(&operation.remarks))
        .example(example)
        .heading("Errors")
        .paragraph(documented_errors(operation));
    let notes: Vec<_> = docs::notes(&operation.notes)
        .chain(row_notes(operation))
        .chain(row_evidence(operation))
        .collect();
    if notes.is_empty() {
        return doc;
    }
    doc.heading("Contradictions and gaps").list(notes)
}

/// That a success may be partial.
fn partial_result(operation: &Operation) -> Vec<String> {
    let Some(partial) = &operation.partial_result else {
        return Vec::new();
    };
    let warning = format!(
        "**A success does not mean that every item was accepted.** The list {} of the response has \
         those that were refused: \
         [`complete()`](wechatpay_runtime::operation::Partial::complete) returns them as an error.",
        code(&partial.refused.name)
    );
    let doc = partial.doc.as_deref().map(plain);
    std::iter::once(warning).chain(doc).collect()
}

/// How all pages are read.
fn pagination(operation: &Operation) -> Option<String> {
    operation.pagination.as_ref()?;
    Some(
        "Pages: [`Client::pages`](wechatpay_runtime::Client::pages) reads one page after the other."
            .to_owned(),
    )
}

/// How the file of a response is received.
fn download(operation: &Operation) -> Option<String> {
    if operation.responds_with_file {
        let text = "The response is a file, which is not signed: nothing shows whether it is \
                    complete and unchanged. \
                    [`save_to`](wechatpay_runtime::download::ReceivedFile::save_to) writes it to a \
                    file.";
        return Some(text.to_owned());
    }
    operation.download.as_ref()?;
    Some(
        "File: [`download()`](wechatpay_runtime::download::Downloadable::download) of the response \
         leads to it, and [`Client::download`](wechatpay_runtime::Client::download) receives it. \
         The file is not signed; its digest is checked."
            .to_owned(),
    )
}

/// Callers, rate limit, idempotency, what settles an unknown outcome, the pages, and the files.
fn facts(operation: &Operation, service: &Service) -> impl Iterator<Item = String> {
    let all = [
        format!("Callers: {}.", callers(operation)),
        format!("Rate limit: {}.", rate_limit_text(operation.rate_limit)),
        format!("Idempotency: {}", idempotency(operation, service)),
    ];
    let link = |owner: &str, name: &str| {
        if owner == service.name {
            format!("[`{name}()`]")
        } else {
            code(&format!("{owner}::{name}()"))
        }
    };
    let recovery = operation.recovery.as_ref().map(|recovery| {
        let settle = wording::recovery(&recovery.action, link);
        format!("Unknown outcome: {settle} {}", plain(&recovery.doc))
    });
    all.into_iter()
        .chain(recovery)
        .chain(pagination(operation))
        .chain(download(operation))
        .chain(upload(operation, service))
}

/// The page's audience, in English where it is a kind of merchant that is known here.
fn callers(operation: &Operation) -> String {
    let callers = operation.audience.iter().map(|audience| {
        let audience = audience.as_str();
        let english = AUDIENCES.iter().find(|(chinese, _)| *chinese == audience);
        match english {
            Some((_, english)) => format!("{english} ({audience})"),
            None => plain(audience),
        }
    });
    callers.collect::<Vec<_>>().join(", ")
}

const AUDIENCES: [(&str, &str); 2] = [
    ("普通商户", "merchants"),
    ("普通服务商", "service providers"),
];

/// The Chinese title, and the page with its date.
fn page(operation: &Operation) -> String {
    let (title, page) = (plain(&operation.title), plain(&operation.page));
    if operation.updated.is_empty() {
        return format!("{title}.");
    }
    if title == page {
        return format!("{title}, page of {}.", operation.updated);
    }
    format!("{title}, page {page} of {}.", operation.updated)
}

/// How well the page is known, if not as a whole.
fn evidence(operation: &Operation) -> Vec<String> {
    let own = wording::evidence(operation.grade, &operation.updated);
    let response = (operation.response_grade != operation.grade).then(|| {
        match operation.response_grade {
            Grade::Full => "The response is transcribed from the whole page.",
            Grade::Partial => "The response is transcribed from a part of the page.",
            Grade::Secondary => {
                "The response is transcribed from other descriptions, not from the page."
            }
        }
        .to_owned()
    });
    own.into_iter().chain(response).collect()
}

/// What `retry` of the runtime does after a failure, and what the caller may do.
fn idempotency(operation: &Operation, service: &Service) -> String {
    if operation.method == Method::Get {
        return if operation.responds_with_file {
            "the call only reads; you may retry it. The client does not."
        } else {
            "the call only reads; the client retries it, and so may you."
        }
        .to_owned();
    }
    if let Some(evidence) = &operation.idempotent {
        return format!(
            "a repeated call has no second effect; the client retries it, and so may you. \
             Evidence: {}",
            plain(evidence)
        );
    }
    let Some(IdempotencyKey { name, place }) = &operation.idempotency_key else {
        let rule = match operation.recovery.as_ref().map(|recovery| &recovery.action) {
            Some(RecoveryAction::Repeat) => "repeat the call yourself if its outcome is unknown",
            _ => "look up what happened before you do",
        };
        return format!(
            "no field identifies a retry. The client never resends a request that may have \
             arrived; {rule}."
        );
    };
    let retry = format!(
        "retry only with the same {}, the idempotency key. A retry may return a different response \
         from the first attempt.",
        code(name)
    );
    let request = service.request(&operation.request);
    let mut fields = request.into_iter().flat_map(|request| &request.fields);
    let field = fields.find(|field| field.place == *place && field.wire_name == *name);
    let is_required = field.is_some_and(|f| matches!(f.presence, Presence::Required));
    if is_required {
        return retry;
    }
    format!("{retry} Without the key, the client never resends a request that may have arrived.")
}

/// How the file is sent.
fn upload(operation: &Operation, service: &Service) -> Option<String> {
    let form = service.request(&operation.request)?.form.as_ref()?;
    Some(format!(
        "Upload: a form with the JSON part {} and the file {}. The client computes the SHA-256 \
         digest of the file, adds it to the JSON as {}, and signs only the JSON.",
        code(&form.json.name),
        code(&form.file),
        code(&form.digest)
    ))
}

fn documented_errors(operation: &Operation) -> String {
    let values = operation.error_code.values.iter();
    let codes: Vec<_> = values.map(|value| code(&value.wire_name)).collect();
    if codes.is_empty() {
        return format!(
            "The error codes of this operation are not known. \
             [`Error::code`](wechatpay_runtime::Error::code) returns the error code as \
             [`{}`], which has none.",
            operation.error_code.name
        );
    }
    format!(
        "Documented errors: {}. [`Error::code`](wechatpay_runtime::Error::code) returns the \
         error code as [`{}`], which has the meanings and remedies.",
        codes.join(", "),
        operation.error_code.name
    )
}

/// Notes of error rows, each with the code that it belongs to.
fn row_notes(operation: &Operation) -> impl Iterator<Item = String> {
    let rows = operation.errors.iter().map(|row| &row.row);
    rows.flat_map(|row| {
        let note = |note| format!("{}: {note}", code(&row.code));
        docs::notes(&row.notes).map(note)
    })
}

/// The error rows whose evidence is not that of the operation, by evidence.
fn row_evidence(operation: &Operation) -> impl Iterator<Item = String> {
    let mut rows_by_evidence: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &operation.errors {
        if let Some(evidence) = wording::evidence_of_part(row.grade, operation.grade) {
            let codes = rows_by_evidence.entry(evidence).or_default();
            codes.push(code(&row.row.code));
        }
    }
    let rows = rows_by_evidence.into_iter();
    rows.map(|(evidence, codes)| format!("{}: {evidence}", codes.join(", ")))
}

fn rate_limit_text(limit: Option<RateLimit>) -> String {
    match limit {
        Some(limit) => wording::rate_limit(limit),
        None => "not documented".to_owned(),
    }
}
