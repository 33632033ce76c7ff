//! What an editor shows at a setter: the comments of the fields in the generated request files.

use std::path::Path;

/// The comment of a field of a request, and the field's own line.
#[derive(Clone)]
struct Field {
    comment: Vec<String>,
    line: String,
}

/// The fields with a comment, of the services in this folder of generated code.
fn fields(folder: &str) -> Vec<Field> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let services = std::fs::read_dir(root).unwrap();
    let files = services.map(|entry| entry.unwrap().path().join("request.rs"));
    let files = files.filter(|file| file.is_file());
    files.flat_map(|file| in_file(&file)).collect()
}

fn in_file(file: &Path) -> Vec<Field> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut fields = Vec::new();
    let mut comment = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            comment.push(text.trim().to_owned());
        } else if !line.starts_with("#[") {
            let comment = std::mem::take(&mut comment);
            if !comment.is_empty() && line.contains(": ") {
                let line = line.to_owned();
                fields.push(Field { comment, line });
            }
        }
    }
    fields
}

#[test]
fn field_docs_begin_with_the_known_facts() {
    let silence = [
        "Optional",
        "Required",
        "The page",
        "This page",
        "Not described",
        "Example",
    ];
    let all = [fields("generated/src"), fields("tests/golden/src")].concat();
    assert!(all.len() > 150, "{} fields", all.len());
    for Field { comment, line } in all {
        let first = &comment[0];
        assert!(
            silence.iter().all(|word| !first.starts_with(word)),
            "{line} {first}"
        );
    }
}

#[test]
fn every_amount_shows_its_unit_and_who_says_so() {
    let amounts = [
        "original_price",
        "price",
        "threshold",
        "discount_amount",
        "exchange_price",
    ];
    let fields = fields("generated/src");
    let of_amounts = fields.iter().filter(|field| {
        let name = field.line.split(['?', ':']).next().unwrap_or_default();
        amounts.contains(&name)
    });
    let mut shown = Vec::new();
    for Field { comment, line } in of_amounts {
        let text = comment.join(" ");
        let unit = text.split_once("Unit: ").expect("a unit").1;
        assert!(unit.starts_with("fen (分, 0.01 CNY)"), "{line} {unit}");
        let is_own = unit.starts_with("fen (分, 0.01 CNY).");
        let has_source = text.contains("unit is from") || text.contains("unit are");
        assert!(is_own || has_source, "{line} {text}");
        shown.push(line.as_str());
    }
    assert_eq!(shown.len(), 7, "{shown:?}");
}
