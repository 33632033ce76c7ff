//! Uploads: a form with a JSON part, which alone is signed, and a file.

mod form;

use std::fmt;

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine as _};
use bytes::Bytes;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use form::encode;

/// The form in which an operation sends its JSON body together with a file.
///
/// The runtime computes the digest of the file and adds it to the JSON as the last member. It
/// builds the form once, so that all attempts of a call send the same bytes.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// The name of the part with the JSON body, such as `meta`.
    pub json_part: &'a str,
    /// The member of the JSON that gets the SHA-256 digest of the file, in lower-case hexadecimal
    /// digits, such as `sha256`.
    pub digest: &'a str,
    /// The name of the part with the file, such as `file`.
    pub file_part: &'a str,
    /// The name of the file.
    pub file_name: &'a str,
    /// The media types of files by the endings of their names, such as `("png", "image/png")`.
    pub types: &'a [(&'a str, &'a str)],
    /// The content of the file.
    pub content: &'a FileContent,
}

impl<'a> Form<'a> {
    /// The media type that belongs to the ending of the file's name. Upper and lower case do not
    /// matter.
    pub(crate) fn media_type(&self) -> Option<&'a str> {
        let (_, ending) = self.file_name.rsplit_once('.')?;
        let mut types = self.types.iter();
        let (_, media_type) = types.find(|(known, _)| known.eq_ignore_ascii_case(ending))?;
        Some(media_type)
    }
}

/// Omits the name and the content, which are the user's data.
impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("json_part", &self.json_part)
            .field("file_part", &self.file_part)
            .finish_non_exhaustive()
    }
}

/// The content of a file. Clones share the bytes.
///
/// `Debug` shows only the number of bytes. In a stored request, the content is Base64.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FileContent(Bytes);

impl FileContent {
    /// Takes the bytes of the file.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// The bytes of the file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn from_base64(text: &str) -> Result<Self, DecodeError> {
        Ok(Self(STANDARD.decode(text)?.into()))
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileContent({} bytes)", self.0.len())
    }
}

impl Serialize for FileContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for FileContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_base64(&text).map_err(D::Error::custom)
    }
}
