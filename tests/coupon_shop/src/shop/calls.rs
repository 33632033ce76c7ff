//! Calls that survive a kill and an unknown outcome.

use std::error::Error;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wechatpay_api::call::Call;
use wechatpay_api::{Operation, Outcome};

use super::Shop;
use crate::crash;

/// How often a call is tried again. Faults of the network are short here.
const TRIES: u32 = 40;

impl Shop {
    /// Makes the call of a step exactly once, whatever happened to this process before.
    ///
    /// The request with its number is stored before it is sent. After a kill or an unknown outcome
    /// the same bytes are sent again: WeChat Pay recognizes the number, or the call is harmless.
    pub(super) async fn once<O>(
        &self,
        step: &str,
        request: impl FnOnce() -> O,
    ) -> Result<O::Response, Box<dyn Error>>
    where
        O: Operation + Serialize + DeserializeOwned,
    {
        let stored = self.store.call(step)?;
        let (request, is_retry) = match stored {
            Some(stored) => {
                if let Some(response) = stored.response {
                    return Ok(serde_json::from_slice(&response)?);
                }
                let request: O = serde_json::from_str(&stored.request)?;
                if body(&request)? != stored.body {
                    return Err(format!("{step}: the stored request has other bytes now").into());
                }
                (request, true)
            }
            None => {
                let request = request();
                crash::point(step, "before the request is stored");
                let json = serde_json::to_string(&request)?;
                self.store.prepare(step, &json, &body(&request)?)?;
                (request, false)
            }
        };
        crash::point(step, "before the call");
        let response = self.send(&request, is_retry).await?;
        crash::point(step, "before the response is stored");
        self.store.finish(step, &response)?;
        crash::point(step, "after the response is stored");
        Ok(serde_json::from_slice(&response)?)
    }

    /// Makes a call that only reads.
    pub(super) async fn read<O: Operation>(
        &self,
        request: &O,
    ) -> Result<O::Response, Box<dyn Error>> {
        Ok(serde_json::from_slice(&self.send(request, false).await?)?)
    }

    async fn send<O: Operation>(
        &self,
        request: &O,
        mut is_retry: bool,
    ) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut tries = 1;
        loop {
            let mut options = self.client.options();
            if is_retry {
                options = options.retries_earlier_call(true);
            }
            match self.client.with_options(options).send(request).await {
                Ok(response) => return Ok(response.body().to_vec()),
                Err(error) if may_try_again(&error) && tries < TRIES => {
                    is_retry = is_retry || error.outcome() == Outcome::Unknown;
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Whether the same bytes may be sent again: after an unknown outcome, if nothing was sent, and if
/// the service was too busy.
fn may_try_again(error: &wechatpay_api::Error) -> bool {
    match error.outcome() {
        Outcome::NotSent => error.violations().is_none(),
        Outcome::Unknown => true,
        Outcome::Refused => {
            let status = error.api_error().map_or(0, wechatpay_api::ApiError::status);
            error.is_rate_limited() || status >= 500
        }
        _ => false,
    }
}

fn body(request: &impl Operation) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(Call::prepare(request)?.body().unwrap_or_default().to_vec())
}
