//! What a sentence states in words that a spec has a place for: a limit, a condition, a default, a unit.
//!
//! ```text
//! 长度在6-40个字符之间          at least 6 and at most 40 characters
//! 当且仅当way为POST时必传       only when `way` is POST
//! 默认不限制                    the default is `unlimited`
//! ```

mod conditions;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use super::scan::Scan;
use conditions::{allowed, allowed_if, at_most_one, cut_off, only_when, required_when};
use values::{alphabet, between, bound, default, literal, time, unit, url};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Characters.
    Chars,
    /// Bytes, for which the spec has no limit.
    Bytes,
    /// Things, times: of a list its items, of a number itself.
    Things,
    /// A unit that the spec has a word for.
    Unit(&'static str),
}

/// What a condition asks of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// One of these values.
    Values(BTreeSet<String>),
    /// A number above this one.
    GreaterThan(i64),
    /// To be there.
    Present,
}

/// What follows from a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// There then, and only then.
    Only,
    /// Required then.
    Required,
    /// Allowed then, and only then.
    Allowed,
}

/// Something stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A lower bound, inclusive.
    AtLeast(i64, Counted),
    /// An upper bound, inclusive.
    AtMost(i64, Counted),
    /// What a number counts.
    Unit(&'static str),
    /// What holds where the field is absent; or the words before the page breaks off.
    Default(String),
    /// Which characters a text is made of.
    Alphabet(BTreeSet<String>),
    /// How a text is written.
    Format(&'static str),
    /// The one text that a header has.
    Literal(String),
    /// When a field is there.
    When(Follows, String, Asked),
    /// The words with which a condition begins, and the page breaks off.
    CutOff(&'static str),
    /// Fields of which at most one is there.
    AtMostOne(BTreeSet<String>),
    /// Beside a value: which values another field may have then.
    Allowed(String, BTreeSet<String>),
}

/// Everything that a text without white space states, with the bytes that say so.
pub(super) fn read(text: &str) -> Vec<(Said, Range<usize>)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let inside_word = before.is_some_and(is_word);
        let found = READERS.iter().find_map(|read| {
            let mut scan = Scan::new(rest);
            let found = read(&mut scan)?;
            Some((found, rest.len() - scan.rest().len()))
        });
        // A name never begins in the middle of another one.
        let found = found.filter(|_| !(inside_word && rest.starts_with(is_word)));
        match found {
            Some((found, length)) if length > 0 => {
                all.extend(found.into_iter().map(|said| (said, at..at + length)));
                at += length;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    all
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Takes a sentence off the beginning of a text, or nothing.
type Reader = fn(&mut Scan<'_>) -> Option<Vec<Said>>;

const READERS: [Reader; 14] = [
    between,
    bound,
    unit,
    default,
    alphabet,
    time,
    url,
    literal,
    only_when,
    allowed_if,
    required_when,
    at_most_one,
    allowed,
    cut_off,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_wording_of_a_limit_or_condition_is_recognized() {
        let when = |follows, field: &str, asked| Said::When(follows, field.to_owned(), asked);
        let cases = [
            ("编号,至少6个字", vec![Said::AtLeast(6, Counted::Chars)]),
            (
                "长度不超过15个UTF-8字符",
                vec![Said::AtMost(15, Counted::Chars)],
            ),
            ("长度不超过99个字节", vec![Said::AtMost(99, Counted::Bytes)]),
            ("至多可上传4张图", vec![Said::AtMost(4, Counted::Things)]),
            (
                "最多1,000,000次",
                vec![Said::AtMost(1_000_000, Counted::Things)],
            ),
            ("最长9天", vec![Said::AtMost(9, Counted::Unit("days"))]),
            (
                "取值范围1~20",
                vec![
                    Said::AtLeast(1, Counted::Things),
                    Said::AtMost(20, Counted::Things),
                ],
            ),
            ("单位:分钟", vec![Said::Unit("minutes")]),
            (
                "默认不限制高度",
                vec![Said::Default("unlimited".to_owned())],
            ),
            ("不填默认为", vec![Said::Default("不填默认为".to_owned())]),
            ("默认为12。", vec![Said::Default("12".to_owned())]),
            (
                "可使用大写字母、短横线-组成",
                vec![Said::Alphabet(set(&["upper", "-"]))],
            ),
            ("遵循rfc3339标准格式", vec![Said::Format("rfc3339")]),
            (
                "固定为application/json",
                vec![Said::Literal("application/json".to_owned())],
            ),
            (
                "当且仅当way为BRUSH或PEN时必传,其他模式下不应填写",
                vec![when(
                    Follows::Only,
                    "way",
                    Asked::Values(set(&["BRUSH", "PEN"])),
                )],
            ),
            (
                "当传入depth大于0时,edge必传",
                vec![when(Follows::Required, "depth", Asked::GreaterThan(0))],
            ),
            (
                "当depth不为空时可填",
                vec![when(Follows::Allowed, "depth", Asked::Present)],
            ),
            ("孔多大,当且仅当", vec![Said::CutOff("当且仅当")]),
            (
                "a_b与c_d只能填写一个",
                vec![Said::AtMostOne(set(&["a_b", "c_d"]))],
            ),
            (
                "此时way仅可为PEN",
                vec![Said::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            (
                "仅在way为PEN时可用",
                vec![Said::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            ("当前的名字,2015-05-20", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<Said> = read(text).into_iter().map(|(said, _)| said).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
