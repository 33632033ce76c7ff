//! Groups of fields of which only some are present: `二选一`.

use std::collections::BTreeSet;

use super::is_han;
use crate::audit::page_claims::PageClaim;
use crate::audit::scan::Scan;

/// `total与daily只能修改一个`, `transaction_id和out_trade_no必须二选一`
pub(in crate::audit::page_claims) fn one_of(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if in_list(scan) {
        return None;
    }
    let mut fields = BTreeSet::from([member(scan)?]);
    while scan.optional(&["与", "和", "、", "或", "/", "跟", ","]) {
        fields.insert(member(scan)?);
    }
    scan.skip(&[
        "字段", "参数", "必须", "需要", "需", "须", "请", "两者", "二者", "之间",
    ]);
    if scan.optional(&[
        "二选一",
        "三选一",
        "四选一",
        "任选其一",
        "必填其一",
        "必传其一",
        "选其一",
    ]) {
        scan.skip(&[
            "进行传参",
            "进行",
            "传参",
            "填写",
            "必填",
            "必传",
            "传入",
            "即可",
        ]);
        let is_complete = fields.len() > 1;
        let claim = if is_complete {
            PageClaim::ExactlyOne(fields)
        } else {
            PageClaim::NoKey
        };
        return Some(vec![claim]);
    }
    if fields.len() < 2 {
        return None;
    }
    if scan.optional(&[
        "不能同时",
        "不可以同时",
        "不可同时",
        "不得同时",
        "不允许同时",
        "不支持同时",
        "请勿同时",
    ]) {
        scan.word(&[
            "传入", "填写", "设置", "传", "填", "存在", "出现", "使用", "有值",
        ])?;
        return Some(vec![PageClaim::AtMostOne(fields)]);
    }
    scan.word(&["最多只能", "只能", "仅能", "最多", "只可"])?;
    scan.skip(&["修改", "填写", "传入", "选择", "设置", "填", "传", "选"]);
    scan.word(&["其中一个", "一个", "其一", "一种"])?;
    Some(vec![PageClaim::AtMostOne(fields)])
}

/// Whether the scanner is inside a list or a word that starts before it.
fn in_list(scan: &Scan<'_>) -> bool {
    let starts_with_name = scan.sees_name();
    !starts_with_name && !scan.before().is_empty()
}

/// A field of a list, by its name or label.
fn member(scan: &mut Scan<'_>) -> Option<String> {
    if let Some(name) = scan.name() {
        return Some(name.to_owned());
    }
    let ends = [
        "与",
        "和",
        "、",
        "或",
        "/",
        "跟",
        "二选一",
        "三选一",
        "必须",
        "只能",
        "任选",
        "必填其一",
        "必传其一",
        "需",
        "两者",
        ",",
    ];
    let label = scan.until(&ends)?;
    let is_label = label
        .chars()
        .all(|c| is_han(c) || c.is_ascii_alphanumeric());
    (is_label && label.chars().count() <= 14).then(|| label.to_owned())
}

/// `与wx_trade_no至少二选一必传`: the spec has no key for it.
pub(in crate::audit::page_claims) fn with_another(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["与", "和"])?;
    scan.name()?;
    scan.skip(&[
        "字段", "参数", "至少", "必须", "需", "两者", "二者", "不能", "同时",
    ]);
    scan.word(&[
        "二选一",
        "三选一",
        "选一",
        "为空",
        "填一个",
        "传一个",
        "任选其一",
    ])?;
    scan.skip(&["必传", "必填", "填写", "传入", "进行", "传参"]);
    Some(vec![PageClaim::NoKey])
}
