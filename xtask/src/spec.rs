//! Reading a spec folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wechatpay_codegen::source::Sources;

/// A folder of YAML files.
pub(crate) struct Folder {
    name: String,
    sources: Sources,
}

impl Folder {
    /// Reads all of it. Files are named from the folder's own name on, wherever it lies, so that headers do not change
    /// with the place from which the command was run.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("cannot open the spec folder {}", folder.display()))?;
        let name = match folder.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => "spec".to_owned(),
        };
        let mut files = Vec::new();
        collect(&folder, &name, &mut files)?;
        if files.is_empty() {
            bail!("there is no .yaml file below {}", folder.display());
        }
        let sources = Sources::new(files);
        Ok(Self { name, sources })
    }

    /// The folder's own name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its files.
    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }
}

fn collect(folder: &Path, shown: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path: PathBuf = entry
            .with_context(|| format!("cannot read {}", folder.display()))?
            .path();
        let Some(name) = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
        else {
            continue;
        };
        let shown = format!("{shown}/{name}");
        if path.is_dir() {
            collect(&path, &shown, files)?;
        } else if is_yaml(&path) {
            let bytes =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.push((shown, bytes));
        }
    }
    Ok(())
}

/// `.yml` counts too: a file that is silently not read would be worse.
fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
}
