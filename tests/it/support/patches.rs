//! Named changes of a small spec, written as patches.
//!
//! `== name` begins a change. In it, each `@ file` names a file, the current text (`-`) and the new
//! text (`+`). Without `-` the file is new; without both it is deleted.

use wechatpay_codegen::source::Sources;

/// A named change of a spec.
pub(crate) struct Patch {
    pub(crate) name: String,
    edits: Vec<Edit>,
}

#[derive(Clone)]
struct Edit {
    file: String,
    before: Option<String>,
    after: Option<String>,
}

/// All changes of a file. Text before the first change is a comment.
pub(crate) fn patches(text: &str) -> Vec<Patch> {
    let text = format!("\n{text}");
    let mut patches = text.split("\n== ");
    patches.next();
    patches.map(patch).collect()
}

fn patch(text: &str) -> Patch {
    let (name, edits) = text.split_once("\n@ ").unwrap();
    Patch {
        name: name.to_owned(),
        edits: edits.split("\n@ ").map(edit).collect(),
    }
}

fn edit(text: &str) -> Edit {
    let (file, lines) = text.split_once('\n').unwrap_or((text, ""));
    let side = |sign: char| {
        let lines = lines.lines().filter_map(|line| line.strip_prefix(sign));
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    Edit {
        file: file.to_owned(),
        before: side('-'),
        after: side('+'),
    }
}

impl Patch {
    /// One change that combines several.
    pub(crate) fn of_all(name: &str, patches: &[&Self]) -> Self {
        let edits = patches.iter().flat_map(|patch| &patch.edits);
        Self {
            name: name.to_owned(),
            edits: edits.cloned().collect(),
        }
    }

    /// The files after the change.
    pub(crate) fn apply(&self, files: &[(&str, &str)]) -> Sources {
        let files = files.iter();
        let mut files: Vec<_> = files
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
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
