//! What a user gives to a request.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::is_required;
use crate::emit::{choices, ident, rust_type};
use crate::model::{Choice, Field, Struct, Type};

/// What a user gives to a request: a field, or a choice that stands for several.
pub(super) struct Slot<'m> {
    /// The field, or the discriminator of the choice.
    pub(super) field: &'m Field,
    pub(super) choice: Option<&'m Choice>,
}

impl<'m> Slot<'m> {
    /// Every slot of a struct, in the page's order.
    pub(super) fn all(model: &'m Struct) -> Vec<Self> {
        let choice_of = |name: &str| model.choices.iter().find(|c| c.discriminator == name);
        let is_part = |name: &str| choices::parts(&model.choices).any(|part| part == name);
        let slot = |field: &'m Field| Slot {
            field,
            choice: choice_of(&field.wire_name),
        };
        let free = model.fields.iter().filter(|f| !is_part(&f.wire_name));
        free.map(slot).collect()
    }

    pub(super) fn name(&self) -> Ident {
        ident(&self.field.name)
    }

    pub(super) fn ty(&self) -> TokenStream {
        match self.choice {
            Some(choice) => ident(&choice.name).to_token_stream(),
            None => rust_type(&self.field.ty),
        }
    }

    pub(super) fn is_required(&self) -> bool {
        is_required(self.field)
    }

    /// What a setter takes, and what it makes of it: whatever becomes a text, whatever yields items, else the type.
    pub(super) fn argument(&self) -> (TokenStream, TokenStream) {
        match (&self.field.ty, self.choice) {
            (Type::String, None) => (quote!(impl Into<String>), quote!(value.into())),
            (Type::Time, None) => (quote!(impl Into<Timestamp>), quote!(value.into())),
            (Type::Array(inner), None) if **inner == Type::String => (
                quote!(impl IntoIterator<Item = impl Into<String>>),
                quote!(value.into_iter().map(Into::into).collect()),
            ),
            (Type::Array(inner), None) => {
                let inner = rust_type(inner);
                (
                    quote!(impl IntoIterator<Item = #inner>),
                    quote!(value.into_iter().collect()),
                )
            }
            _ => (self.ty(), quote!(value)),
        }
    }
}
