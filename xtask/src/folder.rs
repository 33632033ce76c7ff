//! The current contents of a folder: generated files, leftovers of an interrupted run, and entries
//! of the wrong type.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wechatpay_codegen::header;

use crate::output;
use crate::stage::is_staged;

/// A folder. Paths of its files are relative to it and use `/`.
pub(crate) struct Folder {
    pub(crate) root: PathBuf,
}

/// The current contents of a folder of generated files.
#[derive(Default)]
pub(crate) struct Contents {
    /// Files with the header of generated files.
    pub(crate) generated: BTreeSet<String>,
    /// Temporary files, and folders without files, innermost first.
    pub(crate) leftovers: Vec<String>,
}

impl Folder {
    /// The full path of a file.
    pub(crate) fn full_path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The bytes of a file, or `None` if it does not exist. Fails if the path is not a file.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let mut full_path = self.root.clone();
        let mut names = path.split('/').peekable();
        while let Some(name) = names.next() {
            full_path.push(name);
            let current = match fs::symlink_metadata(&full_path) {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error).with_context(|| cannot_read(&full_path)),
            };
            let (is_expected, expected) = match names.peek() {
                Some(_) => (current.is_dir(), "a folder"),
                None => (current.is_file(), "a file"),
            };
            if !is_expected {
                bail!(wrong_type(&full_path, &current, expected));
            }
        }
        let bytes = fs::read(&full_path).with_context(|| cannot_read(&full_path))?;
        Ok(Some(bytes))
    }

    /// Leftovers directly in this folder.
    pub(crate) fn leftovers(&self) -> Result<Vec<String>> {
        let mut names = self.entries("")?;
        names.retain(|name| self.is_leftover(name));
        Ok(names)
    }

    /// Scans a subfolder that belongs to the generator. A symbolic link is refused, because its
    /// target may belong to somebody else.
    pub(crate) fn scan(&self, subfolder: &str) -> Result<Contents> {
        let mut contents = Contents::default();
        let full_path = self.full_path(subfolder);
        match fs::symlink_metadata(&full_path) {
            Ok(metadata) if metadata.is_dir() => self.walk(subfolder, &mut contents)?,
            Ok(metadata) => bail!(wrong_type(&full_path, &metadata, "a folder")),
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(error).with_context(|| cannot_read(&full_path)),
        };
        Ok(contents)
    }

    /// Scans a subfolder and returns whether it has other entries than leftovers.
    fn walk(&self, subfolder: &str, contents: &mut Contents) -> Result<bool> {
        let mut is_used = false;
        for path in self.entries(subfolder)? {
            let full_path = self.full_path(&path);
            // Links are not followed.
            if fs::symlink_metadata(&full_path).is_ok_and(|metadata| metadata.is_dir()) {
                if self.walk(&path, contents)? {
                    is_used = true;
                } else {
                    contents.leftovers.push(path);
                }
            } else if self.is_leftover(&path) {
                contents.leftovers.push(path);
            } else {
                is_used = true;
                if is_generated(&full_path)? {
                    contents.generated.insert(path);
                }
            }
        }
        Ok(is_used)
    }

    fn is_leftover(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        is_staged(name) && is_regular_file(&self.full_path(path))
    }

    /// The sorted paths of all entries of a subfolder. Empty if the subfolder does not exist.
    fn entries(&self, subfolder: &str) -> Result<Vec<String>> {
        let full_path = self.full_path(subfolder);
        let mut paths = Vec::new();
        let entries = match fs::read_dir(&full_path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(paths),
            entries => entries.with_context(|| cannot_read(&full_path))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| cannot_read(&full_path))?;
            // The generator never writes a name that is not UTF-8.
            if let Ok(name) = entry.file_name().into_string() {
                paths.push(match subfolder {
                    "" => name,
                    subfolder => format!("{subfolder}/{name}"),
                });
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// Locks the folder against other runs, and waits for them if necessary. A run that writes
    /// excludes all others. Runs that only check exclude runs that write.
    ///
    /// The folder itself is locked. So no lock file remains, and a read-only folder can be checked.
    /// On systems that cannot lock folders, such as Windows, there is no lock.
    pub(crate) fn lock(&self, is_exclusive: bool) -> Option<File> {
        let folder = File::open(&self.root).ok()?;
        let first_try = if is_exclusive {
            folder.try_lock()
        } else {
            folder.try_lock_shared()
        };
        let locked = match first_try {
            Err(TryLockError::WouldBlock) => {
                output::note(format_args!(
                    "Waiting for another run in {}.",
                    output::path(&self.root)
                ));
                if is_exclusive {
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

/// Whether a path is a file and not a link to one.
fn is_regular_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Whether a file begins with the header of generated files. Links are not generated.
fn is_generated(file: &Path) -> Result<bool> {
    let header = file.to_str().and_then(header);
    let Some(header) = header.filter(|_| is_regular_file(file)) else {
        return Ok(false);
    };
    let mut start = Vec::with_capacity(header.len());
    File::open(file)
        .and_then(|file| file.take(header.len() as u64).read_to_end(&mut start))
        .with_context(|| cannot_read(file))?;
    Ok(start == header.as_bytes())
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", output::path(path))
}

fn wrong_type(path: &Path, current: &fs::Metadata, expected: &str) -> String {
    let (path, current) = (output::path(path), type_name(current.file_type()));
    format!("{path} is {current}, but {expected} is needed there; move it away")
}

fn type_name(file_type: fs::FileType) -> &'static str {
    if file_type.is_symlink() {
        "a symbolic link"
    } else if file_type.is_dir() {
        "a folder"
    } else if file_type.is_file() {
        "a file"
    } else {
        "neither a file nor a folder"
    }
}
