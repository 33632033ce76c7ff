//! From the model to the tree: structs, fields, choices, rules, enums. Every type is taken apart by name, without `..`.

use super::{Node, Said, words};
use super::{notes, statements, waivers};
use crate::facts::kinds::{FactKind as F, Side, What};
use crate::facts::reach::Reach;
use wechatpay_codegen::model::{
    Choice, Direction, Enum, Field, Limits, Place, Rule, Service, Struct, Value, Variant,
    VariantField,
};

/// A struct that is not an operation's own request.
pub(super) fn structure<'m>(
    model: &'m Struct,
    direction: Direction,
    of: &'m Service,
    reach: &Reach<'m>,
) -> Node<'m> {
    let (side, module) = match direction {
        Direction::Request => (Side::Request, "request"),
        Direction::Response => (Side::Response, "response"),
    };
    let (path, operations) = reach.structure(model);
    let mut node = Node::new(What::Struct(side), &model.name, &path);
    members(&mut node, model, side, &path, of);
    node.operations.clone_from(&operations);
    for child in &mut node.children {
        child.operations.clone_from(&operations);
    }
    let item = format!("{}::{module}::{}", of.name, model.name);
    node.rust = vec![item.clone()];
    if side == Side::Request {
        let builder = format!("{item}Builder");
        let build = format!("{builder}::build");
        node.rust
            .extend([format!("{item}::builder"), builder, build]);
    }
    node
}

/// What a struct says, added to the node that stands for it.
pub(super) fn members<'m>(
    node: &mut Node<'m>,
    model: &'m Struct,
    side: Side,
    path: &str,
    of: &'m Service,
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
        // They follow from presences, limits and rules, which tell of them.
        checks: _,
        notes: beside,
        file,
        // What is printed once for two says nothing about either.
        is_duplicate: _,
        operation,
    } = model;
    if operation.is_none() {
        node.span = Some(*span);
        node.say_text(F::RustName, &model.name);
        node.say_text(F::PageName, wire_name);
        node.say_list(F::AlsoCalled, also_called.clone());
        node.say_if(F::Title, title.as_deref());
        node.say_if(F::Doc, doc.as_deref());
        node.say_list(F::Notes, notes(beside));
        let mut pages = of.operations.iter();
        let page = pages.find(|operation| Some(&operation.file) == file.as_ref());
        node.owner = page.map(|operation| operation.name.clone());
    }
    for inner in fields {
        let mut child = field(inner, side, format!("{path}.{}", inner.wire_name));
        child.rust = field_items(inner, model, side, &of.name);
        node.children.push(child);
    }
    node.children
        .extend(choices.iter().map(|inner| choice(inner, path, &of.name)));
    let rules = (1..)
        .zip(rules)
        .map(|(number, inner)| rule(inner, number, side, path));
    node.children.extend(rules);
}

/// The Rust items of a field: members of the struct, or variants of the choices that it is part of.
fn field_items(field: &Field, of: &Struct, side: Side, service: &str) -> Vec<String> {
    let struct_name = &of.name;
    if side == Side::Response {
        return vec![format!(
            "{service}::response::{struct_name}::{}",
            field.name
        )];
    }
    let mut variants = Vec::new();
    for Choice {
        name,
        variants: all,
        ..
    } in &of.choices
    {
        for Variant { value, fields } in all {
            let is_it =
                |VariantField {
                     wire_name,
                     required: _,
                 }: &VariantField| { *wire_name == field.wire_name };
            if fields.iter().any(is_it) {
                variants.push(format!("{service}::request::{name}::{}", value.name));
            }
        }
    }
    if variants.is_empty() {
        let module = format!("{service}::request::{struct_name}");
        variants = vec![
            format!("{module}::{}", field.name),
            format!("{module}Builder::{}", field.name),
        ];
    }
    variants
}

pub(super) fn field(model: &Field, side: Side, path: String) -> Node<'_> {
    let Field {
        span,
        name,
        wire_name,
        place,
        ty,
        presence,
        title,
        doc,
        fingerprint,
        sensitive,
        format,
        unit,
        default,
        alphabet,
        limits: bounds,
        server,
        remarks,
        waived,
        from,
        notes: beside,
    } = model;
    let mut node = Node::new(What::Field(side), wire_name, path);
    node.span = Some(*span);
    node.say_text(F::WireName, wire_name);
    node.say_text(F::RustName, name);
    node.say_text(F::Place, place_name(*place));
    node.say(F::Type, Said::Type(ty));
    node.say(F::Presence, Said::Presence(presence));
    node.say_if(F::Title, title.as_deref());
    node.say_if(F::Doc, doc.as_deref());
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node.say_if(F::Sensitive, sensitive.as_deref());
    node.say_if(F::Format, format.as_deref());
    node.say_if(F::Unit, unit.as_deref());
    node.say_if(F::Default, default.as_deref());
    node.say_if(F::Alphabet, alphabet.as_deref());
    limits(&mut node, bounds);
    node.say_list(F::Server, statements(server));
    node.say_list(F::Remarks, statements(remarks));
    node.say_list(F::Waived, waivers(waived));
    node.say_list(F::From, from.iter().map(words::elsewhere).collect());
    node.say_list(F::Notes, notes(beside));
    node
}

