//! Diagnostics for entries of the spec folder that were not read.

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MAX_BYTES, Unread};

/// What to do so that the generator skips an entry.
const SKIPPED: &str = "or move it out of the spec folder, \
                       or give it a name that begins with `.` or ends with `~`";

/// Reports an entry that was not read.
pub(super) fn report(reader: &Reader<'_>, unread: &Unread) {
    let path = &reader.file.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let (code, message, help) = match unread {
        Unread::Other => {
            reader.report(
                Diagnostic::warning(
                    Code::UNREAD_FILE,
                    format!("unread file `{name}`"),
                    reader.span(0, 0),
                )
                .help(format!(
                    "rename it if it belongs to the spec, whose files end in `.yaml`; {SKIPPED}"
                )),
            );
            return;
        }
        Unread::Extension { meant } => (
            Code::UNREAD_FILE,
            format!("unusual extension of the YAML file `{name}`"),
            format!("rename it to `{meant}`; {SKIPPED}"),
        ),
        Unread::Name { meant } => (
            Code::FILE_NAME,
            format!("characters in the name `{name}` that are not allowed"),
            match meant {
                Some(meant) => format!("rename it to `{meant}`"),
                None => "choose a name of ASCII letters, digits, `_` and `-` that begins with a \
                         letter or digit"
                    .to_owned(),
            },
        ),
        Unread::Device { meant } => (
            Code::FILE_NAME,
            format!("name `{name}`, which Windows keeps for a device"),
            format!("rename it, for example to `{meant}`"),
        ),
        Unread::Case { other } => (
            Code::FILE_NAME,
            format!("name `{name}`, which differs from `{other}` only in upper and lower case"),
            "rename one of the two: macOS and Windows cannot keep both".to_owned(),
        ),
        Unread::Link => (
            Code::UNREAD_FILE,
            format!("symbolic link `{name}`"),
            "replace it with what it leads to, or delete it".to_owned(),
        ),
        Unread::Special => (
            Code::UNREAD_FILE,
            format!("`{name}`, which is neither a file nor a folder"),
            "replace it with a regular file, or delete it".to_owned(),
        ),
        Unread::TooLarge => (
            Code::TOO_LARGE,
            format!("file `{name}` of more than {} MiB", MAX_BYTES >> 20),
            "write each page into a file of its own".to_owned(),
        ),
        Unread::Failed(error) => (
            Code::UNREAD_FILE,
            format!("unreadable `{name}`: {error}"),
            "make sure that you may read it".to_owned(),
        ),
    };
    reader.report(Diagnostic::error(code, message, reader.span(0, 0)).help(help));
}
