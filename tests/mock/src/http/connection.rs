//! One connection: reads requests one after the other, each with a deadline.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::{Ending, Head, Request, Step, Transmission};

/// How long a client may take, so that no thread waits forever.
#[derive(Clone, Copy)]
pub(crate) struct Timeouts {
    /// Between two requests.
    idle: Duration,
    /// From the first byte of a request to its last.
    whole_request: Duration,
    /// While the client reads nothing of a response.
    write: Duration,
    /// Until the client closes its side of a connection after the last response.
    parting: Duration,
}

impl Timeouts {
    /// The idle timeout of the real service, and sensible values for the rest.
    pub(crate) const REAL: Self = Self {
        idle: Duration::from_secs(8),
        whole_request: Duration::from_secs(10),
        write: Duration::from_secs(10),
        parting: Duration::from_secs(1),
    };
}

const CHUNK: usize = 16 * 1024;
const SHORT_PAUSE: Duration = Duration::from_millis(50);

/// Why no request was read.
pub(crate) enum Fault {
    /// The client disconnected, or was silent between two requests.
    Gone,
    /// The received bytes are not a request.
    Malformed(&'static str),
}

/// A connection, and the received bytes that were not used yet.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    timeouts: Timeouts,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, timeouts: Timeouts) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(timeouts.write))?;
        Ok(Self {
            stream,
            buffer: Vec::new(),
            timeouts,
        })
    }

    /// Waits for the first byte of the next request, without reading it.
    pub(crate) fn wait(&mut self) -> Result<(), Fault> {
        if !self.buffer.is_empty() {
            return Ok(());
        }
        let deadline = Instant::now() + self.timeouts.idle;
        match self.within(deadline, |stream| stream.peek(&mut [0])) {
            Ok(1..) => Ok(()),
            Ok(0) | Err(_) => Err(Fault::Gone),
        }
    }

    /// Reads the head of a request. The deadline for head and body starts now.
    pub(crate) fn head(&mut self) -> Result<(Head, Instant), Fault> {
        let deadline = Instant::now() + self.timeouts.whole_request;
        loop {
            if let Some(head) = Head::parse(&self.buffer).map_err(Fault::Malformed)? {
                return Ok((head, deadline));
            }
            self.more(deadline)?;
        }
    }

    /// Reads the rest of a request and removes it from the buffer. Remaining bytes belong to the
    /// next request.
    pub(crate) fn request(&mut self, head: Head, deadline: Instant) -> Result<Request, Fault> {
        let whole = head.length + head.body_length;
        if head.expects_continue && self.buffer.len() < whole {
            self.stream
                .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
                .map_err(|_| Fault::Gone)?;
        }
        while self.buffer.len() < whole {
            self.more(deadline)?;
        }
        let body = self.buffer[head.length..whole].to_vec();
        self.buffer.drain(..whole);
        Ok(head.with_body(body))
    }

    /// Sends a transmission. Returns an error if the client disconnects before the end.
    pub(crate) fn send(&mut self, transmission: Transmission) -> io::Result<Ending> {
        for step in transmission.steps {
            match step {
                Step::Write(bytes) => self.stream.write_all(&bytes)?,
                Step::Trickle(bytes, pause) => {
                    for byte in bytes {
                        self.pause(pause)?;
                        self.stream.write_all(&[byte])?;
                    }
                }
                Step::Pause(pause) => self.pause(pause)?,
                Step::Stall => loop {
                    self.pause(Duration::from_secs(60 * 60))?;
                },
                Step::Endless(bytes) => loop {
                    self.stream.write_all(&bytes)?;
                },
            }
        }
        Ok(transmission.ending)
    }

    /// Waits. Returns an error if the client disconnects or the mock ends.
    fn pause(&mut self, pause: Duration) -> io::Result<()> {
        // A socket's timeouts are too coarse for a short pause, and such a pause needs no early
        // end.
        if pause < SHORT_PAUSE {
            thread::sleep(pause);
            return Ok(());
        }
        let deadline = Instant::now() + pause;
        loop {
            match self.fill(deadline) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                // The bytes of a pipelined request have to wait.
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::TimedOut => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Closes the connection so that the client can still read the last response. If it was closed
    /// at once with unread bytes of the client, it would be reset and the response lost.
    pub(crate) fn close(mut self) {
        let deadline = Instant::now() + self.timeouts.parting;
        if self.stream.shutdown(Shutdown::Write).is_ok() {
            while matches!(self.fill(deadline), Ok(1..)) {
                self.buffer.clear();
            }
        }
    }

    /// Resets the connection.
    pub(crate) fn reset(self) {
        // If a reset is not possible, the connection is closed anyway.
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    /// Reads more bytes in the middle of a request.
    fn more(&mut self, deadline: Instant) -> Result<(), Fault> {
        match self.fill(deadline) {
            Ok(1..) => Ok(()),
            Ok(0) => Err(Fault::Malformed("the request ends in the middle")),
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                Err(Fault::Malformed("the request was not complete in time"))
            }
            Err(_) => Err(Fault::Gone),
        }
    }

    /// Adds received bytes to the buffer. Returns 0 at the end of the stream, and `TimedOut` after
    /// the deadline.
    fn fill(&mut self, deadline: Instant) -> io::Result<usize> {
        let mut chunk = [0; CHUNK];
        let read = self.within(deadline, |stream| stream.read(&mut chunk))?;
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(read)
    }

    /// Uses the stream, which may take until the deadline.
    fn within(
        &mut self,
        deadline: Instant,
        mut act: impl FnMut(&mut TcpStream) -> io::Result<usize>,
    ) -> io::Result<usize> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.set_read_timeout(Some(left))?;
            match act(&mut self.stream) {
                // A timeout has one of two kinds, depending on the platform. The deadline above
                // decides.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut
                    ) => {}
                done => return done,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    const SHORT: Timeouts = Timeouts {
        idle: Duration::from_millis(50),
        whole_request: Duration::from_millis(100),
        write: Duration::from_millis(100),
        parting: Duration::from_millis(50),
    };

    /// The two ends of a connection. The server's end has short timeouts.
    fn pair() -> (TcpStream, Connection) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (
            client,
            Connection::new(listener.accept().unwrap().0, SHORT).unwrap(),
        )
    }

    fn next_request(connection: &mut Connection) -> Result<Request, Fault> {
        connection.wait()?;
        let (head, deadline) = connection.head()?;
        connection.request(head, deadline)
    }

    #[test]
    fn an_idle_connection_times_out() {
        let (_client, mut connection) = pair();
        let begun = Instant::now();
        assert!(matches!(next_request(&mut connection), Err(Fault::Gone)));
        assert!(
            (50..1_000).contains(&begun.elapsed().as_millis()),
            "{:?}",
            begun.elapsed()
        );
    }

    #[test]
    fn an_endless_request_head_times_out() {
        let (mut client, mut connection) = pair();
        thread::spawn(move || while client.write_all(b"x").is_ok() {});
        let begun = Instant::now();
        assert!(matches!(
            next_request(&mut connection),
            Err(Fault::Malformed(_))
        ));
        assert!(begun.elapsed().as_millis() < 1_000, "{:?}", begun.elapsed());

        let (mut client, mut connection) = pair();
        client
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
            .unwrap();
        assert!(
            matches!(next_request(&mut connection), Err(Fault::Malformed(why)) if why.ends_with("in time"))
        );
    }

    #[test]
    fn closing_does_not_wait_for_a_client_that_keeps_sending() {
        let (mut client, connection) = pair();
        thread::spawn(move || while client.write_all(&[b'x'; 1024]).is_ok() {});
        let begun = Instant::now();
        connection.close();
        assert!(begun.elapsed().as_millis() < 1_000, "{:?}", begun.elapsed());
    }

    #[test]
    fn a_stall_ends_when_the_client_disconnects() {
        let (client, mut connection) = pair();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            drop(client);
        });
        let begun = Instant::now();
        let transmission = Transmission {
            steps: vec![Step::Stall],
            ending: Ending::Drop,
        };
        assert!(connection.send(transmission).is_err());
        assert!((50..1_000).contains(&begun.elapsed().as_millis()));
    }

    #[test]
    fn writing_to_a_client_that_never_reads_times_out() {
        let (_client, mut connection) = pair();
        let transmission = Transmission {
            steps: vec![Step::Endless(vec![0; 1024 * 1024])],
            ending: Ending::Drop,
        };
        assert!(connection.send(transmission).is_err());
    }
}
