//! The claims of the spec about a field: limits, unit, default, alphabet, format and conditions.

use std::collections::BTreeSet;

use crate::audit::page_claims::{Consequence, Requirement};
use wechatpay_codegen::model::{Condition, Field, Presence, Test};

/// A claim of the spec about a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpecClaim {
    Bound(&'static str, i64),
    Unit(String),
    Default(String),
    Alphabet(BTreeSet<String>),
    Format(String),
    Encrypted,
    When(Consequence, String, Requirement),
    CutOff(String),
}

impl SpecClaim {
    /// The key of the field, if it expresses the whole claim.
    pub(super) fn key(&self) -> Option<&'static str> {
        match self {
            Self::Bound(key, _) => Some(key),
            Self::Unit(_) => Some("unit"),
            Self::Default(_) => Some("default"),
            Self::Alphabet(_) => Some("alphabet"),
            Self::Format(_) => Some("format"),
            Self::Encrypted => Some("sensitive"),
            Self::When(..) | Self::CutOff(_) => None,
        }
    }

    /// The claim as in the spec.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Bound(key, number) => format!("{key}: {number}"),
            Self::Unit(unit) => format!("unit: {unit}"),
            Self::Default(value) => format!("default: {value}"),
            Self::Alphabet(classes) => {
                let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
                format!("alphabet: {}", classes.join(" "))
            }
            Self::Format(format) => format!("format: {format}"),
            Self::Encrypted => "sensitive: encrypted".to_owned(),
            Self::When(consequence, subject, requirement) => {
                let key = consequence.key();
                let requirement = match requirement {
                    Requirement::Values(values) => {
                        values.iter().cloned().collect::<Vec<_>>().join(", ")
                    }
                    Requirement::GreaterThan(number) => format!("greater than {number}"),
                    Requirement::AtLeast(number, _) => format!("at least {number}"),
                    Requirement::Present | Requirement::Outside => "present".to_owned(),
                };
                format!("{key}: {subject}: {requirement}")
            }
            Self::CutOff(words) => format!("cut_off: {words}"),
        }
    }
}

/// All claims of the spec about a field.
pub(super) fn spec_claims(field: &Field) -> Vec<SpecClaim> {
    let bounds = field
        .limits
        .each()
        .into_iter()
        .filter_map(|(key, bound)| Some(SpecClaim::Bound(key, bound?)));
    let texts = [
        field.unit.clone().map(SpecClaim::Unit),
        field.default.clone().map(SpecClaim::Default),
        field.alphabet.as_deref().map(|text| {
            let classes = text.split_whitespace().map(ToOwned::to_owned);
            SpecClaim::Alphabet(classes.collect())
        }),
        field.format.clone().map(SpecClaim::Format),
        field.is_encrypted().then_some(SpecClaim::Encrypted),
    ];
    let mut claims: Vec<SpecClaim> = bounds.chain(texts.into_iter().flatten()).collect();
    if let Presence::Conditional(when) = &field.presence {
        let groups = [
            (Consequence::Only, &when.only_when),
            (Consequence::Required, &when.required_when),
            (Consequence::Allowed, &when.allowed_when),
        ];
        for (consequence, conditions) in groups {
            let conditions = conditions.iter();
            claims.extend(conditions.map(|condition| condition_claim(consequence, condition)));
        }
        claims.extend(when.cut_off.clone().map(SpecClaim::CutOff));
    }
    claims
}

fn condition_claim(consequence: Consequence, condition: &Condition) -> SpecClaim {
    let requirement = match &condition.test {
        Test::OneOf(values) => Requirement::Values(values.iter().cloned().collect()),
        Test::Contains(item) => Requirement::Values(BTreeSet::from([item.clone()])),
        Test::GreaterThan(number) => Requirement::GreaterThan(*number),
        Test::Present => Requirement::Present,
        Test::Absent => Requirement::Values(BTreeSet::new()),
    };
    SpecClaim::When(consequence, condition.subject.clone(), requirement)
}
