//! Receives a file of 1 GiB from a server on this machine, and compares the peak memory with that of
//! a small file.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use wechatpay_mock::Mock;
use wechatpay_runtime::download::Download;
use wechatpay_runtime::{Client, PrivateKey, PublicKey};

/// The file consists of copies of this many bytes.
const BLOCK: usize = 1 << 20;

fn block() -> Vec<u8> {
    let bytes = (0..BLOCK).map(|i| u8::try_from(i * 7 % 251).unwrap_or_default());
    bytes.collect()
}

/// Serves one file of so many blocks, and returns its address.
fn serve(blocks: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!(
        "http://{}/v3/billdownload/file?token=1",
        listener.local_addr().unwrap()
    );
    thread::spawn(move || {
        let (connection, _) = listener.accept().unwrap();
        send(connection, blocks);
    });
    address
}

fn send(mut connection: TcpStream, blocks: usize) {
    let lines = BufReader::new(&connection).lines();
    let head = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty());
    assert!(head.count() > 0);
    let length = blocks * BLOCK;
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    let block = block();
    for _ in 0..blocks {
        connection.write_all(&block).unwrap();
    }
}

fn digest(blocks: usize) -> String {
    let (block, mut context) = (block(), Context::new(&SHA1_FOR_LEGACY_USE_ONLY));
    for _ in 0..blocks {
        context.update(&block);
    }
    let digest = context.finish();
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The peak memory of this process so far in KiB; 0 on systems that do not say it in this way.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}

async fn download(client: &Client, url: &str, blocks: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bill");
    let file = Download::new(url, "SHA1", &digest(blocks)).unwrap();
    let started = Instant::now();
    let length = client
        .download(&file)
        .await
        .unwrap()
        .save_to(&path)
        .await
        .unwrap();
    println!(
        "{:>5} MiB: {:.2} s, peak memory of the process {} KiB",
        length >> 20,
        started.elapsed().as_secs_f64(),
        peak()
    );
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mock = Mock::documented().unwrap();
    for blocks in [1, 1024] {
        let url = serve(blocks);
        let host = url.split_once("/v3").unwrap().0;
        let client = Client::builder()
            .mchid(mock.mchid())
            .merchant_serial_no(mock.merchant_serial_no())
            .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem()).unwrap())
            .wechatpay_public_key(
                mock.public_key_id(),
                PublicKey::from_pem(mock.public_key_pem()).unwrap(),
            )
            .base_url(host)
            .build()
            .unwrap();
        download(&client, &url, blocks).await;
    }
}
