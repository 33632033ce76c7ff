//! What the listings declare, whatever their language.

pub(super) mod program;

use super::text::Slice;
use program::Setting;

/// A listing.
#[derive(Clone, Debug)]
pub(super) struct Listing<'a> {
    /// `Java` or `Go`.
    pub(super) language: &'static str,
    /// The name of the operation.
    pub(super) operation: Option<Slice<'a>>,
    /// The HTTP method.
    pub(super) method: Option<Slice<'a>>,
    /// The path's template.
    pub(super) path: Option<Slice<'a>>,
    /// The type of the request.
    pub(super) request: Option<Slice<'a>>,
    /// The type of the response.
    pub(super) response: Option<Slice<'a>>,
    /// What the request is filled with that `main` sends.
    pub(super) settings: Vec<Setting<'a>>,
    /// Classes or structs, in order.
    pub(super) classes: Vec<Class<'a>>,
    /// Enums, in order.
    pub(super) enums: Vec<EnumList<'a>>,
    /// Inside declarations, what could not be read.
    pub(super) unread: Vec<Slice<'a>>,
    /// Where it begins.
    pub(super) place: Slice<'a>,
}

/// A class or struct.
#[derive(Clone, Debug)]
pub(super) struct Class<'a> {
    /// Its name.
    pub(super) name: Slice<'a>,
    /// In order.
    pub(super) fields: Vec<ListedField<'a>>,
}

/// A field of a class.
#[derive(Clone, Debug)]
pub(super) struct ListedField<'a> {
    /// Name in the language.
    pub(super) name: Slice<'a>,
    /// Name on the wire.
    pub(super) wire: Slice<'a>,
    /// Its type.
    pub(super) ty: Shape<'a>,
    /// Where the type stands.
    pub(super) ty_place: Slice<'a>,
    /// Whether it is kept out of the body.
    pub(super) outside_body: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub(super) struct EnumList<'a> {
    /// Its name.
    pub(super) name: Slice<'a>,
    /// Texts on the wire, in order.
    pub(super) values: Vec<Slice<'a>>,
}

/// A type, whatever the language calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// A text.
    Text,
    /// A text that is a time.
    Time,
    /// A whole number of 64 bits.
    Whole,
    /// True or false.
    Truth,
    /// Several of one.
    List(Box<Shape<'a>>),
    /// A class, an enum, or a type that no page has used so far.
    Named(&'a str),
}

impl<'a> Listing<'a> {
    /// A listing of which nothing was read yet.
    pub(super) fn new(language: &'static str, listing: Slice<'a>) -> Self {
        Self {
            language,
            operation: None,
            method: None,
            path: None,
            request: None,
            response: None,
            settings: Vec::new(),
            classes: Vec::new(),
            enums: Vec::new(),
            unread: Vec::new(),
            place: listing.part(0..24),
        }
    }
}
