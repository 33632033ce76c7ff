//! The line of a node or a fact in the spec.

use super::{Fact, Line, Node, NodeKind, Spec};
use wechatpay_codegen::source::Span;

impl Spec<'_> {
    /// The line of the key that names a node.
    pub(crate) fn line_of(&self, node: &Node<'_>) -> Option<Line> {
        let name = match node.kind {
            NodeKind::Operation => "operation",
            NodeKind::Callback => "callback",
            NodeKind::DocumentedError | NodeKind::CommonRow => "code",
            _ => "",
        };
        let span = node.span?;
        Some(self.line(self.model.keys.find(span, name).unwrap_or(span)))
    }

    /// The line of the fact's key. If the fact has no key: the line of its node.
    pub(crate) fn line_of_fact(&self, node: &Node<'_>, fact: &Fact<'_>) -> Option<Line> {
        let span = fact.span.or(node.span)?;
        let key = self.model.keys.find(span, fact.kind.key());
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
