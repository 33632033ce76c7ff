//! What a user gives to a request.

use crate::emit::rust_type;
use crate::model::{Choice, Field, Struct, Type};

/// What a user gives to a request: a field, or a choice that stands for several.
pub(in crate::emit) struct Slot<'m> {
    /// The field, or the discriminator of the choice.
    pub(in crate::emit) field: &'m Field,
    pub(in crate::emit) choice: Option<&'m Choice>,
}

impl<'m> Slot<'m> {
    /// Every slot of a struct, in the page's order.
    pub(in crate::emit) fn all(model: &'m Struct) -> Vec<Self> {
        let choice_of = |name: &str| model.choices.iter().find(|c| c.discriminator == name);
        let chosen = model.chosen_fields();
        let slot = |field: &'m Field| Slot {
            field,
            choice: choice_of(&field.wire_name),
        };
        let free = model
            .fields
            .iter()
            .filter(|f| !chosen.contains(f.wire_name.as_str()));
        free.map(slot).collect()
    }

    pub(super) fn ty(&self) -> String {
        match self.choice {
            Some(choice) => choice.name.clone(),
            None => rust_type(&self.field.ty),
        }
    }

    pub(super) fn is_required(&self) -> bool {
        self.field.is_required()
    }

    /// Its type as `request!` takes it, and what its setter takes: whatever becomes a text or a
    /// time, whatever yields items, else the type.
    pub(super) fn argument(&self) -> (String, String) {
        let ty = self.ty();
        match (&self.field.ty, self.choice) {
            (Type::String | Type::Time, None) => {
                let argument = format!("impl Into<{ty}>");
                (ty, argument)
            }
            (Type::Array(inner), None) => {
                let item = rust_type(inner);
                let argument = match **inner {
                    Type::String => "impl IntoIterator<Item = impl Into<String>>".to_owned(),
                    _ => format!("impl IntoIterator<Item = {item}>"),
                };
                (format!("[{item}]"), argument)
            }
            _ => (ty.clone(), ty),
        }
    }
}
