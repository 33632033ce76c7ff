//! Spec text as markdown that shows exactly that text.
//!
//! A pair of backticks around something without spaces makes it code, and so does looking like an
//! identifier. Nothing else in a spec's text is markup: not brackets, not angle brackets, not a
//! leading hash or number.

/// Prose of a spec.
pub(crate) fn plain(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + 16);
    for word in text.split_whitespace() {
        if !markdown.is_empty() {
            markdown.push(' ');
        }
        if is_prose(word) {
            markdown.push_str(word);
        } else {
            markdown.push_str(&self::word(word));
        }
    }
    markdown
}

/// Whether a word is obviously just that, as most are.
fn is_prose(word: &str) -> bool {
    let rest = word.strip_prefix(|first: char| first.is_ascii_alphabetic());
    rest.is_some_and(|rest| rest.bytes().all(|c| matches!(c, b'a'..=b'z' | b',' | b'.')))
}

/// A word of the wire, as code.
pub(crate) fn code(text: &str) -> String {
    if text.contains('`') {
        // A longer fence keeps a backtick inside.
        return format!("`` {text} ``");
    }
    format!("`{text}`")
}

fn word(word: &str) -> String {
    let core = word.trim_matches(is_edge);
    let core = core.strip_suffix("'s").unwrap_or(core);
    let begin = word.len() - word.trim_start_matches(is_edge).len();
    let (before, rest) = word.split_at(begin);
    let (before, after) = (escape(before), escape(&rest[core.len()..]));
    if core.starts_with("http://") || core.starts_with("https://") {
        return format!("{before}{}{after}", code(core));
    }
    if let Some(quoted) = backticked(word) {
        return quoted;
    }
    if looks_like_code(core) {
        return format!("{before}{}{after}", code(core));
    }
    if !core.is_ascii() {
        return leading(&mixed(word));
    }
    leading(&escape(word))
}

/// A word of Chinese and Latin letters, such as 小程序AppID. A part that looks like code becomes
/// code, even if it is a name, because clippy knows names only as whole words.
fn mixed(word: &str) -> String {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let mut markdown = String::with_capacity(word.len() + 2);
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let other = rest.find(|c| is_latin(c) != is_latin(first));
        let (part, after) = rest.split_at(other.unwrap_or(rest.len()));
        markdown.push_str(&if is_camel_case(part) {
            code(part)
        } else {
            escape(part)
        });
        rest = after;
    }
    markdown
}

/// Punctuation around a word that is not part of it.
fn is_edge(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '_' | '`' | '/' | '$' | '{' | '}')
}

/// `` (`code`), `` stays as it is where the pair is complete.
fn backticked(word: &str) -> Option<String> {
    let (before, rest) = word.split_once('`')?;
    let (inner, after) = rest.split_once('`')?;
    if inner.is_empty() || after.contains('`') {
        return None;
    }
    Some(format!(
        "{}{}{}",
        escape(before),
        code(inner),
        escape(after)
    ))
}

/// Names that are written like code and are none.
const NAMES: [&str; 4] = ["APIv3", "AppID", "OpenID", "WeChat"];

/// Snake case, camel case, a path: what rustdoc's readers expect in a code font.
fn looks_like_code(core: &str) -> bool {
    let ascii = core.is_ascii() && core.chars().any(|c| c.is_ascii_alphabetic());
    let snake = core.contains('_');
    let camel = is_camel_case(core);
    let path = core.starts_with('/') || core.starts_with("$.") || core.contains("::");
    ascii && !NAMES.contains(&core) && !core.contains('`') && (snake || camel || path)
}

fn is_camel_case(word: &str) -> bool {
    // The plural of an abbreviation, as in URLs, is a word.
    let word = word.strip_suffix('s').unwrap_or(word);
    word.chars().any(|c| c.is_ascii_lowercase())
        && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Escapes all that markdown or HTML could take for its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A word that would begin a list or a heading if a line began with it.
fn leading(escaped: &str) -> String {
    if escaped.starts_with(['-', '+', '=']) {
        return format!("\\{escaped}");
    }
    let digits = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < escaped.len() && digits.starts_with(['.', ')']) {
        let number = &escaped[..escaped.len() - digits.len()];
        return format!("{number}\\{digits}");
    }
    escaped.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_escaped_so_that_it_never_becomes_markup() {
        let cases = [
            ("a [link](x) <b>", r"a \[link\](x) \<b\>"),
            ("# no heading", r"\# no heading"),
            ("1. no list - no", r"1\. no list \- no"),
            ("one `broken", r"one \`broken"),
            ("set `a` and (`b`).", "set `a` and (`b`)."),
            ("stock_id is StockId.", "`stock_id` is `StockId`."),
            ("the stock_id's place", "the `stock_id`'s place"),
            ("see https://a.b/c_d.", "see `https://a.b/c_d`."),
            ("WeChat AppID, API 批次", "WeChat AppID, API 批次"),
            ("小程序AppID: API批次.", "小程序`AppID`: API批次."),
            ("-批次#OpenId", r"\-批次\#`OpenId`"),
            ("*/ ``` end", r"\*/ \`\`\` end"),
        ];
        for (text, markdown) in cases {
            assert_eq!(plain(text), markdown);
        }
    }
}
