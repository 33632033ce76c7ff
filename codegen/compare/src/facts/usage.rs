//! The operations that use each type, and the first wire path of the type.

use wechatpay_codegen::model::{Direction, Enum, Field, Service, Struct, Type};

use super::kinds::Messages;

/// The usage of all types of a service.
pub(super) struct TypeUsage<'m> {
    service: &'m Service,
    structs: Vec<UsedStruct<'m>>,
    enums: Vec<(&'m str, Messages, Vec<String>)>,
}

struct UsedStruct<'m> {
    structure: &'m Struct,
    path: String,
    operations: Vec<String>,
}

impl<'m> TypeUsage<'m> {
    pub(super) fn new(service: &'m Service) -> Self {
        let mut usage = Self {
            service,
            structs: Vec::new(),
            enums: Vec::new(),
        };
        for (operation, direction, structure) in service.messages() {
            let user = format!("{}.{}", service.name, operation.name);
            let path = format!("{user}.{}", direction.as_str());
            usage.add_struct(structure, direction, &path, &user);
        }
        usage
    }

    /// Records an operation as user of a struct and of all types inside it.
    fn add_struct(
        &mut self,
        structure: &'m Struct,
        direction: Direction,
        path: &str,
        operation: &str,
    ) {
        let known = self
            .structs
            .iter_mut()
            .find(|used| std::ptr::eq(used.structure, structure));
        match known {
            Some(used) if used.operations.iter().any(|known| known == operation) => return,
            Some(used) => used.operations.push(operation.to_owned()),
            None => self.structs.push(UsedStruct {
                structure,
                path: path.to_owned(),
                operations: vec![operation.to_owned()],
            }),
        }
        for field in &structure.fields {
            let Field { wire_name, ty, .. } = field;
            match ty.innermost() {
                object @ Type::Struct(_) => {
                    if let Some(inner) = self.service.object(object, structure, direction) {
                        let path = format!("{path}.{wire_name}");
                        self.add_struct(inner, direction, &path, operation);
                    }
                }
                Type::Enum(name) => self.add_enum(name, direction, operation),
                _ => {}
            }
        }
    }

    fn add_enum(&mut self, name: &'m str, direction: Direction, operation: &str) {
        let index = match self.enums.iter().position(|(known, ..)| *known == name) {
            Some(index) => index,
            None => {
                self.enums.push((name, Messages::default(), Vec::new()));
                self.enums.len() - 1
            }
        };
        let (_, messages, operations) = &mut self.enums[index];
        match direction {
            Direction::Request => messages.requests = true,
            Direction::Response => messages.responses = true,
        }
        if !operations.iter().any(|known| known == operation) {
            operations.push(operation.to_owned());
        }
    }

    /// The first wire path of a struct, and the operations that use it.
    pub(super) fn of_struct(&self, structure: &Struct) -> (String, Vec<String>) {
        let known = self
            .structs
            .iter()
            .find(|used| std::ptr::eq(used.structure, structure));
        match known {
            Some(used) => (used.path.clone(), used.operations.clone()),
            None => {
                let path = format!("{}.{}", self.service.name, structure.name);
                (path, Vec::new())
            }
        }
    }

    /// The messages that contain an enum, and the operations that use it.
    pub(super) fn of_enum(&self, enumeration: &Enum) -> (Messages, Vec<String>) {
        let known = self
            .enums
            .iter()
            .find(|(name, ..)| *name == enumeration.name);
        known.map_or_else(Default::default, |(_, messages, operations)| {
            (*messages, operations.clone())
        })
    }
}
