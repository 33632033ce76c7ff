//! The same spec in other YAML styles: each reported line is the line of the key.

use std::path::Path;

use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::Spec;
use wechatpay_compare::diff::{Style as Format, diff};
use wechatpay_compare::why::{ExplainedFact, Why, why};

/// A way to write the lines of a file: its name, and the lines that one line becomes.
type Style = (&'static str, fn(Parts<'_>) -> Vec<String>, usize);

/// `  - key: value`, split into parts.
struct Parts<'a> {
    before: &'a str,
    key: &'a str,
    after: &'a str,
}

/// Each style with the number of the line, among those that one line becomes, that has the key.
const STYLES: [Style; 6] = [
    (
        "single quotes",
        |p| vec![format!("{}'{}':{}", p.before, p.key, p.after)],
        0,
    ),
    (
        "spaces everywhere",
        |p| vec![format!("{}\"{}\"   :  {}  ", p.before, p.key, p.after)],
        0,
    ),
    (
        "an escape in the key",
        |p| {
            let escaped = format!("\\x{:02x}", p.key.as_bytes()[0]);
            vec![format!(
                "{}\"{escaped}{}\":{}",
                p.before,
                &p.key[1..],
                p.after
            )]
        },
        0,
    ),
    (
        "comments between",
        |p| {
            vec![
                String::new(),
                format!("# {}: a comment", p.key),
                format!("{}{}:{}", p.before, p.key, p.after),
            ]
        },
        2,
    ),
    (
        "explicit keys",
        |p| {
            let column = " ".repeat(p.before.len());
            vec![
                format!("{}? {}", p.before, p.key),
                format!("{column}:{}", p.after),
            ]
        },
        0,
    ),
    (
        "carriage returns",
        |p| vec![format!("{}{}:{}\r", p.before, p.key, p.after)],
        0,
    ),
];

/// The text in another style, and the new line of each old line.
fn rewritten(text: &str, (_, write, place): &Style) -> (String, Vec<usize>) {
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    let mut block = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let is_text = block.is_some_and(|outer| line.trim().is_empty() || indent > outer);
        let parts = if is_text { None } else { parts(line) };
        if let Some(parts) = parts {
            block = parts.after.trim().starts_with(['|', '>']).then_some(indent);
            places.push(lines.len() + place + 1);
            lines.extend(write(parts));
        } else {
            places.push(lines.len() + 1);
            lines.push(line.to_owned());
        }
    }
    (lines.join("\n") + "\n", places)
}

fn parts(line: &str) -> Option<Parts<'_>> {
    let start = line.find(|c| c != ' ' && c != '-')?;
    let end = start + line[start..].find(':')?;
    let key = &line[start..end];
    let is_key = key
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b));
    is_key.then_some(Parts {
        before: &line[..start],
        key,
        after: &line[end + 1..],
    })
}

/// The files of the small spec, with paths relative to the package.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/diff/spec");
    let sources = Sources::read(&folder).unwrap();
    let files = sources.iter();
    files
        .map(|(_, file)| (file.path.clone(), file.text.clone()))
        .collect()
}

fn read(files: Vec<(String, String)>) -> (Sources, Model) {
    let bytes = files
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()));
    let sources = Sources::new(bytes);
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    let messages: Vec<_> = diagnostics.iter().map(|found| &found.message).collect();
    assert!(!diagnostics.has_errors(), "{messages:#?}");
    (sources, model)
}

/// The explanations of some things of a spec.
fn explained((sources, model): &(Sources, Model), paths: &[&str]) -> Vec<Why> {
    let spec = Spec { model, sources };
    let explain = |path: &&str| why(spec, path).unwrap_or_else(|lost| panic!("{path}: {lost:?}"));
    paths.iter().map(explain).collect()
}

/// A thing of each kind.
const THINGS: [&str; 14] = [
    "hosts.backup",
    "errors.SYSTEM_ERROR",
    "cards.find_card",
    "cards.paint_card",
    "cards.paint_card.headers.Accept",
    "cards.paint_card.request.out_request_no",
    "cards.paint_card.request.depth",
    "cards.paint_card.request.tags",
    "cards.paint_card.request.rules.few",
    "cards.paint_card.errors.PARAM_ERROR",
    "cards.paint_card.errors.RULE_LIMIT.2",
    "cards.paint_card.samples.1",
    "cards.Colour.DARK",
    "cards.Card",
];

/// Every reported place, with what it is reported for.
fn places(of: &[Why]) -> Vec<(String, String, usize)> {
    let mut places = Vec::new();
    for why in of {
        let own = why.line.iter().map(|line| (line, ""));
        let facts = why
            .facts
            .iter()
            .filter_map(|fact| Some((fact.line.as_ref()?, fact.name)));
        for (line, name) in own.chain(facts) {
            places.push((format!("{} {name}", why.path), line.file.clone(), line.line));
        }
    }
    places.sort();
    places
}

#[test]
fn why_shows_the_right_spec_lines_in_every_yaml_style() {
    let files = files();
    let before = places(&explained(&read(files.clone()), &THINGS));
    for style in &STYLES {
        let changed: Vec<_> = files
            .iter()
            .map(|(path, text)| (path.clone(), rewritten(text, style)))
            .collect();
        let moved = |path: &str, line: usize| {
            let (_, (_, places)) = changed.iter().find(|(other, _)| other == path).unwrap();
            places[line - 1]
        };
        let mut expected: Vec<_> = before
            .iter()
            .map(|(what, file, line)| (what.clone(), file.clone(), moved(file, *line)))
            .collect();
        expected.sort();
        let texts = changed
            .iter()
            .map(|(path, (text, _))| (path.clone(), text.clone()));
        let after = places(&explained(&read(texts.collect()), &THINGS));
        for (expected, after) in expected.iter().zip(&after) {
            assert_eq!(expected, after, "{}", style.0);
        }
        assert_eq!(expected.len(), after.len(), "{}", style.0);
    }
}

