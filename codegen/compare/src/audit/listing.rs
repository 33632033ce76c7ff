//! The declarations of a listing, independent of the language.

pub(crate) mod program;

use super::text::Slice;
use program::Setting;

/// A listing.
#[derive(Clone, Debug)]
pub(crate) struct Listing<'a> {
    /// `Java` or `Go`.
    pub(crate) language: &'static str,
    /// The name of the operation.
    pub(crate) operation: Option<Slice<'a>>,
    /// The HTTP method.
    pub(crate) method: Option<Slice<'a>>,
    /// The path's template.
    pub(crate) path: Option<Slice<'a>>,
    /// The type of the request.
    pub(crate) request: Option<Slice<'a>>,
    /// The type of the response.
    pub(crate) response: Option<Slice<'a>>,
    /// The assignments in `main` that fill the request.
    pub(crate) settings: Vec<Setting<'a>>,
    /// Classes or structs, in order.
    pub(crate) classes: Vec<Class<'a>>,
    /// Enums, in order.
    pub(crate) enums: Vec<EnumList<'a>>,
    /// Parts of declarations that could not be read.
    pub(crate) unread: Vec<Slice<'a>>,
    /// The start of the listing.
    pub(crate) start: Slice<'a>,
}

/// A class or struct.
#[derive(Clone, Debug)]
pub(crate) struct Class<'a> {
    /// The name.
    pub(crate) name: Slice<'a>,
    /// The fields, in order.
    pub(crate) fields: Vec<ListedField<'a>>,
}

/// A field of a class.
#[derive(Clone, Debug)]
pub(crate) struct ListedField<'a> {
    /// Name in the language.
    pub(crate) name: Slice<'a>,
    /// Name on the wire.
    pub(crate) wire: Slice<'a>,
    /// The type.
    pub(crate) ty: Shape<'a>,
    /// The text of the type.
    pub(crate) ty_slice: Slice<'a>,
    /// Whether the field is outside the body.
    pub(crate) outside_body: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub(crate) struct EnumList<'a> {
    /// The name.
    pub(crate) name: Slice<'a>,
    /// The values on the wire, in order.
    pub(crate) values: Vec<Slice<'a>>,
}

/// A type, independent of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape<'a> {
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
    pub(crate) fn new(language: &'static str, listing: Slice<'a>) -> Self {
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
