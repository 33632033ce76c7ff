//! Everything that the mock remembers of the life of coupons.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::behavior::{
    CREATE_NUMBER_REUSED, NO_AUTH, NUMBER_REUSED, UNKNOWN_PRODUCT_COUPON, UNKNOWN_STOCK,
};
use super::calendar;
use super::call::{Call, Refused};
use super::notify::{CouponNotice, NotifyConfig};
use super::number::{Known, Numbers};
use super::operation::CouponOperation;
use super::product_coupon::ProductCoupon;
use super::stock::Stock;
use super::user_coupon::UserCoupon;
use crate::ledger::LedgerEntry;
use crate::request_handler::now;
use crate::response::MockResponse;

/// How long a review takes, in seconds.
const REVIEW: i64 = 60;

/// Everything that the mock remembers of the life of coupons.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    /// Seconds from the system's clock to the mock's clock.
    pub(super) ahead: i64,
    /// The time at which the mock's clock stands still.
    pub(super) stopped: Option<i64>,
    /// How long a review takes.
    pub(super) review: i64,
    pub(super) notify_config: Option<NotifyConfig>,
    /// The URLs of uploaded images.
    pub(super) images: Vec<String>,
    pub(super) product_coupons: BTreeMap<String, ProductCoupon>,
    pub(super) stocks: BTreeMap<String, Stock>,
    /// In the order of their issue.
    pub(super) user_coupons: Vec<UserCoupon>,
    /// The place in `user_coupons`, by brand and code.
    pub(super) codes: HashMap<(String, String), usize>,
    /// The stocks of uploaded codes, by brand and code.
    pub(super) uploaded: HashMap<(String, String), String>,
    pub(super) notices: Vec<CouponNotice>,
    /// The number of notices that were handed to delivery.
    #[cfg(feature = "callbacks")]
    delivered: usize,
    pub(super) missing_stores: BTreeSet<String>,
    /// The brands that authorize the merchant no more.
    pub(super) revoked: BTreeSet<String>,
    numbers: Numbers,
}

impl Default for Books {
    fn default() -> Self {
        Self {
            ahead: 0,
            stopped: None,
            review: REVIEW,
            notify_config: None,
            images: Vec::new(),
            product_coupons: BTreeMap::new(),
            stocks: BTreeMap::new(),
            user_coupons: Vec::new(),
            codes: HashMap::new(),
            uploaded: HashMap::new(),
            notices: Vec::new(),
            #[cfg(feature = "callbacks")]
            delivered: 0,
            missing_stores: BTreeSet::from(["12".to_owned()]),
            revoked: BTreeSet::new(),
            numbers: Numbers::default(),
        }
    }
}

/// A response, and what was changed.
pub(crate) struct Outcome {
    pub(crate) response: MockResponse,
    pub(crate) effect: Option<LedgerEntry>,
}

impl Books {
    /// Unix seconds by the mock's clock.
    pub(crate) fn now(&self) -> i64 {
        self.stopped
            .unwrap_or_else(|| now().saturating_add(self.ahead))
    }

    /// Executes a call.
    pub(crate) fn act(&mut self, operation: &'static CouponOperation, call: &Call<'_>) -> Outcome {
        let only = |response| Outcome {
            response,
            effect: None,
        };
        let brand = call.optional("brand_id").unwrap_or_default();
        if self.revoked.contains(brand) {
            return only(Refused::By(&NO_AUTH).response());
        }
        let number = operation.number.and_then(|name| call.optional(name));
        if operation.number.is_some() && number.is_none() {
            let name = operation.number.unwrap_or_default();
            return only(Refused::Missing(name).response());
        }
        let key = number.map(|number| (brand.to_owned(), operation.name, number.to_owned()));
        match key.as_ref().map(|key| self.numbers.find(key, call)) {
            Some(Known::Same(body)) => return only(MockResponse::json(200, body)),
            Some(Known::OtherData) if operation.name == "create_product_coupon" => {
                return only(Refused::By(&CREATE_NUMBER_REUSED).response());
            }
            Some(Known::OtherData) => return only(Refused::By(&NUMBER_REUSED).response()),
            Some(Known::No) | None => {}
        }
        let done = match (operation.act)(self, call) {
            Ok(done) => done,
            Err(refused) => return only(refused.response()),
        };
        let body = done.body.to_string();
        if let Some(key) = key {
            self.numbers.note(key, call, body.clone());
        }
        let effect = done.changed.map(|object| LedgerEntry {
            operation: operation.name.to_owned(),
            idempotency_key: number.map(str::to_owned),
            brand_id: call.optional("brand_id").map(str::to_owned),
            object: Some(object),
            request: call.request,
        });
        Outcome {
            response: MockResponse::json(200, body),
            effect,
        }
    }

