//! Converts structs, fields, choices, rules and enums of the model to nodes.
//!
//! Every type is destructured by name, without `..`.

use super::{FactValue, Node, text};
use super::{note_lines, statement_lines, waiver_lines};
use crate::facts::kinds::{FactKind as F, Message, NodeKind};
use crate::facts::usage::TypeUsage;
use wechatpay_codegen::model::{
    Choice, Direction, Enum, Field, Limits, Place, Rule, Service, Struct, Value, Variant,
};

/// The node of a struct that is not the request of an operation.
pub(super) fn structure<'m>(
    structure: &'m Struct,
    direction: Direction,
    service: &'m Service,
    usage: &TypeUsage<'m>,
) -> Node<'m> {
    let (message, module) = match direction {
        Direction::Request => (Message::Request, "request"),
        Direction::Response => (Message::Response, "response"),
    };
    let (path, operations) = usage.of_struct(structure);
    let mut node = Node::new(NodeKind::Struct(message), &structure.name, &path);
    members(&mut node, structure, message, &path, service);
    node.operations.clone_from(&operations);
    for child in &mut node.children {
        child.operations.clone_from(&operations);
    }
    let item = format!("{}::{module}::{}", service.name, structure.name);
    node.rust = vec![item.clone()];
    if message == Message::Request {
        let builder = format!("{item}Builder");
        let build = format!("{builder}::build");
        node.rust
            .extend([format!("{item}::builder"), builder, build]);
    }
    node
}

/// Adds the facts and children of a struct to its node.
pub(super) fn members<'m>(
    node: &mut Node<'m>,
    structure: &'m Struct,
    message: Message,
    path: &str,
    service: &'m Service,
) {
    let Struct {
        span,
        name: _,
        wire_name,
        also_called,
        title,
        doc,
        fields,
        choices,
        rules,
        // Checks follow from presences, limits and rules, which are facts themselves.
        checks: _,
        grade,
        notes,
        file,
        // Types of other services are not walked here.
        service: _,
        // Only the generated code depends on it.
        is_duplicate: _,
        operation,
        form,
    } = structure;
    if operation.is_none() {
        node.span = Some(*span);
        node.add_text(F::RustName, &structure.name);
        node.add_text(F::PageName, wire_name);
        node.add_list(F::AlsoCalled, also_called.clone());
        node.add_optional(F::Title, title.as_deref());
        node.add_optional(F::Doc, doc.as_deref());
        node.add_optional(F::Evidence, grade.limited());
        node.add_list(F::Notes, note_lines(notes));
        let mut pages = service.operations.iter();
        let page = pages.find(|operation| Some(&operation.file) == file.as_ref());
        node.owner = page.map(|operation| operation.name.clone());
    }
    for inner in fields {
        let mut child = field(inner, message, field_path(path, inner, structure));
        child.rust = field_items(inner, structure, message, &service.name);
        if let Some(form) = form.as_ref().filter(|_| inner.place == Place::File) {
            child.add_list(F::FileTypes, text::file_types(form));
        }
        node.children.push(child);
    }
    let choices = choices
        .iter()
        .map(|inner| choice(inner, path, &service.name));
    node.children.extend(choices);
    let rules = (1..)
        .zip(rules)
        .map(|(number, inner)| rule(inner, number, message, path));
    node.children.extend(rules);
}

/// The path of a field of a struct: `….no`, and `….header.no` for a parameter if another field has
/// the plain path.
pub(crate) fn field_path(parent: &str, field: &Field, structure: &Struct) -> String {
    let name = &field.wire_name;
    match structure.field(name) {
        Some(named) if named.place != field.place => {
            format!("{parent}.{}.{name}", location_name(field.place))
        }
        _ => format!("{parent}.{name}"),
    }
}

