//! Connections that end, become silent or carry something other than HTTP.

use std::time::Duration;

use wechatpay_mock::{Act, Delivery, Edit, Place};

use crate::faults::harness::MAX_RESPONSE;
use crate::faults::scenario::{Scenario, unknown_outcome, unverified};

const PLACES: [Place; 7] = [
    Place::OnAccept,
    Place::BeforeReading,
    Place::AfterHead,
    Place::BeforeActing,
    Place::AfterActing,
    Place::InHead,
    Place::InBody,
];

pub(super) fn broken() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for place in PLACES {
        for (way, act) in [("cut", Act::cut(place)), ("reset", Act::reset(place))] {
            // It is random whether a reset on accept comes before the first byte; `failover` tests
            // it.
            if (way, place) == ("reset", Place::OnAccept) {
                continue;
            }
            let [once, always] = unknown_outcome(&format!("{way} {place:?}"), &act);
            let mut kept = once.clone().reused();
            kept.name.push_str(", on a kept connection");
            scenarios.extend([once, always, kept]);
        }
    }
    let odd = [
        (
            "a 500 cut in its body",
            Act::server_error(500).delivered(Delivery::Cut(Place::InBody)),
        ),
        (
            "done, cut before the response, 500",
            Act::server_error(500)
                .delivered(Delivery::Cut(Place::AfterActing))
                .after_effect(),
        ),
        (
            "a length that is too long",
            Act::deliver(Delivery::DeclaredLength(9999)),
        ),
        (
            "a length without end",
            Act::deliver(Delivery::DeclaredLength(u64::MAX)),
        ),
        (
            "garbage",
            Act::deliver(Delivery::Garbage(b"garbage\r\n\r\n".into())),
        ),
        ("nothing", Act::deliver(Delivery::Garbage(Vec::new()))),
        (
            "TLS in place of HTTP",
            Act::deliver(Delivery::Garbage(vec![0x15, 3, 1, 0, 2, 2, 70])),
        ),
        (
            "a head without end",
            Act::deliver(Delivery::Garbage(
                [b"HTTP/1.1 200 OK\r\nX: ".into(), vec![b'x'; 1 << 20]].concat(),
            )),
        ),
        (
            "a status of two digits",
            Act::deliver(Delivery::Garbage(b"HTTP/1.1 20 OK\r\n\r\n".into())),
        ),
        (
            "two lengths",
            Act::deliver(Delivery::Garbage(
                b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12".into(),
            )),
        ),
    ];
    for (name, act) in odd {
        scenarios.extend(unknown_outcome(name, &act));
    }
    // A retry would get the same response.
    scenarios.extend([
        unverified("one byte too long", Act::edit(Edit::Pad(MAX_RESPONSE + 1))),
        unverified("a body without end", Act::deliver(Delivery::Endless)),
    ]);
    scenarios
}

pub(super) fn silent() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for place in PLACES {
        scenarios.extend(unknown_outcome(
            &format!("silence {place:?}"),
            &Act::stall(place),
        ));
    }
    let slow = Duration::from_millis(100);
    scenarios.extend(unknown_outcome(
        "slow head",
        &Act::deliver(Delivery::SlowHead(slow)),
    ));
    scenarios.extend(unknown_outcome(
        "slow body",
        &Act::deliver(Delivery::SlowBody(slow)),
    ));
    scenarios.into_iter().map(Scenario::timed).collect()
}
