//! Single changes of a page, and the change of the spec that `draft` proposes for each.
//!
//! The snapshot has the changed lines of the spec, and nothing else: no other line changes. Each
//! patched spec agrees with the changed page, unless the snapshot says what remains to be done.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::audit::audit;
use wechatpay_compare::draft::{Patch, patch};

/// A change of a page: its name, the page, and the replaced texts.
type Change = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const CHANGES: &[Change] = &[
    (
        "limit of a list",
        "paint_card",
        &[("最多可设置5个", "最多可设置6个")],
    ),
    (
        "least length",
        "paint_card",
        &[("长度在6-40个", "长度在8-40个")],
    ),
    ("most", "paint_card", &[("最多1,000次", "最多2,000次")]),
    ("least", "paint_card", &[("最少1次", "最少2次")]),
    ("least removed", "paint_card", &[("最少1次,", "")]),
    ("most removed", "paint_card", &[(",最多1,000次", "")]),
    (
        "limit added",
        "paint_card",
        &[("要打的孔,", "要打的孔,最多可设置3个,")],
    ),
    (
        "optional to required",
        "paint_card",
        &[("glossy 选填", "glossy 必填")],
    ),
    (
        "required to optional",
        "paint_card",
        &[("size 必填", "size 选填")],
    ),
    ("label", "paint_card", &[("【尺寸】", "【大小】")]),
    (
        "label of a nested field",
        "paint_card",
        &[("【半径】", "【半径长】")],
    ),
    (
        "label of a header",
        "paint_card",
        &[("放签名得出的凭证", "【凭证】 放签名得出的凭证")],
    ),
    (
        "length in the type",
        "paint_card",
        &[("string(40)", "string(50)"), ("6-40个", "6-50个")],
    ),
    (
        "length of a response's text",
        "find_card",
        &[("string(20)", "string(30)")],
    ),
    (
        "value added",
        "paint_card",
        &[
            (
                "SHINE: 亮光,只能上一次",
                "SHINE: 亮光,只能上一次\nSILK: 丝光,摸着滑",
            ),
            (
                "144 SHINE 145",
                "144 SHINE, @SerializedName(\"SILK\") SILK 145",
            ),
            (
                "113 FINISH_SHINE Finish = \"SHINE\"",
                "113 FINISH_SHINE Finish = \"SHINE\" FINISH_SILK Finish = \"SILK\"",
            ),
        ],
    ),
    (
        "value removed",
        "paint_card",
        &[
            ("\nSHINE: 亮光,只能上一次", ""),
            (
                "MATT, 143 @SerializedName(\"SHINE\") 144 SHINE 145",
                "MATT 143 144 145",
            ),
            ("113 FINISH_SHINE Finish = \"SHINE\"", "113"),
        ],
    ),
    (
        "value renamed",
        "paint_card",
        &[
            ("SHINE: ", "GLOSS: "),
            ("\"SHINE\") 144 SHINE", "\"GLOSS\") 144 GLOSS"),
            (
                "FINISH_SHINE Finish = \"SHINE\"",
                "FINISH_GLOSS Finish = \"GLOSS\"",
            ),
        ],
    ),
    (
        "meaning of a value",
        "paint_card",
        &[("只能上一次", "只能上一回")],
    ),
    (
        "label of a value",
        "paint_card",
        &[("SHINE: 亮光", "SHINE: 闪光")],
    ),
    (
        "field added",
        "paint_card",
        &[
            (
                "size 必填 object",
                "frame 选填 string(8)\n【边框】 边框的样子\nsize 必填 object",
            ),
            (
                "75 @SerializedName(\"size\")",
                "75 @SerializedName(\"frame\") public String frame; @SerializedName(\"size\")",
            ),
            (
                "48 Size *Size",
                "48 Frame *string `json:\"frame,omitempty\"` Size *Size",
            ),
        ],
    ),
    (
        "field removed",
        "paint_card",
        &[
            (" height 选填 integer 【高】 多高,默认不限制\n高度", ""),
            (
                "120 @SerializedName(\"height\") 121 public Long height;",
                "120 121",
            ),
            ("92 Height *int64 `json:\"height,omitempty\"`", "92"),
        ],
    ),
    (
        "field renamed",
        "paint_card",
        &[
            ("height 选填", "tallness 选填"),
            (
                "(\"height\") 121 public Long height;",
                "(\"tallness\") 121 public Long tallness;",
            ),
            (
                "Height *int64 `json:\"height,",
                "Tallness *int64 `json:\"tallness,",
            ),
        ],
    ),
    (
        "field moved",
        "paint_card",
        &[
            (
                "glossy 选填 boolean\n【上光】 上不上光,glossy与finish只能填写一个\n",
                "",
            ),
            (
                "depth 选填 integer",
                "glossy 选填 boolean\n【上光】 上不上光,glossy与finish只能填写一个\ndepth 选填 integer",
            ),
            (
                "60 @SerializedName(\"depth\") 61 public Long depth; 62 63 @SerializedName(\"glossy\") 64 public Boolean glossy;",
                "60 @SerializedName(\"glossy\") 61 public Boolean glossy; 62 63 @SerializedName(\"depth\") 64 public Long depth;",
            ),
            (
                "43 Depth *int64 `json:\"depth,omitempty\"` 44 Glossy *bool `json:\"glossy,omitempty\"`",
                "43 Glossy *bool `json:\"glossy,omitempty\"` 44 Depth *int64 `json:\"depth,omitempty\"`",
            ),
        ],
    ),
    (
        "error row added",
        "paint_card",
        &[(
            "404 | NOT_FOUND |",
            "409 | IN_USE | 卡片正在换色 | 等换完再换 |\n404 | NOT_FOUND |",
        )],
    ),
    (
        "error row removed",
        "paint_card",
        &[("403 | RULE_LIMIT | 卡片不在用了 | 换一张卡片 |\n", "")],
    ),
    (
        "text of an error row",
        "paint_card",
        &[("今天换得太多", "今天换得过多")],
    ),
    (
        "status of an error row",
        "paint_card",
        &[("404 | NOT", "410 | NOT")],
    ),
    (
        "code of an error row",
        "paint_card",
        &[("NOT_FOUND", "NO_CARD")],
    ),
    (
        "retry advice",
        "paint_card",
        &[("| 明天再换 |", "| 请稍后重试 |")],
    ),
    (
        "error rows swapped",
        "paint_card",
        &[
            ("403 | RULE_LIMIT | 今天换得太多 | 明天再换 |\n", ""),
            (
                "404 | NOT_FOUND",
                "403 | RULE_LIMIT | 今天换得太多 | 明天再换 |\n404 | NOT_FOUND",
            ),
        ],
    ),
    (
        "common error row removed",
        "drop_card",
        &[("400 | PARAM_ERROR | 填的不对 | 看提示改过来 |\n", "")],
    ),
    (
        "common error row reworded",
        "drop_card",
        &[("看提示改过来", "看提示改正")],
    ),
    (
        "heading of error rows",
        "drop_card",
        &[("业务错误码", "弃卡错误码")],
    ),
    ("rate limit", "paint_card", &[("限制30/min", "限制40/min")]),
    (
        "level of a rate limit",
        "paint_card",
        &[("接口级限制30/min", "30/min")],
    ),
    (
        "rate limit removed",
        "drop_card",
        &[("频率限制:20/s\n", "")],
    ),
    (
        "rate limit added",
        "find_card",
        &[("接口说明\n", "频率限制:20/s\n接口说明\n")],
    ),
    (
        "host removed",
        "drop_card",
        &[(
            "【备域名】https://backup.example 前一个不通时用这一个\n",
            "",
        )],
    ),
    ("date", "paint_card", &[("2026.01.31这", "2026.03.01这")]),
    ("title", "find_card", &[("找卡片\n", "查卡片\n")]),
    (
        "audience added",
        "drop_card",
        &[("【普通商户】", "【普通商户】【品牌商户】")],
    ),
    ("audience removed", "paint_card", &[("【普通服务商】", "")]),
    ("default", "paint_card", &[("默认为3", "默认为4")]),
    ("default removed", "paint_card", &[(",默认为3", "")]),
    (
        "default added",
        "paint_card",
        &[("上不上光,", "上不上光,默认为false,")],
    ),
    (
        "format added",
        "find_card",
        &[("卡片叫什么", "卡片的时间,遵循rfc3339标准格式")],
    ),
    (
        "unit removed",
        "paint_card",
        &[("打孔的钱,单位为分", "打孔的钱")],
    ),
    (
        "unit added",
        "paint_card",
        &[("这一层多深", "这一层多深,单位为天")],
    ),
    (
        "alphabet",
        "paint_card",
        &[("数字、小写字母", "数字、大小写字母")],
    ),
    (
        "value of a sample",
        "paint_card",
        &[
            ("7 \"depth\" : 9", "7 \"depth\" : 8"),
            ("request.depth = 9L", "request.depth = 8L"),
            ("Depth: helper.Int64(9)", "Depth: helper.Int64(8)"),
        ],
    ),
    (
        "caption of a sample",
        "paint_card",
        &[
            ("PATCH\n换成深色", "PATCH\n换成暗色"),
            ("OK\n换成深色", "OK\n换成暗色"),
        ],
    ),
    (
        "value of a condition",
        "paint_card",
        &[("为DARK时必填", "为LIGHT时必填")],
    ),
    (
        "condition removed",
        "paint_card",
        &[(",当且仅当colour为DARK时必传,其他情况下不应填写", "")],
    ),
    (
        "condition added",
        "paint_card",
        &[("上不上光,", "上不上光,当colour为DARK时必填,")],
    ),
    (
        "description reworded",
        "paint_card",
        &[("要换成的颜色", "要换成的新颜色")],
    ),
    (
        "requirement reworded",
        "paint_card",
        &[("同一张卡片不能重复", "同一张卡片不能用两次")],
    ),
    (
        "remark of the page reworded",
        "paint_card",
        &[("只能换三回", "只能换四回")],
    ),
    (
        "prerequisite reworded",
        "paint_card",
        &[("裁好卡片还在用", "裁好卡片还能用")],
    ),
    (
        "introduction reworded",
        "drop_card",
        &[("把一张卡片弃掉", "把一张卡片扔掉")],
    ),
    (
        "remark of a field reworded",
        "paint_card",
        &[("重来时要用原来的单号", "再来时要用原来的单号")],
    ),
];

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("it/audit")
}

