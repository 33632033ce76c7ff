//! What a message holds, object by object.

use crate::model::{Direction, Field, Service, Struct, Type};

/// A message and every struct inside it, each once.
pub(super) fn reachable<'m>(
    message: &'m Struct,
    direction: Direction,
    service: &'m Service,
) -> Vec<&'m Struct> {
    let mut found = vec![message];
    let mut next = 0;
    while let Some(model) = found.get(next).copied() {
        next += 1;
        for field in &model.fields {
            if let Some(inner) = object(field.ty.innermost(), model, direction, service)
                && !found.iter().any(|known| known.span == inner.span)
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
        let field = model.fields.iter().find(|field| field.wire_name == name)?;
        if names.peek().is_none() {
            return Some((model, field));
        }
        model = object(&field.ty, model, direction, service)?;
    }
    None
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
