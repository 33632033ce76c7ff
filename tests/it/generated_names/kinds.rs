//! Everything that can have a name, each with a service that uses names of this kind.

use std::fmt::Write as _;

/// Something that has a name.
pub(super) struct Kind {
    pub(super) what: &'static str,
    pub(super) names: Names,
    /// The number of names per operation.
    chunk: usize,
    /// Writes an operation with these names.
    make: fn(&[&str]) -> String,
}

/// The names that could collide with something.
#[derive(Clone, Copy)]
pub(super) enum Names {
    /// All names in snake_case.
    Snake,
    /// The snake_case names of Rust: generated code has no names of its own at this place.
    SnakeOfRust,
    /// All names in CamelCase.
    Camel,
}

const fn kind(what: &'static str, names: Names, chunk: usize, make: fn(&[&str]) -> String) -> Kind {
    Kind {
        what,
        names,
        chunk,
        make,
    }
}

pub(super) const KINDS: [Kind; 12] = [
    kind("field", Names::Snake, 12, fields),
    kind("parameter", Names::Snake, 12, parameters),
    kind("part", Names::Snake, 12, parts),
    kind("upload", Names::Snake, 4, uploads),
    kind("service", Names::SnakeOfRust, 1, operations),
    kind("value", Names::Camel, usize::MAX, values),
    kind("error_code", Names::Camel, usize::MAX, error_codes),
    kind("struct", Names::Camel, usize::MAX, structs),
    kind("enum", Names::Camel, usize::MAX, enums),
    kind("choice", Names::Camel, 12, choices),
    kind("event", Names::Camel, usize::MAX, events),
    kind("callback", Names::Camel, 1, callback),
];

impl Kind {
    /// A service that uses these names, or one service per name.
    pub(super) fn spec(&self, names: &[&str]) -> Vec<(String, String)> {
        let Self {
            what, chunk, make, ..
        } = self;
        let is_service = *what == "service";
        let service = |folder: &str, name: &str| {
            let text = format!("service: \"{name}\"\ndoc: d\n");
            (format!("spec/{folder}/service.yaml"), text)
        };
        let mut files = Vec::new();
        if !is_service {
            files.push(service(what, &format!("of_{what}")));
        }
        for (n, names) in names.chunks(*chunk).enumerate() {
            let mut folder = (*what).to_owned();
            if is_service {
                folder = format!("{what}_{n}");
                files.push(service(&folder, names[0]));
            }
            files.push((
                format!("spec/{folder}/{n}.yaml"),
                own_names(&make(names), n),
            ));
        }
        files
    }
}

/// Things that need a name of their own within the service.
fn own_names(text: &str, n: usize) -> String {
    let text = text.replace("%own", &format!("zz_own_{n}"));
    ["inner", "response", "mode", "choice"]
        .iter()
        .fold(text, |text, what| {
            text.replace(
                &format!("%{what}"),
                &format!("Zz{}{}{n}", what[..1].to_uppercase(), &what[1..]),
            )
        })
}

/// The beginning of an operation, up to its body.
fn head(method: &str, path: &str) -> String {
    format!(
        "operation: %own\ntitle: t\ndoc: d\nsource:\n  page: p\n  updated: 2026-01-31\naudience: a\nmethod: {method}\n\
         path: {path}\nhosts: main\nerrors: []\n"
    )
}

const NO_RESPONSE: &str = "response:\n  status: 204\n";

/// Types and limits of every kind, in turn.
const TYPES: [&str; 6] = [
    "type: string(9)",
    "type: integer\nmin: 1",
    "type: boolean",
    "type: array[string]\nmax_items: 3",
    "type: string\nformat: rfc3339",
    "type: string\nalphabet: digits",
];

/// A field, indented.
fn field(name: &str, n: usize, presence: &str, indent: &str) -> String {
    let lines = format!("\"{name}\":\n{}\n{presence}", TYPES[n % TYPES.len()]);
    let lines = lines.replace('\n', &format!("\n{indent}  "));
    format!("{indent}{lines}\n")
}

