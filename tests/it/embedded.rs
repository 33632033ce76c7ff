//! JSON inside texts, objects without listed fields, conditions on lists, and values of all types in
//! paths and queries.

use serde_json::{Value, json};
use wechatpay_golden::embedded::request::{ArrangeTablesRequest, FindTablesRequest, Table};
use wechatpay_golden::embedded::response::Arrangement;
use wechatpay_golden::embedded::{self, Label, Wood};
use wechatpay_golden::parameters::request::DealCardRequest;
use wechatpay_golden::parameters::{self, Sorting, Suit};
use wechatpay_mock::BrokenRule;
use wechatpay_runtime::client::Validation;
use wechatpay_runtime::raw::{Json, JsonText, RawRequest};
use wechatpay_runtime::{CallOptions, Operation, Outcome};

use crate::call::settings;
use crate::support::golden_mock;

fn table(name: &str) -> Table {
    Table::builder().name(name).build()
}

fn arrange() -> ArrangeTablesRequest {
    ArrangeTablesRequest::builder()
        .best(Table::builder().name("A").seats(4).build())
        .all(vec![table("A"), table("B")])
        .spare([JsonText(table("C"))])
        .settings(Json(json!({ "a": [1, "\"2\""] })))
        .extra(Json(json!({ "b": { "c": true } })))
        .numbers([7])
        .build()
}

fn body(request: &ArrangeTablesRequest) -> Value {
    serde_json::to_value(request.body()).unwrap()
}

