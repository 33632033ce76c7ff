//! The report with pages, spec and Rust side by side: what a browser reads from it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use insta::assert_snapshot;
use wechatpay_codegen::characters::escape_line;

use super::fixture::Fixture;

/// The elements of a document, in order.
#[derive(Default)]
struct Document {
    elements: RefCell<Vec<Element>>,
    /// The indices of the open elements.
    open: RefCell<Vec<usize>>,
    errors: RefCell<Vec<String>>,
}

#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    /// The index of the parent.
    parent: Option<usize>,
    /// The text directly inside.
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value)
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|other| other == class)
    }
}

const VOID: [&str; 2] = ["meta", "br"];

impl TokenSink for Document {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&tag),
            Token::TagToken(tag) => {
                let last = self.open.borrow_mut().pop().unwrap();
                assert_eq!(
                    self.elements.borrow()[last].name,
                    *tag.name,
                    "nested elements"
                );
            }
            Token::CharacterTokens(text) => {
                if let Some(last) = self.open.borrow().last() {
                    self.elements.borrow_mut()[*last].text.push_str(&text);
                }
            }
            Token::ParseError(error) => self.errors.borrow_mut().push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Document {
    fn start(&self, tag: &Tag) {
        let attributes = tag.attrs.iter();
        let attributes = attributes.map(|attribute| {
            (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            )
        });
        let mut elements = self.elements.borrow_mut();
        elements.push(Element {
            name: tag.name.to_string(),
            attributes: attributes.collect(),
            parent: self.open.borrow().last().copied(),
            text: String::new(),
        });
        if !VOID.contains(&&*tag.name) {
            self.open.borrow_mut().push(elements.len() - 1);
        }
    }

    fn read(html: &str) -> Vec<Element> {
        let tokenizer = Tokenizer::new(
            Self::default(),
            TokenizerOpts {
                exact_errors: true,
                ..TokenizerOpts::default()
            },
        );
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        assert_eq!(*tokenizer.sink.errors.borrow(), [""; 0]);
        assert_eq!(
            *tokenizer.sink.open.borrow(),
            [0; 0],
            "elements that stay open"
        );
        tokenizer.sink.elements.into_inner()
    }
}

const COVERS: [&str; 6] = [
    "matched",
    "waived",
    "note",
    "missing",
    "contradicted",
    "unread",
];

