//! Reads a map of the spec language key by key.

use std::collections::HashMap;

use super::Reader;
use super::node::{Entry, Node};
use super::outline::{self, Key, Outline};
use crate::diagnostic::{Code, Diagnostic, closest, key_for_foreign_name, renamed};
use crate::source::{Span, Spanned};
use crate::syntax::{Entries, Text};

/// A map from which readers remove one key after the other. The keys that are left at the end are
/// unknown.
pub(super) struct Map<'a> {
    pub(super) reader: &'a Reader<'a>,
    what: &'static str,
    span: Span,
    entries: Vec<Entry>,
    known: Vec<&'static str>,
    /// The known keys that the map has, each with its first byte.
    read: Vec<(&'static str, usize)>,
    /// The place of the value that names the described item, if there is one.
    name: Option<Span>,
    /// The keys that the reader requested from the probe.
    probed: Option<Vec<Key>>,
}

/// Turns the value of a key into something, or reports why it cannot.
pub(super) type Parse<'a, T> = fn(&'a Reader<'a>, Entry) -> Option<T>;

impl<'a> Map<'a> {
    /// Opens the top level of a file, or an item of a list.
    pub(super) fn open(
        reader: &'a Reader<'a>,
        node: Spanned<Node>,
        what: &'static str,
    ) -> Option<Self> {
        match node.value {
            Node::Map(entries) => {
                let span = entries.first().map_or(node.span, |(key, _)| key.span);
                Some(Self::new(reader, entries, what, span))
            }
            Node::Probe => {
                let mut map = Self::new(reader, Vec::new(), what, node.span);
                map.probed = Some(Vec::new());
                Some(map)
            }
            other => {
                let message = format!(
                    "wrong shape of {what}: {} instead of a map of keys",
                    other.kind()
                );
                let help = match other {
                    Node::List(_) => "write `key: value` lines, without dashes and brackets",
                    _ => "write `key: value` lines below it",
                };
                let diagnostic = Diagnostic::error(Code::WRONG_SHAPE, message, node.span);
                let null = reader.null_word(&other, node.span).map(in_quotes);
                reader.report(
                    null.into_iter()
                        .fold(diagnostic.help(help), Diagnostic::help),
                );
                None
            }
        }
    }

    /// Opens the value of a key. Diagnostics about the whole map point at that key.
    pub(super) fn open_entry(
        reader: &'a Reader<'a>,
        entry: Entry,
        what: &'static str,
    ) -> Option<Self> {
        let key = entry.key.span;
        let mut map = Self::open(reader, entry.value, what)?;
        map.span = key;
        Some(map)
    }

    fn new(
        reader: &'a Reader<'a>,
        entries: Vec<(Text, Spanned<Node>)>,
        what: &'static str,
        span: Span,
    ) -> Self {
        let entries = unique(reader, entries);
        Self {
            reader,
            what,
            span,
            entries,
            known: Vec::new(),
            read: Vec::new(),
            name: None,
            probed: None,
        }
    }

    /// The place of the map.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Sets the place of the name of the described item, if the name is not the key of the map.
    pub(super) fn is_named(&mut self, name: Option<&Text>) {
        self.name = name.map(|name| name.span);
    }