#[tokio::test]
async fn json_is_sent_inside_texts() {
    assert_eq!(
        body(&arrange()),
        json!({
            "best": r#"{"name":"A","seats":4}"#,
            "all": r#"[{"name":"A"},{"name":"B"}]"#,
            "spare": [r#"{"name":"C"}"#],
            "settings": r#"{"a":[1,"\"2\""]}"#,
            "extra": { "b": { "c": true } },
            "numbers": [7],
        })
    );
    assert_eq!(arrange().best.seats, Some(4));
    let stored = serde_json::to_string(&arrange()).unwrap();
    let read: ArrangeTablesRequest = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, arrange());
    for (text, problem) in [
        ("{}", "best.name: missing"),
        (r#"{"name":"A","x":1}"#, "best.x: unknown field"),
        ("{", "best: expected a text that contains JSON"),
        ("{} {}", "best: expected a text that contains JSON"),
    ] {
        let stored = json!({ "best": text, "numbers": [7] });
        let error = serde_json::from_value::<ArrangeTablesRequest>(stored);
        assert_eq!(error.unwrap_err().to_string(), problem);
    }

    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    let tables = embedded::arrange_tables(&client, &arrange()).await.unwrap();
    let best = tables.best.as_ref().unwrap();
    let table = best.decode().unwrap();
    assert_eq!((table.name.as_deref(), table.seats), (Some("A"), Some(4)));
    assert_eq!(best.text(), r#"{"name":"A","seats":4}"#);
    assert_eq!(tables.extra.as_ref().unwrap()["colour"][0], "red");
    let settings = tables.settings.as_ref().unwrap().decode().unwrap();
    assert_eq!(*settings, json!({ "a": 1 }));
}

#[test]
fn an_unexpected_text_does_not_affect_the_rest_of_a_response() {
    let response = json!({
        "best": "none",
        "spare": [r#"{"name":"C"}"#, r#"{"name":7}"#, { "name": "D" }],
        "extra": { "a": 1 },
    });
    let response: Arrangement = serde_json::from_value(response).unwrap();
    let best = response.best.as_ref().unwrap();
    assert!(best.decode().is_err());
    assert_eq!(best.text(), "none");
    let spare = response.spare.as_deref().unwrap();
    let names = spare.iter().map(|text| text.decode().ok()?.name);
    let names: Vec<_> = names.collect();
    assert_eq!(names, [Some("C".to_owned()), None, Some("D".to_owned())]);
    assert!(!format!("{response:?}").contains("none"));
}

/// The rules that the mock reports.
fn broken(operation: &str, body: &Value) -> Vec<BrokenRule> {
    let violations = wechatpay_mock::validate(golden_mock::spec(), operation, body);
    violations.iter().map(|violation| violation.rule).collect()
}

/// The rules that the client reports.
fn rules(request: &impl Operation) -> Vec<String> {
    let violations = request.validate().err().into_iter().flatten();
    let rules = violations.map(|violation| violation.rule().name().to_owned());
    rules.collect()
}

#[tokio::test]
async fn the_limits_inside_a_text_are_checked() {
    let mut request = arrange();
    request.spare = Some(vec![JsonText(table("123456789"))]);
    assert_eq!(rules(&request), ["max_chars"]);
    let violations = request.validate().unwrap_err();
    assert!(violations.to_string().contains("spare[0].name"));
    assert_eq!(
        broken("arrange_tables", &body(&request)),
        [BrokenRule::MaxChars]
    );
    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    for best in [json!("{"), json!(7), json!("[]"), json!({ "name": "A" })] {
        let body = json!({ "best": best, "numbers": [7] });
        let error = client.send(&RawRequest::post("/v3/tables", body)).await;
        assert!(error.unwrap_err().to_string().contains("PARAM_ERROR"));
    }
}

/// The request has no other limits than those of the JSON in its query.
#[tokio::test]
async fn limits_of_json_in_a_query_are_checked() {
    let find = |name: &str| {
        let request = FindTablesRequest::builder().like(table(name));
        request.woods(vec![Wood::Oak, Wood::Pine]).build()
    };
    assert_eq!(rules(&find("12345678")), [""; 0]);
    assert_eq!(rules(&find("123456789")), ["max_chars"]);
    let violations = find("123456789").validate().unwrap_err();
    assert!(violations.to_string().contains("like.name"), "{violations}");

    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    let found = embedded::find_tables(&client, &find("A")).await.unwrap();
    let woods = found.woods.as_ref().unwrap().decode().unwrap();
    assert_eq!(woods, [Wood::Pine]);
    assert_eq!(
        mock.requests()[0].target(),
        "/v3/tables?like=%7B%22name%22%3A%22A%22%7D&woods=%5B1%2C2%5D"
    );
    let unchecked = client.with_options(CallOptions::new().validation(Validation::Off));
    let error = embedded::find_tables(&unchecked, &find("123456789")).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("more than 8 characters"), "{error}");
}

#[test]
fn a_condition_can_be_about_the_items_of_a_list() {
    type Case = (
        Option<Vec<Label>>,
        Option<&'static str>,
        Vec<i64>,
        &'static [&'static str],
    );
    let other = || Some(vec![Label::Round, Label::Other]);
    let cases: [Case; 7] = [
        (None, None, vec![7], &[]),
        (None, Some("text"), vec![7], &["only_when"]),
        (
            Some(vec![Label::Round]),
            Some("text"),
            vec![7],
            &["only_when"],
        ),
        (Some(vec![Label::Round]), None, vec![], &[]),
        (other(), None, vec![7], &["required_when"]),
        (other(), Some("text"), vec![7], &[]),
        (other(), Some("text"), vec![7, 13], &["required_when"]),
    ];
    for (labels, text, numbers, expected) in cases {
        let mut request = arrange();
        (request.labels, request.numbers) = (labels, numbers);
        request.label_text = text.map(str::to_owned);
        assert_eq!(rules(&request), expected, "{request:?}");
        let broken = broken("arrange_tables", &body(&request));
        assert_eq!(broken.len(), expected.len(), "{request:?} {broken:?}");
    }
    let mut request = arrange();
    request.labels = other();
    let text = request.validate().unwrap_err().to_string();
    assert!(text.contains("`labels` contains OTHER"), "{text}");
}

fn deal() -> DealCardRequest {
    DealCardRequest::builder()
        .deck_no(7)
        .played_on("2026-01-31")
        .suit(Suit::Hearts)
        .sorting(Sorting::Descending)
        .open(true)
        .until("2028-02-29")
        .holidays(["2026-02-17", "2026-02-18"])
        .returned_on("2026-02-01")
        .build()
}

#[tokio::test]
async fn a_path_has_numbers_enums_booleans_and_dates() {
    let mock = golden_mock::mock();
    let client = settings(&mock).build().unwrap();
    parameters::deal_card(&client, &deal()).await.unwrap();
    assert_eq!(
        mock.requests()[0].target(),
        "/v3/decks/7/days/2026-01-31/suits/HEARTS/-1/true?until=2028-02-29"
    );
    let mut zero = deal();
    zero.deck_no = 0;
    assert_eq!(rules(&zero), ["min"]);
    let error = parameters::deal_card(&client, &zero).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    for (path, issue) in [
        (
            "/v3/decks/0/days/2026-01-31/suits/HEARTS/-1/true",
            "below 1",
        ),
        (
            "/v3/decks/x/days/2026-01-31/suits/HEARTS/-1/true",
            "not an integer",
        ),
        (
            "/v3/decks/7/days/2026-02-30/suits/HEARTS/-1/true",
            "not a date",
        ),
        ("/v3/decks/7/days/2026-01-31/suits/CLUBS/-1/true", "none of"),
        (
            "/v3/decks/7/days/2026-01-31/suits/HEARTS/-1/maybe",
            "not true or false",
        ),
    ] {
        let call = RawRequest::post(path, json!({ "returned_on": "2026-02-01" }));
        let error = client.send(&call).await.unwrap_err();
        assert!(error.to_string().contains(issue), "{path} {error}");
    }
}

#[test]
fn only_dates_that_exist_are_sent() {
    for date in ["2026-02-28", "2028-02-29", "0000-01-01"] {
        let mut request = deal();
        date.clone_into(&mut request.returned_on);
        assert!(request.validate().is_ok(), "{date}");
    }
    for other in [
        "",
        "2026-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-1-01",
        "20260101",
        "2026-01-01 ",
        "2026-01-01T00:00:00Z",
        "２０２６-01-01",
    ] {
        let mut request = deal();
        other.clone_into(&mut request.returned_on);
        assert_eq!(rules(&request), ["date"], "{other}");
        let body = serde_json::to_value(request.body()).unwrap();
        assert_eq!(broken("deal_card", &body), [BrokenRule::Date], "{other}");
    }
    let mut request = deal();
    request.holidays = Some(vec!["2026-02-17".to_owned(), "soon".to_owned()]);
    let violations = request.validate().unwrap_err().to_string();
    assert!(violations.contains("holidays[1]") && violations.contains("2015-05-20"));
}
