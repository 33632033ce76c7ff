//! Open enums.
//!
//! ```text
//! pub enum StockState { Auditing, …, Unknown(UnknownValue<Self>) }
//! impl OpenEnum for StockState { … }
//! open_enum!(StockState);
//! ```

use proc_macro2::{Literal, TokenStream};
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
        .list(value.remarks.iter().map(|remark| docs::plain(&remark.doc)))
        .list(value.notes.iter().map(docs::note))
}

/// What the items of an enum name of the runtime.
pub(super) fn imports(model: &Enum) -> [&'static str; 2] {
    if model.of_integers {
        ["OpenNumber", "UnknownNumber"]
    } else {
        ["OpenEnum", "UnknownValue"]
    }
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
    let from = if model.of_integers { "i64" } else { "&str" };
    let unknown = Doc::new(format!(
        "A value that this version of the crate has no name for. `From<{from}>` makes it, and makes the named variant \
         instead as soon as there is one."
    ))
    .outer();
    let [_, unknown_value] = imports(model).map(ident);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(#unknown_value<Self>),
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
    let wires = model.values.iter();
    let wires = wires.map(|value| literal(&value.wire_name, model.of_integers));
    let [open, unknown] = imports(model).map(ident);
    let (method, text) = if model.of_integers {
        (ident("as_i64"), quote!(i64))
    } else {
        (ident("as_str"), quote!(&str))
    };
    quote! {
        impl #open for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn #method(&self) -> #text {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value.#method(),
                }
            }

            fn unknown(value: #unknown<Self>) -> Self {
                Self::Unknown(value)
            }
        }
    }
}

/// A number as people write it: `1_234_567`, and `1234`.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (n, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A value as it stands on the wire.
pub(super) fn literal(wire: &str, of_integers: bool) -> Literal {
    match wire.parse() {
        Ok(number) if of_integers => grouped(number)
            .parse()
            .unwrap_or_else(|_| Literal::i64_unsuffixed(number)),
        _ => Literal::string(wire),
    }
}

fn conversions(model: &Enum) -> TokenStream {
    let name = ident(&model.name);
    let conversions = if model.of_integers {
        quote!(open_number)
    } else {
        quote!(open_enum)
    };
    quote!(wechatpay_runtime::#conversions!(#name);)
}

/// What rustdoc's search finds an item by, beside its name.
pub(super) fn aliases(title: Option<&str>, wire: &str, rust: &str) -> Option<TokenStream> {
    let mut names: Vec<&str> = Vec::new();
    for name in title.into_iter().chain([wire]) {
        let is_searchable = !name.contains(|c: char| matches!(c, '"' | '\'') || c.is_whitespace());
        if is_searchable && !name.is_empty() && name != rust && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| quote!(#[doc(alias(#(#names),*))]))
}
