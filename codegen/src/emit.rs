//! Turns the model into items of Rust code. This stage decides nothing and cannot fail.
//!
//! | module | prints |
//! |---|---|
//! | `library` | `lib.rs` and `field.rs` |
//! | `errors` | error codes, with what the pages document of them, and `common_errors.rs` |
//! | `service` | the module of a service: operations and enums, with `operations`, `enums` and `shadowed_names` |
//! | `callbacks` | open enums of the events that WeChat Pay sends, in the module of a service |
//! | `requests` | `request.rs`: strict structs with builders, serialized only |
//! | `choices` | conditions as enums, in `request.rs` |
//! | `checks` | the rules of `validate()`, in `request.rs`, with `accessors`; `match_arms` for both |
//! | `responses` | `response.rs`: tolerant structs, deserialized only |
//! | `lists` | lists of responses: refused items, and pages |
//! | `examples` | the sample of a page as Rust code, in its own file: `busifavor/modify_budget.md` |
//! | `docs` | the text of every doc comment |
//! | `aliases` | search terms of rustdoc |
//! | `item` | the result of all modules: items with docs |

mod accessors;
mod aliases;
mod callbacks;
mod checks;
mod choices;
mod docs;
mod downloads;
mod enums;
mod errors;
mod examples;
mod item;
mod library;
mod lists;
mod match_arms;
mod operations;
mod requests;
mod responses;
mod service;
mod shadowed_names;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(crate) use docs::{Doc, Example, Paragraph};
pub(crate) use item::{Body, Item, List, Member, Name, RustFile};

use crate::Options;
use crate::model::{Direction, Field, Model, Service, Struct, Type};

/// A file that is still to be printed.
#[derive(Clone, Copy)]
pub(crate) enum Part<'m> {
    Library,
    Fields,
    CommonErrors,
    Service(&'m Service),
    Requests(&'m Service),
    Responses(&'m Service),
}

/// Every file of the crate.
pub(crate) fn parts(model: &Model) -> Vec<Part<'_>> {
    let mut parts = vec![Part::Library, Part::Fields, Part::CommonErrors];
    for service in &model.services {
        parts.extend([
            Part::Service(service),
            Part::Requests(service),
            Part::Responses(service),
        ]);
    }
    parts
}

/// One file.
pub(crate) fn emit<'m>(part: Part<'m>, model: &'m Model, options: &Options<'m>) -> RustFile<'m> {
    match part {
        Part::Library => library::lib_rs(model, options),
        Part::Fields => library::field_rs(model, options.spec_folder),
        Part::CommonErrors => errors::common_errors_rs(model, options.spec_folder),
        Part::Service(service) => service::service_rs(service, options.crate_name),
        Part::Requests(service) => requests::request_rs(service),
        Part::Responses(service) => responses::response_rs(service),
    }
}

/// Re-exports the structs of used services, so that all types of a service have paths in its
/// module.
fn used_structs(service: &Service, direction: Direction) -> Option<TokenStream> {
    let all = match direction {
        Direction::Request => &service.requests,
        Direction::Response => &service.responses,
    };
    let used = all.iter();
    let used = used.filter_map(|model| Some((model.service.as_deref()?, model.name.as_str())));
    re_exports(used, Some(ident(direction.as_str())))
}

/// The same for enums.
fn used_enums(service: &Service) -> Option<TokenStream> {
    let used = service.enums.iter();
    let used = used.filter_map(|model| Some((model.service.as_deref()?, model.name.as_str())));
    re_exports(used, None)
}

fn re_exports<'m>(
    used: impl Iterator<Item = (&'m str, &'m str)>,
    module: Option<Ident>,
) -> Option<TokenStream> {
    let mut services: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (service, name) in used {
        services.entry(service).or_default().insert(name);
    }
    let module = module.map(|module| quote!(#module::));
    let uses = services.iter().map(|(service, names)| {
        let (service, names) = (ident(service), names.iter().map(|name| ident(name)));
        quote!(pub use crate::#service::#module{#(#names),*};)
    });
    (!services.is_empty()).then(|| quote!(#(#uses)*))
}

/// An identifier that the resolver made.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A type as written in `request.rs` and `response.rs`.
fn rust_type(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Time => "Timestamp".to_owned(),
        Type::Encrypted => "EncryptedText".to_owned(),
        Type::JsonText(inner) => format!("JsonText<{}>", rust_type(inner)),
        Type::ReceivedJson(inner) => format!("ReceivedJson<{}>", rust_type(inner)),
        Type::Object => "Json".to_owned(),
        Type::Array(inner) => format!("Vec<{}>", rust_type(inner)),
        Type::File => "FileContent".to_owned(),
        Type::Struct(name) | Type::Enum(name) => name.clone(),
    }
}

/// The same, of a value that may be absent.
fn optional(ty: &str) -> String {
    format!("Option<{ty}>")
}

/// The names of the runtime that types of fields use.
fn runtime_types<'m>(types: impl Iterator<Item = &'m Type>) -> TokenStream {
    fn find(ty: &Type, found: &mut BTreeSet<(&str, &str)>) {
        match ty {
            Type::Array(inner) => find(inner, found),
            Type::Time => drop(found.insert(("", "Timestamp"))),
            Type::Encrypted => drop(found.insert(("keys", "EncryptedText"))),
            Type::File => drop(found.insert(("upload", "FileContent"))),
            Type::Object => drop(found.insert(("raw", "Json"))),
            Type::JsonText(inner) => {
                found.insert(("raw", "JsonText"));
                find(inner, found);
            }
            Type::ReceivedJson(inner) => {
                found.insert(("raw", "ReceivedJson"));
                find(inner, found);
            }
            Type::String | Type::Integer | Type::Boolean | Type::Struct(_) | Type::Enum(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    types.for_each(|ty| find(ty, &mut found));
    let uses = found.into_iter().map(|(module, name)| {
        let module = (!module.is_empty()).then(|| {
            let module = ident(module);
            quote!(#module::)
        });
        let name = ident(name);
        quote!(use wechatpay_runtime::#module #name;)
    });
    uses.collect()
}

/// The enums that the fields name, each once, in order of name.
fn enums_of<'m>(fields: impl Iterator<Item = &'m Type>) -> Vec<Ident> {
    let names: BTreeSet<_> = fields
        .filter_map(|ty| match ty.innermost() {
            Type::Enum(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    names.into_iter().map(ident).collect()
}

/// Whether a struct has fields whose values are shown to nobody. A choice hides its own fields.
fn has_personal(structure: &Struct) -> bool {
    let mut sensitive = structure.fields.iter().filter(|f| f.sensitive.is_some());
    sensitive.any(|field| !structure.is_chosen(field))
}

/// What a struct derives; not `Debug`, which would show what is personal.
fn derive(structure: &Struct, others: &str) -> String {
    let debug = if has_personal(structure) {
        ""
    } else {
        "Debug, "
    };
    format!("#[derive(Clone, {debug}{others})]")
}

/// A `Debug` that names every field and hides what is personal, where something is.
fn debug<'m>(structure: &Struct, fields: impl Iterator<Item = &'m Field>) -> Option<Item> {
    let name = &structure.name;
    let fields = fields.map(|field| {
        let (text, name) = (&field.name, ident(&field.name));
        if field.sensitive.is_some() {
            quote!(.field(#text, &wechatpay_runtime::__private::Personal))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    let (text, name) = (name, ident(name));
    let debug = quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    };
    has_personal(structure).then(|| Item::tokens(debug))
}
