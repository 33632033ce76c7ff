//! The line on which the spec says a fact.

use super::{Fact, Line, Node, Spec, What};
use wechatpay_codegen::source::Span;

impl Spec<'_> {
    /// Where a thing is described: at the key that names it.
    pub(crate) fn line_of(&self, node: &Node<'_>) -> Option<Line> {
        let name = match node.what {
            What::Operation => "operation",
            What::DocumentedError | What::CommonRow => "code",
            _ => "",
        };
        let thing = node.span?;
        Some(self.line(self.model.keys.find(thing, name).unwrap_or(thing)))
    }

    /// Where a fact is said: at its key, if it has one, else where the thing is described.
    pub(crate) fn line_of_fact(&self, node: &Node<'_>, fact: &Fact<'_>) -> Option<Line> {
        let thing = fact.thing.or(node.span)?;
        let key = self.model.keys.find(thing, fact.kind.key());
        key.map(|key| self.line(key)).or_else(|| self.line_of(node))
    }

    fn line(&self, span: Span) -> Line {
        let source = self.sources.file(span.file);
        Line {
            file: source.path.clone(),
            line: source.position(span.start).0,
        }
    }
}
