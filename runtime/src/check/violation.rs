//! Broken rules, as data and as text.

use std::error::Error;
use std::fmt;

use crate::endpoint::SourcePage;
use crate::text::Excerpt;

/// All rules of the page that a request breaks, at least one.
///
/// The text has one line per violation. The iterator returns the violations as data.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The number of violations that the text shows. A request with many items can break a rule in
    /// each of them.
    const SHOWN: usize = 50;

    pub(super) fn result(found: Vec<Violation>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    /// Iterates over the violations.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// The number of violations.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Error for Violations {}

/// A rule that a request breaks.
///
/// It does not contain the value of a field that the spec marks as personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: Rule,
    actual: Option<Actual>,
    page: SourcePage,
    source: Option<&'static str>,
}

impl Violation {
    pub(super) fn new(
        path: String,
        rule: Rule,
        actual: Option<Actual>,
        page: SourcePage,
        source: Option<&'static str>,
    ) -> Self {
        Self {
            path,
            rule,
            actual,
            page,
            source,
        }
    }

    /// The path of the field on the wire, such as `stock.remark` or `combo_package_list[0].name`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The broken rule with its limit.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The actual value; `None` if it would reveal a personal value.
    #[must_use]
    pub fn actual(&self) -> Option<&Actual> {
        self.actual.as_ref()
    }

    /// The page of the operation. It states the rule, unless there is a
    /// [`source`](Self::source).
    #[must_use]
    pub fn page(&self) -> SourcePage {
        self.page
    }

    /// The source of a rule that the page does not state, such as ``the response of
    /// `update_stock_budget` ``. Only a strict check reports such a rule.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        self.source
    }
}

/// A rule with its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The text must have at least this number of characters.
    MinChars(usize),
    /// The text must have at most this number of characters.
    MaxChars(usize),
    /// The text may contain only these characters, for example `digits letters _ -`.
    Alphabet(&'static str),
    /// The number must be at least this.
    Min(i64),
    /// The number must be at most this.
    Max(i64),
    /// The list must have at least this number of items.
    MinItems(usize),
    /// The list must have at most this number of items.
    MaxItems(usize),
    /// The text must be a time in RFC 3339 format.
    Rfc3339,
    /// The text must be a date, `YYYY-MM-DD`.
    Date,
    /// The name of a file must end with a dot and one of these, such as `png`. Upper and lower case
    /// do not matter.
    Types(&'static [&'static str]),
    /// The file must have at most this number of bytes.
    MaxBytes(usize),
    /// The value must be one of those that the page lists. Only a strict check reports this rule.
    Listed(Vec<String>),
    /// The field must be set. Types enforce this rule, except where only another source than the
    /// page states it.
    Required,
    /// At most one of the fields with these paths may be set. The violation's path is the second
    /// field that is set.
    AtMostOneOf(Vec<String>),
    /// Exactly one of the fields with these paths must be set. The violation's path is the second
    /// field that is set, or the first one of the rule if none is set.
    ExactlyOneOf(Vec<String>),
    /// At least one of the fields with these paths must be set. The violation's path is the first
    /// of them.
    AtLeastOneOf(Vec<String>),
    /// The field must be set, because all these conditions are true.
    RequiredWhen(Vec<When>),
    /// The field must not be set, because one of these conditions is false.
    OnlyWhen(Vec<When>),
    /// The field must have one of these values, because all conditions are true.
    OneOf {
        /// The allowed values.
        values: &'static [&'static str],
        /// The conditions.
        when: Vec<When>,
    },
}

impl Rule {
    /// The name of the rule: its key in the specs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::MinChars(_) => "min_chars",
            Self::MaxChars(_) => "max_chars",
            Self::Alphabet(_) => "alphabet",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::MinItems(_) => "min_items",
            Self::MaxItems(_) => "max_items",
            Self::Rfc3339 => "rfc3339",
            Self::Date => "date",
            Self::Types(_) => "types",
            Self::MaxBytes(_) => "max_bytes",
            Self::Listed(_) => "values",
            Self::Required => "required",
            Self::AtMostOneOf(_) => "at_most_one_of",
            Self::ExactlyOneOf(_) => "exactly_one_of",
            Self::AtLeastOneOf(_) => "at_least_one_of",
            Self::RequiredWhen(_) => "required_when",
            Self::OnlyWhen(_) => "only_when",
            Self::OneOf { .. } => "allowed",
        }
    }
}

/// A condition of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    path: String,
    test: Test,
}

impl When {
    pub(super) fn new(path: String, test: Test) -> Self {
        Self { path, test }
    }

    /// The path of the field that the condition refers to.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The test that the condition applies to the field.
    #[must_use]
    pub fn test(&self) -> Test {
        self.test
    }
}

/// The test of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Test {
    /// The field has one of these values.
    Is(&'static [&'static str]),
    /// The field is a number greater than this.
    GreaterThan(i64),
    /// The field is a list that has this item.
    Contains(&'static str),
    /// The field is set.
    Given,
    /// The field is not set.
    Absent,
}

/// The actual state of a field.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actual {
    /// The number of characters of the text.
    Chars(usize),
    /// The number of items of the list.
    Items(usize),
    /// The number of bytes of the file.
    Bytes(usize),
    /// The value, a number.
    Number(i64),
    /// The value, a text.
    Text(String),
    /// The first character that is not allowed.
    Character(char),
    /// The paths of all fields that are set.
    AllOf(Vec<String>),
    /// The field is set.
    Given,
    /// The field is not set.
    Absent,
}

