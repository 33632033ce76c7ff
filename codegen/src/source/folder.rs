//! Decides which entries of a spec folder are read, and why others are not.
//!
//! Names that begin with a dot or end with `~` belong to systems and editors and are skipped. Every
//! other entry is either read or reported, so that no endpoint is silently lost.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use heck::ToSnakeCase as _;

use super::{SourceFile, Sources, folder_name, lossy, named};
use crate::names::{device_alternative, is_device};

/// The kind of an entry of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to any target.
    Link,
    /// A pipe, socket, device or the like.
    Special,
}

/// Why an entry of a spec folder was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its name is not that of a spec file.
    Other,
    /// Its name is that of a YAML file, with an extension that is not the usual one.
    Extension {
        /// The name with the usual extension.
        meant: String,
    },
    /// Its name has characters that are not allowed.
    Name {
        /// A similar name that is allowed.
        meant: Option<String>,
    },
    /// Windows reserves its name for a device.
    Device {
        /// A similar name that is allowed.
        meant: String,
    },
    /// Its name differs from that of another entry only in upper and lower case.
    Case {
        /// The name of the other entry.
        other: String,
    },
    /// It is a symbolic link.
    Link,
    /// It is neither a file nor a folder.
    Special,
    /// It is larger than any spec file needs to be.
    TooLarge,
    /// The system could not read it.
    Failed(String),
}

/// The maximum size of a file in bytes: about eight times that of all APIv3 pages together.
pub(crate) const MAX_BYTES: u64 = 256 << 20;

/// The documents in the spec folder itself that are not part of the spec.
const DOCUMENTS: [&str; 2] = ["README.md", "schema.json"];

/// The entries of one spec folder, listed from a file system or from a commit.
#[derive(Debug)]
pub struct Listing {
    root: String,
    files: Vec<SourceFile>,
    /// The paths in lower case, each with the name in its original case.
    seen: HashMap<String, String>,
}

impl Listing {
    /// The listing of a folder. The shown paths of its files begin with this name.
    #[must_use]
    pub fn new(root: String) -> Self {
        Self {
            root,
            files: Vec::new(),
            seen: HashMap::new(),
        }
    }

    /// Adds an entry by its path below the folder, with `/`. Calls `read` only for a file that
    /// belongs to the spec. Returns whether the entry is a folder whose entries should be added,
    /// too.
    pub fn add(
        &mut self,
        path: &str,
        kind: EntryKind,
        read: impl FnOnce() -> Result<Vec<u8>, Unread>,
    ) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.starts_with('.') || name.ends_with('~') {
            return false;
        }
        let shown = format!("{}/{path}", self.root);
        if let Err(unread) = self.check(path, name, kind) {
            if unread != Unread::Other || !DOCUMENTS.contains(&path) {
                self.files.push(SourceFile::unread(shown, unread));
            }
            return false;
        }
        if kind == EntryKind::Folder {
            return true;
        }
        self.files.push(match read() {
            Ok(bytes) => SourceFile::new(shown, bytes),
            Err(unread) => SourceFile::unread(shown, unread),
        });
        false
    }

    /// Reports a folder whose entries could not be listed.
    pub fn failed(&mut self, path: &str, error: &io::Error) {
        let shown = format!("{}/{path}", self.root);
        let unread = Unread::Failed(error.to_string());
        self.files.push(SourceFile::unread(shown, unread));
    }

    /// The sources that were read.
    #[must_use]
    pub fn into_sources(self) -> Sources {
        Sources::sorted(self.files)
    }

    fn check(&mut self, path: &str, name: &str, kind: EntryKind) -> Result<(), Unread> {
        let stem = match kind {
            EntryKind::Link => return Err(Unread::Link),
            EntryKind::Folder => name,
            EntryKind::File | EntryKind::Special => stem(name)?,
        };
        if kind == EntryKind::Special {
            return Err(Unread::Special);
        }
        let extension = &name[stem.len()..];
        if !is_allowed(stem) {
            let meant = stem.to_snake_case();
            let meant = (is_allowed(&meant) && !is_device(&meant)).then_some(meant);
            return Err(Unread::Name {
                meant: meant.map(|meant| meant + extension),
            });
        }
        if is_device(stem) {
            return Err(Unread::Device {
                meant: device_alternative(stem) + extension,
            });
        }
        match self.seen.insert(path.to_ascii_lowercase(), name.to_owned()) {
            Some(other) => Err(Unread::Case { other }),
            None => Ok(()),
        }
    }
}

/// The name of a spec file without its extension, `.yaml` or `.yml`.
fn stem(name: &str) -> Result<&str, Unread> {
    let usual = [".yaml", ".yml"];
    if let Some(stem) = usual.iter().find_map(|usual| name.strip_suffix(usual)) {
        return Ok(stem);
    }
    // `x.YAML`, and `x.yaml.txt`, as an editor may save it.
    let is_yaml = |part: &str| {
        let part = part.trim();
        part.eq_ignore_ascii_case("yaml") || part.eq_ignore_ascii_case("yml")
    };
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    let mut stem = first.len();
    for part in parts {
        if is_yaml(part) {
            let meant = format!("{}.yaml", &name[..stem]);
            return Err(Unread::Extension { meant });
        }
        stem += 1 + part.len();
    }
    Err(Unread::Other)
}

/// Whether a file or folder may have this name, before its extension.
fn is_allowed(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

impl Sources {
    /// Reads every YAML file below a folder. Shown paths begin with the name of the folder, so that
    /// the generated code does not depend on the current directory. An entry that cannot be read is
    /// kept with the reason, and becomes a diagnostic of [`crate::read`].
    ///
    /// # Errors
    /// The error of the system, with the path, if the folder itself cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let folder = folder.canonicalize().map_err(|e| named(folder, &e))?;
        let mut listing = Listing::new(folder_name(&folder));
        list(&folder, "", &mut listing).map_err(|e| named(&folder, &e))?;
        Ok(listing.into_sources())
    }
}

fn list(folder: &Path, below: &str, listing: &mut Listing) -> io::Result<()> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.collect();
    let mut entries = entries?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let place = entry.path();
        let path = format!("{below}{}", lossy(&entry.file_name()));
        // The type of the entry itself: no file is opened, and no link is followed.
        let kind = match entry.file_type() {
            Ok(found) if found.is_symlink() => EntryKind::Link,
            Ok(found) if found.is_dir() => EntryKind::Folder,
            Ok(found) if found.is_file() => EntryKind::File,
            Ok(_) => EntryKind::Special,
            Err(error) => {
                listing.failed(&path, &error);
                continue;
            }
        };
        if listing.add(&path, kind, || read(&place))
            && let Err(error) = list(&place, &format!("{path}/"), listing)
        {
            listing.failed(&path, &error);
        }
    }
    Ok(())
}

/// The bytes of a regular file that is not larger than a spec file may be.
fn read(place: &Path) -> Result<Vec<u8>, Unread> {
    let failed = |error: io::Error| Unread::Failed(error.to_string());
    let file = File::open(place).map_err(failed)?;
    // The file may have been replaced since it was listed.
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(Unread::Special);
    }
    let mut bytes = Vec::new();
    let mut limited = file.take(MAX_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Unread::TooLarge);
    }
    Ok(bytes)
}
