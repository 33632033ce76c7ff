//! A service's own module: `busifavor.rs`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc, code, plain};
use super::shadows::{FUTURE, with_paths};
use super::{RustFile, enums, ident, operations};
use crate::model::{Field, Place, Service};

pub(super) fn service_rs<'m>(service: &'m Service, crate_name: &'m str) -> RustFile<'m> {
    let mut head = vec![
        module_doc(service),
        quote!(
            pub mod request;
            pub mod response;
        ),
    ];
    let is_own = |name: &&str| service.enums.iter().any(|model| model.name == *name);
    let (shadowed, imported): (BTreeSet<_>, BTreeSet<_>) =
        named(service).into_iter().partition(is_own);
    head.extend(imports(imported));
    let operations = service.operations.iter().flat_map(move |operation| {
        let call = operations::call(operation, service, crate_name);
        let call = call.map(|item| with_paths(item, &shadowed));
        call.into_iter().chain(operations::error_code(operation))
    });
    let enums = service.enums.iter().filter(|model| !model.is_twin);
    let enums = enums.flat_map(|model| enums::items(model, &enums::doc(model), enums::value_doc));
    RustFile {
        path: format!("{}.rs", service.name),
        from: &service.folder,
        items: Box::new(head.into_iter().chain(operations).chain(enums)),
    }
}

fn module_doc(service: &Service) -> TokenStream {
    let operations = service.operations.iter().map(|operation| {
        format!(
            "[`{}()`], {}: {}",
            operation.name,
            plain(&operation.title),
            code(&format!("{} {}", operation.method.as_str(), operation.path))
        )
    });
    Doc::new(plain(&service.doc))
        .list(operations)
        .list(service.notes.iter().map(docs::note))
        .inner()
}

/// What the items of this module name, beside the page's own.
fn named(service: &Service) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for model in &service.enums {
        names.extend(enums::imports(model));
    }
    for operation in &service.operations {
        names.extend([
            "Client",
            "Endpoint",
            "Error",
            FUTURE,
            "Method",
            "OpenEnum",
            "Operation",
            "Page",
            "Response",
            "UnknownValue",
        ]);
        if !operation.errors.is_empty() {
            names.insert("ErrorRow");
        }
        if operation.rate_limit.is_some() {
            names.extend(["RateLimit", "RateLimitScope"]);
        }
        if !operation.has_body {
            names.insert("NoBody");
        }
        if operation.response.is_none() {
            names.insert("NoContent");
        }
        let request = service.request(&operation.request);
        let beside = |field: &Field| field.place != Place::Body;
        if request.is_some_and(|request| request.fields.iter().any(beside)) {
            names.insert("Parameters");
        }
        if request.is_some_and(|request| request.checks.any) {
            names.insert("Violations");
        }
    }
    names
}

/// Of the runtime; nothing, where nothing of it is named.
fn imports(mut names: BTreeSet<&str>) -> Option<TokenStream> {
    names.remove(FUTURE);
    let names: Vec<_> = names.into_iter().map(ident).collect();
    (!names.is_empty()).then(|| quote!(use wechatpay_runtime::{#(#names),*};))
}
