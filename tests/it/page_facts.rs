//! What a page may state about its path, its responses, its idempotency key and its enums, and what
//! is generated from it.

use serde_json::Value;
use wechatpay_codegen::diagnostic::Diagnostics;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{OpenApi, Options, Syntax};
use wechatpay_golden::bodyless::ListCardsErrorCode;
use wechatpay_golden::bodyless::request::{ListCardsRequest, ReturnCardRequest};
use wechatpay_mock::{Mock, MockResponse};
use wechatpay_runtime::{
    Operation,
    endpoint::{Endpoint, Evidence, Method, SourcePage},
    operation::{NoBody, NoContent},
};

use crate::call::settings;
use crate::support::small_spec::{FILES, OPERATION, damaged, replaced, sources};

/// The model and the diagnostics of an operation.
fn read(operation: &str) -> (Model, Diagnostics) {
    wechatpay_codegen::read(&sources(operation))
}

/// Code, fix and help of each diagnostic.
fn fixes(operation: &str) -> Vec<(&'static str, bool, String)> {
    let (_, diagnostics) = read(operation);
    diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.fix.is_some(), d.help.join("; ")))
        .collect()
}

fn codes(operation: &str) -> Vec<&'static str> {
    fixes(operation)
        .into_iter()
        .map(|(code, ..)| code)
        .collect()
}

/// The generated module of the small spec's service.
fn module(model: &Model) -> String {
    let options = Options {
        spec_folder: "spec",
        crate_name: "wechatpay_api",
        has_guide: false,
    };
    let files = wechatpay_codegen::generate(model, &options);
    let mut files = files.into_iter();
    files.find(|file| file.path == "cards.rs").unwrap().text
}

#[test]
fn a_supported_path_is_generated_as_the_page_prints_it() {
    for path in [
        "/v3/cards/{card_id}/",
        "/v3/cards/{card_id}",
        "/V3/Cards/{card_id}/PAINT",
        "/v3/cards/paint.json/{card_id}",
        "/v3/{card_id}/~a_b-c.d/",
    ] {
        let (model, diagnostics) = read(&damaged(&[("/v3/cards/{card_id}", path)]));
        assert_eq!(diagnostics.iter().count(), 0, "{path}");
        assert_eq!(model.services[0].operations[0].path, path);
        assert!(module(&model).contains(&format!("path: \"{path}\"")));
        for form in [OpenApi::V3_1, OpenApi::V3_0] {
            let text = wechatpay_codegen::openapi(&model, form, Syntax::Json);
            let document: Value = serde_json::from_str(&text).unwrap();
            assert!(document["paths"].get(path).is_some(), "{path}");
        }
    }
}

#[test]
fn an_unsupported_path_gets_no_suggestion() {
    for path in [
        "/",
        "//v3/cards/{card_id}",
        "/v3//cards/{card_id}",
        "/v3/cards/{card_id}//",
        "/v3/cards/{card_id}?",
        "/v3/cards/{card_id}/?",
        "/v3/cards/{card_id}?a=b",
        "/v3/cards/{card_id}.json",
        "/v3/cards/card-{card_id}",
        "/v3/cards/{card_id}:paint",
        "/v3/cards/paint:now/{card_id}",
        "/v3/cards/%7B/{card_id}",
        "/v3/cards/{card_id}#a",
    ] {
        let found = fixes(&damaged(&[("/v3/cards/{card_id}", path)]));
        let [(code, has_fix, help)] = found.as_slice() else {
            panic!("{path}: {found:?}");
        };
        assert_eq!((*code, *has_fix), ("bad-path", false), "{path}");
        assert!(!help.is_empty(), "{path}");
    }
}

/// The small spec with a second operation.
fn with_second_operation(operation: &str) -> Sources {
    let files = FILES.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let second = ("spec/cards/second.yaml".to_owned(), operation.into());
    Sources::new(files.chain([second]))
}