/// The Rust items of a field: members of the struct, or variants of the choices that contain it.
fn field_items(field: &Field, structure: &Struct, message: Message, service: &str) -> Vec<String> {
    let struct_name = &structure.name;
    if structure.is_digest(field) {
        return Vec::new();
    }
    if message == Message::Response {
        return vec![format!(
            "{service}::response::{struct_name}::{}",
            field.name
        )];
    }
    if let Some(choice) = structure.choice_with(field) {
        let has_field = |variant: &&Variant| {
            let mut fields = variant.fields.iter();
            fields.any(|part| part.wire_name == field.wire_name)
        };
        let variants = choice.variants.iter().filter(has_field);
        let module = format!("{service}::request::{}", choice.name);
        return variants
            .map(|variant| format!("{module}::{}", variant.value.name))
            .collect();
    }
    let module = format!("{service}::request::{struct_name}");
    vec![
        format!("{module}::{}", field.name),
        format!("{module}Builder::{}", field.name),
    ]
}

pub(super) fn field(field: &Field, message: Message, path: String) -> Node<'_> {
    let Field {
        span,
        name,
        wire_name,
        place,
        ty,
        presence,
        grade,
        title,
        doc,
        fingerprint,
        sensitive,
        padding,
        format,
        unit,
        default,
        alphabet,
        limits: bounds,
        server,
        remarks,
        waived,
        from,
        notes,
    } = field;
    let mut node = Node::new(NodeKind::Field(message), wire_name, path);
    node.span = Some(*span);
    node.add_text(F::WireName, wire_name);
    node.add_text(F::RustName, name);
    node.add_text(F::Location, location_name(*place));
    node.add(F::Type, FactValue::Type(ty));
    node.add(F::Presence, FactValue::Presence(presence));
    node.add_optional(F::Evidence, grade.limited());
    node.add_optional(F::Title, title.as_deref());
    node.add_optional(F::Doc, doc.as_deref());
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node.add_optional(F::Sensitive, sensitive.as_deref());
    node.add_optional(F::Padding, padding.as_deref());
    node.add_optional(F::Format, format.as_deref());
    node.add_optional(F::Unit, unit.as_deref());
    node.add_optional(F::Default, default.as_deref());
    node.add_optional(F::Alphabet, alphabet.as_deref());
    limits(&mut node, bounds);
    node.add_list(F::Server, statement_lines(server));
    node.add_list(F::Remarks, statement_lines(remarks));
    node.add_list(F::Waived, waiver_lines(waived));
    node.add_list(F::From, from.iter().map(text::elsewhere).collect());
    node.add_list(F::Notes, note_lines(notes));
    node
}

fn location_name(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "body",
        Place::File => "form",
    }
}

fn limits(node: &mut Node<'_>, limits: &Limits) {
    let Limits {
        min,
        max,
        min_chars,
        max_chars,
        min_items,
        max_items,
        max_bytes,
    } = limits;
    let bounds = [
        (F::Min, min),
        (F::Max, max),
        (F::MinChars, min_chars),
        (F::MaxChars, max_chars),
        (F::MinItems, min_items),
        (F::MaxItems, max_items),
        (F::MaxBytes, max_bytes),
    ];
    for (kind, bound) in bounds {
        if let Some(bound) = bound {
            node.add(kind, FactValue::Number(*bound));
        }
    }
}

fn choice<'m>(choice: &'m Choice, path: &str, service: &str) -> Node<'m> {
    let Choice {
        span,
        name,
        discriminator,
        // These follow from the discriminator's enum and from the presences of the fields.
        of_integers: _,
        variants: _,
    } = choice;
    let path = format!("{path}.{discriminator}.selects");
    let mut node = Node::new(NodeKind::Choice, discriminator, path);
    node.span = Some(*span);
    node.rust = vec![format!("{service}::request::{name}")];
    node.add_text(F::RustName, name);
    node
}

