//! The HTML document. All text is escaped by the templates.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wechatpay_codegen::characters::escape_line;
use wechatpay_codegen::diagnostic::Diagnostics;
use wechatpay_codegen::source::{SourceFile, Sources};

use super::excerpt::Excerpt;
use super::rust_code::RustLines;
use super::spec_text::{Place, SpecText};
use crate::audit::marks::Cover;
use crate::audit::sentences::Sentence;
use crate::audit::{AuditedPage, PageResult};

/// What the document shows about one page.
pub(super) struct PageView<'a> {
    /// The number of the page in the document, from 1.
    pub(super) number: usize,
    pub(super) source: &'a SourceFile,
    pub(super) page: &'a AuditedPage,
    pub(super) result: &'a PageResult,
    pub(super) spec: SpecText<'a>,
    pub(super) rust: RustLines,
}

const STYLE: &str = include_str!("style.css");

/// The maximum number of places in the spec that a sentence links to.
const MAX_LINKS: usize = 4;

/// The name, the sign and the meaning of a cover.
fn names(cover: Cover) -> (&'static str, &'static str, &'static str) {
    match cover {
        Cover::Matched => ("matched", "=", "the spec has the same facts"),
        Cover::Waived => (
            "waived",
            "~",
            "a waiver has words of the sentence, with a reason",
        ),
        Cover::Note => ("note", "¶", "a statement in our words has its fingerprint"),
        Cover::Missing => ("missing", "−", "only the page or only the spec has a fact"),
        Cover::Contradicted => ("contradicted", "≠", "page and spec have different facts"),
        Cover::Unread => ("unread", "?", "the audit does not understand the text"),
    }
}

/// The whole document.
pub(super) fn document(
    views: &[PageView<'_>],
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Audit of WeChat Pay pages" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { "Skip to the pages" }
                header {
                    h1 { "Audit: pages, spec and Rust side by side" }
                    (legend())
                    (counts(views))
                }
                main #content tabindex="-1" {
                    @for view in views { (page(view)) }
                    (discrepancies(views, diagnostics, sources))
                }
            }
        }
    };
    document.into_string()
}

fn legend() -> Markup {
    html! {
        section aria-labelledby="legend" {
            h2 #legend { "What covers a sentence" }
            dl {
                @for (name, sign, meaning) in Cover::ALL.map(names) {
                    div {
                        dt { span class={ "cover " (name) } { (sign) " " (name) } }
                        dd { (meaning) }
                    }
                }
                div {
                    dt { span.cover { "plain" } }
                    dd { "headings, captions and code, which state no fact" }
                }
            }
        }
    }
}

