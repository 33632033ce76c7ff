//! Writes new files under temporary names next to their targets. When all are written, they are
//! renamed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::{NamedTempFile, TempPath};

use crate::output;

/// Parts of temporary names. The names are long enough that no other file has one.
const PREFIX: &str = ".xtask-staged-";
const RANDOM: usize = 16;
const SUFFIX: &str = ".tmp";

/// Whether a name is a temporary name of this module.
pub(crate) fn is_staged(name: &str) -> bool {
    let random = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// All changes of a run in one folder. If it is dropped before [`Stage::commit`], nothing changes.
#[derive(Default)]
pub(crate) struct Stage {
    /// Written temporary files and their targets. They are closed, because systems limit the number
    /// of open files.
    new: Vec<(TempPath, PathBuf)>,
    stale: Vec<PathBuf>,
    /// Created folders, outermost first.
    folders: Vec<PathBuf>,
}

impl Stage {
    /// Writes a text to a temporary file next to the target.
    pub(crate) fn write(&mut self, target: &Path, text: &str) -> Result<()> {
        let staged = self.stage(target, text);
        let staged = staged.with_context(|| {
            let target = output::path(target);
            format!("cannot write {target}, so nothing was changed")
        })?;
        self.new.push((staged, target.to_owned()));
        Ok(())
    }

    /// Like [`Self::write`], for a handwritten file: the new file has the permissions of the old
    /// one, and a read-only file is refused.
    pub(crate) fn edit(&mut self, target: &Path, text: &str) -> Result<()> {
        let cannot_change = || {
            let target = output::path(target);
            format!("cannot change {target}, so nothing was changed")
        };
        let permissions = fs::metadata(target)
            .with_context(cannot_change)?
            .permissions();
        if permissions.readonly() {
            bail!("{}: the file is read-only", cannot_change());
        }
        self.write(target, text)?;
        if let Some((staged, _)) = self.new.last() {
            fs::set_permissions(staged, permissions).with_context(cannot_change)?;
        }
        Ok(())
    }

    /// Schedules the removal of a file, and checks that its folder is writable.
    pub(crate) fn remove(&mut self, file: PathBuf) -> Result<()> {
        self.stage(&file, "").with_context(|| {
            let file = output::path(&file);
            format!("cannot remove {file}, so nothing was changed")
        })?;
        self.stale.push(file);
        Ok(())
    }

    /// Renames each temporary file to its target, then removes stale files.
    pub(crate) fn commit(mut self) -> Result<()> {
        let unfinished = |path: &Path| {
            format!(
                "cannot change {}, and other files were already changed; fix the cause and run \
                 the same command again",
                output::path(path)
            )
        };
        for (staged, target) in self.new.drain(..) {
            let renamed = staged.persist(&target).map_err(|error| error.error);
            renamed.with_context(|| unfinished(&target))?;
        }
        for file in &self.stale {
            fs::remove_file(file).with_context(|| unfinished(file))?;
            // This fails only if the folder is not empty. Then the folder stays.
            let _ = file.parent().map(fs::remove_dir);
        }
        Ok(())
    }

    fn stage(&mut self, target: &Path, text: &str) -> Result<TempPath> {
        let folder = target.parent().context("a file without a folder")?;
        self.create(folder)?;
        let mut file = file_in(folder)?;
        // The file is not synced, because that would take longer than the rest of the run.
        // `--check` reports files that were lost in a power failure.
        file.write_all(text.as_bytes())?;
        Ok(file.into_temp_path())
    }

    fn create(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<_> = folder.ancestors().take_while(|f| !f.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Stage {
    /// Removes created folders that are empty. After a commit, none of them is empty.
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
    // By default, temporary files are private. Source files are not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    Ok(builder.tempfile_in(folder)?)
}
