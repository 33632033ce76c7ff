//! Page claims: the limits, conditions, defaults and units that the sentences of a page state.
//!
//! The spec language has keys for such claims.
//!
//! ```text
//! 长度在6-40个字符之间          at least 6 and at most 40 characters
//! 当且仅当way为POST时必传       only when `way` is POST
//! 默认不限制                    the default is `unlimited`
//! ```

mod alphabets;
mod bounds;
pub(crate) mod conditions;
pub(crate) mod facts;
mod quantities;
pub(crate) mod resolve;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use super::folded::Folded;
use super::page::table::Row;
use super::scan::Scan;
use alphabets::{alphabet, forbidden};
use bounds::{advice, bound, exact, percentage, range, refused, unit, within};
use conditions::{
    allowed, allowed_if, cut_off, one_of, only_when, outside, required_when, unless, with_another,
};
use values::{address, default, encrypted, idempotency, literal, repeatable, time, url};

/// The meaning of a number in a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// A number of characters.
    Chars,
    /// A number of characters of one kind, for example Chinese. The spec has no key for it.
    SomeChars,
    /// A number of digits or other characters (位).
    Digits,
    /// A number of bytes. The spec has no key for it.
    Bytes,
    /// The size of a file. The spec has no key for it.
    Size,
    /// A number of items, with a word that counts them.
    Items,
    /// A number without unit. It counts the items of a list or the characters of a text, or it is
    /// compared with the value itself.
    Plain,
    /// A number with a unit.
    Unit(&'static str),
}

/// The requirement of a condition on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Requirement {
    /// One of these values.
    Values(BTreeSet<String>),
    /// A greater number.
    GreaterThan(i64),
    /// A number or an amount of money that is not smaller.
    AtLeast(i64, Quantity),
    /// The field is present.
    Present,
    /// A situation outside the message, which the subject names.
    Outside,
}

/// The consequence of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    /// The field is present if and only if the condition is true.
    Only,
    /// The field is required if the condition is true.
    Required,
    /// The field is allowed only if the condition is true.
    Allowed,
}

