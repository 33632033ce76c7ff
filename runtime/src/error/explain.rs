//! The text of an error: what happened, what to do, the outcome, the attempts, the Request-ID, in this order.

use std::fmt;

use crate::call::verify::VerificationError;
use crate::endpoint::Method;
use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::outcome::Outcome;
use crate::error::signature_status::SignatureStatus;
use crate::text::Excerpt;

pub(crate) fn explain(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    write!(f, "{}: ", error.operation())?;
    if let Some(violations) = error.violations() {
        // The list ends the text.
        return write!(f, "nothing was sent, as {violations}");
    }
    happened(f, error)?;
    encoded(f, error)?;
    effect(f, error)?;
    attempts(f, error)?;
    match error.request_id() {
        Some(id) => write!(f, " Request-ID: {}", Excerpt(id)),
        None => Ok(()),
    }
}

fn happened(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let failure = error.failure();
    match failure {
        Failure::Undecodable(_) if error.content_encoding().is_some() => {
            write!(f, "{failure}; `verified_body()` has it.")
        }
        Failure::Undecodable(_) => write!(
            f,
            "{failure}; `verified_body()` has it, and please report this."
        ),
        Failure::Response(api) => answered(f, api, error),
        _ => write!(f, "{failure}."),
    }
}

fn answered(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    if let Some(why) = api.verification() {
        return write!(
            f,
            "a response arrived that cannot be trusted ({api}): {why}."
        );
    }
    match api.status() {
        202 => write!(
            f,
            "WeChat Pay accepted the call without finishing it ({api})."
        )?,
        300..=399 => write!(
            f,
            "a redirect was answered, which is never followed ({api}): check the base URL."
        )?,
        400..=499 => write!(f, "WeChat Pay refused the call with {api}.")?,
        _ => write!(f, "WeChat Pay, or a gateway before it, failed with {api}.")?,
    }
    remedy(f, api, error)?;
    match api.signature() {
        SignatureStatus::Unsigned => f.write_str(" The response is unsigned."),
        _ => Ok(()),
    }
}

/// Why the body could not be read, unless that was said as the reason why it cannot be trusted.
fn encoded(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    match (error.content_encoding(), error.verification()) {
        (None, _) | (_, Some(VerificationError::ContentEncoding(_))) => Ok(()),
        (Some(coding), _) => write!(
            f,
            " Its `Content-Encoding` is `{}`, although the request asked for `identity`: look for a proxy or gateway that \
             compresses responses.",
            Excerpt(coding)
        ),
    }
}

/// What the response itself tells, else the page's remedy where it is certain, else the usual one for the status.
fn remedy(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    if let Some(cause) = api.sign_error_cause() {
        return write!(f, " Likely cause: {cause}.");
    }
    let mut rows = error.documented_errors();
    match (rows.next(), rows.next(), api.status()) {
        (_, None, 401) => f.write_str(
            " Check that the merchant key belongs to the certificate serial given, that both are this merchant's, and \
             that the clock is right",
        )?,
        (Some(row), None, _) => write!(f, " {}", row.remedy.trim_end_matches('.'))?,
        (Some(_), Some(_), _) => f.write_str(" The page lists several causes for it: see `rows()`")?,
        (None, _, 429) => f.write_str(" Call less often")?,
        (None, ..) => return Ok(()),
    }
    f.write_str(".")
}

fn effect(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let endpoint = error.endpoint();
    let sent = error.outcome() != Outcome::NotSent;
    if endpoint.method == Method::Get && sent {
        return f.write_str(" It only reads, so that it may be asked again.");
    }
    let repeats = error.history().retries_earlier_call();
    let earlier = if repeats {
        " The earlier call that it repeats is as unknown as before."
    } else {
        ""
    };
    match (error.outcome(), error.idempotency_key()) {
        (Outcome::NotSent, _) => write!(f, " Nothing was sent.{earlier}"),
        (Outcome::Refused, _) => write!(f, " This call changed nothing.{earlier}"),
        (Outcome::Applied, _) => f.write_str(" The call took effect: do not repeat it."),
        (Outcome::Unknown, _) if error.failure().outcome() != Outcome::Unknown => {
            let which = if repeats {
                "An earlier call or attempt"
            } else {
                "An earlier attempt"
            };
            let cause = if error.api_error().is_some() {
                ", and may be the cause of this response"
            } else {
                ""
            };
            write!(f, " {which} may have taken effect{cause}: look it up.")
        }
        (Outcome::Unknown, Some(_)) if error.failure().status() == Some(202) => {
            f.write_str(" Ask again with the same parameters.")
        }
        (Outcome::Unknown, Some(number)) => write!(
            f,
            " The call may have taken effect: look it up, or repeat it with the same `{}`.",
            Excerpt(number)
        ),
        (Outcome::Unknown, None) => {
            f.write_str(" The call may have taken effect: look it up before you repeat it.")
        }
    }
}

/// The attempts before the last, whose result is the error itself.
fn attempts(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    for (n, attempt) in error.history().attempts().iter().enumerate() {
        write!(f, " Attempt {}, to {attempt}.", n + 1)?;
    }
    Ok(())
}
