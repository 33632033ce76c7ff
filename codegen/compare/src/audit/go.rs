//! Reads the declarations of a Go listing. `program` reads the request that its `main` builds.
//!
//! ```go
//! type Card struct {
//!     CardId *string `json:"card_id,omitempty"`
//! }
//! type Colour string
//! const (
//!     COLOUR_RED Colour = "RED"
//! )
//! ```

use super::listing::program;
use super::listing::{Class, EnumList, ListedField, Listing, Shape};
use super::text::Slice;
use super::tokens::{Cursor, Kind, tokens};

/// Reads a listing.
pub(super) fn read(listing: Slice<'_>) -> Listing<'_> {
    let mut read = Listing::new("Go", listing);
    let tokens = tokens(listing);
    let mut cursor = Cursor::new(&tokens);
    while cursor.peek().is_some() {
        if cursor.take("type").is_some() {
            read_type(&mut cursor, &mut read);
        } else if cursor.take("const (").is_some() {
            read_constants(&mut cursor, &mut read);
        } else if let Some((operation, request)) = cursor.attempt(function) {
            read.operation = Some(operation);
            read.request = Some(request);
        } else if let Some(settings) = program::read_go(&mut cursor, &mut read.unread) {
            read.settings = settings;
        } else if cursor.take("response *").is_some() {
            read.response = read.response.or(cursor.word());
        } else if let Some(class) = cursor.attempt(marshal_function) {
            mark_outside_body(&mut cursor, class, &mut read);
        } else {
            cursor.next();
        }
    }
    read
}

/// `func PaintCard(config *wxpay_utility.MchConfig, request *PaintCardRequest)`
fn function<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Slice<'a>, Slice<'a>)> {
    cursor.take("func")?;
    let operation = cursor.word()?;
    cursor.take("( config *")?;
    cursor.word()?;
    cursor.take(".")?;
    cursor.word()?;
    cursor.take(", request *")?;
    Some((operation, cursor.word()?))
}

/// ```go
/// func (o *PaintCardRequest) MarshalJSON() ([]byte, error) {
///     type Alias PaintCardRequest
///     a := &struct {
/// ```
fn marshal_function<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Slice<'a>> {
    cursor.take("func ( o *")?;
    let class = cursor.word()?;
    cursor.take(") MarshalJSON ( ) ( [ ] byte , error ) { type Alias")?;
    cursor.word()?;
    cursor.take("a : = & struct {")?;
    Some(class)
}

/// Marks the fields outside the body. `MarshalJSON` declares them a second time.
fn mark_outside_body<'a>(cursor: &mut Cursor<'_, 'a>, class: Slice<'a>, listing: &mut Listing<'a>) {
    let mut hidden = Vec::new();
    while let Some(field) = cursor.attempt(field) {
        hidden.push(field);
    }
    if cursor.take("* Alias }").is_none() {
        listing
            .unread
            .extend(cursor.peek().map(|token| token.slice));
    }
    let mut classes = listing.classes.iter_mut();
    let Some(class) = classes.find(|known| known.name.text == class.text) else {
        listing.unread.push(class);
        return;
    };
    for hidden_field in hidden {
        let mut fields = class.fields.iter_mut();
        let same = |field: &&mut ListedField<'_>| field.wire.text == hidden_field.wire.text;
        match fields
            .find(same)
            .filter(|field| field.ty == hidden_field.ty)
        {
            Some(field) => field.outside_body = true,
            None => listing.unread.push(hidden_field.wire),
        }
    }
}

fn read_type<'a>(cursor: &mut Cursor<'_, 'a>, listing: &mut Listing<'a>) {
    let Some(name) = cursor.word() else {
        return;
    };
    if cursor.take("struct {").is_some() {
        let fields = cursor.items_until("}", &mut listing.unread, field);
        listing.classes.push(Class { name, fields });
    } else if cursor.take("string").is_some() {
        let values = Vec::new();
        listing.enums.push(EnumList { name, values });
    } else {
        listing.unread.push(name);
    }
}

fn field<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<ListedField<'a>> {
    let name = cursor.word()?;
    let ty_slice = cursor.peek()?.slice;
    let ty = shape(cursor)?;
    let wire = tag(cursor.text()?)?;
    Some(ListedField {
        name,
        wire,
        ty,
        ty_slice,
        outside_body: false,
    })
}

/// `json:"card_id,omitempty"`
fn tag(tag: Slice<'_>) -> Option<Slice<'_>> {
    let (wire, rest) = tag.strip_prefix("json:\"")?.split_once(',')?;
    (rest.text == "omitempty\"").then_some(wire)
}

fn shape<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Shape<'a>> {
    if cursor.take("[ ]").is_some() {
        return Some(Shape::List(Box::new(shape(cursor)?)));
    }
    if cursor.take("* time . Time").is_some() || cursor.take("time . Time").is_some() {
        return Some(Shape::Time);
    }
    // A pointer. Items of a list have no `*`.
    let _ = cursor.take("*");
    Some(match cursor.word()?.text {
        "string" => Shape::Text,
        "int64" => Shape::Integer,
        "bool" => Shape::Boolean,
        name => Shape::Named(name),
    })
}

fn read_constants<'a>(cursor: &mut Cursor<'_, 'a>, listing: &mut Listing<'a>) {
    while cursor.take(")").is_none() {
        if let Some((name, value)) = cursor.attempt(plain) {
            match name.text {
                "method" => listing.method = Some(value),
                "path" => listing.path = Some(value),
                _ => {}
            }
        } else if let Some((name, value)) = cursor.attempt(typed) {
            let mut enums = listing.enums.iter_mut();
            match enums.find(|known| known.name.text == name.text) {
                Some(list) => list.values.push(value),
                None => listing.unread.push(name),
            }
        } else if let Some(token) = cursor.next() {
            listing.unread.push(token.slice);
        } else {
            break;
        }
    }
}

/// `method = "PATCH"`
fn plain<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Slice<'a>, Slice<'a>)> {
    let name = cursor.word()?;
    cursor.take("=")?;
    Some((name, cursor.text()?))
}

/// `COLOUR_RED Colour = "RED"`
fn typed<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Slice<'a>, Slice<'a>)> {
    let constant = cursor.peek().filter(|token| token.kind == Kind::Word)?;
    cursor.next();
    let name = cursor.word()?;
    cursor.take("=")?;
    let value = cursor.text()?;
    let expected = format!("{}_{}", name.text.to_uppercase(), value.text);
    (constant.slice.text == expected).then_some((name, value))
}
