//! The text of an error: what happened, what to do, the outcome, the Request-ID, in this order.

use std::fmt;

use crate::api_error::{ApiError, SignatureStatus};
use crate::error::{Error, Kind};
use crate::operation::Endpoint;
use crate::outcome::Outcome;
use crate::text::Excerpt;

pub(crate) fn explain(
    f: &mut fmt::Formatter<'_>,
    endpoint: &Endpoint,
    kind: &Kind,
    error: &Error,
) -> fmt::Result {
    write!(f, "{}: ", endpoint.operation)?;
    if let Kind::Invalid(violations) = kind {
        // The list ends the text.
        return write!(f, "nothing was sent, as {violations}");
    }
    happened(f, kind, error)?;
    effect(f, endpoint, error.outcome())?;
    match error.request_id() {
        Some(id) => write!(f, " Request-ID: {}", Excerpt(id)),
        None => Ok(()),
    }
}

/// Ends with a full stop.
fn happened(f: &mut fmt::Formatter<'_>, kind: &Kind, error: &Error) -> fmt::Result {
    match kind {
        Kind::Invalid(why) => write!(f, "{why}."),
        Kind::Path(why) => write!(f, "{why}."),
        Kind::Encode(why) => write!(f, "the request could not be written as JSON ({why})."),
        Kind::Crypto(why) => write!(f, "{why}."),
        Kind::Request(why) => write!(
            f,
            "a value is too long or unfit for a URL or a header ({why})."
        ),
        Kind::Transport(why) => write!(f, "{why}."),
        Kind::Unverified(head, why) => {
            write!(
                f,
                "a {} arrived that cannot be trusted: {why}.",
                head.status
            )
        }
        Kind::Undecodable(answer) => write!(
            f,
            "WeChat Pay answered {} with a body that {} (line {}, column {}); `verified_body()` has it, and please \
             report this.",
            answer.head.status,
            if answer.is_json {
                "the page does not describe"
            } else {
                "is not JSON"
            },
            answer.line,
            answer.column,
        ),
        Kind::Answer(api) => answered(f, api, error),
    }
}

fn answered(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    match api.status() {
        202 => write!(
            f,
            "WeChat Pay accepted the call without finishing it ({api}): ask again with the same parameters."
        )?,
        300..=399 => write!(
            f,
            "a redirect was answered, which is never followed ({api}): check the base URL."
        )?,
        400..=499 => write!(f, "WeChat Pay refused the call with {api}.")?,
        _ => write!(f, "WeChat Pay, or a gateway before it, failed with {api}.")?,
    }
    remedy(f, api, error)?;
    match (api.signature(), api.verification()) {
        (SignatureStatus::Unsigned, _) => f.write_str(" The answer is unsigned."),
        (_, Some(why)) => write!(f, " This answer cannot be trusted: {why}."),
        _ => Ok(()),
    }
}

/// The page's remedy where it is certain, else the usual one for the status.
fn remedy(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    let mut rows = error.rows();
    match (rows.next(), rows.next(), api.status()) {
        (Some(row), None, _) => write!(f, " {}", row.remedy.trim_end_matches('.'))?,
        (Some(_), Some(_), _) => f.write_str(" The page lists several causes for it: see `rows()`")?,
        (None, _, 401) => f.write_str(
            " Check that the merchant key belongs to the certificate serial given, that both are this merchant's, and \
             that the clock is right",
        )?,
        (None, _, 429) => f.write_str(" Call less often")?,
        (None, ..) => return Ok(()),
    }
    f.write_str(".")
}

fn effect(f: &mut fmt::Formatter<'_>, endpoint: &Endpoint, outcome: Outcome) -> fmt::Result {
    match (outcome, endpoint.request_number) {
        (Outcome::NotSent, _) => f.write_str(" Nothing was sent."),
        (Outcome::Refused, _) => f.write_str(" This call changed nothing."),
        (Outcome::Applied, _) => f.write_str(" The call took effect: do not repeat it."),
        (Outcome::Unknown, Some(number)) => {
            write!(
                f,
                " The call may have taken effect: look it up, or repeat it with the same `{number}`."
            )
        }
        (Outcome::Unknown, None) => {
            f.write_str(" The call may have taken effect: look it up before you repeat it.")
        }
    }
}
