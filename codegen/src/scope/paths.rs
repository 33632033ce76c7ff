//! Conditions on a path in the message, such as `$.stock.scope: ALL`.

use std::collections::HashSet;

use super::{DefId, Object, Scope, Subject};
use crate::diagnostic::{Diagnostic, closest};
use crate::model::Direction;
use crate::syntax::{Condition, Field, Operation, Text, TypeExpr};

/// A condition on a path, in one of the messages that can contain the condition.
pub(crate) struct PathCondition<'a> {
    pub(crate) page: &'a Operation,
    pub(crate) message: Object<'a>,
    pub(crate) condition: &'a Condition,
    pub(crate) path: &'a str,
}

impl PathCondition<'_> {
    /// Adds the message in which the condition is a problem to a diagnostic.
    pub(crate) fn with_message(&self, report: Diagnostic) -> Diagnostic {
        report
            .also(self.page.name.span, "in the message of this operation")
            .help(
                "write the path after `$.` from the root of the message, through objects, not \
                    lists",
            )
    }
}

/// The result of looking up a path.
pub(crate) enum Lookup<'a> {
    /// A field, and the object that has it.
    Found(Object<'a>, &'a Text, &'a Field),
    /// There is no such field.
    Missing,
    /// A type on the way could not be resolved, which was reported.
    Unresolved,
}

/// Every condition on a path, in each message that can contain the condition. Messages are searched
/// only if an object of the service has such a condition.
pub(crate) fn path_conditions<'a>(
    pages: &[&'a Operation],
    scope: &Scope<'a>,
) -> Vec<PathCondition<'a>> {
    let types = scope
        .ids()
        .filter_map(|id| scope.object(id, Direction::Request));
    let requests = pages.iter().map(|page| Object::of_request(page));
    if types
        .chain(requests)
        .all(|object| of_object(&object).next().is_none())
    {
        return Vec::new();
    }
    let mut all = Vec::new();
    for page in pages.iter().copied() {
        for message in messages(page, scope) {
            for object in reachable(message, scope) {
                all.extend(of_object(&object).map(|(condition, path)| PathCondition {
                    page,
                    message,
                    condition,
                    path,
                }));
            }
        }
    }
    all
}

/// The request of a page, and its response if it has one.
fn messages<'a>(page: &'a Operation, scope: &Scope<'a>) -> impl Iterator<Item = Object<'a>> {
    let name = page.response.body.as_ref();
    let id = name.and_then(|name| scope.find(&name.value, Direction::Response, Some(&page.file)));
    let response = id.and_then(|id| scope.object(id, Direction::Response));
    [Some(Object::of_request(page)), response]
        .into_iter()
        .flatten()
}

fn of_object<'a>(object: &Object<'a>) -> impl Iterator<Item = (&'a Condition, &'a str)> + use<'a> {
    let object = *object;
    let conditions = object.conditions().flat_map(|conditions| conditions.all);
    conditions.filter_map(move |condition| match object.subject(&condition.subject) {
        Subject::Path(path) => Some((condition, path)),
        Subject::Sibling(_) | Subject::Outside => None,
    })
}

/// A message and every object inside it, each once.
fn reachable<'a>(message: Object<'a>, scope: &Scope<'a>) -> Vec<Object<'a>> {
    let mut found = vec![message];
    let mut known: HashSet<DefId> = HashSet::new();
    let mut next = 0;
    while let Some(object) = found.get(next).copied() {
        next += 1;
        for (_, _, field) in object.fields() {
            if let Some(id) = scope.type_of(field.ty.value.innermost(), &object)
                && let Some(inner) = scope.object(id, object.direction)
                && known.insert(id)
            {
                found.push(inner);
            }
        }
    }
    found
}

/// The field at a path such as `stock.remark`. A path cannot go through a list.
pub(crate) fn look_up_path<'a>(message: &Object<'a>, path: &str, scope: &Scope<'a>) -> Lookup<'a> {
    let mut object = *message;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let Some((wire, field)) = object.field(name) else {
            return Lookup::Missing;
        };
        if names.peek().is_none() {
            return Lookup::Found(object, wire, field);
        }
        object = match inside(field, &object, scope) {
            Ok(inner) => inner,
            Err(lookup) => return lookup,
        };
    }
    Lookup::Missing
}

/// The object that is the value of a field.
fn inside<'a>(
    field: &'a Field,
    object: &Object<'a>,
    scope: &Scope<'a>,
) -> Result<Object<'a>, Lookup<'a>> {
    match (&field.ty.value, scope.type_of(&field.ty.value, object)) {
        (TypeExpr::Unread, _) | (TypeExpr::Named(_), None) => Err(Lookup::Unresolved),
        (_, Some(id)) => scope.object(id, object.direction).ok_or(Lookup::Missing),
        (_, None) => Err(Lookup::Missing),
    }
}

/// The path that was probably meant by a path with misspelled names.
pub(crate) fn closest_path(message: &Object<'_>, path: &str, scope: &Scope<'_>) -> Option<String> {
    let mut names: Vec<&str> = path.split('.').collect();
    let mut object = *message;
    for index in 0..names.len() {
        let all = object.fields().map(|(_, wire, _)| wire.value.as_str());
        if object.field(names[index]).is_none() {
            names[index] = closest(names[index], all)?;
        }
        if index + 1 < names.len() {
            let (_, field) = object.field(names[index])?;
            object = inside(field, &object, scope).ok()?;
        }
    }
    Some(names.join("."))
}
