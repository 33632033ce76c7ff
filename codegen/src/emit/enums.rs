//! Open enums: one list of names and values each.
//!
//! ```text
//! wechatpay_runtime::open_enum! {
//!     pub enum StockState {
//!         Auditing = "AUDITING",
//!         …
//! ```

use proc_macro2::Literal;

use super::docs::{self, Context, Doc};
use super::{Item, List, Member, Name, aliases};
use crate::model::{Enum, Grade, Value};
use crate::wording::{self, grouped};

/// An enum that a page lists.
pub(super) fn definition(enumeration: &Enum, context: &Context<'_>) -> Item {
    let name = &enumeration.name;
    let (of_macro, open) = if enumeration.of_integers {
        ("wechatpay_runtime::open_number!", "OpenNumber")
    } else {
        ("wechatpay_runtime::open_enum!", "OpenEnum")
    };
    let variants = enumeration.values.iter().map(|value| {
        let alias = aliases::attribute(value.title.as_deref(), &value.wire_name, &value.name);
        let wire = literal(&value.wire_name, enumeration.of_integers);
        Member {
            doc: value_doc(value, enumeration.grade),
            attributes: alias.into_iter().collect(),
            text: format!("{} = {wire}", value.name),
            members: Vec::new(),
            names: vec![Name::new(format!("{name}::{}", value.name), "")],
        }
    });
    let list = List {
        of_macro: Some(of_macro),
        head: format!("pub enum {name}"),
        members: variants.collect(),
        names: names(name, open),
    };
    Item::list(doc(enumeration, context), Vec::new(), list)
}

/// The public items of an open enum, without its variants.
pub(super) fn names(name: &str, open: &str) -> Vec<Name> {
    let unknown = open.replace("Open", "Unknown").replace("Enum", "Value");
    vec![
        Name::new(name, ""),
        Name::new(format!("{name}::Unknown"), format!("{unknown}<Self>")),
        Name::new(format!("{name} as {open}"), ""),
    ]
}

/// The doc of an enum that a page lists.
fn doc(enumeration: &Enum, context: &Context<'_>) -> Doc {
    let (title, about) = (enumeration.title.as_deref(), enumeration.doc.as_deref());
    Doc::new(docs::type_summary(
        &enumeration.name,
        &enumeration.wire_name,
        title,
        about,
        context,
    ))
    .text(&docs::evidence(enumeration.grade))
    .list(docs::notes(&enumeration.notes))
}

/// The doc of a value that a page lists.
///
/// `grade` is that of the enum.
pub(super) fn value_doc(value: &Value, grade: Grade) -> Doc {
    let title = value.title.as_deref();
    let title = title.map(|title| format!(" ({})", docs::plain(title)));
    let doc = value.doc.as_deref();
    let doc = doc.map_or("no description on the page.".to_owned(), docs::plain);
    let name = docs::code(&value.wire_name);
    let evidence: Vec<_> = wording::evidence_of_part(value.grade, grade)
        .into_iter()
        .collect();
    Doc::new(format!("{name}{}: {doc}", title.unwrap_or_default()))
        .text(&evidence)
        .list(value.remarks.iter().map(|remark| docs::plain(&remark.doc)))
        .list(docs::notes(&value.notes))
}

/// A value as on the wire.
pub(super) fn literal(wire: &str, of_integers: bool) -> Literal {
    match wire.parse() {
        Ok(number) if of_integers => grouped(number)
            .parse()
            .unwrap_or_else(|_| Literal::i64_unsuffixed(number)),
        _ => Literal::string(wire),
    }
}
