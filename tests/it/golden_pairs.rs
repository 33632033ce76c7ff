//! Every construct of the spec language has a golden pair: a spec below `tests/golden/spec` and the
//! code generated from it, which is compiled like all other code.
//!
//! The constructs are read from the schema, which the loader itself provides. A new key without a
//! pair fails here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay_codegen::source::Sources;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Constructs of the language, as `field.min_chars` and `operation.method: GET`.
#[derive(Default)]
struct Constructs(BTreeSet<String>);

impl Constructs {
    /// All constructs of a schema.
    fn add_schema(&mut self, name: &str, schema: &Value) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let name = format!("{name}.{key}");
            self.add_schema(&name, value);
            self.0.insert(name);
        }
        for word in schema["enum"].as_array().into_iter().flatten() {
            self.0.insert(construct(name, word));
        }
        for inner in inside(schema) {
            self.add_schema(name, inner);
        }
    }

    /// The constructs that a value uses.
    fn add_value(&mut self, name: &str, schema: &Value, value: &Value, all: &Value) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            return self.add_value(name, &all["definitions"][name], value, all);
        }
        let words = schema["enum"].as_array().into_iter().flatten();
        for word in words.filter(|word| text(word) == text(value)) {
            self.0.insert(construct(name, word));
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(key) {
                Some(schema) => {
                    let name = format!("{name}.{key}");
                    self.add_value(&name, schema, value, all);
                    self.0.insert(name);
                }
                None => self.add_value(name, &schema["additionalProperties"], value, all),
            }
        }
        for item in value.as_array().into_iter().flatten() {
            self.add_value(name, &schema["items"], item, all);
        }
        for inner in ["anyOf", "oneOf"] {
            for inner in schema[inner].as_array().into_iter().flatten() {
                self.add_value(name, inner, value, all);
            }
        }
        for inner in ["then", "else"] {
            if schema[inner].is_object() {
                self.add_value(name, &schema[inner], value, all);
            }
        }
    }
}

/// A word as a construct. A grade means the same wherever it is written.
fn construct(name: &str, word: &Value) -> String {
    let name = match name.rsplit_once('.') {
        Some((_, "grade")) => "grade",
        _ => name,
    };
    format!("{name}: {}", text(word))
}

/// The parts of a schema, except its properties.
fn inside(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["anyOf", "oneOf"].map(|key| schema[key].as_array());
    let single = ["items", "additionalProperties", "then", "else"].map(|key| &schema[key]);
    let single = single.into_iter().filter(|schema| schema.is_object());
    lists.into_iter().flatten().flatten().chain(single)
}

/// A word as it is written.
fn text(word: &Value) -> String {
    word.as_str()
        .map_or_else(|| word.to_string(), str::to_owned)
}

#[test]
fn every_construct_of_the_spec_language_has_a_golden_pair() {
    let schema: Value = serde_json::from_str(&wechatpay_codegen::schema()).unwrap();
    let mut all = Constructs::default();
    for (name, definition) in schema["definitions"].as_object().unwrap() {
        all.add_schema(name, definition);
    }
    assert!(all.0.len() > 100, "{:?}", all.0);

    let mut used = Constructs::default();
    let golden = Sources::read(&root().join("tests/golden/spec")).unwrap();
    for (_, file) in golden.iter() {
        let options = serde_yaml::options! { strict_booleans: true };
        let value: Value = serde_yaml::from_str_with_options(&file.text, options).unwrap();
        let kinds = ["operation", "callback", "service", "api"];
        let kind = kinds.iter().find(|kind| value.get(kind).is_some()).unwrap();
        used.add_value(kind, &schema["definitions"][kind], &value, &schema);
    }
    let missing: Vec<_> = all.0.difference(&used.0).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The fenced blocks of a language in a section of `spec/README.md`.
fn blocks(section: &str, language: &str) -> Vec<String> {
    let readme = fs::read_to_string(root().join("spec/README.md")).unwrap();
    let (_, rest) = readme.split_once(&format!("\n## {section}\n")).unwrap();
    fenced(rest.split("\n## ").next().unwrap(), language)
}

/// The fenced blocks of a language in a Markdown text.
fn fenced(text: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let blocks = text.split(&opening).skip(1);
    let block = |rest: &str| rest.split_once("```").unwrap().0.to_owned();
    blocks.map(block).collect()
}

#[test]
fn the_example_in_the_spec_readme_is_a_golden_pair() {
    let golden = root().join("tests/golden");
    let read = |path: &str| fs::read_to_string(golden.join(path)).unwrap();
    let yaml = blocks("Adding an endpoint", "yaml");
    assert_eq!(yaml, [read("spec/bodyless/drop_card.yaml")]);
    let rust = blocks("Adding an endpoint", "rust");
    assert!(!rust.is_empty());
    for block in rust {
        assert!(read("src/bodyless.rs").contains(&block), "{block}");
    }
}

/// A text without the indentation of its lines.
fn without_indent(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_start).collect();
    lines.join("\n")
}

#[test]
fn the_specs_in_the_guide_are_parts_of_golden_pairs() {
    let chapters: [(&str, &[&str]); 2] = [
        ("downloads", &["request_bill", "complaint_image"]),
        ("encrypted_fields", &["submit_application"]),
    ];
    let read = |path: String| fs::read_to_string(root().join(path)).unwrap();
    for (chapter, operations) in chapters {
        let spec = |operation: &&str| {
            let path = format!("tests/golden/spec/published/{operation}.yaml");
            without_indent(&read(path))
        };
        let specs: Vec<String> = operations.iter().map(spec).collect();
        let blocks = fenced(&read(format!("generated/guide/{chapter}.md")), "yaml");
        assert_eq!(blocks.len(), specs.len(), "{chapter}");
        for (block, spec) in blocks.iter().zip(specs) {
            assert!(spec.contains(&without_indent(block)), "{chapter}: {block}");
        }
    }
}

#[test]
fn every_generated_file_parses_as_rust() {
    let folders = [("generated/src", 5), ("tests/golden/src", 20)];
    for (folder, least) in folders {
        let files = rust_files(&root().join(folder));
        assert!(files.len() >= least, "{folder}: {} files", files.len());
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            if let Err(error) = syn::parse_file(&text) {
                panic!("{} is not Rust: {error}", path.display());
            }
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    let rust = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "rs"));
    rust.chain(folders.iter().flat_map(|folder| rust_files(folder)))
        .collect()
}
