//! Drafts of made-up pages in the layouts of real pages.
//!
//! Each page has another layout. The snapshots show what the draft states, and the `TODO`s.

#[path = "draft/patches.rs"]
mod patches;
#[path = "draft/proof.rs"]
mod proof;

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use wechatpay_codegen::diagnostic::Code;
use wechatpay_codegen::source::Sources;
use wechatpay_compare::audit::page_text;
use wechatpay_compare::draft::{Draft, draft};

const API: &str = "\
api: Kites
hosts:
  main:
    title: 主域名
    url: https://main.example
    doc: The usual host.
  backup:
    title: 备域名
    url: https://backup.example
    doc: The other host.
errors:
  - status: 400
    code: PARAM_ERROR
    meaning: A parameter is wrong.
    remedy: Correct it.
    fingerprint: e2d0f870
";

const SERVICE: &str = "service: kites\ndoc: Kites.\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("it/draft/pages")
}

fn sources(files: &[(&str, &str)]) -> Sources {
    let files = files.iter();
    Sources::new(files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
}

/// The draft of a page, for a service with these shared types.
fn draft_with(service: &str, page: &[u8]) -> Draft {
    let mut sources = sources(&[
        ("spec/apiv3.yaml", API),
        ("spec/kites/service.yaml", service),
    ]);
    let (model, _) = wechatpay_codegen::read(&sources);
    let page = sources.add("page.txt".to_owned(), page_text(page));
    draft(&model, &sources, page, Some("kites"))
}

fn drafted(page: &str) -> Draft {
    draft_with(SERVICE, &fs::read(folder().join(page)).unwrap())
}

macro_rules! layouts {
    ($($name:ident: $page:literal,)+) => {
        $(#[test]
        fn $name() {
            assert_snapshot!(drafted($page).text);
        })+
    };
}

layouts! {
    a_page_saved_unfolded_with_one_source_line_per_line: "unfolded.txt",
    a_page_of_the_oldest_kind: "oldest.txt",
    a_page_of_the_oldest_kind_with_pipes: "oldest_pipes.txt",
    a_page_with_headings_behind_the_tables: "headings_behind.txt",
    a_page_of_an_upload: "form.txt",
    a_page_of_a_brand: "brand.txt",
    a_page_of_a_callback: "callback.txt",
    a_page_of_an_event_with_its_envelope: "event.txt",
    a_page_of_which_only_the_beginning_was_saved: "beginning.txt",
    a_page_without_listings: "prose.txt",
    a_page_of_a_list_that_leads_to_a_file: "list.txt",
}

#[test]
fn a_draft_states_nothing_that_lint_accepts_unread() {
    for entry in fs::read_dir(folder()).unwrap() {
        let page = fs::read(entry.unwrap().path()).unwrap();
        let text = draft_with(SERVICE, &page).text;
        let sources = sources(&[
            ("spec/apiv3.yaml", API),
            ("spec/kites/service.yaml", SERVICE),
            ("spec/kites/draft.yaml", &text),
        ]);
        let (_, diagnostics) = wechatpay_codegen::read(&sources);
        let questions = diagnostics.iter().filter(|found| found.code == Code::TODO);
        assert!(questions.count() > 0, "{text}");
        let is_valid = diagnostics.iter().all(|found| found.code != Code::YAML);
        assert!(is_valid, "{text}");
    }
}

const SHARED: &str = "\
service: kites
doc: Kites.
types:
  Kind:
    title: 线的种类
    values:
      COTTON: Cotton.
      WOOL: Wool.
  Line:
    fields:
      length:
        type: integer
        presence: required
        title: 长度
      knots:
        type: integer
        presence: optional
";

const USER: &str = "\
operation: find_line
title: 查线
doc: Finds a line.
source:
  page: 查线
  updated: 2026-01-01
audience: 普通商户
method: POST
path: /v3/lines
hosts: main
body:
  line:
    type: Line
    presence: required
  kind:
    type: Kind
    presence: optional
response:
  status: 204
errors:
  - common: PARAM_ERROR
";

#[test]
fn a_draft_refers_to_types_of_the_service_and_reports_those_that_differ() {
    let mut sources = sources(&[
        ("spec/apiv3.yaml", API),
        ("spec/kites/service.yaml", SHARED),
        ("spec/kites/find_line.yaml", USER),
    ]);
    let (model, _) = wechatpay_codegen::read(&sources);
    let page = fs::read(folder().join("unfolded.txt")).unwrap();
    let page = sources.add("page.txt".to_owned(), page);
    let draft = draft(&model, &sources, page, Some("kites"));
    assert!(!draft.text.contains("request_types:"), "{}", draft.text);
    assert_snapshot!(draft.differences.join("\n"));
}

#[test]
fn drafts_of_truncated_pages_do_not_panic() {
    for entry in fs::read_dir(folder()).unwrap() {
        let page = fs::read(entry.unwrap().path()).unwrap();
        for end in (0..page.len()).step_by(17) {
            let _ = draft_with(SERVICE, &page[..end]);
        }
    }
}
