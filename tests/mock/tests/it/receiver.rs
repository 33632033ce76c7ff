//! A program that receives callbacks.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::Value;

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Answers callbacks with these statuses, and then with 204. Returns its URL, and the heads and
/// bodies that it got.
pub(crate) fn start(statuses: &'static [u16]) -> (String, Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/callbacks", listener.local_addr().unwrap());
    let (sender, received) = mpsc::channel();
    let mut statuses = statuses.iter().copied();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let callback = read(&mut stream);
            let status = statuses.next().unwrap_or(204);
            let reply = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(reply.as_bytes()).unwrap();
            if sender.send(callback).is_err() {
                break;
            }
        }
    });
    (url, received)
}

/// Reads until the body is whole.
fn read(stream: &mut TcpStream) -> (String, Value) {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let length = stream.read(&mut part).unwrap();
        bytes.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let parts = text.split_once("\r\n\r\n");
        match parts.map(|(head, body)| (head, serde_json::from_str(body))) {
            Some((head, Ok(body))) => return (head.to_owned(), body),
            _ => assert_ne!(length, 0),
        }
    }
}
