//! The error of building a client. It lists all wrong settings.

use std::borrow::Cow;
use std::fmt;

use crate::error::ErrorKind;

/// The error of building or changing a client or a part of it.
///
/// It lists all settings that are missing or malformed, not just the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// Contains at least one problem.
    problems: Vec<Problem>,
    /// Whether the error is about a part of a client, for example its keyring.
    is_part: bool,
}

impl BuildError {
    /// The wrong settings, by the names of their [`ClientBuilder`](crate::ClientBuilder) methods.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(|problem| problem.setting)
    }

    /// The kind of the error, which is also in its text.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        ErrorKind::InvalidSetting
    }
}

impl From<Problem> for BuildError {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            is_part: true,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        if let (true, [Problem { setting, text }]) = (self.is_part, self.problems.as_slice()) {
            return write!(f, "{setting}: {text} [{kind}]");
        }
        write!(f, "the client cannot be built [{kind}]")?;
        for Problem { setting, text } in &self.problems {
            write!(f, "\n- {setting}: {text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for BuildError {}

/// One setting that is missing or malformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    setting: &'static str,
    text: Cow<'static, str>,
}

impl Problem {
    pub(crate) fn new(setting: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            setting,
            text: text.into(),
        }
    }
}

/// The problems found so far. `record` returns the value of a check, or `None` after it has
/// recorded a problem.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn record<T>(&mut self, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.add(problem)).ok()
    }

    /// Returns `value` if there is one and no problem was recorded.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, BuildError> {
        self.end(value, false)
    }

    /// Like `finish`, for a part of a client.
    #[cfg(feature = "http-client")]
    pub(crate) fn finish_part<T>(self, value: Option<T>) -> Result<T, BuildError> {
        self.end(value, true)
    }

    fn end<T>(self, value: Option<T>, is_part: bool) -> Result<T, BuildError> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(BuildError {
                problems: self.0,
                is_part,
            }),
        }
    }
}
