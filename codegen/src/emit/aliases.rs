//! Search terms by which rustdoc finds an item, in addition to its name.
//!
//! The search takes the beginning of an alias, and a Chinese label has no spaces. So the part of a
//! label that begins with a word of [`WORDS`] is an alias too: 修改批次预算 is also found as
//! 批次预算 and 预算. A list of about forty words is easier to check than a library that guesses
//! where words begin. A missing word costs one alias.

use proc_macro2::Literal;

use super::docs;
use crate::model::Field;

/// Words of the labels that a reader may look for.
const WORDS: [&str; 44] = [
    "上限",
    "事件",
    "价格",
    "优惠",
    "信息",
    "修改",
    "兑换券",
    "入口",
    "全场",
    "公众号",
    "减免",
    "券",
    "单品",
    "单据号",
    "原价",
    "发放",
    "发放次数",
    "品牌",
    "商品",
    "图片",
    "天数",
    "套餐",
    "小程序",
    "展示",
    "批次",
    "折扣券",
    "时间",
    "有效",
    "核销",
    "模式",
    "次数",
    "满减券",
    "状态",
    "用户",
    "百分比",
    "类型",
    "范围",
    "规则",
    "视频号",
    "说明",
    "请求单号",
    "金额",
    "门店",
    "预算",
];

/// The attribute of a field or setter; one of an amount is also found by its unit.
pub(super) fn field_attribute(field: &Field) -> Option<String> {
    let others = docs::unit(field)
        .into_iter()
        .chain([field.wire_name.as_str()]);
    listed(docs::title(field), others, &field.name)
}

/// The attribute with an item's label, its parts, and the wire's name where Rust's differs.
pub(super) fn attribute(title: Option<&str>, wire: &str, rust: &str) -> Option<String> {
    listed(title, [wire].into_iter(), rust)
}

fn listed<'a>(
    title: Option<&'a str>,
    others: impl Iterator<Item = &'a str>,
    rust: &str,
) -> Option<String> {
    let labels = title.into_iter().chain(title.into_iter().flat_map(endings));
    let mut names: Vec<&str> = Vec::new();
    for name in labels.chain(others) {
        let is_searchable = !name.contains(|c: char| matches!(c, '"' | '\'') || c.is_whitespace());
        let is_new = |other: &&str| searched(name) != searched(other);
        if is_searchable && !name.is_empty() && names.iter().chain([&rust]).all(is_new) {
            names.push(name);
        }
    }
    let names: Vec<_> = names
        .into_iter()
        .map(|name| Literal::string(name).to_string())
        .collect();
    (!names.is_empty()).then(|| format!("#[doc(alias({}))]", names.join(", ")))
}

/// The search ignores case and `_`.
fn searched(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// A label from each known word on, except one at its beginning.
fn endings(label: &str) -> impl Iterator<Item = &str> {
    let rest = label.char_indices().skip(1).map(|(at, _)| &label[at..]);
    rest.filter(|rest| WORDS.iter().any(|word| rest.starts_with(word)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_label_is_found_by_each_word() {
        let cases = [
            (
                Some("修改批次预算"),
                "modify_budget",
                Some(r#"#[doc(alias("修改批次预算", "批次预算", "预算"))]"#),
            ),
            (Some("备注"), "remark", Some(r#"#[doc(alias("备注"))]"#)),
            (None, "count", None),
        ];
        for (title, wire, attribute) in cases {
            assert_eq!(super::attribute(title, wire, wire).as_deref(), attribute);
        }
    }
}
