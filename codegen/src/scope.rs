//! Name resolution for types: the types that a service can use, by file and direction.

mod object;
mod paths;

use std::collections::{HashMap, HashSet};

use crate::model::{Direction, Grade};
use crate::syntax::{Entries, Operation, Service, Shape, Text, Type, TypeExpr, Types, Value};

pub(crate) use object::{Conditions, Decides, Object, Subject};
pub(crate) use paths::{Lookup, PathCondition, closest_path, look_up_path, path_conditions};

/// A type as some file defines it.
#[derive(Clone, Copy)]
pub(crate) struct Definition<'a> {
    pub(crate) name: &'a Text,
    pub(crate) ty: &'a Type,
    /// The only direction of the type; `None` if it is for both.
    pub(crate) direction: Option<Direction>,
    /// The operation file that defines the type; `None` for the service file.
    pub(crate) file: Option<&'a str>,
    /// The name of the used service that defines the type; `None` for the service itself.
    pub(crate) service: Option<&'a str>,
    /// How well the page of that file is known.
    grades: Grades,
}

/// A service file whose types another service uses.
#[derive(Clone, Debug)]
pub(crate) struct Used<'a> {
    pub(crate) service: &'a Service,
    /// The service files whose types its own types may name.
    pub(crate) uses: Vec<&'a str>,
}

/// How well a page is known, by direction.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Grades {
    pub(crate) request: Grade,
    pub(crate) response: Grade,
}

impl Grades {
    /// The same grade in both directions.
    pub(crate) fn of(grade: Grade) -> Self {
        Self {
            request: grade,
            response: grade,
        }
    }

    /// Those of an operation's page.
    pub(crate) fn of_page(page: &Operation) -> Self {
        let request = page.source.grade;
        Self {
            request,
            response: page.response.grade.unwrap_or(request),
        }
    }

    /// The grade in one direction.
    pub(crate) fn in_direction(self, direction: Direction) -> Grade {
        match direction {
            Direction::Request => self.request,
            Direction::Response => self.response,
        }
    }
}

/// All types that one service can name.
#[derive(Default)]
pub(crate) struct Scope<'a> {
    definitions: Vec<Definition<'a>>,
    /// The definitions of each name in each file, in their order.
    by_name: HashMap<(&'a str, Option<&'a str>), Vec<DefId>>,
    /// Every name, in whatever file.
    names: HashSet<&'a str>,
    /// The used service files, in order. A type of such a file sees only those that it uses itself.
    used: Vec<&'a str>,
    used_by: HashMap<&'a str, Vec<&'a str>>,
}

/// Index into a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DefId(usize);

impl<'a> Scope<'a> {
    /// Adds the types of an operation file, which only that operation sees. `None` adds the types
    /// of the service file.
    pub(crate) fn add(&mut self, types: &'a Types, file: Option<&'a str>, grades: Grades) {
        self.add_of(None, types, file, grades);
    }

    /// Adds the types of a used service.
    pub(crate) fn add_used(&mut self, used: &Used<'a>) {
        let Service {
            name, file, types, ..
        } = used.service;
        self.used.push(file);
        self.used_by.insert(file, used.uses.clone());
        self.add_of(Some(&name.value), types, Some(file), Grades::default());
    }

    fn add_of(
        &mut self,
        service: Option<&'a str>,
        types: &'a Types,
        file: Option<&'a str>,
        grades: Grades,
    ) {
        let groups = [
            (&types.both, None),
            (&types.request, Some(Direction::Request)),
            (&types.response, Some(Direction::Response)),
        ];
        for (entries, direction) in groups {
            for (name, ty) in entries {
                let definition = Definition {
                    name,
                    ty,
                    direction,
                    file,
                    service,
                    grades,
                };
                let id = DefId(self.definitions.len());
                for name in definition.names() {
                    let key = (name.value.as_str(), file);
                    self.by_name.entry(key).or_default().push(id);
                    self.names.insert(&name.value);
                }
                self.definitions.push(definition);
            }
        }
    }