/// The sentences of a page, with the cover of each.
fn sentences(elements: &[Element], page: usize) -> Vec<(&Element, &Element)> {
    let prefix = format!("p{page}-s");
    let texts = elements.iter().filter(|element| element.has_class("text"));
    texts
        .map(|text| (&elements[text.parent.unwrap()], text))
        .filter(|(sentence, _)| sentence.get("id").starts_with(&prefix))
        .collect()
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks what is true of each report.
fn check(fixture: &Fixture) -> Vec<Element> {
    let html = fixture.side_by_side();
    let elements = Document::read(&html);
    let named = |name: &str| {
        elements
            .iter()
            .filter(|element| element.name == name)
            .count()
    };
    assert_eq!((named("h1"), named("main"), named("script")), (1, 1, 0));
    assert_eq!(named("h2"), 3 + fixture.pages.len());
    let ids = elements.iter().map(|element| element.get("id"));
    let ids: Vec<&str> = ids.filter(|id| !id.is_empty()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id is used twice");
    for element in &elements {
        for (name, value) in &element.attributes {
            let target = value.strip_prefix('#');
            match name.as_str() {
                "href" => assert!(unique.contains(target.unwrap()), "{value} has no target"),
                "src" | "style" => panic!("{element:?}"),
                "aria-labelledby" => assert!(unique.contains(value.as_str()), "{value}"),
                name => assert!(!name.starts_with("on"), "{element:?}"),
            }
        }
    }
    for (index, (path, page)) in fixture.pages.iter().enumerate() {
        check_page(&elements, index + 1, (path, page));
    }
    elements
}

/// Checks that each sentence of the page is there once, and that the table counts them.
fn check_page(elements: &[Element], number: usize, (path, page): (&str, &str)) {
    let sentences = sentences(elements, number);
    let texts = sentences.iter().map(|(_, text)| without_spaces(&text.text));
    let lines = page.lines().map(|line| without_spaces(&escape_line(line)));
    assert_eq!(
        texts.collect::<String>(),
        lines.collect::<String>(),
        "{path}"
    );
    let is_row = |element: &&Element| element.get("href") == format!("#p{number}");
    let link = elements.iter().find(is_row).unwrap();
    let row = elements[link.parent.unwrap()].parent;
    let cells = elements
        .iter()
        .filter(|cell| cell.parent == row && cell.has_class("number"));
    let counts: Vec<usize> = cells.map(|cell| cell.text.parse().unwrap()).collect();
    let of_cover = |cover: &str| {
        let covered = sentences.iter();
        covered
            .filter(|(sentence, _)| sentence.has_class(cover))
            .count()
    };
    let mut expected: Vec<usize> = COVERS.iter().map(|cover| of_cover(cover)).collect();
    let colored: usize = expected.iter().sum();
    expected.extend([sentences.len() - colored, sentences.len()]);
    assert_eq!(counts, expected, "{path}");
    // A sentence with a sign leads to the spec, and can be understood without colors.
    for (sentence, text) in &sentences {
        let is_covered = COVERS.iter().any(|cover| sentence.has_class(cover));
        assert!(is_covered || text.name == "span", "{text:?}");
    }
}

/// Each sentence with its cover, and the line of the spec to which it leads.
fn shown(elements: &[Element], page: usize) -> String {
    let line = |(sentence, text): (&Element, &Element)| {
        let class = sentence.get("class").trim_start_matches("sentence ");
        let target = text.get("href").trim_start_matches('#');
        let target = elements
            .iter()
            .position(|element| element.get("id") == target);
        let is_code = |element: &&Element| {
            element.name == "code"
                && element.parent == target.filter(|_| !text.get("href").is_empty())
        };
        let code = elements
            .iter()
            .find(is_code)
            .filter(|_| !text.get("href").is_empty());
        let code = code.map_or(String::new(), |code| format!(" -> {}", code.text.trim()));
        format!("{class:12} {}{code}\n", text.text)
    };
    sentences(elements, page).into_iter().map(line).collect()
}

#[test]
fn the_report_has_each_sentence_of_each_page_once_with_what_covers_it() {
    let mut fixture = Fixture::handwritten();
    assert_snapshot!("no_discrepancies", shown(&check(&fixture), 1));
    fixture.damage("drop_card", "20/s", "30/s");
    fixture.damage("drop_card", "接口说明", "卡片必须没用过。\n接口说明");
    fixture.damage("drop_card", "【卡号】", "【编号】");
    fixture.damage("drop_card", "应答示例", "看不懂\n应答示例");
    assert_snapshot!("discrepancies", shown(&check(&fixture), 1));
}

#[test]
fn text_of_a_page_or_of_the_spec_never_becomes_markup() {
    let hostile = "</a></span><script>alert(1)</script><img src=x onerror=\"x\">&lt;'`]]>--><!--\u{202e}\u{1b}[31m";
    for (page, from) in [
        ("drop_card", "弃卡\n"),
        ("drop_card", "【卡号】"),
        ("drop_card", "卡片的编号"),
        ("drop_card", "公共错误码"),
        ("paint_card", "看着亮DARK"),
        ("paint_card", "1curl"),
        ("paint_card", "请求方式"),
    ] {
        let mut fixture = Fixture::handwritten();
        fixture.damage(page, from, &format!("{hostile}{from}"));
        check(&fixture);
    }
    let fixture = Fixture::handwritten();
    let at = fixture
        .spec
        .iter()
        .position(|(path, _)| path.ends_with("drop_card.yaml"));
    let text = &fixture.spec[at.unwrap()].1;
    let doc = "doc: Throws </code><script>alert(1)</script> a \"card\" & more away.";
    let text = text.replace("doc: Throws a card away.", doc);
    check(&fixture.with_spec_file(at.unwrap(), &text).unwrap());
}

#[test]
fn pages_that_are_cut_off_or_belong_to_no_operation_have_a_report() {
    let mut fixture = Fixture::handwritten();
    let (_, page) = &fixture.pages[2];
    let ends = page.char_indices().map(|(end, _)| end).step_by(701);
    let parts = ends.map(|end| (format!("{end}.txt"), page[..end].to_owned()));
    fixture.pages = parts.collect();
    check(&fixture);
}

#[test]
fn the_real_pages_have_a_report() {
    if let Some(fixture) = Fixture::real() {
        check(&fixture);
    }
}
