//! A page that was saved as HTML, in the lines that a page saved as text has.
//!
//! Only what a browser would show counts: a block is a line, a row of a table is a line with `|` behind each cell, and a
//! listing is one line with the number of each of its lines before it. Tags are read leniently, as browsers do; a page in
//! HTML that no browser would read is not expected.

use std::borrow::Cow;

/// What editors put at the beginning of a file, and what joining files leaves in the middle of one.
const MARK: char = '\u{feff}';

/// The text of a page as UTF-8: of HTML what it shows; byte order marks, line ends and spaces that
/// do not break are those of the editor that saved it, and are no part of it. What is no text
/// stays as it is, but for such marks.
#[must_use]
pub fn page_text(bytes: &[u8]) -> Vec<u8> {
    let Some(text) = unicode(bytes) else {
        return without_marks(bytes);
    };
    let text = text.replace(MARK, "");
    if is_html(&text) {
        return Reader::default().read(&text).into_bytes();
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.replace('\u{a0}', " ").into_bytes()
}

/// Bytes of which some are no UTF-8, without the byte order marks among the others.
fn without_marks(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        kept.extend(chunk.valid().replace(MARK, "").into_bytes());
        kept.extend(chunk.invalid());
    }
    kept
}

/// The text of UTF-8, or of UTF-16 with a byte order mark.
fn unicode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return str::from_utf8(bytes).ok().map(Cow::Borrowed),
    };
    let (pairs, rest) = bytes.as_chunks();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty()).map(Cow::Owned)
}

/// Whether a page begins as HTML does, perhaps with what a browser or XML writes before it.
fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    let declared = ["<!doctype", "<!--", "<?xml"];
    let elements = ["<html", "<head", "<body"];
    let ends = |rest: &str| rest.starts_with(|c: char| c == '>' || c.is_whitespace());
    declared
        .iter()
        .any(|begin| behind_begin(text, begin).is_some())
        || elements
            .iter()
            .any(|begin| behind_begin(text, begin).is_some_and(ends))
}

/// What follows a beginning, in upper or lower case.
fn behind_begin<'t>(text: &'t str, begin: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(begin.len())?;
    start.eq_ignore_ascii_case(begin).then_some(rest)
}

/// Elements that a browser begins on a new line.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "tr",
    "ul",
    "pre",
];

/// Elements whose content no browser shows.
const HIDDEN: [&str; 6] = ["script", "style", "template", "noscript", "head", "svg"];

#[derive(Debug, Default)]
struct Reader {
    text: String,
    /// The lines of a listing, while it is being read.
    listing: Option<String>,
}

impl Reader {
    fn read(mut self, html: &str) -> String {
        let mut rest = html;
        while let Some((before, tag)) = rest.split_once('<') {
            self.show(before);
            rest = if let Some(comment) = tag.strip_prefix("!--") {
                comment.split_once("-->").map_or("", |(_, rest)| rest)
            } else {
                let (tag, after) = close(tag);
                self.tag(tag, after)
            };
        }
        self.show(rest);
        self.line();
        self.text
    }

    /// Follows a tag, and gives what is left behind it.
    fn tag<'h>(&mut self, tag: &str, after: &'h str) -> &'h str {
        let name = tag.trim_start_matches('/');
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        let closes = tag.starts_with('/');
        if HIDDEN.contains(&name.as_str()) && !closes && !tag.ends_with('/') {
            return behind(after, &name);
        }
        match (name.as_str(), closes) {
            ("pre", false) => {
                self.line();
                self.listing = Some(String::new());
            }
            ("pre", true) => self.end_listing(),
            ("br", _) if self.listing.is_some() => self.show("\n"),
            ("td" | "th", true) => self.text.push_str(" | "),
            (name, _) if BLOCKS.contains(&name) && self.listing.is_none() => self.line(),
            _ => {}
        }
        after
    }

    fn show(&mut self, text: &str) {
        let text = decoded(text);
        if let Some(listing) = &mut self.listing {
            listing.push_str(&text);
            return;
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
                self.text.push(' ');
            }
        }
    }

    /// Ends a line; empty ones are not kept.
    fn line(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn end_listing(&mut self) {
        let listing = self.listing.take().unwrap_or_default();
        let lines = listing.trim_matches('\n').split('\n').zip(1..);
        let lines: Vec<String> = lines
            .map(|(line, number)| format!("{number}{}", line.trim_end()))
            .collect();
        self.text.push_str(&lines.join(" "));
        self.line();
    }
}

/// A tag without its closing bracket, and what follows; a bracket inside quotes closes nothing.
fn close(tag: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => {
                return tag.split_at_checked(at).map_or((tag, ""), |(tag, rest)| {
                    (tag, rest.get(1..).unwrap_or_default())
                });
            }
            _ => {}
        }
    }
    (tag, "")
}

