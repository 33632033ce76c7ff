//! The sockets: one thread that accepts connections, and one thread per connection.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::faults::{Delivery, Place};
use crate::http::{Connection, Ending, Fault, Timeouts, Transmission};
use crate::request_handler::RequestHandler;

/// What a server does with its connections.
pub(crate) trait Service: Send + Sync + 'static {
    /// The transmission that ends a new connection at once.
    fn on_accept(&self) -> Option<Transmission> {
        None
    }

    /// Reads a request and returns the transmission.
    fn next(&self, connection: &mut Connection) -> Result<Transmission, Fault>;

    /// The transmission for bytes that are not a request.
    fn malformed(&self, why: &str) -> Transmission;
}

/// A listening server. When it is dropped, it closes every connection and ends every thread.
pub(crate) struct Server {
    address: SocketAddr,
    connections: Arc<Connections>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on this port of the loopback address. Port 0 means a free port.
    pub(crate) fn start(service: Arc<impl Service>, port: u16) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address)
            .map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))?;
        let address = listener.local_addr()?;
        let connections = Arc::new(Connections::default());
        let accepting = {
            let connections = Arc::clone(&connections);
            thread::Builder::new()
                .name("wechatpay-mock".to_owned())
                .spawn(move || accept(&listener, &*service, &connections))?
        };
        Ok(Self {
            address,
            connections,
            accepting: Some(accepting),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.connections.close();
        // Only a new connection wakes the thread that accepts. If none can be made, the thread is
        // left alone.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok();
        if let Some(accepting) = self.accepting.take()
            && woken
        {
            // The thread cannot have panicked, and there would be nothing left to end if it had.
            let _ = accepting.join();
        }
    }
}

/// Accepts connections until the server closes, then waits for the last connection to end.
fn accept(listener: &TcpListener, service: &impl Service, connections: &Connections) {
    thread::scope(|scope| {
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    let Some(open) = connections.add(&stream) else {
                        break;
                    };
                    // If no thread can be created, the connection is closed without a response.
                    let _ = thread::Builder::new()
                        .spawn_scoped(scope, move || serve(stream, service, open));
                }
                Err(_) if connections.lock().closed => break,
                // Probably no file descriptors are left; ending connections free some.
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    });
}

/// Handles requests on one connection until either side ends it.
fn serve(stream: TcpStream, service: &impl Service, _open: OpenConnection<'_>) {
    let Ok(mut connection) = Connection::new(stream, Timeouts::REAL) else {
        return;
    };
    if let Some(transmission) = service.on_accept() {
        return send_last(connection, transmission);
    }
    loop {
        let transmission = match service.next(&mut connection) {
            Ok(transmission) => transmission,
            Err(Fault::Malformed(why)) => service.malformed(why),
            Err(Fault::Gone) => return,
        };
        if transmission.ending != Ending::Stay {
            return send_last(connection, transmission);
        }
        if connection.send(transmission).is_err() {
            return;
        }
    }
}

impl Service for RequestHandler {
    fn on_accept(&self) -> Option<Transmission> {
        let delivery = self.before_reading(Place::OnAccept)?;
        Some(Transmission::before_response(&delivery))
    }

    /// Reads a request only as far as its act needs it.
    fn next(&self, connection: &mut Connection) -> Result<Transmission, Fault> {
        connection.wait()?;
        if let Some(delivery) = self.before_reading(Place::BeforeReading) {
            return Ok(Transmission::before_response(&delivery));
        }
        let (head, deadline) = connection.head()?;
        let act = self.act_for(&head.method, &head.target);
        if self.is_before_body(&act) {
            return Ok(Transmission::before_response(&act.delivery));
        }
        let request = connection.request(head, deadline)?;
        let (with_body, close) = (request.method != "HEAD", !request.keep_alive);
        let reply = self.reply(request, &act);
        Ok(Transmission::from_reply(
            reply,
            &act.delivery,
            with_body,
            close,
        ))
    }

    fn malformed(&self, why: &str) -> Transmission {
        let reply = self.reply_to_malformed(why);
        Transmission::from_reply(reply, &Delivery::Whole, true, true)
    }
}

/// Sends the last transmission of a connection.
fn send_last(mut connection: Connection, transmission: Transmission) {
    match connection.send(transmission) {
        Ok(Ending::Stay | Ending::Close) => connection.close(),
        Ok(Ending::Reset) => connection.reset(),
        // A dropped connection ends at once.
        Ok(Ending::Drop) | Err(_) => {}
    }
}

/// The open connections, so that all of them can be closed at once.
#[derive(Default)]
struct Connections(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    closed: bool,
    added: u64,
    streams: HashMap<u64, TcpStream>,
}

impl Connections {
    /// Adds a connection, unless the server is closing.
    fn add(&self, stream: &TcpStream) -> Option<OpenConnection<'_>> {
        let mut inside = self.lock();
        if inside.closed {
            return None;
        }
        let number = inside.added;
        inside.added += 1;
        // Without a second handle the connection ends by its own timeouts.
        inside
            .streams
            .extend(stream.try_clone().ok().map(|stream| (number, stream)));
        Some(OpenConnection {
            connections: self,
            number,
        })
    }

    /// Accepts no more connections and closes the open ones.
    fn close(&self) {
        let mut inside = self.lock();
        inside.closed = true;
        for stream in inside.streams.values() {
            // The connection may have ended already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open connection. It is removed when it is dropped.
struct OpenConnection<'a> {
    connections: &'a Connections,
    number: u64,
}

impl Drop for OpenConnection<'_> {
    fn drop(&mut self) {
        self.connections.lock().streams.remove(&self.number);
    }
}
