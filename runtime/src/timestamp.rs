//! Times in the text form of the wire.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in time, kept as the text that is sent or received.
///
/// The format is RFC 3339, for example `2015-05-20T13:29:35+08:00`. This type accepts any text,
/// because a time that cannot be parsed must not turn a successful response into an error. The
/// features `chrono`, `jiff` and `time` add conversions in both directions. The conversions from
/// the text can fail; they read a time without seconds, such as `2025-07-24T00:00+08:00`, as the
/// beginning of the minute. The conversions to the text all write the same form: whole seconds with the
/// offset as digits, for example `2015-05-20T13:29:35+00:00` for a time in UTC. Fractions of a second
/// are dropped.
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

/// The text with seconds. Samples of some pages have times without them.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn with_seconds(text: &str) -> std::borrow::Cow<'_, str> {
    const MINUTES: usize = "2025-07-24T00:00".len();
    match text.split_at_checked(MINUTES) {
        Some((minutes, offset)) if offset.starts_with(['Z', 'z', '+', '-']) => {
            format!("{minutes}:00{offset}").into()
        }
        _ => text.into(),
    }
}

/// A time of a calendar as text: whole seconds and the offset, as the pages write times.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
struct Local {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// East of UTC. RFC 3339 has no seconds in an offset, so it must be whole minutes.
    offset_minutes: i32,
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
impl From<Local> for Timestamp {
    fn from(time: Local) -> Self {
        let Local {
            year,
            month,
            day,
            hour,
            minute,
            second,
            offset_minutes,
        } = time;
        let sign = if offset_minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (
            offset_minutes.unsigned_abs() / 60,
            offset_minutes.unsigned_abs() % 60,
        );
        Self(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}"
        ))
    }
}

/// The offset to write a time with. RFC 3339 has neither an offset with seconds nor one of a day or
/// more. Such a time is written in UTC.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn whole_minutes(offset_seconds: i32) -> Option<i32> {
    const DAY: u32 = 24 * 60 * 60;
    let is_possible = offset_seconds % 60 == 0 && offset_seconds.unsigned_abs() < DAY;
    is_possible.then_some(offset_seconds / 60)
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, Datelike, FixedOffset, Offset, ParseError, TimeZone, Timelike};

    use super::{Local, Timestamp, whole_minutes, with_seconds};

    /// Keeps the offset of the value. RFC 3339 has years from 0 to 9999 only; another year gives a
    /// text that the check of a request reports.
    impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
        fn from(time: DateTime<Z>) -> Self {
            let (utc, offset) = (time.naive_utc(), time.offset().fix());
            let minutes = whole_minutes(offset.local_minus_utc());
            // A time at the end of the calendar may have no local time.
            match (minutes, utc.checked_add_offset(offset)) {
                (Some(minutes), Some(local)) => write(&local, minutes),
                _ => write(&utc, 0),
            }
        }
    }

    fn write(time: &chrono::NaiveDateTime, offset_minutes: i32) -> Timestamp {
        let local = Local {
            year: time.year().into(),
            month: time.month(),
            day: time.day(),
            hour: time.hour(),
            minute: time.minute(),
            second: time.second(),
            offset_minutes,
        };
        local.into()
    }

    impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
        type Error = ParseError;

        fn try_from(timestamp: &Timestamp) -> Result<Self, ParseError> {
            DateTime::parse_from_rfc3339(&with_seconds(&timestamp.0))
        }
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use jiff::tz::TimeZone;

    use super::{Local, Timestamp, whole_minutes, with_seconds};

    /// Writes the time in UTC. RFC 3339 has no years before 0; such a year gives a text that the
    /// check of a request reports.
    impl From<jiff::Timestamp> for Timestamp {
        fn from(time: jiff::Timestamp) -> Self {
            time.to_zoned(TimeZone::UTC).into()
        }
    }

    /// Keeps the offset of the value, but not the name of the time zone.
    impl From<jiff::Zoned> for Timestamp {
        fn from(time: jiff::Zoned) -> Self {
            match whole_minutes(time.offset().seconds()) {
                Some(minutes) => write(time.datetime(), minutes),
                None => time.timestamp().into(),
            }
        }
    }

    fn write(time: jiff::civil::DateTime, offset_minutes: i32) -> Timestamp {
        let number = |part: i8| u32::from(part.unsigned_abs());
        let local = Local {
            year: time.year().into(),
            month: number(time.month()),
            day: number(time.day()),
            hour: number(time.hour()),
            minute: number(time.minute()),
            second: number(time.second()),
            offset_minutes,
        };
        local.into()
    }

    impl TryFrom<&Timestamp> for jiff::Timestamp {
        type Error = jiff::Error;

        fn try_from(timestamp: &Timestamp) -> Result<Self, jiff::Error> {
            with_seconds(&timestamp.0).parse()
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use time::error::Parse;
    use time::format_description::well_known::Rfc3339;
    use time::{OffsetDateTime, UtcDateTime, UtcOffset};

    use super::{Local, Timestamp, whole_minutes, with_seconds};

    /// Keeps the offset of the value. RFC 3339 has years from 0 to 9999 only; another year gives a
    /// text that the check of a request reports.
    impl From<OffsetDateTime> for Timestamp {
        fn from(time: OffsetDateTime) -> Self {
            let minutes = whole_minutes(time.offset().whole_seconds());
            let utc = || time.checked_to_offset(UtcOffset::UTC);
            let (time, offset_minutes) = match minutes {
                Some(minutes) => (time, minutes),
                // A time at the end of the calendar may have no time in UTC. Its year is 9999 or
                // -9999, and the next one is not in RFC 3339 either.
                None => match utc() {
                    Some(utc) => (utc, 0),
                    None => return Self(format!("{}-01-01T00:00:00+00:00", next_year(time))),
                },
            };
            let local = Local {
                year: time.year().into(),
                month: u8::from(time.month()).into(),
                day: time.day().into(),
                hour: time.hour().into(),
                minute: time.minute().into(),
                second: time.second().into(),
                offset_minutes,
            };
            local.into()
        }
    }

    fn next_year(time: OffsetDateTime) -> i32 {
        time.year() + time.year().signum()
    }

    /// Writes the time in UTC.
    impl From<UtcDateTime> for Timestamp {
        fn from(time: UtcDateTime) -> Self {
            OffsetDateTime::from(time).into()
        }
    }

    impl TryFrom<&Timestamp> for OffsetDateTime {
        type Error = Parse;

        fn try_from(timestamp: &Timestamp) -> Result<Self, Parse> {
            Self::parse(&with_seconds(&timestamp.0), &Rfc3339)
        }
    }
}
