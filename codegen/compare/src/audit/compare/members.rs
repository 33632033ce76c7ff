//! Compares the fields of a class in a listing with those of a struct: names, types, order, and
//! whether they are in the body.

use crate::audit::align::{Alignment, align};
use crate::audit::codes;
use crate::audit::listing::{Class, ListedField, Shape};
use crate::audit::page::Page;
use crate::audit::report::{Report, diagnostic};
use crate::audit::scope::Scope;
use wechatpay_codegen::model::{Direction, Field, Place, Struct, Type};

use super::order::out_of_order;

/// The context of a class and its struct.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListingContext<'c, 'm, 'p> {
    pub(super) scope: &'c Scope<'m>,
    pub(super) page: &'c Page<'p>,
    pub(super) direction: Direction,
    pub(super) language: &'static str,
}

/// Compares all fields.
pub(super) fn compare(
    context: &ListingContext<'_, '_, '_>,
    structure: &Struct,
    class: &Class<'_>,
    report: &mut Report,
) {
    let listed: Vec<&str> = class.fields.iter().map(|field| field.wire.text).collect();
    let in_spec = structure.fields.iter();
    let in_spec = in_spec.map(|field| field.wire_name.as_str());
    let alignment = align(&listed, &in_spec.collect::<Vec<_>>());
    let language = context.language;
    let extra = alignment.left.iter();
    for extra in extra.filter_map(|index| class.fields.get(*index)) {
        let (name, field) = (&structure.wire_name, extra.wire.text);
        report.missing(diagnostic(
            codes::PAGE_FIELD,
            format!("field `{field}` of `{name}` missing in the spec"),
            (structure.span, ""),
            (extra.wire.span(), &format!("in the {language} listing")),
        ));
    }
    let missing = alignment.right.iter();
    for missing in missing.filter_map(|index| structure.fields.get(*index)) {
        let (name, field) = (class.name.text, &missing.wire_name);
        report.missing(diagnostic(
            codes::PAGE_FIELD,
            format!("field `{field}` of `{name}` missing in the {language} listing"),
            (missing.span, ""),
            (class.name.span(), "not in this class"),
        ));
    }
    for (left, right) in &alignment.pairs {
        if let (Some(listed), Some(field)) = (class.fields.get(*left), structure.fields.get(*right))
        {
            compare_type(context, field, listed, report);
            compare_location(context, field, listed, report);
        }
    }
    order(structure, class, &alignment, report);
}

fn compare_type(
    context: &ListingContext<'_, '_, '_>,
    field: &Field,
    listed: &ListedField<'_>,
    report: &mut Report,
) {
    let is_same = context.is_same(field, &field.ty, &listed.ty);
    report.check(is_same, || {
        let (language, name) = (context.language, &field.wire_name);
        diagnostic(
            codes::PAGE_FIELD_TYPE,
            format!("different type of `{name}` in the {language} listing"),
            (field.span, ""),
            (listed.ty_slice.span(), "type on the page"),
        )
    });
}

fn compare_location(
    context: &ListingContext<'_, '_, '_>,
    field: &Field,
    listed: &ListedField<'_>,
    report: &mut Report,
) {
    let shown = |is_outside| {
        if is_outside {
            "outside the body"
        } else {
            "in the body"
        }
    };
    let is_outside = field.place != Place::Body;
    report.check(is_outside == listed.outside_body, || {
        let (language, name) = (context.language, &field.wire_name);
        diagnostic(
            codes::PAGE_PLACE,
            format!("different location of `{name}` in the {language} listing"),
            (field.span, &format!("spec: {}", shown(is_outside))),
            (
                listed.wire.span(),
                &format!("page: {}", shown(listed.outside_body)),
            ),
        )
    });
}

impl ListingContext<'_, '_, '_> {
    fn is_same(&self, field: &Field, spec: &Type, listed: &Shape<'_>) -> bool {
        match (spec, listed) {
            (Type::Integer, Shape::Integer) | (Type::Boolean, Shape::Boolean) => true,
            (
                Type::String
                | Type::Time
                | Type::Encrypted
                | Type::JsonText(_)
                | Type::ReceivedJson(_),
                Shape::Text,
            ) => self.may_be_plain(field),
            (Type::String | Type::Time, Shape::Time) => is_time(field),
            (Type::Array(spec), Shape::List(listed)) => self.is_same(field, spec, listed),
            (Type::Struct(_) | Type::Enum(_), Shape::Named(name)) => {
                let named = self.scope.named(spec, self.direction);
                named.is_some_and(|named| named.is_called(name))
            }
            _ => false,
        }
    }

    /// Go has a type for times. If a Go listing does not use it, a table must state that the field
    /// is a time.
    fn may_be_plain(&self, field: &Field) -> bool {
        let is_stated = || self.page.has_word(&field.wire_name, "rfc3339");
        self.language != "Go" || !is_time(field) || is_stated()
    }
}

fn is_time(field: &Field) -> bool {
    field.format.as_deref() == Some("rfc3339")
}

/// Compares the order of the fields in the body and of all other fields. A listing mixes both
/// groups, a field table does not.
fn order(structure: &Struct, class: &Class<'_>, alignment: &Alignment, report: &mut Report) {
    for in_body in [true, false] {
        let in_group = |pair: &&(usize, usize)| {
            let field = structure.fields.get(pair.1);
            field.is_some_and(|field| (field.place == Place::Body) == in_body)
        };
        let group = Alignment {
            pairs: alignment.pairs.iter().filter(in_group).copied().collect(),
            ..Alignment::default()
        };
        let inversion = group.inversion().and_then(|(first, second)| {
            let (first, moved) = (class.fields.get(first.0)?, class.fields.get(second.0)?);
            let spec_span = structure.fields.get(second.1)?.span;
            Some(out_of_order(first.wire, moved.wire, spec_span))
        });
        report.check_order(inversion);
    }
}
