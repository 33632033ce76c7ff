//! Phrases about a number: lower and upper bounds, ranges, exact lengths, units.

mod exact;
mod range;

use super::quantities::{self, quantity};
use super::{PageClaim, Quantity};
use crate::audit::scan::Scan;

pub(super) use exact::exact;
pub(super) use range::{range, within};

/// Words that make a limit a recommendation.
const ADVICE: [&str; 7] = ["建议", "推荐", "尽量", "最好", "一般", "通常", "不宜"];

/// Words that forbid what follows.
const NOT: [&str; 13] = [
    "不能够",
    "不可以",
    "不允许",
    "不应该",
    "不能",
    "不可",
    "不得",
    "不要",
    "不应",
    "不许",
    "请勿",
    "禁止",
    "不",
];

const MORE: [&str; 8] = ["超过", "超出", "大于", "多于", "高于", "长于", "超", "大过"];
const LESS: [&str; 5] = ["少于", "小于", "低于", "短于", "少过"];

const AT_MOST: [&str; 18] = [
    "最大值",
    "最大",
    "最多",
    "至多",
    "最高",
    "最长",
    "上限",
    "小于或等于",
    "小于等于",
    "少于或等于",
    "少于等于",
    "低于或等于",
    "低于等于",
    "<=",
    "≤",
    "≦",
    "限制在",
    "限制为",
];
const AT_LEAST: [&str; 16] = [
    "最小值",
    "最小",
    "最少",
    "至少",
    "最低",
    "最短",
    "下限",
    "起码",
    "大于或等于",
    "大于等于",
    "多于或等于",
    "多于等于",
    "高于等于",
    ">=",
    "≥",
    "≧",
];

/// Words between a comparison and its number.
const FILLERS: [&str; 48] = [
    "不能超过",
    "不可超过",
    "不得超过",
    "不超过",
    "可以",
    "可",
    "能够",
    "能",
    "只",
    "仅",
    "允许",
    "支持",
    "上传",
    "配置",
    "设置",
    "填写",
    "填入",
    "填",
    "传入",
    "传递",
    "传",
    "输入",
    "包含",
    "包括",
    "选择",
    "添加",
    "使用",
    "发放",
    "申请",
    "返回",
    "查询",
    "分给",
    "创建",
    "提交",
    "取值",
    "取",
    "长度",
    "为",
    "是",
    "在",
    ":",
    "到",
    "约",
    "数量",
    "个数",
    "条数",
    "有",
    "字数",
];

/// A comparison with the number that follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// `建议不超过32字符`: nothing is required.
pub(super) fn advice(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&ADVICE)?;
    let mut clause = *scan;
    let text = clause.clause();
    let has_number = text.contains(|c: char| c.is_ascii_digit());
    let is_limit = has_number || MORE.iter().chain(&AT_MOST).any(|word| text.contains(word));
    is_limit.then(|| {
        *scan = clause;
        Vec::new()
    })
}

/// `最多15次`, `长度不超过40个字符`, `最少3天`, `字数上限为21个`, `最多支持商品单条数:50`
pub(super) fn bound(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let counts_chars = scan.optional(&["字数"]);
    let noun = counted_noun(scan);
    let is_length = scan.optional(&["总长度", "长度", "字符数"]) || counts_chars;
    scan.skip(&["需要", "必须", "应", "须", "需"]);
    if !scan.sees(&["限制在", "限制为"]) {
        scan.optional(&["限制"]);
    }
    let side = side(scan)?;
    scan.skip(&FILLERS);
    let number = scan
        .attempt(number_after_noun)
        .or_else(|| scan.number())
        .or_else(|| scan.attempt(number_after_verb))?;
    let quantity = quantity(scan);
    let quantity = match quantity {
        Quantity::Items | Quantity::Plain if counts_chars => Quantity::Chars,
        Quantity::Items if is_length => Quantity::Plain,
        Quantity::Items | Quantity::Plain | Quantity::Digits => noun.unwrap_or(quantity),
        quantity => quantity,
    };
    scan.optional(&["以内", "之内"]);
    // A comparison that begins a condition is not a limit.
    let condition = [
        "时",
        "的,",
        "则",
        ",且",
        "且",
        ",则",
        "的情况",
        "后",
        "个以上时",
    ];
    if scan.sees(&condition) && !another_bound_follows(*scan) {
        return Some(Vec::new());
    }
    Some(vec![match side {
        Side::AtLeast => PageClaim::AtLeast(number, quantity),
        Side::AtMost => PageClaim::AtMost(number, quantity),
        Side::Above => PageClaim::AtLeast(number.checked_add(1)?, quantity),
        Side::Below => PageClaim::AtMost(number.checked_sub(1)?, quantity),
    }])
}

