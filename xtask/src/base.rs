//! The spec as it was: out of a commit, read by `git` itself, or out of another folder.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::{EntryKind, Listing, Sources, Unread, folder_name};

use crate::git::git;

/// Reads the base of a comparison: a folder, if there is one of that name, else the spec folder in a commit.
pub(crate) fn read(base: &str, spec: &Path) -> Result<Sources> {
    let sources = if Path::new(base).is_dir() {
        Sources::read(Path::new(base))?
    } else {
        in_commit(base, spec)?
    };
    if sources.is_empty() {
        bail!("there is no .yaml file in the base `{base}`");
    }
    Ok(sources)
}

fn in_commit(commit: &str, spec: &Path) -> Result<Sources> {
    if commit.starts_with('-') {
        bail!("`{commit}` is neither a folder nor a commit");
    }
    let tree = git(spec, &["ls-tree", "-r", "-z", commit])
        .with_context(|| format!("`{commit}` is no folder, and git cannot read it as a commit"))?;
    let mut listing = Listing::new(folder_name(spec));
    // Folders, and whether their entries are wanted.
    let mut folders: BTreeMap<String, bool> = BTreeMap::new();
    for entry in tree.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((about, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut ancestors = path.match_indices('/').map(|(end, _)| &path[..end]);
        let is_wanted = ancestors.all(|folder| {
            let is_wanted = folders.entry(folder.to_owned());
            *is_wanted.or_insert_with(|| listing.add(folder, EntryKind::Folder, || Ok(Vec::new())))
        });
        if is_wanted {
            listing.add(path, kind(about), || {
                git(spec, &["cat-file", "blob", &format!("{commit}:./{path}")])
                    .map_err(|error| Unread::Failed(format!("{error:#}")))
            });
        }
    }
    Ok(listing.into_sources())
}

/// What an entry of a tree is, by its mode.
fn kind(about: &str) -> EntryKind {
    match about.split(' ').next() {
        Some("120000") => EntryKind::Link,
        Some("100644" | "100755" | "100664") => EntryKind::File,
        // A commit of another repository.
        _ => EntryKind::Special,
    }
}
