//! The default transport with a server that can do anything with a connection.

use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use wechatpay_runtime::{CallOptions, Client, ClientBuilder, Error, Operation, Outcome, Response};

use super::fixture::*;
use crate::support::wire::{now, read_request, signed_part};

/// Runs `serve` with the complete request of each connection, on a separate thread.
struct Server {
    url: String,
    requests: mpsc::Receiver<String>,
}

impl Server {
    fn start(serve: impl Fn(&mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (to, requests) = mpsc::channel();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else {
                    break;
                };
                let patience = Some(Duration::from_secs(5));
                connection.set_read_timeout(patience).unwrap();
                let request = read_request(&mut connection);
                if request.is_empty() {
                    continue;
                }
                if to.send(request).is_err() {
                    break;
                }
                serve(&mut connection);
            }
        });
        Self { url, requests }
    }

    /// Responds with these bytes and closes the connection.
    fn responding(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::start(move |connection| {
            connection.write_all(&response).ok();
            connection.shutdown(Shutdown::Write).ok();
        })
    }

    fn client(&self) -> ClientBuilder {
        Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .base_url(&self.url)
            .options(CallOptions::new().max_attempts(1))
    }

    async fn call<O: Operation>(&self, operation: &O) -> Result<Response<O::Response>, Error> {
        self.client().build().unwrap().send(operation).await
    }
}

pub(super) fn on_the_wire(status: u16, body: &str) -> String {
    let response = signed_at(&now().to_string(), status, body);
    let mut text = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in response.headers() {
        text.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
    }
    format!("{text}\r\n{body}")
}

#[tokio::test]
async fn a_complete_call_over_a_socket_has_all_headers_and_the_signed_body() {
    let server = Server::responding(on_the_wire(200, SAMPLE));
    let response = server.call(&modify_budget()).await.unwrap();
    assert_eq!(
        (response.max_coupons, response.body()),
        (Some(300), SAMPLE.as_bytes())
    );

    let request = server.requests.recv().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(
        lines.next(),
        Some("PATCH /v3/marketing/busifavor/stocks/98065001/budget HTTP/1.1")
    );
    let mut names: Vec<_> = lines
        .filter_map(|line| Some(line.split_once(": ")?.0))
        .collect();
    names.sort_unstable();
    let expected = [
        "accept",
        "accept-encoding",
        "authorization",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "wechatpay-serial",
    ];
    assert_eq!(names, expected);
    let authorization = head
        .lines()
        .find_map(|line| line.strip_prefix("authorization: "))
        .unwrap();
    let part = |name: &str| signed_part(authorization, name);
    let message = format!(
        "PATCH\n/v3/marketing/busifavor/stocks/98065001/budget\n{}\n{}\n{body}\n",
        part("timestamp"),
        part("nonce_str")
    );
    assert!(verifies(
        "merchant_pub.pem",
        message.as_bytes(),
        part("signature")
    ));
}

#[tokio::test]
async fn path_values_arrive_percent_encoded() {
    for (id, segment) in [
        ("a/b?c#d %'\"", "a%2Fb%3Fc%23d%20%25%27%22"),
        ("券..", "%E5%88%B8.."),
        ("%2e", "%252e"),
    ] {
        let server = Server::responding(on_the_wire(204, ""));
        server.call(&Close { id: id.to_owned() }).await.unwrap();
        let request = server.requests.recv().unwrap();
        assert!(
            request.starts_with(&format!("POST /v3/things/{segment}/close HTTP/1.1\r\n")),
            "{request}"
        );
        assert!(request.contains("\r\ncontent-length: 0\r\n"), "{request}");
    }
}

#[tokio::test]
async fn a_get_request_has_no_content_length() {
    let server = Server::responding(on_the_wire(200, "{\"a\":1}"));
    assert_eq!(server.call(&List).await.unwrap()["a"], 1);
    let request = server.requests.recv().unwrap().to_lowercase();
    assert!(
        !request.contains("content-length") && !request.contains("transfer-encoding"),
        "{request}"
    );
}

#[tokio::test]
async fn a_call_with_a_refused_connection_is_not_sent() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = Server {
        url: format!("http://{free}"),
        requests: mpsc::channel().1,
    };
    let error = client.call(&modify_budget()).await.unwrap_err();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::NotSent, true),
        "{error}"
    );
    assert!(error.to_string().contains("onnection refused"), "{error}");
    assert!(!format!("{error:?}").contains("98065001"), "{error:?}");
}

