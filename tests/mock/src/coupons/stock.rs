//! Stocks: created, reviewed, paused, ended, deactivated.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use super::behavior::{
    BUNDLE, COUPON_NOT_EFFECTIVE, SCOPE_NOT_SPECIFIC, STOCK_ENDED, STOCK_NOT_SENDING_OR_PAUSED,
    TOO_MANY_STOCKS,
};
use super::books::Books;
use super::calendar;
use super::call::{Call, Done, Refused};
use super::images;
use super::paging;
use super::product_coupon::Deactivation;

/// The most stocks of a product coupon that are neither expired nor deactivated.
const MOST_STOCKS: usize = 200;
/// The most entries on a page.
const LONGEST_PAGE: usize = 50;

#[derive(Clone, Debug)]
pub(super) struct Stock {
    pub(super) id: String,
    pub(super) product_coupon_id: String,
    pub(super) brand_id: String,
    /// The stock as the request gives it, with the limits as they are now.
    pub(super) data: Value,
    /// When the review ends, in Unix seconds.
    pub(super) reviewed: i64,
    pub(super) is_paused: bool,
    pub(super) deactivation: Option<Deactivation>,
    /// Uploaded codes that were not issued, in the order of their upload.
    pub(super) unused_codes: VecDeque<String>,
    /// The number of all uploaded codes.
    pub(super) uploaded: usize,
    /// The ids of associated stores, in the order of their association.
    pub(super) stores: Vec<String>,
    pub(super) issued: Issued,
}

/// How many coupons were issued.
#[derive(Clone, Debug, Default)]
pub(super) struct Issued {
    pub(super) total: i64,
    by_day: BTreeMap<i64, i64>,
    by_user: BTreeMap<String, i64>,
}

impl Issued {
    pub(super) fn add(&mut self, openid: &str, now: i64) {
        self.total += 1;
        *self.by_day.entry(calendar::day(now)).or_default() += 1;
        *self.by_user.entry(openid.to_owned()).or_default() += 1;
    }

    pub(super) fn today(&self, now: i64) -> i64 {
        self.by_day.get(&calendar::day(now)).copied().unwrap_or(0)
    }

    pub(super) fn to_user(&self, openid: &str) -> i64 {
        self.by_user.get(openid).copied().unwrap_or(0)
    }
}

impl Stock {
    /// The stock of this number of a product coupon.
    pub(super) fn new(
        books: &Books,
        call: &Call<'_>,
        product_coupon_id: &str,
        number: i64,
        data: &Value,
    ) -> Self {
        Self {
            id: format!("{product_coupon_id}{number:03}"),
            product_coupon_id: product_coupon_id.to_owned(),
            brand_id: call.optional("brand_id").unwrap_or_default().to_owned(),
            data: data.clone(),
            reviewed: call.now.saturating_add(books.review),
            is_paused: false,
            deactivation: None,
            unused_codes: VecDeque::new(),
            uploaded: 0,
            stores: Vec::new(),
            issued: Issued::default(),
        }
    }

