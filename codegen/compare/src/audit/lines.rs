//! The lines of a listing that was saved as one long line, with its line numbers between the lines.

use super::text::Slice;

/// The listing's own lines. `comments` tells whether the language has `//`, after which a quote means nothing.
pub(super) fn numbered(listing: Slice<'_>, comments: bool) -> Vec<Slice<'_>> {
    let mut lines = Vec::new();
    let mut start = usize::from(listing.text.starts_with('1'));
    for number in 2_u32.. {
        let number = number.to_string();
        let Some(at) = find(listing.text, start, &number, comments) else {
            break;
        };
        lines.push(listing.part(start..at));
        start = at + number.len();
    }
    lines.push(listing.from(start));
    lines
}

/// The listing as a text of lines.
pub(super) fn without_numbers(listing: Slice<'_>, comments: bool) -> String {
    let lines = numbered(listing, comments);
    let lines: Vec<&str> = lines.iter().map(|line| line.text).collect();
    lines.join("\n")
}

/// The next line number: after white space, outside quotes, and nothing behind it that would make it a value.
fn find(text: &str, from: usize, number: &str, comments: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut in_comment = false;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let after_space = at > from && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace);
        if after_space && rest.starts_with(number.as_bytes()) && ends(rest.get(number.len())) {
            return Some(at);
        }
        if comments && rest.starts_with(b"//") {
            in_comment = true;
        }
        at += match byte {
            b'"' | b'`' if !in_comment => quoted(rest, *byte).unwrap_or(1),
            _ => 1,
        };
    }
    None
}

/// Whether a number can end before this.
fn ends(next: Option<&u8>) -> bool {
    next.is_none_or(|next| !next.is_ascii_digit() && !b",.;:%L".contains(next))
}

/// Length of a quoted text with both quotes, if it ends.
fn quoted(rest: &[u8], quote: u8) -> Option<usize> {
    let mut at = 1;
    loop {
        match rest.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wechatpay_codegen::source::FileId;

    fn check(listing: &str, comments: bool, expected: &[&str]) {
        let listing = Slice::new(FileId::default(), listing);
        let lines = numbered(listing, comments);
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
