//! Transports with settings, and transports that several clients share.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use wechatpay_runtime::client::{HttpTransport, HttpTransportBuilder};
use wechatpay_runtime::error::{BuildError, Outcome};
use wechatpay_runtime::{CallOptions, Client, ClientBuilder, blocking};

use super::fixture::*;
use super::sockets::on_the_wire;
use crate::support::wire::read_request;

/// A server that responds to every request on every connection, and the number of connections.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let accepted = Arc::clone(&connections);
    std::thread::spawn(move || {
        let response = on_the_wire(200, SAMPLE);
        for connection in listener.incoming() {
            accepted.fetch_add(1, Ordering::Relaxed);
            let response = response.clone();
            std::thread::spawn(move || converse(connection.unwrap(), response.as_bytes()));
        }
    });
    (url, connections)
}

fn converse(mut connection: TcpStream, response: &[u8]) {
    while !read_request(&mut connection).is_empty() {
        connection.write_all(response).unwrap();
    }
}

fn settings(url: &str) -> ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .options(CallOptions::new().max_attempts(1).rate_limiting(false))
        .base_url(url)
}

/// A transport that never reads the settings or the certificate authorities of this machine.
fn transport() -> HttpTransportBuilder {
    HttpTransport::builder().bundled_roots().no_proxy()
}

#[tokio::test]
async fn clients_that_share_a_transport_share_its_connections() {
    let (url, connections) = server();
    let shared = transport().build().unwrap();
    let clients: Vec<_> = (0..200)
        .map(|_| settings(&url).transport(shared.clone()).build().unwrap())
        .collect();
    for client in clients {
        client.send(&modify_budget()).await.unwrap();
    }
    assert_eq!(connections.load(Ordering::Relaxed), 1);
}

/// Enables [`child_process_shares_a_thread`].
const THREADS: &str = "WECHATPAY_TEST_OF_THREADS";

/// Counts threads in a child process, which has no other tests on other threads.
#[cfg(target_os = "linux")]
#[test]
fn blocking_clients_that_share_a_transport_share_a_thread_and_its_connections() {
    assert_child_passes("child_process_shares_a_thread", &[(THREADS, "1")]);
}

fn assert_child_passes(test: &str, variables: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!("runtime::networks::{test}"))
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let passed = output.status.success() && text.contains("1 passed");
    assert!(passed, "{text}{errors}");
}

/// Does nothing unless the test above enables it.
#[test]
fn child_process_shares_a_thread() {
    if std::env::var_os(THREADS).is_none() {
        return;
    }
    let threads = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("Threads:"));
        line.unwrap()[8..].trim().parse::<usize>().unwrap()
    };
    let (url, connections) = server();
    let shared = transport().build().unwrap();
    let client = || blocking::Client::new(settings(&url).transport(shared.clone())).unwrap();
    let before = threads();
    let clients: Vec<_> = (0..200).map(|_| client()).collect();
    assert_eq!(threads(), before + 1);
    for client in clients {
        client.send(&modify_budget()).unwrap();
    }
    // The thread of the last client ended; a new client starts another one.
    client().send(&modify_budget()).unwrap();
    assert_eq!(connections.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn each_client_of_a_shared_transport_has_its_own_limits() {
    let (url, _) = server();
    let shared = transport().build().unwrap();
    let client = |settings: ClientBuilder| settings.transport(shared.clone()).build().unwrap();
    let narrow = client(settings(&url).max_response_bytes(10));
    let error = narrow.send(&modify_budget()).await.unwrap_err();
    assert!(error.to_string().contains("10 bytes"), "{error}");
    client(settings(&url)).send(&modify_budget()).await.unwrap();
}

/// A proxy that refuses every request, and the requests that it received.
fn proxy() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (to, requests) = mpsc::channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut request = [0; 1024];
            let count = connection.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..count]).into_owned();
            to.send(request).unwrap();
            let refused = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
            connection.write_all(refused).ok();
        }
    });
    (port, requests)
}

