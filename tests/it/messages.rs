//! Messages, pages and documentation have the form that the project agreed on, and use none of the
//! words of `words.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_compare::codes;

use crate::support::patches::patches;
use crate::support::small_spec::FILES;

/// Specs with one mistake each, from which the diagnostics are taken.
const CORPUS: [&str; 11] = [
    include_str!("diagnostics/conditions.txt"),
    include_str!("diagnostics/endpoints.txt"),
    include_str!("diagnostics/escapes.txt"),
    include_str!("diagnostics/limits.txt"),
    include_str!("diagnostics/names.txt"),
    include_str!("diagnostics/references.txt"),
    include_str!("diagnostics/samples.txt"),
    include_str!("diagnostics/shapes.txt"),
    include_str!("diagnostics/text.txt"),
    include_str!("diagnostics/types.txt"),
    include_str!("diagnostics/unresolved.txt"),
];

/// Files and folders whose prose is checked: Markdown, and the doc comments of Rust.
const PLACES: &[&str] = &[
    "README.md",
    "codegen",
    "generated/README.md",
    "generated/examples",
    "generated/guide",
    "runtime",
    "spec/README.md",
    "tests/README.md",
    "tests/benches",
    "xtask",
];

const WORDS: &str = include_str!("words.txt");

/// Verbs with which a help begins.
const VERBS: [&str; 24] = [
    "add", "begin", "choose", "correct", "define", "delete", "describe", "end", "give", "indent",
    "keep", "list", "make", "merge", "move", "name", "note", "put", "quote", "record", "rename",
    "save", "use", "write",
];

/// Characters of a message or label, of a help, and of a line of a page.
const MAX_MESSAGE: usize = 100;
const MAX_HELP: usize = 130;
const MAX_COLUMNS: usize = 100;

/// A text without its code: fenced blocks are left out, and each code literal is one letter.
fn without_code(text: &str) -> String {
    let blocks = text.split("```").step_by(2);
    let literals = |block: &str| block.split('`').step_by(2).collect::<Vec<_>>().join("`x`");
    blocks.map(literals).collect::<Vec<_>>().join("\n")
}

/// The listed words that a text has outside its code.
fn listed_words(text: &str) -> Vec<String> {
    let mut plain = format!(" {} ", without_code(text).to_lowercase());
    plain = plain.replace(|c: char| !c.is_alphanumeric(), " ");
    plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain = format!(" {plain} ");
    let lines = || WORDS.lines().filter(|line| !line.is_empty());
    for allowed in lines().filter_map(|line| line.strip_prefix("+ ")) {
        plain = plain.replace(&format!(" {allowed} "), " ");
    }
    let words = lines().filter(|line| !line.starts_with(['#', '+']));
    let found = words.filter(|word| plain.contains(&format!(" {word} ")));
    found.map(|word| format!("the word “{word}”")).collect()
}

/// What is wrong with a message or label.
fn in_message(text: &str) -> Vec<String> {
    let mut problems = listed_words(text);
    if text.ends_with(['.', '!', '?']) {
        problems.push("punctuation at the end".to_owned());
    }
    if !text.starts_with(|c: char| c.is_lowercase() || c == '`') {
        problems.push("no lower-case letter or code at the beginning".to_owned());
    }
    if text.contains("there is no") {
        problems.push("the words “there is no”".to_owned());
    }
    problems.extend(too_long(text, MAX_MESSAGE));
    problems
}

/// What is wrong with a help.
fn in_help(text: &str) -> Vec<String> {
    let mut problems = listed_words(text);
    if text.starts_with("did you mean `") && text.ends_with("`?") {
        return problems;
    }
    if text.ends_with(['.', '!', '?']) {
        problems.push("punctuation at the end".to_owned());
    }
    let verb = text.split(' ').next().unwrap_or_default();
    if !VERBS.contains(&verb) {
        problems.push("no verb at the beginning".to_owned());
    }
    problems.extend(too_long(text, MAX_HELP));
    problems
}

