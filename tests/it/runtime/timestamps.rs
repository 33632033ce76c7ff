//! Times keep their text, and three libraries read the same instant from it.

use wechatpay_runtime::Timestamp;

/// As the pages write times.
const TEXT: &str = "2015-05-20T13:29:35+08:00";
const SECONDS: i64 = 1_432_099_775;

#[test]
fn chrono_jiff_and_time_read_a_timestamp_as_the_same_instant() {
    let timestamp = Timestamp::from(TEXT);
    let chrono = chrono::DateTime::<chrono::FixedOffset>::try_from(&timestamp).unwrap();
    let jiff = jiff::Timestamp::try_from(&timestamp).unwrap();
    let time = time::OffsetDateTime::try_from(&timestamp).unwrap();
    assert_eq!(chrono.timestamp(), SECONDS);
    assert_eq!(jiff.as_second(), SECONDS);
    assert_eq!(time.unix_timestamp(), SECONDS);
    assert_eq!(Timestamp::from(chrono).as_str(), TEXT);
    assert_eq!(Timestamp::from(time).as_str(), TEXT);
    let zoned = jiff.to_zoned(jiff::tz::Offset::constant(8).to_time_zone());
    assert_eq!(Timestamp::from(zoned).as_str(), TEXT);
}

#[test]
fn times_are_written_in_whole_seconds_with_an_offset() {
    const UTC: &str = "2015-05-20T05:29:35+00:00";
    let nanoseconds = 999_999_999;
    let chrono = chrono::DateTime::from_timestamp(SECONDS, nanoseconds).unwrap();
    let jiff = jiff::Timestamp::new(SECONDS, 999_999_999).unwrap();
    let time = time::UtcDateTime::from_unix_timestamp(SECONDS)
        .and_then(|time| time.replace_nanosecond(nanoseconds))
        .unwrap();
    assert_eq!(Timestamp::from(chrono).as_str(), UTC);
    assert_eq!(Timestamp::from(jiff).as_str(), UTC);
    assert_eq!(Timestamp::from(time).as_str(), UTC);
    let west = chrono::FixedOffset::west_opt(3 * 3600 + 1800).unwrap();
    let west = Timestamp::from(chrono.with_timezone(&west));
    assert_eq!(west.as_str(), "2015-05-20T01:59:35-03:30");
}

/// Shanghai's local mean time was 8:05:43 ahead of UTC, which RFC 3339 cannot say.
#[test]
fn an_offset_with_seconds_keeps_the_instant() {
    const SHANGHAI: i32 = 8 * 3600 + 5 * 60 + 43;
    let start = -2_177_481_600;
    let chrono = chrono::DateTime::from_timestamp(start, 0).unwrap();
    let chrono = chrono.with_timezone(&chrono::FixedOffset::east_opt(SHANGHAI).unwrap());
    let jiff = jiff::Timestamp::from_second(start).unwrap();
    let jiff = jiff.to_zoned(
        jiff::tz::Offset::from_seconds(SHANGHAI)
            .unwrap()
            .to_time_zone(),
    );
    let time = time::OffsetDateTime::from_unix_timestamp(start).unwrap();
    let time = time.to_offset(time::UtcOffset::from_whole_seconds(SHANGHAI).unwrap());
    for written in [Timestamp::from(chrono), jiff.into(), time.into()] {
        let read = jiff::Timestamp::try_from(&written).unwrap();
        assert_eq!(read.as_second(), start, "{written}");
    }
}

/// Times that RFC 3339 cannot express become texts that the check of a request reports.
#[test]
fn times_at_the_end_of_the_calendar_do_not_panic() {
    let east = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
    let west = chrono::FixedOffset::west_opt(8 * 3600).unwrap();
    let last = chrono::DateTime::<chrono::Utc>::MAX_UTC.with_timezone(&east);
    let first = chrono::DateTime::<chrono::Utc>::MIN_UTC.with_timezone(&west);
    for time in [Timestamp::from(last), first.into()] {
        assert!(
            chrono::DateTime::<chrono::FixedOffset>::try_from(&time).is_err(),
            "{time}"
        );
    }
    let year_9999 = time::Date::from_calendar_date(9999, time::Month::December, 31).unwrap();
    let offset = time::UtcOffset::from_hms(-1, 0, -30).unwrap();
    let end = year_9999
        .with_hms(23, 59, 59)
        .unwrap()
        .assume_offset(offset);
    assert_eq!(Timestamp::from(end).as_str(), "10000-01-01T00:00:00+00:00");
    let day = jiff::tz::Offset::from_seconds(25 * 3600).unwrap();
    let zoned = jiff::Timestamp::from_second(SECONDS)
        .unwrap()
        .to_zoned(day.to_time_zone());
    assert_eq!(Timestamp::from(zoned).as_str(), "2015-05-20T05:29:35+00:00");
}

#[test]
fn a_timestamp_that_is_not_a_time_keeps_its_text() {
    for text in ["", "soon", "2015-05-20", "2015-02-30T00:00:00+08:00"] {
        let timestamp: Timestamp = serde_json::from_value(serde_json::json!(text)).unwrap();
        assert_eq!(timestamp.as_str(), text);
        assert_eq!(
            serde_json::to_value(&timestamp).unwrap(),
            serde_json::json!(text)
        );
        assert!(chrono::DateTime::<chrono::FixedOffset>::try_from(&timestamp).is_err());
        assert!(jiff::Timestamp::try_from(&timestamp).is_err());
        assert!(time::OffsetDateTime::try_from(&timestamp).is_err());
    }
}
