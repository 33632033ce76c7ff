//! What a broken rule is, as data and in words.

use std::error::Error;
use std::fmt;

use crate::endpoint::SourcePage;
use crate::text::Excerpt;

/// All rules of its page that a request breaks, at least one.
///
/// As text it is a list with a line for each; as data an iterator over them.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// So many are shown; a request of many items can break a rule in each.
    const SHOWN: usize = 50;

    pub(super) fn of(found: Vec<Violation>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// How many there are.
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
/// The value of a field that the spec marks as personal is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: Rule,
    actual: Option<Actual>,
    page: SourcePage,
}

impl Violation {
    pub(super) fn new(path: String, rule: Rule, actual: Option<Actual>, page: SourcePage) -> Self {
        Self {
            path,
            rule,
            actual,
            page,
        }
    }

    /// Where on the wire: `stock.remark`, `combo_package_list[0].name`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What should have been, with its limit.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// What is; `None` where it would tell a personal value.
    #[must_use]
    pub fn actual(&self) -> Option<&Actual> {
        self.actual.as_ref()
    }

    /// The operation's page, which states the rule.
    #[must_use]
    pub fn page(&self) -> SourcePage {
        self.page
    }
}

/// A rule with its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// At least so many characters.
    MinChars(usize),
    /// At most so many characters.
    MaxChars(usize),
    /// Made of these characters: `digits letters _ -`.
    Alphabet(&'static str),
    /// At least this number.
    Min(i64),
    /// At most this number.
    Max(i64),
    /// At least so many items.
    MinItems(usize),
    /// At most so many items.
    MaxItems(usize),
    /// A time as RFC 3339 writes it.
    Rfc3339,
    /// Of these paths one at most; the violation stands at the second that is given.
    AtMostOneOf(Vec<String>),
    /// To be given, as all of these hold.
    RequiredWhen(Vec<When>),
    /// To be left out, as one of these does not hold.
    OnlyWhen(Vec<When>),
    /// One of these values, as all of the conditions hold.
    OneOf {
        /// The values.
        values: &'static [&'static str],
        /// The conditions.
        when: Vec<When>,
    },
}

impl Rule {
    /// The rule's name: the key under which specs state it.
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
            Self::AtMostOneOf(_) => "at_most_one_of",
            Self::RequiredWhen(_) => "required_when",
            Self::OnlyWhen(_) => "only_when",
            Self::OneOf { .. } => "allowed",
        }
    }
}

/// A condition that a rule depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    path: String,
    test: Test,
}

impl When {
    pub(super) fn new(path: String, test: Test) -> Self {
        Self { path, test }
    }

    /// The path of the field that is asked about.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is asked of it.
    #[must_use]
    pub fn test(&self) -> Test {
        self.test
    }
}

/// What a condition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Test {
    /// It is one of these.
    Is(&'static [&'static str]),
    /// It is a number above this one.
    GreaterThan(i64),
    /// It is given.
    Given,
    /// It is left out.
    Absent,
}

/// What a field is or has.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actual {
    /// So many characters.
    Chars(usize),
    /// So many items.
    Items(usize),
    /// This number.
    Number(i64),
    /// This text.
    Text(String),
    /// This character, the first that does not fit.
    Character(char),
    /// All of these paths are given.
    AllOf(Vec<String>),
    /// It is given.
    Given,
    /// It is left out.
    Absent,
}

impl Actual {
    /// Whether it tells nothing of a value.
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
            more => write!(f, "\n- and {more} more, which `violations()` lists"),
        }
    }
}

/// As many as are displayed.
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
        write!(
            f,
            "{} ({}, {})",
            self.rule, self.page.title, self.page.updated
        )
    }
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chars(count) => write!(f, "has {}", counted(*count, "character")),
            Self::Items(count) => write!(f, "has {}", counted(*count, "item")),
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
            Self::MinItems(limit) => write!(f, "must have at least {}", counted(*limit, "item")),
            Self::MaxItems(limit) => write!(f, "must have at most {}", counted(*limit, "item")),
            Self::Min(limit) => write!(f, "must be at least {limit}"),
            Self::Max(limit) => write!(f, "must be at most {limit}"),
            Self::Alphabet(alphabet) => write!(f, "must be made of {}", made_of(alphabet)),
            Self::Rfc3339 => {
                f.write_str("must be a time as RFC 3339 writes it, as in 2015-05-20T13:29:35+08:00")
            }
            Self::AtMostOneOf(paths) => {
                write!(f, "at most one of {} may be given", listed(paths, "and"))
            }

            Self::RequiredWhen(when) => write!(f, "must be given where {}", conjunction(when)),
            Self::OnlyWhen(when) => write!(f, "must be left out unless {}", conjunction(when)),
            Self::OneOf { values, when } => {
                write!(
                    f,
                    "must be {} where {}",
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
            Test::GreaterThan(number) => write!(f, "`{path}` is greater than {number}"),
            Test::Given => write!(f, "`{path}` is given"),
            Test::Absent => write!(f, "`{path}` is left out"),
        }
    }
}

fn counted(count: usize, of: &str) -> String {
    match count {
        1 => format!("1 {of}"),
        _ => format!("{count} {of}s"),
    }
}

/// `digits, letters, `_` and `-``.
fn made_of(alphabet: &str) -> String {
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
