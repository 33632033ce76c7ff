//! Phrases outside descriptions: headings, rows, values, rate limits, samples, error rows.

use std::collections::BTreeMap;

use wechatpay_codegen::source::{FileId, Sources};

use super::descriptions::Found;
use super::{Phrase, Verdict};
use crate::audit::page::headings::{self, Part};
use crate::audit::page::table::Row;
use crate::audit::page::{self, Page, errors};
use crate::audit::page_claims::{self, PageClaim, Quantity};
use crate::audit::text::Slice;
use crate::audit::triggers;

pub(super) fn verdict(phrase: &Phrase) -> Verdict {
    let text = phrase.phrase.as_str();
    match phrase.place.as_str() {
        "head" | "date line" => with_page(&format!("题\n{text}\n"), |page| head(phrase, page)),
        "rate limit" => with_page(&format!("题\n{text}\n"), rate_limits).verdict(phrase),
        "audience" | "method line" | "host line" | "about" => {
            let text = text.replace(" + ", "\n");
            let is_value = phrase.place == "audience" && text.starts_with('【');
            let text = if is_value {
                format!("支持商户:{text}")
            } else {
                text
            };
            with_page(&format!("题\n接口说明\n{text}\n"), |page| {
                about(phrase, page)
            })
        }
        "heading" => heading(text).verdict(phrase),
        "header row" | "row" | "type" | "label" | "presence" | "nested" | "values" => rows(phrase),
        _ => samples(phrase),
    }
}

