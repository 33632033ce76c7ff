//! Structs that hold themselves by value, and so have no size.

use std::collections::BTreeMap;

use super::scope::{DefId, Scope};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::source::Span;
use crate::syntax::{Shape, TypeExpr};

/// A struct that holds another one by value, and the field in which it does.
type Held = (DefId, Span);

/// How far a struct has been looked at.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// It holds, directly or not, what is looked at now.
    Open,
    /// All that it holds has been looked at.
    Closed,
}

/// Reports each circle once. Every struct and field is looked at once, without recursion: a spec may nest as deep as it likes.
pub(super) fn report(
    scope: &Scope<'_>,
    reached: impl Iterator<Item = (DefId, Direction)>,
    diagnostics: &mut Diagnostics,
) {
    let mut states: BTreeMap<(DefId, Direction), State> = BTreeMap::new();
    for (root, direction) in reached {
        if states.contains_key(&(root, direction)) {
            continue;
        }
        states.insert((root, direction), State::Open);
        let mut path = vec![(root, held(scope, root, direction))];
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
                    let circle = fields[from..].iter().copied().chain([field]);
                    diagnostics.push(circular(scope, next, circle));
                }
                None => {
                    states.insert((next, direction), State::Open);
                    fields.push(field);
                    path.push((next, held(scope, next, direction)));
                }
            }
        }
    }
}

/// What a struct holds by value, the last field first.
fn held(scope: &Scope<'_>, id: DefId, direction: Direction) -> Vec<Held> {
    let Shape::Struct { fields, .. } = &scope.get(id).ty.shape else {
        return Vec::new();
    };
    let file = scope.file_of(id);
    let held = fields
        .iter()
        .filter_map(|(_, field)| match &field.ty.value {
            TypeExpr::Named(name) => Some((scope.find(name, direction, file)?, field.ty.span)),
            _ => None,
        });
    held.rev().collect()
}

fn circular(scope: &Scope<'_>, id: DefId, circle: impl Iterator<Item = Span>) -> Diagnostic {
    let name = scope.get(id).name;
    let message = format!("`{}` contains itself", name.value);
    let diagnostic = Diagnostic::error(Code::RECURSIVE_TYPE, message, name.span);
    let shown = circle.take(MAX_SHOWN);
    let diagnostic = shown
        .enumerate()
        .fold(diagnostic, |diagnostic, (index, field)| {
            diagnostic.also(
                field,
                if index == 0 {
                    "through this field"
                } else {
                    "and then this one"
                },
            )
        });
    diagnostic.help("only an array can hold a type inside itself: `array[…]`")
}

/// A longer way round is not read.
const MAX_SHOWN: usize = 8;
