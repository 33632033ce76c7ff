//! Coupons are issued to users, within the limits of their stock.

use super::behavior::{
    BUNDLE, CODE_ISSUED_BEFORE, CODE_MISSING, CODE_NOT_ALLOWED, CODES_USED_UP, DAY_LIMIT,
    STOCK_LIMIT, STOCK_NOT_SENDING, USER_LIMIT,
};
use super::books::Books;
use super::calendar;
use super::call::{Call, Done, Refused};
use super::notify::CouponNotice;
use super::stock::Stock;
use super::user_coupon::{SEND_MEMBERS, UserCoupon, members};

/// For how many days a coupon is valid if nothing says so.
const LONGEST_VALIDITY: i64 = 365;

/// Issues a coupon by a call of the brand.
pub(super) fn send(books: &mut Books, call: &Call<'_>) -> Result<Done, Refused> {
    let number = call.text("send_request_no")?;
    issue(books, call, number, "API")
}

/// Issues a coupon, and notes its callback.
pub(super) fn issue(
    books: &mut Books,
    call: &Call<'_>,
    number: &str,
    channel: &'static str,
) -> Result<Done, Refused> {
    let (openid, appid) = (call.text("openid")?, call.text("appid")?);
    let coupon = books.product_coupon(call)?;
    let stock = books.stock(call)?;
    if coupon.is_bundle() {
        return Err((&BUNDLE).into());
    }
    if stock.state(call.now) != "SENDING" {
        return Err((&STOCK_NOT_SENDING).into());
    }
    let code = code(books, stock, call.optional("coupon_code"))?;
    check_limits(stock, openid, call.now)?;
    let mut appids = vec![appid.to_owned()];
    appids.extend(stock.notify_appid().map(str::to_owned));
    let user_coupon = UserCoupon {
        code: code.clone(),
        brand_id: stock.brand_id.clone(),
        product_coupon_id: stock.product_coupon_id.clone(),
        stock_id: stock.id.clone(),
        openid: openid.to_owned(),
        appids,
        valid: validity(stock, coupon.available_days(), call.now),
        received: call.now,
        send_request_no: number.to_owned(),
        channel,
        sent: members(call, &SEND_MEMBERS),
        confirmation: None,
        usage: None,
        deactivation: None,
        is_deleted: false,
    };
    books.notices.push(CouponNotice::of(&user_coupon));
    let key = (user_coupon.brand_id.clone(), code.clone());
    let stock = books.stock_mut(call)?;
    stock.issued.add(openid, call.now);
    if stock.mode() == "UPLOAD" {
        stock.unused_codes.pop_front();
    }
    let body = books.user_coupon_json(&user_coupon, call.now);
    books.codes.insert(key, books.user_coupons.len());
    books.user_coupons.push(user_coupon);
    Ok(Done::changed(code, body))
}

/// The code of the next coupon.
fn code(books: &Books, stock: &Stock, given: Option<&str>) -> Result<String, Refused> {
    let is_assigned = stock.mode() == "API_ASSIGN";
    match given {
        Some(_) if !is_assigned => Err((&CODE_NOT_ALLOWED).into()),
        None if is_assigned => Err((&CODE_MISSING).into()),
        Some(code) => {
            let key = (stock.brand_id.clone(), code.to_owned());
            if books.codes.contains_key(&key) || books.uploaded.contains_key(&key) {
                return Err((&CODE_ISSUED_BEFORE).into());
            }
            Ok(code.to_owned())
        }
        None if stock.mode() == "UPLOAD" => {
            let next = stock.unused_codes.front().cloned();
            next.ok_or_else(|| (&CODES_USED_UP).into())
        }
        None => Ok(format!("{}{:06}", stock.id, stock.issued.total + 1)),
    }
}

fn check_limits(stock: &Stock, openid: &str, now: i64) -> Result<(), Refused> {
    let has_reached = |name: &str, issued| stock.limit(name).is_some_and(|limit| issued >= limit);
    if has_reached("max_count", stock.issued.total) {
        Err((&STOCK_LIMIT).into())
    } else if has_reached("max_count_per_day", stock.issued.today(now)) {
        Err((&DAY_LIMIT).into())
    } else if has_reached("max_count_per_user", stock.issued.to_user(openid)) {
        Err((&USER_LIMIT).into())
    } else {
        Ok(())
    }
}

/// The first and the last second in which a coupon is valid that is issued now.
fn validity(stock: &Stock, days: Option<i64>, now: i64) -> (i64, i64) {
    let period = stock.period();
    let time = |name: &str| period[name].as_str().and_then(calendar::seconds);
    let wait = period["wait_days_after_receive"].as_i64().unwrap_or(0);
    let begin = if wait > 0 {
        calendar::start_of(calendar::day(now).saturating_add(wait))
    } else {
        now
    };
    let begin = time("available_begin_time").map_or(begin, |first| first.max(begin));
    let end = time("available_end_time");
    let days = period["available_days"].as_i64().or(days);
    let days = days.or(end.is_none().then_some(LONGEST_VALIDITY));
    let by_days = days.map(|days| {
        let last = calendar::day(begin).saturating_add(days);
        calendar::start_of(last).saturating_sub(1)
    });
    let end = match (by_days, end) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other).unwrap_or(i64::MAX),
    };
    (begin, end)
}