fn too_long(text: &str, max: usize) -> Option<String> {
    let is_list = text.starts_with("use one of: ");
    let length = without_code(text).chars().count();
    (length > max && !is_list).then(|| format!("{length} characters"))
}

fn in_diagnostic(diagnostic: &Diagnostic) -> Vec<String> {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
    let labels = labels.map(|label| label.text.as_str());
    let messages = std::iter::once(diagnostic.message.as_str());
    let messages = messages.chain(labels.filter(|label| !label.is_empty()));
    let fixes = diagnostic.fix.iter().map(|fix| fix.message.as_str());
    let help = fixes.chain(diagnostic.help.iter().map(String::as_str));
    let in_messages = messages.map(|text| (text, in_message(text)));
    let in_help = help.map(|text| (text, in_help(text)));
    let all = in_messages.chain(in_help);
    let all = all.filter(|(_, problems)| !problems.is_empty());
    all.map(|(text, problems)| format!("{text}: {}", problems.join(", ")))
        .collect()
}

#[test]
fn every_diagnostic_follows_the_pattern() {
    let mut problems = BTreeSet::new();
    let mut messages = BTreeSet::new();
    for patch in CORPUS.iter().flat_map(|text| patches(text)) {
        let (_, diagnostics) = wechatpay_codegen::read(&patch.apply(&FILES));
        for diagnostic in diagnostics.iter() {
            messages.insert(diagnostic.message.clone());
            problems.extend(in_diagnostic(diagnostic));
        }
    }
    assert!(messages.len() > 150, "{} messages", messages.len());
    assert_eq!(problems, BTreeSet::new());
}

#[test]
fn the_pages_of_all_codes_are_plain() {
    let mut problems = Vec::new();
    for code in codes::all() {
        let page = code.page();
        let texts = [page.as_str(), code.summary()];
        for problem in texts.into_iter().flat_map(listed_words) {
            problems.push(format!("{}: {problem}", code.as_str()));
        }
        let prose = page.split("```").step_by(2).flat_map(str::lines);
        for line in prose.filter(|line| line.chars().count() > MAX_COLUMNS) {
            problems.push(format!("{}: a long line: {line}", code.as_str()));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

/// The prose of a file: all of a Markdown file, the doc comments of a Rust file.
fn prose(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let extension = path.extension()?.to_str()?;
    match extension {
        "md" => Some(text),
        "rs" => {
            let lines = text.lines().map(str::trim_start);
            let docs = lines.filter_map(|line| {
                let doc = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
                Some(format!("{doc}\n"))
            });
            Some(docs.collect())
        }
        _ => None,
    }
}

fn in_place(path: &Path, problems: &mut Vec<String>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().collect();
        entries.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
        for entry in entries {
            in_place(&entry.unwrap().path(), problems);
        }
        return;
    }
    let words = prose(path).map(|prose| listed_words(&prose));
    let shown = path.display();
    problems.extend(
        words
            .into_iter()
            .flatten()
            .map(|word| format!("{shown}: {word}")),
    );
}

#[test]
fn the_documentation_uses_none_of_the_listed_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut problems = Vec::new();
    for place in PLACES {
        in_place(&root.join(place), &mut problems);
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn bad_texts_are_reported() {
    assert_eq!(in_message("unknown type `Foo`"), [""; 0]);
    let expected = [
        "the word “stands”",
        "punctuation at the end",
        "no lower-case letter or code at the beginning",
    ];
    assert_eq!(in_message("`Foo` stands here."), expected[..2]);
    assert_eq!(in_message("Here stands `Foo`!"), expected);
    assert_eq!(in_message(&"long ".repeat(30)), ["150 characters"]);
    assert_eq!(in_help("did you mean `Foo`?"), [""; 0]);
    assert_eq!(
        in_help("Foo is no type: did you mean another?"),
        [
            "the word “is no”",
            "punctuation at the end",
            "no verb at the beginning"
        ]
    );
    assert_eq!(in_help("delete it; it is no longer used"), [""; 0]);
    let code = "`told` by a text\n```\ntold\n```\nwritten\nby hand";
    assert_eq!(listed_words(code), ["the word “by hand”"]);
}
