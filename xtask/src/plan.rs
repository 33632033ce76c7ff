//! Compares the expected files of a folder with the current ones.
//!
//! Each difference is shown or staged immediately. So `--check` and writing use the same code, and
//! no run keeps all texts in memory.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};
use similar::TextDiff;
use wechatpay_codegen::{OutputFile, header};

use crate::contents::Contents;
use crate::folder::Folder;
use crate::output;
use crate::stage::Stage;

/// The handling of differences.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Mode {
    /// Differences are printed. Nothing is written.
    Check,
    /// Differences are staged, and written by [`Plan::commit`].
    Write,
}

/// All changes of one run in one folder.
pub(crate) struct Plan {
    folder: Folder,
    mode: Mode,
    stage: Stage,
    /// Generated files that no call of [`Plan::add_generated`] has confirmed yet.
    stale: BTreeSet<String>,
    leftovers: usize,
    changed: usize,
    removed: usize,
    same: usize,
    /// Operations, services and features of the crate, before and after.
    pub(crate) contents: Contents,
    /// Held until the end. `None` if there is nothing to lock.
    _lock: Option<File>,
}

impl Plan {
    /// A plan that changes and removes nothing yet, except for leftovers.
    pub(crate) fn new(root: &Path, mode: Mode) -> Result<Self> {
        let mut plan = Self::open(root, mode)?;
        let leftovers = plan.folder.leftovers()?;
        plan.clean(&leftovers)?;
        Ok(plan)
    }

    /// The plan of a crate. Every generated file in `src/` is stale until [`Plan::add_generated`]
    /// confirms it. Nothing changes if `src/` is not a folder.
    pub(crate) fn for_crate(root: &Path, mode: Mode) -> Result<Self> {
        let mut plan = Self::open(root, mode)?;
        let source = plan.folder.scan("src")?;
        let leftovers = plan.folder.leftovers()?;
        plan.clean(&leftovers)?;
        plan.clean(&source.leftovers)?;
        plan.stale = source.generated;
        Ok(plan)
    }

    fn open(root: &Path, mode: Mode) -> Result<Self> {
        if root.exists() && !root.is_dir() {
            bail!("{} is not a folder; pass another path", output::path(root));
        }
        if mode == Mode::Write {
            fs::create_dir_all(root)
                .with_context(|| format!("cannot create {}", output::path(root)))?;
        }
        let folder = Folder {
            root: root.to_owned(),
        };
        Ok(Self {
            _lock: folder.lock(mode == Mode::Write),
            folder,
            mode,
            stage: Stage::default(),
            stale: BTreeSet::new(),
            leftovers: 0,
            changed: 0,
            removed: 0,
            same: 0,
            contents: Contents::default(),
        })
    }

    /// Removes or reports the leftovers of an interrupted run.
    fn clean(&mut self, leftovers: &[String]) -> Result<()> {
        self.leftovers += leftovers.len();
        for path in leftovers {
            let full_path = self.folder.full_path(path);
            let shown = output::path(&full_path);
            if self.mode == Mode::Check {
                output::note(format_args!("leftover of an interrupted run: {shown}"));
                continue;
            }
            let removed = if full_path.is_dir() {
                fs::remove_dir(&full_path)
            } else {
                fs::remove_file(&full_path)
            };
            removed.with_context(|| format!("cannot remove {shown}"))?;
        }
        Ok(())
    }

    /// Adds a generated source file. A handwritten file is never overwritten.
    pub(crate) fn add_generated(&mut self, file: &OutputFile) -> Result<()> {
        let path = format!("src/{}", file.path);
        let before = self.folder.read(&path)?;
        let is_generated =
            |text: &[u8]| header(&path).is_some_and(|header| text.starts_with(header.as_bytes()));
        if before.as_deref().is_some_and(|text| !is_generated(text)) {
            bail!(
                "{} was not written by this command, so it is not overwritten; move it away",
                output::path(&self.folder.full_path(&path))
            );
        }
        self.stale.remove(&path);
        self.contents
            .add_source(&path, before.as_deref(), Some(&file.text));
        self.update(&path, before.as_deref(), &file.text)
    }

    /// Replaces the text of a file, whatever it is now.
    pub(crate) fn replace(&mut self, path: &str, text: &str) -> Result<()> {
        let before = self.folder.read(path)?;
        self.update(path, before.as_deref(), text)
    }

    /// Removes all stale files.
    pub(crate) fn remove_stale(&mut self) -> Result<()> {
        for path in std::mem::take(&mut self.stale) {
            self.removed += 1;
            let before = self.folder.read(&path)?;
            self.contents.add_source(&path, before.as_deref(), None);
            match self.mode {
                Mode::Check => show(&path, before.as_deref(), None)?,
                Mode::Write => self.stage.remove(self.folder.full_path(&path))?,
            }
        }
        Ok(())
    }

    fn update(&mut self, path: &str, before: Option<&[u8]>, after: &str) -> Result<()> {
        if before == Some(after.as_bytes()) {
            self.same += 1;
            return Ok(());
        }
        self.changed += 1;
        match self.mode {
            Mode::Check => show(path, before, Some(after)),
            Mode::Write => self.stage.write(&self.folder.full_path(path), after),
        }
    }

    /// The text of a file that is partly handwritten. `None` if it does not exist.
    pub(crate) fn text(&self, path: &str) -> Result<Option<String>> {
        let Some(bytes) = self.folder.read(path)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes);
        let not_utf8 = || {
            let path = output::path(&self.folder.full_path(path));
            format!("{path} is not UTF-8; save it as UTF-8")
        };
        text.map(Some).with_context(not_utf8)
    }

    /// Whether a path exists.
    pub(crate) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.folder.full_path(path)).is_ok()
    }

    /// Whether there are no differences and no leftovers.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.changed + self.removed + self.leftovers == 0
    }

    /// One line with numbers, and the names of added and removed items.
    pub(crate) fn summary(&self) -> String {
        let (changed, removed, same) = (self.changed, self.removed, self.same);
        let root = output::path(&self.folder.root);
        let report = self.contents.report();
        format!("{root}: {changed} changed, {removed} removed, {same} unchanged{report}")
    }

    /// Writes all staged changes.
    pub(crate) fn commit(self) -> Result<()> {
        self.stage.commit()
    }
}

/// Prints a change as a unified diff. `None` means that the file does not exist.
fn show(path: &str, before: Option<&[u8]>, after: Option<&str>) -> Result<()> {
    let name = |prefix: &str, exists: bool| {
        if exists {
            format!("{prefix}/{path}")
        } else {
            "/dev/null".to_owned()
        }
    };
    let (old, new) = (name("a", before.is_some()), name("b", after.is_some()));
    let before = String::from_utf8_lossy(before.unwrap_or_default());
    let diff = TextDiff::from_lines(before.as_ref(), after.unwrap_or_default());
    output::result(&diff.unified_diff().header(&old, &new).to_string())
}