    /// Whether the map is empty. The probe is not.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.probed.is_none()
    }

    /// The place of a key that has not been read yet.
    pub(super) fn place_of(&self, key: &str) -> Option<Span> {
        let entry = self.entries.iter().find(|entry| entry.key.value == key);
        entry.map(|entry| entry.key.span)
    }

    /// The keys that have not been read yet.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Text> {
        self.entries.iter().map(|entry| &entry.key)
    }

    /// Sets how messages refer to the map.
    pub(super) fn set_description(&mut self, what: &'static str) {
        self.what = what;
    }

    /// Whether the map has a key that has not been read yet.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// The value of an optional key.
    pub(super) fn optional<T>(&mut self, key: &'static str, parse: Parse<'a, T>) -> Option<T> {
        let reader = self.reader;
        self.read(key, false, |entry| parse(reader, entry))
    }

    /// The value of a required key.
    pub(super) fn required<T>(&mut self, key: &'static str, parse: Parse<'a, T>) -> Option<T> {
        let reader = self.reader;
        self.read(key, true, |entry| parse(reader, entry))
    }

    /// The items of an optional list. A single item without a dash is a list of one.
    pub(super) fn list<T>(&mut self, key: &'static str, item: Parse<'a, T>) -> Vec<T> {
        let reader = self.reader;
        self.read(key, false, |entry| Some(items(reader, entry, item)))
            .unwrap_or_default()
    }

    /// The items of a required list.
    pub(super) fn required_list<T>(
        &mut self,
        key: &'static str,
        item: Parse<'a, T>,
    ) -> Option<Vec<T>> {
        let reader = self.reader;
        self.read(key, true, |entry| Some(items(reader, entry, item)))
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        required: bool,
        read: impl FnOnce(Entry) -> Option<T>,
    ) -> Option<T> {
        if let Some(probed) = &mut self.probed {
            probed.push(Key {
                name: key,
                required,
                value: outline::probe(self.reader, read),
            });
            return None;
        }
        let index = self.entries.iter().position(|e| e.key.value == key);
        if index.is_none() && required {
            self.report_missing(key);
        }
        self.known.push(key);
        let entry = self.entries.remove(index?);
        self.read.push((key, entry.key.span.start));
        if matches!(entry.value.value, Node::Empty) {
            let diagnostic = Diagnostic::error(
                Code::WRONG_SHAPE,
                format!("missing value of `{key}`"),
                entry.key.span,
            )
            .help(format!(
                "write its value, or delete `{key}` if the page says nothing"
            ));
            let null = self.reader.null_word(&entry.value.value, entry.value.span);
            self.reader.report(match null {
                Some(word) => diagnostic.help(in_quotes(word)),
                None => diagnostic,
            });
            return None;
        }
        read(entry)
    }

    fn report_missing(&self, key: &'static str) {
        // A misspelled key is reported once, as an unknown key.
        let keys = self.entries.iter().map(|entry| entry.key.value.as_str());
        let is_meant = |written: &str| {
            key_for_foreign_name(written, &[key]).is_some() || renamed(written, &[key]).is_some()
        };
        if closest(key, keys.clone()).is_some() || keys.clone().any(is_meant) {
            return;
        }
        self.reader.report(
            Diagnostic::error(
                Code::MISSING_KEY,
                format!("missing key `{key}` in {}", self.what),
                self.span,
            )
            .help(format!(
                "add `{key}:`; spec/README.md explains what belongs there"
            )),
        );
    }

    /// Reports the keys that have not been read.
    pub(super) fn finish(self) {
        if let Some(probed) = self.probed {
            self.reader.outline(Outline::Keys(self.what, probed));
        }
        let thing = self.name.unwrap_or(self.span);
        self.reader.keys.borrow_mut().insert(thing, &self.read);
        for entry in &self.entries {
            let key = &entry.key.value;
            if let Some(today) = renamed(key, &self.known) {
                let message = format!("old key `{key}`, which is now called `{today}`");
                let diagnostic = Diagnostic::error(Code::UNKNOWN_KEY, message, entry.key.span);
                let is_given = self.read.iter().any(|(read, _)| *read == today);
                self.reader.report(if is_given {
                    diagnostic.help(format!("delete `{key}`; `{today}` is given as well"))
                } else {
                    let help = format!("rename `{key}` to `{today}`");
                    diagnostic.fix(help, entry.key.span, today)
                });
                continue;
            }
            if let Some(unsupported) = unsupported(self.what, &entry.key) {
                self.reader.report(unsupported);
                continue;
            }
            let mut diagnostic = Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!("unknown key `{key}` in {}", self.what),
                entry.key.span,
            );
            // The author cannot have meant a key that the map already has.
            let free = self.known.iter().copied();
            let free = free.filter(|known| self.read.iter().all(|(read, _)| read != known));
            let meant = if self.reader.is_long() {
                None
            } else {
                closest(key, free)
            };
            diagnostic = match meant {
                Some(meant) => diagnostic.did_you_mean(entry.key.span, meant),
                None => match key_for_foreign_name(key, &self.known) {
                    Some(here) => diagnostic.help(format!("use the key `{here}` instead")),
                    None => diagnostic.help(format!("use one of: {}", self.known.join(", "))),
                },
            };
            self.reader.report(diagnostic);
        }
    }

    /// Reads all remaining keys as names that the spec language does not define.
    pub(super) fn into_entries<T>(self, parse: Parse<'a, T>) -> Entries<T> {
        let reader = self.reader;
        if self.probed.is_some() {
            let value = outline::probe(reader, |entry| parse(reader, entry));
            reader.outline(Outline::Names(Box::new(value)));
        }
        let parsed = self.entries.into_iter().filter_map(|entry| {
            let key = entry.key.clone();
            let value = parse(reader, entry);
            if value.is_none() {
                reader.dropped.borrow_mut().push(key.value.clone());
            }
            Some((key, value?))
        });
        exact(parsed).into()
    }
}

