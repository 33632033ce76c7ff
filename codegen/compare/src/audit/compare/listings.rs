//! The Java and Go listings against the model's structs and enums, in both directions.

use crate::audit::codes;
use crate::audit::findings::{Discrepancy, Findings, differs};
use crate::audit::listing::program::leaves;
use crate::audit::listing::{Class, Listing};
use crate::audit::page::Page;
use crate::audit::reach::{Reach, is_called};
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;

use super::listed_types::{extra_type, missing_type, repeated};
use super::members::{self, Listed};
use super::{enums, program};

/// Every listing that an operation's page has; it must have one in each language.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    for language in ["Java", "Go"] {
        let mut all = page.listings.iter();
        findings.fact(all.any(|listing| listing.language == language), || {
            let message = format!("the page has no {language} listing that could be read");
            let place = page.top();
            Diagnostic::error(codes::PAGE_UNREAD, message, place)
        });
    }
    for listing in &page.listings {
        findings.speaker = match listing.language {
            "Go" => "the Go listing",
            _ => "the Java listing",
        };
        names(reach, listing, findings);
        classes(reach, page, listing, findings);
        enums::compare_listing(reach, listing, findings);
        let (leaves, unfit) = leaves(listing);
        program::compare(reach, listing, &leaves, findings);
        for token in listing.unread.iter().chain(&unfit) {
            findings.missing(unread(listing, *token));
        }
    }
}

fn unread(listing: &Listing<'_>, token: Slice<'_>) -> Diagnostic {
    let message = format!(
        "this part of the {} listing could not be read",
        listing.language
    );
    Diagnostic::error(codes::PAGE_UNREAD, message, token.span())
}

/// Method, path, and the names of operation, request and response.
fn names(reach: &Reach<'_>, listing: &Listing<'_>, findings: &mut Findings) {
    let operation = reach.operation;
    let request = reach.request().map(|found| found.wire_name.as_str());
    let called = heck::AsUpperCamelCase(&operation.name).to_string();
    let mut same = |what: &str, ours: Option<&str>, theirs: Option<Slice<'_>>| {
        findings.fact(ours == theirs.map(|theirs| theirs.text), || {
            let message = format!(
                "the spec and the {} listing disagree about {what}",
                listing.language
            );
            let place = theirs.unwrap_or(listing.place).span();
            let ours = format!("the spec: {}", ours.unwrap_or("none"));
            let theirs = format!("the page: {}", theirs.map_or("none", |theirs| theirs.text));
            let diagnostic = differs(
                codes::PAGE_FACT,
                message,
                (operation.span, &ours),
                (place, &theirs),
            );
            Discrepancy::about(what, diagnostic)
        });
    };
    same(
        "the method",
        Some(operation.method.as_str()),
        listing.method,
    );
    same("the path", Some(&operation.path), listing.path);
    same("the operation's name", Some(&called), listing.operation);
    same("the request's name", request, listing.request);
    let theirs = listing.response;
    let response = reach.response();
    // A response under another of its names is the same response.
    let alias = response
        .zip(theirs)
        .filter(|(ours, theirs)| ours.also_called.iter().any(|name| name == theirs.text));
    let ours = response.map(|response| response.wire_name.as_str());
    same(
        "the response's name",
        alias.map(|(_, theirs)| theirs.text).or(ours),
        theirs,
    );
}

fn classes(reach: &Reach<'_>, page: &Page<'_>, listing: &Listing<'_>, findings: &mut Findings) {
    for (direction, ours) in &reach.structs {
        let is_ours =
            |class: &&Class<'_>| is_called(&ours.wire_name, &ours.also_called, class.name.text);
        let found: Vec<_> = listing.classes.iter().filter(is_ours).collect();
        findings.fact(!found.is_empty(), || {
            missing_type(&ours.wire_name, ours.span, listing)
        });
        for class in found {
            findings
                .proven
                .names
                .insert((ours.span, class.name.text.to_owned()));
            let listed = Listed {
                reach,
                page,
                direction: *direction,
                language: listing.language,
            };
            members::compare(&listed, ours, class, findings);
        }
    }
    for class in &listing.classes {
        let known = reach
            .structs
            .iter()
            .any(|(_, ours)| is_called(&ours.wire_name, &ours.also_called, class.name.text));
        findings.fact(known, || extra_type(reach, class.name, listing.language));
    }
    repeated(
        listing.classes.iter().map(|class| class.name),
        listing.language,
        findings,
    );
}
