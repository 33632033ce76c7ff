//! The arms of a `match`: patterns with the same body share one.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// In the order in which bodies came.
#[derive(Default)]
pub(super) struct Arms(Vec<Arm>);

struct Arm {
    patterns: Vec<TokenStream>,
    body: TokenStream,
    /// The body as text: tokens cannot be compared.
    text: String,
}

impl Arms {
    /// Adds a pattern to the arm that has this body.
    pub(super) fn add(&mut self, pattern: TokenStream, body: TokenStream) {
        let text = body.to_string();
        match self.0.iter_mut().find(|arm| arm.text == text) {
            Some(arm) => arm.patterns.push(pattern),
            None => self.0.push(Arm {
                patterns: vec![pattern],
                body,
                text,
            }),
        }
    }
}

impl ToTokens for Arms {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for Arm { patterns, body, .. } in &self.0 {
            tokens.extend(quote!(#(#patterns)|* => { #body }));
        }
    }
}