impl Actual {
    /// Whether this contains no part of a field's value.
    pub(super) fn is_no_value(&self) -> bool {
        matches!(self, Self::AllOf(_) | Self::Given | Self::Absent)
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            1 => f.write_str("the request breaks 1 rule:")?,
            many => write!(f, "the request breaks {many} rules:")?,
        }
        self.iter()
            .take(Self::SHOWN)
            .try_for_each(|violation| write!(f, "\n- {violation}"))?;
        match self.len().saturating_sub(Self::SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n- and {more} more; `violations()` lists all of them"),
        }
    }
}

/// Shows the same violations as `Display`.
impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.iter().take(Self::SHOWN);
        let list = shown.collect::<Vec<_>>();
        f.debug_tuple("Violations").field(&list).finish()
    }
}

impl fmt::Debug for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Actual({self})")
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        if let Some(actual) = &self.actual {
            write!(f, "{actual}, ")?;
        }
        let rule = &self.rule;
        match self.source {
            Some(source) => write!(f, "{rule} (from {source})"),
            None if self.page.updated.is_empty() => write!(f, "{rule} ({})", self.page.title),
            None => write!(f, "{rule} ({}, {})", self.page.title, self.page.updated),
        }
    }
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chars(count) => write!(f, "has {}", counted(*count, "character")),
            Self::Items(count) => write!(f, "has {}", counted(*count, "item")),
            Self::Bytes(count) => write!(f, "has {}", counted(*count, "byte")),
            Self::Number(number) => write!(f, "is {number}"),
            Self::Text(text) => write!(f, "is `{}`", Excerpt(text)),
            Self::Character(character) => write!(
                f,
                "has `{}` (U+{:04X})",
                Excerpt(character.encode_utf8(&mut [0; 4])),
                u32::from(*character)
            ),
            Self::AllOf(paths) => write!(f, "{} are given", listed(paths, "and")),
            Self::Given => f.write_str("is given"),
            Self::Absent => f.write_str("is missing"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinChars(limit) => {
                write!(f, "must have at least {}", counted(*limit, "character"))
            }
            Self::MaxChars(limit) => {
                write!(f, "must have at most {}", counted(*limit, "character"))
            }
            Self::MinItems(limit) => {
                write!(f, "must have at least {}", counted(*limit, "item"))
            }
            Self::MaxItems(limit) => {
                write!(f, "must have at most {}", counted(*limit, "item"))
            }
            Self::Min(limit) => write!(f, "must be at least {limit}"),
            Self::Max(limit) => write!(f, "must be at most {limit}"),
            Self::Alphabet(alphabet) => write!(f, "must contain only {}", characters(alphabet)),
            Self::Rfc3339 => {
                f.write_str("must be a time in RFC 3339 format, such as 2015-05-20T13:29:35+08:00")
            }
            Self::Date => f.write_str("must be a date, such as 2015-05-20"),
            Self::Types(endings) => {
                let endings: Vec<_> = endings.iter().map(|ending| format!(".{ending}")).collect();
                write!(f, "must end with {}", listed(&endings, "or"))
            }
            Self::MaxBytes(limit) => write!(f, "must have at most {}", counted(*limit, "byte")),
            Self::AtMostOneOf(paths) => {
                write!(f, "at most one of {} may be given", listed(paths, "and"))
            }
            Self::ExactlyOneOf(paths) => {
                write!(f, "exactly one of {} must be given", listed(paths, "and"))
            }
            Self::AtLeastOneOf(paths) => {
                write!(f, "at least one of {} must be given", listed(paths, "and"))
            }
            Self::Listed(values) => write!(f, "must be {}", listed(values, "or")),
            Self::Required => f.write_str("must be given"),
            Self::RequiredWhen(when) => write!(f, "must be given when {}", conjunction(when)),
            Self::OnlyWhen(when) => write!(f, "must be left out unless {}", conjunction(when)),
            Self::OneOf { values, when } => {
                write!(
                    f,
                    "must be {} when {}",
                    listed(values, "or"),
                    conjunction(when)
                )
            }
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, test } = self;
        match test {
            Test::Is(values) => write!(f, "`{path}` is {}", listed(values, "or")),
            Test::Contains(item) => write!(f, "`{path}` contains {item}"),
            Test::GreaterThan(number) => write!(f, "`{path}` is greater than {number}"),
            Test::Given => write!(f, "`{path}` is given"),
            Test::Absent => write!(f, "`{path}` is left out"),
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Describes an alphabet, for example: digits, letters, `_` and `-`.
fn characters(alphabet: &str) -> String {
    let word = |word: &str| match word {
        "upper" | "lower" => format!("{word}-case letters"),
        "digits" | "letters" => word.to_owned(),
        single => format!("`{single}`"),
    };
    let words: Vec<_> = alphabet.split_whitespace().map(word).collect();
    joined(&words, "and")
}

fn listed(words: &[impl fmt::Display], last: &str) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    joined(&words, last)
}

fn joined(words: &[String], last: &str) -> String {
    match words {
        [words @ .., end] if !words.is_empty() => format!("{} {last} {end}", words.join(", ")),
        _ => words.concat(),
    }
}

fn conjunction(when: &[When]) -> String {
    let when: Vec<_> = when.iter().map(ToString::to_string).collect();
    when.join(" and ")
}
