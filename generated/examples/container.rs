//! Runs in a minimal container: no CA certificates, no home folder, read-only files.
//!
//! `cargo run -p wechatpay-api --features bundled-roots --example container`

mod setup;

use std::error::Error;
use std::io::Read as _;
use std::net::TcpListener;
use std::process::ExitCode;
use std::thread;

use wechatpay_api::busifavor::{self, request::ModifyBudgetRequest};
use wechatpay_api::{CallOptions, Outcome, client::HttpTransport};
use wechatpay_mock::Mock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setup::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    match HttpTransport::builder().build() {
        Ok(_) => println!("This machine has CA certificates."),
        Err(error) => println!("This machine has no CA certificates. {error}"),
    }
    // The CA certificates in the program replace those of the machine.
    let transport = HttpTransport::builder().bundled_roots().build()?;

    let request = ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no(setup::idempotency_key("container"))
        .build();
    let (settings, _mock) = setup::wechatpay(Mock::stateful)?;
    let client = settings.transport(transport.clone()).build()?;
    let budget = busifavor::modify_budget(&client, &request).await?;
    println!("http: at most {:?} coupons in all", budget.max_coupons);

    // A server that ends the connection after the first byte of the TLS handshake.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("https://{}", listener.local_addr()?);
    let first_byte = thread::spawn(move || {
        let mut byte = [0];
        listener.accept()?.0.read_exact(&mut byte).map(|()| byte[0])
    });
    let (settings, _mock) = setup::wechatpay(Mock::stateful)?;
    let client = settings
        .base_url(url)
        .options(CallOptions::new().max_attempts(1))
        .transport(transport)
        .build()?;
    let handshake = 22;
    match busifavor::modify_budget(&client, &request).await {
        Err(error) if error.outcome() == Outcome::NotSent => {
            let byte = first_byte.join().map_err(|_| "the server failed")??;
            if byte != handshake {
                return Err("the connection did not begin with a TLS handshake".into());
            }
            println!("https: the TLS handshake began, and nothing was sent without it");
            Ok(())
        }
        _ => Err("the call was sent without TLS".into()),
    }
}
