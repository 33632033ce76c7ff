//! Grades of evidence: what a page does not state itself is not enforced, and is named as such.

use wechatpay_golden::graded::request::{Edge, FadeCardRequest, ShadeCardRequest};
use wechatpay_golden::graded::{FadeCardErrorCode, Shade};
use wechatpay_runtime::Operation;
use wechatpay_runtime::endpoint::Evidence;

#[test]
fn an_endpoint_has_the_grade_of_its_source() {
    let full = wechatpay_golden::bodyless::request::DropCardRequest::ENDPOINT;
    assert_eq!(full.evidence, Evidence::Full);
    assert_eq!(ShadeCardRequest::ENDPOINT.evidence, Evidence::Partial);
    assert_eq!(FadeCardRequest::ENDPOINT.evidence, Evidence::Secondary);
    assert_eq!(FadeCardRequest::ENDPOINT.page.updated, "");
    assert!(FadeCardErrorCode::DOCUMENTED.is_empty());
}

#[test]
fn facts_that_no_page_states_are_checked_only_strictly() {
    let request = ShadeCardRequest::builder()
        .card_id("a number with more than 8 characters")
        .shade(Shade::Dark)
        .reason("123")
        .until("no time")
        .edge(Edge::builder().width(10).colour("grey").build())
        .build();
    assert!(request.validate().is_ok());
    let violations = request.validate_strict().unwrap_err();
    let all: Vec<_> = violations
        .iter()
        .map(|violation| {
            (
                violation.path(),
                violation.rule().name(),
                violation.source(),
            )
        })
        .collect();
    let source = Some("other descriptions (secondary source)");
    let expected = [
        ("edge.width", "max", source),
        ("edge.width", "allowed", source),
        ("card_id", "max_chars", source),
        ("reason", "alphabet", source),
        ("until", "rfc3339", source),
        ("until", "at_most_one_of", source),
    ];
    assert_eq!(all, expected);
    assert!(FadeCardRequest::builder().build().validate().is_ok());
    assert!(
        FadeCardRequest::builder()
            .build()
            .validate_strict()
            .is_err()
    );
}

#[test]
fn what_a_part_of_a_page_states_is_enforced() {
    let edge = Edge::builder().colour("turquoise").build();
    let request = ShadeCardRequest::builder()
        .card_id("7")
        .shade(Shade::Dim)
        .edge(edge)
        .build();
    let text = request.validate().unwrap_err().to_string();
    assert!(text.contains("edge.colour"), "{text}");
}
