//! Phrases about the allowed characters of a text.

use std::collections::BTreeSet;

use super::PageClaim;
use crate::audit::scan::Scan;

/// Words for classes of characters and for single characters. A longer word comes before its own
/// prefixes. `None` if the spec has no class for the word.
const CLASSES: [(&str, Option<&str>); 52] = [
    ("纯数字", Some("digits")),
    ("纯字母", Some("letters")),
    ("阿拉伯数字", Some("digits")),
    ("半角数字", Some("digits")),
    ("数字", Some("digits")),
    ("大小写英文字母", Some("letters")),
    ("英文大小写字母", Some("letters")),
    ("大小写字母", Some("letters")),
    ("大小写英文", Some("letters")),
    ("英文大写字母", Some("upper")),
    ("大写英文字母", Some("upper")),
    ("大写字母", Some("upper")),
    ("英文小写字母", Some("lower")),
    ("小写英文字母", Some("lower")),
    ("小写字母", Some("lower")),
    ("英文字母", Some("letters")),
    ("拉丁字母", Some("letters")),
    ("字母", Some("letters")),
    ("英文", Some("letters")),
    ("下划线", Some("_")),
    ("短横线", Some("-")),
    ("中横线", Some("-")),
    ("中划线", Some("-")),
    ("横杠", Some("-")),
    ("横线", Some("-")),
    ("连字符", Some("-")),
    ("减号", Some("-")),
    ("竖线", Some("|")),
    ("星号", Some("*")),
    ("加号", Some("+")),
    ("等号", Some("=")),
    ("井号", Some("#")),
    ("斜杠", Some("/")),
    ("斜线", Some("/")),
    ("冒号", Some(":")),
    ("英文句号", Some(".")),
    ("点号", Some(".")),
    ("at符号", Some("@")),
    ("空格", None),
    ("中文汉字", None),
    ("中文字符", None),
    ("中文", None),
    ("汉字", None),
    ("标点符号", None),
    ("标点", None),
    ("特殊字符", None),
    ("特殊符号", None),
    ("符号", None),
    ("表情", None),
    ("逗号", None),
    ("括号", None),
    ("日文", None),
];

/// Words before a complete list of allowed characters.
const HEADS: [&str; 29] = [
    "只可以使用",
    "只能使用",
    "仅能使用",
    "仅可使用",
    "可以使用",
    "可使用",
    "只允许使用",
    "仅允许使用",
    "只允许",
    "仅允许",
    "只能由",
    "仅能由",
    "必须由",
    "需由",
    "应由",
    "由",
    "只能包含",
    "仅能包含",
    "只能是",
    "只能为",
    "只支持",
    "仅支持",
    "仅限于",
    "仅限",
    "限",
    "允许",
    "必须是",
    "必须为",
    "仅包含",
];

/// Words before a list that is only read as a list of characters if it has several items.
const WEAK_HEADS: [&str; 7] = ["可以包含", "可包含", "支持", "包含", "可以是", "可为", "为"];

/// `可使用数字、大小写字母、下划线_、短横线-组成`, `只能是数字、大小写字母_-|*@`
pub(super) fn alphabet(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let is_part = scan.before().contains('第');
    let is_weak = !scan.optional(&HEADS);
    if is_weak {
        scan.word(&WEAK_HEADS)?;
    }
    scan.skip(&["为", ":", "包含", "输入", "填写"]);
    let claim = list(scan)?;
    let is_complete = scan.optional(&["组成", "构成", "的组合", "组合", "等内容", "等字符", "等"]);
    scan.optional(&["的字符串", "字符"]);
    let is_single = matches!(&claim, PageClaim::Alphabet(classes) if classes.len() < 2);
    if is_weak && is_single && !is_complete {
        return None;
    }
    // A list that goes on with unknown words, or that is about a part of the text.
    let ends = is_complete || scan.is_at_clause_end();
    Some(vec![if ends && !is_part {
        claim
    } else {
        PageClaim::NoKey
    }])
}

/// A list of classes and characters.
pub(super) fn list(scan: &mut Scan<'_>) -> Option<PageClaim> {
    let mut found = BTreeSet::new();
    let mut has_unknown = false;
    let mut is_words = false;
    loop {
        let mut item = *scan;
        if is_words || !found.is_empty() {
            item.skip(&["、", "和", "及", "与", "或者", "或", "以及", ",", "/", "的"]);
        }
        item.skip(&["半角", "符号:"]);
        if let Some(class) = item.meaning(&CLASSES) {
            // `下划线_` names the character twice.
            if let Some(class) = class {
                item.optional(&[class]);
                item.attempt(|scan| {
                    scan.word(&["("])?;
                    scan.word(&[class])?;
                    scan.word(&[")"])
                });
                found.insert(class.to_owned());
            }
            has_unknown |= class.is_none();
            is_words = true;
        } else if is_words && item.rest().starts_with(is_symbol) {
            let symbols = item.take(is_symbol)?;
            found.extend(symbols.chars().map(String::from));
        } else {
            break;
        }
        *scan = item;
    }
    if has_unknown {
        return Some(PageClaim::NoKey);
    }
    (!found.is_empty()).then_some(PageClaim::Alphabet(found))
}

fn is_symbol(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '(' | ')' | '"' | '\'')
}

/// `不能包含特殊字符`: the spec has no key for forbidden characters.
pub(super) fn forbidden(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["不能", "不可", "不得", "不允许", "禁止", "不支持"])?;
    scan.word(&["包含", "含有", "出现", "使用", "输入", "有"])?;
    scan.until(&["字符", "符号", "表情", "空格", "中文", "标点", "汉字"])?;
    scan.take(|c| !matches!(c, '。' | ')'));
    Some(vec![PageClaim::NoKey])
}
