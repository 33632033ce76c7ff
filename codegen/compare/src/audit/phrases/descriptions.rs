//! Phrases in the description of a field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wechatpay_codegen::source::{FileId, Sources};

use super::{Phrase, States, Verdict};
use crate::audit::page;
use crate::audit::page_claims;
use crate::audit::page_claims::facts::{Fact, Kind, facts};
use crate::audit::triggers;

/// The facts that the readers found, as keys and values, and whether a question remains.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) facts: BTreeMap<String, String>,
    pub(super) is_asked: bool,
}

impl Found {
    /// Compares the found facts with those that a phrase states.
    pub(super) fn verdict(&self, phrase: &Phrase) -> Verdict {
        let mut expected = phrase.facts();
        let without_key = [
            "no_key",
            "server",
            "remarks",
            "prerequisites",
            "doc",
            "repeat",
        ];
        let needs_question = without_key.iter().any(|key| {
            let fact = expected.remove(*key);
            fact.is_some_and(|value| value != "none")
        }) && !self.facts.contains_key("repeat");
        let read = format!("{:?}", self.facts);
        let is_expected = |(key, value): (&String, &String)| {
            expected
                .get(key)
                .is_some_and(|expected| same(expected, value))
                || key == "repeat"
        };
        if !self.facts.iter().all(is_expected) {
            return Verdict::Misread(read);
        }
        let all = expected.keys().all(|key| self.facts.contains_key(key));
        if all && (!needs_question || self.is_asked) {
            return Verdict::Understood;
        }
        Verdict::Unknown(self.is_asked, read)
    }
}

/// Whether two values are the same. The order of words does not matter.
fn same(expected: &str, read: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(ToOwned::to_owned).collect()
    };
    // What is outside the message is named in our own words.
    let outside = |text: &str| text.strip_prefix("outside ").map(ToOwned::to_owned);
    match outside(expected) {
        Some(named) => outside(read).is_some() || words(&named) == words(read),
        None => words(expected) == words(read),
    }
}

fn notation(phrase: &Phrase) -> &str {
    match phrase.kind.as_deref() {
        None | Some("header") => "string",
        Some(kind) => kind,
    }
}

/// A page whose last field has the phrase in its description.
pub(super) fn page(phrase: &Phrase) -> String {
    format!(
        "题\n更新时间:2025.01.01介绍\n接口说明\n支持商户:【普通商户】\n请求方式:【POST】/v3/a\n\
         请求域名:【主域名】https://main.example 用\n请求参数\nbody 包体参数\n\
         {}f 选填 {}\n【标】{}{}\n应答参数\n204 No Content\n错误码\n400 | A | 甲 | 乙 |\n",
        siblings(phrase),
        notation(phrase),
        phrase.phrase,
        own_values(phrase),
    )
}

pub(super) fn verdict(phrase: &Phrase) -> Verdict {
    let notation = notation(phrase);
    let page = page(phrase);
    let mut sources = Sources::new([]);
    let id: FileId = sources.add("page.txt".to_owned(), page.into_bytes());
    let page = page::read(id, sources.file(id));
    let rows = page.all_rows();
    let Some(row) = rows.iter().find(|row| row.name.text == "f") else {
        return Verdict::Misread("no row".to_owned());
    };
    let kind = match notation {
        "string" => Kind::Text,
        "integer" => Kind::Number,
        "boolean" => Kind::Boolean,
        _ if notation.starts_with("array") => Kind::List,
        _ => Kind::Other,
    };
    let mut found = Found::default();
    for fact in facts(&page_claims::of_row(row, &rows), kind) {
        match fact {
            // Only a header has a key for a fixed value.
            Fact::Key("literal", _) if phrase.kind.as_deref() != Some("header") => {
                found.is_asked = true;
            }
            Fact::Key(key, value) => {
                found.facts.insert(key.to_owned(), value);
            }
            Fact::Condition(key, subject, value) => {
                found
                    .facts
                    .insert(key.to_owned(), format!("{subject}: {value}"));
            }
            Fact::Rule(key, fields) => {
                let words = key.replace('_', " ");
                found
                    .facts
                    .insert("rule".to_owned(), format!("{words} {}", fields.join(", ")));
            }
            Fact::IdempotencyKey(_) => {
                found
                    .facts
                    .insert("request_number".to_owned(), "this field".to_owned());
            }
            Fact::Repeatable => {
                found.facts.insert("repeat".to_owned(), "true".to_owned());
            }
            Fact::CutOff(_) | Fact::NoKey => found.is_asked = true,
        }
    }
    let text: String = phrase.phrase.split_whitespace().collect();
    found.is_asked |= !triggers::find(&text, &[]).is_empty() || !row.remarks.is_empty();
    // A phrase that states nothing needs no question.
    found.is_asked |= matches!(&phrase.states, States::Nothing(word) if word == "nothing");
    found.verdict(phrase)
}

/// Rows of the other fields that a phrase names, so that it can be resolved.
fn siblings(phrase: &Phrase) -> String {
    let mut rows = String::new();
    let facts = phrase.facts();
    for (key, value) in &facts {
        let conditions = ["only_when", "required_when", "allowed_when"];
        if let Some((name, test)) = value
            .split_once(": ")
            .filter(|_| conditions.contains(&key.as_str()))
            && !name.starts_with("outside")
        {
            let (label, meaning) = subject_and_meaning(&phrase.phrase);
            let unit = if test.starts_with("greater") {
                "单位:分"
            } else {
                ""
            };
            let _ = write!(rows, "{name} 选填 string\n【{label}】{unit}\n");
            if !phrase.phrase.contains(test) && unit.is_empty() {
                let _ = write!(rows, "可选取值\n{test}: {meaning},说明\nOTHER: 其他\n");
            }
        }
        if let Some(names) = value.strip_prefix("exactly one of ")
            && !phrase
                .phrase
                .contains(names.split(", ").next().unwrap_or_default())
        {
            let labels = phrase.phrase.split("二选一").next().unwrap_or_default();
            for (name, label) in names
                .split(", ")
                .zip(labels.split(['和', '与', '、', '或']))
            {
                let _ = write!(rows, "{name} 选填 string\n【{label}】\n");
            }
        }
    }
    rows
}

/// The values of the field itself, if the phrase names one of them by its meaning.
fn own_values(phrase: &Phrase) -> String {
    let facts = phrase.facts();
    let Some(value) = facts.get("default") else {
        return String::new();
    };
    let words = phrase.phrase.split("默认").nth(1);
    match words.filter(|_| !phrase.phrase.contains(value.as_str()) && value != "unlimited") {
        Some(words) => format!("\n可选取值\n{value}: {words}\n"),
        None => String::new(),
    }
}

/// The words before and after the comparison of a condition.
fn subject_and_meaning(phrase: &str) -> (String, String) {
    let compared = ["为", "是", "等于", ">=", "≥", ">"];
    let text: String = phrase.split_whitespace().collect();
    let found = compared
        .iter()
        .filter_map(|word| Some((text.find(word)?, word.len())));
    let Some((start, length)) = found.min() else {
        return (String::new(), String::new());
    };
    let subject = text[..start].trim_start_matches(['当', '如', '若', '果', '在']);
    let rest = &text[start + length..];
    let ends = ["时", "的", "必", ",", "才"]
        .iter()
        .filter_map(|word| rest.find(word));
    let meaning = &rest[..ends.min().unwrap_or(rest.len())];
    (subject.to_owned(), meaning.to_owned())
}
