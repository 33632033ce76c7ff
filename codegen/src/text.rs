//! Checks of texts: a time in the notation of RFC 3339, a date, the characters of an
//! alphabet.
//!
//! `spec/README.md` states the rules. The runtime and the mock have separate implementations;
//! `tests/it/times.rs` compares their results for times.

/// Whether a text is a time: `2015-05-20T13:29:35+08:00`, `2015-05-20t13:29:35.5z`.
fn is_time(text: &str) -> bool {
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

/// Whether a text is a time without seconds, which responses may have: `2025-07-24T00:00+08:00`.
pub(crate) fn is_time_without_seconds(text: &str) -> bool {
    const MINUTES: usize = "2025-07-24T00:00".len();
    let parts = text.split_at_checked(MINUTES);
    parts.is_some_and(|(minutes, offset)| is_time(&format!("{minutes}:00{offset}")))
}

/// A format that is checked.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    /// The word in the spec.
    word: &'static str,
    /// What a text with this format is called.
    pub(crate) called: &'static str,
    pub(crate) example: &'static str,
    fits: fn(&str) -> bool,
}

const FORMATS: [Format; 2] = [
    Format {
        word: "rfc3339",
        called: "a time",
        example: "2015-05-20T13:29:35+08:00",
        fits: is_time,
    },
    Format {
        word: "date",
        called: "a date",
        example: "2015-05-20",
        fits: |text| text.len() == 10 && is_date(text.as_bytes()),
    },
];

/// The format of a field that a text does not have.
pub(crate) fn broken_format(format: Option<&str>, text: &str) -> Option<Format> {
    let mut formats = FORMATS.into_iter();
    let format = formats.find(|known| Some(known.word) == format)?;
    (!(format.fits)(text)).then_some(format)
}

fn is_date(date: &[u8]) -> bool {
    let [year @ .., b'-', m1, m2, b'-', d1, d2] = date else {
        return false;
    };
    let parts = (number(year), number(&[*m1, *m2]), number(&[*d1, *d2]));
    let (Some(year), Some(month), Some(day)) = parts else {
        return false;
    };
    is_day(year, month, day)
}

/// Whether the calendar has this day.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
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

/// Whether an alphabet has a character.
pub(crate) fn has(alphabet: &str, character: char) -> bool {
    alphabet.split_whitespace().any(|word| match word {
        "digits" => character.is_ascii_digit(),
        "letters" => character.is_ascii_alphabetic(),
        "upper" => character.is_ascii_uppercase(),
        "lower" => character.is_ascii_lowercase(),
        single => single.chars().eq([character]),
    })
}

/// Whether these are words of a page that announce a default but break off before its value.
pub(crate) fn breaks_off(text: &str) -> bool {
    let announces = text.contains("默认") || text.contains("缺省");
    announces && !text.contains(|c: char| c.is_ascii_alphanumeric() || c.is_numeric())
}

/// The default of a field without a limit.
pub(crate) const UNLIMITED: &str = "unlimited";
