//! Receives a file of 1 GiB from a server on this machine, and compares the peak memory with that of
//! a small file.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;
use std::{fs, io, thread};

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use wechatpay_mock::Mock;
use wechatpay_runtime::download::Download;
use wechatpay_runtime::{Client, PrivateKey, PublicKey};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The file consists of copies of this many bytes.
const BLOCK: usize = 1 << 20;

fn block() -> Vec<u8> {
    let bytes = (0..BLOCK).map(|i| u8::try_from(i * 7 % 251).unwrap_or_default());
    bytes.collect()
}

/// Serves one file of so many blocks, and returns the address of the server.
fn serve(blocks: usize) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let host = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        let (connection, _) = listener.accept()?;
        send(connection, blocks)
    });
    Ok(host)
}

/// The client notices a file that was cut off.
fn send(mut connection: TcpStream, blocks: usize) -> io::Result<()> {
    for line in BufReader::new(&connection).lines() {
        if line?.is_empty() {
            break;
        }
    }
    let length = blocks * BLOCK;
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
    )?;
    let block = block();
    for _ in 0..blocks {
        connection.write_all(&block)?;
    }
    Ok(())
}

fn digest(blocks: usize) -> Result<String> {
    let (block, mut context) = (block(), Context::new(&SHA1_FOR_LEGACY_USE_ONLY));
    for _ in 0..blocks {
        context.update(&block);
    }
    let mut text = String::new();
    for byte in context.finish().as_ref() {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

/// The peak memory of this process so far, where the system says it in this way.
fn peak() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

fn client(mock: &Mock, host: &str) -> Result<Client> {
    let client = Client::builder()
        .mchid(mock.mchid())
        .merchant_serial_no(mock.merchant_serial_no())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem())?)
        .wechatpay_public_key(
            mock.public_key_id(),
            PublicKey::from_pem(mock.public_key_pem())?,
        )
        .base_url(host)
        .build()?;
    Ok(client)
}

async fn download(mock: &Mock, blocks: usize) -> Result<()> {
    let host = serve(blocks)?;
    let client = client(mock, &host)?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bill");
    let url = format!("{host}/v3/billdownload/file?token=1");
    let file = Download::new(&url, "SHA1", &digest(blocks)?)?;
    let started = Instant::now();
    let length = client.download(&file).await?.save_to(&path).await?;
    println!(
        "{:>5} MiB: {:.2} s, peak memory of the process {}",
        length >> 20,
        started.elapsed().as_secs_f64(),
        peak().as_deref().unwrap_or("unknown")
    );
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // For its keys.
    let mock = Mock::documented()?;
    download(&mock, 1).await?;
    download(&mock, 1024).await
}
