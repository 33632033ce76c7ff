//! The JSON schema that editors use for specs, compared with the loader by an independent
//! validator.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use wechatpay_codegen::diagnostic::Code;
use wechatpay_codegen::source::Sources;

use crate::support::small_spec::{API, OPERATION, SERVICE, damaged};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(&wechatpay_codegen::schema()).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
});

/// The schema's errors about the text of a file; empty if it is valid.
fn refusals(yaml: &str) -> Vec<String> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        non_finite_float_policy: serde_yaml::options::NonFiniteFloatPolicy::AsString,
    };
    let mut value: Value = serde_yaml::from_str_with_options(yaml, options).unwrap();
    make_finite(&mut value);
    let message =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    SCHEMA.iter_errors(&value).map(message).collect()
}

/// YAML reads a fingerprint like `123e4567` as an infinite number, which JSON does not have.
fn make_finite(value: &mut Value) {
    match value {
        Value::String(text) if text == ".inf" => *value = f64::MAX.into(),
        Value::Array(items) => items.iter_mut().for_each(make_finite),
        Value::Object(map) => map.values_mut().for_each(make_finite),
        _ => {}
    }
}

/// Whether the loader rejects the keys and shapes of a file. Later stages do not count.
fn readers_refuse(yaml: &str, also: &[Code]) -> bool {
    let sources = Sources::new([("spec/a.yaml".to_owned(), yaml.into())]);
    let (_, diagnostics) = wechatpay_codegen::read(&sources);
    let about_keys = [
        Code::UNKNOWN_KEY,
        Code::MISPLACED_KEY,
        Code::MISSING_KEY,
        Code::WRONG_SHAPE,
        Code::PRESENCE_CONFLICT,
    ];
    let mut codes = diagnostics.iter().map(|finding| finding.code);
    codes.any(|code| about_keys.contains(&code) || also.contains(&code))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The spec files below a folder: paths from the workspace's root, and texts.
fn files(folder: &str) -> Vec<(String, String)> {
    let parent = Path::new(folder).parent().unwrap();
    let sources = Sources::read(&root().join(folder)).unwrap();
    let path = |path: &str| parent.join(path).to_string_lossy().into_owned();
    sources
        .iter()
        .map(|(_, file)| (path(&file.path), file.text.clone()))
        .collect()
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let committed = fs::read_to_string(root().join("spec/schema.json")).unwrap();
    assert!(
        committed == wechatpay_codegen::schema(),
        "run: cargo xtask generate"
    );
}

#[test]
fn every_spec_file_names_the_schema_in_its_first_line() {
    for (path, text) in files("spec") {
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix("# yaml-language-server: $schema=");
        let named = named.unwrap_or_else(|| panic!("{path} begins with {first:?}"));
        let folder = root().join(&path);
        let schema = folder.parent().unwrap().join(named).canonicalize();
        let wanted = root().join("spec/schema.json").canonicalize().unwrap();
        assert_eq!(schema.unwrap(), wanted, "{path}");
    }
}

#[test]
fn every_spec_file_matches_the_schema() {
    let all = [files("spec"), files("tests/golden/spec")].concat();
    assert!(all.len() > 10);
    for (path, text) in &all {
        assert_eq!(refusals(text), [""; 0], "{path}");
    }
    for text in [API, SERVICE, OPERATION] {
        assert_eq!(refusals(text), [""; 0], "{text}");
    }
}

#[test]
fn the_schema_rejects_mistakes_at_their_place() {
    for (from, to, place) in [
        ("presence: optional", "presense: optional", "/body/colour"),
        ("    type: integer\n", "", "/body/depth"),
        ("title: 请求单号", "title:", "/body/out_request_no/title"),
        (
            "presence: optional",
            "presence: requird",
            "/body/colour/presence",
        ),
        ("required_when", "required_wen", "/body/depth/presence"),
        (
            "type: string(32)",
            "type: string[32]",
            "/body/out_request_no/type",
        ),
        ("max: 9", "max: nine", "/body/depth/max"),
        ("method: PATCH", "method: patch", "/method"),
        ("method: PATCH", "metod: PATCH", ""),
        (
            "updated: 2026-01-31",
            "updated: 2026.01.31",
            "/source/updated",
        ),
        ("    remedy: Check the number.\n", "", "/errors"),
        (
            "  - common: SYSTEM_ERROR\n",
            "  - common: SYSTEM_ERROR\n    status: 500\n",
            "/errors",
        ),
        (
            "      - colour\n      - depth\n",
            "      - colour\n    server: true\n",
            "/rules",
        ),
        ("response: Card", "response:\n  body: Card", "/response"),
        (
            "title: 请求单号",
            "format: time",
            "/body/out_request_no/format",
        ),
        (
            "title: 请求单号",
            "fingerprint: 0A1B2C3D",
            "/body/out_request_no/fingerprint",
        ),
        (
            "title: 请求单号",
            "alphabet: numbers",
            "/body/out_request_no/alphabet",
        ),
        (
            "hosts: main",
            "hosts: main\nrate_limit: 20 per s",
            "/rate_limit",
        ),
        (
            "hosts: main",
            "hosts: main\nnotes:\n  kind: cutoff\n  says: x\n  we: x",
            "/notes",
        ),
    ] {
        let refusals = refusals(&damaged(&[(from, to)]));
        let expected = format!("{place}: ");
        assert!(
            refusals
                .iter()
                .any(|refusal| refusal.starts_with(&expected)),
            "{to:?}: {refusals:?}"
        );
    }
}

#[test]
fn the_loader_and_the_schema_require_the_same_keys() {
    let mut texts = vec![API.to_owned(), SERVICE.to_owned(), OPERATION.to_owned()];
    let real = [files("spec/busifavor"), files("tests/golden/spec")].concat();
    // A few hundred fields that differ only in their names add nothing.
    let telling = real
        .into_iter()
        .filter(|(path, _)| !path.ends_with("words.yaml"));
    texts.extend(telling.map(|(_, text)| text));
    let mut refused = 0;
    for text in &texts {
        for (line, damaged) in damages(text) {
            let schema = refusals(&damaged);
            let readers = readers_refuse(&damaged, &[]);
            assert_eq!(
                !schema.is_empty(),
                readers,
                "{line}: {schema:?} in:\n{damaged}"
            );
            refused += usize::from(readers);
        }
    }
    assert!(refused > 500, "{refused}");
}

/// A text with one key after the other misspelled, and with one key after the other dropped with
/// its value.
fn damages(text: &str) -> Vec<(&str, String)> {
    let lines: Vec<_> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim_start().trim_start_matches("- ");
        let Some((key, _)) = bare.split_once(':') else {
            continue;
        };
        if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let misspelled = line.replacen(&format!("{key}:"), &format!("not_{key}:"), 1);
        all.push((
            *line,
            [&lines[..at], &[&misspelled], &lines[at + 1..]]
                .concat()
                .join("\n"),
        ));
        if bare.len() == line.trim_start().len() {
            let rest = &lines[at + 1..];
            let below = rest
                .iter()
                .take_while(|l| l.is_empty() || indent(l) > indent(line));
            let rest = &rest[below.count()..];
            all.push((*line, [&lines[..at], rest].concat().join("\n")));
        }
    }
    all
}

