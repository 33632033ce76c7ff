//! Open enums.
//!
//! ```text
//! pub enum StockState { Auditing, …, Unknown(UnknownValue<Self>) }
//! impl OpenEnum for StockState { … }
//! open_enum!(StockState);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::ident;
use crate::model::{Enum, Value};

/// The items of one enum; `doc` says what it is, `value_doc` what a value means.
pub(super) fn items(
    model: &Enum,
    doc: &Doc,
    value_doc: impl Fn(&Value) -> Doc,
) -> [TokenStream; 3] {
    [
        definition(model, doc, value_doc),
        open_enum(model),
        conversions(model),
    ]
}

/// The doc of an enum that a page lists.
pub(super) fn doc(model: &Enum) -> Doc {
    Doc::new(docs::summary(model.title.as_deref(), model.doc.as_deref()))
        .list(model.notes.iter().map(docs::note))
}

/// The doc of a value that a page lists.
pub(super) fn value_doc(value: &Value) -> Doc {
    let summary = docs::summary(value.title.as_deref(), value.doc.as_deref());
    Doc::new(format!("{}: {summary}", docs::code(&value.wire_name)))
}

fn definition(model: &Enum, doc: &Doc, value_doc: impl Fn(&Value) -> Doc) -> TokenStream {
    let name = ident(&model.name);
    let doc = doc.outer();
    let variants = model.values.iter().map(|value| {
        let doc = value_doc(value).outer();
        let alias = aliases(value.title.as_deref(), &value.wire_name, &value.name);
        let name = ident(&value.name);
        quote!(#doc #alias #name)
    });
    let unknown = Doc::new(
        "A value that this version of the crate has no name for. `From<&str>` makes it, and makes the named variant instead as soon as there is one.",
    )
    .outer();
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(UnknownValue<Self>),
        }
    }
}

fn open_enum(model: &Enum) -> TokenStream {
    let name = ident(&model.name);
    let variants: Vec<_> = model
        .values
        .iter()
        .map(|value| ident(&value.name))
        .collect();
    let wires = model.values.iter().map(|value| &value.wire_name);
    quote! {
        impl OpenEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }

            fn unknown(value: UnknownValue<Self>) -> Self {
                Self::Unknown(value)
            }
        }
    }
}

fn conversions(model: &Enum) -> TokenStream {
    let name = ident(&model.name);
    quote!(wechatpay_runtime::open_enum!(#name);)
}

/// What rustdoc's search finds an item by, beside its name.
pub(super) fn aliases(title: Option<&str>, wire: &str, rust: &str) -> Option<TokenStream> {
    let mut names: Vec<&str> = Vec::new();
    names.extend(title.filter(|title| !title.contains(['"', '\'', ' '])));
    if wire != rust && !names.contains(&wire) {
        names.push(wire);
    }
    (!names.is_empty()).then(|| quote!(#[doc(alias(#(#names),*))]))
}
