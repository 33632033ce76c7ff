//! Product coupons: created, reviewed, deactivated.

use serde_json::{Map, Value, json};

use super::behavior::COUPON_NOT_EFFECTIVE;
use super::books::Books;
use super::bundle;
use super::calendar;
use super::call::{Call, Done, Refused};
use super::images;
use super::stock::Stock;

/// The number of the first coupon, as in the pages' samples.
const FIRST_ID: u64 = 1_000_000_013;
/// The members of a request that are returned.
const MEMBERS: [&str; 9] = [
    "scope",
    "type",
    "usage_mode",
    "single_usage_info",
    "sequential_usage_info",
    "progressive_bundle_usage_info",
    "display_info",
    "out_product_no",
    "brand_id",
];

#[derive(Clone, Debug)]
pub(super) struct ProductCoupon {
    pub(super) brand_id: String,
    /// The ids of its stocks, in the order of their creation.
    pub(super) stocks: Vec<String>,
    /// When the review ends, in Unix seconds.
    pub(super) reviewed: i64,
    pub(super) deactivation: Option<Deactivation>,
    id: String,
    request: Value,
}

/// Who ended something, when and why.
#[derive(Clone, Debug)]
pub(super) struct Deactivation {
    request_no: String,
    time: String,
    reason: String,
}

impl Deactivation {
    pub(super) fn by(call: &Call<'_>) -> Result<Self, Refused> {
        Ok(Self {
            request_no: call.text("out_request_no")?.to_owned(),
            time: calendar::text(call.now),
            reason: call.text("deactivate_reason")?.to_owned(),
        })
    }

    pub(super) fn members(&self) -> [(String, Value); 3] {
        [
            ("deactivate_request_no".to_owned(), json!(self.request_no)),
            ("deactivate_time".to_owned(), json!(self.time)),
            ("deactivate_reason".to_owned(), json!(self.reason)),
        ]
    }
}

impl ProductCoupon {
    pub(super) fn state(&self, now: i64) -> &'static str {
        if self.deactivation.is_some() {
            "DEACTIVATED"
        } else if now >= self.reviewed {
            "EFFECTIVE"
        } else {
            "AUDITING"
        }
    }

    pub(super) fn is_bundle(&self) -> bool {
        self.request["usage_mode"] == bundle::MODE
    }

    /// For how many days an issued coupon is valid, if the product coupon and not the stock says
    /// so.
    pub(super) fn available_days(&self) -> Option<i64> {
        self.request["sequential_usage_info"]["available_days"].as_i64()
    }

    pub(super) fn json(&self, now: i64) -> Value {
        let given = |name: &&str| Some(((*name).to_owned(), self.request.get(name)?.clone()));
        let mut json: Map<_, _> = MEMBERS.iter().filter_map(given).collect();
        json.insert("product_coupon_id".to_owned(), json!(self.id));
        json.insert("state".to_owned(), json!(self.state(now)));
        json.extend(self.deactivation.iter().flat_map(Deactivation::members));
        Value::Object(json)
    }
}

/// Creates a product coupon with its first stock, or with a bundle of stocks.
pub(super) fn create(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let brand = call.text("brand_id")?;
    images::check(call.body)?;
    let created = u64::try_from(books.product_coupons.len()).unwrap_or(u64::MAX);
    let id = FIRST_ID.saturating_add(created).to_string();
    let (stock, bundle) = (call.object("stock"), call.object("stock_bundle"));
    let stocks: Vec<Stock> = match (stock, bundle) {
        (Some(stock), _) => vec![Stock::new(books, call, &id, 1, stock)],
        (None, Some(bundle)) => bundle::stocks(books, call, &id, bundle),
        (None, None) => return Err(Refused::Missing("stock")),
    };
    let coupon = ProductCoupon {
        brand_id: brand.to_owned(),
        stocks: stocks.iter().map(|stock| stock.id.clone()).collect(),
        reviewed: call.now.saturating_add(books.review),
        deactivation: None,
        id: id.clone(),
        request: call.body.clone(),
    };
    let mut body = coupon.json(call.now);
    let made: Vec<_> = stocks.iter().map(|stock| stock.json(call.now)).collect();
    match made.as_slice() {
        [made] if stock.is_some() => body["stock"] = made.clone(),
        _ => body["stock_bundle"] = bundle::json(&id, &made),
    }
    books.product_coupons.insert(id.clone(), coupon);
    for stock in stocks {
        books.stocks.insert(stock.id.clone(), stock);
    }
    Ok(Done::changed(id, body))
}

pub(super) fn get(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    Ok(Done::read(books.product_coupon(call)?.json(call.now)))
}

/// Deactivates a product coupon and all its stocks.
pub(super) fn deactivate(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let coupon = books.product_coupon(call)?;
    if coupon.state(call.now) != "EFFECTIVE" {
        return Err((&COUPON_NOT_EFFECTIVE).into());
    }
    let (id, stocks) = (coupon.id.clone(), coupon.stocks.clone());
    let deactivation = Deactivation::by(call)?;
    for stock in stocks {
        if let Some(stock) = books.stocks.get_mut(&stock) {
            stock
                .deactivation
                .get_or_insert_with(|| deactivation.clone());
        }
    }
    if let Some(coupon) = books.product_coupons.get_mut(&id) {
        coupon.deactivation = Some(deactivation);
    }
    let body = books.product_coupon_json(&id, call.now);
    Ok(Done::changed(id, body))
}
