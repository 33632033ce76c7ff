//! The declarations of a listing, independent of the language.

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
    /// The assignments in `main` that fill the request.
    pub(super) settings: Vec<Setting<'a>>,
    /// Classes or structs, in order.
    pub(super) classes: Vec<Class<'a>>,
    /// Enums, in order.
    pub(super) enums: Vec<EnumList<'a>>,
    /// Parts of declarations that could not be read.
    pub(super) unread: Vec<Slice<'a>>,
    /// The start of the listing.
    pub(super) start: Slice<'a>,
}

/// A class or struct.
#[derive(Clone, Debug)]
pub(super) struct Class<'a> {
    /// The name.
    pub(super) name: Slice<'a>,
    /// The fields, in order.
    pub(super) fields: Vec<ListedField<'a>>,
}

/// A field of a class.
#[derive(Clone, Debug)]
pub(super) struct ListedField<'a> {
    /// Name in the language.
    pub(super) name: Slice<'a>,
    /// Name on the wire.
    pub(super) wire: Slice<'a>,
    /// The type.
    pub(super) ty: Shape<'a>,
    /// The text of the type.
    pub(super) ty_slice: Slice<'a>,
    /// Whether the field is outside the body.
    pub(super) outside_body: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub(super) struct EnumList<'a> {
    /// The name.
    pub(super) name: Slice<'a>,
    /// The values on the wire, in order.
    pub(super) values: Vec<Slice<'a>>,
}

/// A type, independent of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// A text.
    Text,
    /// A text that is a time.
    Time,
    /// A 64-bit integer.
    Integer,
    /// A boolean.
    Boolean,
    /// A list.
    List(Box<Shape<'a>>),
    /// A class, an enum, or an unknown type.
    Named(&'a str),
}

impl<'a> Listing<'a> {
    /// An empty listing, before reading.
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
            start: listing.part(0..24),
        }
    }
}
