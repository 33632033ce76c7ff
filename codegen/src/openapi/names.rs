//! What a name means, and which component it is.

use super::json::{Json, Object};
use crate::model::{Direction, Enum, Service, Struct, Type};

/// What every refusal holds.
pub(super) const ERROR: &str = "Error";

/// Where names are looked up: on a page, in one direction.
#[derive(Clone, Copy)]
pub(super) struct Scope<'m> {
    pub(super) service: &'m Service,
    pub(super) direction: Direction,
    /// The operation's file whose names come first; `None` inside what a service shares.
    pub(super) file: Option<&'m str>,
}

impl<'m> Scope<'m> {
    /// The structs of the direction.
    pub(super) fn all(self) -> &'m [Struct] {
        match self.direction {
            Direction::Request => &self.service.requests,
            Direction::Response => &self.service.responses,
        }
    }

    /// The struct of a name: the page's own before a shared one.
    pub(super) fn structure(self, name: &str) -> Option<&'m Struct> {
        // A shared struct's own fields mean shared ones: no page is called nothing.
        let file = self.file.unwrap_or_default();
        self.service.structure(self.direction, name, file)
    }

    /// The enum of a name.
    pub(super) fn enumeration(self, name: &str) -> Option<&'m Enum> {
        self.service.enumeration(name)
    }

    /// A text of the spec as a value of a type; nothing if it cannot be one.
    pub(super) fn constant(self, text: &str, ty: &Type) -> Option<Json> {
        let is_number = match ty {
            Type::String | Type::Time | Type::Encrypted | Type::JsonText(_) => false,
            Type::Integer => true,
            Type::Boolean => return text.parse::<bool>().ok().map(Json::from),
            Type::Enum(name) => self.enumeration(name)?.of_integers,
            Type::Array(_)
            | Type::Struct(_)
            | Type::File
            | Type::ReceivedJson(_)
            | Type::Object => return None,
        };
        if is_number {
            text.parse::<i64>().ok().map(Json::from)
        } else {
            Some(text.into())
        }
    }

    /// The names that a struct's own fields use.
    pub(super) fn inside(self, structure: &'m Struct) -> Self {
        Self {
            file: structure.file.as_deref(),
            ..self
        }
    }

    /// As `product_coupon.request.StockForCreate`; where two pages define responses of one name,
    /// each has its operation's name before it.
    pub(super) fn component_of(self, structure: &Struct) -> String {
        let direction = self.direction.as_str();
        let namesakes = self
            .all()
            .iter()
            .filter(|other| other.name == structure.name);
        let is_alone = namesakes.count() < 2;
        let mut operations = self.service.operations.iter();
        let owner =
            operations.find(|page| !is_alone && structure.file.as_ref() == Some(&page.file));
        let page = owner.map_or_else(String::new, |page| format!("{}.", page.name));
        let service = structure.service.as_ref().unwrap_or(&self.service.name);
        format!("{service}.{direction}.{page}{}", structure.name)
    }

    /// As `product_coupon.StockState`, for both directions.
    pub(super) fn component_of_enum(self, name: &str) -> String {
        let used = self
            .enumeration(name)
            .and_then(|model| model.service.as_ref());
        let service = used.unwrap_or(&self.service.name);
        format!("{service}.{name}")
    }
}

/// A reference to a component.
pub(super) fn reference(component: &str) -> Object {
    Object::new().with("$ref", format!("#/components/schemas/{component}"))
}
