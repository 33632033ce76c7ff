//! The fields of one object, and the conditions that refer to them.

use super::Definition;
use crate::model::{Direction, Grade, Place};
use crate::syntax::{Condition, Entries, Field, Operation, Presence, Rule, RuleKind, Shape, Text};

/// The fields of one JSON object as a file defines them. For a request, they include the
/// parameters.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    pub(crate) direction: Direction,
    /// The operation file whose types it sees in addition to those of the service.
    pub(crate) file: Option<&'a str>,
    /// Whether it is the root of a request, so that `$.name` is one of its fields.
    pub(crate) is_request: bool,
    /// How well the page is known that describes it.
    pub(crate) grade: Grade,
    pub(crate) rules: &'a [Rule],
    /// The field of the body that has the name of the file of a form.
    file_name: Option<&'a str>,
    /// The fields of each of [`PLACES`].
    groups: [Option<&'a Entries<Field>>; 5],
}

const PLACES: [Place; 5] = [
    Place::Path,
    Place::Query,
    Place::Header,
    Place::Body,
    Place::File,
];

/// The subject of a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject<'t> {
    /// The field with this name in the same object.
    Sibling(&'t str),
    /// The field at this path in the message.
    Path(&'t str),
    /// Something that is not in the message.
    Outside,
}

/// Conditions that must all be true, and what they decide.
#[derive(Clone, Copy)]
pub(crate) struct Conditions<'a> {
    pub(crate) decides: Decides,
    /// The field about which they decide.
    pub(crate) field: &'a Text,
    pub(crate) all: &'a [Condition],
}

/// What conditions decide about a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decides {
    /// Whether the field is present.
    Presence,
    /// Which values the field may have.
    Values,
}

impl<'a> Object<'a> {
    /// The request of a page: its parameters and the fields of its body.
    pub(crate) fn of_request(page: &'a Operation) -> Self {
        let parameters = &page.parameters;
        Self {
            direction: Direction::Request,
            file: Some(&page.file),
            is_request: true,
            grade: page.source.grade,
            rules: &page.rules,
            file_name: page.form.as_ref().map(|form| form.file_name.value.as_str()),
            groups: [
                Some(&parameters.path),
                Some(&parameters.query),
                Some(&parameters.header),
                page.body.as_ref(),
                page.form.as_ref().map(|form| &form.file),
            ],
        }
    }

    /// The headers of a page that the runtime sets.
    pub(crate) fn of_runtime_headers(page: &'a Operation) -> Self {
        let headers = &page.parameters.runtime_header;
        Self {
            rules: &[],
            groups: [None, None, Some(headers), None, None],
            ..Self::of_request(page)
        }
    }

    /// What a named type describes, if it is a struct.
    pub(super) fn of_type(definition: Definition<'a>, direction: Direction) -> Option<Self> {
        match &definition.ty.shape {
            Shape::Struct { fields, rules } => Some(Self {
                direction,
                file: definition.file,
                is_request: false,
                grade: definition.grade(direction),
                rules,
                file_name: None,
                groups: [None, None, None, Some(fields), None],
            }),
            Shape::Enum { .. } => None,
        }
    }

    /// The fields, in order, with the place in which each is sent.
    pub(crate) fn fields(
        &self,
    ) -> impl Iterator<Item = (Place, &'a Text, &'a Field)> + Clone + use<'a> {
        let groups = PLACES.into_iter().zip(self.groups);
        let groups = groups.filter_map(|(place, group)| Some((place, group?)));
        groups
            .flat_map(|(place, group)| group.iter().map(move |(wire, field)| (place, wire, field)))
    }

    /// The fields that are sent in one place.
    pub(crate) fn fields_in(
        &self,
        place: Place,
    ) -> impl Iterator<Item = (&'a Text, &'a Field)> + Clone + use<'a> {
        let fields = self.fields().filter(move |(known, ..)| *known == place);
        fields.map(|(_, wire, field)| (wire, field))
    }

    /// A field that is sent in one place, by its name.
    pub(crate) fn field_in(&self, place: Place, name: &str) -> Option<(&'a Text, &'a Field)> {
        let mut groups = PLACES.into_iter().zip(self.groups);
        let (_, group) = groups.find(|(known, _)| *known == place)?;
        let (wire, field) = group?.find(name)?;
        Some((wire, field))
    }

    /// Whether no request can be sent without a field, even if no page says so: a value of the path,
    /// the file of a form, or its name.
    pub(crate) fn is_needed(&self, place: Place, name: &str) -> bool {
        match place {
            Place::Path | Place::File => true,
            Place::Body => self.file_name == Some(name),
            Place::Query | Place::Header => false,
        }
    }

    /// A field by its name. If a field of the body and a parameter have this name, it is the field
    /// of the body.
    pub(crate) fn field(&self, name: &str) -> Option<(&'a Text, &'a Field)> {
        if let Some(field) = self.field_in(Place::Body, name) {
            return Some(field);
        }
        let mut groups = self.groups.iter().flatten();
        let (wire, field) = groups.find_map(|group| group.find(name))?;
        Some((wire, field))
    }

    /// The idempotency key of a request: a field of the body, or else a parameter.
    pub(crate) fn idempotency_key(&self, name: &str) -> Option<(Place, &'a Text, &'a Field)> {
        let places = [Place::Body, Place::Header, Place::Path, Place::Query];
        places.into_iter().find_map(|place| {
            let (wire, field) = self.field_in(place, name)?;
            Some((place, wire, field))
        })
    }

    /// What a condition with this subject is about.
    pub(crate) fn subject<'t>(&self, subject: &'t Text) -> Subject<'t> {
        let name = subject.value.as_str();
        if name.starts_with("outside ") {
            return Subject::Outside;
        }
        match name.strip_prefix("$.") {
            // At the root of a request, this is a field of the same object.
            Some(path) if self.is_request && !path.contains('.') => Subject::Sibling(path),
            Some(path) => Subject::Path(path),
            None => Subject::Sibling(name),
        }
    }

    /// The field of the same object that is the subject of a condition, if it is one.
    pub(crate) fn sibling(&self, subject: &Text) -> Option<(&'a Text, &'a Field)> {
        match self.subject(subject) {
            Subject::Sibling(name) => self.field(name),
            Subject::Path(_) | Subject::Outside => None,
        }
    }

    /// The conditions of its fields' presence and of its rules.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = Conditions<'a>> + use<'a> {
        let of_fields = self.fields().flat_map(|(_, wire, field)| {
            let lists = match &field.presence.value {
                Presence::Conditional(conditional) => conditional.lists(),
                _ => [&[] as &[Condition]; 3],
            };
            lists.map(|all| Conditions {
                decides: Decides::Presence,
                field: wire,
                all,
            })
        });
        let of_rules = self.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Allowed { when, field, .. } => Some(Conditions {
                decides: Decides::Values,
                field,
                all: when,
            }),
            _ => None,
        });
        of_fields.chain(of_rules)
    }
}
