//! A callback, as one page describes it.

use super::{Grade, Note, Statement};
use crate::source::Span;

/// A page about events that WeChat Pay sends, which becomes one enum.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The place in the spec.
    pub span: Span,
    /// The Rust name of the enum.
    pub name: String,
    /// The spec file.
    pub file: String,
    /// The page's title.
    pub title: String,
    /// What the events are about.
    pub doc: String,
    /// The fingerprint of the page's sentence.
    pub fingerprint: Option<String>,
    /// The page's title in its source line. Without a page, the title of the callback.
    pub page: String,
    /// The page's date, `YYYY-MM-DD`. Empty if no page is known.
    pub updated: String,
    /// How well the page is known.
    pub grade: Grade,
    /// The events, in the order of the page.
    pub events: Vec<Event>,
    /// What the page says about the reply.
    pub reply: Vec<Statement>,
    /// What else the page says.
    pub remarks: Vec<Statement>,
    /// Places where the page is cut off, silent or contradictory.
    pub notes: Vec<Note>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The place in the spec.
    pub span: Span,
    /// The variant.
    pub name: String,
    /// The type of the event on the wire.
    pub wire_name: String,
    /// Other texts of the same event on the wire.
    pub also: Vec<String>,
    /// The page's label.
    pub title: Option<String>,
    /// What happened.
    pub doc: Option<String>,
    /// `original_type` of the resource, if it is known.
    pub original_type: Option<String>,
    /// Name of the struct of the decrypted resource in `responses`.
    pub resource: String,
    /// What else the page says.
    pub remarks: Vec<Statement>,
    /// Places where the page is silent or contradictory.
    pub notes: Vec<Note>,
    /// The fingerprint of the page's sentence.
    pub fingerprint: Option<String>,
}
