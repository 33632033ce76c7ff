//! Structs that contain themselves by value, and so have no finite size.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::resolve::Resolved;
use crate::scope::{DefId, Scope};
use crate::source::Span;
use crate::syntax::TypeExpr;

declare_rule! {
    /// A type that contains itself by value.
    ///
    /// A struct contains itself, directly or through other structs, without an array in between.
    ///
    /// ## Why it matters
    ///
    /// Such a value has no end, neither in memory nor as JSON.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    ///    Card:
    ///      fields:
    /// -      back:
    /// -        type: Card
    /// -        presence: optional
    /// +      back:
    /// +        type: array[Card]
    /// +        presence: optional
    /// ```
    ///
    /// ## What to do
    ///
    /// Read the page again. In most cases the inner object has another type, or it is a list.
    RECURSIVE_TYPE = "recursive-type", check
}

/// A struct that another struct contains by value, and the field that contains it.
type Contained = (DefId, Span);

/// The progress of the search in a struct.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// The struct contains the current one, directly or not.
    Open,
    /// Everything in the struct has been searched.
    Closed,
}

/// Reports each cycle once. The search visits every struct and field once. It uses no recursion, so
/// a spec may nest structs to any depth.
fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    let scope = &service.scope;
    let mut states: BTreeMap<(DefId, Direction), State> = BTreeMap::new();
    for (root, direction) in service.reached.iter().copied() {
        if states.contains_key(&(root, direction)) {
            continue;
        }
        states.insert((root, direction), State::Open);
        let mut path = vec![(root, contained(scope, root, direction))];
        let mut fields: Vec<Span> = Vec::new();
        while let Some((current, waiting)) = path.last_mut() {
            let Some((next, field)) = waiting.pop() else {
                states.insert((*current, direction), State::Closed);
                path.pop();
                fields.pop();
                continue;
            };
            match states.get(&(next, direction)) {
                Some(State::Closed) => {}
                Some(State::Open) => {
                    let from = path
                        .iter()
                        .position(|(id, _)| *id == next)
                        .unwrap_or_default();
                    let cycle = fields[from..].iter().copied().chain([field]);
                    diagnostics.push(recursive(scope, next, cycle));
                }
                None => {
                    states.insert((next, direction), State::Open);
                    fields.push(field);
                    path.push((next, contained(scope, next, direction)));
                }
            }
        }
    }
}

/// The structs that a struct contains by value, the last field first.
fn contained(scope: &Scope<'_>, id: DefId, direction: Direction) -> Vec<Contained> {
    let Some(object) = scope.object(id, direction) else {
        return Vec::new();
    };
    let fields = object.fields();
    let contained = fields.filter_map(|(_, _, field)| {
        let ty = match &field.ty.value {
            TypeExpr::Json(inner) => inner,
            other => other,
        };
        Some((scope.type_of(ty, &object)?, field.ty.span))
    });
    let mut contained: Vec<Contained> = contained.collect();
    contained.reverse();
    contained
}

fn recursive(scope: &Scope<'_>, id: DefId, cycle: impl Iterator<Item = Span>) -> Diagnostic {
    let name = scope.get(id).name;
    let message = format!("type `{}` that contains itself", name.value);
    let diagnostic = Diagnostic::error(Code::RECURSIVE_TYPE, message, name.span);
    let shown = cycle.take(MAX_SHOWN);
    let diagnostic = shown
        .enumerate()
        .fold(diagnostic, |diagnostic, (index, field)| {
            diagnostic.also(
                field,
                if index == 0 {
                    "through this field"
                } else {
                    "then through this field"
                },
            )
        });
    diagnostic.help("make one of these fields an array: `array[…]`")
}

/// The maximum number of shown fields of a cycle.
const MAX_SHOWN: usize = 8;
