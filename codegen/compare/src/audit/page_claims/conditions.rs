//! Phrases about a field that depends on other fields.

mod groups;
mod requirement;

use super::{Consequence, PageClaim, Requirement};
use crate::audit::scan::Scan;

pub(super) use groups::{one_of, with_another};
use requirement::{listed, test};

/// Words that begin a condition.
const IF: [&str; 11] = [
    "当且仅当",
    "只有当",
    "只有在",
    "只有",
    "仅当",
    "如果",
    "如",
    "若",
    "一旦",
    "当",
    "在",
];

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
    let (field, requirement) = scan.attempt(given).or_else(|| {
        scan.optional(&["传入", "填写", "设置"]);
        test(scan)
    })?;
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
    scan.skip(&["为", "才", "则"]);
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

/// A field that is sent: `填写了store_id时`, `传入store_id后`.
fn given(scan: &mut Scan<'_>) -> Option<(String, Requirement)> {
    scan.word(&[
        "填写了",
        "传入了",
        "传了",
        "填了",
        "设置了",
        "上传了",
        "有传",
        "传入",
        "填写",
        "设置",
        "传",
    ])?;
    let name = scan.name()?.to_owned();
    scan.skip(&["字段", "参数"]);
    let ends = scan.sees(&[
        "时",
        "后",
        "的情况",
        "的,",
        "则",
        ",则",
        ",该",
        ",此",
        ",本",
    ]);
    ends.then_some((name, Requirement::Present))
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
    let ended = scan.optional(&[
        "时候",
        "时",
        "后",
        "情况下",
        "场景下",
        "模式下",
        "情况",
        "的",
    ]);
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
