//! Phrases about a field that depends on other fields.

use std::collections::BTreeSet;

use super::{Consequence, PageClaim, Requirement};
use crate::audit::scan::Scan;

/// `当且仅当way为POST时必传,其他模式不应填写`
pub(super) fn only_when(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["当且仅当"])?;
    let (field, requirement) = requirement(scan)?;
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
    Some(vec![PageClaim::When(Consequence::Only, field, requirement)])
}

/// `当传入count大于0时,limit必传`
pub(super) fn required_when(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["当"])?;
    scan.optional(&["传入"]);
    let (field, requirement) = requirement(scan)?;
    scan.word(&["时"])?;
    scan.optional(&[",", "，"]);
    scan.optional(&["该字段", "本字段"]);
    let _ = scan.name();
    let consequence = if scan.optional(&["必传", "必填", "必须传入", "必须填写"]) {
        Consequence::Required
    } else {
        scan.word(&["可填", "可传", "可以填写"])?;
        Consequence::Allowed
    };
    Some(vec![PageClaim::When(consequence, field, requirement)])
}

/// A field and the requirement on it.
fn requirement(scan: &mut Scan<'_>) -> Option<(String, Requirement)> {
    let field = scan.name()?.to_owned();
    let requirement = if scan.optional(&["大于"]) {
        Requirement::GreaterThan(scan.number()?)
    } else if scan.optional(&["不为空", "存在"]) {
        Requirement::Present
    } else {
        scan.word(&["为", "等于", "是"])?;
        Requirement::Values(listed(scan)?)
    };
    Some((field, requirement))
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
pub(super) fn at_most_one(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let mut fields = BTreeSet::from([scan.name()?.to_owned()]);
    while scan.optional(&["与", "和", "、", "或"]) {
        fields.insert(scan.name()?.to_owned());
    }
    scan.word(&["最多只能", "只能", "仅能", "最多", "只可"])?;
    scan.word(&["修改", "填写", "传入", "选择", "设置", "填", "传"])?;
    scan.word(&["其中一个", "一个", "其一"])?;
    Some(vec![PageClaim::AtMostOne(fields)])
}

/// `type仅可配置为NORMAL或DISCOUNT`
pub(super) fn allowed(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let field = scan.name()?.to_owned();
    scan.word(&["仅可配置为", "只能配置为", "只可配置为", "仅可为", "只能为"])?;
    Some(vec![PageClaim::Allowed(field, listed(scan)?)])
}

/// `仅在scope为SINGLE时可配置`
pub(super) fn allowed_if(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["仅在", "只在", "仅当"])?;
    let field = scan.name()?.to_owned();
    scan.word(&["为"])?;
    let values = listed(scan)?;
    scan.word(&["时可配置", "时可用", "时有效"])?;
    Some(vec![PageClaim::Allowed(field, values)])
}

/// The first word of a condition, at the end of a text.
pub(super) fn cut_off(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let words = ["当且仅当", "当", "在"];
    let word = words.into_iter().find(|word| scan.rest() == *word)?;
    scan.word(&[word])?;
    Some(vec![PageClaim::CutOff(word)])
}
