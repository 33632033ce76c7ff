//! Times in the format of RFC 3339, and dates.

use toml_datetime::Datetime;

/// Whether a text is a time such as `2015-05-20T13:29:35+08:00`. TOML has the same format, but also
/// allows parts of it, and a space before the time of day.
pub(super) fn is_rfc3339(text: &str) -> bool {
    let has_t = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    has_t
        && text.parse::<Datetime>().is_ok_and(|time| {
            let has_seconds = time.time.is_some_and(|time| time.second.is_some());
            time.date.is_some() && has_seconds && time.offset.is_some()
        })
}

/// Whether a text is a date such as `2015-05-20`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .parse::<Datetime>()
            .is_ok_and(|time| time.date.is_some())
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_rfc3339};

    #[test]
    fn only_days_that_exist_are_accepted() {
        for date in ["2015-05-20", "2016-02-29", "0000-01-01"] {
            assert!(is_date(date), "{date}");
        }
        for other in [
            "",
            "2015-02-29",
            "2015-5-20",
            "20150520",
            "2015-05-20 ",
            "2015-05-20T00:00:00Z",
            "13:29:35.5",
        ] {
            assert!(!is_date(other), "{other}");
        }
    }

    #[test]
    fn only_complete_times_are_accepted() {
        for time in [
            "2015-05-20T13:29:35+08:00",
            "2015-05-20T13:29:35Z",
            "2015-05-20t13:29:35.000001z",
            "2015-05-20T13:29:35.1234567890123-00:00",
            "2016-02-29T23:59:60+23:59",
            "0000-01-01T00:00:00Z",
        ] {
            assert!(is_rfc3339(time), "{time}");
        }
        for other in [
            "",
            "2015-05-20",
            "13:29:35",
            "2015-05-20T13:29:35",
            "2015-05-20T13:29+08:00",
            "2015-05-20 13:29:35Z",
            "2015-05-20T13:29:35.Z",
            "2015-05-20T24:00:00Z",
            "2015-05-20T13:60:00Z",
            "2015-05-20T13:29:61Z",
            "2015-02-29T13:29:35Z",
            "1900-02-29T13:29:35Z",
            "2015-13-01T13:29:35Z",
            "2015-00-01T13:29:35Z",
            "2015-04-31T13:29:35Z",
            "2015-04-00T13:29:35Z",
            "2015-05-20T13:29:35+0800",
            "2015-05-20T13:29:35+08:00 ",
            "2015-05-20T13:29:35+24:00",
            "2015-05-20T13:29:35+08:60",
            "2015-5-20T13:29:35Z",
            "二零一五年五月二十日十三点",
        ] {
            assert!(!is_rfc3339(other), "{other}");
        }
    }
}