#[test]
fn a_path_with_a_trailing_slash_is_another_endpoint() {
    let second = |path: &str| {
        let text = replaced(
            OPERATION,
            &[
                ("operation: paint_card", "operation: paint_again"),
                ("/v3/cards/{card_id}", path),
            ],
        );
        text.replace("Card\n", "Sheet\n")
            .replace("  Card:", "  Sheet:")
    };
    let (_, diagnostics) =
        wechatpay_codegen::read(&with_second_operation(&second("/v3/cards/{card_id}/")));
    assert_eq!(diagnostics.iter().count(), 0);
    let (_, diagnostics) =
        wechatpay_codegen::read(&with_second_operation(&second("/v3/cards/{card_id}")));
    let codes: Vec<_> = diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["duplicate-definition"]);
}

#[tokio::test]
async fn a_trailing_slash_of_a_path_is_signed_and_sent() {
    let mock = Mock::builder()
        .route(
            "GET",
            "/v3/cards/",
            MockResponse::json(200, r#"{"count":3}"#),
        )
        .route("PUT", "/v3/cards/{card_id}/", MockResponse::json(202, ""))
        .start()
        .unwrap();
    let client = settings(&mock).build().unwrap();
    let cards = client.send(&ListCardsRequest::builder().build()).await;
    assert_eq!(cards.unwrap().count, Some(3));
    let request = ReturnCardRequest::builder().card_id("7").build();
    assert_eq!(client.send(&request).await.unwrap().status(), 202);
    let requests = mock.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|r| (r.target(), r.signature()))
        .collect();
    assert_eq!(seen, [("/v3/cards/", Ok(())), ("/v3/cards/7/", Ok(()))]);
}

#[test]
fn a_response_body_has_to_fit_the_success_status() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        for (response, expected) in [
            ("response: Card", None),
            ("response:\n  status: 201\n  body: Card", None),
            ("response:\n  status: 202\n  body: Card", None),
            ("response:\n  status: 204", None),
            ("response:\n  status: 202", None),
            ("response:\n  status: 200", Some("bad-value")),
            ("response:\n  status: 201", Some("bad-value")),
            ("response:\n  status: 206", Some("bad-value")),
            ("response:\n  status: 204\n  body: Card", Some("bad-value")),
            ("response:\n  status: 205\n  body: Card", Some("bad-value")),
        ] {
            let text = damaged(&[
                ("response: Card", response),
                ("method: PATCH", &format!("method: {method}")),
            ]);
            let text = if response.contains("Card") {
                text
            } else {
                let unused = "  Card:\n    fields:\n      colour:\n        type: Colour\n        presence: required\n";
                let printed = "    response: |\n      { \"colour\": \"DARK\" }\n";
                replaced(&text, &[(unused, ""), (printed, "")])
            };
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(codes(&text), expected, "{method} {response}");
        }
    }
}

/// Calls one method without a body; the response has no body either.
struct Bare<const METHOD: usize>;

const METHODS: [Method; 5] = [
    Method::Get,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
];

impl<const METHOD: usize> Operation for Bare<METHOD> {
    const ENDPOINT: &'static Endpoint = &Endpoint {
        operation: "cards.bare",
        method: METHODS[METHOD],
        path: "/v3/cards",
        page: SourcePage {
            title: "洗牌",
            updated: "2026-01-31",
        },
        evidence: Evidence::Full,
        idempotency_key: None,
        idempotent: false,
        rate_limit: None,
        success: &[202, 204],
        errors: &[],
    };
    type Response = NoContent;
    type ErrorCode = ListCardsErrorCode;

    fn body(&self) -> Option<impl serde::Serialize> {
        None::<NoBody>
    }
}

async fn a_response_without_a_body<const METHOD: usize>() {
    let method = METHODS[METHOD].as_str();
    for status in [202, 204] {
        let mock = Mock::builder()
            .route(method, "/v3/cards", MockResponse::json(status, ""))
            .start()
            .unwrap();
        let client = settings(&mock).build().unwrap();
        let response = client.send(&Bare::<METHOD>).await.unwrap();
        assert_eq!(response.status(), status, "{method}");
        assert!(response.body().is_empty(), "{method}");
    }
}

