//! Changes of the spec that make it agree with the page, and the edits that they need.

use std::ops::Range;

use wechatpay_codegen::diagnostic::{Edit, Fix};
use wechatpay_codegen::source::{Sources, Span};

use super::entries::Entries;

/// A change of one key of the spec. Values are YAML.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The place of the described item.
    item: Span,
    /// Whether the place is the key of the item. Otherwise, it is one of the keys of the item.
    is_key: bool,
    /// The maps between the item and the key.
    path: &'static [&'static str],
    key: &'static str,
    /// The new items of a list, or the new value. Without any, the key is removed.
    values: Vec<String>,
    form: Form,
    /// Whether a line may be added if the item does not have the key.
    may_insert: bool,
}

/// The order of the keys of an item, with some keys of several kinds of items. A new key is put
/// behind those that come before it.
const ORDER: &[&str] = &[
    "operation",
    "ours",
    "table",
    "status",
    "code",
    "type",
    "presence",
    "set_by",
    "format",
    "url",
    "title",
    "doc",
    "meaning",
    "remedy",
    "fingerprint",
    "source",
    "page",
    "updated",
    "audience",
    "method",
    "path",
    "hosts",
    "rate_limit",
    "unit",
    "min",
    "max",
    "min_chars",
    "max_chars",
    "min_items",
    "max_items",
    "alphabet",
    "default",
    "sensitive",
    "retryable",
    "only_when",
    "required_when",
    "allowed_when",
    "cut_off",
    "printed",
];

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// On the line of the key.
    Scalar,
    /// One item per line, or a single item on the line of the key.
    List,
    /// The lines of a text, which is already one in the spec.
    Block,
}

impl Change {
    /// The new value of a key of a field, an enum value or a host, whose place is its own key.
    pub(super) fn set(item: Span, key: &'static str, value: impl Into<String>) -> Self {
        Self {
            item,
            is_key: true,
            path: &[],
            key,
            values: vec![value.into()],
            form: Form::Scalar,
            may_insert: true,
        }
    }

    /// The removal of a key.
    pub(super) fn remove(item: Span, key: &'static str) -> Self {
        Self {
            values: Vec::new(),
            ..Self::set(item, key, "")
        }
    }

    /// A list of texts as the new value of a key.
    pub(super) fn list(item: Span, key: &'static str, values: Vec<String>) -> Self {
        Self {
            values,
            form: Form::List,
            ..Self::set(item, key, "")
        }
    }

    /// The lines of a text as the new value of a key.
    pub(super) fn lines(item: Span, key: &'static str, values: Vec<String>) -> Self {
        Self {
            form: Form::Block,
            ..Self::list(item, key, values)
        }
    }

    /// Sets the key, or removes it if there is no value.
    pub(super) fn to(item: Span, key: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => Self::set(item, key, value),
            None => Self::remove(item, key),
        }
    }

    /// The same change of an operation or of an item of a list, whose place is one of its keys.
    pub(super) fn around(self) -> Self {
        Self {
            is_key: false,
            ..self
        }
    }

    /// The same change of a key that the spec has already, perhaps as a part of another key: the
    /// length in `string(40)`. Then no line is added.
    pub(super) fn of_known_key(self, is_known: bool) -> Self {
        Self {
            may_insert: !is_known,
            ..self
        }
    }

    /// The same change in a map of the item.
    pub(super) fn within(self, path: &'static [&'static str]) -> Self {
        Self { path, ..self }
    }

    /// The fix that makes the change. `None` if the file has another form than expected.
    pub(super) fn fix(&self, sources: &Sources) -> Option<Fix> {
        let file = sources.file(self.item.file);
        let offset = file.clamp(self.item).start;
        let mut entries = if self.is_key {
            Entries::below(&file.text, offset)?
        } else {
            Entries::around(&file.text, offset)?
        };
        for key in self.path {
            entries = entries.child(key)?;
        }
        let (range, replacement) = self.edit(&entries)?;
        let span = Span {
            file: self.item.file,
            start: range.start,
            end: range.end,
        };
        Some(Fix {
            message: self.message(),
            edits: vec![Edit { span, replacement }],
        })
    }

    fn edit(&self, entries: &Entries<'_>) -> Option<(Range<usize>, String)> {
        match self.values.as_slice() {
            [] => Some((entries.whole(self.key)?, String::new())),
            lines if self.form == Form::Block => entries.block(self.key, lines),
            [value] if self.form == Form::Scalar => match entries.scalar(self.key) {
                Some(range) => Some((range, value.clone())),
                None if entries.has(self.key) || !self.may_insert => None,
                None => entries.insertion(ORDER, self.key, value),
            },
            [value] => Some((entries.value(self.key)?, format!(" {value}"))),
            values => Some((entries.value(self.key)?, entries.items(values))),
        }
    }

    /// The change in words.
    pub(super) fn message(&self) -> String {
        match self.values.as_slice() {
            [] => format!("remove `{}`", self.key),
            _ if self.form == Form::Block => format!("copy `{}` from the page", self.key),
            values => format!("write `{}: {}`", self.key, values.join(", ")),
        }
    }
}
