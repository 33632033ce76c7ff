//! Conditions, rules, rate limits and numbers in words, as Markdown for doc comments and OpenAPI
//! documents.

use crate::markdown::{code, plain};
use crate::model::{
    Comparison, Condition, Conditional, Count, Elsewhere, Grade, RateLimit, RecoveryAction, Rule,
    RuleKind, SECONDARY_SOURCE, Test,
};

/// The presence of a field in a request.
pub(crate) fn presence_in_request(conditional: &Conditional) -> String {
    if let Some(words) = &conditional.cut_off {
        return cut_off(words);
    }
    if !conditional.allowed_when.is_empty() {
        let conditions = conjunction(&conditional.allowed_when);
        return format!("Optional when {conditions}; otherwise leave it out.");
    }
    if conditional.only_when.is_empty() {
        let conditions = conjunction(&conditional.required_when);
        return format!("Required when {conditions}; otherwise optional.");
    }
    let conditions = conjunction(&conditional.only_when);
    format!("Required when {conditions}; otherwise leave it out.")
}

/// The presence of a field in a response.
pub(crate) fn presence_in_response(conditional: &Conditional) -> String {
    match &conditional.cut_off {
        Some(words) => cut_off(words),
        None => format!(
            "Provided only when {}.",
            conjunction(conditional.conditions())
        ),
    }
}

fn cut_off(words: &str) -> String {
    format!(
        "Optional, because the page's condition is incomplete: it ends after “{}”.",
        plain(words)
    )
}

/// Conditions that must all be true.
pub(crate) fn conjunction<'m>(conditions: impl IntoIterator<Item = &'m Condition>) -> String {
    let all: Vec<_> = conditions.into_iter().map(condition).collect();
    all.join(" and ")
}

fn condition(condition: &Condition) -> String {
    let subject = match condition.subject.strip_prefix("outside ") {
        Some(outside) => format!("{} (not part of this message)", plain(outside)),
        None => code(&condition.subject),
    };
    match &condition.test {
        Test::OneOf(values) => {
            let values: Vec<_> = values.iter().map(|value| code(value)).collect();
            format!("{subject} is {}", values.join(" or "))
        }
        Test::Contains(item) => format!("{subject} contains {}", code(item)),
        Test::GreaterThan(number) => format!("{subject} is greater than {number}"),
        Test::Present => format!("{subject} is given"),
        Test::Absent => format!("{subject} is not given"),
    }
}

/// A rule over several fields.
pub(crate) fn rule(rule: &Rule) -> String {
    let list = |names: &[String]| names.iter().map(|name| code(name)).collect::<Vec<_>>();
    let statement = match &rule.kind {
        RuleKind::Count(count, fields) => {
            let (number, verb) = match count {
                Count::AtMostOne => ("At most", "may"),
                Count::ExactlyOne => ("Exactly", "must"),
                Count::AtLeastOne => ("At least", "must"),
            };
            let fields = list(fields).join(", ");
            format!("{number} one of {fields} {verb} be given.")
        }
        RuleKind::Allowed {
            when,
            field,
            values,
        } => format!(
            "When {}, {} is {}.",
            conjunction(when),
            code(field),
            list(values).join(" or ")
        ),
        RuleKind::Server => "Only the server checks this rule:".to_owned(),
    };
    let statement = match &rule.doc {
        Some(doc) => format!("{statement} {}", plain(doc)),
        None => statement,
    };
    match rule.grade {
        Grade::Secondary => format!("{statement} {SECONDARY_RULE}"),
        Grade::Full | Grade::Partial => statement,
    }
}

const SECONDARY_RULE: &str = "(From other descriptions; only strict validation checks it.)";

/// What a source of facts is called, and how well it is known. `text` writes the name of a page.
pub(crate) fn source(from: &Elsewhere, text: impl Fn(&str) -> String) -> String {
    let place = text(&from.place);
    match (from.grade.as_deref(), from.place.split_once('.')) {
        (Some("partial"), _) => format!("{place} (only a part of the page is known)"),
        (Some(_), _) => format!("{place} (secondary source)"),
        (None, Some((operation, direction))) => {
            format!("the {} of {}", text(direction), code(operation))
        }
        (None, None) => code(&from.place),
    }
}

/// What the source is called of a part with the grade `secondary`.
pub(crate) fn secondary_source() -> String {
    format!("{SECONDARY_SOURCE} (secondary source)")
}

/// The evidence for an operation or callback, if it is less than its whole page.
pub(crate) fn evidence(grade: Grade, updated: &str) -> Option<String> {
    let page = match updated {
        "" => "the page".to_owned(),
        date => format!("the page of {date}"),
    };
    Some(match grade {
        Grade::Full => return None,
        Grade::Partial => {
            format!("Transcribed from the first part of {page}; not audited beyond it.")
        }
        Grade::Secondary => format!("Transcribed from other descriptions; {page} was not seen."),
    })
}

/// The evidence for a part, if it is not that of the `whole`.
pub(crate) fn evidence_of_part(grade: Grade, whole: Grade) -> Option<String> {
    let evidence = match grade {
        Grade::Full => "Evidence: the whole page.",
        Grade::Partial => "Evidence: the first part of the page.",
        Grade::Secondary => "Evidence: other descriptions, not the page.",
    };
    (grade != whole).then(|| evidence.to_owned())
}

/// The call that settles an unknown outcome. `operation` writes the name of another operation.
pub(crate) fn recovery(
    action: &RecoveryAction,
    operation: impl Fn(&str, &str) -> String,
) -> String {
    match action {
        RecoveryAction::Repeat => "repeat the call with exactly the same bytes.".to_owned(),
        RecoveryAction::Query {
            service,
            operation: name,
            comparison,
            ..
        } => {
            let query = operation(service, name);
            match comparison {
                None => format!("look up the result with {query}."),
                Some(Comparison { field, equals, .. }) => format!(
                    "call {query}; the call took effect if {} of its response is {} of this \
                     request.",
                    code(field),
                    code(equals)
                ),
            }
        }
    }
}

/// How often something may be called: `1000 calls per minute over the whole interface`.
pub(crate) fn rate_limit(limit: RateLimit) -> String {
    let period = match limit.per_seconds {
        1 => "second",
        60 => "minute",
        3600 => "hour",
        _ => "day",
    };
    let over = if limit.interface_level {
        " over the whole interface"
    } else {
        ""
    };
    format!("{} calls per {period}{over}", limit.requests)
}

/// A number as people write it: `1_234_567`, and `1234`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (n, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}
