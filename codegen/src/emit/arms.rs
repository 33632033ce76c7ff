//! The arms of a `match`: patterns with the same body share one.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// In the order in which bodies came.
#[derive(Default)]
pub(super) struct Arms(Vec<Arm>);

/// Some patterns and what they lead to.
pub(super) struct Arm {
    pub(super) patterns: Vec<TokenStream>,
    pub(super) body: TokenStream,
    /// The body as text: tokens cannot be compared.
    text: String,
    required: Vec<bool>,
}

impl Arms {
    /// Adds a pattern to the arm that has this body. `required` tells of each field that the pattern binds whether it
    /// is always there: patterns that bind values of other types cannot share an arm.
    pub(super) fn add(&mut self, pattern: TokenStream, required: Vec<bool>, body: TokenStream) {
        let text = body.to_string();
        let mut arms = self.0.iter_mut();
        match arms.find(|arm| arm.text == text && arm.required == required) {
            Some(arm) => arm.patterns.push(pattern),
            None => self.0.push(Arm {
                patterns: vec![pattern],
                body,
                text,
                required,
            }),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arm> {
        self.0.iter()
    }
}

impl ToTokens for Arms {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for Arm { patterns, body, .. } in self.iter() {
            tokens.extend(quote!(#(#patterns)|* => { #body }));
        }
    }
}
