//! The cost of a call in addition to its two RSA operations. One run measures all ratios.
//!
//! `cargo bench -p wechatpay-tests --bench calls`

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use tokio::runtime::Runtime;
use wechatpay_api::busifavor::request::ModifyBudgetRequest;
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Keyring, Nonce};
use wechatpay_runtime::{CallOptions, Client, PrivateKey, PublicKey};

const MERCHANT: &str = include_str!("../it/runtime/keys/merchant.pem");
const WECHATPAY: &str = include_str!("../it/runtime/keys/wechatpay.pem");
const WECHATPAY_PUB: &str = include_str!("../it/runtime/keys/wechatpay_pub.pem");
const SERIAL_NO: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";
const BODY: &str = r#"{"max_coupons":300,"max_coupons_by_day":100}"#;

fn main() {
    let bare = Bare::new();
    let (sign, verify) = primitives(&bare);
    let rsa = sign + verify;
    sans_io(&bare, rsa);
    over_loopback(&bare);
    openssl();
}

/// The cryptographic library alone, with keys parsed once.
struct Bare {
    merchant: RsaKeyPair,
    wechatpay: RsaKeyPair,
    wechatpay_pub: Vec<u8>,
}

impl Bare {
    fn new() -> Self {
        let der = |text| pem::parse(text).expect("a PEM file").into_contents();
        let pair = |text| RsaKeyPair::from_pkcs8(&der(text)).expect("an RSA key");
        Self {
            merchant: pair(MERCHANT),
            wechatpay: pair(WECHATPAY),
            wechatpay_pub: der(WECHATPAY_PUB),
        }
    }

    fn sign(pair: &RsaKeyPair, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message,
            &mut signature,
        )
        .expect("a signature");
        signature
    }

    /// Parsed once, like in the client.
    fn public(&self) -> ParsedPublicKey {
        ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.wechatpay_pub)
            .expect("a public key")
    }

    /// A response as the service sends it, signed now.
    fn response(&self) -> http::Response<Bytes> {
        let timestamp = unix_time().to_string();
        let message = format!("{timestamp}\nnonce\n{BODY}\n");
        let signature = STANDARD.encode(Self::sign(&self.wechatpay, message.as_bytes()));
        http::Response::builder()
            .header("Request-ID", "08F78BB5AF0610D302-0")
            .header("Content-Type", "application/json")
            .header("Wechatpay-Timestamp", timestamp)
            .header("Wechatpay-Nonce", "nonce")
            .header("Wechatpay-Serial", KEY_ID)
            .header("Wechatpay-Signature", signature)
            .body(Bytes::from_static(BODY.as_bytes()))
            .expect("a response")
    }
}

fn primitives(bare: &Bare) -> (Duration, Duration) {
    let message = vec![b'x'; 400];
    let signature = Bare::sign(&bare.wechatpay, &message);
    let key = bare.public();
    let unparsed = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &bare.wechatpay_pub);
    let sign = best(500, || Bare::sign(&bare.merchant, &message));
    let verify = best(5000, || {
        key.verify_sig(&message, &signature)
            .expect("a good signature");
    });
    let parse_each_time = best(2000, || {
        unparsed
            .verify(&message, &signature)
            .expect("a good signature");
    });
    let load = best(200, || PrivateKey::from_pem(MERCHANT).expect("a key"));
    println!("bare primitive, aws-lc-rs, RSA 2048 with SHA-256 over 400 bytes");
    println!("  sign                         {}", micros(sign));
    println!("  verify                       {}", micros(verify));
    println!("  verify, parsing the key too  {}", micros(parse_each_time));
    println!(
        "  load a merchant key          {}   (once a client)",
        micros(load)
    );
    (sign, verify)
}

/// Both directions of a call without a network.
fn sans_io(bare: &Bare, rsa: Duration) {
    let key = PrivateKey::from_pem(MERCHANT).expect("a key");
    let credential = Credential::new("1900000001", SERIAL_NO, key).expect("a credential");
    let public = PublicKey::from_pem(WECHATPAY_PUB).expect("a key");
    let keyring = Keyring::new(KEY_ID, public).expect("a keyring");
    let (request, url) = (request(), BaseUrl::main());
    let response = bare.response();
    let whole = best(500, || {
        let call = Call::prepare(&request).expect("a call");
        let nonce = Nonce::random().expect("a nonce");
        black_box(
            call.request(&url, &credential, &keyring, unix_time(), &nonce)
                .expect("signed"),
        );
        call.response(response.clone(), &keyring, unix_time())
            .expect("verified")
    });
    println!("\na call without its network: serialize, sign, verify, decode");
    println!("  whole                        {}", micros(whole));
    println!("  against bare sign + verify   {:.3}", ratio(whole, rsa));
    beside(whole, rsa);
}

fn over_loopback(bare: &Bare) {
    let url = serve(&bare.response());
    let client = Client::builder()
        .mchid("1900000001")
        .merchant_key(PrivateKey::from_pem(MERCHANT).expect("a key"))
        .merchant_serial_no(SERIAL_NO)
        .wechatpay_public_key(KEY_ID, PublicKey::from_pem(WECHATPAY_PUB).expect("a key"))
        .base_url(url)
        .options(CallOptions::new().max_attempts(1))
        .build()
        .expect("a client");
    cpu_of_a_call(&client, bare);
    println!(
        "\ncalls a second on {} cores, client and server together",
        cores()
    );
    for concurrency in [1, 8, 64] {
        println!(
            "  {concurrency:>2} at once                   {:>8.0}",
            rate(&client, concurrency)
        );
    }
}

