//! The arms of a `match`: patterns with the same body share one.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// In the order in which bodies came.
#[derive(Default)]
pub(super) struct Arms {
    arms: Vec<Arm>,
    /// The position of the arm with a body, by its text, and with these fields.
    by_body: HashMap<(String, Vec<bool>), usize>,
}

/// Some patterns and what they lead to.
pub(super) struct Arm {
    pub(super) patterns: Vec<TokenStream>,
    pub(super) body: TokenStream,
}

impl Arms {
    /// Adds a pattern to the arm that has this body. `required` says for each field of the pattern
    /// whether it is always present. Patterns that bind values of different types cannot share an
    /// arm.
    pub(super) fn add(&mut self, pattern: TokenStream, required: Vec<bool>, body: TokenStream) {
        // As text: tokens cannot be compared.
        let key = (body.to_string(), required);
        match self.by_body.get(&key) {
            Some(index) => self.arms[*index].patterns.push(pattern),
            None => {
                self.by_body.insert(key, self.arms.len());
                let patterns = vec![pattern];
                self.arms.push(Arm { patterns, body });
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arm> {
        self.arms.iter()
    }
}

impl ToTokens for Arms {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for Arm { patterns, body, .. } in self.iter() {
            tokens.extend(quote!(#(#patterns)|* => { #body }));
        }
    }
}

/// Any of some patterns; of a discriminator that may be absent, those of its values, and perhaps
/// its absence.
pub(super) fn any_of(patterns: &[TokenStream], is_optional: bool, or_absent: bool) -> TokenStream {
    match (is_optional, or_absent, patterns) {
        (false, ..) => quote!(#(#patterns)|*),
        (true, _, []) => quote!(None),
        (true, false, _) => quote!(Some(#(#patterns)|*)),
        (true, true, _) => quote!(Some(#(#patterns)|*) | None),
    }
}