#[tokio::test]
async fn a_call_with_a_failed_tls_handshake_is_not_sent() {
    let server = Server::responding("HTTP/1.1 400 no TLS here\r\n\r\n");
    let url = server.url.replace("http://", "https://");
    let client = server.client().base_url(url).build().unwrap();
    let error = client.send(&modify_budget()).await.unwrap_err();
    assert_eq!(
        (error.outcome(), error.is_connect()),
        (Outcome::NotSent, true),
        "{error}"
    );
}

#[tokio::test]
async fn a_call_whose_response_breaks_off_is_unknown() {
    let whole = on_the_wire(200, SAMPLE);
    for response in [
        "",
        "HTTP/1.1 200",
        "garbage\r\n\r\n",
        &whole[..whole.len() - 1],
    ] {
        let server = Server::responding(response);
        let error = server.call(&modify_budget()).await.unwrap_err();
        assert_eq!(
            (error.outcome(), error.is_connect()),
            (Outcome::Unknown, false),
            "{response:?} {error}"
        );
        assert!(server.requests.recv().is_ok());
        assert!(
            server
                .requests
                .recv_timeout(Duration::from_millis(50))
                .is_err(),
            "it was sent twice"
        );
    }
}

#[tokio::test]
async fn slow_response_headers_and_bodies_time_out_as_unknown() {
    for part in ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"] {
        let server = Server::start(move |connection| {
            connection.write_all(part.as_bytes()).unwrap();
            std::thread::sleep(Duration::from_secs(3));
        });
        let client = server
            .client()
            .attempt_timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        let error = client.send(&modify_budget()).await.unwrap_err();
        assert_eq!(
            (error.outcome(), error.is_timeout()),
            (Outcome::Unknown, true),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_response_that_is_too_long_is_aborted_while_it_is_read() {
    for head in ["Content-Length: 1000000000", "Transfer-Encoding: chunked"] {
        let server = Server::start(move |connection| {
            connection
                .write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes())
                .unwrap();
            let chunk = [b"3e8\r\n".as_slice(), &[b' '; 1000], b"\r\n"].concat();
            while connection.write_all(&chunk).is_ok() {}
        });
        let client = server.client().max_response_bytes(5000).build().unwrap();
        let error = client.send(&modify_budget()).await.unwrap_err();
        assert_eq!(
            (error.outcome(), error.is_timeout()),
            (Outcome::Unknown, false),
            "{error}"
        );
        assert!(
            error.to_string().contains("longer than 5000 bytes"),
            "{error}"
        );
    }
    let server = Server::responding(on_the_wire(200, SAMPLE));
    let client = server
        .client()
        .max_response_bytes(SAMPLE.len())
        .build()
        .unwrap();
    assert!(client.send(&modify_budget()).await.is_ok());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::responding(on_the_wire(200, SAMPLE));
    for status in [301, 302, 303, 307, 308] {
        let response = format!(
            "HTTP/1.1 {status} X\r\nLocation: {}/\r\nContent-Length: 0\r\n\r\n",
            other.url
        );
        let error = Server::responding(response)
            .call(&modify_budget())
            .await
            .unwrap_err();
        assert_eq!(error.api_error().unwrap().status(), status);
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
    assert!(
        other
            .requests
            .recv_timeout(Duration::from_millis(50))
            .is_err()
    );
}

#[tokio::test]
async fn a_tampered_response_over_a_socket_fails_verification() {
    let response = on_the_wire(200, SAMPLE).replace("300", "900");
    let error = Server::responding(response)
        .call(&modify_budget())
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.verification().is_some());
}

#[tokio::test]
async fn response_bodies_are_not_decompressed() {
    let response = on_the_wire(200, SAMPLE).replacen("\r\n", "\r\nContent-Encoding: gzip\r\n", 1);
    assert!(
        Server::responding(response)
            .call(&modify_budget())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_html_page_of_a_gateway_is_a_server_error() {
    let response =
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
    let error = Server::responding(response)
        .call(&modify_budget())
        .await
        .unwrap_err();
    assert_eq!(
        (error.api_error().unwrap().status(), error.outcome()),
        (502, Outcome::Unknown)
    );
}

/// Runs one test of this file again in a process with a proxy setting. No proxy listens at its
/// address.
#[test]
fn proxies_of_the_environment_are_not_used_for_this_machine() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runtime::sockets::a_complete_call_over_a_socket_has_all_headers_and_the_signed_body",
        ])
        .envs(["http_proxy", "HTTP_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:1")))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}
