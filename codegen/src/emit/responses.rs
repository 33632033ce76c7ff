//! `response.rs`: tolerant structs, read only.
//!
//! ```text
//! #[derive(…, Deserialize)]
//! pub struct ModifyBudgetResponse { pub max_coupons: Option<i64>, … }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::requests::alias;
use super::{RustFile, enums_of, has_time, ident, rust_type};
use crate::model::{Field, Service, Struct, Type};

pub(super) fn response_rs(service: &Service) -> RustFile<'_> {
    let head = [Doc::new(ABOUT).inner(), imports(service)];
    let printed = service.responses.iter().filter(|model| !model.is_twin);
    let structs = printed.flat_map(|model| [Some(definition(model)), debug(model)]);
    RustFile {
        path: format!("{}/response.rs", service.name),
        from: &service.folder,
        items: Box::new(head.into_iter().chain(structs.flatten())),
    }
}

const ABOUT: &str = "What is received: every field may be absent, whatever its page promises.";

fn imports(service: &Service) -> TokenStream {
    let fields = service.responses.iter().flat_map(|model| &model.fields);
    let types = fields.map(|field| &field.ty);
    let time = has_time(types.clone()).then(|| {
        quote!(
            use wechatpay_runtime::Timestamp;
        )
    });
    let enums = enums_of(types);
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
    let deserialize = (!service.responses.is_empty()).then(|| {
        quote!(
            use serde::Deserialize;
        )
    });
    quote! {
        #deserialize
        #time
        #enums
    }
}

fn definition(model: &Struct) -> TokenStream {
    let name = ident(&model.name);
    let doc = Doc::new(docs::summary(model.title.as_deref(), model.doc.as_deref()))
        .list(model.rules.iter().map(docs::rule))
        .list(model.notes.iter().map(docs::note))
        .outer();
    let fields = model.fields.iter().map(|field| {
        let doc = docs::response_field(field).outer();
        let alias = alias(field);
        let (name, ty) = (ident(&field.name), rust_type(&field.ty));
        let serde = reading(field);
        quote!(#doc #alias #serde pub #name: Option<#ty>)
    });
    let debug = (!super::has_personal(model)).then(|| quote!(Debug,));
    quote! {
        #doc
        #[derive(Clone, #debug Default, PartialEq, Eq, Deserialize)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// Where a derived one would show what is personal.
fn debug(model: &Struct) -> Option<TokenStream> {
    super::has_personal(model).then(|| super::debug(&model.name, model.fields.iter()))
}

/// What serde has to be told: the name on the wire, and that a list may hold `null`.
fn reading(field: &Field) -> Option<TokenStream> {
    let wire = &field.wire_name;
    let rename = (field.name != *wire).then(|| quote!(rename = #wire));
    let with = match &field.ty {
        Type::Array(inner) if matches!(**inner, Type::Array(_)) => {
            Some("wechatpay_runtime::answer::list_of_lists")
        }
        Type::Array(_) => Some("wechatpay_runtime::answer::list"),
        _ => None,
    };
    let with = with.map(|with| quote!(default, deserialize_with = #with));
    let told: Vec<_> = rename.into_iter().chain(with).collect();
    (!told.is_empty()).then(|| quote!(#[serde(#(#told),*)]))
}
