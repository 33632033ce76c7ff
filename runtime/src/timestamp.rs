//! Times in the text form of the wire.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in time, kept as the text that is sent or received.
///
/// The format is RFC 3339, for example `2015-05-20T13:29:35+08:00`. This type accepts any text,
/// because a time that cannot be parsed must not turn a successful response into an error. The
/// features `chrono`, `jiff` and `time` add conversions in both directions. The conversions from
/// the text can fail.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text that is sent or received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl crate::parameters::ParameterValue for Timestamp {
    fn each(&self, add: &mut dyn FnMut(String)) {
        add(self.0.clone());
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, FixedOffset, ParseError, SecondsFormat};

    use super::Timestamp;

    /// Keeps the offset of the value and drops fractions of a second, as the pages write times.
    impl From<DateTime<FixedOffset>> for Timestamp {
        fn from(time: DateTime<FixedOffset>) -> Self {
            Self(time.to_rfc3339_opts(SecondsFormat::Secs, false))
        }
    }

    impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
        type Error = ParseError;

        fn try_from(timestamp: &Timestamp) -> Result<Self, ParseError> {
            DateTime::parse_from_rfc3339(&timestamp.0)
        }
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::Timestamp;

    /// Writes the time in UTC.
    impl From<jiff::Timestamp> for Timestamp {
        fn from(time: jiff::Timestamp) -> Self {
            Self(time.to_string())
        }
    }

    impl TryFrom<&Timestamp> for jiff::Timestamp {
        type Error = jiff::Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, jiff::Error> {
            timestamp.0.parse()
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use time::OffsetDateTime;
    use time::error::{Format, Parse};
    use time::format_description::well_known::Rfc3339;

    use super::Timestamp;

    /// Keeps the offset of the value. Fails for years after 9999.
    impl TryFrom<OffsetDateTime> for Timestamp {
        type Error = Format;

        fn try_from(time: OffsetDateTime) -> Result<Self, Format> {
            time.format(&Rfc3339).map(Self)
        }
    }

    impl TryFrom<&Timestamp> for OffsetDateTime {
        type Error = Parse;

        fn try_from(timestamp: &Timestamp) -> Result<Self, Parse> {
            Self::parse(&timestamp.0, &Rfc3339)
        }
    }
}
