//! What the operations of the spec remember of each other.

use serde_json::Value;

use crate::answer::Answer;
use crate::documented::Page;

/// Everything that exists.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {}

impl State {
    /// Does an operation; `None` where nothing is kept for it.
    pub(crate) fn act(
        &mut self,
        _page: &Page,
        _path: &[(String, String)],
        _body: &Value,
        _is_known: bool,
    ) -> Option<Answer> {
        None
    }
}