fn rule<'m>(rule: &'m Rule, number: usize, message: Message, path: &str) -> Node<'m> {
    let Rule {
        span,
        id,
        doc,
        fingerprint,
        grade,
        kind,
    } = rule;
    let key = match id {
        Some(id) => id.clone(),
        None => {
            let text = text::rule(kind);
            let mut words: Vec<_> = text.split([' ', ',']).collect();
            words.sort_unstable();
            words.join(" ")
        }
    };
    let name = id.clone().unwrap_or_else(|| number.to_string());
    let path = format!("{path}.rules.{name}");
    let mut node = Node::new(NodeKind::Rule(message), key, path);
    node.span = Some(*span);
    node.add(F::Rule, FactValue::Rule(kind));
    node.add_optional(F::Doc, doc.as_deref());
    node.add_optional(F::Evidence, grade.limited());
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node
}

pub(super) fn enumeration<'m>(
    enumeration: &'m Enum,
    service: &'m Service,
    usage: &TypeUsage<'m>,
) -> Node<'m> {
    let Enum {
        span,
        name,
        wire_name,
        also_called,
        title,
        doc,
        of_integers,
        grade,
        values,
        notes,
        file,
        // Types of other services are not walked here.
        service: _,
        is_duplicate,
    } = enumeration;
    let (messages, operations) = usage.of_enum(enumeration);
    let service_name = &service.name;
    let item = format!("{service_name}::{name}");
    // The path of a duplicate contains the name of its own page.
    let mut pages = service.operations.iter();
    let page = pages.find(|page| *is_duplicate && file.as_ref() == Some(&page.file));
    let page = page.map_or_else(String::new, |page| format!("{}.", page.name));
    let path = format!("{service_name}.{page}{name}");
    let mut node = Node::new(NodeKind::Enum(messages), name, path);
    node.span = Some(*span);
    node.rust = vec![
        item.clone(),
        format!("{item}::Unknown"),
        format!("{item} as OpenEnum"),
        format!("{item} as OpenNumber"),
    ];
    node.add_text(F::RustName, name);
    node.add_text(F::PageName, wire_name);
    node.add_list(F::AlsoCalled, also_called.clone());
    node.add_optional(F::Title, title.as_deref());
    node.add_optional(F::Doc, doc.as_deref());
    node.add_flag(F::IntegerValues, *of_integers);
    node.add_optional(F::Evidence, grade.limited());
    node.add_list(F::Notes, note_lines(notes));
    node.operations.clone_from(&operations);
    for inner in values {
        let mut child = value(inner, NodeKind::Value(messages), &node.path);
        child.rust = vec![format!("{item}::{}", inner.name)];
        child.rust.extend(choice_variants(inner, service));
        child.operations.clone_from(&operations);
        node.children.push(child);
    }
    node
}

/// The variants of choices that were generated from an enum value.
fn choice_variants(value: &Value, service: &Service) -> Vec<String> {
    let choices = service.requests.iter().flat_map(|request| &request.choices);
    let variants = choices.flat_map(|choice| choice.variants.iter().map(move |v| (choice, v)));
    variants
        .filter(|(_, variant)| variant.value.span == value.span)
        .map(|(choice, variant)| {
            format!(
                "{}::request::{}::{}",
                service.name, choice.name, variant.value.name
            )
        })
        .collect()
}

fn value<'m>(value: &'m Value, kind: NodeKind, path: &str) -> Node<'m> {
    let Value {
        span,
        name,
        wire_name,
        grade,
        title,
        doc,
        fingerprint,
        remarks,
        waived,
        notes,
    } = value;
    let mut node = Node::new(kind, wire_name, format!("{path}.{wire_name}"));
    node.span = Some(*span);
    node.add_text(F::WireName, wire_name);
    node.add_text(F::RustName, name);
    node.add_optional(F::Title, title.as_deref());
    node.add_optional(F::Doc, doc.as_deref());
    node.add_optional(F::Evidence, grade.limited());
    node.add_optional(F::Fingerprint, fingerprint.as_deref());
    node.add_list(F::Remarks, statement_lines(remarks));
    node.add_list(F::Waived, waiver_lines(waived));
    node.add_list(F::Notes, note_lines(notes));
    node
}
