//! The sockets: a thread that accepts, and a thread for each connection.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::faults::Place;
use crate::http::{Connection, Ending, Fault, Timeouts, Transmission};
use crate::request_handler::RequestHandler;

/// A listening server; dropped, it closes every connection and ends every thread.
pub(crate) struct Server {
    address: SocketAddr,
    doors: Arc<Doors>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on this port of the loopback address; 0 is a free one.
    pub(crate) fn start(request_handler: Arc<RequestHandler>, port: u16) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address)
            .map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))?;
        let address = listener.local_addr()?;
        let doors = Arc::new(Doors::default());
        let accepting = {
            let doors = Arc::clone(&doors);
            thread::Builder::new()
                .name("wechatpay-mock".to_owned())
                .spawn(move || accept(&listener, &request_handler, &doors))?
        };
        Ok(Self {
            address,
            doors,
            accepting: Some(accepting),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.doors.close();
        // Only a connection wakes a thread that waits for one. Where none can be made, the thread is left alone.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok();
        if let Some(accepting) = self.accepting.take()
            && woken
        {
            // It cannot have panicked, and if it had, there would be nothing left to end.
            let _ = accepting.join();
        }
    }
}

/// Accepts until the doors close, then waits until the last connection has ended.
fn accept(listener: &TcpListener, request_handler: &RequestHandler, doors: &Doors) {
    thread::scope(|scope| {
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    let Some(guest) = doors.enter(&stream) else {
                        break;
                    };
                    // Where no thread can be made, the connection is closed unanswered.
                    let _ = thread::Builder::new()
                        .spawn_scoped(scope, move || converse(stream, request_handler, guest));
                }
                Err(_) if doors.lock().closed => break,
                // Out of file descriptors, most likely; some come back when connections end.
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    });
}

/// Answers requests over one connection until either side ends it.
fn converse(stream: TcpStream, request_handler: &RequestHandler, _guest: Guest<'_>) {
    let Ok(mut connection) = Connection::new(stream, Timeouts::REAL) else {
        return;
    };
    if let Some(transmission) = request_handler.before_reading(Place::OnAccept) {
        return part(connection, transmission);
    }
    loop {
        let transmission = match hear(&mut connection, request_handler) {
            Ok(transmission) => transmission,
            Err(Fault::Malformed(why)) => request_handler.response_to_malformed(why),
            Err(Fault::Gone) => return,
        };
        if transmission.ending != Ending::Stay {
            return part(connection, transmission);
        }
        if connection.send(transmission).is_err() {
            return;
        }
    }
}

/// Reads a request, as far as its act wants it to be read, and says what follows.
fn hear(
    connection: &mut Connection,
    request_handler: &RequestHandler,
) -> Result<Transmission, Fault> {
    connection.wait()?;
    if let Some(transmission) = request_handler.before_reading(Place::BeforeReading) {
        return Ok(transmission);
    }
    let (head, deadline) = connection.head()?;
    let act = request_handler.act_for(&head.method, &head.target);
    if let Some(transmission) = request_handler.before_body(&act) {
        return Ok(transmission);
    }
    let request = connection.request(head, deadline)?;
    Ok(request_handler.response(request, &act))
}

/// Plays the last transmission of a connection.
fn part(mut connection: Connection, transmission: Transmission) {
    match connection.send(transmission) {
        Ok(Ending::Stay | Ending::Close) => connection.close(),
        Ok(Ending::Reset) => connection.reset(),
        // Dropped, it ends at once.
        Ok(Ending::Drop) | Err(_) => {}
    }
}

/// The connections that are open, so that all of them can be closed at once.
#[derive(Default)]
struct Doors(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    closed: bool,
    entered: u64,
    streams: HashMap<u64, TcpStream>,
}

impl Doors {
    /// Lets a connection in, unless the doors are closed.
    fn enter(&self, stream: &TcpStream) -> Option<Guest<'_>> {
        let mut inside = self.lock();
        if inside.closed {
            return None;
        }
        let number = inside.entered;
        inside.entered += 1;
        // Without a second handle the connection ends by its own timeouts.
        inside
            .streams
            .extend(stream.try_clone().ok().map(|stream| (number, stream)));
        Some(Guest {
            doors: self,
            number,
        })
    }

    /// Lets nobody in any more and ends every conversation.
    fn close(&self) {
        let mut inside = self.lock();
        inside.closed = true;
        for stream in inside.streams.values() {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that was let in; leaves when dropped.
struct Guest<'a> {
    doors: &'a Doors,
    number: u64,
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        self.doors.lock().streams.remove(&self.number);
    }
}
