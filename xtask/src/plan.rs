//! What would change in a crate's folder; applied or shown, never both half.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use similar::TextDiff;
use tempfile::NamedTempFile;
use wechatpay_codegen::{HEADER, OutputFile};

/// All changes of one run.
pub(crate) struct Plan {
    root: PathBuf,
    changes: Vec<Change>,
    unchanged: usize,
}

/// A file before and after; nothing means that it is not there.
struct Change {
    /// Below the crate's folder, with `/`.
    path: String,
    before: Option<String>,
    after: Option<String>,
}

impl Plan {
    /// Wants nothing yet, and takes nothing away.
    pub(crate) fn empty(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            changes: Vec::new(),
            unchanged: 0,
        }
    }

    /// Compares the generated files with those in the crate's `src/`.
    pub(crate) fn new(root: &Path, files: &[OutputFile]) -> Result<Self> {
        let mut plan = Self::empty(root);
        let mut wanted = BTreeSet::new();
        for file in files {
            let path = format!("src/{}", file.path);
            let before = plan.read(&path)?;
            if before
                .as_ref()
                .is_some_and(|text| !text.starts_with(HEADER))
            {
                bail!(
                    "{} was not written by this command and will not be overwritten; move it away",
                    plan.root.join(path).display()
                );
            }
            plan.put(path.clone(), before, file.text.clone());
            wanted.insert(path);
        }
        for path in plan.ours("src")? {
            if !wanted.contains(&path) {
                let before = plan.read(&path)?;
                plan.changes.push(Change {
                    path,
                    before,
                    after: None,
                });
            }
        }
        Ok(plan)
    }

    /// Wants a file to have this text.
    pub(crate) fn put(&mut self, path: String, before: Option<String>, after: String) {
        if before.as_ref() == Some(&after) {
            self.unchanged += 1;
        } else {
            self.changes.push(Change {
                path,
                before,
                after: Some(after),
            });
        }
    }

    /// Wants a file to have this text, whatever it has now.
    pub(crate) fn replace(&mut self, path: &str, after: String) -> Result<()> {
        let before = self.read(path)?;
        self.put(path.to_owned(), before, after);
        Ok(())
    }

    /// The text of a file of the crate, if it is there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<String>> {
        let path = self.root.join(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Files below a folder that carry our header.
    fn ours(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.root.join(folder);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
            let shown = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let is_rust = entry.path().extension().is_some_and(|e| e == "rs");
            // A link is not followed: what it points to is somebody else's.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                found.extend(self.ours(&shown)?);
            } else if is_rust
                && self
                    .read(&shown)?
                    .is_some_and(|text| text.starts_with(HEADER))
            {
                found.push(shown);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Every change as a unified diff.
    pub(crate) fn diff(&self) -> String {
        let mut all = String::new();
        for change in &self.changes {
            let side = |prefix: &str, text: &Option<String>| match text {
                Some(_) => format!("{prefix}/{}", change.path),
                None => "/dev/null".to_owned(),
            };
            let before = change.before.as_deref().unwrap_or_default();
            let after = change.after.as_deref().unwrap_or_default();
            let diff = TextDiff::from_lines(before, after);
            let _ = write!(
                all,
                "{}",
                diff.unified_diff()
                    .header(&side("a", &change.before), &side("b", &change.after))
            );
        }
        all
    }

    /// Stages every new text beside its place, then renames them all, then removes what is stale.
    pub(crate) fn apply(&self) -> Result<()> {
        let mut staged = Vec::new();
        for change in &self.changes {
            if let Some(text) = &change.after {
                staged.push((
                    self.stage(&change.path, text)?,
                    self.root.join(&change.path),
                ));
            }
        }
        for (file, path) in staged {
            file.persist(&path)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        for change in self.changes.iter().filter(|change| change.after.is_none()) {
            let path = self.root.join(&change.path);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            // A folder that is not empty stays; that is all this can fail by.
            let _ = path.parent().map(fs::remove_dir);
        }
        Ok(())
    }

    fn stage(&self, path: &str, text: &str) -> Result<NamedTempFile> {
        let path = self.root.join(path);
        let context = || format!("cannot write {}", path.display());
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).with_context(context)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".xtask-");
        // A temporary file is private; a source file is not.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = builder.tempfile_in(folder).with_context(context)?;
        file.write_all(text.as_bytes()).with_context(context)?;
        file.as_file().sync_all().with_context(context)?;
        Ok(file)
    }

    /// One line for people.
    pub(crate) fn summary(&self) -> String {
        let count = |wanted: fn(&Change) -> bool| self.changes.iter().filter(|c| wanted(c)).count();
        format!(
            "{}: {} changed, {} removed, {} the same",
            self.root.display(),
            count(|change| change.after.is_some()),
            count(|change| change.after.is_none()),
            self.unchanged
        )
    }
}
