//! The consequences of a change, except for those that the Rust items show.

use super::strictness;
use super::{Kind, Users, Wire};
use crate::facts::{FactKind as F, FactValue, Message, Messages, Node, NodeKind};
use wechatpay_codegen::model::Presence;

/// The kind of a change and its consequences.
#[derive(Clone, Copy)]
pub(super) struct Impact {
    pub(super) kind: Kind,
    pub(super) users: Users,
    pub(super) wire: Wire,
}

fn impact(kind: Kind, users: Users, wire: Wire) -> Impact {
    Impact { kind, users, wire }
}

const DOCUMENTATION_ONLY: Impact = Impact {
    kind: Kind::Redocumented,
    users: Users::Documentation,
    wire: Wire::Unchanged,
};

/// Whether a fact affects Rust items. If items break, a change of such a fact is the cause.
pub(super) fn affects_items(kind: F) -> bool {
    matches!(
        kind,
        F::RustName
            | F::Type
            | F::Format
            | F::Presence
            | F::IntegerValues
            | F::HasBody
            | F::Response
            | F::ResponseFile
            | F::RequestType
            | F::Resource
            | F::Code
            | F::RustItem
    )
}

/// The impact of a changed fact of an element that exists in both specs.
pub(super) fn fact(
    node_kind: NodeKind,
    kind: F,
    before: Option<&FactValue<'_>>,
    after: Option<&FactValue<'_>>,
) -> Impact {
    match node_kind {
        _ if kind == F::RustItem => {
            impact(Kind::Changed, Users::BreaksCompilation, Wire::Unchanged)
        }
        NodeKind::Field(Message::Request) => request_field(kind, before, after),
        NodeKind::Field(Message::Response) => response_field(kind),
        NodeKind::Rule(Message::Request) if kind == F::Rule => {
            checked(strictness::compare(kind, before, after))
        }
        NodeKind::Operation => operation(kind, before, after),
        NodeKind::DocumentedError | NodeKind::CommonRow => row(kind),
        NodeKind::Enum(messages) if kind == F::IntegerValues => {
            let wire = if messages.requests {
                Wire::RequestChanges
            } else {
                Wire::ResponseChanges
            };
            impact(Kind::Changed, Users::BreaksCompilation, wire)
        }
        NodeKind::Event if matches!(kind, F::Resource | F::Also) => {
            impact(Kind::Changed, Users::Fix, Wire::ResponseChanges)
        }
        NodeKind::Host if kind == F::Url => {
            impact(Kind::Changed, Users::Documentation, Wire::RequestChanges)
        }
        _ if kind == F::RustName => impact(Kind::Renamed, Users::Fix, Wire::Unchanged),
        _ => DOCUMENTATION_ONLY,
    }
}

/// The impact of a change that `validate()` checks before it sends a request.
fn checked(kind: Kind) -> Impact {
    match kind {
        Kind::Loosened => impact(kind, Users::Additive, Wire::MoreRequests),
        Kind::Redocumented => DOCUMENTATION_ONLY,
        Kind::Tightened => impact(kind, Users::BreaksAtRunTime, Wire::FewerRequests),
        _ => impact(Kind::Changed, Users::BreaksAtRunTime, Wire::RequestChanges),
    }
}

/// The impact of a change that only the server checks.
fn unchecked(kind: Kind) -> Impact {
    let wire = match kind {
        Kind::Loosened => Wire::MoreRequests,
        Kind::Tightened => Wire::FewerRequests,
        Kind::Redocumented => return DOCUMENTATION_ONLY,
        _ => Wire::RequestChanges,
    };
    impact(kind, Users::Documentation, wire)
}

fn request_field(kind: F, before: Option<&FactValue<'_>>, after: Option<&FactValue<'_>>) -> Impact {
    let differs = |users| impact(Kind::Changed, users, Wire::RequestChanges);
    match kind {
        F::Presence
        | F::Alphabet
        | F::Min
        | F::Max
        | F::MinChars
        | F::MaxChars
        | F::MinItems
        | F::MaxItems
        | F::MaxBytes
        | F::FileTypes => checked(strictness::compare(kind, before, after)),
        F::Format => unchecked(strictness::compare(kind, before, after)),
        F::Type => differs(Users::BreaksAtRunTime),
        F::Location | F::WireName | F::Sensitive | F::Padding => differs(Users::Fix),
        // The same number, or its absence, now has another meaning.
        F::Unit | F::Default if before.is_some() && after.is_some() => {
            differs(Users::BreaksAtRunTime)
        }
        F::RustName => impact(Kind::Renamed, Users::Fix, Wire::Unchanged),
        _ => DOCUMENTATION_ONLY,
    }
}

/// Generated responses are tolerant: each field may be absent, whatever the page documents, and
/// nothing is checked.
fn response_field(kind: F) -> Impact {
    match kind {
        F::Type | F::WireName | F::Sensitive | F::Padding => {
            impact(Kind::Changed, Users::Fix, Wire::ResponseChanges)
        }
        F::Presence
        | F::Unit
        | F::Default
        | F::Format
        | F::Alphabet
        | F::Min
        | F::Max
        | F::MinChars
        | F::MaxChars
        | F::MinItems
        | F::MaxItems => impact(
            Kind::Redocumented,
            Users::Documentation,
            Wire::ResponseChanges,
        ),
        F::RustName => impact(Kind::Renamed, Users::Fix, Wire::Unchanged),
        _ => DOCUMENTATION_ONLY,
    }
}

