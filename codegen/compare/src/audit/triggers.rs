//! Trigger phrases: words that show that a sentence states a limit or a requirement.
//!
//! The spec must cover every trigger phrase of a page.

use std::ops::Range;

/// Phrases that are always triggers. A longer phrase comes before its own prefixes.
const TRIGGERS: [&str; 68] = [
    "当且仅当",
    "不允许",
    "不超过",
    "不受限",
    "不少于",
    "不低于",
    "只支持",
    "最多",
    "最少",
    "最高",
    "最低",
    "最长",
    "最短",
    "至多",
    "至少",
    "不能",
    "不得",
    "不可",
    "不应",
    "不填",
    "只能",
    "只可",
    "仅",
    "默认",
    "长度",
    "单位",
    "大于",
    "小于",
    "必须",
    "必传",
    "必填",
    "禁止",
    "允许",
    "唯一",
    "字符",
    "字节",
    "格式",
    "请确保",
    "请先",
    "以内",
    "上限为",
    "上限是",
    "下限为",
    "范围为",
    "范围[",
    "范围【",
    "范围:",
    "二选一",
    "三选一",
    "固定",
    "只接受",
    "urlencode",
    "才有效",
    "一致",
    "绑定",
    "密文",
    "加密",
    "位数字",
    "位字母",
    "次请求",
    "幂等",
    "重入",
    "校验规则",
    "特殊规则",
    "时间戳",
    "要求",
    "请注意",
    "重试",
];

/// Words that are triggers unless they are part of one of the longer words.
const AMBIGUOUS: [(&str, &[&str]); 7] = [
    ("须", &["无须"]),
    ("未填", &[]),
    ("未传", &[]),
    ("需", &["无需", "必需品"]),
    ("应", &["对应", "应答", "应用", "相应", "响应", "供应"]),
    (
        "当",
        &["当前", "当天", "当日", "当月", "当地", "适当", "相当"],
    ),
    ("取值", &["可选取值"]),
];

/// Phrases that contain a trigger phrase but are not triggers.
const NOT_TRIGGERS: [&str; 2] = ["唯一标识", "字符串"];

/// All trigger phrases of a text without white space, outside the sorted ranges that were read
/// already.
pub(crate) fn find(text: &str, read: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut offset = 0;
    while let Some(rest) = text.get(offset..).filter(|rest| !rest.is_empty()) {
        let not_trigger = NOT_TRIGGERS.iter().find(|word| rest.starts_with(*word));
        let trigger = TRIGGERS
            .iter()
            .find(|word| rest.starts_with(*word))
            .copied();
        let trigger = trigger.or_else(|| ambiguous(text, offset));
        let length = match (not_trigger, trigger) {
            (Some(word), _) => word.len(),
            (None, Some(word)) => {
                let next = read.partition_point(|range| range.end <= offset);
                if read.get(next).is_none_or(|range| !range.contains(&offset)) {
                    found.push(offset..offset + word.len());
                }
                word.len()
            }
            (None, None) => rest.chars().next().map_or(1, char::len_utf8),
        };
        offset += length;
    }
    found
}

fn ambiguous(text: &str, offset: usize) -> Option<&'static str> {
    let rest = text.get(offset..)?;
    let (word, _) = AMBIGUOUS.iter().find(|(word, longer)| {
        let range = offset..offset + word.len();
        rest.starts_with(word) && !longer.iter().any(|longer| is_within(text, &range, longer))
    })?;
    Some(word)
}

/// Whether a range of a text is part of an occurrence of these words.
pub(crate) fn is_within(text: &str, range: &Range<usize>, words: &str) -> bool {
    let first = range.end.saturating_sub(words.len());
    let mut starts = first..=range.start;
    starts.any(|start| {
        text.get(start..)
            .is_some_and(|rest| rest.starts_with(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trigger_phrases_inside_other_words_are_ignored() {
        let words = |text: &'static str, read: &[Range<usize>]| -> Vec<&'static str> {
            find(text, read)
                .into_iter()
                .map(|range| &text[range])
                .collect()
        };
        assert_eq!(words("当且仅当", &[]), ["当且仅当"]);
        assert_eq!(words("对应的应答,应与之相应", &[]), ["应"]);
        assert_eq!(words("当前无需,当作需要", &[]), ["当", "需"]);
        assert_eq!(words("唯一标识是字符串,保持唯一", &[]), ["唯一"]);
        let long = "相应,需3个。".repeat(5_000);
        let all = find(&long, &[]);
        assert_eq!(all.len(), 5_000);
        assert!(find(&long, &all).is_empty());
        assert!(words("最多3个", std::slice::from_ref(&(0.."最多3个".len()))).is_empty());
    }
}
