//! `lib.rs` and `field.rs`: what the services share.

use std::collections::BTreeSet;

use quote::quote;

use super::docs::Doc;
use super::{Item, RustFile, ident};
use crate::Options;
use crate::model::{Model, Presence};

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
    let mut items = vec![quote! {
        #![doc = include_str!("../README.md")]
    }];
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
        #[rustfmt::skip]
        pub use wechatpay_runtime::{
            ApiError, Attempt, BuildError, CallOptions, Client, ClientBuilder, Endpoint, Error, ErrorRow, Exchange,
            Extended, ExtensionError, Json, KeyError, Keyring, MerchantCertificate, Method, NoBody, NoContent, OpenEnum,
            OpenNumber, Operation, Outcome, Pacer, Page, ParameterValue, Parameters, Pause, PlatformCertificate,
            PrivateKey, PublicKey, RateLimit, RateLimitScope, Response, SignErrorCause, SignatureStatus, SignedLine,
            Timestamp, Transport, TransportError, UnknownNumber, UnknownValue, Untyped, VerificationError, Violation,
            Violations, call, check,
        };
    });
    RustFile {
        path: "lib.rs".to_owned(),
        from: options.spec_folder,
        about: Doc::default(),
        items: Box::new(items.into_iter().map(Item::tokens)),
    }
}

/// One marker for each name that a required field has anywhere.
pub(super) fn field_rs<'m>(model: &'m Model, spec_folder: &'m str) -> RustFile<'m> {
    let requests = model.services.iter().flat_map(|service| &service.requests);
    let names: BTreeSet<_> = requests
        .flat_map(|request| &request.fields)
        .filter(|field| matches!(field.presence, Presence::Required))
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
            "The names of required fields, as the compiler prints them where one was not given.",
        ),
        items: Box::new(std::iter::once(Item::tokens(quote!(#(#declarations)*)))),
    }
}
