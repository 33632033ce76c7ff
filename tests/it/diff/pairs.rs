//! The small spec, and one change to it in each pair.

use wechatpay_codegen::source::Sources;

/// A change and what it is.
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) edits: Vec<Edit>,
}

/// A text of a file and what stands there instead.
#[derive(Clone)]
pub(super) struct Edit {
    file: String,
    before: Option<String>,
    after: Option<String>,
}

const BASE: [(&str, &str); 4] = [
    ("spec/api.yaml", include_str!("spec/api.yaml")),
    (
        "spec/cards/find_card.yaml",
        include_str!("spec/cards/find_card.yaml"),
    ),
    (
        "spec/cards/paint_card.yaml",
        include_str!("spec/cards/paint_card.yaml"),
    ),
    (
        "spec/cards/service.yaml",
        include_str!("spec/cards/service.yaml"),
    ),
];

/// The spec before every change.
pub(super) fn base() -> Sources {
    Sources::new(BASE.map(|(path, text)| (path.to_owned(), text.into())))
}

/// All pairs, as `pairs.txt` has them.
pub(super) fn pairs() -> Vec<Pair> {
    let (_, pairs) = include_str!("pairs.txt").split_once("\n== ").unwrap();
    pairs.split("\n== ").map(pair).collect()
}

fn pair(text: &str) -> Pair {
    let (name, edits) = text.split_once("\n@ ").unwrap();
    Pair {
        name: name.to_owned(),
        edits: edits.split("\n@ ").map(edit).collect(),
    }
}

fn edit(text: &str) -> Edit {
    let (file, lines) = text.split_once('\n').unwrap_or((text, ""));
    let side = |sign: char| {
        let lines: Vec<_> = lines
            .lines()
            .filter_map(|line| line.strip_prefix(sign))
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    Edit {
        file: file.to_owned(),
        before: side('-'),
        after: side('+'),
    }
}

impl Pair {
    /// The spec after the change.
    pub(super) fn sources(&self) -> Sources {
        let mut files: Vec<_> = BASE
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
        for Edit {
            file,
            before,
            after,
        } in &self.edits
        {
            match (before, after) {
                (Some(before), Some(after)) => {
                    let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
                    assert!(
                        text.contains(before),
                        "{}: {file} has no {before:?}",
                        self.name
                    );
                    *text = text.replacen(before, after, 1);
                }
                (None, Some(text)) => files.push((file.clone(), text.clone())),
                _ => files.retain(|(path, _)| path != file),
            }
        }
        Sources::new(files.into_iter().map(|(path, text)| (path, text.into())))
    }
}
