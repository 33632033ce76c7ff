//! Wire paths. They stay on the stack until an error needs them as text.

use std::fmt;

/// A position in a request, linked back to the message: the root object of the request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Message,
    Field(&'a Step<'a>, &'static str),
    Item(&'a Step<'a>, usize),
}

impl Step<'_> {
    /// The path of a field of the object at this position.
    pub(super) fn path_of(&self, name: &str) -> String {
        match self {
            Self::Message => name.to_owned(),
            _ => format!("{self}.{name}"),
        }
    }
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message => Ok(()),
            Self::Field(Self::Message, name) => f.write_str(name),
            Self::Field(within, name) => write!(f, "{within}.{name}"),
            Self::Item(within, index) => write!(f, "{within}[{index}]"),
        }
    }
}
