//! The real spec with random damage: the loader never panics or hangs. It reports errors with
//! places, or returns a model from which everything can be generated.
//!
//! `WECHATPAY_CASES=100` runs a hundred times as many cases; `WECHATPAY_SEED` sets the seed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use wechatpay_codegen::source::Sources;

use crate::support::invariants;
use crate::support::random::Random;

/// The specs of a folder that are complete by themselves: the shared files, one service, and the
/// services that it uses.
fn services() -> Vec<Vec<(String, Vec<u8>)>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for (root, shared) in [("../spec", "apiv3.yaml"), ("golden/spec", "api.yaml")] {
        let root = tests.join(root);
        for folder in fs::read_dir(&root).unwrap() {
            let folder = folder.unwrap().path();
            if folder.is_dir() {
                let api = (
                    "spec/api.yaml".to_owned(),
                    fs::read(root.join(shared)).unwrap(),
                );
                let mut files = vec![api];
                add_service(&root, &folder, &mut files);
                files.sort();
                all.push(files);
            }
        }
    }
    // An operation may name one of a service that it does not use.
    all.retain(|files| invariants::read(&Sources::new(files.clone())).is_some());
    all.sort();
    all
}

/// Adds the files of a service, and of the services that it uses.
fn add_service(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.strip_prefix(root).unwrap().to_string_lossy();
        files.push((format!("spec/{name}"), fs::read(&file).unwrap()));
    }
    let service = fs::read_to_string(folder.join("service.yaml")).unwrap();
    for used in service
        .lines()
        .filter_map(|line| line.strip_prefix("uses: "))
    {
        add_service(root, &root.join(used), files);
    }
}

/// Damages the lines of a file once.
type Damage = fn(&mut Vec<Vec<u8>>, usize, &mut Random);

const DAMAGES: &[(&str, Damage)] = &[
    ("a line is gone", |lines, at, _| {
        lines.remove(at);
    }),
    ("a line stands twice", |lines, at, _| {
        lines.insert(at, lines[at].clone());
    }),
    ("some lines stand twice", |lines, at, random| {
        let end = (at + 1 + random.below(12)).min(lines.len());
        let copy = lines[at..end].to_vec();
        lines.splice(at..at, copy);
    }),
    ("some lines are gone", |lines, at, random| {
        let end = (at + 1 + random.below(12)).min(lines.len());
        lines.drain(at..end);
    }),
    ("two lines have changed places", |lines, at, random| {
        let other = random.below(lines.len());
        lines.swap(at, other);
    }),
    ("the file ends here", |lines, at, random| {
        lines.truncate(at + 1);
        let length = random.below(lines[at].len() + 1);
        lines[at].truncate(length);
    }),
    ("a line stands further in", |lines, at, random| {
        let spaces = vec![b' '; 1 + random.below(5)];
        lines[at].splice(0..0, spaces);
    }),
    ("a line stands further out", |lines, at, random| {
        let spaces = lines[at].iter().take_while(|b| **b == b' ').count();
        let gone = spaces.min(1 + random.below(4));
        lines[at].drain(..gone);
    }),
    ("a value is another", |lines, at, random| {
        let line = &mut lines[at];
        if let Some(colon) = line.iter().position(|b| *b == b':') {
            line.truncate(colon + 1);
            line.push(b' ');
            line.extend(VALUES[random.below(VALUES.len())].as_bytes());
        }
    }),
    ("a key is another", |lines, at, random| {
        let line = &mut lines[at];
        let indent = line.iter().take_while(|b| b" -".contains(b)).count();
        if let Some(colon) = line.iter().position(|b| *b == b':').filter(|c| *c > indent) {
            line.splice(indent..colon, VALUES[random.below(VALUES.len())].bytes());
        }
    }),
    ("a word is spelled otherwise", |lines, at, random| {
        let line = &mut lines[at];
        if !line.is_empty() {
            let place = random.below(line.len());
            let letter = b'a' + u8::try_from(random.below(26)).unwrap();
            line[place] = letter;
        }
    }),
    (
        "a line of another place stands here",
        |lines, at, random| {
            let other = lines[random.below(lines.len())].clone();
            lines[at] = other;
        },
    ),
    ("bytes that are no text", |lines, at, random| {
        let place = random.below(lines[at].len() + 1);
        let bytes = [
            &b"\xff"[..],
            b"\xe5\x95",
            b"\0",
            b"\x1b[2J",
            "\u{202e}".as_bytes(),
            b"\xed\xa0\x80",
            b"\r",
        ];
        lines[at].splice(
            place..place,
            bytes[random.below(bytes.len())].iter().copied(),
        );
    }),
    (
        "a character that means something to YAML",
        |lines, at, random| {
            let place = random.below(lines[at].len() + 1);
            let letter = b":-#&*!|>'\"%@`{}[],?~\t\\"[random.below(22)];
            lines[at].insert(place, letter);
        },
    ),
    ("deep nesting", |lines, at, random| {
        let deep = [b"[".repeat(3000), b"{a: ".repeat(2000), b"- ".repeat(3000)];
        lines[at].extend(&deep[random.below(deep.len())]);
    }),
    ("many of a kind", |lines, at, _| {
        let line = lines[at].clone();
        lines.splice(at..at, std::iter::repeat_n(line, 200));
    }),
];

