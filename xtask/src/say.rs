//! What the commands say: results to stdout, also for programs; notes to stderr, for people.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};
use wechatpay_codegen::characters::{escape_line, escape_text};

/// Prints a result. A reader who has seen enough, as `head` has, is no failure.
pub(crate) fn result(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(escape_text(text).as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to stdout"),
    }
}

/// Prints a note of some lines. Whether anybody reads it must not decide whether files are written.
pub(crate) fn note(text: impl Display) {
    let text = text.to_string();
    let is_whole = text.is_empty() || text.ends_with('\n');
    let end = if is_whole { "" } else { "\n" };
    let _ = io::stderr().write_all(format!("{}{end}", escape_text(&text)).as_bytes());
}

/// A text from elsewhere as part of a sentence: it may have line ends and whatever else commands a
/// terminal, or whoever reads the log of a workflow.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    escape_line(text)
}

/// A path as part of a sentence.
pub(crate) fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy()).into_owned()
}
