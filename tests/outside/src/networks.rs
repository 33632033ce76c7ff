//! Clients of many merchants that share one transport, behind a proxy and in a container without CA
//! certificates.

use wechatpay_api::client::HttpTransport;
use wechatpay_api::error::BuildError;
use wechatpay_api::{Client, ClientBuilder, PrivateKey, PublicKey, blocking};

const MERCHANT_KEY: &str = include_str!("../../it/runtime/keys/merchant.pem");
const PUBLIC_KEY: &str = include_str!("../../it/runtime/keys/wechatpay_pub.pem");

/// One transport for all merchants.
fn shared() -> Result<HttpTransport, BuildError> {
    HttpTransport::builder()
        .bundled_roots()
        .proxy("http://proxy.example.com:3128")
        .build()
}

fn merchant(number: u32) -> ClientBuilder {
    Client::builder()
        .mchid(format!("19{number:08}"))
        .merchant_key(PrivateKey::from_pem(MERCHANT_KEY).unwrap())
        .merchant_serial_no("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
        .wechatpay_public_key(
            "PUB_KEY_ID_0114232134912410000000000000",
            PublicKey::from_pem(PUBLIC_KEY).unwrap(),
        )
}

#[test]
fn clients_of_many_merchants_share_a_transport() {
    let transport = shared().unwrap();
    let clients = (0..20).map(|number| merchant(number).transport(transport.clone()).build());
    let clients: Vec<_> = clients.collect::<Result<_, _>>().unwrap();
    assert!(format!("{:?}", clients[19]).contains("1900000019"));
}

/// They share the thread for their I/O, too.
#[test]
fn blocking_clients_of_many_merchants_share_a_transport() {
    let transport = shared().unwrap();
    let clients =
        (0..20).map(|number| blocking::Client::new(merchant(number).transport(transport.clone())));
    let clients: Vec<_> = clients.collect::<Result<_, _>>().unwrap();
    assert!(format!("{:?}", clients[19]).contains("1900000019"));
}
