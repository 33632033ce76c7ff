//! Rows that state that a field is encrypted.

use wechatpay_codegen::diagnostic::Format;

use super::fixture::Fixture;

const API: &str = include_str!("spec/api.yaml");
const SERVICE: &str = "service: people\ndoc: People.\n";

const SPEC: &str = "
operation: add_person
title: 添加人员
doc: Adds a person.
source:
  page: 添加人员
  updated: 2026-02-02
audience: 普通商户
method: POST
path: /v3/people
hosts: main
body:
  name:
    type: string
    presence: required
    title: 姓名
    doc: Ours.
    sensitive: encrypted
  city:
    type: string
    presence: required
    title: 城市
    doc: Ours.
response:
  status: 204
errors: []
";

const PAGE: &str = "添加人员
更新时间:2026.02.02
接口说明
支持商户:【普通商户】
请求方式:【POST】/v3/people
请求参数
body 包体参数
name 必填 string
【姓名】该字段需进行加密处理
city 必填 string
【城市】所在城市
请求示例
";

fn fixture(spec: &str, page: &str) -> Fixture {
    let files = [
        ("api", API),
        ("people/service", SERVICE),
        ("people/add_person", spec),
    ];
    let files = files.map(|(name, text)| (format!("spec/{name}.yaml"), text.to_owned()));
    let pages = vec![("pages/add_person.txt".to_owned(), page.to_owned())];
    Fixture::new(files.to_vec(), pages).unwrap()
}

/// The discrepancies about encryption.
fn found(spec: &str, page: &str) -> Vec<String> {
    let text = fixture(spec, page).discrepancies(Format::Human);
    let lines = text.lines().filter(|line| line.starts_with("error"));
    let words = ["sensitive", "加密", "密文"];
    let lines = lines.filter(|line| words.iter().any(|word| line.contains(word)));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_row_that_states_encryption_is_compared_with_the_spec() {
    assert_eq!(found(SPEC, PAGE), [""; 0]);
    let plain = SPEC.replace("    sensitive: encrypted\n", "");
    let missing =
        "error[page-limit]: claim `该字段需进行加密处理` about `name` missing in the spec";
    assert_eq!(found(&plain, PAGE), [missing]);
    let fix = "+     sensitive: encrypted";
    let text = fixture(&plain, PAGE).discrepancies(Format::Human);
    assert!(text.contains(fix), "{text}");
    let personal = SPEC.replace("encrypted", "personal");
    let text = fixture(&personal, PAGE).discrepancies(Format::Human);
    assert!(text.contains("-     sensitive: personal"), "{text}");
    assert!(text.contains(fix), "{text}");
}

#[test]
fn encryption_that_the_page_does_not_state_is_reported() {
    let spec = SPEC.replace(
        "    title: 城市\n    doc: Ours.\n",
        "    title: 城市\n    doc: Ours.\n    sensitive: encrypted\n",
    );
    let unstated = "error[page-limit]: `sensitive: encrypted` of `city` missing on the page";
    assert_eq!(found(&spec, PAGE), [unstated]);
}

#[test]
fn sentences_about_the_whole_operation_may_state_encryption() {
    let page = PAGE.replace(
        "更新时间:2026.02.02\n",
        "更新时间:2026.02.02\n姓名和城市请加密后传入\n",
    );
    let found = found(
        &SPEC.replace("title: 城市\n", "title: 城市\n    sensitive: encrypted\n"),
        &page,
    );
    let about_fields = found
        .iter()
        .filter(|line| line.contains("missing on the page"));
    assert_eq!(about_fields.count(), 0, "{found:?}");
}
