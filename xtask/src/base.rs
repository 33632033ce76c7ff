//! The spec as it was: out of a commit, read by `git` itself, or out of another folder.

use std::path::Path;

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::{Sources, folder_name};

use crate::git::git;

/// Reads the base of a comparison: a folder, if there is one of that name, else the spec folder in a commit.
pub(crate) fn read(base: &str, spec: &Path) -> Result<Sources> {
    let sources = if Path::new(base).is_dir() {
        Sources::read(Path::new(base))?
    } else {
        in_commit(base, spec)?
    };
    if sources.is_empty() {
        bail!("there is no .yaml file in the base `{base}`");
    }
    Ok(sources)
}

fn in_commit(commit: &str, spec: &Path) -> Result<Sources> {
    if commit.starts_with('-') {
        bail!("`{commit}` is neither a folder nor a commit");
    }
    let tree = git(spec, &["ls-tree", "-r", "-z", "--name-only", commit])
        .with_context(|| format!("`{commit}` is no folder, and git cannot read it as a commit"))?;
    let shown = folder_name(spec);
    let mut files = Vec::new();
    for name in tree
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let name = String::from_utf8_lossy(name).into_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|e| e == "yaml" || e == "yml")
        {
            let bytes = git(spec, &["cat-file", "blob", &format!("{commit}:./{name}")])?;
            files.push((format!("{shown}/{name}"), bytes));
        }
    }
    Ok(Sources::new(files))
}
