//! Values of the model as text, one line per value, in the terms of the spec.

use super::one_line;
use wechatpay_codegen::model::{
    Condition, Conditional, Download, Elsewhere, Form, FormPart, Note, PagePosition, Pagination,
    PartialResult, Presence, RateLimit, Recovery, RecoveryAction, RuleKind, Statement, Test, Type,
    Waiver,
};

pub(super) fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Required => "required".to_owned(),
        Presence::Optional => "optional".to_owned(),
        Presence::Undocumented => "undocumented".to_owned(),
        Presence::Conditional(conditional) => conditional_presence(conditional),
    }
}

fn conditional_presence(conditional: &Conditional) -> String {
    let Conditional {
        printed_required,
        only_when,
        required_when,
        allowed_when,
        cut_off,
    } = conditional;
    let mut parts = Vec::new();
    let lists = [
        ("only when", only_when),
        ("required when", required_when),
        ("allowed when", allowed_when),
    ];
    for (lead, conditions) in lists {
        if !conditions.is_empty() {
            parts.push(format!("{lead} {}", conjunction(conditions)));
        }
    }
    parts.extend(
        cut_off
            .as_ref()
            .map(|words| format!("cut off after {words}")),
    );
    if *printed_required {
        parts.push("printed as required".to_owned());
    }
    parts.join("; ")
}

fn conjunction(conditions: &[Condition]) -> String {
    let all: Vec<_> = conditions.iter().map(condition).collect();
    all.join(" and ")
}

pub(crate) fn condition(condition: &Condition) -> String {
    let Condition {
        span: _,
        subject,
        test,
    } = condition;
    match test {
        Test::OneOf(values) => format!("{subject} is {}", values.join(" or ")),
        Test::Contains(item) => format!("{subject} contains {item}"),
        Test::GreaterThan(number) => format!("{subject} is greater than {number}"),
        Test::Present => format!("{subject} is present"),
        Test::Absent => format!("{subject} is absent"),
    }
}

pub(super) fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Time => "string (time)".to_owned(),
        Type::Encrypted => "string (encrypted)".to_owned(),
        Type::Object => "object".to_owned(),
        Type::JsonText(inner) | Type::ReceivedJson(inner) => {
            format!("json[{}]", type_name(inner))
        }
        Type::Array(inner) => format!("array[{}]", type_name(inner)),
        Type::File => "file".to_owned(),
        Type::Struct(name) | Type::Enum(name) => name.clone(),
    }
}

/// Which list of a response has refused items.
pub(super) fn partial_result(partial: &PartialResult) -> String {
    let PartialResult {
        refused,
        doc,
        // Only the generated code depends on it.
        is_first: _,
    } = partial;
    match doc {
        Some(doc) => format!("{}: {doc}", refused.name),
        None => refused.name.clone(),
    }
}

/// Which fields of a response lead to a file.
pub(super) fn download(download: &Download) -> String {
    let Download {
        url,
        hash_type,
        hash_value,
    } = download;
    let (url, hash_type, hash_value) = (&url.name, &hash_type.name, &hash_value.name);
    format!("{url}, checked with {hash_type} and {hash_value}")
}

/// How the pages of a list are read.
pub(super) fn pagination(pagination: &Pagination) -> String {
    let Pagination {
        items,
        total,
        position,
    } = pagination;
    let total = total.as_ref().map(|total| format!(" of {}", total.name));
    let total = total.unwrap_or_default();
    match position {
        PagePosition::Token { request, response } => {
            format!(
                "{}{total}, {} to {}",
                items.name, response.name, request.name
            )
        }
        PagePosition::Offset { offset, limit } => {
            format!("{}{total}, {} and {}", items.name, offset.name, limit.name)
        }
    }
}

/// What settles an unknown outcome.
pub(super) fn recovery(recovery: &Recovery) -> String {
    let Recovery { action, doc } = recovery;
    match action {
        RecoveryAction::Repeat => format!("repeat the same bytes: {doc}"),
        RecoveryAction::Query {
            span: _,
            service,
            operation,
            comparison: None,
        } => format!("query {service}.{operation}: {doc}"),
        RecoveryAction::Query {
            span: _,
            service,
            operation,
            comparison: Some(comparison),
        } => format!(
            "query {service}.{operation}, {} equals {}: {doc}",
            comparison.field, comparison.equals
        ),
    }
}

