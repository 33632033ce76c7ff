//! Coupons of users: confirmed, used, returned, deactivated, deleted, expired.

use serde_json::{Map, Value, json};

use super::behavior::{
    ALREADY_CONFIRMED, DEACTIVATED, DELETED, EXPIRED, NOT_TO_DEACTIVATE, NOT_USED, NOT_YET_VALID,
    OTHER_APPID, STORE_NOT_OF_STOCK, UNCONFIRMED, UNKNOWN_USER_COUPON, USED_BEFORE,
};
use super::books::Books;
use super::calendar;
use super::call::{Call, Done, Refused};
use super::paging;
use super::product_coupon::Deactivation;

/// The most entries on a page.
const LONGEST_PAGE: usize = 50;
/// The members of a use that are returned.
const USE_MEMBERS: [&str; 4] = [
    "use_time",
    "associated_order_info",
    "associated_pay_score_order_info",
    "saved_amount",
];
/// The members of a send call that are returned.
pub(super) const SEND_MEMBERS: [&str; 2] = ["attach", "coupon_tag_info"];

#[derive(Clone, Debug)]
pub(super) struct UserCoupon {
    pub(super) code: String,
    pub(super) brand_id: String,
    pub(super) product_coupon_id: String,
    pub(super) stock_id: String,
    pub(super) openid: String,
    /// The AppIDs under which the user may be named.
    pub(super) appids: Vec<String>,
    /// In Unix seconds, inclusive.
    pub(super) valid: (i64, i64),
    pub(super) received: i64,
    pub(super) send_request_no: String,
    pub(super) channel: &'static str,
    /// Members of the send call that are returned.
    pub(super) sent: Map<String, Value>,
    /// Request number and time.
    pub(super) confirmation: Option<(String, i64)>,
    pub(super) usage: Option<Usage>,
    pub(super) deactivation: Option<Deactivation>,
    pub(super) is_deleted: bool,
}

/// The last use of a coupon.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    request_no: String,
    /// Members of the use call that are returned.
    given: Map<String, Value>,
    /// Request number and time of the return.
    returned: Option<(String, i64)>,
}

/// The members with these names in the body of a call.
pub(super) fn members(call: &Call<'_>, names: &[&str]) -> Map<String, Value> {
    let given = |name: &&str| Some(((*name).to_owned(), call.body.get(name)?.clone()));
    names.iter().filter_map(given).collect()
}

impl UserCoupon {
    pub(super) fn state(&self, now: i64) -> &'static str {
        let is_used = self
            .usage
            .as_ref()
            .is_some_and(|usage| usage.returned.is_none());
        if self.deactivation.is_some() {
            "DEACTIVATED"
        } else if self.is_deleted {
            "DELETED"
        } else if is_used {
            "USED"
        } else if now > self.valid.1 {
            "EXPIRED"
        } else if self.confirmation.is_none() {
            "CONFIRMING"
        } else if now < self.valid.0 {
            "PENDING"
        } else {
            "EFFECTIVE"
        }
    }

    /// The members of the coupon itself, without its product coupon and stock.
    pub(super) fn json(&self, now: i64) -> Map<String, Value> {
        let mut json = self.sent.clone();
        let members = [
            ("coupon_code", json!(self.code)),
            ("coupon_state", json!(self.state(now))),
            ("valid_begin_time", json!(calendar::text(self.valid.0))),
            ("valid_end_time", json!(calendar::text(self.valid.1))),
            ("receive_time", json!(calendar::text(self.received))),
            ("send_request_no", json!(self.send_request_no)),
            ("send_channel", json!(self.channel)),
            ("brand_id", json!(self.brand_id)),
        ];
        json.extend(members.map(|(name, value)| (name.to_owned(), value)));
        if let Some((number, time)) = &self.confirmation {
            json.insert("confirm_request_no".to_owned(), json!(number));
            json.insert("confirm_time".to_owned(), json!(calendar::text(*time)));
        }
        json.extend(self.deactivation.iter().flat_map(Deactivation::members));
        if let Some(usage) = &self.usage {
            json.insert("single_usage_detail".to_owned(), usage.json());
        }
        json
    }
}

impl Usage {
    fn json(&self) -> Value {
        let mut json = self.given.clone();
        json.insert("use_request_no".to_owned(), json!(self.request_no));
        if let Some((number, time)) = &self.returned {
            json.insert("return_request_no".to_owned(), json!(number));
            json.insert("return_time".to_owned(), json!(calendar::text(*time)));
        }
        Value::Object(json)
    }
}

impl Books {
    /// The JSON of a user's coupon, as the pages show it.
    pub(super) fn user_coupon_json(&self, coupon: &UserCoupon, now: i64) -> Value {
        let mut json = coupon.json(now);
        let product_coupon = self.product_coupon_json(&coupon.product_coupon_id, now);
        json.insert("product_coupon".to_owned(), product_coupon);
        json.insert("stock".to_owned(), self.stock_json(&coupon.stock_id, now));
        Value::Object(json)
    }

