//! New texts beside their places, under names of their own, until all of them are there; then renames.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::{NamedTempFile, TempPath};

use crate::say;

/// The names of files that are not in their places yet: so long that nobody else's is one of them.
const PREFIX: &str = ".xtask-staged-";
const RANDOM: usize = 16;
const SUFFIX: &str = ".tmp";

/// Whether a file of this name was staged here.
pub(crate) fn is_staged(name: &str) -> bool {
    let random = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// All that a run will do to one folder. Dropped before [`Stage::commit`], it leaves everything as it was.
#[derive(Default)]
pub(crate) struct Stage {
    /// Files that are written, and their places. They are closed: a system has few open files to give.
    new: Vec<(TempPath, PathBuf)>,
    stale: Vec<PathBuf>,
    /// Folders that were not there, outermost first.
    folders: Vec<PathBuf>,
}

impl Stage {
    /// Writes a text beside its place.
    pub(crate) fn write(&mut self, place: &Path, text: &str) -> Result<()> {
        let staged = self.stage(place, text);
        let staged = staged.with_context(|| {
            format!("cannot write {}, so nothing was changed", say::path(place))
        })?;
        self.new.push((staged, place.to_owned()));
        Ok(())
    }

    /// Notes that a file has to go, and makes sure that its folder can be changed.
    pub(crate) fn remove(&mut self, place: PathBuf) -> Result<()> {
        self.stage(&place, "").with_context(|| {
            format!(
                "cannot remove {}, so nothing was changed",
                say::path(&place)
            )
        })?;
        self.stale.push(place);
        Ok(())
    }

    /// Renames every staged file to its place, then removes what is stale.
    pub(crate) fn commit(mut self) -> Result<()> {
        let unfinished = |place: &Path| {
            format!(
                "cannot change {}; other files are new already. Mend that and run again: cargo xtask generate",
                say::path(place)
            )
        };
        for (staged, place) in self.new.drain(..) {
            let renamed = staged.persist(&place).map_err(|error| error.error);
            renamed.with_context(|| unfinished(&place))?;
        }
        for place in &self.stale {
            fs::remove_file(place).with_context(|| unfinished(place))?;
            // A folder that is not empty stays; that is all this can fail by.
            let _ = place.parent().map(fs::remove_dir);
        }
        Ok(())
    }

    fn stage(&mut self, place: &Path, text: &str) -> Result<TempPath> {
        let folder = place.parent().context("a file without a folder")?;
        self.make(folder)?;
        let mut file = file_in(folder)?;
        // Not synced, which would take longer than all the rest: what a power cut takes, `--check` tells.
        file.write_all(text.as_bytes())?;
        Ok(file.into_temp_path())
    }

    fn make(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<_> = folder.ancestors().take_while(|f| !f.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Stage {
    /// Only folders that are empty can be removed: after a commit there are none.
    fn drop(&mut self) {
        self.new.clear();
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn file_in(folder: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM).suffix(SUFFIX);
    // A temporary file is private; a source file is not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    Ok(builder.tempfile_in(folder)?)
}
