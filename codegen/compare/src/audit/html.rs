//! Converts a page saved as HTML to the same lines as a page saved as text.
//!
//! Only text that a browser shows is kept. A block becomes one line. A table row becomes one line
//! with `|` after each cell. A listing becomes one line, with a number before each of its own
//! lines. The library that splits HTML into tags and text follows the rules of browsers. No tree is
//! built, so that the time is linear in the size of any page.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// The byte order mark. Editors write it at the start of a file. If files are joined, it is also
/// inside the file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a page as UTF-8.
///
/// HTML becomes the text that a browser shows. Byte order marks are removed, and line ends and
/// non-breaking spaces are normalized. If the bytes are not text, only byte order marks are
/// removed.
#[must_use]
pub fn page_text(bytes: &[u8]) -> Vec<u8> {
    let Some(text) = decode_bytes(bytes) else {
        return without_byte_order_marks(bytes);
    };
    let text = text.replace(BYTE_ORDER_MARK, "");
    if is_html(&text) {
        return Reader::read(&text).into_bytes();
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.replace('\u{a0}', " ").into_bytes()
}

/// Removes byte order marks from bytes that are only partly UTF-8.
fn without_byte_order_marks(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        kept.extend(chunk.valid().replace(BYTE_ORDER_MARK, "").into_bytes());
        kept.extend(chunk.invalid());
    }
    kept
}

/// Decodes UTF-8, or UTF-16 with a byte order mark.
fn decode_bytes(bytes: &[u8]) -> Option<Cow<'_, str>> {
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

/// Whether a page is HTML. A comment of the browser or an XML declaration may come first.
fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    let declared = ["<!doctype", "<!--", "<?xml"];
    let elements = ["<html", "<head", "<body"];
    let ends = |rest: &str| rest.starts_with(|c: char| c == '>' || c.is_whitespace());
    declared
        .iter()
        .any(|prefix| strip_prefix_ignoring_case(text, prefix).is_some())
        || elements
            .iter()
            .any(|prefix| strip_prefix_ignoring_case(text, prefix).is_some_and(ends))
}

/// The text after a prefix in upper or lower case.
fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Elements that start a new line in a browser.
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

/// Elements whose content is not shown.
const HIDDEN: [&str; 6] = ["script", "style", "template", "noscript", "head", "svg"];

/// Collects the text that a browser shows.
#[derive(Debug, Default)]
struct Reader {
    text: String,
    /// The lines of the current listing, if the reader is inside one.
    listing: Option<String>,
    /// The hidden element around the reader, and how many of the same name are open inside it.
    hidden: Option<(String, usize)>,
}

impl Reader {
    fn read(html: &str) -> String {
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let mut reader = tokenizer.sink.0.take();
        reader.end_listing();
        reader.end_line();
        reader.text
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let closes = tag.kind == TagKind::EndTag;
        if self.is_hidden(name, closes, tag.self_closing) {
            return;
        }
        match (name, closes) {
            ("pre", false) => {
                self.end_line();
                self.listing = Some(String::new());
            }
            ("pre", true) => self.end_listing(),
            ("br", _) if self.listing.is_some() => self.show("\n"),
            // A cell that ends with a nested table ends on a line of its own.
            ("td" | "th", true) if self.text.ends_with('\n') => self.text.push_str("| "),
            ("td" | "th", true) => self.text.push_str(" | "),
            (name, _) if BLOCKS.contains(&name) && self.listing.is_none() => self.end_line(),
            _ => {}
        }
    }

    /// Whether a tag belongs to an element that is not shown. A head without an end ends where the
    /// body starts.
    fn is_hidden(&mut self, name: &str, closes: bool, closes_itself: bool) -> bool {
        match &mut self.hidden {
            Some((hidden, _)) if hidden == "head" && name == "body" => self.hidden = None,
            Some((hidden, open)) if hidden == name => {
                if closes {
                    *open -= 1;
                } else {
                    *open += usize::from(!closes_itself);
                }
                if *open == 0 {
                    self.hidden = None;
                }
                return true;
            }
            Some(_) => return true,
            None => {}
        }
        let starts = HIDDEN.contains(&name) && !closes && !closes_itself;
        if starts {
            self.hidden = Some((name.to_owned(), 1));
        }
        starts
    }

    fn show(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let text = text.replace(BYTE_ORDER_MARK, "");
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

    /// Ends a line. Empty lines are not kept.
    fn end_line(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn end_listing(&mut self) {
        let Some(listing) = self.listing.take() else {
            return;
        };
        let lines = listing.trim_matches('\n').split('\n').zip(1..);
        let lines: Vec<String> = lines
            .map(|(line, number)| format!("{number}{}", line.trim_end()))
            .collect();
        self.text.push_str(&lines.join(" "));
        self.end_line();
    }
}

/// Passes the tokens to a reader.
#[derive(Default)]
struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => reader.show(&text),
            Token::TagToken(tag) => {
                reader.tag(&tag);
                if tag.kind == TagKind::StartTag {
                    return raw_text(&tag.name);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the content of an element is read. Tags inside a script are text.
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
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
    fn nested_tables_collapsed_rows_and_inline_styles_keep_their_text() {
        assert_eq!(
            shown(
                "<table><tr style='color:red'><td>甲</td><td><table><tbody><tr><td>乙</td></tr>\
                 </tbody></table></td></tr></table>"
            ),
            "甲 |\n乙 |\n|\n"
        );
        assert_eq!(
            shown("<div style=\"display:none\" hidden><span style='x:\"y>\"'>丙</span> 丁</div>戊"),
            "丙 丁\n戊\n"
        );
        assert_eq!(
            shown("<svg><svg></svg><g>x</g></svg><textarea><p></textarea>己"),
            "<p>己\n"
        );
    }

    #[test]
    fn bytes_that_are_not_html_stay_unchanged() {
        for text in ["甲 <p>", "", "更新", "<p>x"] {
            assert_eq!(page_text(text.as_bytes()), text.as_bytes());
        }
        // Neither UTF-8 nor complete UTF-16.
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
        for start in [
            "<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html lang='zh'>",
            "<HTML\n>",
            "<head><title>t</title></head>",
            "<head lang=zh></head><BODY>",
            "\n <body class='>'>",
        ] {
            let page = format!("{start}<p>甲</p>");
            assert_eq!(page_text(page.as_bytes()), "甲\n".as_bytes(), "{start}");
        }
        for text in ["<header>甲", "<bodyguard>", "<htm", "<!d", "< html>", "<"] {
            assert_eq!(page_text(text.as_bytes()), text.as_bytes());
        }
    }

    #[test]
    fn html_of_markup_only_is_read_in_linear_time() {
        let (size, start) = (1 << 19, Instant::now());
        for mark in [
            "&",
            "&a",
            "<svg></svg>",
            "<svg></g></svg>",
            "<!--",
            "<a \"",
            "<div>",
            "<b>",
        ] {
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
