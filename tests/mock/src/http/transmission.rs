//! How one reply is sent on a connection, step by step.

use std::time::Duration;

use super::Reply;
use crate::faults::{Delivery, Place};

const CHUNK: usize = 8 * 1024;

/// The steps of a response, and what happens to the connection afterwards.
#[derive(Debug, Default)]
pub(crate) struct Transmission {
    pub(crate) steps: Vec<Step>,
    pub(crate) ending: Ending,
}

/// One step.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// These bytes are sent.
    Write(Vec<u8>),
    /// These bytes are sent one by one, with a pause before each.
    Trickle(Vec<u8>, Duration),
    /// Nothing is sent for this time.
    Pause(Duration),
    /// Nothing is sent until the client disconnects.
    Stall,
    /// These bytes are sent again and again until the client disconnects.
    Endless(Vec<u8>),
}

/// What happens to the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It carries the next request.
    #[default]
    Stay,
    /// It is closed so that the client can read everything.
    Close,
    /// It is closed at once.
    Drop,
    /// It is reset.
    Reset,
}

impl Transmission {
    /// The steps for sending a reply. `with_body` is false for HEAD; `close` means that the client
    /// wants to close the connection.
    pub(crate) fn from_reply(
        mut reply: Reply,
        delivery: &Delivery,
        with_body: bool,
        close: bool,
    ) -> Self {
        frame(&mut reply, delivery);
        let close = close
            || !reply.has_length()
            || matches!(delivery, Delivery::DeclaredLength(_) | Delivery::Endless);
        let head = reply.head(close);
        let body = match delivery {
            _ if !with_body => Vec::new(),
            Delivery::Chunked => chunks(&reply.body, true),
            Delivery::Endless => chunks(&reply.body, false),
            _ => reply.body,
        };
        let whole = if close { Ending::Close } else { Ending::Stay };
        let (steps, ending) = match delivery {
            Delivery::Cut(place) => (before(*place, head, body), Ending::Drop),
            Delivery::Reset(place) => (before(*place, head, body), Ending::Reset),
            Delivery::Stall(place) => {
                let mut steps = before(*place, head, body);
                steps.push(Step::Stall);
                (steps, Ending::Drop)
            }
            Delivery::Delayed(pause) => (vec![Step::Pause(*pause), write(&[&head, &body])], whole),
            Delivery::SlowHead(pause) => {
                (vec![Step::Trickle(head, *pause), Step::Write(body)], whole)
            }
            Delivery::SlowBody(pause) => {
                (vec![Step::Write(head), Step::Trickle(body, *pause)], whole)
            }
            Delivery::Endless => {
                let blanks = chunks(&[b' '; CHUNK], false);
                (
                    vec![write(&[&head, &body]), Step::Endless(blanks)],
                    Ending::Drop,
                )
            }
            Delivery::Garbage(bytes) => (vec![Step::Write(bytes.clone())], Ending::Close),
            Delivery::ContinueFirst(times) => {
                let asides = (0..*times).flat_map(|_| *b"HTTP/1.1 100 Continue\r\n\r\n");
                (
                    vec![write(&[&asides.collect::<Vec<_>>(), &head, &body])],
                    whole,
                )
            }
            Delivery::Whole
            | Delivery::Chunked
            | Delivery::UntilClose
            | Delivery::DeclaredLength(_) => (vec![write(&[&head, &body])], whole),
        };
        Self { steps, ending }
    }

    /// The transmission of a cut or stall before there is a response.
    pub(crate) fn before_response(delivery: &Delivery) -> Self {
        Self {
            steps: match delivery {
                Delivery::Stall(_) => vec![Step::Stall],
                _ => Vec::new(),
            },
            ending: match delivery {
                Delivery::Reset(_) => Ending::Reset,
                _ => Ending::Drop,
            },
        }
    }
}

/// Sets the headers that define the end of the body.
pub(crate) fn frame(reply: &mut Reply, delivery: &Delivery) {
    match delivery {
        Delivery::Chunked | Delivery::Endless => {
            reply.drop_header("Content-Length");
            reply.add_header("Transfer-Encoding", "chunked");
        }
        Delivery::UntilClose => reply.drop_header("Content-Length"),
        Delivery::DeclaredLength(length) => {
            reply.drop_header("Content-Length");
            reply.add_header("Content-Length", length.to_string());
        }
        _ => {}
    }
}

/// The bytes that are sent before this place.
fn before(place: Place, mut head: Vec<u8>, mut body: Vec<u8>) -> Vec<Step> {
    match place {
        Place::InHead => head.truncate(head.len() / 2),
        Place::InBody if body.is_empty() => head.truncate(head.len() / 2),
        Place::InBody => {
            body.truncate(body.len() / 2);
            head.extend(body);
        }
        _ => head.clear(),
    }
    vec![Step::Write(head)]
}

fn write(parts: &[&[u8]]) -> Step {
    Step::Write(parts.concat())
}

/// A body in chunks, with or without the final chunk.
fn chunks(body: &[u8], ends: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for chunk in body.chunks(CHUNK) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        bytes.extend([chunk, b"\r\n"].concat());
    }
    if ends {
        bytes.extend(b"0\r\n\r\n");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transmission(delivery: &Delivery) -> Transmission {
        let mut reply = Reply {
            status: 200,
            headers: Vec::new(),
            body: b"{\"a\":1}".to_vec(),
        };
        reply.add_header("Content-Length", "7");
        Transmission::from_reply(reply, delivery, true, false)
    }

    fn bytes_written(delivery: &Delivery) -> String {
        let Step::Write(bytes) = transmission(delivery).steps.swap_remove(0) else {
            return String::new();
        };
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_cut_response_is_sent_up_to_the_place_of_the_cut() {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n";
        for (place, sent) in [
            (Place::BeforeActing, String::new()),
            (Place::AfterActing, String::new()),
            (Place::InHead, head[..head.len() / 2].to_owned()),
            (Place::InBody, format!("{head}{{\"a")),
        ] {
            assert_eq!(bytes_written(&Delivery::Cut(place)), sent, "{place:?}");
            assert_eq!(transmission(&Delivery::Cut(place)).ending, Ending::Drop);
            assert_eq!(bytes_written(&Delivery::Stall(place)), sent, "{place:?}");
            assert_eq!(
                transmission(&Delivery::Stall(place)).steps.pop(),
                Some(Step::Stall)
            );
        }
    }

    #[test]
    fn each_delivery_declares_its_content_length() {
        for (delivery, sent, ending) in [
            (
                Delivery::Whole,
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
                Ending::Stay,
            ),
            (
                Delivery::Chunked,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n",
                Ending::Stay,
            ),
            (
                Delivery::UntilClose,
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}",
                Ending::Close,
            ),
            (
                Delivery::DeclaredLength(u64::MAX),
                "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nConnection: close\r\n\r\n{\"a\":1}",
                Ending::Close,
            ),
            (Delivery::Garbage(b"\0".to_vec()), "\0", Ending::Close),
            (
                Delivery::ContinueFirst(2),
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
                Ending::Stay,
            ),
        ] {
            assert_eq!(bytes_written(&delivery), sent, "{delivery:?}");
            assert_eq!(transmission(&delivery).ending, ending, "{delivery:?}");
        }
    }
}
