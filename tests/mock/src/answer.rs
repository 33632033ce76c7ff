//! What a route answers, before it is signed.

/// What a route answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// An answer with this status and this JSON text, which is sent byte for byte, valid or not.
    ///
    /// An empty text makes an answer without a body and without a `Content-Type`, as for 204.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
        }
    }

    /// Why HTTP cannot carry this answer.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        match self.status {
            204 | 304 if !self.body.is_empty() => {
                Some("an answer with status 204 or 304 has no body")
            }
            200..=599 => None,
            _ => Some("the status of an answer is from 200 to 599"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_answers_are_named() {
        for (status, body, possible) in [
            (200, "{}", true),
            (200, "", true),
            (204, "", true),
            (204, "{}", false),
            (304, "{}", false),
            (599, "", true),
            (100, "", false),
            (199, "", false),
            (600, "", false),
            (0, "", false),
        ] {
            assert_eq!(
                Answer::json(status, body).flaw().is_none(),
                possible,
                "{status} {body:?}"
            );
        }
    }
}
