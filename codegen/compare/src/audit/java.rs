//! Reads the declarations of a Java listing. `program` reads the request that its `main` builds.
//!
//! ```java
//! public static class Card {
//!     @SerializedName("card_id")
//!     @Expose(serialize = false)
//!     public String cardId;
//! }
//! public enum Colour {
//!     @SerializedName("RED")
//!     RED
//! }
//! ```

use super::listing::program;
use super::listing::{Class, EnumList, ListedField, Listing, Shape};
use super::text::Slice;
use super::tokens::{Cursor, tokens};

/// Reads a listing.
pub(super) fn read(listing: Slice<'_>) -> Listing<'_> {
    let mut read = Listing::new("Java", listing);
    let tokens = tokens(listing);
    let mut cursor = Cursor::new(&tokens);
    while cursor.peek().is_some() {
        if cursor.take("static class").is_some() {
            read_class(&mut cursor, &mut read);
        } else if cursor.take("public enum").is_some() {
            read_enum(&mut cursor, &mut read);
        } else if cursor.take("public class").is_some() {
            read.operation = read.operation.or(cursor.word());
        } else if cursor.take("METHOD =").is_some() {
            read.method = read.method.or(cursor.text());
        } else if cursor.take("PATH =").is_some() {
            read.path = read.path.or(cursor.text());
        } else if let Some((request, response)) = cursor.attempt(run) {
            read.request = Some(request);
            read.response = response;
        } else if let Some(settings) = program::read_java(&mut cursor, &mut read.unread) {
            read.settings = settings;
        } else {
            cursor.next();
        }
    }
    read
}

/// `public Card run(PaintCardRequest request)`
fn run<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Slice<'a>, Option<Slice<'a>>)> {
    cursor.take("public")?;
    let response = cursor.word()?;
    cursor.take("run (")?;
    let request = cursor.word()?;
    Some((request, Some(response).filter(|name| name.text != "void")))
}

fn read_class<'a>(cursor: &mut Cursor<'_, 'a>, listing: &mut Listing<'a>) {
    let Some(name) = cursor.attempt(opened) else {
        return;
    };
    let fields = cursor.items_until("}", &mut listing.unread, field);
    listing.classes.push(Class { name, fields });
}

/// `Card {`
fn opened<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Slice<'a>> {
    let name = cursor.word()?;
    cursor.take("{")?;
    Some(name)
}

fn serialized_name<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Slice<'a>> {
    cursor.take("@ SerializedName (")?;
    let wire = cursor.text()?;
    cursor.take(")")?;
    Some(wire)
}

fn field<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<ListedField<'a>> {
    let wire = serialized_name(cursor)?;
    let outside_body = cursor.take("@ Expose ( serialize = false )").is_some();
    cursor.take("public")?;
    let ty_slice = cursor.peek()?.slice;
    let ty = shape(cursor)?;
    let name = cursor.word()?;
    if cursor.take("=").is_some() {
        cursor.take("new ArrayList <")?;
        shape(cursor)?;
        cursor.take("> ( )")?;
    }
    cursor.take(";")?;
    Some(ListedField {
        name,
        wire,
        ty,
        ty_slice,
        outside_body,
    })
}

fn shape<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Shape<'a>> {
    Some(match cursor.word()?.text {
        "String" => Shape::Text,
        "Long" => Shape::Integer,
        "Boolean" => Shape::Boolean,
        "List" => {
            cursor.take("<")?;
            let item = shape(cursor)?;
            cursor.take(">")?;
            Shape::List(Box::new(item))
        }
        name => Shape::Named(name),
    })
}

fn read_enum<'a>(cursor: &mut Cursor<'_, 'a>, listing: &mut Listing<'a>) {
    let Some(name) = cursor.attempt(opened) else {
        return;
    };
    let values = cursor.items_until("}", &mut listing.unread, value);
    listing.enums.push(EnumList { name, values });
}

fn value<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Slice<'a>> {
    let wire = serialized_name(cursor)?;
    cursor
        .word()
        .filter(|constant| constant.text == wire.text)?;
    let more = cursor.take(",").is_some();
    let ended = cursor.peek().is_some_and(|token| token.is("}"));
    (more || ended).then_some(wire)
}
