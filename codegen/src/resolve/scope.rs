//! Which type a name means, and which Rust names are taken.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::names::Problem;
use crate::source::Span;
use crate::syntax::{Entries, Text, Type, Types};

/// A type as some file defines it.
#[derive(Clone, Copy)]
pub(super) struct Definition<'a> {
    pub(super) name: &'a Text,
    pub(super) ty: &'a Type,
    /// The direction that it is confined to.
    direction: Option<Direction>,
    /// The file that it is local to; `None` for the service's own.
    file: Option<&'a str>,
}

/// All types that one service can name.
#[derive(Default)]
pub(super) struct Scope<'a> {
    definitions: Vec<Definition<'a>>,
}

/// Index into a scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DefId(usize);

impl<'a> Scope<'a> {
    /// Adds the types of a file; an operation's own types are seen by that operation alone.
    pub(super) fn add(&mut self, types: &'a Types, file: Option<&'a str>) {
        let groups: [(&'a Entries<Type>, Option<Direction>); 3] = [
            (&types.both, None),
            (&types.request, Some(Direction::Request)),
            (&types.response, Some(Direction::Response)),
        ];
        for (entries, direction) in groups {
            for (name, ty) in entries {
                self.definitions.push(Definition {
                    name,
                    ty,
                    direction,
                    file,
                });
            }
        }
    }

    pub(super) fn get(&self, id: DefId) -> Definition<'a> {
        self.definitions[id.0]
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = DefId> + use<> {
        (0..self.definitions.len()).map(DefId)
    }

    /// What a name means in a file and direction: the file's own type before the service's, one confined to the direction
    /// before one that holds for both.
    pub(super) fn find(
        &self,
        name: &str,
        direction: Direction,
        file: Option<&str>,
    ) -> Option<DefId> {
        let visible = |d: &Definition<'_>| {
            (d.file.is_none() || d.file == file)
                && d.direction.is_none_or(|confined| confined == direction)
        };
        let named = |d: &Definition<'_>| {
            d.name.value == name || d.ty.also_called.iter().any(|other| other.value == name)
        };
        let rank = |id: &DefId| {
            let d = self.get(*id);
            (d.file.is_none(), d.direction.is_none())
        };
        self.ids()
            .filter(|id| visible(&self.get(*id)) && named(&self.get(*id)))
            .min_by_key(rank)
    }

    /// The file whose types a definition sees.
    pub(super) fn file_of(&self, id: DefId) -> Option<&'a str> {
        self.get(id).file
    }

    /// The names that can be written in a file, for messages.
    pub(super) fn visible_names<'s>(
        &'s self,
        file: Option<&'s str>,
    ) -> impl Iterator<Item = &'a str> + Clone + use<'a, 's> {
        self.definitions
            .iter()
            .filter(move |d| d.file.is_none() || d.file == file)
            .map(|d| d.name.value.as_str())
    }
}

/// A Rust module, as far as collisions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Room {
    Service,
    Requests,
    Responses,
}

/// The Rust type names that are taken, and by what.
#[derive(Default)]
pub(super) struct Taken {
    names: BTreeMap<(Room, String), Span>,
}

impl Taken {
    /// Takes a name in some rooms, or reports who has it.
    pub(super) fn take(
        &mut self,
        rooms: &[Room],
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        let holder = rooms
            .iter()
            .find_map(|room| self.names.get(&(*room, name.to_owned())));
        if let Some(holder) = holder {
            diagnostics.push(collision(name, *holder, span));
            return;
        }
        for room in rooms {
            self.names.insert((*room, name.to_owned()), span);
        }
    }
}

/// Two things that would get one Rust name.
pub(super) fn collision(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NameCollision,
        format!("two things would be called `{name}` in Rust"),
        second,
    )
    .label("this one")
    .also(first, "and this one")
    .help("give one of them a `rust_name:`")
}

/// The Rust name of something: the one given by hand, else the one made from the wire's.
pub(super) fn rust_name(
    wire: &Text,
    given: Option<&Text>,
    make: fn(&str) -> Result<String, Problem>,
    diagnostics: &mut Diagnostics,
) -> String {
    const HELP: &str = "give it a `rust_name:` of ASCII letters, digits and `_`";
    match given {
        Some(given) => checked(
            given,
            crate::names::by_hand(&given.value, make),
            HELP,
            diagnostics,
        ),
        None => checked(wire, make(&wire.value), HELP, diagnostics),
    }
}

/// The Rust name of something that the spec itself names.
pub(super) fn own_name(
    name: &Text,
    make: fn(&str) -> Result<String, Problem>,
    diagnostics: &mut Diagnostics,
) -> String {
    const HELP: &str = "call it something else, in ASCII letters, digits and `_`";
    checked(name, make(&name.value), HELP, diagnostics)
}

fn checked(
    text: &Text,
    result: Result<String, Problem>,
    help: &str,
    diagnostics: &mut Diagnostics,
) -> String {
    result.unwrap_or_else(|problem| {
        diagnostics.push(
            Diagnostic::error(
                Code::BadName,
                format!("`{}` cannot be a Rust name", text.value),
                text.span,
            )
            .label(problem.explain())
            .help(help),
        );
        // Like nothing else, so that it collides with nothing.
        format!("invalid {:?}", text.span)
    })
}
