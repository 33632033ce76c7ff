//! Reads the old spec of a comparison from a commit, with `git`, or from another folder.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::{EntryKind, Listing, Sources, Unread, folder_name};

use crate::git::git;
use crate::output;

/// Reads the base of a comparison. If `base` is a folder, it is read. Otherwise, `base` names a
/// commit, and the spec folder of that commit is read.
pub(crate) fn read(base: &str, spec: &Path) -> Result<Sources> {
    let folder = Path::new(base);
    let name = output::quoted(base);
    let sources = if !folder.is_dir() {
        in_commit(base, spec)?
    } else if has_api_file(folder) {
        Sources::read(folder)?
    } else {
        bail!("`{name}` is not a spec folder: it has no .yaml file that begins with `api:`");
    };
    if sources.is_empty() {
        bail!("the base `{name}` has no .yaml file");
    }
    Ok(sources)
}

/// Whether a folder, or one of its subfolders, contains the API file that every spec has. Other
/// folders are not read any further, because they may be very large.
fn has_api_file(folder: &Path) -> bool {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let subfolders = entries(folder).filter(is_folder);
    let nested = subfolders.flat_map(|entry| entries(&entry.path()));
    entries(folder)
        .chain(nested)
        .any(|entry| is_api_file(&entry))
}

/// Number of bytes in which the first key of a file is searched.
const HEAD: u64 = 64 << 10;

fn is_api_file(entry: &DirEntry) -> bool {
    let path = entry.path();
    let is_yaml = path
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml");
    if !is_yaml || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
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
    // For git, the name may also be a tree or a file.
    let commit = object(base).and_then(|hash| object(&format!("{hash}^{{commit}}")));
    let commit = commit.with_context(|| {
        format!(
            "`{}` is neither a spec folder nor a commit; pass one of them, for example `HEAD~1`",
            output::quoted(base)
        )
    })?;
    let tree = git(spec, &["ls-tree", "-r", "-z", &commit])?;
    let mut listing = Listing::new(folder_name(spec));
    // Folders, and whether their entries belong to the spec.
    let mut folders: BTreeMap<String, bool> = BTreeMap::new();
    for entry in tree.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((metadata, path)) = entry.split_once('\t') else {
            continue;
        };
        let mut ancestors = path.match_indices('/').map(|(end, _)| &path[..end]);
        let is_included = ancestors.all(|folder| {
            let is_included = folders.entry(folder.to_owned());
            *is_included
                .or_insert_with(|| listing.add(folder, EntryKind::Folder, || Ok(Vec::new())))
        });
        if is_included {
            listing.add(path, kind(metadata), || {
                git(spec, &["cat-file", "blob", &format!("{commit}:./{path}")])
                    .map_err(|error| Unread::Failed(format!("{error:#}")))
            });
        }
    }
    Ok(listing.into_sources())
}

/// The kind of a tree entry, by its mode.
fn kind(metadata: &str) -> EntryKind {
    match metadata.split(' ').next() {
        Some("120000") => EntryKind::Link,
        Some("100644" | "100755" | "100664") => EntryKind::File,
        // For example a commit of another repository.
        _ => EntryKind::Special,
    }
}
