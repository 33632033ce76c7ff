//! Resolves enums, including enums that several pages define under one name.

use super::copies::{notes, optional, statements, values as texts, waivers};
use super::resolver::Resolver;
use super::rust_names::{Namespace, UsedNames, rust_name};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Direction, Enum, Grade, Service, Value};
use crate::named_list::NamedList;
use crate::names;
use crate::scope::DefId;
use crate::source::Span;
use crate::syntax::{self, Entries};

impl Resolver<'_, '_> {
    pub(super) fn enumeration(
        &mut self,
        id: DefId,
        values: &Entries<syntax::Value>,
        of_integers: bool,
        direction: Direction,
    ) -> Enum {
        let definition = self.scope.get(id);
        let grade = definition.grade(direction);
        Enum {
            span: definition.name.span,
            name: self.type_name(id),
            wire_name: definition.name.value.clone(),
            also_called: texts(&definition.ty.also_called),
            title: optional(definition.ty.title.as_ref()),
            doc: optional(definition.ty.doc.as_ref()),
            of_integers,
            grade,
            values: self.enum_values(values, grade),
            notes: notes(&definition.ty.notes),
            file: definition.file.map(str::to_owned),
            service: self.service_of(id),
            is_duplicate: false,
        }
    }

    /// The values of an enum with a grade.
    pub(super) fn enum_values(
        &mut self,
        values: &Entries<syntax::Value>,
        grade: Grade,
    ) -> NamedList<Value> {
        let mut used = UsedNames::default();
        let mut resolved = Vec::new();
        for (wire, value) in values {
            let given = value.rust_name.as_ref();
            let name = rust_name(wire, given, names::variant, self.diagnostics);
            let span = given.unwrap_or(wire).span;
            if name == UNKNOWN_VARIANT {
                self.diagnostics.push(unknown_variant(span));
            }
            used.insert(&[Namespace::Service], &name, span, self.diagnostics);
            resolved.push(Value {
                span: wire.span,
                name,
                wire_name: wire.value.clone(),
                grade: value.grade.unwrap_or(grade),
                title: optional(value.title.as_ref()),
                doc: optional(value.doc.as_ref()),
                remarks: statements(&value.remarks),
                waived: waivers(&value.waived),
                notes: notes(&value.notes),
                fingerprint: optional(value.fingerprint.as_ref()),
            });
        }
        resolved.into()
    }

    /// Adds an enum. Several pages may define it with different descriptions, but the same values.
    pub(super) fn add_enum(
        &mut self,
        id: DefId,
        mut model: Enum,
        direction: Direction,
        service: &mut Service,
    ) {
        match service.enumeration(&model.name) {
            Some(first) if first.service != model.service => self.use_type_name(id, direction),
            Some(first) => {
                model.is_duplicate = true;
                let definition = self.scope.get(id);
                let given = definition.ty.rust_name.as_ref();
                let found = differing(first, &model, given.unwrap_or(definition.name).span);
                self.diagnostics.extend(found);
            }
            None => self.use_type_name(id, direction),
        }
        service.enums.push(model);
    }
}

/// The diagnostic for two different enums of one name: their values, or the Rust names of their
/// values, differ. The order does not matter.
fn differing(first: &Enum, second: &Enum, span: Span) -> Option<Diagnostic> {
    let lacks = |model: &Enum, value: &Value| {
        let known = model.values.find(&value.wire_name);
        known.is_none_or(|known| known.name != value.name)
    };
    let only_first = first.values.iter().filter(|value| lacks(second, value));
    let only_second = second.values.iter().filter(|value| lacks(first, value));
    let differing: Vec<_> = only_first.chain(only_second).collect();
    if differing.is_empty() && first.of_integers == second.of_integers {
        return None;
    }
    let message = format!("same Rust name `{}` for two different enums", second.name);
    let diagnostic = Diagnostic::error(Code::NAME_COLLISION, message, span)
        .label("one enum")
        .also(first.span, "the other enum");
    let diagnostic = match differing.first() {
        Some(value) => {
            diagnostic.also(value.span, "only one of them has this value with this name")
        }
        None => diagnostic,
    };
    Some(
        diagnostic
            .help("define the enum once, below `types:` of `service.yaml`, if both are the same")
            .help("give one of them a `rust_name:` if they are not"),
    )
}

/// The diagnostic for a value with the name of the variant that every enum has.
pub(super) fn unknown_variant(span: Span) -> Diagnostic {
    let message = format!("variant `{UNKNOWN_VARIANT}`, which every enum has for unknown values");
    Diagnostic::error(Code::NAME_COLLISION, message, span)
        .help("give this value another `rust_name:`")
}

/// The variant of an enum for unknown values.
pub(super) const UNKNOWN_VARIANT: &str = "Unknown";
