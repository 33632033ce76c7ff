//! Ranges and limits with their unit behind them: `6-40个字符`, `32个字符内`.

use super::counted_noun;
use crate::audit::page_claims::quantities::quantity;
use crate::audit::page_claims::{PageClaim, Quantity};
use crate::audit::scan::Scan;

/// `长度在6-40个字符之间`, `取值范围:1-100`, `数量范围为[1,100]`, `可支持2-10笔`, `6~32个字符`
pub(in crate::audit::page_claims) fn range(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let heads = [
        "有效范围",
        "有效值",
        "取值范围",
        "范围",
        "取值",
        "总长度",
        "长度",
        "字数",
        "数量",
        "个数",
        "支持",
        "要求",
        "限制",
        "限定",
        "介于",
        "可传",
        "可填",
        "可设置",
        "可配置",
        "可选",
        "必须",
        "需",
    ];
    let is_joined = scan
        .before()
        .ends_with(|c: char| c.is_ascii_alphanumeric() || "+-.:/".contains(c));
    let noun = counted_noun(scan);
    let has_head = scan.optional(&heads);
    let is_length = has_head
        && ["长度", "字数"]
            .iter()
            .any(|word| scan.before().ends_with(word));
    if has_head {
        scan.skip(&["限制", "范围", "要求", "必须", "应", "需", "须"]);
        scan.skip(&["在", "为", "是", "于", ":", "从", "传", "填"]);
    }
    let is_bracketed = scan.optional(&["[", "【", "("]);
    let least = if is_bracketed {
        scan.digits()?
    } else {
        scan.number()?
    };
    let first = quantity_of_first(scan);
    if is_bracketed {
        scan.word(&[",", "-", "~", "、"])?;
    } else {
        scan.word(&["-", "~", "至", "到", "和", "与"])?;
    }
    let most = scan.number()?;
    if is_bracketed {
        scan.word(&["]", "】", ")"])?;
    }
    // A time or a date is not a range.
    if scan.sees(&["-", ":", ".", "/"]) && !scan.is_at_clause_end() || most < least {
        return None;
    }
    let quantity = match quantity(scan) {
        Quantity::Plain => first,
        Quantity::Items if is_length => Quantity::Plain,
        quantity => quantity,
    };
    let quantity = match quantity {
        Quantity::Plain | Quantity::Items => noun.unwrap_or(quantity),
        quantity => quantity,
    };
    let has_tail = scan.optional(&["之间", "以内", "范围内", "内", "区间"]);
    let counts = matches!(
        quantity,
        Quantity::Chars | Quantity::SomeChars | Quantity::Bytes
    );
    if !(has_head || has_tail || is_bracketed || counts) {
        return None;
    }
    // A part of a longer value: `省份简称+6~7位`.
    if !has_head && is_joined {
        return counts.then(|| vec![PageClaim::NoKey]);
    }
    Some(vec![
        PageClaim::AtLeast(least, quantity),
        PageClaim::AtMost(most, quantity),
    ])
}

/// The unit of the first number of a range: `1分-100分`.
fn quantity_of_first(scan: &mut Scan<'_>) -> Quantity {
    let mut ahead = *scan;
    let quantity = quantity(&mut ahead);
    if ahead.sees(&["-", "~", "至", "到", "和", "与"]) {
        *scan = ahead;
    }
    quantity
}

/// `要求32个字符内`, `总长度限制在128字符以内`, `40个字以下`
pub(in crate::audit::page_claims) fn within(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    if scan
        .before()
        .ends_with(|c: char| c.is_ascii_alphanumeric() || "-~+.第至到".contains(c))
    {
        return None;
    }
    let number = scan.number()?;
    let quantity = quantity(scan);
    let counts = [
        Quantity::Chars,
        Quantity::SomeChars,
        Quantity::Bytes,
        Quantity::Digits,
    ];
    counts.contains(&quantity).then_some(())?;
    // `绿牌8位` does not say whether other lengths exist.
    if quantity == Quantity::Digits && scan.is_at_clause_end() {
        return Some(vec![PageClaim::NoKey]);
    }
    if scan.optional(&["以内", "之内", "及以下", "或以下", "以下", "内"]) {
        return Some(vec![PageClaim::AtMost(number, quantity)]);
    }
    scan.word(&["及以上", "或以上", "以上", "起"])?;
    Some(vec![PageClaim::AtLeast(number, quantity)])
}
