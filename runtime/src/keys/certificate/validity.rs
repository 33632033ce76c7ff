//! The validity of a certificate, and times as readable text.

use std::fmt;
use std::time::Duration;

use der::DateTime;

/// A period of validity, in Unix seconds. Both ends are included.
#[derive(Clone, Copy)]
pub(super) struct Validity {
    pub(super) not_before: i64,
    pub(super) not_after: i64,
}

impl Validity {
    pub(super) fn contains(self, now: i64) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", Utc(self.not_before), Utc(self.not_after))
    }
}

/// Displays Unix seconds as date and time, or as a number for times before 1970 or after the year
/// 9999.
pub(super) struct Utc(pub(super) i64);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since_1970 = u64::try_from(self.0).ok().map(Duration::from_secs);
        let Some(Ok(time)) = since_1970.map(DateTime::from_unix_duration) else {
            return write!(f, "{} s since 1970", self.0);
        };
        let (year, month, day) = (time.year(), time.month(), time.day());
        let (hour, minutes, seconds) = (time.hour(), time.minutes(), time.seconds());
        write!(
            f,
            "{year}-{month:02}-{day:02} {hour:02}:{minutes:02}:{seconds:02} UTC"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_times_are_formatted_from_year_1970_to_9999_and_beyond() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_700_000_000, "2023-11-14 22:13:20 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (253_402_300_800, "253402300800 s since 1970"),
            (i64::MAX, "9223372036854775807 s since 1970"),
            (-1, "-1 s since 1970"),
            (i64::MIN, "-9223372036854775808 s since 1970"),
        ] {
            assert_eq!(Utc(seconds).to_string(), text);
        }
    }
}
