//! What a change means, apart from what the compiler says of it.

use super::order::order;
use super::{Kind, Users, Wire};
use crate::facts::{FactKind as F, Node, Said, Side, Sides, What};
use wechatpay_codegen::model::Presence;

/// How something changed, and whom it concerns.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) users: Users,
    pub(super) wire: Wire,
}

fn verdict(kind: Kind, users: Users, wire: Wire) -> Verdict {
    Verdict { kind, users, wire }
}

const WORDS: Verdict = Verdict {
    kind: Kind::Redocumented,
    users: Users::Documentation,
    wire: Wire::None,
};

/// Whether a fact has a part in what the Rust items are. Where they break, such a change is why.
pub(super) fn shapes(kind: F) -> bool {
    matches!(
        kind,
        F::RustName
            | F::Type
            | F::Format
            | F::Presence
            | F::OfIntegers
            | F::HasBody
            | F::Response
            | F::RequestType
            | F::Code
            | F::RustItem
    )
}

/// A fact of a thing that both specs have.
pub(super) fn fact(
    what: What,
    kind: F,
    before: Option<&Said<'_>>,
    after: Option<&Said<'_>>,
) -> Verdict {
    match what {
        _ if kind == F::RustItem => verdict(Kind::Changed, Users::BreaksCompilation, Wire::None),
        What::Field(Side::Request) => request_field(kind, before, after),
        What::Field(Side::Response) => response_field(kind),
        What::Rule(Side::Request) if kind == F::Asks => asked(order(kind, before, after)),
        What::Operation => operation(kind, before, after),
        What::DocumentedError | What::CommonRow => row(kind),
        What::Enum(sides) if kind == F::OfIntegers => {
            let wire = if sides.requests {
                Wire::RequestDiffers
            } else {
                Wire::Response
            };
            verdict(Kind::Changed, Users::BreaksCompilation, wire)
        }
        What::Host if kind == F::Url => {
            verdict(Kind::Changed, Users::Documentation, Wire::RequestDiffers)
        }
        _ if kind == F::RustName => verdict(Kind::Renamed, Users::Fix, Wire::None),
        _ => WORDS,
    }
}

/// What `validate()` asks before a request leaves.
fn asked(kind: Kind) -> Verdict {
    match kind {
        Kind::Loosened => verdict(kind, Users::Additive, Wire::RequestAcceptedMore),
        Kind::Redocumented => WORDS,
        Kind::Tightened => verdict(kind, Users::BreaksAtRunTime, Wire::RequestAcceptedLess),
        _ => verdict(Kind::Changed, Users::BreaksAtRunTime, Wire::RequestDiffers),
    }
}

/// What the page asks and nobody checks before the server.
fn told(kind: Kind) -> Verdict {
    let wire = match kind {
        Kind::Loosened => Wire::RequestAcceptedMore,
        Kind::Tightened => Wire::RequestAcceptedLess,
        Kind::Redocumented => return WORDS,
        _ => Wire::RequestDiffers,
    };
    verdict(kind, Users::Documentation, wire)
}

fn request_field(kind: F, before: Option<&Said<'_>>, after: Option<&Said<'_>>) -> Verdict {
    let differs = |users| verdict(Kind::Changed, users, Wire::RequestDiffers);
    match kind {
        F::Presence
        | F::Alphabet
        | F::Min
        | F::Max
        | F::MinChars
        | F::MaxChars
        | F::MinItems
        | F::MaxItems => asked(order(kind, before, after)),
        F::Format => told(order(kind, before, after)),
        F::Type => differs(Users::BreaksAtRunTime),
        F::Place | F::WireName | F::Sensitive => differs(Users::Fix),
        // The same number now means something else, or leaving it out does.
        F::Unit | F::Default if before.is_some() && after.is_some() => {
            differs(Users::BreaksAtRunTime)
        }
        F::RustName => verdict(Kind::Renamed, Users::Fix, Wire::None),
        _ => WORDS,
    }
}

/// Responses are tolerant: whatever the page promises, each field may be absent, and nothing is checked.
fn response_field(kind: F) -> Verdict {
    match kind {
        F::Type | F::WireName | F::Sensitive => verdict(Kind::Changed, Users::Fix, Wire::Response),
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
        | F::MaxItems => verdict(Kind::Redocumented, Users::Documentation, Wire::Response),
        F::RustName => verdict(Kind::Renamed, Users::Fix, Wire::None),
        _ => WORDS,
    }
}

