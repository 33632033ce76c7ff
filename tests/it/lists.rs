//! Lists of responses: pages, and items that a successful call refused.

use futures_util::{StreamExt as _, TryStreamExt as _};
use wechatpay_golden::listed::request::{ListCardsRequest, ListDecksRequest, StoreCardsRequest};
use wechatpay_mock::{Act, Mock, MockResponse};
use wechatpay_runtime::pagination::Paginated;
use wechatpay_runtime::{Error, Outcome};

use crate::call::settings;

/// A mock that responds to the requests of a path with these bodies, and with the last one to all
/// others.
fn mock(method: &str, path: &str, bodies: &[&str]) -> Mock {
    let (last, first) = bodies.split_last().unwrap();
    let response = |body: &&str| MockResponse::json(200, *body);
    let mock = Mock::builder()
        .route(method, path, response(last))
        .start()
        .unwrap();
    mock.script(first.iter().map(response).map(Act::response));
    mock
}

/// All pages of a list and the error at the end, if there is one.
async fn read<O: Paginated>(mock: &Mock, request: &O) -> (Vec<usize>, Option<i64>, Option<Error>) {
    let mut pages = settings(mock).build().unwrap().pages(request);
    let (mut counts, mut total) = (Vec::new(), None);
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                total = total.or(page.total);
                counts.push(page.items.len());
            }
            Err(error) => {
                assert!(pages.next().await.is_none());
                return (counts, total, Some(error));
            }
        }
    }
    (counts, total, None)
}

fn queries(mock: &Mock) -> Vec<String> {
    let requests = mock.requests();
    let query = |target: &str| {
        let query = target.split_once('?').map(|(_, query)| query.to_owned());
        query.unwrap_or_default()
    };
    requests
        .iter()
        .map(|request| query(request.target()))
        .collect()
}

fn cards() -> ListCardsRequest {
    ListCardsRequest::builder().page_size(2).build()
}