    pub(super) fn state(&self, now: i64) -> &'static str {
        let end = self.period()["available_end_time"].as_str();
        if self.deactivation.is_some() {
            "DEACTIVATED"
        } else if end.and_then(calendar::seconds).is_some_and(|end| now > end) {
            "STOPPED"
        } else if now < self.reviewed {
            "AUDITING"
        } else if self.is_paused {
            "PAUSED"
        } else {
            "SENDING"
        }
    }

    /// Whether it is deactivated or has expired.
    pub(super) fn has_ended(&self, now: i64) -> bool {
        matches!(self.state(now), "DEACTIVATED" | "STOPPED")
    }

    /// `coupon_available_period` of the rule that the stock has.
    pub(super) fn period(&self) -> &Value {
        let rules = [
            "single_usage_rule",
            "sequential_usage_rule",
            "progressive_bundle_usage_rule",
        ];
        let mut rules = rules.iter().filter_map(|name| self.data.get(name));
        rules
            .find_map(|rule| rule.get("coupon_available_period"))
            .unwrap_or(&Value::Null)
    }

    /// A limit of `stock_send_rule`.
    pub(super) fn limit(&self, name: &str) -> Option<i64> {
        self.data["stock_send_rule"][name].as_i64()
    }

    pub(super) fn mode(&self) -> &str {
        self.data["coupon_code_mode"].as_str().unwrap_or_default()
    }

    pub(super) fn is_specific(&self) -> bool {
        self.data["store_scope"] == "SPECIFIC"
    }

    pub(super) fn notify_appid(&self) -> Option<&str> {
        self.data["notify_config"]["notify_appid"].as_str()
    }

    pub(super) fn json(&self, now: i64) -> Value {
        let mut json = self.data.as_object().cloned().unwrap_or_else(Map::new);
        let sent = json!({
            "total_count": self.issued.total,
            "today_count": self.issued.today(now),
        });
        let members = [
            ("product_coupon_id", json!(self.product_coupon_id)),
            ("stock_id", json!(self.id)),
            ("brand_id", json!(self.brand_id)),
            ("sent_count_info", sent),
            ("state", json!(self.state(now))),
        ];
        json.extend(members.map(|(name, value)| (name.to_owned(), value)));
        if self.mode() == "UPLOAD" {
            let codes = json!({
                "total_count": self.uploaded,
                "available_count": self.unused_codes.len(),
            });
            json.insert("coupon_code_count_info".to_owned(), codes);
        }
        json.extend(self.deactivation.iter().flat_map(Deactivation::members));
        Value::Object(json)
    }
}

impl Books {
    /// A stock whose stores can be associated.
    pub(super) fn stock_with_stores(&self, call: &Call<'_>) -> Result<&Stock, Refused> {
        let stock = self.stock(call)?;
        if self.product_coupon(call)?.is_bundle() {
            Err((&BUNDLE).into())
        } else if !stock.is_specific() {
            Err((&SCOPE_NOT_SPECIFIC).into())
        } else if stock.has_ended(call.now) {
            Err((&STOCK_ENDED).into())
        } else {
            Ok(stock)
        }
    }
}

/// Adds a stock to a product coupon.
pub(super) fn create(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let coupon = books.product_coupon(call)?;
    let coupon_id = call.text("product_coupon_id")?;
    if coupon.state(call.now) != "EFFECTIVE" {
        return Err((&COUPON_NOT_EFFECTIVE).into());
    }
    let data = call.object("stock").ok_or(Refused::Missing("stock"))?;
    images::check(data)?;
    let existing = coupon.stocks.iter().filter_map(|id| books.stocks.get(id));
    if existing.filter(|stock| !stock.has_ended(call.now)).count() >= MOST_STOCKS {
        return Err((&TOO_MANY_STOCKS).into());
    }
    let number = i64::try_from(coupon.stocks.len()).unwrap_or(i64::MAX);
    let stock = Stock::new(books, call, coupon_id, number.saturating_add(1), data);
    let (id, body) = (stock.id.clone(), stock.json(call.now));
    books.stocks.insert(id.clone(), stock);
    if let Some(coupon) = books.product_coupons.get_mut(coupon_id) {
        coupon.stocks.push(id.clone());
    }
    Ok(Done::changed(id, body))
}

pub(super) fn get(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    Ok(Done::read(books.stock(call)?.json(call.now)))
}

/// The stocks of a product coupon, of one state or of one bundle if the call says so.
pub(super) fn list(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let coupon = books.product_coupon(call)?;
    let (state, bundle) = (call.optional("state"), call.optional("stock_bundle_id"));
    let stocks = coupon.stocks.iter().filter_map(|id| books.stocks.get(id));
    let stocks: Vec<_> = stocks
        .filter(|stock| state.is_none_or(|state| state == stock.state(call.now)))
        .filter(|stock| {
            let own = &stock.data["stock_bundle_info"]["stock_bundle_id"];
            bundle.is_none_or(|bundle| own == bundle)
        })
        .map(|stock| || stock.json(call.now))
        .collect();
    paging::page(call, LONGEST_PAGE, "stock_list", &stocks)
}

pub(super) fn deactivate(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let deactivation = Deactivation::by(call)?;
    let stock = books.stock_mut(call)?;
    if !matches!(stock.state(call.now), "SENDING" | "PAUSED") {
        return Err((&STOCK_NOT_SENDING_OR_PAUSED).into());
    }
    stock.deactivation = Some(deactivation);
    Ok(Done::changed(stock.id.clone(), stock.json(call.now)))
}
