//! The objects and fields inside a message.

use std::collections::HashSet;

use super::{Direction, Field, Service, Struct, Type};

impl Service {
    /// A message and every struct inside it, each once.
    #[must_use]
    pub fn reachable<'m>(&'m self, message: &'m Struct, direction: Direction) -> Vec<&'m Struct> {
        let mut found = vec![message];
        let mut known = HashSet::from([message.span]);
        let mut next = 0;
        while let Some(structure) = found.get(next).copied() {
            next += 1;
            for field in &structure.fields {
                if let Some(inner) = self.object(field.ty.innermost(), structure, direction)
                    && known.insert(inner.span)
                {
                    found.push(inner);
                }
            }
        }
        found
    }

    /// The field at a path such as `stock.remark`, and the struct that has it. A path cannot go
    /// through a list.
    #[must_use]
    pub fn at_path<'m>(
        &'m self,
        message: &'m Struct,
        path: &str,
        direction: Direction,
    ) -> Option<(&'m Struct, &'m Field)> {
        let mut structure = message;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let field = structure.field(name)?;
            if names.peek().is_none() {
                return Some((structure, field));
            }
            structure = self.object(&field.ty, structure, direction)?;
        }
        None
    }

    /// The struct that a type means in a struct that uses it.
    #[must_use]
    pub fn object(&self, ty: &Type, from: &Struct, direction: Direction) -> Option<&Struct> {
        match ty {
            Type::Struct(name) => {
                let file = from.file.as_deref().unwrap_or_default();
                self.structure(direction, name, file)
            }
            _ => None,
        }
    }
}