/// Fields of a body, of a nested object with a condition on them, and of a response.
fn fields(names: &[&str]) -> String {
    let mut text = head("POST", "/v3/%own") + "body:\n";
    let [mut inner, mut response] = [const { String::new() }; 2];
    for (n, name) in names.iter().enumerate() {
        let presence = if n % 3 == 2 {
            "presence: required"
        } else {
            "presence: optional"
        };
        text += &field(name, n, presence, "  ");
        response += &field(name, n, presence, "      ");
        // A condition on a required field would be pointless.
        if n % 3 != 2 {
            writeln!(inner, "            \"$.{name}\": present").unwrap();
        }
    }
    write!(
        text,
        "  zz_inner:\n    type: ZzInner\n    presence: optional\nrules:\n  - at_most_one_of:\n      - \"{}\"\n      - zz_inner\n\
         response: ZzResponse\nrequest_types:\n  ZzInner:\n    rust_name: %inner\n    fields:\n      zz:\n        type: string\n        \
         presence:\n          required_when:\n{inner}response_types:\n  ZzResponse:\n    rust_name: %response\n    fields:\n{response}",
        names[0]
    )
    .unwrap();
    text
}

/// A request with more required fields than the compiler's default recursion limit.
pub(super) fn many_required_fields() -> (String, String) {
    let mut text = head("POST", "/v3/%own") + NO_RESPONSE + "body:\n";
    for n in 0..150 {
        text += &field(&format!("zz_{n}"), n, "presence: required", "  ");
    }
    ("spec/field/many.yaml".to_owned(), own_names(&text, 999))
}

/// One third in the path, one in the query, one in headers.
fn parameters(names: &[&str]) -> String {
    let [mut path, mut in_path, mut in_query, mut in_header] = [const { String::new() }; 4];
    for (n, name) in names.iter().enumerate() {
        match n % 3 {
            0 => {
                write!(path, "/{{{name}}}").unwrap();
                in_path += &field(name, 0, "presence: required", "    ");
            }
            1 => in_query += &field(name, n / 3, "presence: optional", "    "),
            _ => in_header += &field(name, n % 2, "presence: optional", "    "),
        }
    }
    let places = [
        ("path", in_path),
        ("query", in_query),
        ("header", in_header),
    ];
    let places = places.iter().filter(|(_, fields)| !fields.is_empty());
    let places = places.map(|(place, fields)| format!("  {place}:\n{fields}"));
    let places = places.collect::<Vec<_>>().concat();
    head("GET", &format!("/v3/%own{path}")) + NO_RESPONSE + "parameters:\n" + &places
}

/// Fields of a choice: with one of its values, with both, and outside of it; a nested object has
/// conditions on them.
fn parts(names: &[&str]) -> String {
    let mut text = head("POST", "/v3/%own") + NO_RESPONSE;
    text += "body:\n  zz_mode:\n    type: ZzMode\n    presence: required\n    selects: %choice\n";
    let mut asked = String::new();
    for (n, name) in names.iter().enumerate() {
        let presence = match n % 3 {
            0 => "presence:\n  only_when:\n    zz_mode: A",
            1 => "presence:\n  allowed_when:\n    zz_mode:\n      - A\n      - B",
            _ => "presence:\n  required_when:\n    zz_mode: B",
        };
        text += &field(name, n, presence, "  ");
        writeln!(asked, "            \"$.{name}\": present").unwrap();
    }
    text += "  zz_inner:\n    type: ZzInner\n    presence: optional\ntypes:\n  ZzMode:\n    rust_name: %mode\n    values:\n      A: a\n      \
        B: b\n      C: c\n  ZzInner:\n    rust_name: %inner\n    fields:\n      zz:\n        type: string\n        presence:\n          required_when:\n";
    text + &asked
}

/// Values of an enum used in both directions, and of a choice over it.
fn values(names: &[&str]) -> String {
    let mut text = head("POST", "/v3/%own");
    text += "body:\n  zz_value:\n    type: ZzValues\n    presence: required\n    selects: %choice\n  zz_plain:\n    type: ZzValues\n    \
        presence: optional\n  zz_part:\n    type: string(3)\n    presence:\n      only_when:\n        zz_value:\n";
    writeln!(text, "          - \"{}\"", names[0]).unwrap();
    text += "response: ZzResponse\ntypes:\n  ZzResponse:\n    fields:\n      zz_value:\n        type: ZzValues\n        \
        presence: optional\n  ZzValues:\n    values:\n";
    for name in names {
        writeln!(text, "      \"{name}\": One of them.").unwrap();
    }
    text
}

fn error_codes(names: &[&str]) -> String {
    let row = |name: &&str| {
        format!("  - status: 403\n    code: \"{name}\"\n    meaning: m\n    remedy: r\n")
    };
    let rows: String = names.iter().map(row).collect();
    let text = head("DELETE", "/v3/%own") + NO_RESPONSE;
    text.replace("errors: []\n", &("errors:\n".to_owned() + &rows))
}

