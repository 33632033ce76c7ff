//! Every guide exists in English and in Chinese, and a change of one language is not forgotten in
//! the other.
//!
//! `translations.txt` has one line per section: the digests of both languages, and the place. If a
//! section changed in one language only, the test reports it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const RECORD: &str = "tests/it/translations.txt";
const ACCEPT: &str = "TRANSLATIONS=accept cargo test -p wechatpay-tests --test it translations";

/// Folders whose pages have a translation of the same name in the folder `zh`.
const CHAPTERS: &str = "generated/guide";
/// The folder whose pages contain both languages, divided by this heading.
const INDEX: &str = "runtime/src/error/index";
const DIVIDER: &str = "\n# 中文\n";

/// A text in both languages.
struct Pair {
    /// The path of the English text.
    path: String,
    english: String,
    chinese: String,
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(format!("{ROOT}/{path}"));
    text.unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The Markdown files of a folder, by name.
fn pages(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<_> = pages.map(name).collect();
    names.sort();
    names
}

/// The pairs of two files: the English and the Chinese path.
fn files() -> Vec<(String, String)> {
    let readmes = ["", "generated/", "runtime/", "tests/mock/"];
    let readmes = readmes.map(|folder| {
        (
            format!("{folder}README.md"),
            format!("{folder}README.zh.md"),
        )
    });
    let help = "tests/mock/src/program/help";
    let help = (format!("{help}.txt"), format!("{help}.zh.txt"));
    let chapters = pages(CHAPTERS).into_iter();
    let chapters = chapters.map(|name| {
        (
            format!("{CHAPTERS}/{name}"),
            format!("{CHAPTERS}/zh/{name}"),
        )
    });
    readmes.into_iter().chain([help]).chain(chapters).collect()
}

fn pairs() -> Vec<Pair> {
    let files = files().into_iter().map(|(path, chinese)| Pair {
        english: read(&path),
        chinese: read(&chinese),
        path,
    });
    let index = pages(INDEX).into_iter().map(|name| {
        let path = format!("{INDEX}/{name}");
        let text = read(&path);
        let (english, chinese) = text.split_once(DIVIDER).expect(&path);
        Pair {
            english: english.to_owned(),
            chinese: chinese.to_owned(),
            path,
        }
    });
    files.chain(index).collect()
}

/// The sections of a Markdown text, each with its heading.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections = vec![("(start)", String::new())];
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if !in_code && line.starts_with('#') {
            sections.push((line.trim_start_matches('#').trim(), String::new()));
        }
        let (_, section) = sections.last_mut().unwrap();
        section.push_str(line);
        section.push('\n');
    }
    sections
}

/// A line of code without its comment.
fn without_comment(line: &str, is_rust: bool) -> String {
    let line = match line.split_once("/*") {
        Some((before, rest)) if is_rust => {
            before.to_owned() + rest.split_once("*/").map_or("", |(_, after)| after)
        }
        _ => line.to_owned(),
    };
    let marker = if is_rust { "//" } else { "#" };
    let starts_comment = |at: &usize| *at == 0 || line[..*at].ends_with(' ');
    let mut places = line.match_indices(marker).map(|(at, _)| at);
    let end = places.find(starts_comment).unwrap_or(line.len());
    line[..end].trim_end().to_owned()
}

/// The blocks of code of a Markdown text, without comments. Blocks of text are left out.
fn code(text: &str) -> Vec<String> {
    let blocks = text.split("\n```").skip(1).step_by(2);
    let blocks = blocks.filter(|block| !block.starts_with("text"));
    let without_comments = |block: &str| {
        let is_rust = !["sh", "toml", "dockerfile"].contains(&block.lines().next().unwrap());
        let lines = block.lines().map(|line| without_comment(line, is_rust));
        lines.collect::<Vec<_>>().join("\n")
    };
    blocks.map(without_comments).collect()
}

fn short_digest(text: &str) -> String {
    let digest = digest(&SHA256, text.trim_end().as_bytes());
    let bytes = &digest.as_ref()[..6];
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The place of each section, with the digests of both languages.
type Record = BTreeMap<String, [String; 2]>;

fn current(pairs: &[Pair], problems: &mut Vec<String>) -> Record {
    let mut record = Record::new();
    for pair in pairs {
        let (english, chinese) = (sections(&pair.english), sections(&pair.chinese));
        if english.len() != chinese.len() {
            let [en, zh] = [english.len(), chinese.len()];
            problems.push(format!(
                "{}: {en} sections in English, {zh} in Chinese",
                pair.path
            ));
        }
        for (n, (en, zh)) in english.iter().zip(&chinese).enumerate() {
            let place = format!("{} {n:02} {} | {}", pair.path, en.0, zh.0);
            record.insert(place, [short_digest(&en.1), short_digest(&zh.1)]);
        }
    }
    record
}

fn recorded(text: &str) -> Record {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| {
        let (english, rest) = line.split_once(' ')?;
        let (chinese, place) = rest.split_once(' ')?;
        Some((place.to_owned(), [english.to_owned(), chinese.to_owned()]))
    });
    lines.collect()
}

