//! Names of the runtime that a page's own enum has, too: written with their paths.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::ident;

/// It is std's, and needs no import.
pub(super) const FUTURE: &str = "Future";

/// The module of the runtime that has a name; `None` where the root has it.
pub(super) fn module_of(name: &str) -> Option<&'static str> {
    match name {
        "Endpoint" | "Evidence" | "IdempotencyKey" | "Method" | "SourcePage" | "RateLimit"
        | "RateLimitScope" | "Recovery" => Some("endpoint"),
        "NoBody" | "NoContent" | "NotJson" | "Parameters" | "Partial" | "PartialResult" => {
            Some("operation")
        }
        "Page" | "Paginated" | "Position" => Some("pagination"),
        "Downloadable" | "FileAddress" | "ReceivedFile" => Some("download"),
        "Form" => Some("upload"),
        _ => None,
    }
}

/// Writes the path of the runtime in front of a name that an enum of the module has, too. Types of
/// the page follow `request::` or `response::`.
pub(super) fn with_paths(item: TokenStream, shadowed: &BTreeSet<&str>) -> TokenStream {
    let mut before = String::new();
    let mut written = TokenStream::new();
    for token in item {
        let text = token.to_string();
        match token {
            TokenTree::Group(group) => {
                let inner = with_paths(group.stream(), shadowed);
                written.append(Group::new(group.delimiter(), inner));
            }
            // The name after `type` belongs to the trait.
            TokenTree::Ident(name)
                if shadowed.contains(text.as_str())
                    && !before.ends_with("::")
                    && before != "type" =>
            {
                let path = if text == FUTURE {
                    quote!(std::future)
                } else {
                    match module_of(&text).map(ident) {
                        Some(module) => quote!(wechatpay_runtime::#module),
                        None => quote!(wechatpay_runtime),
                    }
                };
                written.extend(quote!(#path::#name));
            }
            token => written.append(token),
        }
        before = if text == ":" { before + ":" } else { text };
    }
    written
}
