//! The address of a file in a response.
//!
//! ```text
//! impl Downloadable for response::BillAddress {
//!     fn address(&self) -> FileAddress<'_> { FileAddress { url: self.download_url.as_deref(), … } }
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::{Item, ident};
use crate::model::{Direction, Field, NamedField, Operation, Service, Type};

/// The implementation for a response, if it is not that of an earlier operation.
pub(super) fn address(operation: &Operation, service: &Service) -> Option<Item> {
    let download = operation.download.as_ref()?;
    let earlier = service.operations.iter();
    let earlier = earlier.take_while(|other| other.name != operation.name);
    let mut same = earlier.filter(|other| other.download.is_some());
    if same.any(|other| other.response == operation.response) {
        return None;
    }
    let name = operation.response.as_ref()?;
    let structure = service.structure(Direction::Response, name, &operation.file)?;
    let text = |named: &NamedField| Some(text(structure.field(&named.name)?));
    let url = text(&download.url)?;
    let hash_type = text(&download.hash_type)?;
    let hash_value = text(&download.hash_value)?;
    let response = ident(name);
    Some(Item::tokens(quote! {
        impl Downloadable for response::#response {
            fn address(&self) -> FileAddress<'_> {
                FileAddress {
                    url: #url,
                    hash_type: #hash_type,
                    hash_value: #hash_value,
                }
            }
        }
    }))
}

/// The text of a field. An enum passes on values that it does not know, and the runtime refuses
/// them.
fn text(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match &field.ty {
        Type::Enum(enumeration) => {
            let enumeration = ident(enumeration);
            quote!(self.#name.as_ref().map(#enumeration::as_str))
        }
        _ => quote!(self.#name.as_deref()),
    }
}