fn place_name(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "body",
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
    } = limits;
    let all = [
        (F::Min, min),
        (F::Max, max),
        (F::MinChars, min_chars),
        (F::MaxChars, max_chars),
        (F::MinItems, min_items),
        (F::MaxItems, max_items),
    ];
    for (kind, bound) in all {
        if let Some(bound) = bound {
            node.say(kind, Said::Number(*bound));
        }
    }
}

fn choice<'m>(model: &'m Choice, path: &str, service: &str) -> Node<'m> {
    let Choice {
        span,
        name,
        discriminator,
        // Those of the discriminator's enum, and of the presences of the fields, which tell of them.
        of_integers: _,
        variants: _,
        is_checked: _,
        is_subject: _,
    } = model;
    let path = format!("{path}.{discriminator}.selects");
    let mut node = Node::new(What::Choice, discriminator, path);
    node.span = Some(*span);
    node.rust = vec![format!("{service}::request::{name}")];
    node.say_text(F::RustName, name);
    node
}

fn rule<'m>(model: &'m Rule, number: usize, side: Side, path: &str) -> Node<'m> {
    let Rule {
        span,
        id,
        doc,
        fingerprint,
        kind,
    } = model;
    let key = match id {
        Some(id) => id.clone(),
        None => {
            let words = words::rule(kind);
            let mut words: Vec<_> = words.split([' ', ',']).collect();
            words.sort_unstable();
            words.join(" ")
        }
    };
    let shown = id.clone().unwrap_or_else(|| number.to_string());
    let mut node = Node::new(What::Rule(side), key, format!("{path}.rules.{shown}"));
    node.span = Some(*span);
    node.say(F::Asks, Said::Rule(kind));
    node.say_if(F::Doc, doc.as_deref());
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node
}

pub(super) fn enumeration<'m>(model: &'m Enum, of: &'m Service, reach: &Reach<'m>) -> Node<'m> {
    let Enum {
        span,
        name,
        wire_name,
        also_called,
        title,
        doc,
        of_integers,
        values,
        notes: beside,
        file,
        is_duplicate,
    } = model;
    let (sides, operations) = reach.enumeration(model);
    let service = &of.name;
    let item = format!("{service}::{name}");
    // One that is printed for another page has the path of its own page.
    let mut pages = of.operations.iter();
    let page = pages.find(|page| *is_duplicate && file.as_ref() == Some(&page.file));
    let page = page.map_or_else(String::new, |page| format!("{}.", page.name));
    let mut node = Node::new(What::Enum(sides), name, format!("{service}.{page}{name}"));
    node.span = Some(*span);
    node.rust = vec![
        item.clone(),
        format!("{item}::Unknown"),
        format!("{item} as OpenEnum"),
        format!("{item} as OpenNumber"),
    ];
    node.say_text(F::RustName, name);
    node.say_text(F::PageName, wire_name);
    node.say_list(F::AlsoCalled, also_called.clone());
    node.say_if(F::Title, title.as_deref());
    node.say_if(F::Doc, doc.as_deref());
    node.say_flag(F::OfIntegers, *of_integers);
    node.say_list(F::Notes, notes(beside));
    node.operations.clone_from(&operations);
    for inner in values {
        let mut child = value(inner, What::Value(sides), &node.path);
        child.rust = vec![format!("{item}::{}", inner.name)];
        child.rust.extend(choice_variants(inner, of));
        child.operations.clone_from(&operations);
        node.children.push(child);
    }
    node
}

/// The variants of choices that were made from a value of an enum.
fn choice_variants(value: &Value, of: &Service) -> Vec<String> {
    let choices = of.requests.iter().flat_map(|model| &model.choices);
    let variants = choices.flat_map(|choice| choice.variants.iter().map(move |v| (choice, v)));
    variants
        .filter(|(_, variant)| variant.value.span == value.span)
        .map(|(choice, variant)| {
            format!(
                "{}::request::{}::{}",
                of.name, choice.name, variant.value.name
            )
        })
        .collect()
}

fn value<'m>(model: &'m Value, what: What, path: &str) -> Node<'m> {
    let Value {
        span,
        name,
        wire_name,
        title,
        doc,
        fingerprint,
        remarks,
        waived,
        notes: beside,
    } = model;
    let mut node = Node::new(what, wire_name, format!("{path}.{wire_name}"));
    node.span = Some(*span);
    node.say_text(F::WireName, wire_name);
    node.say_text(F::RustName, name);
    node.say_if(F::Title, title.as_deref());
    node.say_if(F::Doc, doc.as_deref());
    node.say_if(F::Fingerprint, fingerprint.as_deref());
    node.say_list(F::Remarks, statements(remarks));
    node.say_list(F::Waived, waivers(waived));
    node.say_list(F::Notes, notes(beside));
    node
}
