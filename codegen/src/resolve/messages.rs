//! What a message holds, object by object.

use std::collections::HashSet;

use crate::diagnostic::closest;
use crate::model::{Direction, Field, Service, Struct, Type};

/// A message and every struct inside it, each once.
pub(super) fn reachable<'m>(
    message: &'m Struct,
    direction: Direction,
    service: &'m Service,
) -> Vec<&'m Struct> {
    let mut found = vec![message];
    let mut known = HashSet::from([message.span]);
    let mut next = 0;
    while let Some(model) = found.get(next).copied() {
        next += 1;
        for field in &model.fields {
            if let Some(inner) = object(field.ty.innermost(), model, direction, service)
                && known.insert(inner.span)
            {
                found.push(inner);
            }
        }
    }
    found
}

/// The field at a path like `stock.remark`, and the struct that has it. Lists are no part of a path.
pub(super) fn at_path<'m>(
    message: &'m Struct,
    path: &str,
    direction: Direction,
    service: &'m Service,
) -> Option<(&'m Struct, &'m Field)> {
    let mut model = message;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let field = model.field(name)?;
        if names.peek().is_none() {
            return Some((model, field));
        }
        model = object(&field.ty, model, direction, service)?;
    }
    None
}

/// The path that was meant by one whose last wrong name is misspelt.
pub(super) fn closest_path(
    message: &Struct,
    path: &str,
    direction: Direction,
    service: &Service,
) -> Option<String> {
    let mut names: Vec<&str> = path.split('.').collect();
    for index in 0..names.len() {
        let before = names[..index].join(".");
        let model = match at_path(message, &before, direction, service) {
            Some((owner, field)) => object(&field.ty, owner, direction, service)?,
            None => message,
        };
        if model.field(names[index]).is_none() {
            let all = model.fields.iter().map(|field| field.wire_name.as_str());
            names[index] = closest(names[index], all)?;
        }
    }
    let meant = names.join(".");
    at_path(message, &meant, direction, service).map(|_| meant)
}

/// The struct that a type names, seen from a struct that mentions it.
fn object<'m>(
    ty: &Type,
    from: &Struct,
    direction: Direction,
    service: &'m Service,
) -> Option<&'m Struct> {
    match ty {
        Type::Struct(name) => {
            let file = from.file.as_deref().unwrap_or_default();
            service.structure(direction, name, file)
        }
        _ => None,
    }
}
