//! The address of a file in a response.
//!
//! ```text
//! impl Downloadable for response::BillAddress {
//!     fn address(&self) -> FileAddress<'_> { FileAddress { url: self.download_url.as_deref(), … } }
//! }
//! ```

use quote::quote;

use super::{Item, ident};
use crate::model::{Direction, NamedField, Operation, Service};

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
    let field = |named: &NamedField| Some(ident(&structure.field(&named.name)?.name));
    let url = field(&download.url)?;
    let hash_type = field(&download.hash_type)?;
    let hash_value = field(&download.hash_value)?;
    let response = ident(name);
    Some(Item::tokens(quote! {
        impl Downloadable for response::#response {
            fn address(&self) -> FileAddress<'_> {
                FileAddress {
                    url: self.#url.as_deref(),
                    hash_type: self.#hash_type.as_deref(),
                    hash_value: self.#hash_value.as_deref(),
                }
            }
        }
    }))
}
