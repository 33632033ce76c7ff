//! Reads saved pages.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wechatpay_compare::audit::page_text;

use crate::output;

/// The text of a page that was saved as text or HTML.
pub(crate) fn text(page: &Path) -> Result<Vec<u8>> {
    Ok(page_text(&bytes(page)?))
}

/// Maximum size of a page in MiB. It is about thirty times the size of a page with all its scripts.
const MAX_MIB: u64 = 16;

/// The bytes of a page. The path is a file or a link to a file.
fn bytes(page: &Path) -> Result<Vec<u8>> {
    let name = output::path(page);
    let cannot_read = || format!("cannot read {name}");
    // Opening a pipe would wait for a writer.
    let metadata = fs::metadata(page).with_context(cannot_read)?;
    if !metadata.is_file() {
        bail!("{name} is not a file; save the page and pass the path of the file");
    }
    let limit = MAX_MIB << 20;
    let mut bytes = Vec::new();
    let file = File::open(page).with_context(cannot_read)?;
    let mut limited = file.take(limit + 1);
    limited.read_to_end(&mut bytes).with_context(cannot_read)?;
    if bytes.len() as u64 > limit {
        bail!("{name} is larger than {MAX_MIB} MiB, the maximum size of a page");
    }
    Ok(bytes)
}
