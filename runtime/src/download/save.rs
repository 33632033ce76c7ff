//! Writes a received file. It gets its name after its digest was checked.

use std::error::Error as StdError;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::call::nonce::Nonce;
use crate::download::ReceivedFile;
use crate::error::{Error, ErrorKind};

impl ReceivedFile {
    /// Writes the file to `path`, in constant memory, and returns its number of bytes.
    ///
    /// The pieces go to a new file next to `path`. It is renamed to `path` after all of it was
    /// written and its digest was checked, and replaces a file of that name. If anything fails, or
    /// if this future is dropped, the new file is removed and `path` is unchanged. A file
    /// [`without_digest`](crate::download::Download::without_digest) is saved unchecked.
    ///
    /// Writing blocks the thread for short times. Use [`chunk`](Self::chunk) to write in another
    /// way.
    ///
    /// # Errors
    /// If the file cannot be received or written, or if its digest is wrong.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, SaveError> {
        let path = path.as_ref();
        let mut part = Part::create(path)?;
        let mut length = 0;
        while let Some(chunk) = self.chunk().await? {
            part.file.write_all(&chunk)?;
            length += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        }
        part.rename_to(path)?;
        Ok(length)
    }
}

/// The file next to the final one. It is removed when it is dropped before it was renamed.
struct Part {
    file: File,
    path: PathBuf,
    is_renamed: bool,
}

impl Part {
    fn create(path: &Path) -> io::Result<Self> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path has no name"))?;
        let random = Nonce::random().map_err(io::Error::other)?;
        let mut part = name.to_owned();
        part.push(format!(".{}.part", random.as_str()));
        let path = path.with_file_name(part);
        Ok(Self {
            file: File::options().write(true).create_new(true).open(&path)?,
            path,
            is_renamed: false,
        })
    }

    fn rename_to(mut self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)?;
        self.is_renamed = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_renamed {
            // Nobody could be told about an error here.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The reason why a file could not be saved.
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError {
    /// The file was not received, or its digest is wrong.
    Download(Error),
    /// The file could not be written.
    File(io::Error),
}

impl From<Error> for SaveError {
    fn from(why: Error) -> Self {
        Self::Download(why)
    }
}

impl From<io::Error> for SaveError {
    fn from(why: io::Error) -> Self {
        Self::File(why)
    }
}

impl SaveError {
    /// The kind of the error, which is also in its text.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Download(why) => why.kind(),
            Self::File(_) => ErrorKind::UnwritableFile,
        }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Download(why) => why.fmt(f),
            Self::File(why) => {
                write!(f, "the file could not be written: {why} [{}]", self.kind())
            }
        }
    }
}

impl StdError for SaveError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Download(why) => Some(why),
            Self::File(why) => Some(why),
        }
    }
}
