//! Three small operations, the keys of both sides, and responses signed with the `rsa` crate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use rsa::pkcs1v15::{SigningKey, VerifyingKey};
use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey};
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer, Verifier};
use rsa::{RsaPrivateKey, RsaPublicKey};
pub(crate) use wechatpay_api::busifavor::ModifyBudgetErrorCode;
pub(crate) use wechatpay_api::busifavor::request::ModifyBudgetRequest;
pub(crate) use wechatpay_api::busifavor::response::ModifyBudgetResponse;
use wechatpay_runtime::call::{BaseUrl, Call, Credential, Keyring, Nonce};
use wechatpay_runtime::{
    Error, MerchantCertificate, Operation, PlatformCertificate, PrivateKey, PublicKey, Response,
    endpoint::{Endpoint, Evidence, Method, SourcePage},
    operation::{NoBody, NoContent, Parameters},
};

pub(crate) const NOW: i64 = 1_700_000_000;
pub(crate) const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
pub(crate) const RESPONSE_NONCE: &str = "c5ac7061fccab6bf3e254dcf98995b8c";
pub(crate) const KEY_ID: &str = "PUB_KEY_ID_0114232134912410000000000000";
pub(crate) const SERIAL_NO: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
pub(crate) const SAMPLE: &str = r#"{"max_coupons":300,"max_coupons_by_day":100}"#;

pub(crate) fn key_file(name: &str) -> Vec<u8> {
    std::fs::read(key_path(name)).unwrap()
}

pub(crate) fn key_path(name: &str) -> std::path::PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "it/runtime/keys", name]
        .iter()
        .collect()
}

/// The same `count` copies of `file` in every run, each with one changed byte.
pub(crate) fn damaged(file: &[u8], count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random >> 33).unwrap() % below
    };
    (0..count).map(move |_| {
        let mut file = file.to_vec();
        let at = next(file.len());
        file[at] ^= u8::try_from(1 + next(255)).unwrap();
        file
    })
}

pub(crate) fn merchant_key() -> PrivateKey {
    PrivateKey::from_pem(key_file("merchant.pem")).unwrap()
}

pub(crate) fn wechatpay_public_key() -> PublicKey {
    PublicKey::from_pem(key_file("wechatpay_pub.pem")).unwrap()
}

pub(crate) fn merchant_certificate(file: &str) -> MerchantCertificate {
    MerchantCertificate::from_pem(key_file(file)).unwrap()
}

pub(crate) fn platform_certificate(file: &str) -> PlatformCertificate {
    PlatformCertificate::from_pem(key_file(file)).unwrap()
}

pub(crate) fn credential() -> Credential {
    Credential::new("1900000001", SERIAL_NO, merchant_key()).unwrap()
}

pub(crate) fn keyring() -> Keyring {
    Keyring::new(KEY_ID, wechatpay_public_key()).unwrap()
}

/// Signs with the private key in `file`, using the `rsa` crate.
pub(crate) fn sign(file: &str, message: &[u8]) -> String {
    let key = RsaPrivateKey::from_pkcs8_pem(std::str::from_utf8(&key_file(file)).unwrap()).unwrap();
    STANDARD.encode(SigningKey::<Sha256>::new(key).sign(message).to_bytes())
}

/// Verifies with the public key in `file`, using the `rsa` crate.
pub(crate) fn verifies(file: &str, message: &[u8], signature: &str) -> bool {
    let key =
        RsaPublicKey::from_public_key_pem(std::str::from_utf8(&key_file(file)).unwrap()).unwrap();
    let signature = STANDARD.decode(signature).unwrap();
    let signature = signature.as_slice().try_into().unwrap();
    VerifyingKey::<Sha256>::new(key)
        .verify(message, &signature)
        .is_ok()
}

/// A response as WeChat Pay sends it: signed at `timestamp` over exactly `body`.
pub(crate) fn signed_at(
    timestamp: &str,
    status: u16,
    body: impl AsRef<[u8]>,
) -> http::Response<Bytes> {
    let body = body.as_ref();
    let message = [
        timestamp.as_bytes(),
        b"\n",
        RESPONSE_NONCE.as_bytes(),
        b"\n",
        body,
        b"\n",
    ]
    .concat();
    http::Response::builder()
        .status(status)
        .header("Request-ID", "08F78BB5AF0610D302-268578284")
        .header("Wechatpay-Timestamp", timestamp)
        .header("Wechatpay-Nonce", RESPONSE_NONCE)
        .header("Wechatpay-Serial", KEY_ID)
        .header("Wechatpay-Signature", sign("wechatpay.pem", &message))
        .body(Bytes::copy_from_slice(body))
        .unwrap()
}

pub(crate) fn signed(status: u16, body: impl AsRef<[u8]>) -> http::Response<Bytes> {
    signed_at(&NOW.to_string(), status, body)
}

pub(crate) fn unsigned(status: u16, body: impl AsRef<[u8]>) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .header("Request-ID", "08F78BB5AF0610D302-268578284")
        .body(Bytes::copy_from_slice(body.as_ref()))
        .unwrap()
}

pub(crate) fn modify_budget() -> ModifyBudgetRequest {
    ModifyBudgetRequest::builder()
        .stock_id("98065001")
        .current_max_coupons(500)
        .target_max_coupons(3000)
        .modify_budget_request_no("1002600620019090123143254436")
        .build()
}

/// The client's result for a response to `modify_budget` that arrives at `now`.
pub(crate) fn read_at(
    now: i64,
    response: http::Response<Bytes>,
) -> Result<Response<ModifyBudgetResponse>, Error> {
    Call::prepare(&modify_budget())
        .unwrap()
        .response(response, &keyring(), now)
}

pub(crate) fn read(
    response: http::Response<Bytes>,
) -> Result<Response<ModifyBudgetResponse>, Error> {
    read_at(NOW, response)
}

pub(crate) fn request_of<O: Operation>(operation: &O) -> Result<http::Request<Bytes>, Error> {
    let nonce = Nonce::from_text(NONCE).unwrap();
    Call::prepare(operation)?.request(&BaseUrl::main(), &credential(), &keyring(), NOW, &nonce)
}

/// `POST` without body, a response without content, and the statuses 202 and 204 documented.
pub(crate) struct Close {
    pub(crate) id: String,
}

impl Operation for Close {
    const ENDPOINT: &'static Endpoint = &Endpoint {
        operation: "things.close",
        method: Method::Post,
        path: "/v3/things/{id}/close",
        page: SourcePage {
            title: "关闭",
            updated: "2024-01-02",
        },
        evidence: Evidence::Full,
        idempotency_key: None,
        idempotent: false,
        rate_limit: None,
        success: &[202, 204],
        errors: &[],
    };
    type Response = NoContent;
    type ErrorCode = ModifyBudgetErrorCode;

    fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
        to.path("id", &self.id);
    }

    fn body(&self) -> Option<impl serde::Serialize> {
        None::<NoBody>
    }
}

/// `GET`, no parameters at all.
pub(crate) struct List;

impl Operation for List {
    const ENDPOINT: &'static Endpoint = &Endpoint {
        operation: "things.list",
        method: Method::Get,
        path: "/v3/things",
        page: SourcePage {
            title: "查询",
            updated: "2024-01-02",
        },
        evidence: Evidence::Full,
        idempotency_key: None,
        idempotent: false,
        rate_limit: None,
        success: &[200],
        errors: &[],
    };
    type Response = serde_json::Value;
    type ErrorCode = ModifyBudgetErrorCode;

    fn body(&self) -> Option<impl serde::Serialize> {
        None::<NoBody>
    }
}
