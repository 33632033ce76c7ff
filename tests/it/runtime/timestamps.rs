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
    assert_eq!(Timestamp::try_from(time).unwrap().as_str(), TEXT);
    assert_eq!(Timestamp::from(jiff).as_str(), "2015-05-20T05:29:35Z");
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
