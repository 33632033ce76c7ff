//! The fields of one class of a listing against those of a struct: names, types, order, which are no part of the body.

use crate::audit::align::{Alignment, align};
use crate::audit::codes;
use crate::audit::findings::{Findings, differs};
use crate::audit::listing::{Class, ListedField, Shape};
use crate::audit::page::Page;
use crate::audit::reach::Reach;
use wechatpay_codegen::model::{Direction, Field, Place, Struct, Type};

use super::order::out_of_order;

/// Where the class and the struct stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed<'c, 'm, 'p> {
    pub(super) reach: &'c Reach<'m>,
    pub(super) page: &'c Page<'p>,
    pub(super) direction: Direction,
    pub(super) language: &'static str,
}

/// Every field of either.
pub(super) fn compare(
    at: &Listed<'_, '_, '_>,
    ours: &Struct,
    class: &Class<'_>,
    findings: &mut Findings,
) {
    let listed: Vec<&str> = class.fields.iter().map(|field| field.wire.text).collect();
    let known = ours.fields.iter().map(|field| field.wire_name.as_str());
    let alignment = align(&listed, &known.collect::<Vec<_>>());
    let (language, name) = (at.language, &ours.wire_name);
    for theirs in alignment.left.iter().filter_map(|at| class.fields.get(*at)) {
        let message = format!("the spec's `{name}` has no field `{}`", theirs.wire.text);
        let place = (theirs.wire.span(), &*format!("in the {language} listing"));
        findings.missing(differs(codes::PAGE_FIELD, message, (ours.span, ""), place));
    }
    for missing in alignment.right.iter().filter_map(|at| ours.fields.get(*at)) {
        let (class, wire) = (class.name, &missing.wire_name);
        let message = format!(
            "the {language} listing's `{}` has no field `{wire}`",
            class.text
        );
        let place = (class.span(), "not in here");
        findings.missing(differs(
            codes::PAGE_FIELD,
            message,
            (missing.span, ""),
            place,
        ));
    }
    for (left, right) in &alignment.pairs {
        if let (Some(theirs), Some(field)) = (class.fields.get(*left), ours.fields.get(*right)) {
            types(at, field, theirs, findings);
            places(at, field, theirs, findings);
        }
    }
    order(ours, class, &alignment, findings);
}

fn types(at: &Listed<'_, '_, '_>, ours: &Field, theirs: &ListedField<'_>, findings: &mut Findings) {
    let right = at.is_same(ours, &ours.ty, &theirs.ty);
    findings.fact(right, || {
        let (language, name) = (at.language, &ours.wire_name);
        let message =
            format!("the spec and the {language} listing disagree about the type of `{name}`");
        let place = (theirs.ty_place.span(), "the page's type");
        differs(codes::PAGE_FIELD_TYPE, message, (ours.span, ""), place)
    });
}

fn places(
    at: &Listed<'_, '_, '_>,
    ours: &Field,
    theirs: &ListedField<'_>,
    findings: &mut Findings,
) {
    let says = |outside| {
        if outside {
            "outside the body"
        } else {
            "in the body"
        }
    };
    let outside = ours.place != Place::Body;
    findings.fact(outside == theirs.outside_body, || {
        let (language, name) = (at.language, &ours.wire_name);
        let message = format!(
            "the spec and the {language} listing disagree whether `{name}` travels in the body"
        );
        let spec = (ours.span, says(outside));
        let page = (theirs.wire.span(), says(theirs.outside_body));
        differs(codes::PAGE_PLACE, message, spec, page)
    });
}

impl Listed<'_, '_, '_> {
    fn is_same(&self, field: &Field, ours: &Type, theirs: &Shape<'_>) -> bool {
        match (ours, theirs) {
            (Type::Integer, Shape::Whole) | (Type::Boolean, Shape::Truth) => true,
            (Type::String | Type::Time, Shape::Text) => self.may_be_plain(field),
            (Type::String | Type::Time, Shape::Time) => is_time(field),
            (Type::Array(ours), Shape::List(theirs)) => self.is_same(field, ours, theirs),
            (Type::Struct(_) | Type::Enum(_), Shape::Named(name)) => {
                let named = self.reach.named(ours, self.direction);
                named.is_some_and(|named| named.is_called(name))
            }
            _ => false,
        }
    }

    /// Go has a type of its own for times; where it does not use it, a table must call the field a time.
    fn may_be_plain(&self, field: &Field) -> bool {
        let is_told = || self.page.says(&field.wire_name, "rfc3339");
        self.language != "Go" || !is_time(field) || is_told()
    }
}

fn is_time(field: &Field) -> bool {
    field.format.as_deref() == Some("rfc3339")
}

/// The order of the fields in the body, and that of the others; a listing mixes the two, a field table does not.
fn order(ours: &Struct, class: &Class<'_>, alignment: &Alignment, findings: &mut Findings) {
    for in_body in [true, false] {
        let place = |at: usize| ours.fields.get(at).map(|field| field.place);
        let is_here = |place| (place == Place::Body) == in_body;
        let of_group = |pair: &&(usize, usize)| place(pair.1).is_some_and(is_here);
        let group = Alignment {
            pairs: alignment.pairs.iter().filter(of_group).copied().collect(),
            ..Alignment::default()
        };
        let wrong = group.disorder().and_then(|(first, second)| {
            let (first, moved) = (class.fields.get(first.0)?, class.fields.get(second.0)?);
            let spec = ours.fields.get(second.1)?.span;
            Some(out_of_order(first.wire, moved.wire, spec))
        });
        findings.order(wrong);
    }
}
