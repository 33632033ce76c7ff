//! The spec as it was: out of a commit, read by `git` itself, or out of another folder.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::{EntryKind, Listing, Sources, Unread, folder_name};

use crate::git::git;
use crate::say;

/// Reads the base of a comparison: a folder, if there is one of that name, else the spec folder in a commit.
pub(crate) fn read(base: &str, spec: &Path) -> Result<Sources> {
    let folder = Path::new(base);
    let name = say::quoted(base);
    let sources = if !folder.is_dir() {
        in_commit(base, spec)?
    } else if has_api_file(folder) {
        Sources::read(folder)?
    } else {
        bail!("the folder `{name}` is no spec folder: no .yaml file in it begins with `api:`");
    };
    if sources.is_empty() {
        bail!("there is no .yaml file in the base `{name}`");
    }
    Ok(sources)
}

/// Whether the file that every spec has stands in a folder or in one below it. Of any other folder
/// nothing else is read, as it may be that of a whole system.
fn has_api_file(folder: &Path) -> bool {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|it| it.is_dir());
    let below = entries(folder).filter(is_folder);
    let below = below.flat_map(|entry| entries(&entry.path()));
    entries(folder)
        .chain(below)
        .any(|entry| is_api_file(&entry))
}

/// Bytes of a file in which its first key is looked for.
const HEAD: u64 = 64 << 10;

fn is_api_file(entry: &DirEntry) -> bool {
    let path = entry.path();
    let is_yaml = path
        .extension()
        .is_some_and(|it| it == "yaml" || it == "yml");
    if !is_yaml || !entry.file_type().is_ok_and(|it| it.is_file()) {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    let mut head = Vec::new();
    if file.take(HEAD).read_to_end(&mut head).is_err() {
        return false;
    }
    let is_api = |line: &str| {
        let line = line.trim_start_matches(['\u{feff}', ' ', '{', '?', '"', '\'']);
        let rest = line.strip_prefix("api").unwrap_or_default();
        rest.trim_start_matches(['"', '\'', ' ']).starts_with(':')
    };
    String::from_utf8_lossy(&head).lines().any(is_api)
}

fn in_commit(base: &str, spec: &Path) -> Result<Sources> {
    let object = |name: &str| -> Result<String> {
        let hash = git(spec, &["rev-parse", "--verify", "--end-of-options", name])?;
        Ok(String::from_utf8_lossy(&hash).trim().to_owned())
    };
    // To git it may also be a tree or a file.
    let commit = object(base).and_then(|hash| object(&format!("{hash}^{{commit}}")));
    let commit = commit.with_context(|| {
        format!(
            "`{}` is neither a spec folder nor a commit; name one of them, as `HEAD~1`",
            say::quoted(base)
        )
    })?;
    let tree = git(spec, &["ls-tree", "-r", "-z", &commit])?;
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
