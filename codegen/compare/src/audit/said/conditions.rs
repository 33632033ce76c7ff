//! Sentences about a value that depends on others.

use std::collections::BTreeSet;

use super::{Asked, Follows, Said};
use crate::audit::scan::Scan;

/// `当且仅当way为POST时必传,其他模式不应填写`
pub(super) fn only_when(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["当且仅当"])?;
    let (field, asked) = asked(scan)?;
    scan.optional(&["时"]);
    scan.word(&["必传", "必填", "提供", "返回", "存在此字段", "存在"])?;
    let mut more = *scan;
    more.optional(&[",", "，"]);
    if more.optional(&["其他模式", "其他场景", "其他情况"]) {
        more.optional(&["下"]);
        if more.optional(&["不应填写", "不应传入", "不提供", "不返回"]) {
            *scan = more;
        }
    }
    Some(vec![Said::When(Follows::Only, field, asked)])
}

/// `当传入count大于0时,limit必传`
pub(super) fn required_when(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["当"])?;
    scan.optional(&["传入"]);
    let (field, asked) = asked(scan)?;
    scan.word(&["时"])?;
    scan.optional(&[",", "，"]);
    scan.optional(&["该字段", "本字段"]);
    let _ = scan.name();
    let follows = if scan.optional(&["必传", "必填", "必须传入", "必须填写"]) {
        Follows::Required
    } else {
        scan.word(&["可填", "可传", "可以填写"])?;
        Follows::Allowed
    };
    Some(vec![Said::When(follows, field, asked)])
}

/// A field and what is asked of it.
fn asked(scan: &mut Scan<'_>) -> Option<(String, Asked)> {
    let field = scan.name()?.to_owned();
    let asked = if scan.optional(&["大于"]) {
        Asked::GreaterThan(scan.number()?)
    } else if scan.optional(&["不为空", "存在"]) {
        Asked::Present
    } else {
        scan.word(&["为", "等于", "是"])?;
        Asked::Values(listed(scan)?)
    };
    Some((field, asked))
}

/// `NORMAL、DISCOUNT或EXCHANGE`
fn listed(scan: &mut Scan<'_>) -> Option<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    loop {
        values.insert(scan.value()?.to_owned());
        let mut more = *scan;
        if !more.optional(&["、", "或者", "或", "和"]) || more.value().is_none() {
            return Some(values);
        }
        scan.optional(&["、", "或者", "或", "和"]);
    }
}

/// `total与daily只能修改一个`
pub(super) fn at_most_one(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let mut fields = BTreeSet::from([scan.name()?.to_owned()]);
    while scan.optional(&["与", "和", "、", "或"]) {
        fields.insert(scan.name()?.to_owned());
    }
    scan.word(&["最多只能", "只能", "仅能", "最多", "只可"])?;
    scan.word(&["修改", "填写", "传入", "选择", "设置", "填", "传"])?;
    scan.word(&["其中一个", "一个", "其一"])?;
    Some(vec![Said::AtMostOne(fields)])
}

/// `type仅可配置为NORMAL或DISCOUNT`
pub(super) fn allowed(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let field = scan.name()?.to_owned();
    scan.word(&["仅可配置为", "只能配置为", "只可配置为", "仅可为", "只能为"])?;
    Some(vec![Said::Allowed(field, listed(scan)?)])
}

/// `仅在scope为SINGLE时可配置`
pub(super) fn allowed_if(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["仅在", "只在", "仅当"])?;
    let field = scan.name()?.to_owned();
    scan.word(&["为"])?;
    let values = listed(scan)?;
    scan.word(&["时可配置", "时可用", "时有效"])?;
    Some(vec![Said::Allowed(field, values)])
}

/// A condition's first word at the end of a text.
pub(super) fn cut_off(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let words = ["当且仅当", "当", "在"];
    let word = words.into_iter().find(|word| scan.rest() == *word)?;
    scan.word(&[word])?;
    Some(vec![Said::CutOff(word)])
}
