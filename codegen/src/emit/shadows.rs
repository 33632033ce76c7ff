//! Names of the runtime that a page's own enum has, too: written with their paths.

use std::collections::BTreeSet;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

/// It is std's, and needs no import.
pub(super) const FUTURE: &str = "Future";

/// What an operation's items name beside the page's own, with its path where an enum of the module has the name. The page's
/// own stands behind `request::` or `response::`.
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
            // Behind `type` stands a name of the trait's.
            TokenTree::Ident(name)
                if shadowed.contains(text.as_str())
                    && !before.ends_with("::")
                    && before != "type" =>
            {
                let path = if text == FUTURE {
                    quote!(std::future)
                } else {
                    quote!(wechatpay_runtime)
                };
                written.extend(quote!(#path::#name));
            }
            token => written.append(token),
        }
        before = if text == ":" { before + ":" } else { text };
    }
    written
}
