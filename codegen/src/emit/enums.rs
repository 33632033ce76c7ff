//! Open enums: one list of names and values each.
//!
//! ```text
//! wechatpay_runtime::open_enum! {
//!     pub enum StockState {
//!         Auditing = "AUDITING",
//!         …
//! ```

use proc_macro2::Literal;

use super::aliases;
use super::docs::{self, Doc};
use super::{Item, List, Member, Name};
use crate::model::{Enum, Value};

/// An enum that a page lists.
pub(super) fn definition(model: &Enum) -> Item {
    let name = &model.name;
    let (of_macro, open) = if model.of_integers {
        ("wechatpay_runtime::open_number!", "OpenNumber")
    } else {
        ("wechatpay_runtime::open_enum!", "OpenEnum")
    };
    let variants = model.values.iter().map(|value| {
        let alias = aliases::of(value.title.as_deref(), &value.wire_name, &value.name);
        let wire = literal(&value.wire_name, model.of_integers);
        Member {
            doc: value_doc(value),
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
    Item::list(doc(model), Vec::new(), list)
}

/// What an open enum becomes beside its variants.
pub(super) fn names(name: &str, open: &str) -> Vec<Name> {
    let unknown = open.replace("Open", "Unknown").replace("Enum", "Value");
    vec![
        Name::new(name, ""),
        Name::new(format!("{name}::Unknown"), format!("{unknown}<Self>")),
        Name::new(format!("{name} as {open}"), ""),
    ]
}

/// The doc of an enum that a page lists.
fn doc(model: &Enum) -> Doc {
    Doc::new(docs::summary(model.title.as_deref(), model.doc.as_deref()))
        .list(model.notes.iter().map(docs::note))
}

/// The doc of a value that a page lists.
pub(super) fn value_doc(value: &Value) -> Doc {
    let summary = docs::summary(value.title.as_deref(), value.doc.as_deref());
    Doc::new(format!("{}: {summary}", docs::code(&value.wire_name)))
        .list(value.remarks.iter().map(|remark| docs::plain(&remark.doc)))
        .list(value.notes.iter().map(docs::note))
}

/// A number as people write it: `1_234_567`, and `1234`.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (n, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A value as it stands on the wire.
pub(super) fn literal(wire: &str, of_integers: bool) -> Literal {
    match wire.parse() {
        Ok(number) if of_integers => grouped(number)
            .parse()
            .unwrap_or_else(|_| Literal::i64_unsuffixed(number)),
        _ => Literal::string(wire),
    }
}