/// What differs between the recorded and the current sections.
fn differences(old: &Record, new: &Record) -> Vec<String> {
    let changed = new.iter().filter_map(|(place, [english, chinese])| {
        let what = match old.get(place) {
            None => "is new in one language or in both",
            Some([en, zh]) => match (en == english, zh == chinese) {
                (true, true) => return None,
                (false, true) => "changed in English: change the Chinese text, too",
                (true, false) => "changed in Chinese: change the English text, too",
                (false, false) => "changed in both languages: compare them",
            },
        };
        Some(format!("{place}: {what}"))
    });
    let removed = old.keys().filter(|place| !new.contains_key(*place));
    changed
        .chain(removed.map(|place| format!("{place}: was removed or renamed")))
        .collect()
}

fn write_record(record: &Record) {
    let mut text = format!(
        "# Sections in English and in Chinese, with the digests of both texts. After both agree:\n\
         # {ACCEPT}\n"
    );
    for (place, [english, chinese]) in record {
        let _ = writeln!(text, "{english} {chinese} {place}");
    }
    fs::write(format!("{ROOT}/{RECORD}"), text).unwrap();
}

#[test]
fn a_section_changes_in_both_languages() {
    let mut problems = Vec::new();
    let current = current(&pairs(), &mut problems);
    if std::env::var_os("TRANSLATIONS").is_some_and(|value| value == "accept") {
        write_record(&current);
    } else {
        problems.extend(differences(&recorded(&read(RECORD)), &current));
    }
    let shown = problems.join("\n");
    assert!(
        problems.is_empty(),
        "{shown}\n\nWhen both agree, run:\n{ACCEPT}"
    );
}

#[test]
fn both_languages_have_the_same_code_and_link_to_each_other() {
    let mut problems = Vec::new();
    for pair in pairs() {
        let (english, chinese) = (code(&pair.english), code(&pair.chinese));
        if english.len() != chinese.len() {
            problems.push(format!("{}: another number of blocks of code", pair.path));
        }
        let differing = english.iter().zip(&chinese).filter(|(en, zh)| en != zh);
        problems.extend(differing.map(|(en, zh)| {
            format!(
                "{}: this code differs:\n{en}\n--- in Chinese:\n{zh}",
                pair.path
            )
        }));
    }
    for (english, chinese) in files() {
        let name = english.rsplit('/').next().unwrap();
        let (to_chinese, to_english) = match name {
            "README.md" => ("README.zh.md".to_owned(), name.to_owned()),
            "help.txt" => continue,
            _ => (format!("zh/{name}"), format!("../{name}")),
        };
        for (file, link) in [
            (english, format!("[中文]: {to_chinese}\n")),
            (chinese, format!("[English]: {to_english}\n")),
        ] {
            if !read(&file).contains(&link) {
                problems.push(format!("{file}: the line is missing: {link}"));
            }
        }
    }
    let originals = pages(CHAPTERS);
    let orphans = pages(&format!("{CHAPTERS}/zh")).into_iter();
    let orphans = orphans.filter(|name| !originals.contains(name));
    problems
        .extend(orphans.map(|name| format!("{name}: a Chinese chapter without an English one")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_change_of_one_language_is_reported() {
    let pair = |english: &str, chinese: &str| {
        let pair = Pair {
            path: "a.md".to_owned(),
            english: english.to_owned(),
            chinese: chinese.to_owned(),
        };
        let mut problems = Vec::new();
        (current(&[pair], &mut problems), problems)
    };
    let (old, _) = pair("Intro\n# Keys\nold", "导言\n# 密钥\n旧");
    for (english, chinese, expected) in [
        ("Intro\n# Keys\nold", "导言\n# 密钥\n旧", None),
        (
            "Intro\n# Keys\nnew",
            "导言\n# 密钥\n旧",
            Some("changed in English: "),
        ),
        (
            "Intro\n# Keys\nold",
            "导言\n# 密钥\n新",
            Some("changed in Chinese: "),
        ),
        (
            "Intro\n# Keys\nnew",
            "导言\n# 密钥\n新",
            Some("changed in both languages: "),
        ),
    ] {
        let (new, problems) = pair(english, chinese);
        assert_eq!(problems, [""; 0]);
        let found = differences(&old, &new);
        assert_eq!(found.len(), usize::from(expected.is_some()));
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                found.starts_with(&format!("a.md 01 Keys | 密钥: {expected}")),
                "{found}"
            );
        }
    }
    let (_, problems) = pair("# One\n```\n# not a heading\n```\n# Two", "# 一");
    assert_eq!(problems, ["a.md: 3 sections in English, 2 in Chinese"]);
}
