//! Checks that a text is a time in RFC 3339 format, or a date.

/// Whether a text is a time such as `2015-05-20T13:29:35+08:00` or `2015-05-20T13:29:35.5Z`.
///
/// The date must exist, the time of day must be possible, and there must be an offset.
pub(super) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((date_time, rest)) = bytes.split_at_checked(19) else {
        return false;
    };
    let [date @ .., b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2] = date_time else {
        return false;
    };
    is_date(date)
        && number(&[*h1, *h2]).is_some_and(|hour| hour < 24)
        && number(&[*m1, *m2]).is_some_and(|minute| minute < 60)
        // A leap second has the number 60.
        && number(&[*s1, *s2]).is_some_and(|second| second <= 60)
        && without_fraction(rest).is_some_and(is_offset)
}

/// Whether a text is a date such as `2015-05-20`, which must exist.
pub(super) fn is_day(text: &str) -> bool {
    is_date(text.as_bytes())
}

fn is_date(date: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
        return false;
    };
    let parts = (
        number(&[*y1, *y2, *y3, *y4]),
        number(&[*m1, *m2]),
        number(&[*d1, *d2]),
    );
    let (Some(year), Some(month), Some(day)) = parts else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn without_fraction(rest: &[u8]) -> Option<&[u8]> {
    let [b'.', fraction @ ..] = rest else {
        return Some(rest);
    };
    let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    fraction.get(digits..).filter(|_| digits > 0)
}

fn is_offset(offset: &[u8]) -> bool {
    match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            number(&[*h1, *h2]).is_some_and(|hour| hour < 24)
                && number(&[*m1, *m2]).is_some_and(|minute| minute < 60)
        }
        _ => false,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from(*digit).to_digit(10)?;
        Some(number * 10 + digit)
    })
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn only_complete_times_are_accepted() {
        for time in [
            "2015-05-20T13:29:35+08:00",
            "2015-05-20T13:29:35Z",
            "2015-05-20t13:29:35.000001z",
            "2016-02-29T23:59:60-00:00",
            "2000-02-29T00:00:00Z",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in [
            "",
            "2015-05-20",
            "2015-05-20T13:29:35",
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
            "2015-05-20T13:29:35+0800",
            "2015-05-20T13:29:35+08:00 ",
            "2015-05-20T13:29:35+24:00",
            "二零一五年五月二十日十三点",
        ] {
            assert!(!is_time(other), "{other}");
        }
    }
}
