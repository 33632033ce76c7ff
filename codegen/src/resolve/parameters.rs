//! What travels beside the body: in the path, the query and headers.

use std::collections::HashMap;

use super::fields::{Context, placed_fields};
use super::service::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Place, Type};
use crate::named_list::NamedList;
use crate::source::Span;
use crate::syntax::{self, Entries, Parameters, Text};

/// Headers that the runtime, or HTTP itself, sets on every request.
const OF_THE_RUNTIME: [&str; 10] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "wechatpay-serial",
];

/// Headers have names that HTTP and the runtime leave to callers, each once.
pub(super) fn check(page: &syntax::Operation, resolver: &mut Resolver<'_, '_>) {
    let parameters = &page.parameters;
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (name, _) in parameters.runtime_header.iter().chain(&parameters.header) {
        let lower = name.value.to_ascii_lowercase();
        let first = *seen.entry(lower).or_insert(name.span);
        if first != name.span {
            let message = format!("`{}` is the same header again", name.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::DuplicateDefinition, message, name.span)
                    .also(first, "first here")
                    .help("upper and lower case make no difference in a header's name: delete one of the two"),
            );
        }
        report_no_header(name, resolver);
    }
    for (name, _) in &parameters.header {
        if OF_THE_RUNTIME.contains(&name.value.to_ascii_lowercase().as_str()) {
            let message = format!("no caller sets the header `{}`", name.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::BadHeader, message, name.span)
                    .label("the runtime does, or HTTP itself")
                    .help("write `set_by: runtime` below it, so that it is documented and not asked for"),
            );
        }
    }
}

fn report_no_header(name: &Text, resolver: &mut Resolver<'_, '_>) {
    let good = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !name.value.chars().all(good) {
        let message = format!("`{}` cannot be a header's name", name.value);
        resolver.diagnostics.push(
            Diagnostic::error(Code::BadHeader, message, name.span)
                .help("HTTP has ASCII letters, digits and `-` there"),
        );
    }
}

/// The headers that no caller sets.
pub(super) fn of_the_runtime(
    page: &syntax::Operation,
    resolver: &mut Resolver<'_, '_>,
) -> NamedList<Field> {
    let headers = [(Place::Header, &page.parameters.runtime_header)];
    placed_fields(&headers, &Context::of_request(page), resolver)
}

/// Types and presences that can travel where they stand.
pub(super) fn check_types(
    fields: &[Field],
    parameters: &Parameters,
    resolver: &mut Resolver<'_, '_>,
) {
    for (place, group, help) in [
        (
            Place::Query,
            &parameters.query,
            "a query holds scalars, and lists of scalars",
        ),
        (
            Place::Header,
            &parameters.header,
            "a header holds one scalar",
        ),
    ] {
        for field in fields.iter().filter(|field| field.place == place) {
            if !travels(place, &field.ty) {
                let message = format!("`{}` cannot travel outside the body", field.wire_name);
                let span = type_span(&field.wire_name, group).unwrap_or(field.span);
                let diagnostic = Diagnostic::error(Code::TypeMisfit, message, span);
                resolver.diagnostics.push(diagnostic.help(help));
            }
        }
    }
    check_path_values(fields, &parameters.path, resolver);
}

fn travels(place: Place, ty: &Type) -> bool {
    match ty {
        Type::Array(inner) => place == Place::Query && travels(Place::Header, inner),
        Type::Struct(_) => false,
        _ => true,
    }
}

fn type_span(wire_name: &str, group: &Entries<syntax::Field>) -> Option<Span> {
    let (_, field) = group.iter().find(|(wire, _)| wire.value == wire_name)?;
    Some(field.ty.span)
}

/// A path value is a text, and always there.
fn check_path_values(
    fields: &[Field],
    parameters: &Entries<syntax::Field>,
    resolver: &mut Resolver<'_, '_>,
) {
    for (wire, parameter) in parameters {
        let mut values = fields.iter().filter(|field| field.place == Place::Path);
        let field = values.find(|field| field.wire_name == wire.value);
        let is_unread = matches!(parameter.ty.value, syntax::TypeExpr::Unread);
        if field.is_some_and(|field| field.ty != Type::String) && !is_unread {
            let message = format!("the path parameter `{}` is a string", wire.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::TypeMisfit, message, parameter.ty.span)
                    .help("write `type: string` or `string(N)`; a path has no other type"),
            );
        }
        if !matches!(parameter.presence.value, syntax::Presence::Required) {
            let message = format!("the path parameter `{}` cannot be left out", wire.value);
            resolver.diagnostics.push(
                Diagnostic::error(Code::PresenceConflict, message, parameter.presence.span)
                    .help("write `presence: required`, and a note if the page says otherwise"),
            );
        }
    }
}