/// Structs used in both directions; one in four has a required field.
fn structs(names: &[&str]) -> String {
    types(names, |n| {
        let presence = if n % 4 == 0 {
            "presence: required"
        } else {
            "presence: optional"
        };
        format!("    fields:\n{}", field("zz", n, presence, "      "))
    })
}

fn enums(names: &[&str]) -> String {
    types(names, |_| "    values:\n      A: a\n".to_owned())
}

/// A request and a response with a field of each of these types.
fn types(names: &[&str], shape: fn(usize) -> String) -> String {
    let [mut fields, mut types] = [const { String::new() }; 2];
    for (n, name) in names.iter().enumerate() {
        let ty = if n % 2 == 0 {
            (*name).to_owned()
        } else {
            format!("array[{name}]")
        };
        writeln!(
            fields,
            "      zz_{n}:\n        type: \"{ty}\"\n        presence: optional"
        )
        .unwrap();
        writeln!(types, "  \"{name}\":\n{}", shape(n).trim_end()).unwrap();
    }
    let shared = "  ZzShared:\n    rust_name: %inner\n    fields:\n";
    let body = "response: ZzShared\nbody:\n  zz_in:\n    type: ZzShared\n    presence: required\n";
    // A service with an upload imports more types.
    head("POST", "/v3/%own")
        + FORM
        + body
        + NAME_AND_DIGEST
        + "types:\n"
        + shared
        + &fields
        + &types
}

const FORM: &str = "form:\n  json: zz_json\n  file:\n    name: zz_file\n    types:\n      png: image/png\n  \
     file_name: zz_name\n  digest: zz_digest\n";

const NAME_AND_DIGEST: &str = "  zz_name:\n    type: string\n    presence: required\n  zz_digest:\n    type: string\n    \
     presence: required\n";

/// A form: the first of the names is that of the file, and the second that of its name.
fn uploads(names: &[&str]) -> String {
    let quoted = |name: &str| format!("\"{name}\"");
    let mut form = FORM.replace("name: zz_file", &format!("name: {}", quoted(names[0])));
    let mut body = NAME_AND_DIGEST.to_owned();
    if let Some(name) = names.get(1) {
        form = form.replace(
            "file_name: zz_name",
            &format!("file_name: {}", quoted(name)),
        );
        body = body.replace("  zz_name:", &format!("  {}:", quoted(name)));
    }
    for (n, name) in names.iter().enumerate().skip(2) {
        body += &field(name, n, "presence: required", "  ");
    }
    head("POST", "/v3/%own") + NO_RESPONSE + &form + "body:\n" + &body
}

/// The beginning of a callback.
fn callback_head(name: &str) -> String {
    format!(
        "callback: \"{name}\"\ntitle: t\ndoc: d\nsource:\n  page: p\n  updated: 2026-01-31\nevents:\n"
    )
}

const RESOURCE: &str = "types:\n  ZzResource:\n    fields:\n      zz:\n        type: string\n        presence: required\n";

/// Events of one callback.
fn events(names: &[&str]) -> String {
    let event = |name: &&str| format!("  \"{name}\":\n    resource: ZzResource\n");
    callback_head("ZzEvent") + &names.iter().map(event).collect::<String>() + RESOURCE
}

/// A callback of its own for each name.
fn callback(names: &[&str]) -> String {
    callback_head(names[0]) + "  ZZ.HAPPENED:\n    resource: ZzResource\n" + RESOURCE
}

/// Choices, each with its own discriminator and one field.
fn choices(names: &[&str]) -> String {
    let mut text = head("POST", "/v3/%own") + NO_RESPONSE + "body:\n";
    for (n, name) in names.iter().enumerate() {
        write!(
            text,
            "  zz_{n}:\n    type: ZzMode\n    presence: {}\n    selects: \"{name}\"\n  zz_of_{n}:\n    type: string(2)\n    presence:\n      \
             only_when:\n        zz_{n}: A\n",
            ["required", "optional"][usize::from(n % 3 > 0)]
        )
        .unwrap();
    }
    text + "types:\n  ZzMode:\n    rust_name: %mode\n    values:\n      A: a\n      B: b\n"
}

/// Operations named like their service.
fn operations(names: &[&str]) -> String {
    let text =
        head("GET", "/v3/%own").replace("operation: %own", &format!("operation: \"{}\"", names[0]));
    text + NO_RESPONSE
}
