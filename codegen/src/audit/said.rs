//! What a sentence states in words that a spec has a place for: a limit, a condition, a default, a unit.
//!
//! ```text
//! 长度在6-40个字符之间          at least 6 and at most 40 characters
//! 当且仅当way为POST时必传       only when `way` is POST
//! 默认不限制                    the default is `unlimited`
//! ```

use std::collections::BTreeSet;
use std::ops::Range;

use super::scan::Scan;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Characters.
    Chars,
    /// Bytes, for which the spec has no limit.
    Bytes,
    /// Things, times: of a list its items, of a number itself.
    Things,
    /// A unit that the spec has a word for.
    Unit(&'static str),
}

/// What a condition asks of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// One of these values.
    Values(BTreeSet<String>),
    /// A number above this one.
    GreaterThan(i64),
    /// To be there.
    Present,
}

/// What follows from a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// There then, and only then.
    Only,
    /// Required then.
    Required,
    /// Allowed then, and only then.
    Allowed,
}

/// Something stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A lower bound, inclusive.
    AtLeast(i64, Counted),
    /// An upper bound, inclusive.
    AtMost(i64, Counted),
    /// What a number counts.
    Unit(&'static str),
    /// What holds where the field is absent; or the words before the page breaks off.
    Default(String),
    /// Which characters a text is made of.
    Alphabet(BTreeSet<String>),
    /// How a text is written.
    Format(&'static str),
    /// The one text that a header has.
    Literal(String),
    /// When a field is there.
    When(Follows, String, Asked),
    /// The words with which a condition begins, and the page breaks off.
    CutOff(&'static str),
    /// Fields of which at most one is there.
    AtMostOne(BTreeSet<String>),
    /// Beside a value: which values another field may have then.
    Allowed(String, BTreeSet<String>),
}

/// Everything that a text without white space states, with the bytes that say so.
pub(super) fn read(text: &str) -> Vec<(Said, Range<usize>)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let inside_word = before.is_some_and(is_word);
        let found = READERS.iter().find_map(|read| {
            let mut scan = Scan::new(rest);
            let found = read(&mut scan)?;
            Some((found, rest.len() - scan.rest().len()))
        });
        // A name never begins in the middle of another one.
        let found = found.filter(|_| !(inside_word && rest.starts_with(is_word)));
        match found {
            Some((found, length)) if length > 0 => {
                all.extend(found.into_iter().map(|said| (said, at..at + length)));
                at += length;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    all
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Takes a sentence off the beginning of a text, or nothing.
type Reader = fn(&mut Scan<'_>) -> Option<Vec<Said>>;

const READERS: [Reader; 14] = [
    between,
    bound,
    unit,
    default,
    alphabet,
    time,
    url,
    literal,
    only_when,
    allowed_if,
    required_when,
    at_most_one,
    allowed,
    cut_off,
];

/// `长度在6-40个字符之间`
fn between(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["长度", "取值范围", "范围", "取值"])?;
    scan.optional(&["在", "为", "是"]);
    let least = scan.number()?;
    scan.word(&["-", "~", "～", "至", "到"])?;
    let most = scan.number()?;
    let counted = counted(scan);
    scan.optional(&["之间", "以内"]);
    Some(vec![
        Said::AtLeast(least, counted),
        Said::AtMost(most, counted),
    ])
}

/// `最多15次`, `长度不超过40个字符`, `最少3天`
fn bound(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
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
    let counted = counted(scan);
    scan.optional(&["以内"]);
    Some(vec![if is_least {
        Said::AtLeast(number, counted)
    } else {
        Said::AtMost(number, counted)
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

fn counted(scan: &mut Scan<'_>) -> Counted {
    let chars = [
        "个UTF-8字符",
        "UTF-8字符",
        "个中文字符",
        "个字符",
        "字符",
        "个字",
    ];
    if scan.optional(&["个字节", "字节"]) {
        Counted::Bytes
    } else if scan.optional(&chars) {
        Counted::Chars
    } else if let Some(unit) = scan.meaning(&UNITS) {
        Counted::Unit(unit)
    } else {
        scan.optional(&["次", "个", "张", "条", "项", "种", "家"]);
        Counted::Things
    }
}

/// `单位为分`
fn unit(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["单位"])?;
    scan.optional(&["为", "是", ":", "："]);
    Some(vec![Said::Unit(scan.meaning(&UNITS)?)])
}

/// `默认不限制…`, `不填默认为` and then nothing more, `默认为10`
fn default(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let whole = scan.rest();
    scan.optional(&["不填时", "不填", "不传时", "不传"]);
    scan.word(&["默认值", "默认情况下", "默认"])?;
    if scan.optional(&["不限制", "不限"]) {
        scan.clause();
        return Some(vec![Said::Default("unlimited".to_owned())]);
    }
    scan.word(&["为", "是", ":", "："])?;
    let value = scan.clause();
    Some(vec![Said::Default(if value.is_empty() {
        whole.to_owned()
    } else {
        value.to_owned()
    })])
}

/// `可使用数字、大小写字母、下划线_、短横线-组成`
fn alphabet(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
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
    (!found.is_empty()).then(|| vec![Said::Alphabet(found)])
}

/// `遵循rfc3339标准格式,格式为yyyy-MM-DDTHH:mm:ss+TIMEZONE`
fn time(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["遵循", "按照"])?;
    scan.word(&["rfc3339", "RFC3339", "RFC 3339"])?;
    scan.optional(&["标准格式", "标准", "格式"]);
    let mut more = *scan;
    more.optional(&[",", "，"]);
    if more.optional(&["格式为yyyy-MM-DDTHH:mm:ss+TIMEZONE"]) {
        *scan = more;
    }
    Some(vec![Said::Format("rfc3339")])
}

/// `链接地址`
fn url(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["URL地址", "链接地址"])?;
    Some(vec![Said::Format("url")])
}

/// `请设置为application/json`
fn literal(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["请设置为", "固定为", "固定值"])?;
    let value = scan.clause();
    (!value.is_empty()).then(|| vec![Said::Literal(value.to_owned())])
}

/// `当且仅当way为POST时必传,其他模式不应填写`
fn only_when(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["当且仅当"])?;
    let (field, asked) = asked(scan)?;
    scan.optional(&["时"]);
    scan.word(&["必传", "必填", "提供", "返回", "存在此字段", "存在"])?;
    let mut more = *scan;
    more.optional(&[",", "，"]);
    if more.optional(&["其他模式", "其他场景", "其他情况"]) {
        more.optional(&["下"]);
        if more.optional(&["不应填写", "不应传入", "不提供", "不返回"]) {
            *scan = more;
        }
    }
    Some(vec![Said::When(Follows::Only, field, asked)])
}

/// `当传入count大于0时,limit必传`
fn required_when(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["当"])?;
    scan.optional(&["传入"]);
    let (field, asked) = asked(scan)?;
    scan.word(&["时"])?;
    scan.optional(&[",", "，"]);
    scan.optional(&["该字段", "本字段"]);
    let _ = scan.name();
    let follows = if scan.optional(&["必传", "必填", "必须传入", "必须填写"]) {
        Follows::Required
    } else {
        scan.word(&["可填", "可传", "可以填写"])?;
        Follows::Allowed
    };
    Some(vec![Said::When(follows, field, asked)])
}

/// A field and what is asked of it.
fn asked(scan: &mut Scan<'_>) -> Option<(String, Asked)> {
    let field = scan.name()?.to_owned();
    let asked = if scan.optional(&["大于"]) {
        Asked::GreaterThan(scan.number()?)
    } else if scan.optional(&["不为空", "存在"]) {
        Asked::Present
    } else {
        scan.word(&["为", "等于", "是"])?;
        Asked::Values(listed(scan)?)
    };
    Some((field, asked))
}

/// `NORMAL、DISCOUNT或EXCHANGE`
fn listed(scan: &mut Scan<'_>) -> Option<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    loop {
        values.insert(scan.value()?.to_owned());
        let mut more = *scan;
        if !more.optional(&["、", "或者", "或", "和"]) || more.value().is_none() {
            return Some(values);
        }
        scan.optional(&["、", "或者", "或", "和"]);
    }
}

/// `total与daily只能修改一个`
fn at_most_one(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let mut fields = BTreeSet::from([scan.name()?.to_owned()]);
    while scan.optional(&["与", "和", "、", "或"]) {
        fields.insert(scan.name()?.to_owned());
    }
    scan.word(&["最多只能", "只能", "仅能", "最多", "只可"])?;
    scan.word(&["修改", "填写", "传入", "选择", "设置", "填", "传"])?;
    scan.word(&["其中一个", "一个", "其一"])?;
    Some(vec![Said::AtMostOne(fields)])
}

/// `type仅可配置为NORMAL或DISCOUNT`
fn allowed(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let field = scan.name()?.to_owned();
    scan.word(&["仅可配置为", "只能配置为", "只可配置为", "仅可为", "只能为"])?;
    Some(vec![Said::Allowed(field, listed(scan)?)])
}

/// `仅在scope为SINGLE时可配置`
fn allowed_if(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    scan.word(&["仅在", "只在", "仅当"])?;
    let field = scan.name()?.to_owned();
    scan.word(&["为"])?;
    let values = listed(scan)?;
    scan.word(&["时可配置", "时可用", "时有效"])?;
    Some(vec![Said::Allowed(field, values)])
}

/// A condition's first word at the end of a text.
fn cut_off(scan: &mut Scan<'_>) -> Option<Vec<Said>> {
    let words = ["当且仅当", "当", "在"];
    let word = words.into_iter().find(|word| scan.rest() == *word)?;
    scan.word(&[word])?;
    Some(vec![Said::CutOff(word)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_way_to_say_something_is_read() {
        let when = |follows, field: &str, asked| Said::When(follows, field.to_owned(), asked);
        let cases = [
            ("编号,至少6个字", vec![Said::AtLeast(6, Counted::Chars)]),
            (
                "长度不超过15个UTF-8字符",
                vec![Said::AtMost(15, Counted::Chars)],
            ),
            ("长度不超过99个字节", vec![Said::AtMost(99, Counted::Bytes)]),
            ("至多可上传4张图", vec![Said::AtMost(4, Counted::Things)]),
            (
                "最多1,000,000次",
                vec![Said::AtMost(1_000_000, Counted::Things)],
            ),
            ("最长9天", vec![Said::AtMost(9, Counted::Unit("days"))]),
            (
                "取值范围1~20",
                vec![
                    Said::AtLeast(1, Counted::Things),
                    Said::AtMost(20, Counted::Things),
                ],
            ),
            ("单位:分钟", vec![Said::Unit("minutes")]),
            (
                "默认不限制高度",
                vec![Said::Default("unlimited".to_owned())],
            ),
            ("不填默认为", vec![Said::Default("不填默认为".to_owned())]),
            ("默认为12。", vec![Said::Default("12".to_owned())]),
            (
                "可使用大写字母、短横线-组成",
                vec![Said::Alphabet(set(&["upper", "-"]))],
            ),
            ("遵循rfc3339标准格式", vec![Said::Format("rfc3339")]),
            (
                "固定为application/json",
                vec![Said::Literal("application/json".to_owned())],
            ),
            (
                "当且仅当way为BRUSH或PEN时必传,其他模式下不应填写",
                vec![when(
                    Follows::Only,
                    "way",
                    Asked::Values(set(&["BRUSH", "PEN"])),
                )],
            ),
            (
                "当传入depth大于0时,edge必传",
                vec![when(Follows::Required, "depth", Asked::GreaterThan(0))],
            ),
            (
                "当depth不为空时可填",
                vec![when(Follows::Allowed, "depth", Asked::Present)],
            ),
            ("孔多大,当且仅当", vec![Said::CutOff("当且仅当")]),
            (
                "a_b与c_d只能填写一个",
                vec![Said::AtMostOne(set(&["a_b", "c_d"]))],
            ),
            (
                "此时way仅可为PEN",
                vec![Said::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            (
                "仅在way为PEN时可用",
                vec![Said::Allowed("way".to_owned(), set(&["PEN"]))],
            ),
            ("当前的名字,2015-05-20", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<Said> = read(text).into_iter().map(|(said, _)| said).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
