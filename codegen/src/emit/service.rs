//! A service's own module: `busifavor.rs`.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::docs::{self, Doc, code, plain};
use super::{RustFile, enums, ident, operations};
use crate::model::{Field, Place, Service};

pub(super) fn service_rs(service: &Service, crate_name: &str) -> RustFile {
    let mut items = vec![
        module_doc(service),
        quote!(
            pub mod request;
            pub mod response;
        ),
    ];
    let is_own = |name: &&str| service.enums.iter().any(|model| model.name == *name);
    let (shadowed, imported): (BTreeSet<_>, BTreeSet<_>) =
        named(service).into_iter().partition(is_own);
    items.extend(imports(imported));
    for operation in &service.operations {
        let call = operations::call(operation, service, crate_name);
        items.extend(call.map(|item| with_paths(item, &shadowed)));
        items.extend(operations::error_code(operation));
    }
    for model in &service.enums {
        items.extend(enums::items(model, &enums::doc(model), enums::value_doc));
    }
    RustFile {
        path: format!("{}.rs", service.name),
        from: service.folder.clone(),
        items,
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
        let request = service
            .requests
            .iter()
            .find(|r| r.name == operation.request);
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

/// It is std's, and needs no import.
const FUTURE: &str = "Future";

/// What an operation's items name beside the page's own, with its path where an enum of the module has the name. The page's
/// own stands behind `request::` or `response::`.
fn with_paths(item: TokenStream, shadowed: &BTreeSet<&str>) -> TokenStream {
    let mut before = String::new();
    let mut written = TokenStream::new();
    for token in item {
        let text = token.to_string();
        match token {
            TokenTree::Group(group) => {
                let inner = with_paths(group.stream(), shadowed);
                written.append(Group::new(group.delimiter(), inner));
            }
            // Behind `type` stands a name of the trait's.
            TokenTree::Ident(name)
                if shadowed.contains(text.as_str())
                    && !before.ends_with("::")
                    && before != "type" =>
            {
                let path = if text == FUTURE {
                    quote!(std::future)
                } else {
                    quote!(wechatpay_runtime)
                };
                written.extend(quote!(#path::#name));
            }
            token => written.append(token),
        }
        before = if text == ":" { before + ":" } else { text };
    }
    written
}
