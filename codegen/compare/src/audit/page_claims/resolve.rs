//! Replaces the labels and meanings in a claim by the names and values of the fields of a page.

use std::collections::BTreeSet;

use super::conditions::is_wire_name;
use super::{PageClaim, Quantity, Requirement};
use crate::audit::page::table::Row;
use crate::audit::text::without_spaces;

/// The claim with names. A claim whose words name no field or no value has no key.
pub(crate) fn resolve(claim: &PageClaim, own: &Row<'_>, rows: &[&Row<'_>]) -> PageClaim {
    match claim {
        PageClaim::When(consequence, subject, requirement)
            if *requirement != Requirement::Outside =>
        {
            match condition(subject, requirement, rows) {
                Some((subject, requirement)) => PageClaim::When(*consequence, subject, requirement),
                None => PageClaim::NoKey,
            }
        }
        PageClaim::AtMostOne(fields) => {
            names(fields, rows).map_or(PageClaim::NoKey, PageClaim::AtMostOne)
        }
        PageClaim::ExactlyOne(fields) => {
            names(fields, rows).map_or(PageClaim::NoKey, PageClaim::ExactlyOne)
        }
        PageClaim::DefaultMeaning(words) => {
            default(words, own).map_or(PageClaim::NoKey, PageClaim::Default)
        }
        claim => claim.clone(),
    }
}

fn names(fields: &BTreeSet<String>, rows: &[&Row<'_>]) -> Option<BTreeSet<String>> {
    let name = |field: &String| {
        if is_wire_name(field) {
            return Some(field.clone());
        }
        labelled(field, rows).map(|row| row.name.text.to_owned())
    };
    fields.iter().map(name).collect()
}

/// The only row with this label.
fn labelled<'r, 'a>(label: &str, rows: &[&'r Row<'a>]) -> Option<&'r Row<'a>> {
    let is_same = |row: &&&Row<'_>| {
        row.label
            .is_some_and(|known| known.without_spaces() == label)
    };
    let mut found = rows.iter().filter(is_same);
    let first = found.next()?;
    found
        .all(|row| row.name.text == first.name.text)
        .then_some(*first)
}

fn condition(
    subject: &str,
    requirement: &Requirement,
    rows: &[&Row<'_>],
) -> Option<(String, Requirement)> {
    let named = |row: &&&Row<'_>| row.name.text == subject;
    let row = if is_wire_name(subject) {
        rows.iter().find(named).copied()
    } else {
        Some(labelled(subject, rows)?)
    };
    let name = row.map_or(subject, |row| row.name.text).to_owned();
    let requirement = match requirement {
        Requirement::Values(values) => {
            let values = values.iter().map(|words| value(words, row));
            Requirement::Values(values.collect::<Option<_>>()?)
        }
        Requirement::AtLeast(number, Quantity::Unit("yuan")) => {
            let is_fen = row.is_some_and(|row| row.unit() == Some("fen"));
            let number = is_fen.then(|| number.checked_mul(100)).flatten()?;
            Requirement::GreaterThan(number.checked_sub(1)?)
        }
        Requirement::AtLeast(number, Quantity::Plain) => {
            Requirement::GreaterThan(number.checked_sub(1)?)
        }
        other => other.clone(),
    };
    Some((name, requirement))
}

/// A value by its name or by its meaning.
fn value(words: &str, row: Option<&Row<'_>>) -> Option<String> {
    if words.is_ascii() {
        return Some(words.to_owned());
    }
    let mut found = row?
        .values
        .iter()
        .filter(|(_, meaning)| means(meaning.text, words));
    let (name, _) = found.next()?;
    found.next().is_none().then(|| name.text.to_owned())
}

/// Whether the meaning of a value is these words, perhaps with an explanation behind punctuation.
fn means(meaning: &str, words: &str) -> bool {
    let meaning = without_spaces(meaning);
    let rest = meaning.strip_prefix(words);
    rest.is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
}

/// The value of a field that these words mean.
fn default(words: &str, own: &Row<'_>) -> Option<String> {
    let boolean = match words {
        "是" => Some("true"),
        "否" => Some("false"),
        _ => None,
    };
    if own.values.is_empty() && own.ty.text == "boolean" {
        return boolean.map(str::to_owned);
    }
    value(words, Some(own)).filter(|value| value != words)
}
