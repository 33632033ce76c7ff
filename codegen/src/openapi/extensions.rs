//! What OpenAPI has no word for, in the words of the spec language.

use super::json::{Json, Object};
use crate::model::{
    Condition, Conditional, DocumentedError, Download, Elsewhere, Field, Grade, IdempotencyKey,
    Limits, Note, Operation, PagePosition, Pagination, PartialResult, Place, Presence, Recovery,
    RecoveryAction, Rule, RuleKind, Statement, Test, Value,
};

pub(super) fn notes(notes: &[Note]) -> Object {
    Object::new().list("x-wechatpay-notes", notes.iter().map(note))
}

fn note(note: &Note) -> Object {
    Object::new()
        .with("kind", &note.kind)
        .list("says", &note.says)
        .with("we", &note.we)
}

fn statements(key: &str, statements: &[Statement]) -> Object {
    Object::new().list(key, statements.iter().map(|statement| &statement.doc))
}

/// A page with its date, and how well it is known if that is not as a whole.
pub(super) fn page(title: &str, updated: &str, grade: Grade) -> Object {
    let updated = Some(updated).filter(|date| !date.is_empty());
    Object::new()
        .with("title", title)
        .maybe("updated", updated)
        .maybe("evidence", grade.limited())
}

/// The evidence for a part, if it is less than a whole page.
pub(super) fn evidence(grade: Grade) -> Object {
    Object::new().maybe("x-wechatpay-evidence", grade.limited())
}

/// Of an operation.
pub(super) fn operation(operation: &Operation) -> Object {
    let page = page(&operation.page, &operation.updated, operation.grade);
    let response = operation.response_grade;
    let response = (response != operation.grade).then(|| response.as_str());
    let rate_limit = operation.rate_limit.map(|limit| {
        Object::new()
            .with("requests", limit.requests)
            .with("per_seconds", limit.per_seconds)
            .maybe("interface_level", limit.interface_level.then_some(true))
    });
    Object::new()
        .with("x-wechatpay-page", page)
        .maybe("x-wechatpay-response-evidence", response)
        .list("x-wechatpay-audience", &operation.audience)
        .maybe("x-wechatpay-rate-limit", rate_limit)
        .maybe(
            "x-wechatpay-idempotency-key",
            operation.idempotency_key.as_ref().map(|key| &key.name),
        )
        .maybe(
            "x-wechatpay-idempotency-key-in",
            operation.idempotency_key.as_ref().and_then(location),
        )
        .maybe("x-wechatpay-idempotent", operation.idempotent.as_ref())
        .maybe(
            "x-wechatpay-recovery",
            operation.recovery.as_ref().map(recovery),
        )
        .maybe(
            "x-wechatpay-partial-result",
            operation.partial_result.as_ref().map(partial_result),
        )
        .maybe(
            "x-wechatpay-pagination",
            operation.pagination.as_ref().map(pagination),
        )
        .maybe(
            "x-wechatpay-download",
            operation.download.as_ref().map(download),
        )
        .and(statements(
            "x-wechatpay-prerequisites",
            &operation.prerequisites,
        ))
        .and(statements("x-wechatpay-remarks", &operation.remarks))
        .list(
            "x-wechatpay-headers",
            operation.runtime_headers.iter().map(header),
        )
        .and(notes(&operation.notes))
}

/// The part of the request that has the idempotency key, if it is not the body.
fn location(key: &IdempotencyKey) -> Option<&'static str> {
    match key.place {
        Place::Path => Some("path"),
        Place::Query => Some("query"),
        Place::Header => Some("header"),
        Place::Body | Place::File => None,
    }
}

fn partial_result(partial: &PartialResult) -> Object {
    Object::new()
        .with("refused", &partial.refused.name)
        .maybe("description", partial.doc.as_ref())
}

/// The fields that lead to a file, whose response is not signed. OpenAPI cannot express an operation
/// whose URL is in a response: `codegen/decisions/0002-openapi.md` says why.
fn download(download: &Download) -> Object {
    Object::new()
        .with("url", &download.url.name)
        .with("hash_type", &download.hash_type.name)
        .with("hash_value", &download.hash_value.name)
        .with("unsigned", true)
}

fn pagination(pagination: &Pagination) -> Object {
    let (key, position) = match &pagination.position {
        PagePosition::Token { request, response } => (
            "token",
            Object::new()
                .with("request", &request.name)
                .with("response", &response.name),
        ),
        PagePosition::Offset { offset, limit } => (
            "offset",
            Object::new()
                .with("offset", &offset.name)
                .with("limit", &limit.name),
        ),
    };
    Object::new()
        .with("items", &pagination.items.name)
        .maybe("total", pagination.total.as_ref().map(|total| &total.name))
        .with(key, position)
}

fn recovery(recovery: &Recovery) -> Object {
    let action = match &recovery.action {
        RecoveryAction::Repeat => Object::new().with("repeat", "the same bytes"),
        RecoveryAction::Query {
            service,
            operation,
            comparison,
            ..
        } => Object::new()
            .with("query", format!("{service}.{operation}"))
            .maybe("field", comparison.as_ref().map(|c| &c.field))
            .maybe("equals", comparison.as_ref().map(|c| &c.equals)),
    };
    action.with("description", &recovery.doc)
}

/// A header that every client sets for all calls alike; OpenAPI ignores parameters of these names.
fn header(field: &Field) -> Object {
    Object::new()
        .with("name", &field.wire_name)
        .maybe("title", field.title.as_ref())
        .maybe("description", field.doc.as_ref())
        .and(notes(&field.notes))
}