#[tokio::test]
async fn a_response_without_a_body_is_accepted_for_each_method() {
    a_response_without_a_body::<0>().await;
    a_response_without_a_body::<1>().await;
    a_response_without_a_body::<2>().await;
    a_response_without_a_body::<3>().await;
    a_response_without_a_body::<4>().await;
}

#[test]
fn an_idempotency_key_has_to_be_a_string_that_callers_set() {
    let number = "idempotency_key: out_request_no";
    let beside = "  header:\n    X-Number:\n      type: string\n      presence: optional\n    Accept:\n      type: string\n      presence: required\n      set_by: runtime\n  query:\n    number:\n      type: string\n      presence: optional\n  path:\n";
    let tints = "body:\n  tints:\n    type: array[string]\n    presence: optional\n  sure:\n    type: boolean\n    presence: optional\n  note:\n    type: string\n    presence: optional\n";
    for (name, expected) in [
        ("out_request_no", None),
        ("note", None),
        ("card_id", None),
        ("X-Number", None),
        ("Accept", Some("misplaced-key")),
        ("number", None),
        ("depth", Some("type-misfit")),
        ("tints", Some("type-misfit")),
        ("sure", Some("type-misfit")),
        ("colour", None),
        ("created_at", Some("unknown-field")),
        ("stock.number", Some("unknown-field")),
        ("out_reqest_no", Some("unknown-field")),
    ] {
        let text = damaged(&[
            (number, &format!("idempotency_key: {name}")),
            ("  path:\n", beside),
            ("body:\n", tints),
        ]);
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(codes(&text), expected, "{name}");
    }
}

/// What an operation's documentation says of its idempotency.
fn idempotency(replacements: &[(&str, &str)]) -> String {
    let (model, diagnostics) = read(&damaged(replacements));
    assert_eq!(diagnostics.iter().count(), 0);
    let module = module(&model);
    let (_, rest) = module.split_once("/// - Idempotency: ").unwrap();
    let lines = rest.lines().take_while(|line| *line != "///");
    let lines = lines.map(|line| line.trim_start_matches("/// ").trim_start());
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn generated_documentation_says_what_the_client_retries() {
    let number = "idempotency_key: out_request_no\n";
    let required = "  out_request_no:\n    type: string(32)\n    presence: required";
    let optional = required.replace("required", "optional");
    let get = idempotency(&[("method: PATCH", "method: GET"), (number, "")]);
    assert_eq!(
        get,
        "the call only reads; the client retries it, and so may you."
    );
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let method = format!("method: {method}");
        let none = idempotency(&[("method: PATCH", &method), (number, "")]);
        assert!(
            none.contains("never resends a request that may have arrived"),
            "{none}"
        );
        let with = idempotency(&[("method: PATCH", &method)]);
        assert!(
            with.starts_with("retry only with the same `out_request_no`"),
            "{with}"
        );
        assert!(!with.contains("Without the key"), "{with}");
        let sometimes = idempotency(&[("method: PATCH", &method), (required, &optional)]);
        assert!(sometimes.contains("Without the key"), "{sometimes}");
    }
}

#[test]
fn generated_documentation_shows_the_evidence_that_a_call_is_idempotent() {
    let number = "idempotency_key: out_request_no\n";
    let evidence = "idempotent: The page says that it replaces the colour.\n";
    for method in ["method: PUT", "method: DELETE"] {
        for key in ["", number] {
            let replacements = [
                ("method: PATCH", method),
                (number, &format!("{key}{evidence}")),
            ];
            assert_eq!(
                idempotency(&replacements),
                "a repeated call has no second effect; the client retries it, and so may you. \
                 Evidence: The page says that it replaces the colour."
            );
        }
    }
}