fn operation(kind: F, before: Option<&FactValue<'_>>, after: Option<&FactValue<'_>>) -> Impact {
    match kind {
        F::Method | F::Path | F::HasBody | F::Form => {
            impact(Kind::Changed, Users::Fix, Wire::RequestChanges)
        }
        F::Response | F::ResponseFile | F::Success => {
            impact(Kind::Changed, Users::Fix, Wire::ResponseChanges)
        }
        F::Hosts | F::Audience => unchecked(strictness::compare(kind, before, after)),
        // The client enforces the rate limit itself.
        F::RateLimit => Impact {
            users: Users::Fix,
            ..unchecked(strictness::compare(kind, before, after))
        },
        F::Idempotent if before.is_some() && after.is_some() => DOCUMENTATION_ONLY,
        // Without the key or the evidence, the client cannot retry a call itself.
        F::IdempotencyKey | F::Idempotent if before.is_some() => {
            impact(Kind::Changed, Users::BreaksAtRunTime, Wire::Unchanged)
        }
        F::IdempotencyKey | F::Idempotent => impact(Kind::Added, Users::Fix, Wire::Unchanged),
        // What to do after an unknown outcome.
        F::PartialResult | F::Pagination | F::Download | F::Recovery => {
            impact(Kind::Changed, Users::Fix, Wire::Unchanged)
        }
        F::RequestType => impact(Kind::Renamed, Users::Fix, Wire::Unchanged),
        _ => DOCUMENTATION_ONLY,
    }
}

fn row(kind: F) -> Impact {
    match kind {
        // These decide what the client does after the response, and which outcome it reports.
        F::Status | F::Retryable | F::MayFollowOwnAttempt => {
            impact(Kind::Changed, Users::Fix, Wire::ResponseChanges)
        }
        _ => DOCUMENTATION_ONLY,
    }
}

/// The impact of an added element.
pub(super) fn added(node: &Node<'_>) -> Impact {
    let (users, wire) = match node.kind {
        NodeKind::Field(Message::Request) => match node.value(F::Presence) {
            Some(FactValue::Presence(presence)) if may_be_required(presence) => {
                let wire = Wire::FewerRequests;
                return impact(Kind::Added, Users::BreaksAtRunTime, wire);
            }
            _ => (Users::Additive, Wire::MoreRequests),
        },
        NodeKind::Field(Message::Response)
        | NodeKind::DocumentedError
        | NodeKind::CommonRow
        | NodeKind::Callback
        | NodeKind::Event => (Users::Additive, Wire::ResponseChanges),
        NodeKind::Operation | NodeKind::Service => (Users::Additive, Wire::MoreRequests),
        NodeKind::Rule(Message::Request) => rule(node, Users::BreaksAtRunTime, Wire::FewerRequests),
        NodeKind::Value(messages) => (Users::Additive, value(messages, Wire::MoreRequests)),
        NodeKind::Struct(_) | NodeKind::Enum(_) | NodeKind::Choice => {
            (Users::Additive, Wire::Unchanged)
        }
        NodeKind::Field(Message::Header)
        | NodeKind::Api
        | NodeKind::Host
        | NodeKind::Rule(_)
        | NodeKind::Sample => (Users::Documentation, Wire::Unchanged),
    };
    impact(Kind::Added, users, wire)
}

/// The impact of a removed element.
pub(super) fn removed(node: &Node<'_>) -> Impact {
    let (users, wire) = match node.kind {
        NodeKind::Field(Message::Request) | NodeKind::Operation | NodeKind::Service => {
            (Users::BreaksAtRunTime, Wire::FewerRequests)
        }
        NodeKind::Field(Message::Response)
        | NodeKind::DocumentedError
        | NodeKind::CommonRow
        | NodeKind::Callback
        | NodeKind::Event => (Users::Fix, Wire::ResponseChanges),
        NodeKind::Rule(Message::Request) => rule(node, Users::Additive, Wire::MoreRequests),
        NodeKind::Value(messages) => (Users::BreaksAtRunTime, value(messages, Wire::FewerRequests)),
        NodeKind::Struct(_) | NodeKind::Enum(_) | NodeKind::Choice => (Users::Fix, Wire::Unchanged),
        NodeKind::Field(Message::Header)
        | NodeKind::Api
        | NodeKind::Host
        | NodeKind::Rule(_)
        | NodeKind::Sample => (Users::Documentation, Wire::Unchanged),
    };
    impact(Kind::Removed, users, wire)
}

/// The impact of a renamed element.
pub(super) fn renamed(node: &Node<'_>) -> Impact {
    let wire = match node.kind {
        NodeKind::Field(Message::Request) => Wire::RequestChanges,
        NodeKind::Value(messages) => value(messages, Wire::RequestChanges),
        NodeKind::Field(Message::Response) | NodeKind::DocumentedError | NodeKind::CommonRow => {
            Wire::ResponseChanges
        }
        _ => Wire::Unchanged,
    };
    impact(Kind::Renamed, Users::Fix, wire)
}

/// Whether a request without the field may be refused.
fn may_be_required(presence: &Presence) -> bool {
    match presence {
        Presence::Required => true,
        Presence::Optional | Presence::Undocumented => false,
        Presence::Conditional(when) => !when.only_when.is_empty() || !when.required_when.is_empty(),
    }
}

/// A rule that only the server checks has no consequence for users.
fn rule(node: &Node<'_>, users: Users, wire: Wire) -> (Users, Wire) {
    match node.value(F::Rule) {
        Some(FactValue::Rule(wechatpay_codegen::model::RuleKind::Server)) => {
            (Users::Documentation, wire)
        }
        _ => (users, wire),
    }
}

fn value(messages: Messages, in_requests: Wire) -> Wire {
    if messages.requests {
        in_requests
    } else {
        Wire::ResponseChanges
    }
}
