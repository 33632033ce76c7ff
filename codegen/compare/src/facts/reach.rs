//! Which operations reach a type, and by which wire path first.

use wechatpay_codegen::model::{Direction, Enum, Field, Service, Struct, Type};

use super::kinds::Sides;

/// What reaches the types of a service.
pub(super) struct Reach<'m> {
    service: &'m Service,
    structs: Vec<Reached<'m>>,
    enums: Vec<(&'m str, Sides, Vec<String>)>,
}

struct Reached<'m> {
    model: &'m Struct,
    path: String,
    operations: Vec<String>,
}

impl<'m> Reach<'m> {
    pub(super) fn new(service: &'m Service) -> Self {
        let mut reach = Self {
            service,
            structs: Vec::new(),
            enums: Vec::new(),
        };
        for (operation, direction, model) in service.messages() {
            let of = format!("{}.{}", service.name, operation.name);
            let path = format!("{of}.{}", direction.as_str());
            reach.follow(model, direction, &path, &of);
        }
        reach
    }

    fn follow(&mut self, model: &'m Struct, direction: Direction, path: &str, of: &str) {
        let known = self
            .structs
            .iter_mut()
            .find(|reached| std::ptr::eq(reached.model, model));
        match known {
            Some(reached) if reached.operations.iter().any(|known| known == of) => return,
            Some(reached) => reached.operations.push(of.to_owned()),
            None => self.structs.push(Reached {
                model,
                path: path.to_owned(),
                operations: vec![of.to_owned()],
            }),
        }
        for field in &model.fields {
            let Field { wire_name, ty, .. } = field;
            match ty.innermost() {
                object @ Type::Struct(_) => {
                    if let Some(inner) = self.service.object(object, model, direction) {
                        self.follow(inner, direction, &format!("{path}.{wire_name}"), of);
                    }
                }
                Type::Enum(name) => self.note_enum(name, direction, of),
                _ => {}
            }
        }
    }

    fn note_enum(&mut self, name: &'m str, direction: Direction, of: &str) {
        let index = match self.enums.iter().position(|(known, ..)| *known == name) {
            Some(index) => index,
            None => {
                self.enums.push((name, Sides::default(), Vec::new()));
                self.enums.len() - 1
            }
        };
        let (_, sides, operations) = &mut self.enums[index];
        match direction {
            Direction::Request => sides.requests = true,
            Direction::Response => sides.responses = true,
        }
        if !operations.iter().any(|known| known == of) {
            operations.push(of.to_owned());
        }
    }

    /// The first wire path of a struct, and the operations that reach it.
    pub(super) fn structure(&self, model: &Struct) -> (String, Vec<String>) {
        let reached = self
            .structs
            .iter()
            .find(|reached| std::ptr::eq(reached.model, model));
        match reached {
            Some(reached) => (reached.path.clone(), reached.operations.clone()),
            None => (format!("{}.{}", self.service.name, model.name), Vec::new()),
        }
    }

    /// Where an enum travels, and the operations that reach it.
    pub(super) fn enumeration(&self, model: &Enum) -> (Sides, Vec<String>) {
        let known = self.enums.iter().find(|(name, ..)| *name == model.name);
        known.map_or_else(Default::default, |(_, sides, operations)| {
            (*sides, operations.clone())
        })
    }
}
