//! The Java and Go listings against the model's structs and enums, in both directions.

use crate::audit::align::{Alignment, align};
use crate::audit::findings::{Findings, differs};
use crate::audit::listing::{Class, ListedField, Listing, Shape};
use crate::audit::page::Page;
use crate::audit::reach::{Named, Reach, is_called};
use crate::audit::text::Slice;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Direction, Field, Place, Struct, Type};
use crate::source::Span;

use super::enums;
use super::order::out_of_order;

/// Every listing that an operation's page has; it must have one in each language.
pub(super) fn compare(reach: &Reach<'_>, page: &Page<'_>, findings: &mut Findings) {
    for language in ["Java", "Go"] {
        let mut all = page.listings.iter();
        findings.fact(all.any(|listing| listing.language == language), || {
            let message = format!("the page has no {language} listing that could be read");
            let place = page.title.map(Slice::span).unwrap_or_default();
            Diagnostic::error(Code::PageUnread, message, place)
        });
    }
    for listing in &page.listings {
        names(reach, listing, findings);
        classes(reach, listing, findings);
        enums::compare_listing(reach, listing, findings);
        for token in &listing.unread {
            findings.wrong(unread(listing, *token));
        }
    }
}

fn unread(listing: &Listing<'_>, token: Slice<'_>) -> Diagnostic {
    let message = format!(
        "this part of the {} listing could not be read",
        listing.language
    );
    Diagnostic::error(Code::PageUnread, message, token.span())
}

/// Method, path, and the names of operation, request and answer.
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
            differs(
                Code::PageFact,
                message,
                (operation.span, &ours),
                (place, &theirs),
            )
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
    // An answer under another of its names is the same answer.
    let alias = response
        .zip(theirs)
        .filter(|(ours, theirs)| ours.also_called.iter().any(|name| name == theirs.text));
    let ours = response.map(|response| response.wire_name.as_str());
    same(
        "the answer's name",
        alias.map(|(_, theirs)| theirs.text).or(ours),
        theirs,
    );
}

fn classes(reach: &Reach<'_>, listing: &Listing<'_>, findings: &mut Findings) {
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
            fields(reach, (*direction, ours), listing.language, class, findings);
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

/// A type that the listing declares twice could hide a difference.
pub(super) fn repeated<'a>(
    names: impl Iterator<Item = Slice<'a>>,
    language: &str,
    findings: &mut Findings,
) {
    let mut seen = Vec::new();
    for name in names {
        findings.fact(!seen.contains(&name.text), || {
            let message = format!("the {language} listing declares `{}` twice", name.text);
            Diagnostic::error(Code::PageType, message, name.span())
        });
        seen.push(name.text);
    }
}

pub(super) fn missing_type(name: &str, spec: Span, listing: &Listing<'_>) -> Diagnostic {
    let message = format!("the {} listing has no type `{name}`", listing.language);
    let place = listing.place.span();
    differs(
        Code::PageType,
        message,
        (spec, "in the spec"),
        (place, "not in this listing"),
    )
    .help("write the page's name; a second name of one shape goes under `also_called:`")
}

pub(super) fn extra_type(reach: &Reach<'_>, name: Slice<'_>, language: &str) -> Diagnostic {
    let message = format!("the spec has no type `{}` below this operation", name.text);
    let here = format!("in the {language} listing");
    differs(
        Code::PageType,
        message,
        (reach.operation.span, "nothing that this operation names"),
        (name.span(), &here),
    )
}