/// Of a field or parameter.
///
/// `of` is the grade of the struct.
pub(super) fn field(field: &Field, of: Grade, is_default_standard: bool) -> Object {
    let default = field.default.as_ref().filter(|_| !is_default_standard);
    let from = field.from.iter().fold(Object::new(), |all, elsewhere| {
        all.with(&elsewhere.place, self::elsewhere(elsewhere))
    });
    Object::new()
        .maybe("x-wechatpay-presence", presence(&field.presence))
        .maybe("x-wechatpay-unit", field.unit.as_ref())
        .maybe("x-wechatpay-default", default)
        .maybe(
            "x-wechatpay-evidence",
            (field.grade != of).then(|| field.grade.as_str()),
        )
        .maybe("x-wechatpay-sensitive", field.sensitive.as_ref())
        .maybe("x-wechatpay-padding", field.padding.as_ref())
        .and(statements("x-wechatpay-server", &field.server))
        .and(statements("x-wechatpay-remarks", &field.remarks))
        .object("x-wechatpay-from", from)
        .and(notes(&field.notes))
}

/// The presence, as far as `required` does not express it.
fn presence(presence: &Presence) -> Option<Json> {
    match presence {
        Presence::Required | Presence::Optional => None,
        Presence::Undocumented => Some("undocumented".into()),
        Presence::Conditional(conditional) => Some(self::conditional(conditional).into()),
    }
}

fn conditional(conditional: &Conditional) -> Object {
    Object::new()
        .maybe(
            "printed",
            conditional.printed_required.then_some("required"),
        )
        .object("only_when", conditions(&conditional.only_when))
        .object("required_when", conditions(&conditional.required_when))
        .object("allowed_when", conditions(&conditional.allowed_when))
        .maybe("cut_off", conditional.cut_off.as_ref())
}

fn conditions(conditions: &[Condition]) -> Object {
    let add =
        |all: Object, condition: &Condition| all.with(&condition.subject, test(&condition.test));
    conditions.iter().fold(Object::new(), add)
}

fn test(test: &Test) -> Json {
    match test {
        Test::OneOf(values) => values.iter().collect::<Vec<_>>().into(),
        Test::Contains(item) => format!("contains {item}").into(),
        Test::GreaterThan(number) => format!("greater than {number}").into(),
        Test::Present => "present".into(),
        Test::Absent => "absent".into(),
    }
}

fn elsewhere(elsewhere: &Elsewhere) -> Object {
    let said = elsewhere.presence.as_ref().map(|presence| match presence {
        Presence::Required => "required".into(),
        Presence::Optional => "optional".into(),
        Presence::Undocumented => "undocumented".into(),
        Presence::Conditional(conditional) => Json::from(self::conditional(conditional)),
    });
    Object::new()
        .maybe("grade", elsewhere.grade.as_ref())
        .maybe("presence", said)
        .maybe("title", elsewhere.title.as_ref())
        .maybe("description", elsewhere.doc.as_ref())
        .maybe("unit", elsewhere.unit.as_ref())
        .maybe("default", elsewhere.default.as_ref())
        .maybe("alphabet", elsewhere.alphabet.as_ref())
        .and(limits(&elsewhere.limits))
}

fn limits(limits: &Limits) -> Object {
    Object::new()
        .maybe("min", limits.min)
        .maybe("max", limits.max)
        .maybe("min_chars", limits.min_chars)
        .maybe("max_chars", limits.max_chars)
        .maybe("min_items", limits.min_items)
        .maybe("max_items", limits.max_items)
        .maybe("max_bytes", limits.max_bytes)
}

/// Of the rules over several fields of a struct.
pub(super) fn rules(rules: &[Rule]) -> Object {
    Object::new().list("x-wechatpay-rules", rules.iter().map(rule))
}

fn rule(rule: &Rule) -> Object {
    let named = Object::new().maybe("id", rule.id.as_ref());
    let kind = match &rule.kind {
        RuleKind::Count(count, fields) => named.list(count.key(), fields),
        RuleKind::Allowed {
            when,
            field,
            values,
        } => {
            let allowed = Object::new()
                .with("when", conditions(when))
                .with("field", field)
                .list("values", values);
            named.with("allowed", allowed)
        }
        RuleKind::Server => named.with("server", true),
    };
    kind.maybe("evidence", rule.grade.limited())
        .maybe("description", rule.doc.as_ref())
}

/// Of a listed value of an enum, if the page says more than its text.
pub(super) fn value(value: &Value, constant: Json) -> Object {
    Object::new()
        .with("value", constant)
        .maybe("evidence", value.grade.limited())
        .maybe("title", value.title.as_ref())
        .maybe("description", value.doc.as_ref())
        .list("remarks", value.remarks.iter().map(|remark| &remark.doc))
        .list("notes", value.notes.iter().map(note))
}

/// Of the error rows of one status.
pub(super) fn errors(rows: &[&DocumentedError]) -> Object {
    Object::new().list("x-wechatpay-errors", rows.iter().map(|row| error(row)))
}

fn error(row: &DocumentedError) -> Object {
    let DocumentedError {
        span: _,
        table,
        common,
        grade,
        row,
    } = row;
    Object::new()
        .with("code", &row.code)
        .maybe("table", table.as_ref())
        .maybe("common", common.then_some(true))
        .maybe("evidence", grade.limited())
        .with("meaning", &row.meaning)
        .with("remedy", &row.remedy)
        .maybe("retryable", row.retryable.then_some(true))
        .maybe(
            "may_follow_own_attempt",
            row.may_follow_own_attempt.then_some(true),
        )
        .list("notes", row.notes.iter().map(note))
}