/// Places of the small spec with keys that depend on each other, and optional lines for these
/// places.
const DEPENDENT: &[(&str, &str, &[&str])] = &[
    (
        "    presence: optional\n",
        "    presence:\n",
        &[
            "      only_when:\n        depth: 1\n",
            "      required_when:\n        depth: 1\n",
            "      allowed_when:\n        depth: 1\n",
            "      cut_off: 当\n",
            "      printed: optional\n",
        ],
    ),
    (
        "  - common: SYSTEM_ERROR\n",
        "  - table: x\n",
        &[
            "    common: SYSTEM_ERROR\n",
            "    status: 400\n",
            "    code: A\n",
            "    meaning: x\n",
            "    remedy: x\n",
            "    retryable: true\n",
        ],
    ),
    (
        "    at_most_one_of:\n      - colour\n      - depth\n",
        "",
        &[
            "    at_most_one_of: colour\n",
            "    allowed:\n      when:\n        colour: DARK\n      field: depth\n      values: 1\n",
            "    server: true\n",
        ],
    ),
    (
        "    values:\n      LIGHT: Bright.\n      DARK: Nearly black.\n",
        "    doc: x\n",
        &[
            "    fields:\n      a:\n        type: string\n        presence: optional\n",
            "    values:\n      LIGHT: Bright.\n",
            "    value_type: integer\n",
        ],
    ),
];

