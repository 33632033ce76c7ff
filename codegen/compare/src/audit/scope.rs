//! The structs and enums of one operation, in both directions.

use wechatpay_codegen::model::{Direction, Enum, Operation, Service, Struct, Type};
use wechatpay_codegen::source::Span;

/// An operation and all types of its messages.
#[derive(Debug)]
pub(super) struct Scope<'m> {
    /// The service.
    pub(super) service: &'m Service,
    /// The operation.
    pub(super) operation: &'m Operation,
    /// The structs, in the order of their first use.
    pub(super) structs: Vec<(Direction, &'m Struct)>,
    /// The enums, in the order of their first use.
    pub(super) enums: Vec<&'m Enum>,
}

impl<'m> Scope<'m> {
    /// Collects the types of the request and the response.
    pub(super) fn new(service: &'m Service, operation: &'m Operation) -> Self {
        let mut scope = Self {
            service,
            operation,
            structs: Vec::new(),
            enums: Vec::new(),
        };
        scope
            .structs
            .extend(scope.request().map(|found| (Direction::Request, found)));
        scope
            .structs
            .extend(scope.response().map(|found| (Direction::Response, found)));
        let mut next = 0;
        while let Some((direction, structure)) = scope.structs.get(next).copied() {
            for field in &structure.fields {
                scope.add(&field.ty, direction);
            }
            next += 1;
        }
        scope
    }

    fn add(&mut self, ty: &Type, direction: Direction) {
        match self.named(ty, direction) {
            Some(Named::Struct(found)) if !self.has(direction, found) => {
                self.structs.push((direction, found));
            }
            Some(Named::Enum(found))
                if !self.enums.iter().any(|known| known.name == found.name) =>
            {
                self.enums.push(found);
            }
            _ => {}
        }
    }

    fn has(&self, direction: Direction, structure: &Struct) -> bool {
        let mut structs = self.structs.iter();
        structs.any(|(other, known)| *other == direction && known.name == structure.name)
    }

    /// The struct of the request.
    pub(super) fn request(&self) -> Option<&'m Struct> {
        self.structure(Direction::Request, &self.operation.request)
    }

    /// The struct of the response.
    pub(super) fn response(&self) -> Option<&'m Struct> {
        self.structure(Direction::Response, self.operation.response.as_ref()?)
    }

    /// The struct with this name on the page of the operation.
    fn structure(&self, direction: Direction, name: &str) -> Option<&'m Struct> {
        self.service
            .structure(direction, name, &self.operation.file)
    }

    /// The struct or enum that a type names, or whose items an array contains.
    pub(super) fn named(&self, ty: &Type, direction: Direction) -> Option<Named<'m>> {
        match ty {
            Type::Array(item) | Type::JsonText(item) | Type::ReceivedJson(item) => {
                self.named(item, direction)
            }
            Type::Struct(name) => self.structure(direction, name).map(Named::Struct),
            Type::Enum(name) => {
                let file = &self.operation.file;
                self.service.enumeration_on(name, file).map(Named::Enum)
            }
            Type::String
            | Type::Integer
            | Type::Boolean
            | Type::Time
            | Type::Encrypted
            | Type::File
            | Type::Object => None,
        }
    }
}

/// A struct or an enum.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'m> {
    /// A struct.
    Struct(&'m Struct),
    /// An enum.
    Enum(&'m Enum),
}

impl Named<'_> {
    /// The location of the definition in the spec.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Struct(found) => found.span,
            Self::Enum(found) => found.span,
        }
    }

    /// Whether a page may use this name for the type.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let (wire_name, also_called) = match self {
            Self::Struct(found) => (&found.wire_name, &found.also_called),
            Self::Enum(found) => (&found.wire_name, &found.also_called),
        };
        is_called(wire_name, also_called, name)
    }
}

/// Whether a name is the wire name or one of the other names.
pub(super) fn is_called(wire_name: &str, also_called: &[String], name: &str) -> bool {
    wire_name == name || also_called.iter().any(|other| other == name)
}
