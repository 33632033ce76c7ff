//! The spec as it was: out of a commit, read by `git` itself, or out of another folder.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::{EntryKind, Listing, Sources, Unread, folder_name};

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
    let tree = git(spec, &["ls-tree", "-r", "-t", "-z", commit])
        .with_context(|| format!("`{commit}` is no folder, and git cannot read it as a commit"))?;
    let mut listing = Listing::new(folder_name(spec));
    // The folder whose entries are not wanted.
    let mut closed: Option<String> = None;
    for entry in tree.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((about, path)) = entry.split_once('\t') else {
            continue;
        };
        let is_inside = |folder: &String| path.starts_with(folder.as_str());
        if closed.as_ref().is_some_and(is_inside) {
            continue;
        }
        let kind = kind(about);
        let is_open = listing.add(path, kind, || {
            git(spec, &["show", &format!("{commit}:./{path}")])
                .map_err(|error| Unread::Failed(format!("{error:#}")))
        });
        if kind == EntryKind::Folder && !is_open {
            closed = Some(format!("{path}/"));
        }
    }
    Ok(listing.into_sources())
}

/// What an entry of a tree is, by its mode.
fn kind(about: &str) -> EntryKind {
    match about.split(' ').next() {
        Some("040000") => EntryKind::Folder,
        Some("120000") => EntryKind::Link,
        Some("100644" | "100755" | "100664") => EntryKind::File,
        // A commit of another repository.
        _ => EntryKind::Special,
    }
}

/// What a git command says, run in a folder.
fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!(
            "git says: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output.stdout)
}
