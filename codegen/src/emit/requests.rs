//! `request.rs`: strict structs, their builders, and how they are written as JSON.
//!
//! ```text
//! pub struct ModifyBudgetRequest { pub stock_id: String, pub target_max_coupons: Option<i64>, … }
//! pub struct ModifyBudgetRequestBuilder<P0 = Missing, …> { required: (P0, …), optional: … }
//! impl Serialize for ModifyBudgetRequest { … }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::docs::{self, Doc};
use super::{RustFile, checks, choices, enums_of, has_time, ident, rust_type};
use crate::model::{Choice, Field, Presence, Service, Struct, Type};

pub(super) fn request_rs(service: &Service) -> RustFile {
    let mut items = vec![Doc::new(ABOUT).inner(), imports(service)];
    for model in &service.requests {
        let request = Request::new(model);
        items.extend([request.definition(), request.constructor()]);
        items.extend(request.optional_struct());
        items.extend([
            request.builder_struct(),
            request.builder_impl(),
            request.serialize(),
        ]);
        items.extend(request.debug());
        items.extend(
            model
                .choices
                .iter()
                .map(|choice| choices::definition(choice, model)),
        );
        items.extend(checks::items(model, service));
    }
    RustFile {
        path: format!("{}/request.rs", service.name),
        from: service.folder.clone(),
        items,
    }
}

const ABOUT: &str = "What is sent: built field by field, complete before it compiles.";

fn imports(service: &Service) -> TokenStream {
    let structs = &service.requests;
    let fields = || structs.iter().flat_map(|model| &model.fields);
    let slots: Vec<_> = structs.iter().flat_map(Slot::all).collect();
    let parts = structs.iter().flat_map(choices::part_fields);
    // A discriminator's own enum is not named here: its choice stands in for it.
    let plain = slots.iter().filter(|slot| slot.choice.is_none());
    let plain = plain.map(|slot| slot.field).chain(parts);
    let enums = enums_of(plain.map(|field| &field.ty));
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
    let time = has_time(fields().map(|field| &field.ty)).then(|| {
        quote!(
            use wechatpay_runtime::Timestamp;
        )
    });
    let markers = fields().any(is_required).then(|| {
        quote!(
            use crate::field;
        )
    });
    let builder = fields().any(is_required).then(|| {
        quote!(
            use wechatpay_runtime::builder::{Already, Given, Missing, NotYet};
        )
    });
    let checks = structs.iter().any(|model| model.checks.any).then(|| {
        quote!(
            use wechatpay_runtime::check;
        )
    });
    quote! {
        use serde::{Serialize, Serializer};
        #time
        #builder
        use wechatpay_runtime::body::Object;
        #checks
        #enums
        #markers
    }
}

pub(super) fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required)
}

/// What a user gives to a request: a field, or a choice that stands for several.
struct Slot<'m> {
    /// The field, or the discriminator of the choice.
    field: &'m Field,
    choice: Option<&'m Choice>,
}

impl<'m> Slot<'m> {
    /// Every slot of a struct, in the page's order.
    fn all(model: &'m Struct) -> Vec<Self> {
        let choice_of = |name: &str| model.choices.iter().find(|c| c.discriminator == name);
        let is_part = |name: &str| choices::parts(&model.choices).any(|part| part == name);
        let slot = |field: &'m Field| Slot {
            field,
            choice: choice_of(&field.wire_name),
        };
        let free = model.fields.iter().filter(|f| !is_part(&f.wire_name));
        free.map(slot).collect()
    }

    fn name(&self) -> Ident {
        ident(&self.field.name)
    }

    fn ty(&self) -> TokenStream {
        match self.choice {
            Some(choice) => ident(&choice.name).to_token_stream(),
            None => rust_type(&self.field.ty),
        }
    }

    fn is_required(&self) -> bool {
        is_required(self.field)
    }

    /// What a setter takes, and what it makes of it: whatever becomes a text, whatever yields items, else the type.
    fn argument(&self) -> (TokenStream, TokenStream) {
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

/// A struct of a request, with the names that its parts share.
struct Request<'m> {
    model: &'m Struct,
    name: Ident,
    builder: Ident,
    optional_name: Ident,
    slots: Vec<Slot<'m>>,
}

