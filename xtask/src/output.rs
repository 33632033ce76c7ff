//! Output of the commands: results go to stdout, also for programs, and notes for people to stderr.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};
use wechatpay_codegen::characters::{escape_line, escape_text};

/// Prints a result. If the reader closes the stream early, as `head` does, that is not an error.
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

/// Prints a note. Write errors are ignored, because they must not stop a command that writes files.
pub(crate) fn note(text: impl Display) {
    let text = text.to_string();
    let is_complete = text.is_empty() || text.ends_with('\n');
    let end = if is_complete { "" } else { "\n" };
    let _ = io::stderr().write_all(format!("{}{end}", escape_text(&text)).as_bytes());
}

/// Escapes external text for use in a sentence. Without this, line ends and control characters
/// could send commands to a terminal or to the log of a workflow.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    escape_line(text)
}

/// A path as part of a sentence.
pub(crate) fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy()).into_owned()
}
