//! `request.rs`: strict structs, which `request!` gives a builder and JSON.
//!
//! ```text
//! wechatpay_runtime::request! {
//!     #[derive(Clone, Debug, PartialEq, Eq, Hash)]
//!     pub struct ModifyBudgetRequest / ModifyBudgetRequestBuilder {
//!         stock_id in path: String,
//!
//!         target_max_coupons?: i64,
//!         …
//! ```

mod builder_field;

use proc_macro2::Literal;
use quote::quote;

pub(super) use builder_field::BuilderField;

use super::docs::{self, Context, Doc};
use super::{Item, List, Member, Name, RustFile, aliases, checks, choices, enums_of, ident};
use crate::model::{Direction, Place, Service, Struct};

pub(super) fn request_rs(service: &Service) -> RustFile<'_> {
    let context = Context::of_structs(service, Direction::Request);
    let structs = service.own_structs(Direction::Request);
    let structs = structs.flat_map(move |structure| items(structure, service, &context));
    RustFile {
        path: format!("{}/request.rs", service.name),
        from: &service.folder,
        about: Doc::new(ABOUT),
        items: Box::new(imports(service).into_iter().chain(structs)),
    }
}

fn items(structure: &Struct, service: &Service, context: &Context<'_>) -> Vec<Item> {
    let builder_fields = BuilderField::all(structure);
    let mut items = vec![definition(structure, &builder_fields, context)];
    items.extend(write_body(structure));
    items.extend(super::debug(
        structure,
        builder_fields
            .iter()
            .map(|builder_field| builder_field.field),
    ));
    let choices = structure.choices.iter();
    items.extend(choices.flat_map(|choice| {
        let definition = choices::definition(choice, structure, context);
        std::iter::once(definition).chain(choices::debug(choice, structure))
    }));
    items.extend(checks::items(structure, service));
    items
}

const ABOUT: &str = "Request types: a builder sets each field by name, and a missing required field \
                     does not compile.";

fn imports(service: &Service) -> Option<Item> {
    let structs = service.own_structs(Direction::Request);
    let fields = || structs.clone().flat_map(|structure| &structure.fields);
    let builder_fields: Vec<_> = structs.clone().flat_map(BuilderField::all).collect();
    let parts = structs.clone().flat_map(choices::part_fields);
    // The enum of a discriminator is not named here, because its choice replaces it.
    let plain = builder_fields
        .iter()
        .filter(|builder_field| builder_field.choice.is_none());
    let plain = plain.map(|builder_field| builder_field.field).chain(parts);
    let enums = enums_of(plain.map(|field| &field.ty));
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
    let has_choices = structs
        .clone()
        .any(|structure| !structure.choices.is_empty());
    let serializer = has_choices.then(|| {
        quote!(
            use serde::Serializer;
        )
    });
    let runtime = super::runtime_types(fields().map(|field| &field.ty));
    let object = has_choices.then(|| {
        quote!(
            use wechatpay_runtime::__private::body::Object;
        )
    });
    let used = super::used_structs(service, Direction::Request);
    let checks = structs.clone().any(|structure| structure.checks.any_strict);
    let checks = checks.then(|| {
        quote!(
            use wechatpay_runtime::__private::check;
        )
    });
    let imports = quote!(#used #enums #serializer #runtime #object #checks);
    (!imports.is_empty()).then(|| Item::tokens(imports))
}

fn definition(
    structure: &Struct,
    builder_fields: &[BuilderField<'_>],
    context: &Context<'_>,
) -> Item {
    let name = &structure.name;
    let doc = match &structure.operation {
        Some(operation) => Doc::new(format!(
            "Request of [`{operation}()`](super::{operation}()), built with [`builder()`](Self::builder())."
        )),
        None => Doc::new(docs::type_summary(
            name,
            &structure.wire_name,
            structure.title.as_deref(),
            structure.doc.as_deref(),
            context,
        ))
        .text(&docs::evidence(structure.grade)),
    };
    let derived = if builder_fields.iter().any(BuilderField::is_required) {
        "PartialEq, Eq, Hash"
    } else {
        "Default, PartialEq, Eq, Hash"
    };
    let list = List {
        of_macro: Some(if structure.choices.is_empty() {
            "wechatpay_runtime::request!"
        } else {
            "wechatpay_runtime::request_with_choices!"
        }),
        head: format!("pub struct {name} / {name}Builder"),
        members: builder_fields
            .iter()
            .map(|builder_field| member(builder_field, structure, context))
            .collect(),
        names: vec![
            Name::new(name, ""),
            Name::new(format!("{name}::builder"), "()"),
            Name::new(format!("{name}Builder"), ""),
            Name::new(format!("{name}Builder::build"), "()"),
        ],
    };
    let attributes = vec![super::derive(structure, derived)];
    Item::list(docs::checks(doc, structure), attributes, list)
}

/// `stock_id in path: String`
fn member(builder_field: &BuilderField<'_>, structure: &Struct, context: &Context<'_>) -> Member {
    let field = builder_field.field;
    let (name, of) = (&field.name, &structure.name);
    let mut text = name.clone();
    match field.place {
        Place::Path => text.push_str(" in path"),
        Place::Query => text.push_str(" in query"),
        Place::Header => text.push_str(" in header"),
        Place::Body if builder_field.choice.is_some() => text.push_str(" in choice"),
        Place::Body => {}
        Place::File => text.push_str(" in file"),
    }
    // A stored request has a parameter with the name of another field under its Rust name.
    let is_parameter = !matches!(field.place, Place::Body | Place::File);
    let is_shadowed = is_parameter && structure.fields.find_all(&field.wire_name).count() > 1;
    if *name != field.wire_name && builder_field.choice.is_none() && !is_shadowed {
        text.push_str(" as ");
        text.push_str(&Literal::string(&field.wire_name).to_string());
    }
    let (mark, ty) = if builder_field.is_required() {
        ("", builder_field.ty())
    } else {
        ("?", super::optional(&builder_field.ty()))
    };
    let (taken, argument) = builder_field.argument();
    Member {
        doc: docs::request_field(field, structure, context),
        attributes: aliases::field_attribute(field).into_iter().collect(),
        text: format!("{text}{mark}: {taken}"),
        members: Vec::new(),
        names: vec![
            Name {
                is_demanded: builder_field.is_required(),
                ..Name::new(format!("{of}::{name}"), ty)
            },
            Name::new(format!("{of}Builder::{name}"), format!("({argument})")),
        ],
    }
}

/// How a struct with choices writes its fields.
fn write_body(structure: &Struct) -> Option<Item> {
    if structure.choices.is_empty() {
        return None;
    }
    let name = ident(&structure.name);
    let entries = choices::entries(structure);
    Some(Item::tokens(quote! {
        impl wechatpay_runtime::__private::body::WriteBody for #name {
            fn write_body<S: Serializer>(&self, object: &mut Object<S>) -> Result<(), S::Error> {
                #(#entries)*
                Ok(())
            }
        }
    }))
}
