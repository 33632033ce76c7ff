//! `lib.rs` and `field.rs`: what the services share.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::{Item, RustFile, ident};
use crate::model::{Model, Service, Struct};
use crate::{Options, RUNTIME_VERSION};

/// The front page, a feature a service, and what users need of the runtime.
pub(super) fn lib_rs<'m>(model: &'m Model, options: &Options<'m>) -> RustFile<'m> {
    let modules = model.services.iter().map(|service| {
        let (name, feature) = (ident(&service.name), &service.name);
        quote! {
            #[cfg(feature = #feature)]
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    let mut items = vec![quote!(wechatpay_runtime::generated_for!(#RUNTIME_VERSION);)];
    items.extend(modules);
    items.push(quote! {
        #[rustfmt::skip]
        mod common_errors;
        #[rustfmt::skip]
        pub mod field;
    });
    if options.has_guide {
        items.push(quote! {
            #[cfg(doc)]
            #[path = "../guide/mod.rs"]
            pub mod guide;
        });
    }
    items.push(quote! {
        #[cfg(feature = "blocking")]
        #[rustfmt::skip]
        pub use wechatpay_runtime::blocking;
    });
    items.push(quote! {
        #[cfg(feature = "test-util")]
        #[rustfmt::skip]
        pub use wechatpay_runtime::test_util;
    });
    items.push(quote! {
        #[cfg(feature = "callbacks")]
        #[rustfmt::skip]
        pub use wechatpay_runtime::callback;
    });
    items.extend(files(
        model,
        Service::has_downloads,
        Some("downloads"),
        "download",
    ));
    items.extend(files(model, Service::has_uploads, None, "upload"));
    items.push(quote! {
        #[rustfmt::skip]
        pub use wechatpay_runtime::{
            ApiError, CallOptions, Client, ClientBuilder, Error, MerchantCertificate, OpenEnum, OpenNumber, Operation,
            Outcome, PlatformCertificate, PrivateKey, PublicKey, Response, Timestamp, Violations, call, check, client,
            endpoint, error, keys, operation, pagination, raw,
        };
    });
    RustFile {
        path: "lib.rs".to_owned(),
        from: options.spec_folder,
        about: Doc::default(),
        items: Box::new(
            std::iter::once(front(model, options)).chain(items.into_iter().map(Item::tokens)),
        ),
    }
}

/// A module of the runtime about files, with the services that need it and a feature of its own.
fn files(
    model: &Model,
    needs: fn(&Service) -> bool,
    own_feature: Option<&str>,
    module: &str,
) -> Option<TokenStream> {
    let services = model.services.iter().filter(|service| needs(service));
    let services = services.map(|service| service.name.as_str());
    let features: Vec<&str> = own_feature.into_iter().chain(services).collect();
    let condition = match features.as_slice() {
        [] => return None,
        [feature] => quote!(feature = #feature),
        features => quote!(any(#(feature = #features),*)),
    };
    let module = ident(module);
    Some(quote! {
        #[cfg(#condition)]
        #[rustfmt::skip]
        pub use wechatpay_runtime::#module;
    })
}

/// Attributes of the whole crate.
fn front(model: &Model, options: &Options<'_>) -> Item {
    let mut attributes = vec![
        r#"#![doc = include_str!("../README.md")]"#.to_owned(),
        // docs.rs shows at each item the feature that it needs.
        "#![cfg_attr(docsrs, feature(doc_cfg))]".to_owned(),
    ];
    if options.has_guide {
        // The first definition of a link counts: here it leads to a module instead of a file.
        attributes.insert(0, r#"#![doc = "[中文]: guide::zh::readme"]"#.to_owned());
    }
    attributes.extend(recursion_limit(model));
    Item {
        attributes,
        ..Item::tokens(TokenStream::new())
    }
}

/// For a struct with so many required fields that `request!` takes more steps than the compiler
/// allows by default.
fn recursion_limit(model: &Model) -> Option<String> {
    const BY_DEFAULT: usize = 128;
    /// Steps that do not depend on the number of fields, generously.
    const OTHER_STEPS: usize = 28;
    let requests = model.services.iter().flat_map(|service| &service.requests);
    let required = requests.map(|request| {
        let fields = request.settable_fields();
        fields.filter(|field| field.is_required()).count()
    });
    let steps = required.max()? + OTHER_STEPS;
    (steps > BY_DEFAULT).then(|| format!("#![recursion_limit = \"{steps}\"]"))
}

/// One marker for each name that a required field has anywhere.
pub(super) fn field_rs<'m>(model: &'m Model, spec_folder: &'m str) -> RustFile<'m> {
    let requests = model.services.iter().flat_map(|service| &service.requests);
    let names: BTreeSet<_> = requests
        .flat_map(Struct::settable_fields)
        .filter(|field| field.is_required())
        .map(|field| field.name.as_str())
        .collect();
    let root = names.contains("wechatpay_runtime").then(|| quote!(::));
    let declarations = names.into_iter().map(|name| {
        let name = ident(name);
        quote!(#root wechatpay_runtime::field_names!(#name);)
    });
    RustFile {
        path: "field.rs".to_owned(),
        from: spec_folder,
        about: Doc::new(
            "The names of required fields, as the compiler prints them where one was not set.",
        ),
        items: Box::new(std::iter::once(Item::tokens(quote!(#(#declarations)*)))),
    }
}
