//! The facts of an operation as data.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::ident;
use crate::model::{
    Grade, IdempotencyKey, Method, Operation, Place, RateLimit, Recovery, RecoveryAction, Service,
};

/// The value of `Operation::ENDPOINT`.
pub(super) fn endpoint(operation: &Operation, service: &Service) -> TokenStream {
    let name = format!("{}.{}", service.name, operation.name);
    let method = format_ident!(
        "{}",
        match operation.method {
            Method::Get => "Get",
            Method::Post => "Post",
            Method::Put => "Put",
            Method::Patch => "Patch",
            Method::Delete => "Delete",
        }
    );
    let Operation {
        path,
        page,
        updated,
        success,
        ..
    } = operation;
    let success = proc_macro2::Literal::u16_unsuffixed(*success);
    let evidence = format_ident!(
        "{}",
        match operation.grade {
            Grade::Full => "Full",
            Grade::Partial => "Partial",
            Grade::Secondary => "Secondary",
        }
    );
    let idempotency_key = option(operation.idempotency_key.as_ref().map(idempotency_key));
    let idempotent = operation.idempotent.is_some();
    let recovery = option(operation.recovery.as_ref().map(recovery));
    let rate_limit = option(operation.rate_limit.map(rate_limit));
    let error_code = ident(&operation.error_code.name);
    quote! {
        Endpoint {
            operation: #name,
            method: Method::#method,
            path: #path,
            page: SourcePage { title: #page, updated: #updated },
            evidence: Evidence::#evidence,
            idempotency_key: #idempotency_key,
            idempotent: #idempotent,
            recovery: #recovery,
            rate_limit: #rate_limit,
            success: &[#success],
            errors: #error_code::DOCUMENTED,
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn idempotency_key(key: &IdempotencyKey) -> TokenStream {
    let name = &key.name;
    let constructor = ident(match key.place {
        // Callers name no file as the key.
        Place::Body | Place::File => "in_body",
        Place::Path => "in_path",
        Place::Query => "in_query",
        Place::Header => "in_header",
    });
    quote!(IdempotencyKey::#constructor(#name))
}

fn recovery(recovery: &Recovery) -> TokenStream {
    let doc = &recovery.doc;
    match &recovery.action {
        RecoveryAction::Repeat => quote!(Recovery::repeat(#doc)),
        RecoveryAction::Query {
            service,
            operation,
            comparison,
            ..
        } => {
            let query = format!("{service}.{operation}");
            let comparing = comparison.as_ref().map(|comparison| {
                let (field, equals) = (&comparison.field, &comparison.equals);
                quote!(.comparing(#field, #equals))
            });
            quote!(Recovery::query(#query, #doc) #comparing)
        }
    }
}

fn rate_limit(limit: RateLimit) -> TokenStream {
    let requests = proc_macro2::Literal::u32_unsuffixed(limit.requests);
    let per_seconds = proc_macro2::Literal::u32_unsuffixed(limit.per_seconds);
    let scope = if limit.interface_level {
        quote!(Interface)
    } else {
        quote!(Unstated)
    };
    quote!(RateLimit { requests: #requests, per_seconds: #per_seconds, scope: RateLimitScope::#scope })
}
