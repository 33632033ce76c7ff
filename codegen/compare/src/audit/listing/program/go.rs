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

/// Reads all members of the request; what is none goes into `unread`.
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
        written(cursor, &below(path, Step::Field(name.text)), settings)?;
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
        written(cursor, &below(path, Step::Item(index)), settings)?;
        cursor.take(",")?;
    }
    Some(())
}

fn below<'a>(path: &[Step<'a>], step: Step<'a>) -> Vec<Step<'a>> {
    path.iter().copied().chain([step]).collect()
}

fn written<'a>(
    cursor: &mut Cursor<'_, 'a>,
    path: &[Step<'a>],
    settings: &mut Vec<Setting<'a>>,
) -> Option<()> {
    let mut set = |value, place| {
        let path = path.to_vec();
        settings.push(Setting { path, value, place });
    };
    if let Some(text) = cursor.text() {
        set(Written::Text(text.text), text);
        return Some(());
    }
    if cursor.take("[ ]").is_some() {
        set(Written::Opened, cursor.word()?);
        cursor.take("{")?;
        return items(cursor, path, settings);
    }
    let is_object = cursor.take("&").is_some();
    let word = cursor.word()?;
    if cursor.take("{").is_some() {
        set(Written::Opened, word);
        return members(cursor, path, settings);
    }
    if is_object {
        return None;
    }
    match cursor.attempt(of_library) {
        Some((value, place)) => set(value, place),
        None => {
            let _ = cursor.take(". Ptr ( )");
            // As `COLOUR_DARK_RED`.
            let (of, value) = word.split_once('_')?;
            set(Written::Constant(of.text, value.text), word);
        }
    }
    Some(())
}

/// `.String("matt")`, `.Int64(3)`, `.Bool(true)`, after the name of the library.
fn of_library<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Written<'a>, Slice<'a>)> {
    cursor.take(".")?;
    let (value, place) = if cursor.take("String (").is_some() {
        let text = cursor.text()?;
        (Written::Text(text.text), text)
    } else {
        cursor.take("Int64 (").or_else(|| cursor.take("Bool ("))?;
        let word = cursor.word()?;
        (Written::Word(word.text), word)
    };
    cursor.take(")")?;
    Some((value, place))
}