/// A page with every key at an unusual place. The end of each line lists the facts that it states.
const PAGE: &str = r#"---
{
  "source": {                   # it begins with a map of its own
    updated: 2026-01-31,        #: date of the page
    "page": 卡片上色},            #: title of the page
  ? operation
  : stamp_card,
  "title" : 盖章, doc: Stamps., method: POST, #: label, description, method
  audience: [普通商户],           #: audience
  path: "/v3/cards/{card_id}/stamp", #: path
  hosts: [main], rate_limit: 20/s,   #: hosts, rate limit
  parameters: {path: {card_id: {presence: required,
    type: string}}},
  body: {
    ink: {
      presence: optional, title: type, #: presence, label
      # type: array[string]
      "type"
      : string,
      "max_chars"   : 9, doc: "title: none", #: max_chars, description
      },
    seal: {presence: {cut_off: and more}, title: 章, #: presence, label
      "type": integer, min: 1,   #: type, min
      max: 2}},                  #: max
  rules: [
    {at_most_one_of: [ink, seal],
     "doc": One of both.,        #: description
     id: one}],
  response: {body: Stamped,      #: type of the response
    status: 201},                #: success status
  response_types: {Stamped: {
      title: 章,                 #: label
      fields: {card_id: {type: string, presence: required}}}},
  errors: [
    {table: 业务错误码,           #: heading of the table
     common: SYSTEM_ERROR},
    {meaning: Stamped before.,  #: meaning
     code: NO_INK,
     remedy: Wait.,             #: remedy
     status: 403}]}             #: status
"#;

/// The facts that a line of [`PAGE`] states.
fn facts_on(line: &str) -> Vec<&str> {
    let (_, facts) = line.split_once("#: ").unwrap_or_default();
    facts.split(", ").collect()
}

#[test]
fn why_shows_the_right_spec_lines_for_flow_maps_explicit_keys_and_unusual_orders() {
    let mut files = files();
    let page = "spec/cards/stamp_card.yaml";
    files.push((page.to_owned(), PAGE.to_owned()));
    let paths = [
        "cards.stamp_card",
        "cards.stamp_card.request.seal",
        "cards.stamp_card.request.rules.one",
        "cards.stamp_card.errors.SYSTEM_ERROR",
        "cards.stamp_card.errors.NO_INK",
        "cards.Stamped",
        "cards.stamp_card.request.ink",
    ];
    let all = explained(&read(files), &paths);
    let lines: Vec<&str> = PAGE.lines().collect();
    let text = |fact: &ExplainedFact| {
        let line = fact.line.as_ref().filter(|line| line.file == page)?;
        Some(lines[line.line - 1])
    };
    let mut seen = 0;
    let (ink, others) = all.split_last().unwrap();
    for why in others {
        for fact in &why.facts {
            let Some(line) = text(fact) else { continue };
            let is_marked = lines.iter().any(|line| facts_on(line).contains(&fact.name));
            let is_derived = ["wire name", "Rust name", "location"].contains(&fact.name);
            if is_marked && !is_derived {
                assert!(
                    facts_on(line).contains(&fact.name),
                    "{}: {fact:?}",
                    why.path
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
    // The comment, the label and the description look like keys.
    let line = |name: &str| {
        let fact = ink.facts.iter().find(|fact| fact.name == name).unwrap();
        text(fact).unwrap().trim()
    };
    assert_eq!(line("type"), "\"type\"");
    assert!(line("presence").starts_with("presence: optional"));
    assert!(line("max_chars").starts_with("\"max_chars\""));
}

#[test]
fn a_diff_shows_the_right_spec_lines_in_every_yaml_style() {
    let files = files();
    let path = "spec/cards/paint_card.yaml";
    let number = |text: &str, needle: &str| {
        let at = text.lines().position(|line| line.contains(needle));
        at.unwrap_or_else(|| panic!("no {needle} in\n{text}")) + 1
    };
    let (old, new) = ("    max_items: 5", "    max_items: 6");
    for style in &STYLES {
        let restyled = |from: &str, to: &str| -> (Vec<(String, String)>, usize) {
            let mut line = 0;
            let texts = files.iter().map(|(file, text)| {
                let (text, places) = rewritten(&text.replace(from, to), style);
                if file == path {
                    let original = files.iter().find(|(file, _)| file == path).unwrap();
                    line = places[number(&original.1, old) - 1];
                }
                (file.clone(), text)
            });
            (texts.collect(), line)
        };
        let (before, line) = restyled(old, old);
        let (after, _) = restyled(old, new);
        let (before, after) = (read(before), read(after));
        let changes = diff(
            Spec {
                model: &before.1,
                sources: &before.0,
            },
            Spec {
                model: &after.1,
                sources: &after.0,
            },
        );
        let shown = changes.render(Format::Human, "0.1.0", "0.2.0");
        for side in ["- 5", "+ 6"] {
            let expected = format!("{side}  [{path}:{line}]");
            assert!(
                shown.contains(&expected),
                "{}: {expected}\n{shown}",
                style.0
            );
        }
    }
}