impl<'m> Request<'m> {
    fn new(model: &'m Struct) -> Self {
        Self {
            model,
            name: ident(&model.name),
            builder: format_ident!("{}Builder", model.name),
            optional_name: format_ident!("{}Optional", model.name),
            slots: Slot::all(model),
        }
        .with_plain_builder()
    }

    /// Where nothing is required, a builder holds the value itself instead of its optional fields.
    fn with_plain_builder(mut self) -> Self {
        if !self.has_required() {
            self.optional_name = self.name.clone();
        }
        self
    }

    fn required(&self) -> impl Iterator<Item = &Slot<'m>> + Clone {
        self.slots.iter().filter(|slot| slot.is_required())
    }

    fn optional(&self) -> impl Iterator<Item = &Slot<'m>> + Clone {
        self.slots.iter().filter(|slot| !slot.is_required())
    }

    /// The number of a required slot among its like.
    fn position(&self, slot: &Slot<'_>) -> Option<usize> {
        self.required()
            .position(|r| r.field.name == slot.field.name)
    }

    fn definition(&self) -> TokenStream {
        let Self { name, model, .. } = self;
        let doc = match &model.operation {
            Some(operation) => Doc::new(format!(
                "Request of [`{operation}()`](super::{operation}()), made by [`builder()`](Self::builder())."
            )),
            None => Doc::new(docs::summary(model.title.as_deref(), model.doc.as_deref())),
        };
        let doc = docs::checks(doc, model).outer();
        let fields = self.slots.iter().map(|slot| {
            let doc = docs::request_field(slot.field).outer();
            let alias = alias(slot.field);
            let (name, ty) = (slot.name(), slot.ty());
            let ty = if slot.is_required() {
                ty
            } else {
                quote!(Option<#ty>)
            };
            quote!(#doc #alias pub #name: #ty)
        });
        let default = (!self.has_required()).then(|| quote!(Default,));
        let debug = (!super::has_personal(model)).then(|| quote!(Debug,));
        quote! {
            #doc
            #[derive(Clone, #debug #default PartialEq, Eq)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }
    }

    fn constructor(&self) -> TokenStream {
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
            "Begins a request. `build()` compiles once every required field was given."
        } else {
            "Begins it with every field absent; all of them are optional."
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

    fn has_required(&self) -> bool {
        self.required().next().is_some()
    }

    /// Whether a builder has anything beside its required values.
    fn keeps_optional(&self) -> bool {
        self.has_optional() || !self.has_required()
    }

    fn has_optional(&self) -> bool {
        self.optional().next().is_some()
    }

    /// `P0`, `P1`, … one for each required field.
    fn parameters(&self) -> Vec<Ident> {
        (0..self.required().count())
            .map(|n| format_ident!("P{n}"))
            .collect()
    }

    fn optional_struct(&self) -> Option<TokenStream> {
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

    fn builder_struct(&self) -> TokenStream {
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

    fn builder_impl(&self) -> TokenStream {
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

    /// Where a derived one would show what is personal.
    fn debug(&self) -> Option<TokenStream> {
        let slots = self.slots.iter().map(|slot| slot.field);
        super::has_personal(self.model).then(|| super::debug(&self.model.name, slots))
    }

    fn serialize(&self) -> TokenStream {
        let name = &self.name;
        let entries = choices::entries(self.model);
        let mutable = (!entries.is_empty()).then(|| quote!(mut));
        quote! {
            impl Serialize for #name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let #mutable object = Object::new(serializer)?;
                    #(#entries)*
                    object.end()
                }
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

/// The label, here or elsewhere, and the wire's name where Rust's differs, for rustdoc's search.
pub(super) fn alias(field: &Field) -> Option<TokenStream> {
    let elsewhere = || field.from.iter().find_map(|from| from.title.as_deref());
    let title = field.title.as_deref().or_else(elsewhere);
    super::enums::aliases(title, &field.wire_name, &field.name)
}
