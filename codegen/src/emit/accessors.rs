//! Expressions by which a check reads a value: in the same struct, in a variant of a choice, or in
//! a nested object.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::match_arms::any_of;
use crate::model::{Choice, Field, Service, Struct, Type};

/// An expression for a field's value.
pub(super) struct Accessor<'m> {
    reached: Reached,
    field: Option<&'m Field>,
}

enum Reached {
    /// The value itself.
    Value(TokenStream),
    /// A place that holds an `Option` of it.
    Optional(TokenStream),
    /// An `Option` of a reference to it.
    Found(TokenStream),
}

impl<'m> Accessor<'m> {
    /// A field of the same struct.
    pub(super) fn field(field: &'m Field, structure: &Struct) -> Self {
        Self::message().then(field, structure)
    }

    /// A field at a path from the struct; the resolver has followed it before.
    pub(super) fn path(path: &str, structure: &'m Struct, service: &'m Service) -> Self {
        let mut accessor = Self::message();
        let mut structure = Some(structure);
        for name in path.split('.') {
            let Some((within, field)) = structure.and_then(|m| Some((m, m.field(name)?))) else {
                break;
            };
            accessor = accessor.then(field, within);
            structure = match &field.ty {
                Type::Struct(name) => service.request(name),
                _ => None,
            };
        }
        accessor
    }

    fn message() -> Self {
        Self {
            reached: Reached::Value(quote!(self)),
            field: None,
        }
    }

    fn then(self, field: &'m Field, structure: &Struct) -> Self {
        let name = ident(&field.name);
        let choice = structure.choice_with(field);
        let further = match self.reached {
            Reached::Value(value) => match choice {
                Some(choice) => Reached::Found(in_choice(&value, field, choice, structure)),
                None if field.is_required() => Reached::Value(quote!(#value.#name)),
                None => Reached::Optional(quote!(#value.#name)),
            },
            Reached::Optional(place) => found(&quote!(#place.as_ref()), field, choice, structure),
            Reached::Found(value) => found(&value, field, choice, structure),
        };
        Self {
            reached: further,
            field: Some(field),
        }
    }

    /// Whether the value is in a variant of a choice.
    pub(super) fn is_in_choice(&self) -> bool {
        matches!(self.reached, Reached::Found(_))
    }

    /// `&self.name`
    pub(super) fn reference(&self) -> TokenStream {
        let (Reached::Value(value) | Reached::Optional(value) | Reached::Found(value)) =
            &self.reached;
        quote!(&#value)
    }

    /// `self.name.as_ref()`, also of a value that is always there.
    pub(super) fn list(&self) -> TokenStream {
        match &self.reached {
            Reached::Value(value) => quote!(Some(&#value)),
            Reached::Optional(value) => quote!(#value.as_ref()),
            Reached::Found(value) => value.clone(),
        }
    }

    /// `self.name.is_some()`
    pub(super) fn is_given(&self) -> TokenStream {
        match &self.reached {
            Reached::Value(_) => quote!(true),
            Reached::Optional(value) => quote!(#value.is_some()),
            Reached::Found(value) => quote!((#value).is_some()),
        }
    }

    /// `check::when("name", &self.name)`, or `check::whether` for what has no single value, as a
    /// subject of conditions.
    pub(super) fn subject(&self, path: &str) -> TokenStream {
        let is_compound = |field: &Field| {
            matches!(
                field.ty,
                Type::Array(_) | Type::Struct(_) | Type::JsonText(_) | Type::Object
            )
        };
        if self.field.is_some_and(is_compound) {
            let is_given = self.is_given();
            quote!(check::whether(#path, #is_given))
        } else if let Reached::Found(value) = &self.reached {
            quote!(check::found(#path, #value))
        } else {
            let value = self.reference();
            quote!(check::when(#path, #value))
        }
    }
}

/// A field of what was perhaps found.
fn found(
    value: &TokenStream,
    field: &Field,
    choice: Option<&Choice>,
    structure: &Struct,
) -> Reached {
    let name = ident(&field.name);
    Reached::Found(match choice {
        Some(choice) => {
            let inner = in_choice(&quote!(it), field, choice, structure);
            quote!(#value.and_then(|it| #inner))
        }
        None if field.is_required() => quote!(#value.map(|it| &it.#name)),
        None => quote!(#value.and_then(|it| it.#name.as_ref())),
    })
}

/// A field that some variants of a choice have.
fn in_choice(
    value: &TokenStream,
    field: &Field,
    choice: &Choice,
    structure: &Struct,
) -> TokenStream {
    let name = ident(&field.name);
    let enum_name = ident(&choice.name);
    let discriminator = structure.field(&choice.discriminator);
    let builder_field = discriminator.map(|field| ident(&field.name));
    let is_optional = discriminator.is_some_and(|field| !field.is_required());
    let [mut always, mut perhaps, mut never] = [const { Vec::new() }; 3];
    for variant in &choice.variants {
        let variant_name = ident(&variant.value.name);
        let part = variant
            .fields
            .iter()
            .find(|part| part.wire_name == field.wire_name);
        let rest = (variant.fields.len() > 1).then(|| quote!(, ..));
        let fields = match part {
            Some(_) => Some(quote!({ #name #rest })),
            None => (!variant.fields.is_empty()).then(|| quote!({ .. })),
        };
        let pattern = quote!(#enum_name::#variant_name #fields);
        match part {
            Some(part) if part.required => always.push(pattern),
            Some(_) => perhaps.push(pattern),
            None => never.push(pattern),
        }
    }
    never.push(quote!(#enum_name::Unknown(_)));
    let arms = [
        (always, quote!(Some(#name))),
        (perhaps, quote!(#name.as_ref())),
    ];
    let arms = arms
        .iter()
        .filter(|(patterns, _)| !patterns.is_empty())
        .map(|(patterns, body)| {
            let pattern = any_of(patterns, is_optional, false);
            quote!(#pattern => #body)
        });
    let pattern = any_of(&never, is_optional, true);
    quote!(match &#value.#builder_field { #(#arms,)* #pattern => None })
}
