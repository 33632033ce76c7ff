//! The resolved service, which later stages read.

use std::collections::BTreeSet;

use crate::model::{Direction, Service};
use crate::scope::{DefId, Object, Scope};
use crate::source::Span;
use crate::syntax::{Callback, Entries, Operation, Shape, Value};

/// The syntax tree of a service and the model made from it. It exists while the pages are in
/// memory.
pub(crate) struct Resolved<'a> {
    /// Whether no error was reported before the services were resolved.
    pub(crate) is_sound: bool,
    /// Whether every file and name of the spec could be read, so that no reference can be to a
    /// missing part.
    pub(crate) is_whole: bool,
    /// One per operation of the model, in the same order.
    pub(crate) pages: Vec<&'a Operation>,
    pub(crate) callbacks: &'a [Callback],
    /// The types that the service can name.
    pub(crate) scope: Scope<'a>,
    /// The types that are used, by direction.
    pub(crate) reached: BTreeSet<(DefId, Direction)>,
    pub(crate) model: Service,
}

impl<'a> Resolved<'a> {
    /// Everything that has fields: the requests, the headers that the runtime sets, and each struct
    /// in each direction in which it is used.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Object<'a>> {
        let pages = self.pages.iter().copied();
        let of_pages =
            pages.flat_map(|page| [Object::of_request(page), Object::of_runtime_headers(page)]);
        let reached = self.reached.iter();
        let of_types = reached.filter_map(|(id, direction)| self.scope.object(*id, *direction));
        of_pages.chain(of_types)
    }

    /// The places of the types of used services that it names, with the direction.
    pub(crate) fn of_used_services(&self) -> Vec<(Span, Direction)> {
        let definitions = self.reached.iter().map(|(id, direction)| {
            let definition = self.scope.get(*id);
            (definition, *direction)
        });
        let used = definitions.filter(|(definition, _)| definition.service.is_some());
        used.map(|(definition, direction)| (definition.name.span, direction))
            .collect()
    }

    /// The values of each enum that is used, and whether they are whole numbers.
    pub(crate) fn enums(&self) -> impl Iterator<Item = (&'a Entries<Value>, bool)> {
        let ids: BTreeSet<DefId> = self.reached.iter().map(|(id, _)| *id).collect();
        let enums = ids.into_iter();
        enums.filter_map(|id| match &self.scope.get(id).ty.shape {
            Shape::Enum {
                values,
                of_integers,
            } => Some((values, *of_integers)),
            Shape::Struct { .. } => None,
        })
    }
}
