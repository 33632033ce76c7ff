//! Splits a listing that was saved as one long line with line numbers.

use super::text::Slice;

/// The lines of a listing. `comments` is true if the language has `//` comments, in which quotes
/// are ignored.
pub(crate) fn split(listing: Slice<'_>, comments: bool) -> Vec<Slice<'_>> {
    let mut lines = Vec::new();
    let mut start = usize::from(listing.text.starts_with('1'));
    for number in 2_u32.. {
        let number = number.to_string();
        let Some(end) = find(listing.text, start, &number, comments) else {
            break;
        };
        lines.push(listing.part(start..end));
        start = end + number.len();
    }
    lines.push(listing.from(start));
    lines
}

/// The listing as text with line ends.
pub(crate) fn without_numbers(listing: Slice<'_>, comments: bool) -> String {
    let lines = split(listing, comments);
    let lines: Vec<&str> = lines.iter().map(|line| line.text).collect();
    lines.join("\n")
}

/// The offset of the next line number. It comes after white space and outside quotes, and the next
/// character does not make it part of a value.
fn find(text: &str, start: usize, number: &str, comments: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut offset = start;
    let mut in_comment = false;
    while let Some(byte) = bytes.get(offset) {
        let rest = bytes.get(offset..).unwrap_or_default();
        let after_space =
            offset > start && bytes.get(offset - 1).is_some_and(u8::is_ascii_whitespace);
        if after_space && rest.starts_with(number.as_bytes()) && ends(rest.get(number.len())) {
            return Some(offset);
        }
        if comments && rest.starts_with(b"//") {
            in_comment = true;
        }
        offset += match byte {
            b'"' | b'`' if !in_comment => quoted(rest, *byte).unwrap_or(1),
            _ => 1,
        };
    }
    None
}

/// Whether a line number can end before this byte.
fn ends(next: Option<&u8>) -> bool {
    next.is_none_or(|next| !next.is_ascii_digit() && !b",.;:%L".contains(next))
}

/// Length of a quoted text with both quotes. `None` if the closing quote is missing.
fn quoted(rest: &[u8], quote: u8) -> Option<usize> {
    let mut length = 1;
    loop {
        match rest.get(length)? {
            b'\\' if quote == b'"' => length += 2,
            byte if *byte == quote => return Some(length + 1),
            _ => length += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wechatpay_codegen::source::FileId;

    fn check(listing: &str, comments: bool, expected: &[&str]) {
        let listing = Slice::new(FileId::default(), listing);
        let lines = split(listing, comments);
        let lines: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn line_numbers_of_a_listing_split_it_into_lines() {
        check("1a { 2 3 b 4} 5", false, &["a {", "", "b", "}", ""]);
    }

    #[test]
    fn numbers_in_json_values_are_not_taken_for_line_numbers() {
        check(
            r#"1{ 2 "a" : 3, 3 "b 4 c" : "\" 4", 4 "d" : 5 5}"#,
            false,
            &["{", r#""a" : 3,"#, r#""b 4 c" : "\" 4","#, r#""d" :"#, "5}"],
        );
    }

    #[test]
    fn a_quote_in_a_comment_does_not_hide_line_numbers() {
        check("1a // \" b 2c 3d", true, &["a // \" b", "c", "d"]);
        check("1a \" b 2c 3d", true, &["a \" b", "c", "d"]);
    }
}
