//! Callbacks: an open enum of events each, with their resources.
//!
//! ```text
//! wechatpay_runtime::callback_events! {
//!     pub enum CouponEvent {
//!         Sent(response::SentCoupon) = "COUPON.SEND" | "COUPON_SP.SEND",
//!         …
//! ```

use proc_macro2::Literal;

use super::docs::{self, Doc};
use super::{Item, List, Member, Name, aliases};
use crate::model::{Callback, Event};
use crate::wording;

pub(super) fn events(callback: &Callback) -> Item {
    let name = &callback.name;
    let variants = callback.events.iter().map(|event| {
        let resource = format!("response::{}", event.resource);
        let alias = aliases::attribute(event.title.as_deref(), &event.wire_name, &event.name);
        let wire = std::iter::once(&event.wire_name).chain(&event.also);
        let wire: Vec<_> = wire.map(|text| Literal::string(text).to_string()).collect();
        Member {
            doc: event_doc(event),
            attributes: alias.into_iter().collect(),
            text: format!("{}({resource}) = {}", event.name, wire.join(" | ")),
            names: vec![Name::new(format!("{name}::{}", event.name), resource)],
            members: Vec::new(),
        }
    });
    let list = List {
        of_macro: Some("wechatpay_runtime::callback_events!"),
        head: format!("pub enum {name}"),
        members: variants.collect(),
        names: vec![
            Name::new(name, ""),
            Name::new(format!("{name}::Unknown"), "UnknownEvent"),
        ],
    };
    Item::list(doc(callback), Vec::new(), list)
}

fn doc(callback: &Callback) -> Doc {
    let statements = callback.reply.iter().chain(&callback.remarks);
    Doc::new(format!(
        "{}: {}",
        docs::plain(&callback.title),
        docs::plain(&callback.doc)
    ))
    .text(&source(callback))
    .list(statements.map(|statement| docs::plain(&statement.doc)))
    .list(docs::notes(&callback.notes))
}

/// The page with its date, and how well it is known.
fn source(callback: &Callback) -> Vec<String> {
    let (page, updated) = (docs::plain(&callback.page), &callback.updated);
    let page = (!updated.is_empty()).then(|| format!("From the page {page} of {updated}."));
    let evidence = wording::evidence(callback.grade, updated);
    let feature = "Needs the feature `callbacks`.".to_owned();
    page.into_iter().chain(evidence).chain([feature]).collect()
}

fn event_doc(event: &Event) -> Doc {
    let title = event.title.as_deref();
    let title = title.map(|title| format!(" ({})", docs::plain(title)));
    let doc = event.doc.as_deref();
    let doc = doc.map_or("no description on the page.".to_owned(), docs::plain);
    let wire = docs::code(&event.wire_name);
    let original_type = event
        .original_type
        .as_deref()
        .map(|text| format!("The resource has the `original_type` {}.", docs::code(text)));
    Doc::new(format!("{wire}{}: {doc}", title.unwrap_or_default()))
        .list(original_type)
        .list(event.remarks.iter().map(|remark| docs::plain(&remark.doc)))
        .list(docs::notes(&event.notes))
}