/// What a number counts, by the noun before it: `字节数不能大于100`, `汉字最多10个`.
fn counted_noun(scan: &Scan<'_>) -> Option<Quantity> {
    let before = scan.before();
    if before.contains("字节") {
        return Some(Quantity::Bytes);
    }
    let is_kind = ["汉字", "中文", "英文", "字母", "中文字符", "英文字符"]
        .iter()
        .any(|word| before.ends_with(word));
    is_kind.then_some(Quantity::SomeChars)
}

/// Whether `且` joins two bounds: `不少于4个字符且不多于12个字符`.
fn another_bound_follows(mut scan: Scan<'_>) -> bool {
    scan.optional(&[","]);
    let joins = scan.optional(&["并且", "且"]);
    joins && bound(&mut scan).is_some_and(|claims| !claims.is_empty())
}

/// The number in `商品单条数:50` and in `金额:100`.
fn number_after_noun(scan: &mut Scan<'_>) -> Option<i64> {
    let noun = scan.take(is_han)?;
    (noun.chars().count() <= 10).then_some(())?;
    scan.word(&[":"])?;
    scan.number()
}

/// The number in `发起一千笔` and in `可同时查询50条`: a few characters before it are a verb.
fn number_after_verb(scan: &mut Scan<'_>) -> Option<i64> {
    for _ in 0..4 {
        let mut chars = scan.rest().chars();
        let c = chars.next().filter(|c| is_han(*c))?;
        scan.word(&[c.encode_utf8(&mut [0; 4])])?;
        let mut ahead = *scan;
        if let Some(number) = ahead.number() {
            let mut unit = ahead;
            (quantity(&mut unit) != Quantity::Plain).then_some(())?;
            *scan = ahead;
            return Some(number);
        }
    }
    None
}

fn side(scan: &mut Scan<'_>) -> Option<Side> {
    let is_required = scan.before().ends_with(['需', '须', '应', '且']);
    if let Some(side) = scan.attempt(|scan| {
        scan.word(&NOT)?;
        let more = scan.optional(&MORE);
        let less = !more && scan.optional(&LESS);
        more.then_some(Side::AtMost)
            .or(less.then_some(Side::AtLeast))
    }) {
        return Some(side);
    }
    if scan.optional(&AT_MOST) {
        return Some(Side::AtMost);
    }
    if scan.optional(&AT_LEAST) {
        return Some(Side::AtLeast);
    }
    let is_required = is_required || scan.before().ends_with(['需', '须', '应', '度', '且']);
    if is_required && scan.optional(&["大于", "多于", "高于", ">"]) {
        return Some(Side::Above);
    }
    (is_required && scan.optional(&["小于", "少于", "低于", "<"])).then_some(Side::Below)
}

/// `超过64字符将被拦截`, `当参数长度超过20个字符时,报错处理`
pub(super) fn refused(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan.optional(&["当", "如果", "如", "若"]) {
        scan.until(&MORE)?;
    }
    scan.word(&MORE)?;
    let number = scan.number()?;
    let quantity = quantity(scan);
    scan.skip(&[
        "时", "的", ",", "则", "后", "将会", "将", "会", "被", "系统", "接口", "直接",
    ]);
    scan.word(&[
        "拦截",
        "报错",
        "拒绝",
        "失败",
        "返回错误",
        "校验失败",
        "不通过",
        "提示错误",
        "无法",
    ])?;
    scan.optional(&["处理"]);
    Some(vec![PageClaim::AtMost(number, quantity)])
}

/// `单位为分`, `单位为“分”`, `以分为单位`
pub(super) fn unit(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan.optional(&["以"]) {
        let unit = quantities::unit(scan)?;
        scan.word(&["为单位", "作为单位", "做单位", "计"])?;
        return Some(vec![PageClaim::Unit(unit)]);
    }
    if scan.optional(&["按"]) {
        let unit = quantities::unit(scan)?;
        scan.word(&["计算", "计价", "计"])?;
        return Some(vec![PageClaim::Unit(unit)]);
    }
    scan.word(&["货币单位", "金额单位", "单位"])?;
    scan.skip(&["统一为", "均为", "都是", "必须", "默认", "为", "是", ":"]);
    Some(vec![PageClaim::Unit(quantities::unit(scan)?)])
}

/// `折扣百分比`: the unit is part of the name.
pub(super) fn percentage(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    scan.word(&["百分比"])?;
    Some(vec![PageClaim::Unit("percent")])
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
