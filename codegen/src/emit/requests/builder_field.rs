//! What a user gives to a request.

use crate::emit::rust_type;
use crate::model::{Choice, Field, Struct, Type};

/// A value that the user sets: a field, or a choice that replaces several fields.
pub(in crate::emit) struct BuilderField<'m> {
    /// The field, or the discriminator of the choice.
    pub(in crate::emit) field: &'m Field,
    pub(in crate::emit) choice: Option<&'m Choice>,
}

impl<'m> BuilderField<'m> {
    /// Every builder_field of a struct, in the page's order.
    pub(in crate::emit) fn all(structure: &'m Struct) -> Vec<Self> {
        let builder_field = |field: &'m Field| BuilderField {
            field,
            choice: structure.choice_of(field),
        };
        let free = structure
            .settable_fields()
            .filter(|field| !structure.is_chosen(field));
        free.map(builder_field).collect()
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
    /// time, whatever becomes bytes, whatever yields items, else the type.
    pub(super) fn argument(&self) -> (String, String) {
        let ty = self.ty();
        match (&self.field.ty, self.choice) {
            (Type::String | Type::Time, None) => {
                let argument = format!("impl Into<{ty}>");
                (ty, argument)
            }
            (Type::File, None) => (ty, "impl Into<Bytes>".to_owned()),
            (Type::JsonText(_), None) => (format!("({ty})"), format!("impl Into<{ty}>")),
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
