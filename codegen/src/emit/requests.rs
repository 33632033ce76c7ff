//! `request.rs`: strict structs, their builders, and how they are written as JSON.
//!
//! ```text
//! pub struct ModifyBudgetRequest { pub stock_id: String, pub target_max_coupons: Option<i64>, … }
//! pub struct ModifyBudgetRequestBuilder<P0 = Missing, …> { required: (P0, …), optional: … }
//! impl Serialize for ModifyBudgetRequest { … }
//! ```

mod builder;
mod slot;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use slot::Slot;

use super::docs::{self, Doc};
use super::{RustFile, checks, choices, enums_of, has_time, ident};
use crate::model::{Field, Presence, Service, Struct};

pub(super) fn request_rs(service: &Service) -> RustFile<'_> {
    let head = [Doc::new(ABOUT).inner(), imports(service)];
    let structs = service.requests.iter();
    let structs = structs.flat_map(|model| items(model, service));
    RustFile {
        path: format!("{}/request.rs", service.name),
        from: &service.folder,
        items: Box::new(head.into_iter().chain(structs)),
    }
}

fn items(model: &Struct, service: &Service) -> Vec<TokenStream> {
    let request = Request::new(model);
    let mut items = vec![request.definition(), request.constructor()];
    items.extend(request.optional_struct());
    items.extend([
        request.builder_struct(),
        request.builder_impl(),
        request.serialize(),
    ]);
    items.extend(request.debug());
    let choices = model.choices.iter();
    items.extend(choices.map(|choice| choices::definition(choice, model)));
    items.extend(checks::items(model, service));
    items
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
    let serialize = (!structs.is_empty()).then(|| {
        quote!(
            use serde::{Serialize, Serializer};
        )
    });
    let object = (!structs.is_empty()).then(|| {
        quote!(
            use wechatpay_runtime::body::Object;
        )
    });
    quote! {
        #serialize
        #time
        #builder
        #object
        #checks
        #enums
        #markers
    }
}

pub(super) fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required)
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

    fn has_required(&self) -> bool {
        self.required().next().is_some()
    }

    fn has_optional(&self) -> bool {
        self.optional().next().is_some()
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

/// The label, here or elsewhere, and the wire's name where Rust's differs, for rustdoc's search.
pub(super) fn alias(field: &Field) -> Option<TokenStream> {
    let elsewhere = || field.from.iter().find_map(|from| from.title.as_deref());
    let title = field.title.as_deref().or_else(elsewhere);
    super::enums::aliases(title, &field.wire_name, &field.name)
}
