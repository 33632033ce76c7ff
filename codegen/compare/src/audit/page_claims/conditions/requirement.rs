//! What a condition requires: a field, by its name or its label, and its values.

use std::collections::BTreeSet;

use super::is_han;
use crate::audit::page_claims::quantities::quantity;
use crate::audit::page_claims::{Quantity, Requirement};
use crate::audit::scan::Scan;

/// A field, by its name or its label, and the requirement on it.
pub(super) fn test(scan: &mut Scan<'_>) -> Option<(String, Requirement)> {
    let subject = match scan.name() {
        Some(name) => name.to_owned(),
        None => label(scan)?,
    };
    scan.skip(&["字段", "的值"]);
    let requirement = if scan.optional(&["大于等于", ">=", "≥", "不小于", "不低于"]) {
        let number = scan.number()?;
        Requirement::AtLeast(number, money(quantity(scan))?)
    } else if scan.optional(&["大于", ">", "超过"]) {
        let number = scan.number()?;
        match quantity(scan) {
            Quantity::Plain => Requirement::GreaterThan(number),
            unit => Requirement::AtLeast(number.checked_add(1)?, money(unit)?),
        }
    } else if scan.optional(&[
        "不为空",
        "非空",
        "已填写",
        "有填写",
        "填写了",
        "有值",
        "有传入",
        "有传",
        "已传入",
        "已传",
        "传入了",
        "传了",
        "存在",
    ]) {
        Requirement::Present
    } else {
        scan.word(&["取值为", "选择", "等于", "为", "是", "=", ":"])?;
        scan.skip(&["=", ":"]);
        Requirement::Values(listed(scan)?)
    };
    Some((subject, requirement))
}

/// A unit of money or none.
fn money(quantity: Quantity) -> Option<Quantity> {
    matches!(quantity, Quantity::Plain | Quantity::Unit("fen" | "yuan")).then_some(quantity)
}

/// The label of a field, up to a comparison.
fn label(scan: &mut Scan<'_>) -> Option<String> {
    let comparisons = ["为", "是", "等于", "选择", "=", ">", "≥", "大于", "超过"];
    let label = scan.until(&comparisons)?;
    let is_label = label
        .chars()
        .all(|c| is_han(c) || c.is_ascii_alphanumeric());
    let is_short = label.chars().count() <= 14;
    let is_sentence = [
        "必", "不", "仅", "只", "该", "则", "可", "除", "含", "认", "单位", "格式", "长度",
    ]
    .iter()
    .any(|word| label.contains(word));
    (is_label && is_short && !is_sentence).then(|| label.to_owned())
}

/// `NORMAL、DISCOUNT或EXCHANGE`, or the meaning of one value.
pub(super) fn listed(scan: &mut Scan<'_>) -> Option<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    loop {
        scan.skip(&["\"", "【", "'"]);
        values.insert(
            scan.value()
                .map_or_else(|| meaning(scan), |value| Some(value.to_owned()))?,
        );
        scan.skip(&["\"", "】", "'", "状态", "类型", "模式的"]);
        let mut more = *scan;
        more.skip(&["\"", "【", "'"]);
        if !more.optional(&["、", "或者", "或", "和", "/"]) {
            return Some(values);
        }
        more.skip(&["\"", "【", "'"]);
        if more.value().is_none() {
            return Some(values);
        }
        scan.optional(&["、", "或者", "或", "和", "/"]);
    }
}

/// The meaning of a value, in the page's words, up to the end of the condition.
fn meaning(scan: &mut Scan<'_>) -> Option<String> {
    let ends = [
        "的情况",
        "的时候",
        "的时",
        "时",
        "情况下",
        "必",
        "才",
        "选填",
        "该字段",
        "需",
        "则",
        "可填",
    ];
    let mut ahead = *scan;
    let clause = ahead.clause();
    let taken = scan.until(&ends).or_else(|| {
        *scan = ahead;
        Some(clause)
    })?;
    let is_words = taken
        .chars()
        .all(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '_');
    (is_words && !taken.is_empty()).then(|| taken.to_owned())
}
