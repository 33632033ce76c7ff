//! The files that a merchant downloads from the real service.

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use crate::mock::Mock;

pub(crate) const MERCHANT_KEY: &str = "apiclient_key.pem";
pub(crate) const MERCHANT_CERTIFICATE: &str = "apiclient_cert.pem";
pub(crate) const PUBLIC_KEY: &str = "pub_key.pem";
pub(crate) const PLATFORM_CERTIFICATE: &str = "wechatpay_cert.pem";
pub(crate) const SECOND_PUBLIC_KEY: &str = "second_pub_key.pem";
pub(crate) const SECOND_PLATFORM_CERTIFICATE: &str = "second_wechatpay_cert.pem";

/// A folder with the key files of a mock.
pub(crate) struct KeyFiles(PathBuf);

impl KeyFiles {
    /// Writes the files into this folder, or into a new temporary one, under their usual names.
    pub(crate) fn write(mock: &Mock, folder: Option<&Path>) -> io::Result<Self> {
        let folder = match folder {
            Some(folder) => {
                fs::create_dir_all(folder).map_err(|error| named(folder, &error))?;
                folder.to_owned()
            }
            None => temporary_folder()?,
        };
        for (name, pem) in [
            (MERCHANT_KEY, mock.merchant_key_pem()),
            (MERCHANT_CERTIFICATE, mock.merchant_certificate_pem()),
            (PUBLIC_KEY, mock.public_key_pem()),
            (PLATFORM_CERTIFICATE, mock.platform_certificate_pem()),
            (SECOND_PUBLIC_KEY, mock.second_public_key_pem()),
            (
                SECOND_PLATFORM_CERTIFICATE,
                mock.second_platform_certificate_pem(),
            ),
        ] {
            let path = folder.join(name);
            write(&path, pem).map_err(|error| named(&path, &error))?;
        }
        Ok(Self(folder))
    }

    /// The path of the file with this name.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

/// Makes a folder that did not exist before.
fn temporary_folder() -> io::Result<PathBuf> {
    let mut number = 0_u32;
    loop {
        let name = format!("wechatpay-mock-{}-{number}", process::id());
        let folder = env::temp_dir().join(name);
        match for_owner(&mut DirBuilder::new()).create(&folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            made => {
                return made
                    .map(|()| folder.clone())
                    .map_err(|e| named(&folder, &e));
            }
        }
    }
}

/// Writes a new file beside and renames it, so that only the owner can read the file from the start,
/// and it is never incomplete.
fn write(path: &Path, pem: &str) -> io::Result<()> {
    let beside = path.with_extension(format!("pem.{}", process::id()));
    let written = create(&beside).and_then(|mut file| file.write_all(pem.as_bytes()));
    written.and_then(|()| fs::rename(&beside, path))
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)
}

/// Elsewhere, the folder's permissions apply.
#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn for_owner(builder: &mut DirBuilder) -> &mut DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;

    builder.mode(0o700)
}

#[cfg(not(unix))]
fn for_owner(builder: &mut DirBuilder) -> &mut DirBuilder {
    builder
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
