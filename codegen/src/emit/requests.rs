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

mod slot;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) use slot::Slot;

use super::docs::{self, Context, Doc};
use super::{
    Item, List, Member, Name, RustFile, aliases, checks, choices, enums_of, has_time, ident,
};
use crate::model::{Direction, Place, Service, Struct};

pub(super) fn request_rs(service: &Service) -> RustFile<'_> {
    let context = Context::of_structs(service, Direction::Request);
    let structs = service.requests.iter();
    let structs = structs.flat_map(move |model| items(model, service, &context));
    RustFile {
        path: format!("{}/request.rs", service.name),
        from: &service.folder,
        about: Doc::new(ABOUT),
        items: Box::new(imports(service).into_iter().chain(structs)),
    }
}

fn items(model: &Struct, service: &Service, context: &Context<'_>) -> Vec<Item> {
    let slots = Slot::all(model);
    let mut items = vec![definition(model, &slots, context)];
    items.extend(serialize(model));
    items.extend(super::debug(model, slots.iter().map(|slot| slot.field)));
    let choices = model.choices.iter();
    items.extend(choices.map(|choice| choices::definition(choice, model, context)));
    items.extend(checks::items(model, service));
    items
}

const ABOUT: &str = "Request types: a builder sets each field by name, and a missing required field \
                     does not compile.";

fn imports(service: &Service) -> Option<Item> {
    let structs = &service.requests;
    let fields = || structs.iter().flat_map(|model| &model.fields);
    let slots: Vec<_> = structs.iter().flat_map(Slot::all).collect();
    let parts = structs.iter().flat_map(choices::part_fields);
    // A discriminator's own enum is not named here: its choice stands in for it.
    let plain = slots.iter().filter(|slot| slot.choice.is_none());
    let plain = plain.map(|slot| slot.field).chain(parts);
    let enums = enums_of(plain.map(|field| &field.ty));
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
    let has_choices = structs.iter().any(|model| !model.choices.is_empty());
    let serialize = has_choices.then(|| {
        quote!(
            use serde::{Serialize, Serializer};
        )
    });
    let time = has_time(fields().map(|field| &field.ty));
    let time = time.then(|| {
        quote!(
            use wechatpay_runtime::Timestamp;
        )
    });
    let object = has_choices.then(|| {
        quote!(
            use wechatpay_runtime::__private::body::Object;
        )
    });
    let checks = structs.iter().any(|model| model.checks.any);
    let checks = checks.then(|| {
        quote!(
            use wechatpay_runtime::__private::check;
        )
    });
    let imports = quote!(#enums #serialize #time #object #checks);
    (!imports.is_empty()).then(|| Item::tokens(imports))
}

fn definition(model: &Struct, slots: &[Slot<'_>], context: &Context<'_>) -> Item {
    let name = &model.name;
    let doc = match &model.operation {
        Some(operation) => Doc::new(format!(
            "Request of [`{operation}()`](super::{operation}()), built with [`builder()`](Self::builder())."
        )),
        None => Doc::new(docs::type_summary(
            name,
            &model.wire_name,
            model.title.as_deref(),
            model.doc.as_deref(),
            context,
        )),
    };
    let derived = if slots.iter().any(Slot::is_required) {
        "PartialEq, Eq, Hash"
    } else {
        "Default, PartialEq, Eq, Hash"
    };
    let list = List {
        of_macro: Some(if model.choices.is_empty() {
            "wechatpay_runtime::request!"
        } else {
            "wechatpay_runtime::request_without_json!"
        }),
        head: format!("pub struct {name} / {name}Builder"),
        members: slots
            .iter()
            .map(|slot| member(slot, model, context))
            .collect(),
        names: vec![
            Name::new(name, ""),
            Name::new(format!("{name}::builder"), "()"),
            Name::new(format!("{name}Builder"), ""),
            Name::new(format!("{name}Builder::build"), "()"),
        ],
    };
    let attributes = vec![super::derive(model, derived)];
    Item::list(docs::checks(doc, model), attributes, list)
}

/// `stock_id in path: String`
fn member(slot: &Slot<'_>, structure: &Struct, context: &Context<'_>) -> Member {
    let field = slot.field;
    let (name, of) = (&field.name, &structure.name);
    let mut text = name.clone();
    match field.place {
        Place::Path => text.push_str(" in path"),
        Place::Query => text.push_str(" in query"),
        Place::Header => text.push_str(" in header"),
        Place::Body if *name != field.wire_name => {
            text.push_str(" as ");
            text.push_str(&Literal::string(&field.wire_name).to_string());
        }
        Place::Body => {}
    }
    let (mark, ty) = if slot.is_required() {
        ("", slot.ty())
    } else {
        ("?", super::optional(&slot.ty()))
    };
    let (taken, argument) = slot.argument();
    Member {
        doc: docs::request_field(field, structure, context),
        attributes: aliases::field_attribute(field).into_iter().collect(),
        text: format!("{text}{mark}: {taken}"),
        members: Vec::new(),
        names: vec![
            Name {
                is_demanded: slot.is_required(),
                ..Name::new(format!("{of}::{name}"), ty)
            },
            Name::new(format!("{of}Builder::{name}"), format!("({argument})")),
        ],
    }
}

/// How a struct with choices writes its fields.
fn serialize(model: &Struct) -> Option<Item> {
    if model.choices.is_empty() {
        return None;
    }
    let name = ident(&model.name);
    let entries: Vec<TokenStream> = choices::entries(model);
    let mutable = (!entries.is_empty()).then(|| quote!(mut));
    Some(Item::tokens(quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let #mutable object = Object::new(serializer)?;
                #(#entries)*
                object.end()
            }
        }
    }))
}
