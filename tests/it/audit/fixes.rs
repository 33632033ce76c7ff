//! What `audit --fix` writes: each change of a page becomes exactly that change of the spec.

use std::fmt::Write as _;

use insta::assert_snapshot;
use similar::{ChangeTag, TextDiff};

use super::fixture::Fixture;

/// Changes of a page: the page, the text before, the text after.
const CHANGES: &[(&str, &str, &str)] = &[
    ("paint_card", "更新时间:2026.01.31", "更新时间:2026.03.31"),
    ("paint_card", "给卡片上色\n", "给牌上色\n"),
    ("paint_card", "【普通商户】【普通服务商】", "【普通商户】"),
    ("drop_card", "【普通商户】", "【普通商户】【普通服务商】"),
    ("paint_card", "接口级限制30/min", "接口级限制40/min"),
    ("drop_card", "20/s", "30/s"),
    ("paint_card", "【备域名】", "【备用】"),
    ("paint_card", "平时用这一个", "平时用这个"),
    (
        "paint_card",
        "怎样给做好的卡片换颜色",
        "怎样给做好的卡片换色",
    ),
    ("paint_card", "只能换三回", "只能换四回"),
    ("paint_card", "要换成的颜色", "要换成的新颜色"),
    ("paint_card", "最多可设置5个", "最多可设置6个"),
    ("paint_card", ",最多可设置5个", ""),
    ("paint_card", "打孔的钱", "打孔的钱,最少1分,最多9分"),
    ("paint_card", "打孔的钱,单位为分", "打孔的钱"),
    ("paint_card", "长度在6-40个", "长度在8-40个"),
    ("paint_card", "数字、小写字母、下划线_", "数字、小写字母"),
    ("paint_card", "默认为3", "默认为4"),
    ("paint_card", "hole_list 选填", "hole_list 必填"),
    (
        "paint_card",
        "depth 选填 integer\n【深浅】",
        "depth 必填 integer\n【深浅】",
    ),
    ("paint_card", "【孔】", "【孔洞】"),
    ("paint_card", "【孔】 ", ""),
    (
        "paint_card",
        "放签名得出的凭证",
        "【认证】 放签名得出的凭证",
    ),
    ("paint_card", "MATT: 哑光", "MATT: 无光"),
    (
        "paint_card",
        "注:重来时要用原来的单号",
        "注:重来时要用原单号",
    ),
    (
        "paint_card",
        "403 | RULE_LIMIT | 今天换得太多 | 明天再换",
        "429 | RULE_LIMIT | 今天换得太多 | 明天重试",
    ),
    (
        "paint_card",
        "400 | PARAM_ERROR | 填的不对",
        "400 | PARAM_ERROR | 填错了",
    ),
    ("find_card", "\"weight\" : 300", "\"weight\" : 301"),
    ("paint_card", ",不填就不打", ""),
    // Another part of the page still has the old text.
    (
        "paint_card",
        "LIGHT: 浅色,看着亮DARK",
        "LIGHT: 浅浅,看着亮DARK",
    ),
    ("paint_card", "换成深色\n1curl", "换成很深色\n1curl"),
    // No key expresses these changes, or they need a person.
    (
        "paint_card",
        "当colour\n为DARK时必填",
        "当colour\n为LIGHT时必填",
    ),
    ("paint_card", "SHINE: 亮光", "GLOW: 亮光"),
    ("paint_card", "频率限制", "每人一天一次\n频率限制"),
];

/// The spec with all fixes of one round.
fn fixed(fixture: &Fixture) -> Vec<(String, String)> {
    let (found, sources) = fixture.found();
    let mut texts = found.fixes(&sources, |_| true).texts(&sources);
    let files = sources.iter().take(fixture.spec.len());
    files
        .map(|(id, file)| {
            let text = texts.remove(&id).unwrap_or_else(|| file.text.clone());
            (file.path.clone(), text)
        })
        .collect()
}

/// The changed lines of all files.
fn changed_lines(before: &[(String, String)], after: &[(String, String)]) -> String {
    let mut text = String::new();
    for ((path, before), (_, after)) in before.iter().zip(after) {
        for change in TextDiff::from_lines(before, after).iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let line = change.old_index().or(change.new_index()).unwrap() + 1;
            write!(text, "  {path}:{line} {sign} {change}").unwrap();
        }
    }
    text
}

#[test]
fn each_change_of_a_page_becomes_exactly_that_change_of_the_spec() {
    let mut text = String::new();
    for (page, from, to) in CHANGES {
        let mut fixture = Fixture::handwritten();
        fixture.damage(page, from, to);
        let changed = changed_lines(&fixture.spec, &fixed(&fixture));
        writeln!(text, "{page}: {from:?} -> {to:?}\n{changed}").unwrap();
    }
    assert_snapshot!(text);
}

/// Every line of the spec files ends in this way, behind this text at the start.
fn saved(fixture: &Fixture, start: &str, line_end: &str) -> Vec<(String, String)> {
    let files = fixture.spec.iter();
    let text = |text: &str| format!("{start}{}", text.replace('\n', line_end));
    files
        .map(|(path, file)| (path.clone(), text(file)))
        .collect()
}

#[test]
fn line_ends_byte_order_marks_and_comments_stay() {
    for (start, line_end) in [
        ("\u{feff}", "\n"),
        ("", "\r\n"),
        ("\u{feff}# 卡片\r\n\r\n", "\r\n"),
    ] {
        for (page, from, to) in CHANGES.iter().step_by(4) {
            let mut fixture = Fixture::handwritten();
            fixture.damage(page, from, to);
            let expected = Fixture::new(fixed(&fixture), Vec::new());
            let Some(expected) = expected else { continue };
            let files = saved(&fixture, start, line_end);
            let other = Fixture::new(files, fixture.pages.clone()).unwrap();
            assert_eq!(fixed(&other), saved(&expected, start, line_end), "{from}");
        }
    }
}

#[test]
fn comments_and_unusual_layout_stay() {
    let mut fixture = Fixture::handwritten();
    fixture.damage("drop_card", "20/s", "30/s");
    fixture.damage("drop_card", "【卡号】 卡片的编号", "【编号】 卡片的号码");
    let at = fixture
        .spec
        .iter()
        .position(|(path, _)| path.ends_with("drop_card.yaml"))
        .unwrap();
    let text = fixture.spec[at].1.clone();
    let commented = |rate: &str, title: &str, fingerprint: &str| {
        text.replace(
            "rate_limit: 20/s",
            &format!("# per second\nrate_limit:   {rate}   # slow"),
        )
        .replace("title: 卡号", &format!("\"title\": '{title}' # 卡"))
        .replace(
            "fingerprint: f16bf0b0",
            &format!("# of the label\n\n      fingerprint: \"{fingerprint}\""),
        )
    };
    let before = fixture
        .with_spec_file(at, &commented("20/s", "卡号", "f16bf0b0"))
        .unwrap();
    let after = commented("30/s", "编号", "?")
        .replace("'编号'", "编号")
        .replace('?', "00e06870");
    assert_eq!(fixed(&before)[at].1, after);
}