/// A claim of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageClaim {
    /// A lower bound, inclusive.
    AtLeast(i64, Quantity),
    /// An upper bound, inclusive.
    AtMost(i64, Quantity),
    /// The unit of a number.
    Unit(&'static str),
    /// The value if the field is absent. If the page is cut off: the words before the cut.
    Default(String),
    /// The value if the field is absent, in the page's words.
    DefaultMeaning(String),
    /// The allowed characters of a text.
    Alphabet(BTreeSet<String>),
    /// The format of a text.
    Format(&'static str),
    /// The only value of a header.
    Literal(String),
    /// The value is encrypted.
    Encrypted,
    /// A condition for the presence of the field: consequence, other field, requirement. The page
    /// names the field and its values by their names or by their labels.
    When(Consequence, String, Requirement),
    /// The first words of a condition, if the page is cut off after them.
    CutOff(&'static str),
    /// Fields of which at most one is present.
    AtMostOne(BTreeSet<String>),
    /// Fields of which exactly one is present.
    ExactlyOne(BTreeSet<String>),
    /// A retry with the same value of this field has no second effect. Without a name: of the field
    /// that is described.
    IdempotencyKey(Option<String>),
    /// The same call may be repeated.
    Repeatable,
    /// A fact for which the spec has no key.
    NoKey,
    /// The allowed values of another field, stated in the meaning of an enum value.
    Allowed(String, BTreeSet<String>),
}

/// All claims of a text without white space, with their byte ranges.
pub(crate) fn read(text: &str) -> Vec<(PageClaim, Range<usize>)> {
    let folded = Folded::new(text);
    let text = folded.text.as_str();
    let mut all = Vec::new();
    let mut offset = 0;
    while let Some(next) = text.get(offset..).and_then(|rest| rest.chars().next()) {
        let before = text
            .get(..offset)
            .and_then(|before| before.chars().next_back());
        let inside_word = before.is_some_and(is_word) && is_word(next);
        let found = READERS.iter().find_map(|read| {
            let mut scan = Scan::at(text, offset);
            let found = read(&mut scan)?;
            Some((found, scan.offset()))
        });
        // A name never starts inside another name.
        match found.filter(|(_, end)| !inside_word && *end > offset) {
            Some((found, end)) => {
                let range = folded.original(&(offset..end));
                all.extend(found.into_iter().map(|claim| (claim, range.clone())));
                offset = end;
            }
            None => offset += next.len_utf8(),
        }
    }
    all
}

/// The claims of a row about its field, with the names of fields and values in place of labels and
/// meanings. `rows` are those that the claims may name.
pub(crate) fn of_row(row: &Row<'_>, rows: &[&Row<'_>]) -> Vec<PageClaim> {
    let claims = row.claims.iter().flatten();
    claims
        .map(|(claim, _)| resolve::resolve(claim, row, rows))
        .collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Reads a phrase at the start of a text.
type Reader = fn(&mut Scan<'_>) -> Option<Vec<PageClaim>>;

const READERS: [Reader; 27] = [
    advice,
    only_when,
    allowed_if,
    unless,
    refused,
    required_when,
    outside,
    with_another,
    one_of,
    allowed,
    range,
    exact,
    bound,
    within,
    unit,
    percentage,
    default,
    forbidden,
    alphabet,
    time,
    address,
    url,
    encrypted,
    literal,
    idempotency,
    repeatable,
    cut_off,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_phrase_is_read() {
        let when = |consequence, field: &str, requirement| {
            PageClaim::When(consequence, field.to_owned(), requirement)
        };
        let cases = [
            (
                "编号,至少6个字",
                vec![PageClaim::AtLeast(6, Quantity::Chars)],
            ),
            (
                "长度不超过15个UTF-8字符",
                vec![PageClaim::AtMost(15, Quantity::Chars)],
            ),
            (
                "长度不超过99个字节",
                vec![PageClaim::AtMost(99, Quantity::Bytes)],
            ),
            (
                "至多可上传4张图",
                vec![PageClaim::AtMost(4, Quantity::Items)],
            ),
            (
                "最多1,000,000次",
                vec![PageClaim::AtMost(1_000_000, Quantity::Items)],
            ),
            (
                "最长9天",
                vec![PageClaim::AtMost(9, Quantity::Unit("days"))],
            ),
            (
                "取值范围1~20",
                vec![
                    PageClaim::AtLeast(1, Quantity::Plain),
                    PageClaim::AtMost(20, Quantity::Plain),
                ],
            ),
            ("单位:分钟", vec![PageClaim::Unit("minutes")]),
            (
                "默认不限制高度",
                vec![PageClaim::Default("unlimited".to_owned())],
            ),
            (
                "不填默认为",
                vec![PageClaim::Default("不填默认为".to_owned())],
            ),
            ("默认为12。", vec![PageClaim::Default("12".to_owned())]),
            (
                "可使用大写字母、短横线-组成",
                vec![PageClaim::Alphabet(set(&["upper", "-"]))],
            ),
            ("遵循rfc3339标准格式", vec![PageClaim::Format("rfc3339")]),
            ("格式为yyyy-MM-DD", vec![PageClaim::Format("date")]),
            ("格式为yyyy-MM-DDHH:mm", vec![PageClaim::NoKey]),
            (
                "固定为application/json",
                vec![PageClaim::Literal("application/json".to_owned())],
            ),
            (
                "当且仅当way为BRUSH或PEN时必传,其他模式下不应填写",
                vec![when(
                    Consequence::Only,
                    "way",
                    Requirement::Values(set(&["BRUSH", "PEN"])),
                )],
            ),
            (
                "当传入depth大于0时,edge必传",
                vec![when(
                    Consequence::Required,
                    "depth",
                    Requirement::GreaterThan(0),
                )],
            ),
            (
                "当depth不为空时可填",
                vec![when(Consequence::Allowed, "depth", Requirement::Present)],
            ),
            ("孔多大,当且仅当", vec![PageClaim::CutOff("当且仅当")]),
            (
                "a_b与c_d只能填写一个",
                vec![PageClaim::AtMostOne(set(&["a_b", "c_d"]))],
            ),
            (
                "此时way仅可为PEN",
                vec![PageClaim::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            (
                "仅在way为PEN时可用",
                vec![PageClaim::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            ("当前的名字,2015-05-20", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<PageClaim> = read(text).into_iter().map(|(claim, _)| claim).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
