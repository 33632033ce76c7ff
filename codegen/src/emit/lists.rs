//! Lists of responses: refused items, and pages.
//!
//! ```text
//! impl PartialResult for response::UploadCouponCodesResponse {
//!     type Refused = response::FailedCouponCodeInfo;
//!
//!     fn refused(&self) -> &[Self::Refused] { …::items(self.failed_code_list.as_deref()) }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Item, ident};
use crate::model::{Direction, Field, Operation, PagePosition, Service, Type};

/// The implementation for a response, if no other operation has it.
pub(super) fn partial_result(operation: &Operation, service: &Service) -> Option<Item> {
    let partial = operation.partial_result.as_ref();
    let refused = &partial.filter(|partial| partial.is_first)?.refused;
    let response = ident(operation.response.as_ref()?);
    let field = response_field(operation, service, &refused.name)?;
    let (name, item) = (ident(&field.name), item_type(field)?);
    Some(Item::tokens(quote! {
        impl PartialResult for response::#response {
            type Refused = #item;

            fn refused(&self) -> &[Self::Refused] {
                wechatpay_runtime::__private::response::items(self.#name.as_deref())
            }
        }
    }))
}

/// How the pages of a list are read.
pub(super) fn pagination(operation: &Operation, service: &Service) -> Option<Item> {
    let pagination = operation.pagination.as_ref()?;
    let request = ident(&operation.request);
    let field = |name| response_field(operation, service, name);
    let items = field(&pagination.items.name)?;
    let (item, items) = (item_type(items)?, ident(&items.name));
    let total = pagination.total.as_ref();
    let total = total.and_then(|total| field(&total.name));
    let total = match total.map(|total| ident(&total.name)) {
        Some(total) => quote!(response.#total),
        None => quote!(None),
    };
    let (sent, token) = match &pagination.position {
        PagePosition::Token { request, response } => (request, Some(field(&response.name)?)),
        PagePosition::Offset { offset, .. } => (offset, None),
    };
    let model = service.request(&operation.request)?;
    let sent = model.field(&sent.name)?;
    let name = ident(&sent.name);
    let (method, value) = match (&token, sent.is_required()) {
        (Some(_), true) => ("token", quote!(Some(&self.#name))),
        (Some(_), false) => ("token", quote!(self.#name.as_deref())),
        (None, _) => ("offset", quote!(self.#name)),
    };
    let constructor = format_ident!("of_{method}");
    let method = ident(method);
    let next = if sent.is_required() {
        quote!(position.#method())
    } else {
        quote!(Some(position.#method()))
    };
    let next_token = token.map(|token| {
        let token = ident(&token.name);
        quote! {
            fn next_token(response: &Self::Response) -> Option<&str> {
                response.#token.as_deref()
            }
        }
    });
    Some(Item::tokens(quote! {
        impl Paginated for request::#request {
            type Item = #item;

            fn position(&self) -> Position {
                Position::#constructor(#value)
            }

            fn at(&self, position: &Position) -> Self {
                Self { #name: #next, ..self.clone() }
            }

            #next_token

            fn into_page(response: Self::Response) -> Page<Self::Item> {
                Page::new(response.#items, #total)
            }
        }
    }))
}

fn response_field<'m>(
    operation: &Operation,
    service: &'m Service,
    name: &str,
) -> Option<&'m Field> {
    let response = operation.response.as_ref()?;
    service
        .structure(Direction::Response, response, &operation.file)?
        .field(name)
}

/// The type of the items of a list, as the module of the service writes it.
fn item_type(list: &Field) -> Option<TokenStream> {
    fn written(ty: &Type) -> TokenStream {
        match ty {
            Type::String => quote!(String),
            Type::Integer => quote!(i64),
            Type::Boolean => quote!(bool),
            Type::Time => quote!(wechatpay_runtime::Timestamp),
            Type::Encrypted => quote!(wechatpay_runtime::keys::EncryptedText),
            Type::Object => quote!(wechatpay_runtime::raw::Json),
            Type::JsonText(inner) => {
                let inner = written(inner);
                quote!(wechatpay_runtime::raw::JsonText<#inner>)
            }
            Type::ReceivedJson(inner) => {
                let inner = written(inner);
                quote!(wechatpay_runtime::raw::ReceivedJson<#inner>)
            }
            Type::File => quote!(wechatpay_runtime::upload::FileContent),
            Type::Array(inner) => {
                let inner = written(inner);
                quote!(Vec<#inner>)
            }
            Type::Struct(name) => {
                let name = ident(name);
                quote!(response::#name)
            }
            Type::Enum(name) => {
                let name = ident(name);
                quote!(#name)
            }
        }
    }
    match &list.ty {
        Type::Array(inner) => Some(written(inner)),
        _ => None,
    }
}