#[test]
fn the_loader_and_the_schema_agree_on_keys_that_depend_on_each_other() {
    for (from, to, lines) in DEPENDENT {
        for lines in subsets(lines) {
            let text = damaged(&[(from, &[&[*to], lines.as_slice()].concat().concat())]);
            let schema = refusals(&text);
            assert_eq!(
                !schema.is_empty(),
                readers_refuse(&text, &[]),
                "{to}{lines:?}\n{schema:?}"
            );
        }
    }
}

fn subsets<'a>(all: &[&'a str]) -> Vec<Vec<&'a str>> {
    let Some((first, rest)) = all.split_first() else {
        return vec![Vec::new()];
    };
    let without = subsets(rest);
    let with = without
        .iter()
        .map(|set| [&[*first], set.as_slice()].concat());
    with.chain(without.clone()).collect()
}

/// Valid and invalid values for keys that do not accept every text.
const VALUES: &[(&str, &str)] = &[
    ("type", "string | string(1) | integer | boolean | Colour1"),
    ("type", "string(0) | string() | String(1) | int | 2colour"),
    (
        "type",
        "array[integer] | array[array[Colour]] | array[Colour",
    ),
    (
        "type",
        "array[] | array[string(0)] | array[array[array[string]]]",
    ),
    ("presence", "required | optional | undocumented | Required"),
    ("format", "rfc3339 | url | uri"),
    ("alphabet", "digits | digits letters | upper lower _ - | 7"),
    ("alphabet", "digit | ab | digits digit"),
    ("fingerprint", "0a1b2c3d | 12345678 | 123e4567"),
    ("fingerprint", "0a1b2c3 | 0A1B2C3D | 0a1b2c3d4"),
    ("sensitive", "personal | encrypted | secret"),
    ("set_by", "runtime | caller"),
    ("min_chars", "1 | -1 | one | 1.5"),
    ("rate_limit", "20/s | 1000/min per interface | 1/h | 1/d"),
    ("rate_limit", "0/s | 1/w | 20/s per user | /s | 20"),
    (
        "updated",
        "2026-01-31 | 2026-1-31 | 2026-13-01 | 2026-00-01",
    ),
    ("updated", "2026-01-32 | 2026-01-00 | x2026-01-31 | 2026-01"),
    ("method", "GET | POST | PUT | PATCH | DELETE | get | HEAD"),
    (
        "kind",
        "contradiction | cut off | silent | unlisted | difference | other",
    ),
    ("retryable", "true | false | yes"),
    ("server", "true | false"),
];

#[test]
fn the_loader_and_the_schema_accept_the_same_values() {
    for (key, values) in VALUES {
        for value in values.split(" | ") {
            let text = with_value(key, value);
            let schema = refusals(&text);
            let readers = readers_refuse(&text, &[Code::BAD_VALUE, Code::BAD_TYPE]);
            assert_eq!(!schema.is_empty(), readers, "{key}: {value}\n{schema:?}");
        }
    }
}

/// The small spec with a value for a key, at a place where this key may be.
fn with_value(key: &str, value: &str) -> String {
    let own = format!("{key}: {value}");
    let field = "    min_chars: 6";
    match key {
        "type" => damaged(&[("type: string(32)", &own)]),
        "presence" => damaged(&[("presence: optional", &own)]),
        "updated" => damaged(&[("updated: 2026-01-31", &own)]),
        "method" => damaged(&[("method: PATCH", &own)]),
        "rate_limit" => damaged(&[("hosts: main", &format!("hosts: main\n{own}"))]),
        "kind" => damaged(&[(
            "hosts: main",
            &format!("hosts: main\nnotes:\n  {own}\n  says: x\n  we: x"),
        )]),
        "retryable" => damaged(&[("  - status: 404", &format!("  - {own}\n    status: 404"))]),
        "server" => damaged(&[(
            "  - id: plain\n    at_most_one_of:\n      - colour\n      - depth\n",
            &format!("  - {own}\n"),
        )]),
        _ => damaged(&[(field, &format!("    {own}"))]),
    }
}
