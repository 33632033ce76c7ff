//! Everything that is wrong with a client's settings, in one error.

use std::borrow::Cow;
use std::fmt;

/// A client, or a part of one, could not be built or changed. Lists every setting that is missing or malformed, not just the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// Never empty.
    problems: Vec<Problem>,
    /// Whether it is about a part alone, whose client may be built already.
    of_part: bool,
}

impl BuildError {
    /// The settings at fault, by the names of their [`ClientBuilder`](crate::ClientBuilder) methods.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(|problem| problem.setting)
    }
}

impl From<Problem> for BuildError {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            of_part: true,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (true, [Problem { setting, text }]) = (self.of_part, self.problems.as_slice()) {
            return write!(f, "{setting}: {text}");
        }
        f.write_str("the client cannot be built")?;
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

/// The problems found so far. Each check hands back its value, or nothing once it has noted why.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn note(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn take<T>(&mut self, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.note(problem)).ok()
    }

    /// `value` if it is there and nothing was noted.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, BuildError> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(BuildError {
                problems: self.0,
                of_part: false,
            }),
        }
    }
}