/// The diagnostic for a key of a feature that the generator does not support yet.
fn unsupported(what: &str, key: &Text) -> Option<Diagnostic> {
    let mut all = UNSUPPORTED.iter();
    let (_, _, help) = all.find(|(map, name, _)| *map == what && *name == key.value)?;
    let message = format!("unsupported key `{}` in {what}", key.value);
    Some(Diagnostic::error(Code::NOT_EMITTED, message, key.span).help(*help))
}

/// Keys of features that the generator does not support yet: how messages refer to the map, the
/// key, and the help.
const UNSUPPORTED: [(&str, &str, &str); 2] = [
    (
        "an operation file",
        "pay_sign",
        "delete the key; the values that start a payment in an app are not signed yet",
    ),
    (
        "an operation file",
        "signature",
        "delete the operation for now; calls are signed with RSA, and SM2 is not supported yet",
    ),
];

/// Reads a map with one reader, and any other value with another reader.
pub(super) fn map_or<'a, T>(
    reader: &'a Reader<'a>,
    entry: Entry,
    map: Parse<'a, T>,
    other: Parse<'a, T>,
) -> Option<T> {
    match entry.value.value {
        Node::Probe => {
            let [map, other] = [map, other]
                .map(|parse| Box::new(outline::probe(reader, |entry| parse(reader, entry))));
            reader.outline(Outline::Either(map, other));
            None
        }
        Node::Map(_) => map(reader, entry),
        _ => other(reader, entry),
    }
}

/// Reads a list of maps, and a scalar with another reader.
pub(super) fn list_or<'a, T>(
    reader: &'a Reader<'a>,
    entry: Entry,
    item: Parse<'a, T>,
    other: Parse<'a, Vec<T>>,
) -> Option<Vec<T>> {
    match entry.value.value {
        Node::Probe => {
            let list = outline::probe(reader, |entry| item(reader, entry));
            let other = outline::probe(reader, |entry| other(reader, entry));
            reader.outline(Outline::ListOr(Box::new(list), Box::new(other)));
            None
        }
        Node::Scalar(_) => other(reader, entry),
        _ => Some(items(reader, entry, item)),
    }
}

/// The items of a list. A single item without a dash is a list of one.
pub(super) fn items<'a, T>(reader: &'a Reader<'a>, entry: Entry, item: Parse<'a, T>) -> Vec<T> {
    let key = entry.key;
    let values = match entry.value.value {
        Node::List(values) => values,
        Node::Probe => {
            let item = outline::probe(reader, |entry| item(reader, entry));
            reader.outline(Outline::List(Box::new(item)));
            return Vec::new();
        }
        other => vec![Spanned::new(other, entry.value.span)],
    };
    let one = |value| {
        let key = key.clone();
        item(reader, Entry { key, value })
    };
    exact(values.into_iter().filter_map(one))
}

/// A list without spare capacity, because it lives as long as the spec.
fn exact<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

/// Reports and drops duplicate keys. The first one is kept.
fn unique(reader: &Reader<'_>, entries: Vec<(Text, Spanned<Node>)>) -> Vec<Entry> {
    let mut places: HashMap<String, Span> = HashMap::with_capacity(entries.len());
    let mut kept = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match places.get(&key.value) {
            Some(first) => reader.report(
                Diagnostic::error(
                    Code::DUPLICATE_KEY,
                    format!("duplicate key `{}`", key.value),
                    key.span,
                )
                .label("again here")
                .also(*first, "first here")
                .help("delete or rename one of the two"),
            ),
            None => {
                places.insert(key.value.clone(), key.span);
                kept.push(Entry { key, value });
            }
        }
    }
    kept
}

/// The help for a word that YAML reads as null.
pub(super) fn in_quotes(word: &str) -> String {
    format!("write `\"{word}\"` if it is a text; YAML reads `{word}` as no value")
}
