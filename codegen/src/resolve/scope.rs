//! Which type a name means, and which Rust names are taken.

use std::collections::{BTreeMap, HashMap};

use super::fields::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::names::Problem;
use crate::source::Span;
use crate::syntax::{Entries, Shape, Text, Type, TypeExpr, Types, Value};

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
    /// The definitions of each name, in their order.
    by_name: HashMap<&'a str, Vec<DefId>>,
}

/// Index into a scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
                let id = DefId(self.definitions.len());
                for name in std::iter::once(name).chain(&ty.also_called) {
                    self.by_name.entry(&name.value).or_default().push(id);
                }
                self.definitions.push(Definition {
                    name,
                    ty,
                    direction,
                    file,
                });
            }
        }
    }

    /// Types of one file and direction that could both be meant by one name.
    pub(super) fn report_twins(&self, diagnostics: &mut Diagnostics) {
        for (index, definition) in self.definitions.iter().enumerate() {
            for name in std::iter::once(definition.name).chain(&definition.ty.also_called) {
                let is_twin = |other: &&Definition<'_>| {
                    other.file == definition.file && other.direction == definition.direction
                };
                let named = self.by_name[name.value.as_str()].iter();
                let before = named
                    .filter(|id| id.0 < index)
                    .map(|id| &self.definitions[id.0]);
                let Some(first) = before.clone().find(is_twin) else {
                    continue;
                };
                let message = format!("`{}` could be either of two types", name.value);
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateDefinition, message, name.span)
                        .also(first.name.span, "the other one")
                        .help("a name of `also_called:` belongs to one type"),
                );
            }
        }
    }

    /// An answer has no choices, so that `selects` in it would mean nothing.
    pub(super) fn report_selecting_answers(&self, diagnostics: &mut Diagnostics) {
        let is_answer = |d: &&Definition<'_>| d.direction == Some(Direction::Response);
        for definition in self.definitions.iter().filter(is_answer) {
            let Shape::Struct { fields, .. } = &definition.ty.shape else {
                continue;
            };
            for name in fields
                .iter()
                .filter_map(|(_, field)| field.selects.as_ref())
            {
                let message = "a field of an answer selects nothing";
                diagnostics.push(
                    Diagnostic::error(Code::MisplacedKey, message, name.span)
                        .help("delete `selects:`: in answers every field may be there or not"),
                );
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
        let rank = |id: &DefId| {
            let d = self.get(*id);
            (d.file.is_none(), d.direction.is_none())
        };
        let named = self.by_name.get(name)?.iter().copied();
        named.filter(|id| visible(&self.get(*id))).min_by_key(rank)
    }

    /// The values of a type, if it names an enum.
    pub(super) fn values_of(
        &self,
        ty: &TypeExpr,
        context: &Context<'_>,
    ) -> Option<&'a Entries<Value>> {
        let TypeExpr::Named(name) = ty else {
            return None;
        };
        let id = self.find(name, context.direction, context.file)?;
        match &self.get(id).ty.shape {
            Shape::Enum { values, .. } => Some(values),
            Shape::Struct { .. } => None,
        }
    }

    /// The file whose types a definition sees.
    pub(super) fn file_of(&self, id: DefId) -> Option<&'a str> {
        self.get(id).file
    }

    /// Whether anybody defines a type of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The names that can be written in a file, for messages.
    pub(super) fn visible_names<'s>(
        &'s self,
        file: Option<&'s str>,
    ) -> impl Iterator<Item = &'a str> + Clone + use<'a, 's> {
        self.definitions
            .iter()
            .filter(move |d| d.file.is_none() || d.file == file)
            .flat_map(|d| std::iter::once(d.name).chain(&d.ty.also_called))
            .map(|name| name.value.as_str())
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
    /// Takes a name in some rooms, or reports who has it. Returns whether it was free.
    pub(super) fn take(
        &mut self,
        rooms: &[Room],
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let holder = rooms
            .iter()
            .find_map(|room| self.names.get(&(*room, name.to_owned())));
        if let Some(holder) = holder {
            diagnostics.push(collision(name, *holder, span));
            return false;
        }
        for room in rooms {
            self.names.insert((*room, name.to_owned()), span);
        }
        true
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
    let (text, result) = match given {
        Some(given) => (given, crate::names::by_hand(&given.value, make)),
        None => (wire, make(&wire.value)),
    };
    let bad = |problem| {
        let diagnostic = bad_name(text, problem);
        match make(&text.value) {
            Ok(right) if problem == Problem::OtherStyle => {
                diagnostic.fix(format!("write `{right}`"), text.span, right)
            }
            _ if given.is_some() => diagnostic.help(IN_ASCII),
            _ => diagnostic.help("give it a `rust_name:` of ASCII letters, digits and `_`"),
        }
    };
    or_invalid(text, result.map_err(bad), diagnostics)
}

/// The Rust name of something that the language names itself, and that no wire has.
pub(super) fn own_name(
    text: &Text,
    make: fn(&str) -> Result<String, Problem>,
    diagnostics: &mut Diagnostics,
) -> String {
    let bad = |problem| match problem {
        Problem::Device => {
            let meant = crate::names::beside_device(&text.value);
            let message = format!("write `{meant}`, for example");
            bad_name(text, problem).fix(message, text.span, meant)
        }
        _ => bad_name(text, problem).help(IN_ASCII),
    };
    or_invalid(text, make(&text.value).map_err(bad), diagnostics)
}

const IN_ASCII: &str = "choose another of ASCII letters, digits and `_`, as the page's listings do";

fn bad_name(text: &Text, problem: Problem) -> Diagnostic {
    let what = match problem {
        Problem::Device => "the name of a file on Windows",
        _ => "a Rust name",
    };
    let message = format!("`{}` cannot be {what}", text.value);
    Diagnostic::error(Code::BadName, message, text.span).label(problem.explain())
}

/// A name that nothing else has, once it is reported that there is no better one.
fn or_invalid(
    text: &Text,
    name: Result<String, Diagnostic>,
    diagnostics: &mut Diagnostics,
) -> String {
    name.unwrap_or_else(|diagnostic| {
        diagnostics.push(diagnostic);
        format!("invalid {:?}", text.span)
    })
}
