//! What the default transport does with connections on its own: how long it keeps them, and through which proxy they go.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use wechatpay_runtime::{CallOptions, Client, Outcome};

use super::fixture::*;

/// Says to [`a_call_through_the_proxy_of_the_environment`] that it is wanted.
const WANTED: &str = "WECHATPAY_TEST_OF_PROXIES";

/// The server closes idle connections after 8 seconds; one that is that old may die under a request.
#[tokio::test]
async fn a_connection_that_was_idle_for_longer_than_five_seconds_is_not_used_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (to, connections) = mpsc::channel();
    std::thread::spawn(move || {
        for (number, connection) in listener.incoming().enumerate() {
            let (mut connection, to) = (connection.unwrap(), to.clone());
            std::thread::spawn(move || {
                while has_request(&mut connection) {
                    to.send(number).unwrap();
                    connection
                        .write_all(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
                        .unwrap();
                }
            });
        }
    });
    let client = client().base_url(url).build().unwrap();
    for pause in [0, 1000, 5300] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        // The answer is unsigned: this is about its way alone.
        let error = client.send(&List).await.unwrap_err();
        assert_eq!(error.api().unwrap().status(), 404);
    }
    let used: Vec<usize> = connections.try_iter().collect();
    assert_eq!(used, [0, 0, 1]);
}

/// Reads a request without a body, unless the client has left.
fn has_request(connection: &mut TcpStream) -> bool {
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") {
        match connection.read(&mut byte) {
            Ok(1) => request.extend(byte),
            _ => return false,
        }
    }
    true
}

#[tokio::test]
async fn making_a_client_opens_no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let _client = client().base_url(url).build().unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let none = listener.accept().unwrap_err();
    assert_eq!(none.kind(), std::io::ErrorKind::WouldBlock);
}

fn client() -> wechatpay_runtime::ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .options(CallOptions::new().max_attempts(1))
}

/// Runs the test below in a process that has a proxy set, which is the only way out that it tries.
#[test]
fn the_proxies_of_the_environment_are_honoured_for_other_machines() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let (to, asked) = mpsc::channel();
    std::thread::spawn(move || {
        for connection in proxy.incoming() {
            let mut connection = connection.unwrap();
            let mut request = [0; 1024];
            let count = connection.read(&mut request).unwrap_or_default();
            to.send(String::from_utf8_lossy(&request[..count]).into_owned())
                .unwrap();
            connection
                .write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                .ok();
        }
    });
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runtime::connections::a_call_through_the_proxy_of_the_environment",
        ])
        .envs(["https_proxy", "HTTPS_PROXY"].map(|name| (name, &url)))
        .envs(["no_proxy", "NO_PROXY"].map(|name| (name, "")))
        .env(WANTED, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    let asked = asked.try_recv().unwrap();
    assert!(
        asked.starts_with("CONNECT api.mch.weixin.qq.com:443 "),
        "{asked}"
    );
    assert!(
        !asked.contains("WECHATPAY2") && !asked.contains("/v3/"),
        "{asked}"
    );
}

/// Does nothing unless the test above asks for it.
#[tokio::test]
async fn a_call_through_the_proxy_of_the_environment() {
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let error = client().build().unwrap().send(&List).await.unwrap_err();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::NotSent, true),
        "{error}"
    );
}