fn operation(kind: F, before: Option<&Said<'_>>, after: Option<&Said<'_>>) -> Verdict {
    match kind {
        F::Method | F::Path | F::HasBody => {
            verdict(Kind::Changed, Users::Fix, Wire::RequestDiffers)
        }
        F::Response | F::Success => verdict(Kind::Changed, Users::Fix, Wire::Response),
        F::Hosts | F::Audience => told(order(kind, before, after)),
        // The client keeps to it by itself.
        F::RateLimit => Verdict {
            users: Users::Fix,
            ..told(order(kind, before, after))
        },
        // Without it the client cannot repeat a call by itself.
        F::IdempotencyKey if before.is_some() => {
            verdict(Kind::Changed, Users::BreaksAtRunTime, Wire::None)
        }
        F::IdempotencyKey => verdict(Kind::Added, Users::Fix, Wire::None),
        F::RequestType => verdict(Kind::Renamed, Users::Fix, Wire::None),
        _ => WORDS,
    }
}

fn row(kind: F) -> Verdict {
    match kind {
        // What the client does after such a response, and what it says of the outcome.
        F::Status | F::Retryable | F::MayFollowOwnAttempt => {
            verdict(Kind::Changed, Users::Fix, Wire::Response)
        }
        _ => WORDS,
    }
}

/// A thing that only the new spec has.
pub(super) fn added(node: &Node<'_>) -> Verdict {
    let (users, wire) = match node.what {
        What::Field(Side::Request) => match node.fact(F::Presence) {
            Some(Said::Presence(presence)) if asks(presence) => {
                let wire = Wire::RequestAcceptedLess;
                return verdict(Kind::Added, Users::BreaksAtRunTime, wire);
            }
            _ => (Users::Additive, Wire::RequestAcceptedMore),
        },
        What::Field(Side::Response) | What::DocumentedError | What::CommonRow => {
            (Users::Additive, Wire::Response)
        }
        What::Operation | What::Service => (Users::Additive, Wire::RequestAcceptedMore),
        What::Rule(Side::Request) => rule(node, Users::BreaksAtRunTime, Wire::RequestAcceptedLess),
        What::Value(sides) => (Users::Additive, value(sides, Wire::RequestAcceptedMore)),
        What::Struct(_) | What::Enum(_) | What::Choice => (Users::Additive, Wire::None),
        What::Field(Side::Header) | What::Api | What::Host | What::Rule(_) | What::Sample => {
            (Users::Documentation, Wire::None)
        }
    };
    verdict(Kind::Added, users, wire)
}

/// A thing that only the old spec has.
pub(super) fn removed(node: &Node<'_>) -> Verdict {
    let (users, wire) = match node.what {
        What::Field(Side::Request) | What::Operation | What::Service => {
            (Users::BreaksAtRunTime, Wire::RequestAcceptedLess)
        }
        What::Field(Side::Response) | What::DocumentedError | What::CommonRow => {
            (Users::Fix, Wire::Response)
        }
        What::Rule(Side::Request) => rule(node, Users::Additive, Wire::RequestAcceptedMore),
        What::Value(sides) => (
            Users::BreaksAtRunTime,
            value(sides, Wire::RequestAcceptedLess),
        ),
        What::Struct(_) | What::Enum(_) | What::Choice => (Users::Fix, Wire::None),
        What::Field(Side::Header) | What::Api | What::Host | What::Rule(_) | What::Sample => {
            (Users::Documentation, Wire::None)
        }
    };
    verdict(Kind::Removed, users, wire)
}

/// A thing of another name.
pub(super) fn renamed(node: &Node<'_>) -> Verdict {
    let wire = match node.what {
        What::Field(Side::Request) => Wire::RequestDiffers,
        What::Value(sides) => value(sides, Wire::RequestDiffers),
        What::Field(Side::Response) | What::DocumentedError | What::CommonRow => Wire::Response,
        _ => Wire::None,
    };
    verdict(Kind::Renamed, Users::Fix, wire)
}

/// Whether a request without the field may be refused.
fn asks(presence: &Presence) -> bool {
    match presence {
        Presence::Required => true,
        Presence::Optional | Presence::Undocumented => false,
        Presence::Conditional(when) => !when.only_when.is_empty() || !when.required_when.is_empty(),
    }
}

/// A rule that nobody checks before the server means nothing for users.
fn rule(node: &Node<'_>, users: Users, wire: Wire) -> (Users, Wire) {
    match node.fact(F::Asks) {
        Some(Said::Rule(wechatpay_codegen::model::RuleKind::Server)) => {
            (Users::Documentation, wire)
        }
        _ => (users, wire),
    }
}

fn value(sides: Sides, in_requests: Wire) -> Wire {
    if sides.requests {
        in_requests
    } else {
        Wire::Response
    }
}
