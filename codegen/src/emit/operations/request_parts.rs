//! The parts of a request that are not its JSON: parameters, the form, and what is encrypted.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::ident;
use crate::model::{Place, Service, Struct};

/// The form. Without one, the default of the trait is used.
pub(super) fn form(request: &Struct) -> Option<TokenStream> {
    let form = request.form.as_ref()?;
    let name = |place: Place, wire_name: &str| {
        let mut fields = request.fields_in(place);
        let field = fields.find(|field| field.wire_name == wire_name)?;
        Some(ident(&field.name))
    };
    let file_name = name(Place::Body, &form.file_name)?;
    let file = name(Place::File, &form.file)?;
    let (json_part, digest, file_part) = (&form.json.name, &form.digest, &form.file);
    let types = form
        .types
        .iter()
        .map(|(ending, media)| quote!((#ending, #media)));
    Some(quote! {
        fn form(&self) -> Option<Form<'_>> {
            Some(Form {
                json_part: #json_part,
                digest: #digest,
                file_part: #file_part,
                file_name: &self.#file_name,
                types: &[#(#types),*],
                content: &self.#file,
            })
        }
    })
}

/// The fields that the runtime encrypts. Without any, the default of the trait is used.
pub(super) fn encrypted_fields(request: &Struct, service: &Service) -> Option<TokenStream> {
    // A lint has reported what cannot be listed.
    let fields = service.encrypted_fields(request).unwrap_or_default();
    let listed = fields.iter().map(|(path, field)| {
        let location = ident(match field.place {
            Place::Query => "Query",
            _ => "Body",
        });
        let padding = ident(match field.padding {
            Some(_) => "Pkcs1V15",
            None => "Oaep",
        });
        quote! {
            EncryptedField { location: Location::#location, path: #path, padding: Padding::#padding }
        }
    });
    let listed: Vec<_> = listed.collect();
    (!listed.is_empty()).then(|| {
        quote! {
            fn encrypted_fields(&self) -> &'static [wechatpay_runtime::operation::EncryptedField] {
                use wechatpay_runtime::endpoint::Location;
                use wechatpay_runtime::keys::Padding;
                use wechatpay_runtime::operation::EncryptedField;

                &[#(#listed),*]
            }
        }
    })
}

/// The values outside the body. Without any, the default of the trait is used.
pub(super) fn parameters(request: &Struct) -> Option<TokenStream> {
    let calls: Vec<_> = request
        .fields
        .iter()
        .filter_map(|field| {
            let method = match field.place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Body | Place::File => return None,
            };
            let (method, wire, name) = (ident(method), &field.wire_name, ident(&field.name));
            Some(quote!(to.#method(#wire, &self.#name);))
        })
        .collect();
    (!calls.is_empty()).then(|| {
        quote! {
            fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
                #(#calls)*
            }
        }
    })
}
