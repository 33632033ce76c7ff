//! Phrases about a single value: length, size, unit, allowed characters, format and default.

use std::collections::BTreeSet;

use super::{PageClaim, Quantity};
use crate::audit::scan::Scan;

/// `长度在6-40个字符之间`
pub(super) fn between(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["长度", "取值范围", "范围", "取值"])?;
    scan.optional(&["在", "为", "是"]);
    let least = scan.number()?;
    scan.word(&["-", "~", "～", "至", "到"])?;
    let most = scan.number()?;
    let quantity = quantity(scan);
    scan.optional(&["之间", "以内"]);
    Some(vec![
        PageClaim::AtLeast(least, quantity),
        PageClaim::AtMost(most, quantity),
    ])
}

/// `最多15次`, `长度不超过40个字符`, `最少3天`
pub(super) fn bound(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let least = [
        "最少",
        "至少",
        "不少于",
        "不低于",
        "最低",
        "最短",
        "不小于",
        "大于等于",
    ];
    let most = [
        "最多",
        "至多",
        "不超过",
        "不多于",
        "最高",
        "最长",
        "不大于",
        "小于等于",
        "不能超过",
        "不得超过",
        "限制为",
    ];
    scan.optional(&["长度"]);
    let is_least = scan.optional(&least);
    if !is_least {
        scan.word(&most)?;
    }
    scan.optional(&["可上传", "可配置", "可设置", "可填写", "可传", "支持", "为"]);
    let number = scan.number()?;
    let quantity = quantity(scan);
    scan.optional(&["以内"]);
    Some(vec![if is_least {
        PageClaim::AtLeast(number, quantity)
    } else {
        PageClaim::AtMost(number, quantity)
    }])
}

const UNITS: [(&str, &str); 8] = [
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("毫秒", "milliseconds"),
    ("秒", "seconds"),
    ("天", "days"),
    ("分", "fen"),
    ("元", "yuan"),
    ("%", "percent"),
];

fn quantity(scan: &mut Scan<'_>) -> Quantity {
    let chars = [
        "个UTF-8字符",
        "UTF-8字符",
        "个中文字符",
        "个字符",
        "字符",
        "个字",
    ];
    if scan.optional(&["个字节", "字节"]) {
        Quantity::Bytes
    } else if scan.optional(&chars) {
        Quantity::Chars
    } else if let Some(unit) = scan.meaning(&UNITS) {
        Quantity::Unit(unit)
    } else {
        scan.optional(&["次", "个", "张", "条", "项", "种", "家"]);
        Quantity::Plain
    }
}

/// `单位为分`
pub(super) fn unit(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["单位"])?;
    scan.optional(&["为", "是", ":", "："]);
    Some(vec![PageClaim::Unit(scan.meaning(&UNITS)?)])
}

/// `默认不限制…`, `默认为10`, or `不填默认为` at the end of a text
pub(super) fn default(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let whole = scan.rest();
    scan.optional(&["不填时", "不填", "不传时", "不传"]);
    scan.word(&["默认值", "默认情况下", "默认"])?;
    if scan.optional(&["不限制", "不限"]) {
        scan.clause();
        return Some(vec![PageClaim::Default("unlimited".to_owned())]);
    }
    scan.word(&["为", "是", ":", "："])?;
    let value = scan.clause();
    Some(vec![PageClaim::Default(if value.is_empty() {
        whole.to_owned()
    } else {
        value.to_owned()
    })])
}

/// `可使用数字、大小写字母、下划线_、短横线-组成`
pub(super) fn alphabet(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let classes = [
        ("数字", "digits"),
        ("大小写字母", "letters"),
        ("英文字母", "letters"),
        ("大写字母", "upper"),
        ("小写字母", "lower"),
        ("字母", "letters"),
        ("下划线_", "_"),
        ("短横线-", "-"),
        ("竖线|", "|"),
        ("星号*", "*"),
    ];
    scan.word(&["可使用", "只能使用", "仅可使用", "只能由", "由"])?;
    let mut found = BTreeSet::new();
    while let Some(class) = scan.meaning(&classes) {
        found.insert(class.to_owned());
        scan.optional(&["、", "和", "及", "或", ",", "，"]);
    }
    scan.optional(&["组成"]);
    (!found.is_empty()).then(|| vec![PageClaim::Alphabet(found)])
}

/// `遵循rfc3339标准格式,格式为yyyy-MM-DDTHH:mm:ss+TIMEZONE`
pub(super) fn time(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["遵循", "按照"])?;
    scan.word(&["rfc3339", "RFC3339", "RFC 3339"])?;
    scan.optional(&["标准格式", "标准", "格式"]);
    let mut more = *scan;
    more.optional(&[",", "，"]);
    if more.optional(&["格式为yyyy-MM-DDTHH:mm:ss+TIMEZONE"]) {
        *scan = more;
    }
    Some(vec![PageClaim::Format("rfc3339")])
}

/// `链接地址`
pub(super) fn url(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["URL地址", "链接地址"])?;
    Some(vec![PageClaim::Format("url")])
}

/// `请设置为application/json`
pub(super) fn literal(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["请设置为", "固定为", "固定值"])?;
    let value = scan.clause();
    (!value.is_empty()).then(|| vec![PageClaim::Literal(value.to_owned())])
}