/// What stands behind an element that is not shown.
fn behind<'h>(rest: &'h str, name: &str) -> &'h str {
    let mut closing = rest.match_indices("</");
    let closing = closing.find_map(|(at, mark)| behind_begin(&rest[at + mark.len()..], name));
    let closed = closing.and_then(|closing| closing.split_once('>'));
    closed.map_or("", |(_, after)| after)
}

/// Bytes that the name of a character may have; the longest one of HTML has 31.
const MAX_NAME: usize = 32;

/// A text with its character references replaced, without byte order marks; an unknown reference
/// stays as it is.
fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.bytes().take(MAX_NAME).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((character(&after[..end])?, &after[end + 1..])));
        match found {
            Some((c, after)) => {
                decoded.extend((c != MARK).then_some(c));
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded + rest
}

fn character(name: &str) -> Option<char> {
    let named = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("middot", '·'),
        ("hellip", '…'),
        ("ldquo", '“'),
        ("rdquo", '”'),
    ];
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16));
        return char::from_u32(code.ok()?);
    }
    let found = named.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn shown(html: &str) -> String {
        let html = format!("<!DOCTYPE html><html>{html}</html>");
        String::from_utf8(page_text(html.as_bytes())).unwrap()
    }

    #[test]
    fn visible_html_text_becomes_lines() {
        assert_eq!(
            shown(
                "<h1>甲</h1><p>乙 <b>丙</b>\n 丁</p><br><div>戊&lt;&#20043;&#x4e4b;&nbsp;&bogus;</div>"
            ),
            "甲\n乙 丙 丁\n戊<之之 &bogus;\n"
        );
        assert_eq!(
            shown("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"),
            "a | b |\n1 | 2 |\n"
        );
        assert_eq!(
            shown("<pre><code>x {\n  <i>y</i>\n}\n</code></pre>"),
            "1x { 2  y 3}\n"
        );
    }

    #[test]
    fn hidden_html_text_is_removed() {
        assert_eq!(
            shown("<head><title>t</title></head><SCRIPT a='>'>if (1<2) x</script>甲<!-- <p>乙 -->"),
            "甲\n"
        );
        assert_eq!(shown("<p title='a>b'>甲</p><style>p{}"), "甲\n");
    }

    #[test]
    fn bytes_that_are_not_html_stay_unchanged() {
        for text in ["甲 <p>", "", "更新", "<p>x"] {
            assert_eq!(page_text(text.as_bytes()), text.as_bytes());
        }
        // Neither UTF-8 nor whole UTF-16.
        for bytes in [
            &b"\xff<"[..],
            b"\xff\xfe<",
            b"\xff\xfe\x00\xd8",
            b"\xb8\xfc",
        ] {
            assert_eq!(page_text(bytes), bytes);
        }
    }

    #[test]
    fn byte_order_marks_are_removed_from_a_page() {
        let text = |page: &str| String::from_utf8(page_text(page.as_bytes())).unwrap();
        assert_eq!(text("\n\u{feff}甲\n\u{feff}乙"), "\n甲\n乙");
        assert_eq!(text("\n\u{feff} \u{feff}<html>甲"), "甲\n");
        assert_eq!(
            shown("<body>\u{feff}甲&#65279;&#xFEFF;&#xfeff;乙</body>"),
            "甲乙\n"
        );
        assert_eq!(shown("<pre>&#65279;甲\n\u{feff}乙</pre>"), "1甲 2乙\n");
        let bytes = b"\xef\xbb\xbf\xef\xbb\xbfa\xff\n\xef\xbb\xbfb\xef\xbb";
        assert_eq!(page_text(bytes), b"a\xff\nb\xef\xbb");
    }

    #[test]
    fn html_is_recognized_by_each_usual_beginning() {
        for begin in [
            "<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html lang='zh'>",
            "<HTML\n>",
            "<head><title>t</title></head>",
            "<head lang=zh></head><BODY>",
            "\n <body class='>'>",
        ] {
            let page = format!("{begin}<p>甲</p>");
            assert_eq!(page_text(page.as_bytes()), "甲\n".as_bytes(), "{begin}");
        }
        for text in ["<header>甲", "<bodyguard>", "<htm", "<!d", "< html>", "<"] {
            assert_eq!(page_text(text.as_bytes()), text.as_bytes());
        }
    }

    #[test]
    fn html_of_markup_only_is_read_in_linear_time() {
        let (size, start) = (1 << 20, Instant::now());
        for mark in ["&", "&a", "<svg></svg>", "<svg></g></svg>", "<!--", "<a \""] {
            let page = format!("<html>{}", mark.repeat(size / mark.len()));
            let _ = page_text(page.as_bytes());
        }
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn truncated_html_does_not_panic() {
        let html = "<html><pre>a &lt; <b c=\"d>\">e</b></pre><!-- f --><script>g</script><td>&#x4e4b;</td>";
        for end in 0..html.len() {
            let _ = page_text(&html.as_bytes()[..end]);
        }
    }
}
