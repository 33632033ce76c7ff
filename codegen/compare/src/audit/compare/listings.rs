//! Compares the Java and Go listings with the structs and enums of the model.

use crate::audit::codes;
use crate::audit::listing::program::leaves;
use crate::audit::listing::{Class, Listing};
use crate::audit::page::Page;
use crate::audit::page::headings::Part;
use crate::audit::report::{Discrepancy, Report, diagnostic};
use crate::audit::scope::{Scope, is_called};
use crate::audit::text::Slice;
use wechatpay_codegen::diagnostic::Diagnostic;

use super::listed_types::{extra_type, missing_type, report_duplicates};
use super::members::{self, ListingContext};
use super::{enums, program};

/// Compares all listings of a page. A page must have one listing per language.
pub(super) fn compare(scope: &Scope<'_>, page: &Page<'_>, report: &mut Report) {
    report.start_part(Part::RequestSample);
    for language in ["Java", "Go"] {
        let mut listings = page.listings.iter();
        let exists = listings.any(|listing| listing.language == language);
        report.check_stated(false, exists, || {
            let message = format!("page without a readable {language} listing");
            Diagnostic::error(codes::PAGE_UNREAD, message, page.top())
                .help("check whether the page was saved completely")
        });
    }
    for listing in &page.listings {
        report.section = match listing.language {
            "Go" => "the Go listing",
            _ => "the Java listing",
        };
        names(scope, listing, report);
        classes(scope, page, listing, report);
        enums::compare_listing(scope, listing, report);
        let (leaves, mismatched) = leaves(listing);
        program::compare(scope, listing, &leaves, report);
        for token in listing.unread.iter().chain(&mismatched) {
            report.missing(unread(listing, *token));
        }
    }
}

fn unread(listing: &Listing<'_>, token: Slice<'_>) -> Diagnostic {
    let message = format!("unread part of the {} listing", listing.language);
    Diagnostic::error(codes::PAGE_UNREAD, message, token.span())
        .help("check whether the page was saved completely")
}

/// Compares method, path, and the names of operation, request and response.
fn names(scope: &Scope<'_>, listing: &Listing<'_>, report: &mut Report) {
    let operation = scope.operation;
    let request = scope.request().map(|request| request.wire_name.as_str());
    let operation_name = heck::AsUpperCamelCase(&operation.name).to_string();
    let mut check = |fact: &str, spec: Option<&str>, listed: Option<Slice<'_>>| {
        report.check(spec == listed.map(|listed| listed.text), || {
            let page_span = listed.unwrap_or(listing.start).span();
            let on_page = listed.map_or("none", |listed| listed.text);
            let diagnostic = diagnostic(
                codes::PAGE_FACT,
                format!("different {fact} in the {} listing", listing.language),
                (operation.span, &format!("spec: {}", spec.unwrap_or("none"))),
                (page_span, &format!("page: {on_page}")),
            );
            Discrepancy::new(fact, diagnostic)
        });
    };
    check("method", Some(operation.method.as_str()), listing.method);
    check("path", Some(&operation.path), listing.path);
    check("operation name", Some(&operation_name), listing.operation);
    check("request name", request, listing.request);
    let listed = listing.response;
    let response = scope.response();
    // Another name of the response is also correct.
    let other_name = response
        .zip(listed)
        .filter(|(response, listed)| response.also_called.iter().any(|name| name == listed.text));
    let name = response.map(|response| response.wire_name.as_str());
    check(
        "response name",
        other_name.map(|(_, listed)| listed.text).or(name),
        listed,
    );
}

fn classes(scope: &Scope<'_>, page: &Page<'_>, listing: &Listing<'_>, report: &mut Report) {
    for (direction, structure) in &scope.structs {
        let is_same = |class: &&Class<'_>| {
            is_called(
                &structure.wire_name,
                &structure.also_called,
                class.name.text,
            )
        };
        let same: Vec<_> = listing.classes.iter().filter(is_same).collect();
        report.check(!same.is_empty(), || {
            missing_type(&structure.wire_name, structure.span, listing)
        });
        for class in same {
            report
                .confirmed
                .names
                .insert((structure.span, class.name.text.to_owned()));
            let context = ListingContext {
                scope,
                page,
                direction: *direction,
                language: listing.language,
            };
            members::compare(&context, structure, class, report);
        }
    }
    for class in &listing.classes {
        let is_known = scope
            .structs
            .iter()
            .any(|(_, known)| is_called(&known.wire_name, &known.also_called, class.name.text));
        report.check(is_known, || extra_type(scope, class.name, listing.language));
    }
    report_duplicates(
        listing.classes.iter().map(|class| class.name),
        listing.language,
        report,
    );
}
