//! A download of 1 GiB needs little memory. It has a binary of its own, because it counts the
//! allocations of the process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

use wechatpay_runtime::download::Download;
use wechatpay_runtime::{Client, PrivateKey, PublicKey};

const PIECES: u64 = 16 * 1024;
const PIECE: usize = 64 * 1024;
/// The SHA-1 of 1 GiB of zeros: `head -c 1G /dev/zero | sha1sum`.
const SHA1: &str = "2a492f15396a6768bcbca016993f4b4c8b0b5307";

#[test]
fn a_download_of_1_gib_needs_less_than_2_mib() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let lines = BufReader::new(&connection).lines();
        assert!(lines.map(Result::unwrap).any(|line| line.is_empty()));
        let length = PIECES * u64::try_from(PIECE).unwrap();
        write!(
            connection,
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
        )
        .unwrap();
        let piece = vec![0; PIECE];
        for _ in 0..PIECES {
            connection.write_all(&piece).unwrap();
        }
    });

    let key = |name| {
        std::fs::read(format!(
            "{}/it/runtime/keys/{name}",
            env!("CARGO_MANIFEST_DIR")
        ))
    };
    let client = Client::builder()
        .mchid("1900000001")
        .merchant_serial_no("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
        .merchant_key(PrivateKey::from_pem(key("merchant.pem").unwrap()).unwrap())
        .wechatpay_public_key(
            "PUB_KEY_ID_0114232134912410000000000000",
            PublicKey::from_pem(key("wechatpay_pub.pem").unwrap()).unwrap(),
        )
        .base_url(&url)
        .build()
        .unwrap();
    let download = Download::new(&format!("{url}/file"), "SHA1", SHA1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let save = async {
        let file = client.download(&download).await.unwrap();
        file.save_to(folder.path().join("file")).await.unwrap()
    };
    let mut length = 0;
    let used = allocation_counter::measure(|| length = runtime.block_on(save));
    server.join().unwrap();
    assert_eq!(length, 1 << 30);
    assert!(used.bytes_max < 2 << 20, "{} bytes", used.bytes_max);
}
