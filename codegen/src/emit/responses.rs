//! `response.rs`: tolerant structs, read only.
//!
//! ```text
//! #[derive(…, Deserialize)]
//! pub struct ModifyBudgetResponse { pub max_coupons: Option<i64>, … }
//! ```

use proc_macro2::Literal;
use quote::quote;

use super::docs::{self, Context, Doc};
use super::{Item, List, Member, Name, RustFile, aliases, enums_of, rust_type};
use crate::model::{Direction, Field, Service, Struct, Type};

pub(super) fn response_rs(service: &Service) -> RustFile<'_> {
    let printed = service.own_structs(Direction::Response);
    let printed = printed.filter(|structure| !structure.is_duplicate);
    let context = Context::of_structs(service, Direction::Response);
    let structs = printed.flat_map(move |structure| {
        let debug = super::debug(structure, structure.fields.iter());
        [Some(definition(structure, &context)), debug]
    });
    RustFile {
        path: format!("{}/response.rs", service.name),
        from: &service.folder,
        about: Doc::new(ABOUT),
        items: Box::new(imports(service).into_iter().chain(structs.flatten())),
    }
}

const ABOUT: &str =
    "Response types: every field is optional, also where the page documents it as always present.";

fn imports(service: &Service) -> Option<Item> {
    let own = service.own_structs(Direction::Response);
    let fields = own.clone().flat_map(|structure| &structure.fields);
    let types = fields.map(|field| &field.ty);
    let runtime = super::runtime_types(types.clone());
    let enums = enums_of(types);
    let enums = (!enums.is_empty()).then(|| quote!(use super::{#(#enums),*};));
    let used = super::used_structs(service, Direction::Response);
    let deserialize = own.clone().next().is_some().then(|| {
        quote!(
            use serde::Deserialize;
        )
    });
    let imports = quote!(#used #enums #deserialize #runtime);
    (!imports.is_empty()).then(|| Item::tokens(imports))
}

fn definition(structure: &Struct, context: &Context<'_>) -> Item {
    let name = &structure.name;
    let (title, about) = (structure.title.as_deref(), structure.doc.as_deref());
    let doc = Doc::new(docs::type_summary(
        name,
        &structure.wire_name,
        title,
        about,
        context,
    ))
    .text(&docs::evidence(structure.grade))
    .list(structure.rules.iter().map(docs::rule))
    .list(docs::notes(&structure.notes));
    let fields = structure.fields.iter().map(|field| {
        let ty = super::optional(&rust_type(&field.ty));
        Member {
            doc: docs::response_field(field, structure, context),
            attributes: aliases::field_attribute(field)
                .into_iter()
                .chain(reading(field))
                .collect(),
            text: format!("pub {}: {ty}", field.name),
            members: Vec::new(),
            names: vec![Name::new(format!("{name}::{}", field.name), ty)],
        }
    });
    let attributes = vec![
        super::derive(structure, "Default, PartialEq, Eq, Hash, Deserialize"),
        "#[non_exhaustive]".to_owned(),
    ];
    let list = List {
        of_macro: Some("wechatpay_runtime::response!"),
        head: format!("pub struct {name}"),
        members: fields.collect(),
        names: vec![Name::new(name, "")],
    };
    Item::list(doc, attributes, list)
}

/// Attributes for serde: the name on the wire, and that a list may contain `null`.
fn reading(field: &Field) -> Option<String> {
    let wire = &field.wire_name;
    let rename = (field.name != *wire).then(|| format!("rename = {}", Literal::string(wire)));
    let with = match &field.ty {
        Type::Array(inner) if matches!(**inner, Type::Array(_)) => Some("list_of_lists"),
        Type::Array(_) => Some("list"),
        _ => None,
    };
    let with = with.map(|with| {
        format!("default, deserialize_with = \"wechatpay_runtime::__private::response::{with}\"")
    });
    let told: Vec<_> = rename.into_iter().chain(with).collect();
    (!told.is_empty()).then(|| format!("#[serde({})]", told.join(", ")))
}