#[tokio::test]
async fn pages_by_token_end_without_a_next_token() {
    let mock = mock(
        "GET",
        "/v3/listed/cards",
        &[
            r#"{"total_count":3,"card_list":["a","b"],"next_page_token":"t1"}"#,
            r#"{"next_page_token":"t2"}"#,
            r#"{"card_list":["c"],"next_page_token":""}"#,
        ],
    );
    let (counts, total, error) = read(&mock, &cards()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((counts, total), (vec![2, 0, 1], Some(3)));
    let expected = [
        "page_size=2",
        "page_size=2&page_token=t1",
        "page_size=2&page_token=t2",
    ];
    assert_eq!(queries(&mock), expected);
}

#[tokio::test]
async fn the_items_of_all_pages_are_a_stream() {
    let mock = mock(
        "GET",
        "/v3/listed/cards",
        &[
            r#"{"card_list":["a","b"],"next_page_token":"t1"}"#,
            r#"{"next_page_token":"t2"}"#,
            r#"{"card_list":["c"]}"#,
        ],
    );
    let client = settings(&mock).build().unwrap();
    let mut items = client.items(&cards());
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    // The next page is requested only when its items are needed.
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(format!("{items:?}"), "Items { ready: 1, .. }");
    let rest: Vec<String> = items.by_ref().try_collect().await.unwrap();
    assert_eq!(rest, ["b", "c"]);
    assert!(items.next().await.is_none());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn a_stream_ends_with_the_first_error() {
    let body = r#"{"card_list":["a"],"next_page_token":"t1"}"#;
    let mock = mock("GET", "/v3/listed/cards", &[body]);
    let client = settings(&mock).build().unwrap();
    let mut items = client.items(&cards());
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("the list has no end"), "{error}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_token_that_is_repeated_is_an_error() {
    let body = r#"{"card_list":["a"],"next_page_token":"t1"}"#;
    let mock = mock("GET", "/v3/listed/cards", &[body]);
    let (counts, _, error) = read(&mock, &cards()).await;
    assert_eq!(counts, [1]);
    let error = error.unwrap();
    assert_eq!(error.outcome(), Outcome::Applied);
    assert!(error.to_string().contains("the list has no end"), "{error}");
}

#[tokio::test]
async fn empty_pages_with_tokens_end_with_an_error() {
    let bodies: Vec<_> = (0..30)
        .map(|n| format!(r#"{{"next_page_token":"t{n}"}}"#))
        .collect();
    let bodies: Vec<_> = bodies.iter().map(String::as_str).collect();
    let mock = mock("GET", "/v3/listed/cards", &bodies);
    let (counts, _, error) = read(&mock, &cards()).await;
    assert_eq!(counts, [0; 19]);
    assert!(error.unwrap().to_string().contains("have no items"));
}

#[tokio::test]
async fn pages_by_offset_end_at_the_total_or_at_an_empty_page() {
    let request = ListDecksRequest::builder().offset(0).limit(2).build();
    let two = r#"{"total_count":3,"data":[{"name":"a"},{"name":"b"}]}"#;
    let one = r#"{"total_count":3,"data":[{"name":"c"}]}"#;
    let with_total = mock("GET", "/v3/listed/decks", &[two, one]);
    let (counts, total, error) = read(&with_total, &request).await;
    assert_eq!(
        (counts, total, error.is_none()),
        (vec![2, 1], Some(3), true)
    );
    assert_eq!(
        queries(&with_total),
        ["offset=0&limit=2", "offset=2&limit=2"]
    );

    let bodies = [r#"{"data":[{"name":"a"}]}"#, "{}"];
    let without_total = mock("GET", "/v3/listed/decks", &bodies);
    let (counts, total, _) = read(&without_total, &request).await;
    assert_eq!((counts, total), (vec![1, 0], None));
}

#[test]
fn the_blocking_client_iterates_over_pages() {
    let bodies = [
        r#"{"card_list":["a","b"],"next_page_token":"t1"}"#,
        r#"{"card_list":["c"]}"#,
    ];
    let mock = mock("GET", "/v3/listed/cards", &bodies);
    let client = wechatpay_runtime::blocking::Client::new(settings(&mock)).unwrap();
    let pages = client.pages(&cards());
    let items: Vec<String> = pages.flat_map(|page| page.unwrap().items).collect();
    assert_eq!(items, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_partial_result_is_not_a_complete_one() {
    let bodies = [
        r#"{"total_count":2}"#,
        r#"{"total_count":2,"failed_list":[{"card":"7","code":"USED"}]}"#,
    ];
    let mock = mock("POST", "/v3/listed/cards", &bodies);
    let client = settings(&mock).build().unwrap();
    let request = StoreCardsRequest::builder().card_list(["6", "7"]).build();
    let all = client.send(&request).await.unwrap();
    assert!(all.is_complete());
    assert_eq!(all.complete().unwrap().total_count, Some(2));
    let part = client.send(&request).await.unwrap();
    assert!(!part.is_complete());
    let refused = part.complete().unwrap_err();
    assert_eq!(refused[0].card.as_deref(), Some("7"));
    assert_eq!(part.as_inner().total_count, Some(2));
}

#[tokio::test]
async fn the_text_of_an_unknown_outcome_names_the_recovery() {
    use wechatpay_golden::recovered::request::{MakeGiftRequest, WrapGiftRequest};
    use wechatpay_runtime::test_util::Cause;
    let unknown = || {
        Cause::from(wechatpay_runtime::error::TransportError::maybe_sent(
            "silence",
        ))
    };
    let make = Error::for_test::<MakeGiftRequest>(unknown()).to_string();
    assert!(
        make.contains("repeat the call with exactly the same bytes."),
        "{make}"
    );
    let wrap = Error::for_test::<WrapGiftRequest>(unknown()).to_string();
    let query = "call `recovered.get_gift`, and compare `wrapping.request_no` of its response with \
                 `out_request_no` of this request";
    assert!(wrap.contains(query), "{wrap}");
}
