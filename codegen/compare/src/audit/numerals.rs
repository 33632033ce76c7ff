//! Integers in digits and in Chinese numerals: `1,000`, `8亿`, `一千`, `三十六`.

/// The integer at the start of a text, and its length in bytes.
pub(super) fn read(text: &str) -> Option<(i64, usize)> {
    let (number, length) = digits(text).or_else(|| chinese(text))?;
    let mut rest = text.get(length..)?;
    let (mut number, mut length) = (number, length);
    while let Some((factor, unit)) = rest.chars().next().and_then(|c| Some((large(c)?, c))) {
        number = number.checked_mul(factor)?;
        length += unit.len_utf8();
        rest = text.get(length..)?;
    }
    Some((number, length))
}

fn digits(text: &str) -> Option<(i64, usize)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let first = text.find(|c| !is_digit(c)).unwrap_or(text.len());
    let mut number = text.get(..first)?.to_owned();
    let mut length = first;
    // A group after a comma has exactly three digits.
    while let Some(group) = text.get(length..)?.strip_prefix(',') {
        let end = group.find(|c| !is_digit(c)).unwrap_or(group.len());
        if end != 3 || number.is_empty() {
            break;
        }
        number.push_str(group.get(..end)?);
        length += 1 + end;
    }
    let decimal = text.get(length..)?.strip_prefix('.');
    let is_decimal = decimal.is_some_and(|rest| rest.starts_with(is_digit));
    number
        .parse()
        .ok()
        .filter(|_| !is_decimal)
        .map(|number| (number, length))
}

fn chinese(text: &str) -> Option<(i64, usize)> {
    let (mut total, mut digit, mut length) = (0_i64, None, 0);
    for c in text.chars() {
        match (value(c), small(c)) {
            (Some(value), _) => digit = Some(value),
            (None, Some(factor)) => total += digit.take().unwrap_or(1) * factor,
            (None, None) => break,
        }
        length += c.len_utf8();
    }
    (length > 0).then(|| (total + digit.unwrap_or(0), length))
}

fn value(c: char) -> Option<i64> {
    let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let index = match c {
        '两' => Some(2),
        '〇' => Some(0),
        _ => digits.iter().position(|digit| *digit == c),
    };
    index.and_then(|index| i64::try_from(index).ok())
}

fn small(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

fn large(c: char) -> Option<i64> {
    match c {
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn integers_are_read_in_digits_and_in_chinese() {
        let cases = [
            ("32个", Some(32)),
            ("1,000,000次", Some(1_000_000)),
            ("3,最多", Some(3)),
            ("8亿元", Some(800_000_000)),
            ("一千笔", Some(1_000)),
            ("三十六", Some(36)),
            ("十二", Some(12)),
            ("两百五十", Some(250)),
            ("五万", Some(50_000)),
            ("0.3元", None),
            ("个", None),
            ("99999999999亿", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).map(|(number, _)| number), expected, "{text}");
        }
    }
}
