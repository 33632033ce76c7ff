// A client of the WeChat Pay that runs on this machine. The guide's code blocks include this file,
// so it cannot begin with an inner comment (`//!`).

use wechatpay_api::{
    Client, ClientBuilder, MerchantCertificate, PrivateKey, PublicKey, error::KeyError,
};
use wechatpay_mock::Mock;

/// The settings of a client that calls `mock` as its merchant.
pub(crate) fn settings_for(mock: &Mock) -> Result<ClientBuilder, KeyError> {
    let settings = Client::builder()
        .mchid(mock.mchid())
        .merchant_key(PrivateKey::from_pem(mock.merchant_key_pem())?)
        .merchant_certificate(MerchantCertificate::from_pem(
            mock.merchant_certificate_pem(),
        )?)
        .wechatpay_public_key(
            mock.public_key_id(),
            PublicKey::from_pem(mock.public_key_pem())?,
        )
        .base_url(mock.url());
    Ok(settings)
}