fn fields(
    reach: &Reach<'_>,
    (direction, ours): (Direction, &Struct),
    language: &str,
    class: &Class<'_>,
    findings: &mut Findings,
) {
    let listed: Vec<&str> = class.fields.iter().map(|field| field.wire.text).collect();
    let known: Vec<&str> = ours
        .fields
        .iter()
        .map(|field| field.wire_name.as_str())
        .collect();
    let alignment = align(&listed, &known);
    for theirs in alignment.left.iter().filter_map(|at| class.fields.get(*at)) {
        let message = format!(
            "the spec's `{}` has no field `{}`",
            ours.wire_name, theirs.wire.text
        );
        let here = format!("in the {language} listing");
        findings.wrong(differs(
            Code::PageField,
            message,
            (ours.span, ""),
            (theirs.wire.span(), &here),
        ));
    }
    for missing in alignment.right.iter().filter_map(|at| ours.fields.get(*at)) {
        let message = format!(
            "the {language} listing's `{}` has no field `{}`",
            class.name.text, missing.wire_name
        );
        findings.wrong(differs(
            Code::PageField,
            message,
            (missing.span, ""),
            (class.name.span(), "not in here"),
        ));
    }
    for (left, right) in &alignment.pairs {
        if let (Some(theirs), Some(field)) = (class.fields.get(*left), ours.fields.get(*right)) {
            pair(reach, direction, field, theirs, language, findings);
        }
    }
    order(ours, class, &alignment, findings);
}

/// Type, and whether the field travels in the body.
fn pair(
    reach: &Reach<'_>,
    direction: Direction,
    ours: &Field,
    theirs: &ListedField<'_>,
    language: &str,
    findings: &mut Findings,
) {
    let right = is_same(
        reach,
        direction,
        &ours.ty,
        ours.format.as_deref(),
        &theirs.ty,
    );
    findings.fact(right, || {
        let message = format!(
            "the spec and the {language} listing disagree about the type of `{}`",
            ours.wire_name
        );
        differs(
            Code::PageFieldType,
            message,
            (ours.span, ""),
            (theirs.ty_place.span(), "the page's type"),
        )
    });
    let outside = ours.place != Place::Body;
    findings.fact(outside == theirs.outside_body, || {
        let message = format!(
            "the spec and the {language} listing disagree whether `{}` travels in the body",
            ours.wire_name
        );
        let says = |outside| {
            if outside {
                "outside the body"
            } else {
                "in the body"
            }
        };
        let place = theirs.wire.span();
        differs(
            Code::PagePlace,
            message,
            (ours.span, says(outside)),
            (place, says(theirs.outside_body)),
        )
    });
}

fn is_same(
    reach: &Reach<'_>,
    direction: Direction,
    ours: &Type,
    format: Option<&str>,
    theirs: &Shape<'_>,
) -> bool {
    match (ours, theirs) {
        (Type::String, Shape::Text)
        | (Type::Integer, Shape::Whole)
        | (Type::Boolean, Shape::Truth) => true,
        (Type::String, Shape::Time) => format == Some("rfc3339"),
        (Type::Array(ours), Shape::List(theirs)) => is_same(reach, direction, ours, format, theirs),
        (Type::Struct(_) | Type::Enum(_), Shape::Named(name)) => {
            let named: Option<Named<'_>> = reach.named(ours, direction);
            named.is_some_and(|named| named.is_called(name))
        }
        _ => false,
    }
}

/// The order of the fields in the body, and that of the others; a listing mixes the two, a field table does not.
fn order(ours: &Struct, class: &Class<'_>, alignment: &Alignment, findings: &mut Findings) {
    for in_body in [true, false] {
        let place = |at: &usize| ours.fields.get(*at).map(|field| field.place);
        let of_group = |pair: &&(usize, usize)| {
            place(&pair.1).is_some_and(|place| (place == Place::Body) == in_body)
        };
        let group = Alignment {
            pairs: alignment.pairs.iter().filter(of_group).copied().collect(),
            ..Alignment::default()
        };
        let wrong = group.disorder().and_then(|(first, second)| {
            let (first, moved) = (class.fields.get(first.0)?, class.fields.get(second.0)?);
            Some(out_of_order(
                first.wire,
                moved.wire,
                ours.fields.get(second.1)?.span,
            ))
        });
        findings.order(wrong);
    }
}
