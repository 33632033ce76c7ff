//! Writes a random service as YAML, with texts that have a meaning in YAML, Markdown, rustdoc or
//! Rust.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::parts::{Field, Ty, Types, When, one_in, pick};
use crate::support::random::Random;

/// The `api.yaml` of all services.
pub(super) const API: &str = "api: Made up\nhosts:\n  main:\n    title: 主域名\n    url: https://main.example\n    doc: \
    Where it is.\nerrors:\n  - status: 500\n    code: SYSTEM_ERROR\n    meaning: m\n    remedy: r\n    retryable: true\n";

const TEXTS: &[&str] = &[
    "Ends a comment */ and begins /* one",
    "`a` and an odd ` here",
    "[x] and [y](z) and [`Vec`]",
    "a <T> and </div> &amp;",
    "\"quotes\" 'single'",
    "宽字符，全角：［x］＜T＞ 😀",
    "# not a heading",
    "a backslash at the end \\",
    "{} {0} {name} %s",
    "- not a list + nor * this",
    "1. not a list",
    "    indented four",
    "| a | b |",
    "~~~ ``` ~~~",
    "http://a.b/c_d?e=f&g#h <i@j.k>",
    "snake_case, CamelCase, a::b, $.path and /v3/x",
    "__bold__ *em* $x^2$",
    "//! inner /// outer #![deny(all)] r#\"raw\"#",
    "Plain words.",
    "```rust panic!() ```",
    "\u{301}combining e\u{301}",
    "a: b # c",
    "!",
    "---",
    "x\\n\\u{41}\\",
    "> quote",
    "é…–’",
];

pub(super) struct Writer<'r> {
    pub(super) random: &'r mut Random,
    pub(super) types: Types,
}