/// Texts that may replace another text.
const VALUES: &[&str] = &[
    "",
    "~",
    "null",
    "true",
    "[]",
    "{}",
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "1e400",
    "0x10",
    "1_000",
    "string",
    "string(0)",
    "string(99999999999999999999)",
    "array[string]",
    "array[array[array[array[string]]]]",
    "integer",
    "boolean",
    "object",
    "Card",
    "StockEntity",
    "required",
    "optional",
    "undocumented",
    "personal",
    "encrypted",
    "runtime",
    "rfc3339",
    "greater than 99999999999999999999",
    "present",
    "absent",
    "digits letters",
    "\u{20bb7}",
    "一",
    "\"\"",
    "\"a b\"",
    "|",
    ">-",
    "&a x",
    "*a",
    "!!str x",
    "<<",
    "? x",
    "type",
    "body",
    "response",
    "status",
    "selects",
    "Self",
    "r#type",
    "2026-02-31",
    "/",
    "/v3/{}",
    "/v3/{a}/{a}",
    "$.",
    "$.a.b",
    "outside",
    "GET",
    "20/s",
    "4294967296/s",
];

#[test]
fn randomly_damaged_specs_are_read_without_a_panic() {
    let services = services();
    assert!(services.len() > 15, "{}", services.len());
    let mut random = Random::new(invariants::seed());
    let mut accepted = 0;
    let cases = invariants::cases(400);
    for _ in 0..cases {
        let files = &services[random.below(services.len())];
        let (what, files) = damaged(files, &mut random);
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let sources = Sources::new(files.clone());
            let Some(model) = invariants::read(&sources) else {
                return false;
            };
            invariants::everything_else(&model, &sources);
            assert!(!invariants::generate(&model).is_empty());
            true
        }));
        let Ok(fine) = judged else {
            panic!("{what}:\n{}", as_text(&files));
        };
        accepted += usize::from(fine);
    }
    // Both results occur.
    assert!(
        accepted > cases / 20 && accepted < cases * 19 / 20,
        "{accepted} of {cases}"
    );
}

/// The files with one to three damages, and a description of these.
pub(crate) fn damaged(
    files: &[(String, Vec<u8>)],
    random: &mut Random,
) -> (String, Vec<(String, Vec<u8>)>) {
    let mut files = files.to_vec();
    let mut descriptions = Vec::new();
    for _ in 0..=random.below(3) {
        let file = random.below(files.len());
        let (path, bytes) = &mut files[file];
        let mut lines: Vec<_> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let at = random.below(lines.len());
        let (what, damage) = DAMAGES[random.below(DAMAGES.len())];
        damage(&mut lines, at, random);
        *bytes = lines.join(&b'\n');
        descriptions.push(format!("{what}, {path}:{}", at + 1));
    }
    (descriptions.join("; "), files)
}

fn as_text(files: &[(String, Vec<u8>)]) -> String {
    let text = |(path, bytes): &(String, Vec<u8>)| {
        format!("==== {path}\n{}\n", String::from_utf8_lossy(bytes))
    };
    files.iter().map(text).collect()
}