/// CPU time of the thread that makes the calls, compared with that of the bare primitives on the
/// same thread. The server has its own threads. Other work on the machine does not count.
fn cpu_of_a_call(client: &Client, bare: &Bare) {
    const CALLS: u32 = 2000;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (request, message) = (request(), vec![b'x'; 400]);
    let (signature, key) = (Bare::sign(&bare.wechatpay, &message), bare.public());
    let primitives = || {
        for _ in 0..CALLS {
            black_box(Bare::sign(&bare.merchant, &message));
            key.verify_sig(&message, &signature)
                .expect("a good signature");
        }
    };
    let calls = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                client.send(&request).await.expect("a response");
            }
        });
    };
    calls();
    let (Some(rsa), Some(call)) = (cpu(primitives), cpu(calls)) else {
        println!("\nCPU of a whole call: not measured, for want of /proc");
        return;
    };
    let (rsa, user, kernel) = ((rsa.0 + rsa.1) / CALLS, call.0 / CALLS, call.1 / CALLS);
    println!("\nCPU of a whole call on loopback: serialize, sign, send, receive, verify, decode");
    println!("  in the program               {}", micros(user));
    println!("  in the kernel                {}", micros(kernel));
    println!("  bare sign + verify           {}", micros(rsa));
    println!("  program, against bare        {:.3}", ratio(user, rsa));
    beside(user, rsa);
}

/// CPU time in user and kernel mode that this thread spends on the work.
fn cpu(work: impl FnOnce()) -> Option<(Duration, Duration)> {
    let before = thread_cpu()?;
    work();
    let after = thread_cpu()?;
    Some((
        after.0.saturating_sub(before.0),
        after.1.saturating_sub(before.1),
    ))
}

fn rate(client: &Client, concurrency: usize) -> f64 {
    const CALLS: usize = 2048;
    let runtime = Runtime::new().expect("a runtime");
    let begun = Instant::now();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..concurrency)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    for _ in 0..CALLS / concurrency {
                        client.send(&request()).await.expect("a response");
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("a task");
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let calls = CALLS as f64;
    calls / begun.elapsed().as_secs_f64()
}

/// Sends the same response to every request on every connection. It stays valid for five minutes.
fn serve(response: &http::Response<Bytes>) -> String {
    let mut bytes = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", BODY.len());
    for (name, value) in response.headers() {
        bytes.extend([name.as_str(), ": ", value.to_str().expect("ASCII"), "\r\n"]);
    }
    let bytes = format!("{bytes}\r\n{BODY}");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let bytes = bytes.clone();
            thread::spawn(move || converse(connection, bytes.as_bytes()));
        }
    });
    url
}

fn converse(mut connection: TcpStream, response: &[u8]) {
    connection.set_nodelay(true).ok();
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = connection.read(&mut chunk) {
        request.extend_from_slice(&chunk[..count]);
        // The request's JSON is flat: it ends with its only closing brace.
        if request.ends_with(b"}") {
            request.clear();
            if connection.write_all(response).is_err() {
                return;
            }
        }
    }
}

fn request() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .target_max_coupons(3000)
        .current_max_coupons(500)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

/// The result of openssl's own benchmark on this machine, for comparison.
fn openssl() {
    let speed = Command::new("openssl")
        .args(["speed", "-seconds", "1", "rsa2048"])
        .output();
    match speed {
        Ok(output) if output.status.success() => {
            println!("\nopenssl speed rsa2048");
            let text = String::from_utf8_lossy(&output.stdout);
            for line in text
                .lines()
                .filter(|line| line.contains("sign") || line.starts_with("rsa"))
            {
                println!("  {line}");
            }
        }
        _ => println!("\nopenssl speed rsa2048: there is no openssl here"),
    }
}

/// The best mean of ten batches, which is least affected by other work on the machine.
fn best<T>(count: u32, mut work: impl FnMut() -> T) -> Duration {
    let batch = |work: &mut dyn FnMut() -> T| {
        let begun = Instant::now();
        for _ in 0..count / 10 {
            black_box(work());
        }
        begun.elapsed() / (count / 10)
    };
    batch(&mut work);
    (0..10).map(|_| batch(&mut work)).min().unwrap_or_default()
}

/// CPU time in user and kernel mode that this thread has used, to a hundredth of a second.
fn thread_cpu() -> Option<(Duration, Duration)> {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let ticks = |n: usize| {
        Some(Duration::from_millis(
            fields.get(n)?.parse::<u64>().ok()? * 10,
        ))
    };
    Some((ticks(11)?, ticks(12)?))
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn unix_time() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
}

/// The share that is not RSA. If noise makes it negative, it is shown as zero.
fn beside(whole: Duration, rsa: Duration) {
    let share = ratio(whole.saturating_sub(rsa), rsa);
    println!("  beside the RSA               {share:.3}   (aim: below 0.1)");
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn micros(time: Duration) -> String {
    format!("{:>8.1} µs", time.as_secs_f64() * 1e6)
}
