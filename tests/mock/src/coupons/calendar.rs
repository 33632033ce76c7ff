//! Times as text and as Unix seconds, with the days of UTC+8.

use toml_datetime::{Datetime, Offset};

/// The offset of the platform's clock from UTC, in seconds.
const OFFSET: i64 = 8 * HOUR;
const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;

/// A time such as `2025-08-01T00:00:00+08:00`, in Unix seconds; `None` if it is not such a text. A
/// time without seconds is read as the beginning of its minute.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let time: Datetime = text.parse().ok()?;
    let (date, clock) = (time.date?, time.time?);
    let offset = match time.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes) * 60,
    };
    let days = days_since_1970(
        i64::from(date.year),
        i64::from(date.month),
        i64::from(date.day),
    );
    let of_day = i64::from(clock.hour) * HOUR
        + i64::from(clock.minute) * 60
        + i64::from(clock.second.unwrap_or(0));
    Some(days * DAY + of_day - offset)
}

/// Unix seconds in the format of the pages, in UTC+8.
pub(crate) fn text(seconds: i64) -> String {
    let local = seconds.saturating_add(OFFSET);
    let (year, month, day) = date(local.div_euclid(DAY));
    let of_day = local.rem_euclid(DAY);
    let (hour, minute, second) = (of_day / HOUR, of_day % HOUR / 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
}

/// The number of the day in UTC+8.
pub(super) fn day(seconds: i64) -> i64 {
    seconds.saturating_add(OFFSET).div_euclid(DAY)
}

/// The beginning of a day in UTC+8.
pub(super) fn start_of(day: i64) -> i64 {
    day.saturating_mul(DAY).saturating_sub(OFFSET)
}

/// Days of the Gregorian calendar. A year begins in March here, so that a leap day is its last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        for (time, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T08:00:00+08:00", 0),
            ("2000-02-29T23:59:59+08:00", 951_839_999),
            ("2025-08-01T00:00:00+08:00", 1_753_977_600),
            ("1969-12-31T23:59:59+08:00", -28_801),
            ("2100-03-01T00:00:00+08:00", 4_107_513_600),
        ] {
            assert_eq!(seconds(time), Some(expected), "{time}");
            assert_eq!(seconds(&text(expected)), Some(expected), "{time}");
        }
        assert_eq!(text(1_753_977_600), "2025-08-01T00:00:00+08:00");
        assert_eq!(seconds("2025-01-01T00:00+08:00"), Some(1_735_660_800));
        for other in ["", "2025-01-01", "2025-01-01T00:00:00", "now"] {
            assert_eq!(seconds(other), None, "{other}");
        }
    }

    #[test]
    fn days_begin_at_midnight_in_utc_plus_8() {
        let midnight = seconds("2025-08-01T00:00:00+08:00").unwrap();
        assert_eq!(day(midnight), day(midnight - 1) + 1);
        assert_eq!(start_of(day(midnight + 5)), midnight);
    }

    #[test]
    fn extreme_times_do_not_overflow() {
        for seconds in [i64::MIN, i64::MAX] {
            assert!(text(seconds).ends_with("+08:00"));
            let _ = start_of(day(seconds));
        }
    }
}