fn page(name: &str) -> String {
    fs::read_to_string(folder().join(format!("pages/{name}.txt"))).unwrap()
}

fn changed((name, page_name, edits): &Change) -> String {
    let mut text = page(page_name);
    for (from, to) in *edits {
        assert!(text.contains(from), "{name}: {page_name} has no {from:?}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn patched(page: &str) -> Patch {
    let mut sources = Sources::new(files(&folder().join("spec")));
    let (model, _) = wechatpay_codegen::read(&sources);
    let id = sources.add("page.txt".to_owned(), page.as_bytes().to_vec());
    patch(&model, &sources, id).unwrap()
}

/// The discrepancies between the patched spec and the page.
fn remaining(patch: &Patch, page: &str) -> Vec<String> {
    let spec = files(&folder().join("spec"))
        .into_iter()
        .map(|(path, old)| {
            let is_patched = path == patch.path;
            (
                path,
                if is_patched {
                    patch.after.clone().into_bytes()
                } else {
                    old
                },
            )
        });
    let mut sources = Sources::new(spec);
    let (model, _) = wechatpay_codegen::read(&sources);
    let id = sources.add("page.txt".to_owned(), page.as_bytes().to_vec());
    let audit = audit(&model, &sources, &[id]);
    let messages = audit.diagnostics.iter().map(|found| found.message.clone());
    messages.collect()
}

/// The changed lines: the longest common subsequence stays.
fn changed_lines(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut lengths = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            lengths[i][j] = if a == b {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && lengths[i + 1][j] >= lengths[i][j + 1] {
            let _ = writeln!(text, "-{}", old[i]);
            i += 1;
        } else {
            let _ = writeln!(text, "+{}", new[j]);
            j += 1;
        }
    }
    text
}

#[test]
fn each_change_of_a_page_becomes_that_change_of_the_spec() {
    assert!(CHANGES.len() >= 50, "{}", CHANGES.len());
    let mut text = String::new();
    for change in CHANGES {
        let page = changed(change);
        let patch = patched(&page);
        let _ = writeln!(text, "== {}", change.0);
        text.push_str(&changed_lines(&patch.before, &patch.after));
        for left in remaining(&patch, &page) {
            let _ = writeln!(text, "remains: {left}");
        }
    }
    assert_snapshot!(text);
}

#[test]
fn a_page_that_agrees_with_the_spec_changes_nothing() {
    for name in ["paint_card", "drop_card", "find_card"] {
        let patch = patched(&page(name));
        assert_eq!(patch.before, patch.after, "{name}");
    }
    let Some(pages) = std::env::var_os("WECHATPAY_PAGES") else {
        return;
    };
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let yaml = files(&spec)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "yaml"));
    let mut sources = Sources::new(yaml);
    let (model, _) = wechatpay_codegen::read(&sources);
    for name in [
        "create_product_coupon",
        "update_stock_budget",
        "modify_budget",
    ] {
        let page = fs::read(Path::new(&pages).join(format!("{name}.txt"))).unwrap();
        let id = sources.add(format!("{name}.txt"), page);
        let patch = patch(&model, &sources, id).unwrap();
        assert_eq!(patch.before, patch.after, "{name}");
    }
}
