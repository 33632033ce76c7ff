//! Connections of the default transport: how long it keeps them, and which proxy it uses.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use wechatpay_runtime::{CallOptions, Client, Outcome};

use super::fixture::*;

/// Enables [`child_process_calls_through_the_proxy_of_the_environment`].
const WANTED: &str = "WECHATPAY_TEST_OF_PROXIES";

/// The server closes connections that are idle for 8 seconds. An older connection could fail during
/// a request.
#[tokio::test]
async fn a_connection_idle_for_more_than_five_seconds_is_not_reused() {
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
        // The response is unsigned, because this test is only about the connection.
        let error = client.send(&List).await.unwrap_err();
        assert_eq!(error.api_error().unwrap().status(), 404);
    }
    let used: Vec<usize> = connections.try_iter().collect();
    assert_eq!(used, [0, 0, 1]);
}

/// Reads a request without a body, unless the client has closed the connection.
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
async fn building_a_client_opens_no_connection() {
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

/// Runs the test below in a process whose only way out is a proxy.
#[test]
fn environment_proxies_are_used_except_for_loopback() {
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
            "runtime::connections::child_process_calls_through_the_proxy_of_the_environment",
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

/// Does nothing unless the test above enables it.
#[tokio::test]
async fn child_process_calls_through_the_proxy_of_the_environment() {
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

/// Enables [`child_process_builds_a_client_in_its_environment`].
const BUILT: &str = "WECHATPAY_TEST_OF_PROXY_SETTINGS";

/// The output of a process that builds a client with only these variables: that the client was
/// built, how its call failed, or why it could not be built.
fn in_the_environment(variables: &[(&str, &std::ffi::OsStr)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "--nocapture",
        "runtime::connections::child_process_builds_a_client_in_its_environment",
    ]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command
        .env_remove("REQUEST_METHOD")
        .env(BUILT, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let output = text
        .split_once("<<")
        .and_then(|(_, rest)| rest.split_once(">>"));
    output.unwrap().0.to_owned()
}

fn with(variables: &[(&str, &str)]) -> String {
    let variables: Vec<_> = variables
        .iter()
        .map(|(name, value)| (*name, std::ffi::OsStr::new(*value)))
        .collect();
    in_the_environment(&variables)
}

/// Does nothing unless another test enables it.
#[tokio::test]
async fn child_process_builds_a_client_in_its_environment() {
    if std::env::var_os(BUILT).is_none() {
        return;
    }
    match client().build() {
        Err(error) => println!("<<{error} {error:?}>>"),
        Ok(_) if std::env::var_os("HTTPS_PROXY").is_none_or(|proxy| !is_called(&proxy)) => {
            println!("<<built>>");
        }
        Ok(client) => {
            let error = client.send(&List).await.unwrap_err();
            assert_eq!(error.outcome(), Outcome::NotSent);
            println!("<<{error} {error:?}>>");
        }
    }
}

/// Calls go only to proxies that these tests expect to be called.
fn is_called(proxy: &std::ffi::OsStr) -> bool {
    let proxy = proxy.to_string_lossy();
    proxy.contains("unknown.invalid") || proxy.contains("127.0.0.1:1")
}

#[test]
fn an_invalid_proxy_setting_is_named_without_its_password() {
    for (name, value) in [
        ("HTTPS_PROXY", "htp://x"),
        ("HTTPS_PROXY", "http://[bad"),
        ("https_proxy", "http://user:hunter2@"),
        ("https_proxy", "http://user:hunter2@proxy.corp:port"),
        ("HTTPS_PROXY", "http://user:hunt@er2@proxy.corp:3128"),
        ("HTTPS_PROXY", "socks5://user:hunter2@proxy.corp:1080"),
        ("HTTPS_PROXY", "http://:3128"),
        ("HTTPS_PROXY", "http://proxy.corp:99999"),
        ("HTTPS_PROXY", " http://proxy.corp:3128"),
        ("HTTPS_PROXY", "'http://proxy.corp:3128'"),
        ("ALL_PROXY", "socks5h://127.0.0.1:1080"),
        ("all_proxy", "htp://user:hunter2@x"),
    ] {
        let output = with(&[(name, value)]);
        assert!(output.contains(&format!("`{name}`")), "{value}: {output}");
        assert!(output.contains("transport"), "{output}");
        for secret in ["hunter2", "er2", "user:"] {
            assert!(!output.contains(secret), "{output}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let odd = std::ffi::OsStr::from_bytes(b"http://proxy.corp:3128\xff");
        let output = in_the_environment(&[("HTTPS_PROXY", odd)]);
        assert!(output.contains("`HTTPS_PROXY`"), "{output}");
    }
}

#[test]
fn only_the_effective_proxy_setting_is_checked() {
    for variables in [
        &[("HTTPS_PROXY", "http://proxy.corp:3128")][..],
        &[("https_proxy", "proxy.corp:3128")],
        &[("all_proxy", "https://user:pass@proxy.corp")],
        &[("HTTPS_PROXY", "")],
        // The upper-case variable of a pair comes first, and the pair comes before `ALL_PROXY`.
        &[("HTTPS_PROXY", "http://a.corp"), ("https_proxy", "htp://x")],
        &[("HTTPS_PROXY", ""), ("https_proxy", "htp://x")],
        &[("https_proxy", "http://a.corp"), ("ALL_PROXY", "htp://x")],
        // All calls use `https`.
        &[("HTTP_PROXY", "htp://x"), ("http_proxy", "htp://x")],
        // No proxy is used.
        &[("HTTPS_PROXY", "htp://x"), ("NO_PROXY", "*")],
        &[("HTTPS_PROXY", "htp://x"), ("no_proxy", ".weixin.qq.com")],
        &[("HTTPS_PROXY", "htp://x"), ("REQUEST_METHOD", "GET")],
    ] {
        assert_eq!(with(variables), "built", "{variables:?}");
    }
    for variables in [
        &[("HTTPS_PROXY", "htp://x"), ("ALL_PROXY", "http://a.corp")][..],
        &[("HTTPS_PROXY", "htp://x"), ("https_proxy", "http://a.corp")],
        &[
            ("HTTPS_PROXY", "htp://x"),
            ("NO_PROXY", "api.mch.weixin.qq.com"),
        ],
        &[
            ("HTTPS_PROXY", "htp://x"),
            ("NO_PROXY", "http://api.mch.weixin.qq.com"),
        ],
    ] {
        let output = with(variables);
        assert!(output.contains("`HTTPS_PROXY`"), "{variables:?}: {output}");
    }
    let output = with(&[("HTTPS_PROXY", ""), ("ALL_PROXY", "htp://x")]);
    assert!(output.contains("`ALL_PROXY`"), "{output}");
}

#[test]
fn an_unreachable_proxy_is_named_without_its_password() {
    for (proxy, named) in [
        (
            "http://user:hunter2@unknown.invalid:3128",
            "`http://unknown.invalid:3128`",
        ),
        ("user:hunter2@unknown.invalid", "`http://unknown.invalid`"),
        ("http://user:hunter2@127.0.0.1:1", "`http://127.0.0.1:1`"),
    ] {
        let output = with(&[("HTTPS_PROXY", proxy)]);
        assert!(
            output.contains("the proxy ") && output.contains(named),
            "{output}"
        );
        assert!(!output.contains("hunter2"), "{output}");
    }
}
