//! A description that is transcribed correctly has no discrepancies.
//!
//! The transcription is the draft of the page, in which each open question is answered by a statement or a waiver.

use std::collections::BTreeSet;

use wechatpay_codegen::source::Sources;

use super::{Phrase, descriptions};
use crate::audit::audit;
use crate::audit::codes;
use crate::audit::text::fingerprint;
use crate::draft::draft;

const API: &str = "\
api: A
hosts:
  main:
    title: 主域名
    url: https://main.example
    doc: Ours.
    fingerprint: 3bb810c1
";

const SERVICE: &str = "service: phrases\ndoc: Ours.\n";

/// The messages about the field of a phrase that remain.
pub(super) fn remaining(phrase: &Phrase) -> BTreeSet<String> {
    let page = descriptions::page(phrase);
    let files = |operation: Option<String>| {
        let mut files = vec![
            ("spec/apiv3.yaml".to_owned(), API.as_bytes().to_vec()),
            (
                "spec/phrases/service.yaml".to_owned(),
                SERVICE.as_bytes().to_vec(),
            ),
        ];
        let path = "spec/phrases/ask.yaml".to_owned();
        files.extend(operation.map(|text| (path, text.into_bytes())));
        Sources::new(files)
    };
    let mut sources = files(None);
    let (model, _) = wechatpay_codegen::read(&sources);
    let id = sources.add("page.txt".to_owned(), page.clone().into_bytes());
    let text = answered(&draft(&model, &sources, id, Some("phrases")).text);
    let mut sources = files(Some(text));
    let (model, _) = wechatpay_codegen::read(&sources);
    let id = sources.add("page.txt".to_owned(), page.into_bytes());
    let found = audit(&model, &sources, &[id]).diagnostics;
    let about_claims = [codes::PAGE_LIMIT, codes::PAGE_PROSE, codes::PAGE_OPERATION];
    let found = found
        .iter()
        .filter(|found| about_claims.contains(&found.code));
    found.map(|found| found.message.clone()).collect()
}

/// The draft with our own words in place of the page's. A question is answered by a statement about
/// the sentence, and a condition on a field that is not there by a waiver.
fn answered(draft: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in draft.lines() {
        let indent = " ".repeat(line.len() - line.trim_start().len());
        let question = line.trim_start().strip_prefix("# TODO line ");
        let question = question.and_then(|question| question.split_once(": "));
        if let Some((words, kind)) = question.and_then(|(_, words)| words.rsplit_once(" (")) {
            if kind.starts_with("a key, a statement") {
                let is_first = !lines.iter().any(|line| line.trim() == "server:");
                lines.extend(is_first.then(|| format!("{indent}server:")));
                lines.push(format!("{indent}  - doc: Ours."));
                lines.push(format!(
                    "{indent}    fingerprint: \"{}\"",
                    fingerprint(words)
                ));
            } else if kind.ends_with("no such field here)") {
                let last: Vec<char> = words.chars().rev().take(8).collect();
                let last: String = last.into_iter().rev().collect();
                lines.push(format!("{indent}waived:"));
                lines.push(format!("{indent}  words: \"{last}\""));
                lines.push(format!("{indent}  reason: Ours."));
            }
            continue;
        }
        lines.push(match line.split_once("\"TODO line") {
            Some((key, _)) => format!("{key}Ours."),
            None => line.replace("TODO", "ours"),
        });
    }
    lines.join("\n") + "\n"
}
