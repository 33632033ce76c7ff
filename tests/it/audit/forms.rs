//! The table of a form: its JSON part with the fields of the body, and its file.

use super::fixture::Fixture;

const API: &str = include_str!("spec/api.yaml");
const SERVICE: &str = "service: cards\ndoc: Cards.\n";

const SPEC: &str = "
operation: add_picture
title: 上传图片
doc: Adds a picture.
source:
  page: 上传图片
  updated: 2026-02-02
audience: 普通商户
method: POST
path: /v3/pictures
hosts: main
form:
  json:
    name: meta
    title: 元信息
    fingerprint: 4262c45d
  file:
    name: file
    title: 图片
    types:
      png: image/png
    fingerprint: 4262c45d
  file_name: filename
  digest: sha256
body:
  filename:
    type: string(20)
    presence: required
    title: 文件名
    fingerprint: 4262c45d
  sha256:
    type: string
    presence: required
    title: 摘要
    fingerprint: 4262c45d
response:
  status: 204
errors: []
";

const PAGE: &str = "上传图片
更新时间:2026.02.02
接口说明
支持商户:【普通商户】
请求方式:【POST】/v3/pictures
请求参数
Form  表单
meta 必填 object
【元信息】 说明
| 属性 | |
filename 必填 string(20) 【文件名】 说明 sha256 必填 string 【摘要】 说明 |
file 必填 file
【图片】 说明
请求示例
";

/// The discrepancies that name a part of the form or a field of it.
fn found(page: &str) -> Vec<String> {
    let files = [
        ("api", API),
        ("cards/service", SERVICE),
        ("cards/add_picture", SPEC),
    ];
    let files = files.map(|(name, text)| (format!("spec/{name}.yaml"), text.to_owned()));
    let pages = vec![("pages/add_picture.txt".to_owned(), page.to_owned())];
    let fixture = Fixture::new(files.to_vec(), pages).unwrap();
    let text = fixture.discrepancies(wechatpay_codegen::diagnostic::Format::Human);
    let names = ["`meta`", "`filename`", "`sha256`", "`file`", "unread"];
    let lines = text.lines().filter(|line| line.starts_with("error"));
    let lines = lines.filter(|line| names.iter().any(|name| line.contains(name)));
    lines
        .filter(|line| !line.contains("listing"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_form_is_compared_with_its_table() {
    assert_eq!(found(PAGE), [""; 0]);
    // A page may print the file first.
    let file = "file 必填 file\n【图片】 说明\n";
    let page = PAGE
        .replace(file, "")
        .replace("meta 必填", &format!("{file}meta 必填"));
    assert_eq!(found(&page), [""; 0]);
}

#[test]
fn each_change_of_the_table_of_a_form_is_reported() {
    for (from, to, name) in [
        ("【元信息】 说明", "【元信息】 别的", "`meta`"),
        ("【元信息】", "【信息】", "`meta`"),
        ("string(20)", "string(30)", "`filename`"),
        ("sha256 必填", "sha256 选填", "`sha256`"),
        ("【图片】", "【照片】", "`file`"),
        ("file 必填 file", "file 必填 string", "`file`"),
        ("file 必填 file\n【图片】 说明\n", "", "`file`"),
        (" sha256 必填 string 【摘要】 说明", "", "`sha256`"),
    ] {
        assert!(PAGE.contains(from), "{from}");
        let found = found(&PAGE.replacen(from, to, 1));
        assert!(
            found.iter().any(|line| line.contains(name)),
            "{from}: {found:?}"
        );
    }
}
