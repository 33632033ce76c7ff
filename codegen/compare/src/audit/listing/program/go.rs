//! ```go
//! request := &PaintCardRequest{
//!     Depth:   wxpay_utility.Int64(3),
//!     Colour:  COLOUR_DARK.Ptr(),
//!     TagList: []string{
//!         "matt",
//!     },
//! }
//! ```

use super::{Setting, Step, Written};
use crate::audit::text::Slice;
use crate::audit::tokens::Cursor;

/// Reads all members of the request. Other tokens go into `unread`.
pub(crate) fn read<'a>(
    cursor: &mut Cursor<'_, 'a>,
    unread: &mut Vec<Slice<'a>>,
) -> Option<Vec<Setting<'a>>> {
    cursor.attempt(|cursor| {
        cursor.take("request : = &")?;
        cursor.word()?;
        cursor.take("{")
    })?;
    let mut settings = Vec::new();
    if members(cursor, &[], &mut settings).is_none() {
        unread.extend(cursor.peek().map(|token| token.slice));
    }
    Some(settings)
}

/// `Depth: …, Colour: …, }`
fn members<'a>(
    cursor: &mut Cursor<'_, 'a>,
    path: &[Step<'a>],
    settings: &mut Vec<Setting<'a>>,
) -> Option<()> {
    while cursor.take("}").is_none() {
        let name = cursor.word()?;
        cursor.take(":")?;
        written(cursor, &extend_path(path, Step::Field(name.text)), settings)?;
        cursor.take(",")?;
    }
    Some(())
}

/// `"matt", "dark", }`
fn items<'a>(
    cursor: &mut Cursor<'_, 'a>,
    path: &[Step<'a>],
    settings: &mut Vec<Setting<'a>>,
) -> Option<()> {
    for index in 0.. {
        if cursor.take("}").is_some() {
            break;
        }
        written(cursor, &extend_path(path, Step::Item(index)), settings)?;
        cursor.take(",")?;
    }
    Some(())
}

fn extend_path<'a>(path: &[Step<'a>], step: Step<'a>) -> Vec<Step<'a>> {
    path.iter().copied().chain([step]).collect()
}

fn written<'a>(
    cursor: &mut Cursor<'_, 'a>,
    path: &[Step<'a>],
    settings: &mut Vec<Setting<'a>>,
) -> Option<()> {
    let mut set = |value, slice| {
        let path = path.to_vec();
        settings.push(Setting { path, value, slice });
    };
    if let Some(text) = cursor.text() {
        set(Written::Text(text.text), text);
        return Some(());
    }
    if cursor.take("[ ]").is_some() {
        set(Written::Empty, cursor.word()?);
        cursor.take("{")?;
        return items(cursor, path, settings);
    }
    let is_object = cursor.take("&").is_some();
    let word = cursor.word()?;
    if cursor.take("{").is_some() {
        set(Written::Empty, word);
        return members(cursor, path, settings);
    }
    if is_object {
        return None;
    }
    match cursor.attempt(library_value) {
        Some((value, slice)) => set(value, slice),
        None => {
            let _ = cursor.take(". Ptr ( )");
            // For example `COLOUR_DARK_RED`.
            let (enum_name, value) = word.split_once('_')?;
            set(Written::Constant(enum_name.text, value.text), word);
        }
    }
    Some(())
}

/// `.String("matt")`, `.Int64(3)`, `.Bool(true)`, after the name of the library.
fn library_value<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Written<'a>, Slice<'a>)> {
    cursor.take(".")?;
    let (value, slice) = if cursor.take("String (").is_some() {
        let text = cursor.text()?;
        (Written::Text(text.text), text)
    } else {
        cursor.take("Int64 (").or_else(|| cursor.take("Bool ("))?;
        let word = cursor.word()?;
        (Written::Word(word.text), word)
    };
    cursor.take(")")?;
    Some((value, slice))
}
