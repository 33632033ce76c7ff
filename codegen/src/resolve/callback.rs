//! Resolves a callback: its events and their resources.

use super::copies::{notes, optional, statements, values};
use super::duplicates;
use super::enums::{UNKNOWN_VARIANT, unknown_variant};
use super::resolver::Resolver;
use super::rust_names::{Namespace, UsedNames, own_name, rust_name};
use crate::model::{Callback, Direction, Event, Service};
use crate::names;
use crate::syntax::{self, Shape, Text};

pub(super) fn resolve<'a>(
    page: &'a syntax::Callback,
    resolver: &mut Resolver<'a, '_>,
    service: &mut Service,
) {
    let name = own_name(&page.name, names::type_name, resolver.diagnostics);
    resolver.use_name(&[Namespace::Service], &name, page.name.span);
    let event_types = page
        .events
        .iter()
        .flat_map(|(wire, event)| std::iter::once(wire).chain(&event.also));
    duplicates::report(event_types, "event", resolver.diagnostics);
    service.callbacks.push(Callback {
        span: page.name.span,
        name,
        file: page.file.clone(),
        title: page.title.value.clone(),
        doc: page.doc.value.clone(),
        fingerprint: optional(page.fingerprint.as_ref()),
        page: optional(page.source.page.as_ref()).unwrap_or_else(|| page.title.value.clone()),
        updated: optional(page.source.updated.as_ref()).unwrap_or_default(),
        grade: page.source.grade,
        events: events(page, resolver),
        reply: statements(&page.reply),
        remarks: statements(&page.remarks),
        notes: notes(&page.notes),
    });
}

/// The events whose resource could be resolved.
fn events<'a>(page: &'a syntax::Callback, resolver: &mut Resolver<'a, '_>) -> Vec<Event> {
    let mut used = UsedNames::default();
    let mut resolved = Vec::new();
    for (wire, event) in &page.events {
        let given = event.rust_name.as_ref();
        let name = rust_name(wire, given, names::variant, resolver.diagnostics);
        let span = given.unwrap_or(wire).span;
        if name == UNKNOWN_VARIANT {
            resolver.diagnostics.push(unknown_variant(span));
        }
        used.insert(&[Namespace::Service], &name, span, resolver.diagnostics);
        let Some(resource) = resource(&event.resource, page, resolver) else {
            continue;
        };
        resolved.push(Event {
            span: wire.span,
            name,
            wire_name: wire.value.clone(),
            also: values(&event.also),
            title: optional(event.title.as_ref()),
            doc: optional(event.doc.as_ref()),
            original_type: optional(event.original_type.as_ref()),
            resource,
            remarks: statements(&event.remarks),
            notes: notes(&event.notes),
            fingerprint: optional(event.fingerprint.as_ref()),
        });
    }
    resolved
}

/// The Rust name of the resource's struct. A lint rule reports a resource that is an enum.
fn resource(
    name: &Text,
    page: &syntax::Callback,
    resolver: &mut Resolver<'_, '_>,
) -> Option<String> {
    let id = resolver.find(name, Direction::Response, Some(&page.file))?;
    if matches!(resolver.scope.get(id).ty.shape, Shape::Enum { .. }) {
        resolver.miss(Direction::Response, Some(&page.file));
        return None;
    }
    resolver.reach(id, Direction::Response);
    Some(resolver.type_name(id))
}
