//! One operation: its client function, and its facts as data.
//!
//! ```text
//! pub fn modify_budget(client: &Client, request: &ModifyBudgetRequest) -> impl Future<…> { client.send(request) }
//! impl Operation for ModifyBudgetRequest { const ENDPOINT: &'static Endpoint = …; … }
//! ```

mod endpoint;
mod function_doc;
mod request_parts;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Example;
use super::{Body, Item, aliases, examples, ident};
use crate::model::{Operation, Service, Struct};
use endpoint::endpoint;
use function_doc::function_doc;
use request_parts::{encrypted_fields, form, parameters};

/// The client function, and what it sends.
pub(super) fn call(operation: &Operation, service: &Service, crate_name: &str) -> [Item; 2] {
    let request = service.request(&operation.request);
    [
        client_function(
            operation,
            service,
            examples::example(operation, service, crate_name),
        ),
        Item::tokens(implementation(operation, request, service)),
    ]
}

/// It hands the future on instead of awaiting it: an `async fn` would compile sending, encoding and
/// decoding into this crate, for each operation; so it is compiled where it is called, for those
/// that are.
fn client_function(operation: &Operation, service: &Service, example: Option<Example>) -> Item {
    let name = ident(&operation.name);
    let request = ident(&operation.request);
    let response = response(operation);
    let alias = aliases::attribute(Some(&operation.title), &operation.name, &operation.name);
    let (received, method) = if operation.responds_with_file {
        (quote!(ReceivedFile), ident("receive"))
    } else {
        (quote!(Response<#response>), ident("send"))
    };
    let function = quote! {
        pub fn #name(client: &Client, request: &request::#request)
            -> impl Future<Output = Result<#received, Error>>
        {
            client.#method(request)
        }
    };
    Item {
        doc: function_doc(operation, service, example),
        attributes: alias.into_iter().collect(),
        body: Body::Tokens(function),
    }
}

fn response(operation: &Operation) -> TokenStream {
    match &operation.response {
        Some(name) if operation.partial_result.is_some() => {
            let name = ident(name);
            quote!(Partial<response::#name>)
        }
        Some(name) => {
            let name = ident(name);
            quote!(response::#name)
        }
        None if operation.responds_with_file => quote!(NotJson),
        None => quote!(NoContent),
    }
}

fn implementation(
    operation: &Operation,
    request: Option<&Struct>,
    service: &Service,
) -> TokenStream {
    let name = ident(&operation.request);
    let endpoint = endpoint(operation, service);
    let response = response(operation);
    let error_code = ident(&operation.error_code.name);
    let parameters = request.and_then(parameters);
    let form = request.and_then(form);
    let encrypted = request.and_then(|request| encrypted_fields(request, service));
    let validate = request
        .filter(|request| request.checks.any_strict)
        .map(|_| {
            quote! {
                fn validate(&self) -> Result<(), Violations> {
                    wechatpay_runtime::__private::check::validate(self, &Self::ENDPOINT.page)
                }

                fn validate_strict(&self) -> Result<(), Violations> {
                    wechatpay_runtime::__private::check::validate_strict(self, &Self::ENDPOINT.page)
                }
            }
        });
    let is_whole = parameters.is_none() && form.is_none();
    let body = match (operation.has_body, is_whole) {
        (false, _) => quote!(None::<NoBody>),
        (true, true) => quote!(Some(self)),
        (true, false) => quote!(Some(wechatpay_runtime::__private::body::BodyOf(self))),
    };
    quote! {
        impl Operation for request::#name {
            const ENDPOINT: &'static Endpoint = &#endpoint;
            type Response = #response;
            type ErrorCode = #error_code;

            #parameters

            fn body(&self) -> Option<impl serde::Serialize> {
                #body
            }

            #form

            #encrypted

            #validate
        }
    }
}
