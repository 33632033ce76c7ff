//! Exact lengths: `固定为18位`.

use super::counted_noun;
use crate::audit::page_claims::quantities::quantity;
use crate::audit::page_claims::{PageClaim, Quantity, alphabets};
use crate::audit::scan::Scan;

/// `由32位数字组成`, `固定为18位`, `长度为10个字符`, `长度固定32位`
pub(in crate::audit::page_claims) fn exact(scan: &mut Scan<'_>) -> Option<Vec<PageClaim>> {
    let starts = scan.optional(&[
        "长度固定为",
        "长度固定",
        "长度必须为",
        "长度必须等于",
        "长度应为",
        "长度须为",
        "长度需为",
        "长度等于",
        "固定长度为",
        "固定长度",
        "固定为",
        "固定",
        "长度为",
        "长度是",
        "必须为",
        "必须是",
        "由",
        "为",
    ]);
    starts.then_some(())?;
    let noun = counted_noun(scan);
    let is_length = scan.before().contains("长度");
    let number = scan.number()?;
    let quantity = match quantity(scan) {
        Quantity::Digits | Quantity::Chars => noun.unwrap_or(Quantity::Chars),
        Quantity::Plain if is_length && scan.is_at_clause_end() => noun.unwrap_or(Quantity::Plain),
        Quantity::SomeChars => {
            // `位数字` also states the alphabet, which is read from the digits on.
            let kinds = scan.before();
            let by_place = kinds.contains('位');
            by_place.then_some(Quantity::Digits)?;
            return exact_alphabet(scan, number);
        }
        Quantity::Bytes => Quantity::Bytes,
        _ => return None,
    };
    if scan.sees(&["以", "之", "内", "的", "或", "-", "~", "至", "到"]) && !scan.sees(&["的"])
    {
        return None;
    }
    Some(vec![
        PageClaim::AtLeast(number, quantity),
        PageClaim::AtMost(number, quantity),
    ])
}

/// The alphabet of `32位数字组成` behind its first class.
fn exact_alphabet(scan: &mut Scan<'_>, number: i64) -> Option<Vec<PageClaim>> {
    let before = scan.before();
    let start = before.rfind('位')? + '位'.len_utf8();
    let first = before.get(start..)?;
    let mut whole = Scan::at(scan.text(), scan.offset() - first.len());
    let alphabet = alphabets::list(&mut whole)?;
    whole.skip(&["组成", "构成", "的字符串", "的组合"]);
    *scan = whole;
    let length = Quantity::Chars;
    Some(vec![
        PageClaim::AtLeast(number, length),
        PageClaim::AtMost(number, length),
        alphabet,
    ])
}
