//! ```java
//! PaintCardRequest request = new PaintCardRequest();
//! request.depth = 3L;
//! request.holeList = new ArrayList<>();
//! {
//!     Hole hole = new Hole();
//!     hole.radius = 3L;
//!     request.holeList.add(hole);
//! };
//! try {
//! ```

use super::{Setting, Step, Written};
use crate::audit::text::Slice;
use crate::audit::tokens::Cursor;

/// Reads all statements, from the declaration of the request to the `try` that sends it. Other
/// tokens go into `unread`.
pub(crate) fn read<'a>(
    cursor: &mut Cursor<'_, 'a>,
    unread: &mut Vec<Slice<'a>>,
) -> Option<Vec<Setting<'a>>> {
    let request = cursor.attempt(declaration);
    let request = request.filter(|variable| variable.name == "request")?;
    let mut open = vec![request];
    while cursor.peek().is_some_and(|token| !token.is("try")) {
        if cursor.take("{").is_some() || cursor.take("} ;").is_some() {
            continue;
        }
        if let Some(variable) = cursor.attempt(declaration) {
            open.push(variable);
        } else if cursor
            .attempt(|cursor| statement(cursor, &mut open))
            .is_none()
        {
            unread.extend(cursor.next().map(|token| token.slice));
        }
    }
    open.into_iter().next().map(|request| request.settings)
}

/// A variable that is being filled.
struct Variable<'a> {
    name: &'a str,
    /// The declaration.
    slice: Slice<'a>,
    settings: Vec<Setting<'a>>,
}

/// `Hole hole = new Hole();`
fn declaration<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Variable<'a>> {
    let class = cursor.word()?;
    let slice = cursor.word()?;
    cursor.take("= new")?;
    cursor.word().filter(|name| name.text == class.text)?;
    cursor.take("( ) ;")?;
    Some(Variable {
        name: slice.text,
        slice,
        settings: Vec::new(),
    })
}

/// `request.size.width = 3L;`, `request.tagList.add("matt");`, `request.holeList.add(hole);`
fn statement<'a>(cursor: &mut Cursor<'_, 'a>, open: &mut Vec<Variable<'a>>) -> Option<()> {
    let name = cursor.word()?.text;
    let index = open.iter().position(|variable| variable.name == name)?;
    let mut path = Vec::new();
    let new = loop {
        if cursor.take(". add (").is_some() {
            let items = open.get(index)?.settings.iter();
            path.push(Step::Item(
                items.filter(|setting| is_item(setting, &path)).count(),
            ));
            let new = added(cursor, &path, open)?;
            cursor.take(") ;")?;
            break new;
        }
        if cursor.take("=").is_some() {
            let (value, slice) = written(cursor)?;
            cursor.take(";")?;
            break vec![Setting { path, value, slice }];
        }
        cursor.take(".")?;
        path.push(Step::Field(cursor.word()?.text));
    };
    open.get_mut(index)?.settings.extend(new);
    Some(())
}

/// Reads a value, or a variable with all its assignments.
fn added<'a>(
    cursor: &mut Cursor<'_, 'a>,
    path: &[Step<'a>],
    open: &mut Vec<Variable<'a>>,
) -> Option<Vec<Setting<'a>>> {
    let set = |rest: &[Step<'a>], value, slice| {
        let path = [path, rest].concat();
        Setting { path, value, slice }
    };
    let ahead = cursor.peek()?;
    let Some(index) = open.iter().position(|variable| ahead.is(variable.name)) else {
        let (value, slice) = written(cursor)?;
        return Some(vec![set(&[], value, slice)]);
    };
    cursor.word()?;
    let Variable {
        slice, settings, ..
    } = open.remove(index);
    let own = settings.into_iter();
    let own = own.map(|setting| set(&setting.path, setting.value, setting.slice));
    Some(
        [set(&[], Written::Empty, slice)]
            .into_iter()
            .chain(own)
            .collect(),
    )
}

fn is_item(setting: &Setting<'_>, list: &[Step<'_>]) -> bool {
    let rest = setting.path.strip_prefix(list);
    rest.is_some_and(|rest| matches!(rest, [Step::Item(_)]))
}

fn written<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Written<'a>, Slice<'a>)> {
    if let Some(text) = cursor.text() {
        return Some((Written::Text(text.text), text));
    }
    let word = cursor.word()?;
    if word.text == "new" {
        cursor.word()?;
        let _ = cursor.take("< >");
        cursor.take("( )")?;
        return Some((Written::Empty, word));
    }
    if cursor.take(".").is_some() {
        let constant = cursor.word()?;
        return Some((Written::Constant(word.text, constant.text), constant));
    }
    let number = word.text.strip_suffix('L').unwrap_or(word.text);
    Some((Written::Word(number), word))
}
