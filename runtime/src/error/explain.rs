//! The text of an error. Order: failure, remedy, outcome, attempts, Request-ID, kind.

use std::fmt;

use crate::call::verify::VerificationError;
use crate::endpoint::Method;
use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::error::failure::Failure;
use crate::error::kind::WithoutKind;
use crate::error::outcome::Outcome;
use crate::error::signature_status::SignatureStatus;
use crate::text::Excerpt;

pub(crate) fn explain(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    write!(f, "{}: ", error.operation())?;
    if let Some(violations) = error.violations() {
        // The list of violations is the end of the text.
        let kind = error.kind();
        return write!(f, "nothing was sent [{kind}], because {violations}");
    }
    write_failure(f, error)?;
    write_content_encoding(f, error)?;
    write_outcome(f, error)?;
    write_attempts(f, error)?;
    if let Some(id) = error.request_id() {
        write!(f, " Request-ID: {}", Excerpt(id))?;
    }
    write!(f, " [{}]", error.kind())
}

fn write_failure(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let failure = error.failure();
    match failure {
        Failure::Undecodable(_) if error.content_encoding().is_some() => {
            write!(f, "{failure}. `verified_body()` returns that body.")
        }
        Failure::Undecodable(_) => write!(
            f,
            "{failure}. `verified_body()` returns that body. Please report this."
        ),
        Failure::Response(api) => write_response(f, api, error),
        _ => write!(f, "{failure}."),
    }
}

fn write_response(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    if let Some(why) = api.verification() {
        return write!(
            f,
            "a response arrived that cannot be trusted ({api}): {}.",
            WithoutKind(why)
        );
    }
    match api.status() {
        202 => write!(
            f,
            "WeChat Pay accepted the call but has not finished it ({api})."
        )?,
        300..=399 => write!(
            f,
            "the response is a redirect, which this client never follows ({api}): check the base \
             URL."
        )?,
        400..=499 => write!(f, "WeChat Pay refused the call with {api}.")?,
        _ => write!(
            f,
            "WeChat Pay, or a gateway in front of it, failed with {api}."
        )?,
    }
    write_remedy(f, api, error)?;
    match api.signature() {
        SignatureStatus::Unsigned => f.write_str(" The response is unsigned."),
        _ => Ok(()),
    }
}

/// Explains that the content encoding is the reason why the body could not be read, unless the text
/// already says so.
fn write_content_encoding(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    match (error.content_encoding(), error.verification()) {
        (None, _) | (_, Some(VerificationError::ContentEncoding(_))) => Ok(()),
        (Some(coding), _) => write!(
            f,
            " The response's `Content-Encoding` is `{}`, although the request asked for \
             `identity`: look for a proxy or gateway that compresses responses.",
            Excerpt(coding)
        ),
    }
}

/// Writes the cause of a `SIGN_ERROR`; otherwise the page's remedy, if there is only one; otherwise
/// the usual remedy for the status.
fn write_remedy(f: &mut fmt::Formatter<'_>, api: &ApiError, error: &Error) -> fmt::Result {
    if let Some(cause) = api.sign_error_cause() {
        return write!(f, " Likely cause: {cause}.");
    }
    let mut documented = error.documented_errors();
    match (documented.next(), documented.next(), api.status()) {
        (_, None, 401) => f.write_str(
            " Check that the merchant key belongs to the configured certificate serial, that both \
             belong to this merchant, and that the local clock is right",
        )?,
        (Some(only), None, _) => write!(f, " {}", only.remedy.trim_end_matches('.'))?,
        (Some(_), Some(_), _) => {
            f.write_str(" The page lists several causes of this error: see `documented_errors()`")?;
        }
        (None, _, 429) => f.write_str(" Call less often")?,
        (None, ..) => return Ok(()),
    }
    f.write_str(".")
}

fn write_outcome(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let endpoint = error.endpoint();
    let sent = error.outcome() != Outcome::NotSent;
    if endpoint.method == Method::Get && sent {
        return f.write_str(" This call only reads data, so it is safe to retry.");
    }
    if endpoint.idempotent && error.outcome() == Outcome::Unknown {
        return f.write_str(
            " The call may have taken effect. A second call has no second effect, so it is safe to \
             retry.",
        );
    }
    let is_retry = error.history().retries_earlier_call();
    let earlier = if is_retry {
        " The outcome of the earlier call that it retries is still unknown."
    } else {
        ""
    };
    match (error.outcome(), error.idempotency_key()) {
        (Outcome::NotSent, _) => write!(f, " Nothing was sent.{earlier}"),
        (Outcome::Refused, _) => write!(f, " This call changed nothing.{earlier}"),
        (Outcome::Applied, _) => f.write_str(" The call took effect: do not retry it."),
        (Outcome::Unknown, _) if error.failure().outcome() != Outcome::Unknown => {
            let which = if is_retry {
                "An earlier call or attempt"
            } else {
                "An earlier attempt"
            };
            let cause = if error.api_error().is_some() {
                " and may have caused this response"
            } else {
                ""
            };
            write!(
                f,
                " {which} may have taken effect{cause}: look up the result."
            )
        }
        (Outcome::Unknown, Some(_)) if error.failure().status() == Some(202) => {
            f.write_str(" Retry the call with the same parameters.")
        }
        (Outcome::Unknown, Some(field)) => write!(
            f,
            " The call may have taken effect: look up the result, or retry the call with the same \
             `{}`.",
            Excerpt(field)
        ),
        (Outcome::Unknown, None) => f.write_str(
            " The call may have taken effect: look up the result before you retry the call.",
        ),
    }
}

/// Lists the attempts before the last one. The failure of the last attempt is the error itself.
fn write_attempts(f: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    for (n, attempt) in error.history().attempts().iter().enumerate() {
        write!(f, " Attempt {} to {attempt}.", n + 1)?;
    }
    Ok(())
}
