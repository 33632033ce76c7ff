//! `request.rs`: strict structs, their builders, and how they are written as JSON.
//!
//! ```text
//! pub struct ModifyBudgetRequest { pub stock_id: String, pub target_max_coupons: Option<i64>, … }
//! pub struct ModifyBudgetRequestBuilder<P0 = Missing, …> { required: (P0, …), optional: … }
//! impl Serialize for ModifyBudgetRequest { … }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{self, Doc};
use super::{RustFile, enums_of, ident, rust_type};
use crate::model::{Field, Place, Presence, Service, Struct, Type};

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
    let enums = enums_of(fields().map(|field| &field.ty));
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
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
    quote! {
        use serde::{Serialize, Serializer};
        #builder
        use wechatpay_runtime::body::Object;
        #enums
        #markers
    }
}

fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required)
}

/// A struct of a request, with the names that its parts share.
struct Request<'m> {
    model: &'m Struct,
    name: Ident,
    builder: Ident,
    optional_name: Ident,
    required: Vec<&'m Field>,
    optional: Vec<&'m Field>,
}

impl<'m> Request<'m> {
    fn new(model: &'m Struct) -> Self {
        let (required, optional) = model.fields.iter().partition(|field| is_required(field));
        Self {
            model,
            name: ident(&model.name),
            builder: format_ident!("{}Builder", model.name),
            optional_name: format_ident!("{}Optional", model.name),
            required,
            optional,
        }
    }

    fn definition(&self) -> TokenStream {
        let Self { name, model, .. } = self;
        let doc = match &model.operation {
            Some(operation) => Doc::new(format!(
                "Request of [`{operation}`](super::{operation}), made by [`builder`](Self::builder)."
            )),
            None => Doc::new(docs::summary(model.title.as_deref(), model.doc.as_deref())),
        };
        let doc = doc
            .list(model.rules.iter().map(docs::rule))
            .list(model.notes.iter().map(docs::note))
            .outer();
        let fields = model.fields.iter().map(|field| {
            let doc = docs::request_field(field).outer();
            let alias = alias(field);
            let (name, ty) = (ident(&field.name), rust_type(&field.ty));
            let ty = if is_required(field) {
                ty
            } else {
                quote!(Option<#ty>)
            };
            quote!(#doc #alias pub #name: #ty)
        });
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }
    }

    fn constructor(&self) -> TokenStream {
        let Self { name, builder, .. } = self;
        let missing = self.required.iter().map(|_| quote!(Missing));
        let required = self
            .has_required()
            .then(|| quote!(required: (#(#missing,)*),));
        let optional_name = &self.optional_name;
        let optional = self
            .has_optional()
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
        !self.required.is_empty()
    }

    fn has_optional(&self) -> bool {
        !self.optional.is_empty()
    }

    /// `P0`, `P1`, … one for each required field.
    fn parameters(&self) -> Vec<Ident> {
        (0..self.required.len())
            .map(|n| format_ident!("P{n}"))
            .collect()
    }

    fn optional_struct(&self) -> Option<TokenStream> {
        let name = &self.optional_name;
        let fields = self.optional.iter().map(|field| {
            let (name, ty) = (ident(&field.name), rust_type(&field.ty));
            quote!(#name: Option<#ty>)
        });
        self.has_optional().then(|| {
            quote! {
                #[derive(Clone, Debug, Default)]
                struct #name {
                    #(#fields,)*
                }
            }
        })
    }

    fn builder_struct(&self) -> TokenStream {
        let Self { builder, .. } = self;
        let doc = Doc::new(format!(
            "Collects the fields of [`{}`], in any order.",
            self.model.name
        ))
        .outer();
        let parameters = self.parameters();
        let required = self
            .has_required()
            .then(|| quote!(required: (#(#parameters,)*),));
        let optional_name = &self.optional_name;
        let optional = self
            .has_optional()
            .then(|| quote!(optional: #optional_name,));
        let generics = self
            .has_required()
            .then(|| quote!(<#(#parameters = Missing),*>));
        quote! {
            #doc
            #[derive(Clone, Debug)]
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
        let setters = self.model.fields.iter().map(|field| {
            match self.required.iter().position(|r| r.name == field.name) {
                Some(position) => self.required_setter(field, position),
                None => optional_setter(field),
            }
        });
        let build = self.build();
        quote! {
            impl #generics #builder #generics {
                #(#setters)*
                #build
            }
        }
    }

    fn required_setter(&self, field: &Field, position: usize) -> TokenStream {
        let Self { builder, .. } = self;
        let doc = docs::setter(field).outer();
        let alias = alias(field);
        let name = ident(&field.name);
        let (argument, value) = argument(&field.ty);
        let ty = rust_type(&field.ty);
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
        let bounds = self
            .required
            .iter()
            .zip(&parameters)
            .map(|(field, parameter)| {
                let (name, ty) = (ident(&field.name), rust_type(&field.ty));
                quote!(#parameter: Already<field::#name, #ty>)
            });
        let bounds = self.has_required().then(|| quote!(where #(#bounds,)*));
        let values: Vec<_> = (0..parameters.len())
            .map(|n| format_ident!("p{n}"))
            .collect();
        let taken = self
            .has_required()
            .then(|| quote!(let (#(#values,)*) = self.required;));
        let fields = self.model.fields.iter().map(|field| {
            let name = ident(&field.name);
            match self.required.iter().position(|r| r.name == field.name) {
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
        quote! {
            #doc
            #[must_use]
            pub fn build(self) -> #name #bounds {
                #taken
                #name { #(#fields,)* }
            }
        }
    }

    fn serialize(&self) -> TokenStream {
        let name = &self.name;
        let in_body = self.model.fields.iter().filter(|f| f.place == Place::Body);
        let entries: Vec<_> = in_body
            .map(|field| {
                let (wire, name) = (&field.wire_name, ident(&field.name));
                if is_required(field) {
                    quote!(object.required(#wire, &self.#name)?;)
                } else {
                    quote!(object.optional(#wire, &self.#name)?;)
                }
            })
            .collect();
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

fn optional_setter(field: &Field) -> TokenStream {
    let doc = docs::setter(field).outer();
    let alias = alias(field);
    let name = ident(&field.name);
    let (argument, value) = argument(&field.ty);
    quote! {
        #doc
        #alias
        pub fn #name(mut self, value: #argument) -> Self {
            self.optional.#name = Some(#value);
            self
        }
    }
}

/// What a setter takes, and what it makes of it: whatever becomes a text, whatever yields items, else the type itself.
fn argument(ty: &Type) -> (TokenStream, TokenStream) {
    match ty {
        Type::String => (quote!(impl Into<String>), quote!(value.into())),
        Type::Array(inner) if **inner == Type::String => (
            quote!(impl IntoIterator<Item = impl Into<String>>),
            quote!(value.into_iter().map(Into::into).collect()),
        ),
        Type::Array(inner) => {
            let inner = rust_type(inner);
            (
                quote!(impl IntoIterator<Item = #inner>),
                quote!(value.into_iter().collect()),
            )
        }
        _ => (rust_type(ty), quote!(value)),
    }
}

/// The label, and the wire's name where Rust's differs, for rustdoc's search.
fn alias(field: &Field) -> Option<TokenStream> {
    super::enums::aliases(field.title.as_deref(), &field.wire_name, &field.name)
}
