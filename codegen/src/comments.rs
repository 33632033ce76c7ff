//! Doc comments on their way from `emit` to `output`, past the tokens.
//!
//! As tokens, every character of a comment would be escaped, parsed twice and laid out, which takes a third of the time of
//! the whole generator. So a comment travels as a stand-in, one short attribute, and its text waits on the thread that
//! makes a file and prints it.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

thread_local! {
    static WAITING: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Begins a stand-in; `load` refuses it in a spec, as every control character.
const MARK: char = '\u{1}';

/// A comment as an outer attribute, `#[doc = …]`.
pub(crate) fn outer(text: String) -> TokenStream {
    let attribute = |stand_in| quote!(#[doc = #stand_in]);
    wait(text).map(attribute).unwrap_or_default()
}

/// A comment as an inner attribute, `#![doc = …]`.
pub(crate) fn inner(text: String) -> TokenStream {
    let attribute = |stand_in| quote!(#![doc = #stand_in]);
    wait(text).map(attribute).unwrap_or_default()
}

/// Nothing stands for an empty comment.
fn wait(text: String) -> Option<String> {
    WAITING.with_borrow_mut(|waiting| {
        waiting.push(text);
        let last = waiting.len() - 1;
        (!waiting[last].is_empty()).then(|| format!("{MARK}{last}"))
    })
}

/// Writes the comment that a printed line stands for; tells whether it stands for one.
pub(crate) fn spell(line: &str, text: &mut String) -> bool {
    let Some((begin, index)) = line.split_once(MARK) else {
        return false;
    };
    WAITING.with_borrow(|waiting| {
        let comment = index
            .parse()
            .ok()
            .and_then(|index: usize| waiting.get(index));
        for line in comment.iter().flat_map(|comment| comment.lines()) {
            text.push_str(begin);
            let line = line.trim_end_matches(' ');
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
            text.push('\n');
        }
        comment.is_some()
    })
}

/// Forgets the comments of a file that is done.
pub(crate) fn forget() {
    WAITING.with_borrow_mut(Vec::clear);
}
