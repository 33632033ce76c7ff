//! Applies the fixes of diagnostics to the files of a spec, for `lint --fix` and `audit --fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;
use wechatpay_codegen::diagnostic::{Code, Diagnostic, Diagnostics};
use wechatpay_codegen::source::{FileId, Sources};

use crate::folder::Folder;
use crate::stage::Stage;
use crate::{lint, output, spec};

/// The argument `--fix`.
#[derive(Args)]
pub(crate) struct Selection {
    /// Apply the fixes of all diagnostics, or of those with these codes: `--fix=CODE,CODE`
    #[arg(
        long, value_name = "CODE", num_args = 0.., require_equals = true, value_delimiter = ',',
        value_parser = lint::code
    )]
    fix: Option<Vec<Code>>,
}

/// The maximum number of rounds. A fix can reveal a problem that has a fix, too.
const MAX_ROUNDS: usize = 50;

/// Fixes the spec in `folder`, if the user asked for it. `check` finds the diagnostics.
///
/// Fixes are applied in memory until there are no more. Then all changed files are written.
pub(crate) fn run(
    folder: &Path,
    selection: &Selection,
    check: impl Fn(&Sources) -> Diagnostics,
) -> Result<()> {
    let Some(codes) = &selection.fix else {
        return Ok(());
    };
    let folder = Folder {
        root: folder.to_owned(),
    };
    let _lock = folder.lock(true);
    let mut fixing = Fixing {
        sources: spec::sources(&folder.root)?,
        ..Fixing::default()
    };
    for _ in 0..MAX_ROUNDS {
        let found = check(&fixing.sources);
        if !fixing.round(&found, codes) {
            break;
        }
    }
    fixing.write(&folder)?;
    fixing.report();
    Ok(())
}

/// The texts and the results of a run.
#[derive(Default)]
struct Fixing {
    sources: Sources,
    /// The original texts of the changed files.
    before: BTreeMap<FileId, String>,
    /// The applied fixes, with a line for each.
    applied: BTreeMap<Identity, String>,
    /// The fixes that are not applied, because another page needs the text as it was.
    contradictory: BTreeSet<Identity>,
    /// A line for each fix that is not applied.
    refused: String,
}

/// A diagnostic that stays recognizable when lines move: code, file, message, and the text of the
/// line.
type Identity = (Code, String, String, String);

impl Fixing {
    /// Applies all fixes that can be applied together. Returns whether there may be more.
    fn round(&mut self, found: &Diagnostics, codes: &[Code]) -> bool {
        let is_wanted = |found: &Diagnostic| codes.is_empty() || codes.contains(&found.code);
        let is_contradictory =
            |found: &Diagnostic| self.contradictory.contains(&identity(found, &self.sources));
        let fixes = found.fixes(&self.sources, |found| {
            is_wanted(found) && !is_contradictory(found)
        });
        let contradictory = found.iter().filter(|found| is_contradictory(found));
        let refused = fixes.refused.iter().chain(contradictory);
        self.refused = refused
            .map(|found| self.line("not fixed, because another fix needs the same text", found))
            .collect();
        let applied = fixes.applied.iter().map(|found| {
            let line = self.line("fixed", found);
            (identity(found, &self.sources), line)
        });
        let applied: BTreeMap<Identity, String> = applied.collect();
        let is_again = |identity: &&Identity| self.applied.contains_key(*identity);
        let again: Vec<Identity> = applied.keys().filter(is_again).cloned().collect();
        if !again.is_empty() {
            self.contradictory.extend(again);
            self.restart();
            return true;
        }
        let is_last = applied.is_empty();
        self.applied.extend(applied);
        for (file, text) in fixes.texts(&self.sources) {
            let original = || self.sources.file(file).text.clone();
            self.before.entry(file).or_insert_with(original);
            self.sources.replace(file, text);
        }
        !is_last
    }

    /// Goes back to the original texts.
    fn restart(&mut self) {
        self.applied.clear();
        for (file, text) in std::mem::take(&mut self.before) {
            self.sources.replace(file, text);
        }
    }

    /// A line with the place of a diagnostic, its message and its code.
    fn line(&self, result: &str, found: &Diagnostic) -> String {
        let source = self.sources.file(found.primary.span.file);
        let (line, _) = source.position(found.primary.span.start);
        let path = output::quoted(&source.path);
        let (message, code) = (output::quoted(&found.message), found.code.as_str());
        format!("{path}:{line}: {result}: {message} ({code})\n")
    }

    /// Writes all changed files, or none.
    fn write(&self, folder: &Folder) -> Result<()> {
        let mut stage = Stage::default();
        for (id, original) in &self.before {
            let file = self.sources.file(*id);
            // The shown path begins with the name of the folder.
            let path = file
                .path
                .split_once('/')
                .context("a file outside the spec")?
                .1;
            let path = folder.full_path(path);
            let shown = output::path(&path);
            let current = fs::read(&path).with_context(|| format!("cannot read {shown}"))?;
            if current != original.as_bytes() {
                bail!("{shown} was changed during the run, so nothing was changed; run again");
            }
            stage.edit(&path, &file.text)?;
        }
        stage.commit()
    }

    /// Prints each fix, and the numbers.
    fn report(&self) {
        output::note(
            self.applied
                .values()
                .map(String::as_str)
                .collect::<String>(),
        );
        output::note(&self.refused);
        output::note(format_args!(
            "Fixes: {} applied, {} refused; changed files: {}.",
            self.applied.len(),
            self.refused.lines().count(),
            self.before.len()
        ));
    }
}

fn identity(found: &Diagnostic, sources: &Sources) -> Identity {
    let source = sources.file(found.primary.span.file);
    let start = source.clamp(found.primary.span).start;
    let before = source.text[..start].rfind('\n').map_or(0, |end| end + 1);
    let line = source.text[before..].lines().next().unwrap_or_default();
    (
        found.code,
        source.path.clone(),
        found.message.clone(),
        line.to_owned(),
    )
}
