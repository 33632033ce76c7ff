//! A service's own module: `busifavor.rs`.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::docs::{self, Context, Doc, plain};
use super::shadowed_names::{FUTURE, module_of, with_paths};
use super::{
    Body, Item, RustFile, callbacks, downloads, enums, errors, ident, lists, operations, used_enums,
};
use crate::model::{Field, Place, Service};

pub(super) fn service_rs<'m>(service: &'m Service, crate_name: &'m str) -> RustFile<'m> {
    let mut head = vec![Item::tokens(quote!(
        pub mod request;
        pub mod response;
    ))];
    let is_own = |name: &&str| {
        service
            .enums
            .iter()
            .any(|enumeration| enumeration.name == *name)
    };
    let (shadowed, imported): (BTreeSet<_>, BTreeSet<_>) =
        named(service).into_iter().partition(is_own);
    head.extend(used_enums(service).map(Item::tokens));
    head.extend(imports(imported));
    let operations = service.operations.iter().flat_map(move |operation| {
        let call = operations::call(operation, service, crate_name);
        let call = call.map(|item| shown(item, &shadowed));
        let lists = [
            lists::partial_result(operation, service),
            lists::pagination(operation, service),
            downloads::address(operation, service),
        ];
        let lists = lists.into_iter().flatten();
        let lists = lists.map(|item| shown(item, &shadowed));
        let call = call.into_iter().chain(lists);
        call.chain([errors::codes(operation)]).collect::<Vec<_>>()
    });
    let callbacks = service.callbacks.iter().map(callbacks::events);
    let enums = service.own_enums();
    let context = Context::of_enums(service);
    let enums = enums.map(move |enumeration| enums::definition(enumeration, &context));
    RustFile {
        path: format!("{}.rs", service.name),
        from: &service.folder,
        about: module_doc(service),
        items: Box::new(
            head.into_iter()
                .chain(operations)
                .chain(callbacks)
                .chain(enums),
        ),
    }
}

/// An item with paths where an enum of the module has a name that it uses.
fn shown(item: Item, shadowed: &BTreeSet<&str>) -> Item {
    let body = match item.body {
        Body::Tokens(tokens) => Body::Tokens(with_paths(tokens, shadowed)),
        Body::List(list) => Body::List(list),
    };
    Item { body, ..item }
}

fn module_doc(service: &Service) -> Doc {
    let operations = service.operations.iter().map(|operation| {
        format!(
            "[`{}()`] ({}): {}",
            operation.name,
            plain(&operation.title),
            plain(&operation.doc)
        )
    });
    Doc::new(plain(&service.doc))
        .list(operations)
        .list(docs::notes(&service.notes))
}

/// The names of the runtime that the items of this module use.
fn named(service: &Service) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for operation in &service.operations {
        names.extend([
            "Client",
            "Endpoint",
            "Error",
            "Evidence",
            FUTURE,
            "Method",
            "Operation",
            "SourcePage",
        ]);
        names.extend(if operation.responds_with_file {
            &["NotJson", "ReceivedFile"][..]
        } else {
            &["Response"]
        });
        if operation.idempotency_key.is_some() {
            names.insert("IdempotencyKey");
        }
        if let Some(partial) = &operation.partial_result {
            names.insert("Partial");
            names.extend(partial.is_first.then_some("PartialResult"));
        }
        if operation.pagination.is_some() {
            names.extend(["Page", "Paginated", "Position"]);
        }
        if operation.download.is_some() {
            names.extend(["Downloadable", "FileAddress"]);
        }
        if operation.recovery.is_some() {
            names.insert("Recovery");
        }
        if operation.rate_limit.is_some() {
            names.extend(["RateLimit", "RateLimitScope"]);
        }
        if !operation.has_body {
            names.insert("NoBody");
        }
        if operation.response.is_none() && !operation.responds_with_file {
            names.insert("NoContent");
        }
        let request = service.request(&operation.request);
        let beside = |field: &Field| !matches!(field.place, Place::Body | Place::File);
        if request.is_some_and(|request| request.fields.iter().any(beside)) {
            names.insert("Parameters");
        }
        if request.is_some_and(|request| request.form.is_some()) {
            names.insert("Form");
        }
        if request.is_some_and(|request| request.checks.any_strict) {
            names.insert("Violations");
        }
    }
    names
}

/// Of the runtime; nothing, where nothing of it is named.
fn imports(mut names: BTreeSet<&str>) -> Option<Item> {
    names.remove(FUTURE);
    if names.is_empty() {
        return None;
    }
    let mut modules: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for name in names {
        modules
            .entry(module_of(name))
            .or_default()
            .push(ident(name));
    }
    let paths = modules.into_iter().map(|(module, names)| {
        let module = module.map(ident);
        match (module, names.as_slice()) {
            (None, _) => quote!(#(#names),*),
            (Some(module), [name]) => quote!(#module::#name),
            (Some(module), _) => quote!(#module::{#(#names),*}),
        }
    });
    Some(Item::tokens(quote!(use wechatpay_runtime::{#(#paths),*};)))
}