impl Writer<'_> {
    pub(super) fn text(&mut self) -> Value {
        (*pick(self.random, TEXTS)).into()
    }

    /// Adds a text for this key in one of `of` cases.
    fn perhaps(&mut self, out: &mut Map<String, Value>, key: &str, of: usize) {
        if one_in(self.random, of) {
            let text = self.text();
            out.insert(key.to_owned(), text);
        }
    }

    pub(super) fn statements(&mut self, out: &mut Map<String, Value>, key: &str, of: usize) {
        if one_in(self.random, of) {
            let one = json!({ "doc": self.text(), "fingerprint": "0a1b2c3d" });
            let other = json!({ "doc": self.text() });
            out.insert(key.to_owned(), json!([one, other]));
        }
    }

    pub(super) fn notes(&mut self, out: &mut Map<String, Value>, of: usize) {
        if one_in(self.random, of) {
            let kind = *pick(
                self.random,
                &[
                    "contradiction",
                    "cut off",
                    "silent",
                    "unlisted",
                    "difference",
                ],
            );
            let note =
                json!({ "kind": kind, "says": [self.text(), self.text()], "we": self.text() });
            out.insert("notes".to_owned(), note);
        }
    }

    pub(super) fn type_name(ty: &Ty) -> String {
        match ty {
            Ty::Text | Ty::Time | Ty::Date => "string".to_owned(),
            Ty::Json(inner) => format!("json[{}]", Self::type_name(inner)),
            Ty::Object => "object".to_owned(),
            Ty::Integer => "integer".to_owned(),
            Ty::Boolean => "boolean".to_owned(),
            Ty::Enum(n) => format!("Enum{n}"),
            Ty::Struct(n) => format!("Struct{n}"),
            Ty::Array(inner) => format!("array[{}]", Self::type_name(inner)),
        }
    }

    fn field(&mut self, field: &Field, in_request: bool) -> Value {
        let mut out = Map::new();
        out.insert("type".to_owned(), Self::type_name(&field.ty).into());
        out.insert("presence".to_owned(), presence(&field.when));
        for (key, of) in [("title", 2), ("doc", 2)] {
            self.perhaps(&mut out, key, of);
        }
        // The default of any other field has to be one of its values.
        let is_free = field.limits.is_none() && field.alphabet.is_none();
        if is_free && matches!(field.ty, Ty::Text) {
            self.perhaps(&mut out, "default", 6);
        }
        if let Some((low, high)) = field.limits {
            let (min, max) = match &field.ty {
                Ty::Text => ("min_chars", "max_chars"),
                Ty::Integer => ("min", "max"),
                Ty::Array(_) => ("min_items", "max_items"),
                _ => ("", ""),
            };
            if !min.is_empty() {
                out.insert(min.to_owned(), low.into());
                out.insert(max.to_owned(), high.into());
            }
        }
        if let Some(alphabet) = field.alphabet {
            out.insert("alphabet".to_owned(), alphabet.into());
        }
        match field.ty {
            Ty::Time => drop(out.insert("format".to_owned(), "rfc3339".into())),
            Ty::Date => drop(out.insert("format".to_owned(), "date".into())),
            Ty::Integer if one_in(self.random, 3) => {
                drop(out.insert("unit".to_owned(), "fen".into()));
            }
            _ => {}
        }
        if let (Some(choice), true) = (&field.selects, in_request) {
            out.insert("selects".to_owned(), choice.as_str().into());
        }
        if one_in(self.random, 8) {
            let from = json!({ "s.other.request": { "presence": "required", "title": self.text(), "doc": self.text() } });
            out.insert("from".to_owned(), from);
        }
        if one_in(self.random, 12) {
            out.insert(
                "waived".to_owned(),
                json!({ "words": "最多", "reason": self.text() }),
            );
        }
        self.statements(&mut out, "server", 6);
        self.statements(&mut out, "remarks", 6);
        self.notes(&mut out, 8);
        out.into()
    }

    pub(super) fn object(&mut self, fields: &[Field], in_request: bool) -> Value {
        let pairs = fields
            .iter()
            .map(|field| (field.name.clone(), self.field(field, in_request)));
        pairs.collect::<Map<_, _>>().into()
    }

    fn service(&mut self, name: &str) -> Value {
        let mut types = Map::new();
        for n in 0..self.types.enums.len() {
            let of_integers = self.types.enums[n].of_integers;
            let mut values = Map::new();
            for (at, value) in self.types.enums[n].values.clone().into_iter().enumerate() {
                let meaning = if of_integers {
                    json!({ "rust_name": format!("Number{at}"), "doc": self.text() })
                } else if one_in(self.random, 2) {
                    self.text()
                } else {
                    json!({ "title": self.text(), "doc": self.text(), "fingerprint": "12345678" })
                };
                values.insert(value, meaning);
            }
            let mut ty = Map::new();
            if of_integers {
                ty.insert("value_type".to_owned(), "integer".into());
            }
            ty.insert("values".to_owned(), values.into());
            self.perhaps(&mut ty, "title", 2);
            types.insert(format!("Enum{n}"), ty.into());
        }
        for n in 0..self.types.structs.len() {
            let fields = self.types.structs[n].clone();
            let mut ty = Map::new();
            ty.insert("fields".to_owned(), self.object(&fields, true));
            self.perhaps(&mut ty, "doc", 2);
            self.notes(&mut ty, 5);
            types.insert(format!("Struct{n}"), ty.into());
        }
        let mut out = json!({ "service": name, "doc": self.text(), "types": types });
        self.notes(out.as_object_mut().unwrap(), 3);
        out
    }

    /// The files of a service with this name.
    pub(super) fn files(&mut self, name: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![(
            format!("spec/{name}/service.yaml"),
            yaml(&self.service(name)),
        )];
        for n in 0..=self.random.below(3) {
            let operation = format!("op{n}");
            files.push((
                format!("spec/{name}/{operation}.yaml"),
                yaml(&self.operation(&operation)),
            ));
        }
        if one_in(self.random, 2) {
            let callback = yaml(&self.callback());
            files.push((format!("spec/{name}/made_event.yaml"), callback));
        }
        files
    }
}

fn presence(when: &When) -> Value {
    match when {
        When::Word(word) => (*word).into(),
        When::Depends(kind, subject, values) => json!({ *kind: { subject: values } }),
        When::Outside(kind) => json!({ *kind: { "outside the message": "x" } }),
        When::CutOff => json!({ "cut_off": "当且仅当" }),
    }
}

/// YAML in block style, every text quoted.
fn yaml(value: &Value) -> Vec<u8> {
    let mut text = String::new();
    block(value, 0, &mut text);
    text.into_bytes()
}

fn block(value: &Value, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    let nested = |value: &Value| match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if nested(value) {
                    writeln!(out, "{pad}{}:", Value::from(key.as_str())).unwrap();
                    block(value, indent + 2, out);
                } else {
                    writeln!(out, "{pad}{}: {value}", Value::from(key.as_str())).unwrap();
                }
            }
        }
        Value::Array(list) => {
            for item in list {
                if nested(item) {
                    let mut inner = String::new();
                    block(item, indent + 2, &mut inner);
                    writeln!(out, "{pad}- {}", inner.trim_start().trim_end()).unwrap();
                } else {
                    writeln!(out, "{pad}- {item}").unwrap();
                }
            }
        }
        other => writeln!(out, "{pad}{other}").unwrap(),
    }
}