#[tokio::test]
async fn a_proxy_is_used_for_other_machines_and_never_for_this_one() {
    let (port, requests) = proxy();
    let (url, _) = server();
    let proxied = HttpTransport::builder()
        .bundled_roots()
        .proxy(format!("http://user:hunter2@127.0.0.1:{port}"))
        .build()
        .unwrap();
    let client = |url: &str| settings(url).transport(proxied.clone()).build().unwrap();
    client(&url).send(&modify_budget()).await.unwrap();
    assert!(requests.try_recv().is_err());
    let elsewhere = client("https://pay.invalid");
    let error = elsewhere.send(&modify_budget()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    assert!(
        error.to_string().contains("the proxy `http://127.0.0.1:"),
        "{error}"
    );
    let request = requests.try_recv().unwrap();
    assert!(request.starts_with("CONNECT pay.invalid:443 "), "{request}");
    assert!(request.contains("roxy-"), "{request}");
    assert!(!format!("{error} {error:?} {proxied:?}").contains("hunter2"));
}

#[test]
fn wrong_settings_are_named_without_credentials() {
    let key = String::from_utf8(key_file("merchant.pem")).unwrap();
    let certificate = String::from_utf8(key_file("tls_ca.pem")).unwrap();
    let damaged = certificate.replace("MII", "MIJ");
    let wrong = |transport: HttpTransportBuilder| -> BuildError {
        assert!(!format!("{transport:?}").contains("hunter2"));
        transport.build().unwrap_err()
    };
    for pem in [
        "",
        "no PEM",
        &key,
        &damaged,
        "-----BEGIN CERTIFICATE-----\n",
    ] {
        let error = wrong(transport().root_certificates_pem(pem));
        assert!(error.settings().eq(["root_certificates_pem"]), "{error}");
        assert!(!error.to_string().contains("MII"), "{error}");
    }
    for url in [
        "",
        "proxy.corp:3128",
        "socks5://user:hunter2@proxy.corp:1080",
        "http://user:hunter2@",
        "http://user:hunt@hunter2@proxy.corp",
        "http://proxy.corp:99999",
    ] {
        let error = wrong(transport().proxy(url));
        assert!(error.settings().eq(["proxy"]), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
    let both = wrong(transport().root_certificates_pem("").proxy(""));
    assert_eq!(both.settings().count(), 2, "{both}");
}

#[tokio::test]
async fn a_request_to_another_machine_needs_encryption() {
    use wechatpay_runtime::client::Transport as _;
    let request = http::Request::get("http://pay.invalid/v3").body(bytes::Bytes::new());
    let transport = transport().build().unwrap();
    let sent = transport.send(request.unwrap(), std::time::Duration::from_secs(1));
    let error = sent.await.unwrap_err();
    assert!(!error.may_have_left() && !error.is_connect(), "{error}");
    assert!(error.to_string().contains("`https`"), "{error}");
}

#[tokio::test]
async fn a_ready_made_client_sends_and_may_not_follow_redirects() {
    let (url, connections) = server();
    let reqwest = || reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let given = HttpTransport::from_reqwest(reqwest().build().unwrap());
    let client = |url: &str| settings(url).transport(given.clone()).build().unwrap();
    client(&url).send(&modify_budget()).await.unwrap();
    client(&url).send(&modify_budget()).await.unwrap();
    assert_eq!(connections.load(Ordering::Relaxed), 1);

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let redirecting = format!("http://{}", listener.local_addr().unwrap());
    let head =
        format!("HTTP/1.1 307 Moved\r\nLocation: {url}/elsewhere\r\nContent-Length: 0\r\n\r\n");
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        read_request(&mut connection);
        connection.write_all(head.as_bytes()).unwrap();
    });
    let error = client(&redirecting)
        .send(&modify_budget())
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.to_string().contains("redirect"), "{error}");
}