/// Diagnostics and model of the small spec with more pages, each with its own `Colour`.
fn with_pages(pages: &[(&str, &str)]) -> (Model, Vec<(String, usize)>) {
    let files = FILES.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let more = pages.iter().map(|(name, values)| {
        let text = replaced(
            OPERATION,
            &[
                ("operation: paint_card", &format!("operation: {name}")),
                ("/v3/cards/", &format!("/v3/{name}/")),
                ("      LIGHT: Bright.\n      DARK: Nearly black.\n", values),
            ],
        );
        (format!("spec/cards/{name}.yaml"), text.into_bytes())
    });
    let (model, diagnostics) = wechatpay_codegen::read(&Sources::new(files.chain(more)));
    let found = diagnostics.iter();
    let found = found
        .map(|d| (d.code.as_str().to_owned(), d.secondary.len()))
        .collect();
    (model, found)
}

#[test]
fn enums_with_the_same_name_and_values_become_one_type() {
    let same = "      LIGHT: Bright.\n      DARK: Nearly black.\n";
    let other_order = "      DARK: Nearly black.\n      LIGHT: Bright.\n";
    let other_words = "      LIGHT:\n        title: 浅\n        doc: As snow.\n      DARK: Coal.\n";
    for pages in [
        vec![("dye_card", same)],
        vec![("dye_card", other_order)],
        vec![("dye_card", other_words)],
        vec![
            ("dye_card", same),
            ("ink_card", other_order),
            ("wax_card", other_words),
        ],
    ] {
        let (model, found) = with_pages(&pages);
        assert_eq!(found, [], "{pages:?}");
        let module = module(&model);
        assert_eq!(module.matches("pub enum Colour ").count(), 1, "{module}");
        let service = &model.services[0];
        assert_eq!(service.enums.len(), 1 + pages.len());
        assert_eq!(service.enums.iter().filter(|e| !e.is_duplicate).count(), 1);
        for form in [OpenApi::V3_1, OpenApi::V3_0] {
            let text = wechatpay_codegen::openapi(&model, form, Syntax::Json);
            assert_eq!(text.matches("\"cards.Colour\"").count(), 1);
        }
    }
    let (model, _) = with_pages(&[("dye_card", other_words)]);
    let file = "spec/cards/dye_card.yaml";
    let own = model.services[0].enumeration_on("Colour", file).unwrap();
    assert_eq!(
        own.values[0].title.as_deref(),
        Some("浅"),
        "each page keeps its own words"
    );
}

#[test]
fn enums_with_the_same_name_and_other_values_are_reported_with_both_places() {
    for values in [
        "      LIGHT: Bright.\n",
        "      LIGHT: Bright.\n      DARK: Nearly black.\n      RED: Red.\n",
        "      LIGHT: Bright.\n      DARK:\n        rust_name: Black\n        doc: Nearly black.\n",
        "      LIGHT: Bright.\n      Dark:\n        doc: Nearly black.\n",
    ] {
        // Conditions and the sample use `DARK`.
        let (_, found) = with_pages(&[("dye_card", values)]);
        let collisions: Vec<_> = found
            .iter()
            .filter(|(code, _)| code == "name-collision")
            .collect();
        assert_eq!(collisions.len(), 1, "{values}: {found:?}");
        assert_eq!(collisions[0].1, 2, "the other enum, and a value");
    }
}

#[test]
fn one_page_may_define_an_enum_once_for_each_direction() {
    let both = "types:\n  Card:\n    fields:\n      colour:\n        type: Colour\n        presence: required\n  Colour:\n    values:\n      LIGHT: Bright.\n      DARK: Nearly black.\n";
    let card = "types:\n  Card:\n    fields:\n      colour:\n        type: Colour\n        presence: required\n";
    let colour = "  Colour:\n    values:\n      LIGHT: Bright.\n      DARK: Nearly black.\n";
    let each = format!("{card}request_types:\n{colour}response_types:\n{colour}");
    let (model, diagnostics) = read(&damaged(&[(both, &each)]));
    assert_eq!(diagnostics.iter().count(), 0);
    assert_eq!(module(&model).matches("pub enum Colour ").count(), 1);
    let subset = each.replacen(
        "      DARK: Nearly black.\nresponse_types",
        "      DARK: Nearly black.\n      RED: Red.\nresponse_types",
        1,
    );
    assert_eq!(codes(&damaged(&[(both, &subset)])), ["name-collision"]);
}