/// Reads a page.
fn with_page<T>(text: &str, read: impl FnOnce(&Page<'_>) -> T) -> T {
    let mut sources = Sources::new([]);
    let id: FileId = sources.add("page.txt".to_owned(), text.as_bytes().to_vec());
    read(&page::read(id, sources.file(id)))
}

fn found(facts: impl IntoIterator<Item = (&'static str, String)>, is_asked: bool) -> Found {
    let facts = facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Found {
        facts: facts.collect(),
        is_asked,
    }
}

fn head(phrase: &Phrase, page: &Page<'_>) -> Verdict {
    let has_sentence = !page.prose.uncovered().is_empty();
    let text: String = phrase.phrase.split_whitespace().collect();
    let mut facts = BTreeMap::new();
    if let Some(date) = page.updated {
        facts.insert("updated".to_owned(), date.text.replace('.', "-"));
    }
    let expected = phrase.facts();
    for (claim, _) in page_claims::read(&text) {
        match claim {
            PageClaim::IdempotencyKey(Some(name)) => {
                facts.insert("request_number".to_owned(), name);
            }
            PageClaim::Repeatable => {
                facts.insert("repeat".to_owned(), "true".to_owned());
            }
            // A limit of a field that another sentence names.
            PageClaim::AtMost(number, quantity) => {
                let fen = quantity == Quantity::Unit("yuan");
                let number = if fen { number * 100 } else { number };
                let key = expected
                    .iter()
                    .find(|(key, value)| key.starts_with("of ") && **value == number.to_string());
                if let Some((key, value)) = key {
                    facts.insert(key.clone(), value.clone());
                }
            }
            _ => {}
        }
    }
    Found {
        facts,
        is_asked: has_sentence,
    }
    .verdict(phrase)
}

fn rate_limits(page: &Page<'_>) -> Found {
    let limits = page.rate_limits.iter().map(|(limit, _)| limit.notation());
    let limits: Vec<String> = limits.collect();
    let fact = (!limits.is_empty()).then(|| ("rate_limit", limits.join("; ")));
    found(fact, !page.prose.uncovered().is_empty())
}

fn about(phrase: &Phrase, page: &Page<'_>) -> Verdict {
    let mut facts = Vec::new();
    let audience: Vec<&str> = page.audience.iter().map(|name| name.text).collect();
    if !audience.is_empty() {
        facts.push(("audience", audience.join(", ")));
    }
    facts.extend(page.method.map(|method| ("method", method.text.to_owned())));
    facts.extend(page.path_line.map(|path| ("path", path.text.to_owned())));
    let hosts = page
        .hosts
        .iter()
        .map(|host| match host.label.map_or("", |label| label.text) {
            "备域名" => "backup",
            "" if host.url.text.contains("apihk") => "hong_kong",
            _ => "main",
        });
    facts.extend(hosts.map(|name| ("hosts", name.to_owned())));
    facts.extend(page.is_form.then(|| ("request", "multipart".to_owned())));
    let is_asked = !page.prose.uncovered().is_empty() || !page.unread.is_empty();
    found(facts, is_asked).verdict(phrase)
}

fn heading(text: &str) -> Found {
    let lines = Slice::new(FileId::default(), text).lines();
    let read = lines
        .iter()
        .find_map(|line| Some((Part::from_heading(*line)?, *line)));
    let is_control = lines.iter().all(|line| headings::is_control(*line));
    let Some(((part, is_included), line)) = read else {
        return found([], is_control);
    };
    let table = line.text.trim_start_matches("错误码");
    let name = if is_included && table.ends_with("错误码") {
        format!("{}, {table}", part.name())
    } else {
        part.name().to_owned()
    };
    found([("heading", name)], true)
}

/// Phrases of a field table, read below a heading.
fn rows(phrase: &Phrase) -> Verdict {
    let text = phrase
        .phrase
        .replace("… |", "f 选填 string 【标】 说明\n|")
        .replace('…', "说明");
    let kind = match phrase.place.as_str() {
        "values" if text.contains("true") => "boolean",
        "values" => "string",
        _ => "object",
    };
    let part = match phrase.place.as_str() {
        "header row" => "Header HTTP头参数",
        _ => "body 包体参数",
    };
    let table = match phrase.place.as_str() {
        "header row" | "row" => format!("{text}\n"),
        "type" if text.contains('填') => format!("f {text}\n【标】说明\n"),
        "type" => format!("f 选填 {text}\n【标】说明\n"),
        "label" => format!("f 选填 string\n{text}\n"),
        "presence" => format!("标 f string {text} 说明\n"),
        "nested" if text.starts_with('|') || !text.contains("选填") && !text.contains('+') => {
            format!("o 选填 object\n【标】说明\n{text}\ninner 选填 string 【内】 说明\n")
        }
        "nested" => format!("标 o object 说明\n{text}\n"),
        _ => format!("f 选填 {kind}\n【标】说明\n{text}\n"),
    };
    let table = format!("题\n{part}\n{table}");
    with_page(&table, |page| {
        let rows = page.all_rows();
        let facts = row_facts(phrase, page, &rows);
        found(facts, true).verdict(phrase)
    })
}

fn row_facts(phrase: &Phrase, page: &Page<'_>, rows: &[&Row<'_>]) -> Vec<(&'static str, String)> {
    let expected = phrase.facts();
    let Some(row) = rows
        .iter()
        .find(|row| row.name.text != "o")
        .or(rows.first())
    else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    for key in expected.keys() {
        match key.as_str() {
            "presence" => facts.push(("presence", presence(row, &expected))),
            "type" => facts.push(("type", ty(row, &expected))),
            // A label that is not closed is a question.
            "title" if !row.has_open_label() => {
                let label = row.label.map_or("none", |label| label.text);
                facts.push(("title", label.to_owned()));
            }
            "header" => facts.push((
                "header",
                expected["header"].replace(
                    &expected["header"]
                        .split(',')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    row.name.text,
                ),
            )),
            "min_chars" | "max_chars" => {
                let (least, most) = row.lengths();
                if let (Some(least), "min_chars") = (least, key.as_str()) {
                    facts.push(("min_chars", least.to_string()));
                }
                if let (Some(most), "max_chars") = (most, key.as_str()) {
                    facts.push(("max_chars", most.to_string()));
                }
            }
            "nested" => facts.push(("nested", nested(page, rows, &expected))),
            "values" => facts.push(("values", values(row, &expected))),
            _ => {}
        }
    }
    facts
}

fn presence(row: &Row<'_>, expected: &BTreeMap<String, String>) -> String {
    let read = match row.is_required() {
        None => "undocumented",
        Some(true) => "required",
        Some(false) => "optional",
    };
    let known = &expected["presence"];
    let is_choice = row.presence.text == "二选一" && known.starts_with(read);
    if is_choice {
        known.clone()
    } else {
        read.to_owned()
    }
}

fn ty(row: &Row<'_>, expected: &BTreeMap<String, String>) -> String {
    let known = expected["type"].as_str();
    match known {
        "a file" if row.is_file() => known.to_owned(),
        "string" if row.base_type() == "string" => known.to_owned(),
        _ => row.ty.text.to_owned(),
    }
}

fn nested(page: &Page<'_>, rows: &[&Row<'_>], expected: &BTreeMap<String, String>) -> String {
    let known = expected["nested"].as_str();
    let inner = rows.iter().any(|row| !row.rows.is_empty());
    let is_same = match known {
        // The end is not marked, and nothing shows it: a question.
        "opens" => inner || !page.unread.is_empty(),
        "closes" => !inner && page.body.iter().any(|row| row.name.text == "f"),
        "two rows in one line" => rows.len() == 3 || rows.len() == 2,
        _ => inner,
    };
    if is_same {
        known.to_owned()
    } else {
        format!("{} rows", rows.len())
    }
}