    pub(crate) fn get(&self, id: DefId) -> Definition<'a> {
        self.definitions[id.0]
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = DefId> + use<> {
        (0..self.definitions.len()).map(DefId)
    }

    pub(crate) fn definitions(&self) -> impl Iterator<Item = Definition<'a>> {
        self.definitions.iter().copied()
    }

    /// The type that a name means in a file and direction. A type of the file wins over a type of
    /// the service, a type of the service over a type of a used service, and a type for one direction
    /// over a type for both.
    pub(crate) fn find(
        &self,
        name: &str,
        direction: Direction,
        file: Option<&str>,
    ) -> Option<DefId> {
        let best = |file: Option<&str>| {
            let named = self.by_name.get(&(name, file))?.iter().copied();
            let visible = named.filter(|id| self.get(*id).is_visible_in(direction));
            visible.min_by_key(|id| self.get(*id).direction.is_none())
        };
        let used = |files: &[&'a str]| files.iter().find_map(|file| best(Some(file)));
        let own = file.and_then(|file| best(Some(file)));
        match file.and_then(|file| self.used_by.get(file)) {
            Some(uses) => own.or_else(|| used(uses)),
            None => own.or_else(|| best(None)).or_else(|| used(&self.used)),
        }
    }

    /// The files of the services whose operations a file can name. `own` is the service file.
    pub(crate) fn visible_services(&self, own: &'a str, file: Option<&str>) -> Vec<&'a str> {
        let used = file.and_then(|file| self.used_by.get_key_value(file));
        let (own, uses) = used.map_or((own, &self.used), |(used, uses)| (*used, uses));
        std::iter::once(own).chain(uses.iter().copied()).collect()
    }

    /// The named type of a field. A list has none, even if its items have one.
    pub(crate) fn type_of(&self, ty: &TypeExpr, object: &Object<'_>) -> Option<DefId> {
        match ty {
            TypeExpr::Named(name) => self.find(name, object.direction, object.file),
            _ => None,
        }
    }

    /// The values of a field's type, if it is an enum.
    pub(crate) fn values_of(
        &self,
        ty: &TypeExpr,
        object: &Object<'_>,
    ) -> Option<&'a Entries<Value>> {
        match &self.get(self.type_of(ty, object)?).ty.shape {
            Shape::Enum { values, .. } => Some(values),
            Shape::Struct { .. } => None,
        }
    }

    /// The object that a definition describes, if it is a struct.
    pub(crate) fn object(&self, id: DefId, direction: Direction) -> Option<Object<'a>> {
        Object::of_type(self.get(id), direction)
    }

    /// Whether any file defines a type of this name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The names that can be written in a file, for messages.
    pub(crate) fn visible_names<'s>(
        &'s self,
        file: Option<&'s str>,
    ) -> impl Iterator<Item = &'a str> + Clone + use<'a, 's> {
        self.definitions
            .iter()
            .filter(move |d| d.file.is_none() || d.file == file || d.service.is_some())
            .flat_map(|d| d.names())
            .map(|name| name.value.as_str())
    }
}

impl<'a> Definition<'a> {
    /// The name, and those that other pages give to the same type.
    pub(crate) fn names(self) -> impl Iterator<Item = &'a Text> + Clone {
        std::iter::once(self.name).chain(&self.ty.also_called)
    }

    /// How well the page is known that describes the type: its own grade, or else that of its file.
    pub(crate) fn grade(self, direction: Direction) -> Grade {
        let of_file = self.grades.in_direction(direction);
        self.ty.grade.unwrap_or(of_file)
    }

    /// Whether the type is visible in a direction.
    pub(crate) fn is_visible_in(self, direction: Direction) -> bool {
        self.direction.is_none_or(|only| only == direction)
    }
}