    /// The product coupon that a call names.
    pub(super) fn product_coupon(&self, call: &Call<'_>) -> Result<&ProductCoupon, Refused> {
        let id = call.text("product_coupon_id")?;
        let brand = call.text("brand_id")?;
        let found = self.product_coupons.get(id);
        let found = found.filter(|coupon| coupon.brand_id == brand);
        found.ok_or_else(|| (&UNKNOWN_PRODUCT_COUPON).into())
    }

    /// The id of the stock that a call names.
    fn stock_id(&self, call: &Call<'_>) -> Result<&str, Refused> {
        let coupon = self.product_coupon(call)?;
        let id = call.text("stock_id")?;
        let known = coupon.stocks.iter().find(|known| *known == id);
        known
            .map(String::as_str)
            .ok_or_else(|| (&UNKNOWN_STOCK).into())
    }

    /// The stock that a call names.
    pub(super) fn stock(&self, call: &Call<'_>) -> Result<&Stock, Refused> {
        let id = self.stock_id(call)?;
        self.stocks.get(id).ok_or_else(|| (&UNKNOWN_STOCK).into())
    }

    /// The same to change it.
    pub(super) fn stock_mut(&mut self, call: &Call<'_>) -> Result<&mut Stock, Refused> {
        let id = self.stock_id(call)?.to_owned();
        let stock = self.stocks.get_mut(&id);
        stock.ok_or_else(|| (&UNKNOWN_STOCK).into())
    }

    /// The JSON of a product coupon, as the pages show it.
    pub(super) fn product_coupon_json(&self, id: &str, now: i64) -> Value {
        let coupon = self.product_coupons.get(id);
        coupon.map_or(Value::Null, |coupon| coupon.json(now))
    }

    /// The JSON of a stock, as the pages show it.
    pub(super) fn stock_json(&self, id: &str, now: i64) -> Value {
        self.stocks
            .get(id)
            .map_or(Value::Null, |stock| stock.json(now))
    }

    /// All books in JSON.
    pub(crate) fn json(&self) -> Value {
        let now = self.now();
        let coupons = self.product_coupons.values().map(|coupon| coupon.json(now));
        let stocks = self.stocks.values().map(|stock| {
            let mut json = stock.json(now);
            json["stores"] = json!(stock.stores);
            json["unused_codes"] = json!(stock.unused_codes);
            json
        });
        let user_coupons = self.user_coupons.iter().map(|coupon| {
            let mut json = Map::from_iter(coupon.json(now));
            json.insert("openid".to_owned(), json!(coupon.openid));
            json.insert(
                "product_coupon_id".to_owned(),
                json!(coupon.product_coupon_id),
            );
            json.insert("stock_id".to_owned(), json!(coupon.stock_id));
            Value::Object(json)
        });
        json!({
            "now": calendar::text(now),
            "notify_url": self.notify_config.as_ref().map(|config| &config.url),
            "product_coupons": coupons.collect::<Vec<_>>(),
            "stocks": stocks.collect::<Vec<_>>(),
            "user_coupons": user_coupons.collect::<Vec<_>>(),
        })
    }

    /// The URL to which callbacks go.
    #[cfg(feature = "callbacks")]
    pub(crate) fn notify_url(&self) -> Option<&str> {
        Some(self.notify_config.as_ref()?.url.as_str())
    }

    /// The notices that no delivery has got so far.
    #[cfg(feature = "callbacks")]
    pub(crate) fn take_notices(&mut self) -> Vec<CouponNotice> {
        let new = self.notices.get(self.delivered..).unwrap_or_default();
        let new = new.to_vec();
        self.delivered = self.notices.len();
        new
    }
}
