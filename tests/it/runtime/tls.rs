//! TLS on the loopback address: which servers the default transport trusts. The certificate
//! authority belongs to these tests; a child process reads it from its environment.

#![cfg(target_os = "linux")]

use std::io::Write as _;
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, mpsc};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use wechatpay_runtime::client::{HttpTransport, HttpTransportBuilder};
use wechatpay_runtime::{CallOptions, Client, ClientBuilder, Outcome};

use super::fixture::*;
use super::sockets::on_the_wire;
use crate::support::wire::read_request;

/// Enables [`child_process_calls_with_a_trusted_certificate_authority`].
const WANTED: &str = "WECHATPAY_TEST_OF_TLS";

/// A server with a certificate for 127.0.0.1, and the requests that it received.
fn server() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (to, requests) = mpsc::channel();
    let config = Arc::new(config());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let session = ServerConnection::new(config.clone()).unwrap();
            let mut connection = StreamOwned::new(session, connection.unwrap());
            let request = read_request(&mut connection);
            if !request.is_empty() && to.send(request).is_ok() {
                let response = on_the_wire(200, SAMPLE);
                connection.write_all(response.as_bytes()).unwrap();
                connection.conn.send_close_notify();
                connection.flush().unwrap();
            }
        }
    });
    (port, requests)
}

fn config() -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(&key_file("tls_server_certificate.pem"));
    let key = PrivateKeyDer::from_pem_slice(&key_file("tls_server.pem"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.unwrap()], key.unwrap())
        .unwrap()
}

fn client(host: &str, port: u16) -> Client {
    settings(host, port).build().unwrap()
}

fn settings(host: &str, port: u16) -> ClientBuilder {
    Client::builder()
        .mchid("1900000001")
        .merchant_key(merchant_key())
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, wechatpay_public_key())
        .options(CallOptions::new().max_attempts(1))
        .base_url(format!("https://{host}:{port}"))
}

async fn assert_not_sent(host: &str) {
    let (port, requests) = server();
    let error = client(host, port).send(&modify_budget()).await.unwrap_err();
    let what = (error.outcome(), error.is_connect());
    assert_eq!(what, (Outcome::NotSent, true), "{error}");
    assert!(error.to_string().contains("ertificate"), "{error}");
    assert!(requests.try_recv().is_err(), "the server read a request");
}

#[tokio::test]
async fn a_server_with_an_untrusted_certificate_authority_gets_no_request() {
    assert_not_sent("127.0.0.1").await;
}

#[tokio::test]
async fn only_the_certificate_authorities_that_a_transport_names_are_trusted() {
    let authority = key_file("tls_ca.pem");
    let builder = HttpTransport::builder;
    for (transport, is_trusted) in [
        (builder().root_certificates_pem(&authority), true),
        (
            builder().root_certificates_pem(&authority).bundled_roots(),
            true,
        ),
        (builder().bundled_roots(), false),
        (
            builder().root_certificates_pem(key_file("merchant_certificate.pem")),
            false,
        ),
    ] as [(HttpTransportBuilder, bool); 4]
    {
        let (port, requests) = server();
        let settings = settings("127.0.0.1", port).transport(transport.build().unwrap());
        let result = settings.build().unwrap().send(&modify_budget()).await;
        match result {
            Ok(_) => assert!(is_trusted),
            Err(error) => assert!(!is_trusted && error.is_connect(), "{error}"),
        }
        assert_eq!(requests.try_recv().is_ok(), is_trusted);
    }
}

#[test]
fn a_trusted_certificate_authority_is_accepted_only_for_the_names_in_its_certificates() {
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/it/runtime/keys/tls_ca.pem");
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "runtime::tls::child_process_calls_with_a_trusted_certificate_authority",
        ])
        .env("SSL_CERT_FILE", authority)
        .env_remove("SSL_CERT_DIR")
        .env(WANTED, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && text.contains("1 passed");
    assert!(passed, "{text}");
}

/// Does nothing unless the test above enables it.
#[tokio::test]
async fn child_process_calls_with_a_trusted_certificate_authority() {
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let (port, requests) = server();
    let response = client("127.0.0.1", port).send(&modify_budget()).await;
    assert_eq!(response.unwrap().max_coupons, Some(300));
    let request = requests.try_recv().unwrap();
    assert!(
        request.starts_with("PATCH /v3/marketing/busifavor/"),
        "{request}"
    );
    // The certificate is for the address, not for this name.
    assert_not_sent("localhost").await;
}

/// Enables [`child_process_calls_without_certificate_authorities`].
const WITHOUT: &str = "WECHATPAY_TEST_OF_NO_AUTHORITIES";

/// The same situation as in a container without CA certificates.
#[test]
fn without_certificate_authorities_http_works_and_https_says_what_to_install() {
    let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/no_authorities");
    std::fs::create_dir_all(folder).unwrap();
    let key = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/it/runtime/keys/tls_server.pem"
    );
    for (name, value) in [
        ("SSL_CERT_FILE", "/nonexistent"),
        ("SSL_CERT_FILE", ""),
        ("SSL_CERT_FILE", "/dev/null"),
        ("SSL_CERT_FILE", key),
        ("SSL_CERT_FILE", folder),
        ("SSL_CERT_DIR", folder),
        ("SSL_CERT_DIR", "/nonexistent"),
    ] {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "runtime::tls::child_process_calls_without_certificate_authorities",
            ])
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR")
            .env(name, value)
            .env(WITHOUT, name)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let passed = output.status.success() && text.contains("1 passed");
        assert!(passed, "{name}={value}: {text}");
    }
}

/// Does nothing unless the test above enables it.
#[tokio::test]
async fn child_process_calls_without_certificate_authorities() {
    let Ok(variable) = std::env::var(WITHOUT) else {
        return;
    };
    let settings = || {
        Client::builder()
            .mchid("1900000001")
            .merchant_key(merchant_key())
            .merchant_serial_no(SERIAL_NO)
            .wechatpay_public_key(KEY_ID, wechatpay_public_key())
            .options(CallOptions::new().max_attempts(1))
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        read_request(&mut connection);
        connection
            .write_all(on_the_wire(200, SAMPLE).as_bytes())
            .unwrap();
    });
    let client = settings().base_url(url).build().unwrap();
    let response = client.send(&modify_budget()).await.unwrap();
    assert_eq!(response.max_coupons, Some(300));
    settings()
        .base_url("http://localhost:9")
        .backup_url("http://[::1]:9")
        .build()
        .unwrap();
    // The roots in the program need no files.
    let bundled = HttpTransport::builder().bundled_roots().build().unwrap();
    settings().transport(bundled).build().unwrap();
    HttpTransport::builder().build().unwrap_err();
    for settings in [
        settings(),
        settings().base_url("https://127.0.0.1:9"),
        settings().base_url("https://pay.example"),
        settings()
            .base_url("http://127.0.0.1:9")
            .backup_url("https://127.0.0.1:9"),
    ] {
        let error = settings.build().unwrap_err();
        assert_eq!(error.settings().collect::<Vec<_>>(), ["transport"]);
        for part in ["`ca-certificates`", &variable, "`https`"] {
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