/// The table of counts, with a line per page.
fn counts(views: &[PageView<'_>]) -> Markup {
    let count = |view: &PageView<'_>, cover: Option<Cover>| {
        let sentences = view.page.sentences.iter();
        sentences.filter(|sentence| sentence.cover == cover).count()
    };
    html! {
        nav aria-labelledby="counts" {
            h2 #counts { "Sentences per page" }
            div.scroll tabindex="0" role="region" aria-labelledby="counts" {
                table {
                    thead {
                        tr {
                            th scope="col" { "page" }
                            th scope="col" { "operation" }
                            @for (name, sign, _) in Cover::ALL.map(names) {
                                th scope="col" { (sign) " " (name) }
                            }
                            th scope="col" { "plain" }
                            th scope="col" { "all" }
                        }
                    }
                    tbody {
                        @for view in views {
                            tr {
                                th scope="row" {
                                    a href={ "#p" (view.number) } { (line(&view.result.path)) }
                                }
                                td { (view.result.operation.as_deref().unwrap_or("none")) }
                                @for cover in Cover::ALL {
                                    td.number { (count(view, Some(cover))) }
                                }
                                td.number { (count(view, None)) }
                                td.number { (view.page.sentences.len()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn page(view: &PageView<'_>) -> Markup {
    let number = view.number;
    let label = |what: &str| format!("Page {number}: {what}");
    let title = view.page.sentences.first();
    let title = title.and_then(|sentence| view.source.text.get(sentence.range.clone()));
    html! {
        section.page aria-labelledby={ "p" (number) } {
            h2 id={ "p" (number) } tabindex="-1" {
                span lang="zh-CN" { (line(title.unwrap_or("(empty)"))) } " "
                small { (line(&view.result.path)) }
            }
            div.columns {
                section.column tabindex="0" aria-label=(label("page")) {
                    h3 { "Page" }
                    div lang="zh-CN" { (sentences(view)) }
                }
                section.column tabindex="0" aria-label=(label("spec")) {
                    h3 { "Spec" }
                    @for (index, (_, excerpt)) in view.spec.files.iter().enumerate() {
                        (spec_file(view, index, excerpt))
                    }
                }
                section.column tabindex="0" aria-label=(label("Rust")) {
                    h3 { "Rust" }
                    @for (index, excerpt) in view.rust.files.iter().enumerate() {
                        (rust_file(view, index, excerpt))
                    }
                }
            }
        }
    }
}

/// The text of the page, line by line.
fn sentences(view: &PageView<'_>) -> Markup {
    let sentences = &view.page.sentences;
    let mut starts: Vec<usize> = sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.begins_line)
        .map(|(index, _)| index)
        .collect();
    starts.push(sentences.len());
    let lines = starts.windows(2).map(|pair| pair[0]..pair[1]);
    html! {
        @for line in lines {
            p {
                @for (index, found) in sentences.iter().enumerate().take(line.end).skip(line.start) {
                    (sentence(view, index, found)) " "
                }
            }
        }
    }
}

fn sentence(view: &PageView<'_>, index: usize, sentence: &Sentence) -> Markup {
    let text = view
        .source
        .text
        .get(sentence.range.clone())
        .unwrap_or_default();
    let name = sentence.cover.map(names);
    let class = name.map_or("", |(name, ..)| name);
    let places = sentence
        .spec
        .iter()
        .filter_map(|span| view.spec.place(*span));
    let places: Vec<Place> = places.take(MAX_LINKS).collect();
    html! {
        span class={ "sentence " (class) } id={ "p" (view.number) "-s" (index) } {
            @if let Some((name, sign, _)) = name {
                span.sign lang="en" title=(name) { (sign) span.hidden { " " (name) ": " } }
            }
            @match places.first() {
                Some(place) => a.text href={ "#" (spec_id(view, *place)) } { (line(text)) },
                None => span.text { (line(text)) },
            }
            @for (number, place) in places.iter().enumerate().skip(1) {
                a.more lang="en" href={ "#" (spec_id(view, *place)) } {
                    span.hidden { "place in the spec: " } (number + 1)
                }
            }
        }
    }
}

fn spec_file(view: &PageView<'_>, index: usize, excerpt: &Excerpt) -> Markup {
    let rust = |number| {
        view.rust
            .of_spec
            .get(&(index, number))
            .into_iter()
            .flatten()
    };
    html! {
        h4 { (line(&excerpt.path)) }
        @for row in excerpt.rows() {
            @match row {
                None => p.gap { "…" },
                Some((number, text)) => div.line id=(spec_id(view, (index, number))) {
                    @match view.spec.sentences.get(&(index, number)) {
                        Some(sentence) => a.number href={ "#p" (view.number) "-s" (sentence) } {
                            span.hidden { "to the page from line " } (number)
                        },
                        None => span.number { (number) },
                    }
                    code { (line(text)) }
                    @for place in rust(number).take(MAX_LINKS) {
                        a.more href={ "#" (rust_id(view, *place)) } {
                            span.hidden { "to Rust, line " } "→" (place.1)
                        }
                    }
                },
            }
        }
    }
}

fn rust_file(view: &PageView<'_>, index: usize, excerpt: &Excerpt) -> Markup {
    html! {
        h4 { (line(&excerpt.path)) }
        @for row in excerpt.rows() {
            @match row {
                None => p.gap { "…" },
                Some((number, text)) => div.line id=(rust_id(view, (index, number))) {
                    @match view.rust.origins.get(&(index, number)) {
                        Some(place) => a.number href={ "#" (spec_id(view, *place)) } {
                            span.hidden { "to the spec from line " } (number)
                        },
                        None => span.number { (number) },
                    }
                    code { (line(text)) }
                },
            }
        }
    }
}

/// All discrepancies, with links to their places.
fn discrepancies(views: &[PageView<'_>], diagnostics: &Diagnostics, sources: &Sources) -> Markup {
    let mut links = Vec::new();
    for found in diagnostics.iter() {
        let spans = std::iter::once(&found.primary).chain(&found.secondary);
        let spans: Vec<_> = spans.map(|label| label.span).collect();
        let in_page = views.iter().find_map(|view| {
            let span = spans.iter().find(|span| span.file == view.page.file)?;
            let mut sentences = view.page.sentences.iter();
            let touches = |sentence: &Sentence| {
                span.start < sentence.range.end && sentence.range.start <= span.end
            };
            let index = sentences.position(touches)?;
            Some(format!("p{}-s{index}", view.number))
        });
        let source = sources.file(found.primary.span.file);
        let (number, _) = source.position(found.primary.span.start);
        links.push((found, in_page, format!("{}:{number}", source.path)));
    }
    html! {
        section aria-labelledby="discrepancies" {
            h2 #discrepancies { "Discrepancies" }
            @if links.is_empty() { p { "None." } }
            ol {
                @for (found, in_page, place) in &links {
                    li {
                        code { (found.code.as_str()) } ": "
                        @match in_page {
                            Some(id) => a href={ "#" (id) } { (line(&found.message)) },
                            None => (line(&found.message)),
                        }
                        " (" (line(place)) ")"
                    }
                }
            }
        }
    }
}

fn spec_id(view: &PageView<'_>, (file, line): Place) -> String {
    format!("p{}-y{file}-{line}", view.number)
}

fn rust_id(view: &PageView<'_>, (file, line): Place) -> String {
    format!("p{}-r{file}-{line}", view.number)
}

/// External text with visible forms of characters that could hide something.
fn line(text: &str) -> String {
    escape_line(text).into_owned()
}
