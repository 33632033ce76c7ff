//! What the pages print, as examples.

use super::OpenApi;
use super::json::{Json, Object};
use super::names::Scope;
use crate::model::{Field, Operation, Place, Sample, Type};

/// Of which bodies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Examples {
    Requests,
    Responses,
}

/// The bodies of an operation's samples. A request that breaks a rule of its page is not used as an
/// example.
pub(super) fn examples(
    operation: &Operation,
    of: Examples,
    body: impl Fn(&Sample) -> Option<String>,
    form: OpenApi,
) -> Object {
    let mut fit = Object::new();
    let mut first = None;
    let mut broken = Vec::new();
    for (index, sample) in operation.samples.iter().enumerate() {
        let text = body(sample);
        let Some(value) = text.and_then(|text| serde_json::from_str::<Json>(&text).ok()) else {
            continue;
        };
        let ours = sample.ours.then_some("Not printed by the page.");
        let summary = sample.title.as_deref().or(ours);
        let said = Object::new().maybe("summary", summary);
        if of == Examples::Requests && !sample.breaks.is_empty() {
            broken.push(said.with("value", value).list("breaks", &sample.breaks));
            continue;
        }
        first.get_or_insert_with(|| value.clone());
        let said = said
            .with("value", value)
            .maybe("x-wechatpay-ours", sample.ours.then_some(true));
        fit = fit.with(name(index), said);
    }
    let printed = match form {
        OpenApi::V3_0 => Object::new().maybe("example", first),
        OpenApi::V3_1 => Object::new().object("examples", fit),
    };
    printed.list("x-wechatpay-samples-that-break-rules", broken)
}

fn name(index: usize) -> String {
    format!("sample_{}", index + 1)
}

/// What the samples have for a parameter, by the samples' names.
pub(super) fn parameter_values(
    field: &Field,
    operation: &Operation,
    scope: Scope<'_>,
) -> Vec<(String, Json)> {
    let samples = operation.samples.iter().enumerate();
    let values = samples.filter_map(|(index, sample)| {
        let pairs = match field.place {
            Place::Path => &sample.path,
            Place::Query => &sample.query,
            Place::Header => &sample.header,
            Place::Body | Place::File => return None,
        };
        let given = pairs.iter().filter(|(name, _)| *name == field.wire_name);
        let mut given = given.map(|(_, text)| text);
        let value = match &field.ty {
            Type::Array(inner) => {
                let items: Vec<_> = given
                    .filter_map(|text| scope.constant(text, inner))
                    .collect();
                (!items.is_empty()).then(|| items.into())?
            }
            ty => scope.constant(given.next()?, ty)?,
        };
        Some((name(index), value))
    });
    values.collect()
}
