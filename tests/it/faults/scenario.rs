//! One scenario: a misbehavior, and the expected results, written manually from the outcome table
//! of APIv3's rules.

use wechatpay_mock::Act;

/// The three kinds of calls. They differ in what may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CallKind {
    /// A GET: it never takes effect.
    Read,
    /// A write with an idempotency key: a retry is safe.
    Numbered,
    /// A write without an idempotency key: it is never sent twice.
    Unnumbered,
}

impl CallKind {
    pub(super) const ALL: [Self; 3] = [Self::Read, Self::Numbered, Self::Unnumbered];
}

/// The number of requests sent, and how the call ends: `success`, or the outcome of its error.
pub(super) type End = (usize, &'static str);

/// A misbehavior, played for each kind of call.
#[derive(Clone)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) script: Vec<Act>,
    /// The act after the script. `None` means the usual responses.
    pub(super) then: Option<Act>,
    /// Whether a normal call comes first on the same connection.
    pub(super) reused: bool,
    /// Whether the client has to time out.
    pub(super) timed: bool,
    /// The expected end for each of [`CallKind::ALL`].
    pub(super) ends: [End; 3],
}

impl Scenario {
    /// These acts, and then the usual responses.
    pub(super) fn new(
        name: impl Into<String>,
        script: impl IntoIterator<Item = Act>,
        ends: [End; 3],
    ) -> Self {
        Self {
            name: name.into(),
            script: script.into_iter().collect(),
            then: None,
            reused: false,
            timed: false,
            ends,
        }
    }

    pub(super) fn reused(mut self) -> Self {
        self.reused = true;
        self
    }

    pub(super) fn timed(mut self) -> Self {
        self.timed = true;
        self
    }
}

/// A verified 2xx that can be read, in any form.
pub(super) fn success(name: &str, act: Act) -> Scenario {
    Scenario::new(name, [act], [(1, "success"); 3])
}

/// "2xx that is unsigned, badly signed, a probe, from an unknown serial, or outside the skew:
/// Unknown". The same applies to an undocumented 202, to 3xx, and to 4xx and 5xx whose signature
/// fails. Such a response never causes a retry.
pub(super) fn unverified(name: &str, act: Act) -> Scenario {
    Scenario::new(name, [act], [(1, "Unknown"); 3])
}

/// "4xx, verified or unsigned: Refused".
pub(super) fn refused(name: &str, act: Act) -> Scenario {
    Scenario::new(name, [act], [(1, "Refused"); 3])
}

/// "429: Refused", and retried if that is safe.
pub(super) fn rate_limited(name: &str, act: &Act) -> [Scenario; 2] {
    [
        Scenario::new(
            format!("{name}, once"),
            [act.clone()],
            [(2, "success"), (2, "success"), (1, "Refused")],
        ),
        always(name, act, [(3, "Refused"), (3, "Refused"), (1, "Refused")]),
    ]
}

/// "5xx, timeout, reset or a cut or oversized response after bytes were sent: Unknown", and retried
/// if that is safe.
pub(super) fn unknown_outcome(name: &str, act: &Act) -> [Scenario; 2] {
    [
        Scenario::new(
            format!("{name}, once"),
            [act.clone()],
            [(2, "success"), (2, "success"), (1, "Unknown")],
        ),
        always(name, act, [(3, "Unknown"), (3, "Unknown"), (1, "Unknown")]),
    ]
}

fn always(name: &str, act: &Act, ends: [End; 3]) -> Scenario {
    Scenario {
        then: Some(act.clone()),
        ..Scenario::new(format!("{name}, always"), [], ends)
    }
}