/// The parts of a form, and the fields of the JSON that are about the file. The part with the file
/// is a field.
pub(super) fn form(form: &Form) -> Vec<String> {
    let Form {
        json,
        file: _,
        file_name,
        digest,
        // They are facts of the file.
        types: _,
    } = form;
    let FormPart {
        span: _,
        name,
        title,
        doc,
        fingerprint,
    } = json;
    let about = [
        ("label", title),
        ("description", doc),
        ("fingerprint", fingerprint),
    ];
    let about = about.into_iter().filter_map(|(what, text)| {
        let text = text.as_ref()?;
        Some(format!("{what} of the JSON part: {text}"))
    });
    let names = [
        format!("JSON part: {name}"),
        format!("name of the file: {file_name}"),
        format!("digest: {digest}"),
    ];
    names.into_iter().chain(about).collect()
}

/// The types of the files of a form.
pub(super) fn file_types(form: &Form) -> Vec<String> {
    let types = form.types.iter();
    types
        .map(|(ending, media)| format!("{ending}: {media}"))
        .collect()
}

pub(super) fn rule(rule: &RuleKind) -> String {
    match rule {
        RuleKind::Count(count, fields) => {
            let count = count.key().replace('_', " ");
            format!("{count} {}", fields.join(", "))
        }
        RuleKind::Allowed {
            when,
            field,
            values,
        } => format!(
            "if {}, then {field} is {}",
            conjunction(when),
            values.join(" or ")
        ),
        RuleKind::Server => "checked only by the server".to_owned(),
    }
}

pub(super) fn rate(limit: RateLimit) -> String {
    let RateLimit {
        requests,
        per_seconds,
        interface_level,
    } = limit;
    let period = match per_seconds {
        1 => "s".to_owned(),
        60 => "min".to_owned(),
        3600 => "h".to_owned(),
        86400 => "d".to_owned(),
        other => format!("{other} s"),
    };
    let scope = if interface_level {
        " per interface"
    } else {
        ""
    };
    format!("{requests}/{period}{scope}")
}

/// The text of a statement, with the fingerprint of the page's sentence.
pub(super) fn statement(statement: &Statement) -> String {
    let Statement {
        span: _,
        doc,
        fingerprint,
    } = statement;
    match fingerprint {
        Some(fingerprint) => format!("{} [{fingerprint}]", one_line(doc)),
        None => one_line(doc),
    }
}

/// The waived phrase of the page, and the reason for the waiver.
pub(super) fn waiver(waiver: &Waiver) -> String {
    let Waiver {
        span: _,
        words,
        reason,
    } = waiver;
    format!("{words}: {}", one_line(reason))
}

pub(super) fn note(note: &Note) -> String {
    let Note { kind, says, we } = note;
    let says: Vec<_> = says.iter().map(|says| one_line(says)).collect();
    format!(
        "{kind}: {}. {}",
        says.join("; ").trim_end_matches('.'),
        one_line(we)
    )
}

pub(super) fn elsewhere(elsewhere: &Elsewhere) -> String {
    let Elsewhere {
        place,
        grade,
        presence: stated_presence,
        title,
        doc,
        unit,
        default,
        alphabet,
        limits,
    } = elsewhere;
    let named = |name: &str, text: &Option<String>| {
        text.as_ref()
            .map(|text| format!("{name} {}", one_line(text)))
    };
    let limits = limits
        .each()
        .into_iter()
        .filter_map(|(name, bound)| bound.map(|bound| format!("{name} {bound}")));
    let parts: Vec<_> = stated_presence
        .iter()
        .map(presence)
        .chain(named("grade", grade))
        .chain(named("label", title))
        .chain(named("description", doc))
        .chain(named("unit", unit))
        .chain(named("default", default))
        .chain(named("alphabet", alphabet))
        .chain(limits)
        .collect();
    format!("{place}: {}", parts.join(", "))
}
