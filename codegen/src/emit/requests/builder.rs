//! Builders: a required field is a type parameter that its setter turns from `Missing` into `Given`.
//!
//! ```text
//! pub struct ModifyBudgetRequestBuilder<P0 = Missing, …> { required: (P0, …), optional: … }
//! pub fn stock_id(self, value: impl Into<String>) -> ModifyBudgetRequestBuilder<Given<String>, …>
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::slot::Slot;
use super::{Request, alias};
use crate::emit::docs::{self, Doc};
use crate::model::Field;

impl Request<'_> {
    pub(super) fn constructor(&self) -> TokenStream {
        let Self { name, builder, .. } = self;
        let missing = self.required().map(|_| quote!(Missing));
        let required = self
            .has_required()
            .then(|| quote!(required: (#(#missing,)*),));
        let optional_name = &self.optional_name;
        let optional = self
            .keeps_optional()
            .then(|| quote!(optional: #optional_name::default(),));
        let doc = if self.has_required() {
            "Returns an empty builder. `build()` compiles once every required field was given."
        } else {
            "Returns an empty builder. Every field is optional."
        };
        let doc = Doc::new(doc).outer();
        quote! {
            impl #name {
                #doc
                pub fn builder() -> #builder {
                    #builder { #required #optional }
                }
            }
        }
    }

    /// Whether a builder has anything beside its required values.
    fn keeps_optional(&self) -> bool {
        self.has_optional() || !self.has_required()
    }

    /// `P0`, `P1`, … one for each required field.
    fn parameters(&self) -> Vec<Ident> {
        (0..self.required().count())
            .map(|n| format_ident!("P{n}"))
            .collect()
    }

    pub(super) fn optional_struct(&self) -> Option<TokenStream> {
        let name = &self.optional_name;
        let fields = self.optional().map(|slot| {
            let (name, ty) = (slot.name(), slot.ty());
            quote!(#name: Option<#ty>)
        });
        (self.has_required() && self.has_optional()).then(|| {
            quote! {
                #[derive(Clone, Default)]
                struct #name {
                    #(#fields,)*
                }
            }
        })
    }

    pub(super) fn builder_struct(&self) -> TokenStream {
        let Self { builder, .. } = self;
        let doc = Doc::new(format!(
            "Collects the fields of {}, in any order.",
            docs::link(&self.model.name)
        ))
        .outer();
        let parameters = self.parameters();
        let required = self
            .has_required()
            .then(|| quote!(required: (#(#parameters,)*),));
        let optional_name = &self.optional_name;
        let optional = self
            .keeps_optional()
            .then(|| quote!(optional: #optional_name,));
        let generics = self
            .has_required()
            .then(|| quote!(<#(#parameters = Missing),*>));
        quote! {
            #doc
            #[derive(Clone)]
            #[must_use = "a builder does nothing until `build()` is called"]
            pub struct #builder #generics {
                #required
                #optional
            }
        }
    }

    pub(super) fn builder_impl(&self) -> TokenStream {
        let Self { builder, .. } = self;
        let generics = self.has_required().then(|| {
            let parameters = self.parameters();
            quote!(<#(#parameters),*>)
        });
        let setters = self.slots.iter().map(|slot| match self.position(slot) {
            Some(position) => self.required_setter(slot, position),
            None => optional_setter(slot),
        });
        let build = self.build();
        quote! {
            impl #generics #builder #generics {
                #(#setters)*
                #build
            }
        }
    }

    fn required_setter(&self, slot: &Slot<'_>, position: usize) -> TokenStream {
        let Self { builder, .. } = self;
        let doc = docs::setter(slot.field).outer();
        let (alias, operator) = (alias(slot.field), operator(slot.field));
        let (name, ty) = (slot.name(), slot.ty());
        let (argument, value) = slot.argument();
        let parameters = self.parameters();
        let own = &parameters[position];
        let states = (0..).zip(&parameters).map(|(n, parameter)| {
            if n == position {
                quote!(Given<#ty>)
            } else {
                quote!(#parameter)
            }
        });
        let values: Vec<_> = (0..parameters.len())
            .map(|n| format_ident!("p{n}"))
            .collect();
        let before = (0..).zip(&values).map(|(n, value)| {
            if n == position {
                quote!(_)
            } else {
                quote!(#value)
            }
        });
        let after = (0..).zip(&values).map(|(n, p)| {
            if n == position {
                quote!(Given(#value))
            } else {
                quote!(#p)
            }
        });
        // A tuple of one has nothing to carry over.
        let carry = (parameters.len() > 1).then(|| quote!(let (#(#before,)*) = self.required;));
        let optional = self
            .has_optional()
            .then(|| quote!(optional: self.optional,));
        quote! {
            #doc
            #alias
            #operator
            pub fn #name(self, value: #argument) -> #builder<#(#states),*>
            where
                #own: NotYet<field::#name>,
            {
                #carry
                #builder { required: (#(#after,)*), #optional }
            }
        }
    }

    fn build(&self) -> TokenStream {
        let name = &self.name;
        let parameters = self.parameters();
        let bounds = self.required().zip(&parameters).map(|(slot, parameter)| {
            let (name, ty) = (slot.name(), slot.ty());
            quote!(#parameter: Already<field::#name, #ty>)
        });
        let bounds = self.has_required().then(|| quote!(where #(#bounds,)*));
        let values: Vec<_> = (0..parameters.len())
            .map(|n| format_ident!("p{n}"))
            .collect();
        let taken = quote!(let (#(#values,)*) = self.required;);
        let fields = self.slots.iter().map(|slot| {
            let name = slot.name();
            match self.position(slot) {
                Some(position) => {
                    let value = &values[position];
                    quote!(#name: #value.value())
                }
                None => quote!(#name: self.optional.#name),
            }
        });
        let doc = Doc::new(if self.has_required() {
            "The finished value. If this does not compile, the message names the field that was not given."
        } else {
            "The finished value."
        })
        .outer();
        let value = if self.has_required() {
            quote!(#taken #name { #(#fields,)* })
        } else {
            quote!(self.optional)
        };
        quote! {
            #doc
            #[must_use]
            pub fn build(self) -> #name #bounds {
                #value
            }
        }
    }
}

fn optional_setter(slot: &Slot<'_>) -> TokenStream {
    let doc = docs::setter(slot.field).outer();
    let (alias, operator) = (alias(slot.field), operator(slot.field));
    let name = slot.name();
    let (argument, value) = slot.argument();
    quote! {
        #doc
        #alias
        #operator
        pub fn #name(mut self, value: #argument) -> Self {
            self.optional.#name = Some(#value);
            self
        }
    }
}

/// A setter that is called like the method of an operator is told from one.
fn operator(field: &Field) -> Option<TokenStream> {
    const OPERATORS: [&str; 10] = [
        "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
    ];
    OPERATORS.contains(&field.name.as_str()).then(
        || quote!(#[expect(clippy::should_implement_trait, reason = "it is called like its field")]),
    )
}
