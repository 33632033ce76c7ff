//! Conditions and rules that refer to other fields of the same object.

use crate::scope::{Conditions, Decides, Object};
use crate::syntax::{Condition, Field, RuleKind, Test, Text};

/// Each condition on another field of the object, with that field. Another rule reports fields that
/// depend on themselves.
pub(super) fn about_siblings<'a>(
    object: &Object<'a>,
) -> impl Iterator<Item = (&'a Condition, &'a Text, &'a Field)> + use<'a> {
    let object = *object;
    object.conditions().flat_map(move |conditions| {
        let Conditions {
            decides,
            field: dependent,
            all,
        } = conditions;
        all.iter().filter_map(move |condition| {
            let (wire, field) = object.sibling(&condition.subject)?;
            let is_other = decides == Decides::Values || wire.value != dependent.value;
            is_other.then_some((condition, wire, field))
        })
    })
}

/// A field, and values with which a condition or rule compares it.
pub(super) struct Compared<'a> {
    pub(super) field: &'a Field,
    pub(super) values: &'a [Text],
}

/// Every comparison with values.
pub(super) fn compared<'a>(object: &Object<'a>) -> impl Iterator<Item = Compared<'a>> + use<'a> {
    let object = *object;
    let of_conditions = about_siblings(&object).filter_map(|(condition, _, field)| {
        let Test::OneOf(values) = &condition.test else {
            return None;
        };
        Some(Compared { field, values })
    });
    let of_rules = object
        .rules
        .iter()
        .filter_map(move |rule| match &rule.kind {
            RuleKind::Allowed { field, values, .. } => {
                let (_, field) = object.field(&field.value)?;
                Some(Compared { field, values })
            }
            _ => None,
        });
    of_conditions.chain(of_rules)
}
