//! Values of the model as text, one line per value, in the terms of the spec.

use super::one_line;
use wechatpay_codegen::model::{
    Condition, Conditional, Elsewhere, Note, Presence, RateLimit, RuleKind, Statement, Test, Type,
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
        Type::Struct(name) | Type::Enum(name) => name.clone(),
    }
}

pub(super) fn rule(rule: &RuleKind) -> String {
    match rule {
        RuleKind::AtMostOneOf(fields) => format!("at most one of {}", fields.join(", ")),
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
