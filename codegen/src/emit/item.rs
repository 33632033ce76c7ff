//! The parts of a file of the generated crate.
//!
//! An item is either a list with documented members, which is printed unchanged, or tokens, which
//! are formatted. A doc comment precedes an item or a member and is never among tokens.

use proc_macro2::TokenStream;

use super::docs::Doc;

/// A Rust file, item by item.
pub(crate) struct RustFile<'m> {
    /// Below `src/`.
    pub(crate) path: String,
    /// What it was made from, for the first line.
    pub(crate) from: &'m str,
    /// What the file is, as its inner doc comment.
    pub(crate) about: Doc,
    /// Each made when it is asked for: an item takes several times the memory of its text.
    pub(crate) items: Box<dyn Iterator<Item = Item> + 'm>,
}

/// An item, or several without a blank line between them.
pub(crate) struct Item {
    pub(crate) doc: Doc,
    pub(crate) attributes: Vec<String>,
    pub(crate) body: Body,
}

/// The part of an item after its doc comment and attributes.
pub(crate) enum Body {
    Tokens(TokenStream),
    List(List),
}

/// A struct, an enum, or a list that a macro of the runtime takes.
#[derive(Default)]
pub(crate) struct List {
    /// The macro that it is an argument of, as `wechatpay_runtime::open_enum!`.
    pub(crate) of_macro: Option<&'static str>,
    /// All before the opening brace: `pub enum StockState`.
    pub(crate) head: String,
    pub(crate) members: Vec<Member>,
    pub(crate) names: Vec<Name>,
}

/// A field, a variant, an error row.
#[derive(Default)]
pub(crate) struct Member {
    pub(crate) doc: Doc,
    pub(crate) attributes: Vec<String>,
    /// All but the members of its own: `pub stock_id: String`.
    pub(crate) text: String,
    /// In braces, where there are any.
    pub(crate) members: Vec<Member>,
    pub(crate) names: Vec<Name>,
}

/// A public item that a list or a member becomes.
pub(crate) struct Name {
    /// Within the module: `ModifyBudgetRequest::stock_id`.
    pub(crate) path: String,
    /// What a user's code depends on: types, and the fields of a variant.
    pub(crate) signature: String,
    /// Whether who builds the parent has to give it.
    pub(crate) is_demanded: bool,
}

impl Name {
    pub(crate) fn new(path: impl Into<String>, signature: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            signature: signature.into(),
            is_demanded: false,
        }
    }
}

impl Item {
    /// Without anything in front.
    pub(crate) fn tokens(tokens: TokenStream) -> Self {
        Self {
            doc: Doc::default(),
            attributes: Vec::new(),
            body: Body::Tokens(tokens),
        }
    }

    pub(crate) fn list(doc: Doc, attributes: Vec<String>, list: List) -> Self {
        Self {
            doc,
            attributes,
            body: Body::List(list),
        }
    }
}
