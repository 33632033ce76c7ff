//! Phrases about a field that depends on other fields.

use std::collections::BTreeSet;

use super::quantities::quantity;
use super::{Consequence, PageClaim, Quantity, Requirement};
use crate::audit::scan::Scan;

/// Words that begin a condition.
const IF: [&str; 8] = ["当且仅当", "只有当", "仅当", "如果", "如", "若", "当", "在"];

const REQUIRED: [&str; 17] = [
    "必须传入",
    "必须填写",
    "必须上传",
    "必须传",
    "必须填",
    "必填",
    "必传",
    "为必填",
    "为必传",
    "需要在该字段添加",
    "需要填写",
    "需要传入",
    "需填写",
    "需传入",
    "需要传",
    "需传",
    "不能为空",
];
const ALLOWED: [&str; 11] = [
    "可以填写",
    "可以传入",
    "可填写",
    "可传入",
    "可选填",
    "可填",
    "可传",
    "可选",
    "选填",
    "选传",
    "可以不填",
];
const PRESENT: [&str; 8] = [
    "才会返回",
    "才返回",
    "会返回",
    "返回",
    "存在此字段",
    "才存在",
    "存在",
    "提供",
];

/// `当且仅当way为POST时必传,其他模式不应填写`
pub(super) fn only_when(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["当且仅当"])?;
    let (field, requirement) = test(scan)?;
    scan.skip(&["时", "才", ","]);
    let consequence = if scan.optional(&ALLOWED) {
        Consequence::Allowed
    } else {
        if !scan.optional(&REQUIRED) {
            scan.word(&PRESENT)?;
        }
        Consequence::Only
    };
    let _ = scan.attempt(otherwise_absent);
    Some(vec![PageClaim::When(consequence, field, requirement)])
}

/// `,其他模式下不应填写`
fn otherwise_absent(scan: &mut Scan<'_>) -> Option<()> {
    scan.optional(&[","]);
    scan.word(&[
        "其他模式",
        "其他场景",
        "其他情况",
        "其它模式",
        "其它场景",
        "其它情况",
        "否则",
    ])?;
    scan.optional(&["下"]);
    scan.skip(&["则"]);
    scan.word(&[
        "不应填写",
        "不应传入",
        "不提供",
        "不返回",
        "不填",
        "不传",
        "无需填写",
        "无需传入",
    ])
}

/// `当传入count大于0时,limit必传`, `如type为A或B,则必填`, `支付渠道为微信支付时必填`
pub(super) fn required_when(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if in_word(scan) {
        return None;
    }
    let has_if = scan.optional(&IF);
    scan.optional(&["传入", "填写", "设置"]);
    let (field, requirement) = test(scan)?;
    let had_end = ends_condition(scan);
    let subject_before = scan.offset();
    scan.skip(&[
        "该笔明细",
        "该字段",
        "该参数",
        "本字段",
        "此字段",
        "此参数",
        "本参数",
        "该项",
    ]);
    let _ = scan.name();
    scan.skip(&["为"]);
    let is_labelled = !is_wire_name(&field);
    // Without a word that ends the condition, only a known form is a condition.
    if !(has_if || had_end || is_labelled || scan.offset() == subject_before) {
        return None;
    }
    let consequence = if scan.optional(&REQUIRED) {
        Consequence::Required
    } else if scan.optional(&ALLOWED) {
        Consequence::Allowed
    } else if has_if && had_end && scan.optional(&PRESENT) {
        Consequence::Only
    } else {
        scan.word(&["才有效", "有效", "才生效"])?;
        return Some(vec![PageClaim::NoKey]);
    };
    let _ = scan.attempt(otherwise_absent);
    Some(vec![PageClaim::When(consequence, field, requirement)])
}

/// Whether the scanner is inside a word of Chinese characters that starts before it. A condition
/// starts a clause.
fn in_word(scan: &Scan<'_>) -> bool {
    let before = scan.before();
    let starts_here = before.is_empty() || scan.sees(&IF) || scan.sees_name();
    !starts_here
}

/// `时`, `的情况下`
fn ends_condition(scan: &mut Scan<'_>) -> bool {
    scan.optional(&["的"]);
    let ended = scan.optional(&["时候", "时", "情况下", "场景下", "模式下", "情况", "的"]);
    let comma = scan.optional(&[","]);
    ended | scan.optional(&["则"]) | comma
}

/// `服务商模式下必传`
pub(super) fn outside(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if !scan.before().is_empty() {
        return None;
    }
    scan.optional(&["在", "当"]);
    let situation = scan.until(&["模式下", "场景下", "模式时", "场景时", "情况下"])?;
    let is_simple = !situation.contains(['为', '是', '含', '有', '=']);
    scan.word(&["模式下", "场景下", "模式时", "场景时", "情况下"])?;
    scan.skip(&[",", "该字段", "该参数", "此字段", "本字段", "则", "才"]);
    scan.word(&REQUIRED)?;
    let claim = PageClaim::When(
        Consequence::Required,
        situation.to_owned(),
        Requirement::Outside,
    );
    Some(vec![if is_simple { claim } else { PageClaim::NoKey }])
}

/// `除type为A外必填`: the spec has no key for an exception.
pub(super) fn unless(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["除非", "除了", "除"])?;
    let _ = scan.until(&["外", ","])?;
    scan.skip(&["以外", "外", "之外", ",", "均", "都", "其他情况", "该字段"]);
    scan.word(&REQUIRED)?;
    Some(vec![PageClaim::NoKey])
}

/// A field, by its name or its label, and the requirement on it.
fn test(scan: &mut Scan<'_>) -> Option<(String, Requirement)> {
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
fn listed(scan: &mut Scan<'_>) -> Option<BTreeSet<String>> {
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

/// `total与daily只能修改一个`, `transaction_id和out_trade_no必须二选一`
pub(super) fn one_of(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
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
pub(super) fn with_another(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
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

/// Whether a subject is the name of a field, not its label.
pub(crate) fn is_wire_name(subject: &str) -> bool {
    subject.starts_with(|c: char| c.is_ascii_lowercase()) && subject.is_ascii()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