fn values(row: &Row<'_>, expected: &BTreeMap<String, String>) -> String {
    let known = expected["values"].as_str();
    let names: Vec<&str> = row.values.iter().map(|(name, _)| name.text).collect();
    let text = row.full_text.text;
    let is_same = match known {
        "follow" | "cut off" => row.has_values,
        // A boolean needs no values.
        "true, false (of a boolean)" => {
            names.iter().all(|name| matches!(*name, "true" | "false")) && text.contains("true")
        }
        _ => false,
    };
    if is_same {
        known.to_owned()
    } else {
        names.join(", ")
    }
}

fn samples(phrase: &Phrase) -> Verdict {
    let text = phrase.phrase.as_str();
    match phrase.place.as_str() {
        "error row" => {
            let fact = errors::is_retryable(text).then(|| ("repeat", "true".to_owned()));
            let has_fact = phrase.facts().contains_key("repeat");
            match (fact.is_some(), has_fact) {
                (false, true) => Verdict::Unknown(false, String::new()),
                (true, false) => Verdict::Misread("repeat".to_owned()),
                _ => Verdict::Understood,
            }
        }
        "error table" => with_page(&errors_page(text), |page| error_table(phrase, page)),
        "answer" | "answer status" => with_page(&format!("题\n应答参数\n{text}\n"), |page| {
            let status = page.statuses.first().map(|status| status.part(0..3).text);
            let fact = status.map(|status| ("response", format!("status: {status}")));
            let known = phrase.facts().get("response").cloned().unwrap_or_default();
            let is_empty = known.contains("no body") && page.unread.is_empty();
            let fact = if is_empty {
                Some(("response", known))
            } else {
                fact
            };
            found(fact, true).verdict(phrase)
        }),
        "answer sample" => with_page(&format!("题\n应答示例\n{text}\n3}}\n"), |page| {
            let body = page.responses.first().map(|sample| sample.body.as_str());
            let is_json =
                body.is_some_and(|body| serde_json::from_str::<serde_json::Value>(body).is_ok());
            let known = phrase.facts().get("response").cloned().unwrap_or_default();
            let is_empty = page.responses.is_empty() && page.unread.is_empty();
            found((is_json || is_empty).then_some(("response", known)), true).verdict(phrase)
        }),
        _ => with_page(&request_page(text), |page| request_sample(phrase, page)),
    }
}

fn errors_page(text: &str) -> String {
    let text = text.replace('…', "说明");
    let row = match text.as_str() {
        text if text.starts_with("状态码") && text.contains('\n') => {
            format!("{text}\n400\nA_B\n甲\n乙")
        }
        text if text.starts_with("状态码") => format!("{text}\n400 A_B 甲 乙"),
        text if text.contains("||") => format!("403 | A_B | 甲 | 乙 |\n{text}"),
        text => format!("{text} | 甲 | 乙 |"),
    };
    format!("题\n错误码\n公共错误码\n{row}\n")
}

fn error_table(phrase: &Phrase, page: &Page<'_>) -> Verdict {
    let known = phrase.facts().get("errors").cloned().unwrap_or_default();
    let codes: Vec<&str> = page.errors.iter().map(|row| row.code.text).collect();
    let is_same = match known.as_str() {
        text if text.starts_with("rows follow") || text.contains("cell") => codes == ["A_B"],
        text if text.contains("further row") => codes == ["A_B", "A_B"],
        text => codes == [text],
    };
    let read = if is_same { known } else { codes.join(", ") };
    found([("errors", read)], true).verdict(phrase)
}

fn request_page(text: &str) -> String {
    let is_option = text.starts_with('-') || !text.contains(['1', '\n']);
    let text = if is_option {
        format!("curl -X POST \\\n -H \"{text}\"")
    } else {
        text.to_owned()
    };
    format!("题\n请求示例\n{text}\n")
}

fn request_sample(phrase: &Phrase, page: &Page<'_>) -> Verdict {
    let expected = phrase.facts();
    let Some(sample) = page.requests.first() else {
        return found([], !page.unread.is_empty()).verdict(phrase);
    };
    let mut facts = Vec::new();
    for (key, known) in &expected {
        match key.as_str() {
            "method" => {
                let method = sample.method.map_or("", |method| method.text);
                facts.push(("method", method.to_owned()));
            }
            "request" if sample.is_multipart && known.contains("multipart") => {
                facts.push(("request", known.clone()));
            }
            "request" if sample.body.is_some() => facts.push(("request", known.clone())),
            "header" => facts.push(("header", known.clone())),
            "query" if sample.url.is_some() => facts.push(("query", known.clone())),
            _ => {}
        }
    }
    found(facts, !triggers::find(&phrase.phrase, &[]).is_empty()).verdict(phrase)
}
