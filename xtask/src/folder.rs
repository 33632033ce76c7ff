//! A folder as it is: its files, what in it is ours, what an interrupted run left, and what stands in the way.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wechatpay_codegen::header;

use crate::say;
use crate::stage::is_staged;

/// Files in it are named from it on, with `/`.
pub(crate) struct Folder {
    pub(crate) root: PathBuf,
}

/// What is already there, as a run finds it.
#[derive(Default)]
pub(crate) struct Found {
    /// Files that carry our header.
    pub(crate) ours: BTreeSet<String>,
    /// Staged files, and folders without a file; inner ones first.
    pub(crate) leftovers: Vec<String>,
}

impl Folder {
    /// Where a file stands or will stand.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The bytes of a file, if it is there and is one.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let mut place = self.root.clone();
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            place.push(name);
            let found = match fs::symlink_metadata(&place) {
                Ok(found) => found,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error).with_context(|| cannot_read(&place)),
            };
            let (is_wanted, wanted) = match names.peek() {
                Some(_) => (found.is_dir(), "a folder"),
                None => (found.is_file(), "a file"),
            };
            if !is_wanted {
                bail!(in_the_way(&place, &found, wanted));
            }
        }
        let bytes = fs::read(&place).with_context(|| cannot_read(&place))?;
        Ok(Some(bytes))
    }

    /// Leftovers in the folder itself.
    pub(crate) fn leftovers(&self) -> Result<Vec<String>> {
        let mut names = self.names("")?;
        names.retain(|name| self.is_leftover(name));
        Ok(names)
    }

    /// What stands below a folder that belongs to the generator. A link there is refused: what it
    /// points to is somebody else's.
    pub(crate) fn survey(&self, folder: &str) -> Result<Found> {
        let mut found = Found::default();
        let place = self.place(folder);
        match fs::symlink_metadata(&place) {
            Ok(it) if it.is_dir() => self.walk(folder, &mut found)?,
            Ok(it) => bail!(in_the_way(&place, &it, "a folder")),
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(error).with_context(|| cannot_read(&place)),
        };
        Ok(found)
    }

    /// Whether anything but leftovers was found.
    fn walk(&self, folder: &str, found: &mut Found) -> Result<bool> {
        let mut is_used = false;
        for path in self.names(folder)? {
            let place = self.place(&path);
            // A link is not followed here, either.
            if fs::symlink_metadata(&place).is_ok_and(|it| it.is_dir()) {
                if self.walk(&path, found)? {
                    is_used = true;
                } else {
                    found.leftovers.push(path);
                }
            } else if self.is_leftover(&path) {
                found.leftovers.push(path);
            } else {
                is_used = true;
                if is_ours(&place)? {
                    found.ours.insert(path);
                }
            }
        }
        Ok(is_used)
    }

    fn is_leftover(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_file = || fs::symlink_metadata(self.place(path)).is_ok_and(|it| it.is_file());
        is_staged(name) && is_file()
    }

    /// What stands in a folder, in order; nothing, where there is no folder.
    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let place = self.place(folder);
        let mut names = Vec::new();
        let entries = match fs::read_dir(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
            entries => entries.with_context(|| cannot_read(&place))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| cannot_read(&place))?;
            // A name that is no text was given by nobody here.
            if let Ok(name) = entry.file_name().into_string() {
                names.push(match folder {
                    "" => name,
                    folder => format!("{folder}/{name}"),
                });
            }
        }
        names.sort();
        Ok(names)
    }

    /// Waits until no other run writes here: any, where this one writes, too.
    ///
    /// The folder itself is locked, so that nothing is left behind and a read-only one can be checked. Where a system
    /// cannot lock folders, as Windows, two runs are not kept apart.
    pub(crate) fn lock(&self, to_write: bool) -> Option<File> {
        let folder = File::open(&self.root).ok()?;
        let now = if to_write {
            folder.try_lock()
        } else {
            folder.try_lock_shared()
        };
        let locked = match now {
            Err(TryLockError::WouldBlock) => {
                say::note(format_args!(
                    "Another run is at work in {}; waiting.",
                    say::path(&self.root)
                ));
                if to_write {
                    folder.lock()
                } else {
                    folder.lock_shared()
                }
            }
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        locked.ok().map(|()| folder)
    }
}

/// Whether a file begins as ours do; a link is not ours.
fn is_ours(place: &Path) -> Result<bool> {
    let is_file = fs::symlink_metadata(place).is_ok_and(|it| it.is_file());
    let header = place.to_str().and_then(header).filter(|_| is_file);
    let Some(header) = header else {
        return Ok(false);
    };
    let mut begin = Vec::with_capacity(header.len());
    File::open(place)
        .and_then(|file| file.take(header.len() as u64).read_to_end(&mut begin))
        .with_context(|| cannot_read(place))?;
    Ok(begin == header.as_bytes())
}

fn cannot_read(place: &Path) -> String {
    format!("cannot read {}", say::path(place))
}

fn in_the_way(place: &Path, found: &fs::Metadata, wanted: &str) -> String {
    let (place, found) = (say::path(place), kind(found.file_type()));
    format!("{place} is {found}, and {wanted} has to stand there; move it away")
}

fn kind(found: fs::FileType) -> &'static str {
    if found.is_symlink() {
        "a symbolic link"
    } else if found.is_dir() {
        "a folder"
    } else if found.is_file() {
        "a file"
    } else {
        "neither file nor folder"
    }
}
