//! What belongs to one operation: its structs of both directions and their enums.

use wechatpay_codegen::model::{Direction, Enum, Operation, Service, Struct, Type};
use wechatpay_codegen::source::Span;

/// An operation and all types that its messages use.
#[derive(Debug)]
pub(super) struct Reach<'m> {
    /// The service of which they are.
    pub(super) service: &'m Service,
    /// The operation.
    pub(super) operation: &'m Operation,
    /// In order of first mention.
    pub(super) structs: Vec<(Direction, &'m Struct)>,
    /// In order of first mention.
    pub(super) enums: Vec<&'m Enum>,
}

impl<'m> Reach<'m> {
    /// Follows an operation's request and response.
    pub(super) fn of(service: &'m Service, operation: &'m Operation) -> Self {
        let mut reach = Self {
            service,
            operation,
            structs: Vec::new(),
            enums: Vec::new(),
        };
        reach
            .structs
            .extend(reach.request().map(|found| (Direction::Request, found)));
        reach
            .structs
            .extend(reach.response().map(|found| (Direction::Response, found)));
        let mut next = 0;
        while let Some((direction, from)) = reach.structs.get(next).copied() {
            for field in &from.fields {
                reach.follow(&field.ty, direction);
            }
            next += 1;
        }
        reach
    }

    fn follow(&mut self, ty: &Type, direction: Direction) {
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

    fn has(&self, direction: Direction, wanted: &Struct) -> bool {
        let mut known = self.structs.iter();
        known.any(|(way, known)| *way == direction && known.name == wanted.name)
    }

    /// The struct of the request.
    pub(super) fn request(&self) -> Option<&'m Struct> {
        self.structure(Direction::Request, &self.operation.request)
    }

    /// The struct of the response.
    pub(super) fn response(&self) -> Option<&'m Struct> {
        self.structure(Direction::Response, self.operation.response.as_ref()?)
    }

    /// What a name means on this operation's page.
    fn structure(&self, direction: Direction, name: &str) -> Option<&'m Struct> {
        self.service
            .structure(direction, name, &self.operation.file)
    }

    /// What a type names in the end, below any arrays.
    pub(super) fn named(&self, ty: &Type, direction: Direction) -> Option<Named<'m>> {
        match ty {
            Type::Array(item) => self.named(item, direction),
            Type::Struct(name) => self.structure(direction, name).map(Named::Struct),
            Type::Enum(name) => {
                let file = &self.operation.file;
                self.service.enumeration_on(name, file).map(Named::Enum)
            }
            Type::String | Type::Integer | Type::Boolean | Type::Time => None,
        }
    }
}

/// A struct or an enum.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'m> {
    /// An object.
    Struct(&'m Struct),
    /// A text of a list.
    Enum(&'m Enum),
}

impl Named<'_> {
    /// Where the spec defines it.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Struct(found) => found.span,
            Self::Enum(found) => found.span,
        }
    }

    /// Whether a page may call it so.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let (wire_name, also_called) = match self {
            Self::Struct(found) => (&found.wire_name, &found.also_called),
            Self::Enum(found) => (&found.wire_name, &found.also_called),
        };
        is_called(wire_name, also_called, name)
    }
}

/// Whether one of the names is this one.
pub(super) fn is_called(wire_name: &str, also_called: &[String], name: &str) -> bool {
    wire_name == name || also_called.iter().any(|other| other == name)
}
