//! Rate limits in a sentence: `频率限制:20/s`, `接口限频:50/秒(品牌ID维度)`.

use crate::audit::folded::narrow;
use crate::audit::scan::Scan;
use crate::audit::text::Slice;

/// A rate limit, in the notation of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// For example `20/s`.
    pub(crate) rate: String,
    /// To whom or what the limit applies, if the page says so.
    pub(crate) level: Option<&'static str>,
}

impl RateLimit {
    /// The limit as one text: `1000/min per interface`.
    pub(crate) fn notation(&self) -> String {
        let level = self.level.map(|level| format!(" {level}"));
        format!("{}{}", self.rate, level.unwrap_or_default())
    }
}

/// Captions of a rate limit.
const CAPTIONS: [&str; 8] = [
    "请求频率限制",
    "接口频率限制",
    "调用频率限制",
    "频率限制",
    "接口限频",
    "接口频率",
    "限频",
    "调用频率",
];

const LEVELS: [(&str, &str); 25] = [
    ("接口级", "per interface"),
    ("所有商户", "for all merchants together"),
    ("全部商户", "for all merchants together"),
    ("所有服务商", "for all partners together"),
    ("单个平台", "per platform"),
    ("平台商户", "per platform"),
    ("服务商维度", "per partner"),
    ("单个服务商", "per partner"),
    ("单服务商", "per partner"),
    ("每个服务商", "per partner"),
    ("品牌ID维度", "per brand"),
    ("品牌维度", "per brand"),
    ("单品牌", "per brand"),
    ("单个品牌", "per brand"),
    ("商户号维度", "per merchant"),
    ("商户维度", "per merchant"),
    ("单个商户", "per merchant"),
    ("单商户", "per merchant"),
    ("每个商户", "per merchant"),
    ("单个ip", "per IP"),
    ("单ip", "per IP"),
    ("单个用户", "per user"),
    ("单用户", "per user"),
    ("appid维度", "per appid"),
    ("单个appid", "per appid"),
];

/// Words before a limit that is stated in a sentence.
const PERIODS: [(&str, &str); 6] = [
    ("每秒钟", "s"),
    ("每秒", "s"),
    ("每分钟", "min"),
    ("每小时", "h"),
    ("每天", "d"),
    ("每日", "d"),
];

const UNITS: [(&str, &str); 18] = [
    ("/second", "s"),
    ("/sec", "s"),
    ("/s", "s"),
    ("/秒", "s"),
    ("每秒", "s"),
    ("qps", "s"),
    ("/minute", "min"),
    ("/min", "min"),
    ("/分钟", "min"),
    ("/分", "min"),
    ("每分钟", "min"),
    ("/hour", "h"),
    ("/h", "h"),
    ("/小时", "h"),
    ("每小时", "h"),
    ("/day", "d"),
    ("/d", "d"),
    ("/天", "d"),
];

/// The text after the caption of a rate limit.
pub(crate) fn strip_caption(line: Slice<'_>) -> Option<Slice<'_>> {
    CAPTIONS
        .iter()
        .find_map(|caption| line.strip_caption(caption))
}

/// Whether a line without a caption is about a limit: `单个服务商(请求分账) 300QPS`.
pub(crate) fn is_limit(line: Slice<'_>) -> bool {
    let text = folded(line);
    let levels = LEVELS.iter().map(|(word, _)| *word);
    let mut words = levels.chain(PERIODS.iter().map(|(word, _)| *word));
    let starts = words.any(|word| text.starts_with(&word.to_ascii_lowercase()));
    starts && text.chars().count() <= 60 && !read(line).is_empty()
}

/// All rate limits of a text.
pub(crate) fn read(text: Slice<'_>) -> Vec<RateLimit> {
    let text = folded(text);
    let mut limits: Vec<(RateLimit, usize, usize)> = Vec::new();
    let mut offset = 0;
    while let Some(next) = text.get(offset..).and_then(|rest| rest.chars().next()) {
        let mut scan = Scan::at(&text, offset);
        match rate(&mut scan) {
            Some(rate) => {
                limits.push((RateLimit { rate, level: None }, offset, scan.offset()));
                offset = scan.offset();
            }
            None => offset += next.len_utf8(),
        }
    }
    let starts: Vec<usize> = limits.iter().map(|(_, start, _)| *start).collect();
    let mut from = 0;
    for (index, (limit, start, end)) in limits.iter_mut().enumerate() {
        let before = text.get(from..*start).unwrap_or_default();
        let next = starts.get(index + 1).copied().unwrap_or(text.len());
        // A level in brackets follows its limit.
        let after = text.get(*end..next).unwrap_or_default();
        let after = after
            .strip_prefix('(')
            .and_then(|rest| rest.split(')').next());
        limit.level = level(before).or_else(|| after.and_then(level));
        from = *end;
    }
    limits.into_iter().map(|(limit, _, _)| limit).collect()
}

fn folded(text: Slice<'_>) -> String {
    let folded = text
        .without_spaces()
        .chars()
        .map(narrow)
        .collect::<String>();
    folded.to_ascii_lowercase()
}

fn rate(scan: &mut Scan<'_>) -> Option<String> {
    if let Some(unit) = scan.meaning(&PERIODS) {
        let limits = ["不超过", "最多", "不能超过", "不得超过", "上限"];
        scan.skip(&["内", "限制", "限", "可"]);
        let has_number = scan.rest().starts_with(|c: char| c.is_ascii_digit());
        if !has_number && !scan.sees(&limits) {
            scan.until(&limits)?;
        }
        scan.optional(&limits);
        scan.skip(&["为", "可", "调用", "请求"]);
        let number = scan.number()?;
        scan.word(&["次", "笔"])?;
        return Some(format!("{number}/{unit}"));
    }
    let is_joined = scan.before().ends_with(|c: char| c.is_ascii_digit());
    let number = scan.number().filter(|_| !is_joined)?;
    scan.optional(&["次", "笔", "个"]);
    let unit = scan.meaning(&UNITS)?;
    Some(format!("{number}/{unit}"))
}

fn level(text: &str) -> Option<&'static str> {
    let mut levels = LEVELS.iter();
    let found = levels.find(|(word, _)| text.contains(&word.to_ascii_lowercase()));
    found.map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wechatpay_codegen::source::FileId;

    #[test]
    fn limits_have_a_rate_and_a_level() {
        let cases = [
            ("20/s", "20/s"),
            ("接口级限制1000/min", "1000/min per interface"),
            (
                "单个商户:5次/秒;所有商户:1,000次/分钟",
                "5/s per merchant; 1000/min for all merchants together",
            ),
            ("７QPS（商户号维度）", "7/s per merchant"),
            ("无", ""),
        ];
        for (text, expected) in cases {
            let limits = read(Slice::new(FileId::default(), text));
            let shown: Vec<String> = limits.iter().map(RateLimit::notation).collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        }
    }
}
