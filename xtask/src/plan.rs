//! What a run wants in a folder, held against what is there. Each difference is shown or staged as soon as it is found,
//! so that check and write cannot drift apart and no run holds all texts.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result, bail};
use similar::TextDiff;
use wechatpay_codegen::{OutputFile, header};

use crate::contents::Contents;
use crate::folder::Folder;
use crate::say;
use crate::stage::Stage;

/// What becomes of a difference.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Ending {
    /// It is printed; nothing is written.
    Check,
    /// It is staged, until [`Plan::commit`].
    Write,
}

/// All changes of one run in one folder.
pub(crate) struct Plan {
    folder: Folder,
    ending: Ending,
    stage: Stage,
    /// Files of ours that nobody has wanted yet.
    stale: BTreeSet<String>,
    leftovers: usize,
    changed: usize,
    removed: usize,
    same: usize,
    /// What the crate offers, before and after.
    pub(crate) contents: Contents,
    /// Held until the end; `None` where there is nothing to lock.
    _lock: Option<File>,
}

impl Plan {
    /// Wants nothing yet, and takes nothing away.
    pub(crate) fn new(root: &Path, ending: Ending) -> Result<Self> {
        let mut plan = Self::open(root, ending)?;
        let leftovers = plan.folder.leftovers()?;
        plan.clean(&leftovers)?;
        Ok(plan)
    }

    /// The plan of a crate: everything that is ours below `src/` is stale, until
    /// [`Plan::generated`] wants it. Nothing is touched if something is in the way of `src/`.
    pub(crate) fn of_crate(root: &Path, ending: Ending) -> Result<Self> {
        let mut plan = Self::open(root, ending)?;
        let found = plan.folder.survey("src")?;
        let leftovers = plan.folder.leftovers()?;
        plan.clean(&leftovers)?;
        plan.clean(&found.leftovers)?;
        plan.stale = found.ours;
        Ok(plan)
    }

    fn open(root: &Path, ending: Ending) -> Result<Self> {
        if root.exists() && !root.is_dir() {
            bail!("{} is not a folder; name another one", say::path(root));
        }
        if ending == Ending::Write {
            fs::create_dir_all(root)
                .with_context(|| format!("cannot create {}", say::path(root)))?;
        }
        let folder = Folder {
            root: root.to_owned(),
        };
        Ok(Self {
            _lock: folder.lock(ending == Ending::Write),
            folder,
            ending,
            stage: Stage::default(),
            stale: BTreeSet::new(),
            leftovers: 0,
            changed: 0,
            removed: 0,
            same: 0,
            contents: Contents::default(),
        })
    }

    /// Removes, or tells of, what an interrupted run left.
    fn clean(&mut self, leftovers: &[String]) -> Result<()> {
        self.leftovers += leftovers.len();
        for path in leftovers {
            let place = self.folder.place(path);
            if self.ending == Ending::Check {
                say::note(format_args!(
                    "left by an interrupted run: {}",
                    say::path(&place)
                ));
                continue;
            }
            let removed = if place.is_dir() {
                fs::remove_dir(&place)
            } else {
                fs::remove_file(&place)
            };
            removed.with_context(|| format!("cannot remove {}", say::path(&place)))?;
        }
        Ok(())
    }

    /// Wants a source file; one that somebody else wrote is not overwritten.
    pub(crate) fn generated(&mut self, file: &OutputFile) -> Result<()> {
        let path = format!("src/{}", file.path);
        let before = self.folder.read(&path)?;
        let is_ours = |text: &[u8]| header(&path).is_some_and(|it| text.starts_with(it.as_bytes()));
        if before.as_deref().is_some_and(|text| !is_ours(text)) {
            bail!(
                "{} was not written by this command and will not be overwritten; move it away",
                say::path(&self.folder.place(&path))
            );
        }
        self.stale.remove(&path);
        self.contents
            .source(&path, before.as_deref(), Some(&file.text));
        self.want(&path, before.as_deref(), &file.text)
    }

    /// Wants a file to have this text, whatever it has now.
    pub(crate) fn replace(&mut self, path: &str, text: &str) -> Result<()> {
        let before = self.folder.read(path)?;
        self.want(path, before.as_deref(), text)
    }

    /// Wants all that is still stale to go.
    pub(crate) fn remove_stale(&mut self) -> Result<()> {
        for path in std::mem::take(&mut self.stale) {
            self.removed += 1;
            let before = self.folder.read(&path)?;
            self.contents.source(&path, before.as_deref(), None);
            match self.ending {
                Ending::Check => show(&path, before.as_deref(), None)?,
                Ending::Write => self.stage.remove(self.folder.place(&path))?,
            }
        }
        Ok(())
    }

    fn want(&mut self, path: &str, before: Option<&[u8]>, after: &str) -> Result<()> {
        if before == Some(after.as_bytes()) {
            self.same += 1;
            return Ok(());
        }
        self.changed += 1;
        match self.ending {
            Ending::Check => show(path, before, Some(after)),
            Ending::Write => self.stage.write(&self.folder.place(path), after),
        }
    }

    /// The text of a file that is written by hand in part, if it is there.
    pub(crate) fn text(&self, path: &str) -> Result<Option<String>> {
        let Some(bytes) = self.folder.read(path)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes);
        let place = || {
            format!(
                "{} is not UTF-8; save it so",
                say::path(&self.folder.place(path))
            )
        };
        text.map(Some).with_context(place)
    }

    /// Whether anything stands at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.folder.place(path)).is_ok()
    }

    /// Whether all is as it is wanted.
    pub(crate) fn is_fulfilled(&self) -> bool {
        self.changed + self.removed + self.leftovers == 0
    }

    /// For people: a line with numbers, and what is added and removed by name.
    pub(crate) fn summary(&self) -> String {
        let (changed, removed, same) = (self.changed, self.removed, self.same);
        let root = say::path(&self.folder.root);
        let report = self.contents.report();
        format!("{root}: {changed} changed, {removed} removed, {same} the same{report}")
    }

    /// Puts every staged file in its place.
    pub(crate) fn commit(self) -> Result<()> {
        self.stage.commit()
    }
}

/// Prints a change as a unified diff; nothing means that the file is not there.
fn show(path: &str, before: Option<&[u8]>, after: Option<&str>) -> Result<()> {
    let side = |prefix: &str, is_there: bool| {
        if is_there {
            format!("{prefix}/{path}")
        } else {
            "/dev/null".to_owned()
        }
    };
    let (old, new) = (side("a", before.is_some()), side("b", after.is_some()));
    let before = String::from_utf8_lossy(before.unwrap_or_default());
    let diff = TextDiff::from_lines(before.as_ref(), after.unwrap_or_default());
    say::result(&diff.unified_diff().header(&old, &new).to_string())
}
