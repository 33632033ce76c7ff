//! The unit behind a number: characters, bytes, items, time, money.

use super::Quantity;
use crate::audit::scan::Scan;

/// Units of the spec language, and units that it does not have.
const UNITS: [(&str, &str); 31] = [
    ("个自然日", "days"),
    ("自然日", "days"),
    ("个工作日", "working days"),
    ("工作日", "working days"),
    ("分钟", "minutes"),
    ("个小时", "hours"),
    ("小时", "hours"),
    ("毫秒", "milliseconds"),
    ("ms", "milliseconds"),
    ("秒", "seconds"),
    ("天", "days"),
    ("日", "days"),
    ("个星期", "weeks"),
    ("星期", "weeks"),
    ("周", "weeks"),
    ("个月", "months"),
    ("月", "months"),
    ("年", "years"),
    ("人民币分", "fen"),
    ("分人民币", "fen"),
    ("人民币元", "yuan"),
    ("元", "yuan"),
    ("百分比", "percent"),
    ("百分之一", "percent"),
    ("百分点", "percent"),
    ("%", "percent"),
    ("万分比", "basis points"),
    ("万分之一", "basis points"),
    ("千分比", "permille"),
    ("千分之一", "permille"),
    ("‰", "permille"),
];

/// Words that count characters of any kind.
const CHARS: [&str; 9] = [
    "UTF-8字符",
    "UTF8字符",
    "utf-8字符",
    "utf8字符",
    "Unicode字符",
    "字符",
    "char",
    "文字",
    "字",
];

/// Words that count characters of one kind. The spec has no key for such a limit.
const SOME_CHARS: [&str; 16] = [
    "中文字符",
    "中文汉字",
    "中文",
    "汉字",
    "全角",
    "半角",
    "英文字符",
    "英文字母",
    "英文",
    "大写字母",
    "小写字母",
    "字母",
    "数字",
    "拉丁",
    "非中文",
    "GBK",
];

const SIZES: [&str; 12] = [
    "KB", "kb", "Kb", "MB", "mb", "Mb", "GB", "K", "k", "M", "G", "兆",
];

/// Words that count items.
const COUNTERS: [&str; 38] = [
    "个", "次", "张", "条", "项", "种", "家", "笔", "名", "件", "组", "行", "页", "元素", "级",
    "档", "份", "款", "门店", "套", "只", "人", "台", "辆", "枚", "段", "句", "处", "批", "类",
    "路", "层", "区", "户", "单", "对", "幅", "倍",
];

/// The unit of the number before the scanner.
pub(super) fn quantity(scan: &mut Scan<'_>) -> Quantity {
    if let Some(unit) = counted_unit(scan) {
        return unit;
    }
    let mut counted = *scan;
    counted.optional(&["个", "位"]);
    if let Some(characters) = characters(&mut counted) {
        *scan = counted;
        return characters;
    }
    if scan.optional(&["位"]) {
        return Quantity::Digits;
    }
    if scan.optional(&COUNTERS) {
        return Quantity::Items;
    }
    Quantity::Plain
}

/// Time, money, percent, or the size of a file.
fn counted_unit(scan: &mut Scan<'_>) -> Option<Quantity> {
    if scan.optional(&SIZES) {
        return Some(Quantity::Size);
    }
    if scan.sees(&["分"]) {
        return fen(scan).then_some(Quantity::Unit("fen"));
    }
    if scan.sees(&["元素"]) {
        return None;
    }
    scan.meaning(&UNITS).map(Quantity::Unit)
}

/// `分`, unless it starts another word.
fn fen(scan: &mut Scan<'_>) -> bool {
    let others = [
        "分钟", "分账", "分别", "分店", "分类", "分组", "分享", "分段", "分隔",
    ];
    !scan.sees(&others) && scan.optional(&["分"])
}

/// `个字符`, `个字节数`, `个中文字符或18个英文字符`
fn characters(scan: &mut Scan<'_>) -> Option<Quantity> {
    if scan.optional(&["字节", "bytes", "byte", "Bytes", "Byte", "B"]) {
        scan.optional(&["长度", "数"]);
        return Some(Quantity::Bytes);
    }
    if scan.optional(&SOME_CHARS) {
        return Some(Quantity::SomeChars);
    }
    scan.word(&CHARS)?;
    scan.optional(&["长度", "数"]);
    // A second number means that characters of different kinds have different limits.
    let mut more = *scan;
    more.optional(&[",", "、", "("]);
    let is_mixed = more.optional(&["或者", "或", "/"]) && more.number().is_some() && {
        more.optional(&["个"]);
        more.sees(&SOME_CHARS)
    };
    Some(if is_mixed {
        Quantity::SomeChars
    } else {
        Quantity::Chars
    })
}

/// The unit after the word 单位.
pub(super) fn unit(scan: &mut Scan<'_>) -> Option<&'static str> {
    scan.skip(&["\"", "'", "【", "(", "人民币"]);
    let unit = if scan.sees(&["分"]) {
        fen(scan).then_some("fen").or_else(|| scan.meaning(&UNITS))
    } else {
        scan.meaning(&UNITS)
    }?;
    scan.skip(&["\"", "'", "】", ")"]);
    Some(unit)
}