    /// The place of the user's coupon that a call names.
    fn user_coupon(&self, call: &Call<'_>) -> Result<usize, Refused> {
        let code = call.text("coupon_code")?;
        let openid = call.text("openid")?;
        let appid = call.text("appid")?;
        let stock = self.stock(call)?;
        let index = self.codes.get(&(stock.brand_id.clone(), code.to_owned()));
        let found = index.and_then(|index| Some((*index, self.user_coupons.get(*index)?)));
        let (index, coupon) = found
            .filter(|(_, coupon)| coupon.stock_id == stock.id && coupon.openid == openid)
            .ok_or(&UNKNOWN_USER_COUPON)?;
        if coupon.appids.iter().any(|known| known == appid) {
            Ok(index)
        } else {
            Err((&OTHER_APPID).into())
        }
    }

    /// Changes the coupon that a call names, if `allowed` accepts its state.
    fn change_user_coupon(
        &mut self,
        call: &Call<'_>,
        allowed: impl Fn(&str) -> Result<(), Refused>,
        change: impl FnOnce(&mut UserCoupon),
    ) -> Result<Done, Refused> {
        let index = self.user_coupon(call)?;
        let coupon = self.user_coupons.get_mut(index);
        let coupon = coupon.ok_or(&UNKNOWN_USER_COUPON)?;
        match coupon.state(call.now) {
            "DELETED" => return Err((&DELETED).into()),
            "DEACTIVATED" => return Err((&DEACTIVATED).into()),
            state => allowed(state)?,
        }
        change(coupon);
        let coupon = coupon.clone();
        let body = self.user_coupon_json(&coupon, call.now);
        Ok(Done::changed(coupon.code, body))
    }
}

pub(super) fn get(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let index = books.user_coupon(call)?;
    let coupon = books.user_coupons.get(index).ok_or(&UNKNOWN_USER_COUPON)?;
    Ok(Done::read(books.user_coupon_json(coupon, call.now)))
}

/// The coupons of a user, of one product coupon, stock or state if the call says so.
pub(super) fn list(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let (openid, brand) = (call.text("openid")?, call.text("brand_id")?);
    let appid = call.text("appid")?;
    let is = |name: &str, value: &str| call.optional(name).is_none_or(|given| given == value);
    let all = books.user_coupons.iter();
    let coupons: Vec<_> = all
        .filter(|coupon| coupon.openid == openid && coupon.brand_id == brand)
        .filter(|coupon| coupon.appids.iter().any(|known| known == appid))
        .filter(|coupon| is("product_coupon_id", &coupon.product_coupon_id))
        .filter(|coupon| is("stock_id", &coupon.stock_id))
        .filter(|coupon| is("coupon_state", coupon.state(call.now)))
        // No coupon of the mock belongs to a bundle.
        .filter(|_| call.optional("user_coupon_bundle_id").is_none())
        .map(|coupon| || books.user_coupon_json(coupon, call.now))
        .collect();
    paging::page(call, LONGEST_PAGE, "user_coupon_list", &coupons)
}

pub(super) fn confirm(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let number = call.text("out_request_no")?;
    let allowed = |state: &str| match state {
        "CONFIRMING" => Ok(()),
        "EXPIRED" => Err((&EXPIRED).into()),
        _ => Err((&ALREADY_CONFIRMED).into()),
    };
    books.change_user_coupon(call, allowed, |coupon| {
        coupon.confirmation = Some((number.to_owned(), call.now));
    })
}

pub(super) fn use_up(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let number = call.text("out_request_no")?;
    call.text("use_time")?;
    let stock = books.stock(call)?;
    let store = call.optional("store_id");
    let is_wrong_store = stock.is_specific()
        && store.map_or(stock.stores.is_empty(), |store| {
            stock.stores.iter().all(|known| known != store)
        });
    let allowed = |state: &str| match state {
        "EFFECTIVE" if is_wrong_store => Err((&STORE_NOT_OF_STOCK).into()),
        "EFFECTIVE" => Ok(()),
        "CONFIRMING" => Err((&UNCONFIRMED).into()),
        "PENDING" => Err((&NOT_YET_VALID).into()),
        "EXPIRED" => Err((&EXPIRED).into()),
        _ => Err((&USED_BEFORE).into()),
    };
    books.change_user_coupon(call, allowed, |coupon| {
        coupon.usage = Some(Usage {
            request_no: number.to_owned(),
            given: members(call, &USE_MEMBERS),
            returned: None,
        });
    })
}

pub(super) fn give_back(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let number = call.text("out_request_no")?;
    let allowed = |state: &str| match state {
        "USED" => Ok(()),
        _ => Err((&NOT_USED).into()),
    };
    books.change_user_coupon(call, allowed, |coupon| {
        if let Some(usage) = &mut coupon.usage {
            usage.returned = Some((number.to_owned(), call.now));
        }
    })
}

pub(super) fn deactivate(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let deactivation = Deactivation::by(call)?;
    let allowed = |state: &str| match state {
        "USED" | "EXPIRED" => Err((&NOT_TO_DEACTIVATE).into()),
        _ => Ok(()),
    };
    books.change_user_coupon(call, allowed, |coupon| {
        coupon.deactivation = Some(deactivation);
    })
}
