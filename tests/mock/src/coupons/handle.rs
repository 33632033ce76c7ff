//! The life of coupons for tests: its clock, what others do in it, and its books.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::behavior::{self, CouponBehavior};
use super::books::Books;
use super::call::Call;
use super::issue;
use super::notify::CouponNotice;
use super::stock::Stock;
use crate::ledger::LedgerEntry;
use crate::mock::Mock;
use crate::random;
use crate::request_handler::RequestHandler;

/// The life of the coupons of a mock, see [`Mock::coupon_life`].
///
/// A test moves the clock, does what users and WeChat Pay do, and reads the books. The effects of
/// calls are in [`Mock::ledger`], one for each request number.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_mock::Mock;
///
/// let mock = Mock::coupon_life()?;
/// let coupons = mock.coupons();
/// // Let the program create a product coupon; then its review ends.
/// coupons.approve();
/// assert!(coupons.product_coupon("1000000013").is_none());
/// // A week later.
/// coupons.advance(Duration::from_secs(7 * 24 * 3600));
/// // What the mock assumes, because no page states it:
/// assert!(coupons.behaviors().any(|behavior| behavior.is_assumed()));
/// # std::io::Result::Ok(())
/// ```
#[derive(Clone, Copy)]
pub struct Coupons<'m> {
    request_handler: &'m RequestHandler,
}

impl Mock {
    /// The life of the coupons.
    #[must_use]
    pub fn coupons(&self) -> Coupons<'_> {
        Coupons::new(&self.request_handler)
    }
}

impl<'m> Coupons<'m> {
    pub(crate) fn new(request_handler: &'m RequestHandler) -> Self {
        Self { request_handler }
    }

    fn books<T>(self, with: impl FnOnce(&mut Books) -> T) -> T {
        self.request_handler.books(with)
    }

    /// Everything that the mock does in the life of a coupon, with its source, or that it is
    /// assumed.
    pub fn behaviors(self) -> impl Iterator<Item = &'static CouponBehavior> {
        behavior::all()
    }

    /// The time of the mock's clock in Unix seconds. It is the system's time, as far as it was not
    /// moved. Signatures have the system's time.
    #[must_use]
    pub fn now(self) -> i64 {
        self.books(|books| books.now())
    }

    /// Moves the clock forward. Reviews end, coupons become valid and expire.
    pub fn advance(self, duration: Duration) {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        self.books(|books| match &mut books.stopped {
            Some(now) => *now = now.saturating_add(seconds),
            None => books.ahead = books.ahead.saturating_add(seconds),
        });
    }

    /// Stops the clock at a time in Unix seconds. From now on, only [`advance`](Self::advance)
    /// moves it.
    pub fn set_time(self, now: i64) {
        self.books(|books| books.stopped = Some(now));
    }

    /// Sets how long reviews take from now on. By default they take a minute.
    pub fn review_takes(self, duration: Duration) {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        self.books(|books| books.review = seconds);
    }

    /// Ends all reviews that have begun: product coupons become EFFECTIVE, and stocks SENDING.
    pub fn approve(self) {
        self.books(|books| {
            let now = books.now();
            for coupon in books.product_coupons.values_mut() {
                coupon.reviewed = coupon.reviewed.min(now);
            }
            for stock in books.stocks.values_mut() {
                stock.reviewed = stock.reviewed.min(now);
            }
        });
    }

    /// Pauses a stock. No call of a program does that. Returns whether the stock exists.
    #[must_use]
    pub fn pause(self, stock_id: &str) -> bool {
        self.change_stock(stock_id, |stock| stock.is_paused = true)
    }

    /// Ends the pause of a stock. Returns whether the stock exists.
    #[must_use]
    pub fn resume(self, stock_id: &str) -> bool {
        self.change_stock(stock_id, |stock| stock.is_paused = false)
    }

    fn change_stock(self, id: &str, change: impl FnOnce(&mut Stock)) -> bool {
        self.books(|books| books.stocks.get_mut(id).map(change).is_some())
    }

    /// Lets a user delete a coupon, about which no callback is sent. Returns whether the coupon
    /// exists.
    #[must_use]
    pub fn delete(self, coupon_code: &str) -> bool {
        self.books(|books| {
            let mut coupons = books.user_coupons.iter_mut();
            let coupon = coupons.find(|coupon| coupon.code == coupon_code);
            coupon.map(|coupon| coupon.is_deleted = true).is_some()
        })
    }

    /// Lets a channel of WeChat Pay issue a coupon of a stock to a user, with its callback, and
    /// returns the code; `None` if the stock has none to issue.
    #[must_use]
    pub fn hand_out(self, stock_id: &str, openid: &str) -> Option<String> {
        let code = self.books(|books| {
            let stock = books.stocks.get(stock_id)?;
            let appid = stock.notify_appid().unwrap_or("wx0000000000000000");
            let path = [
                ("product_coupon_id", stock.product_coupon_id.as_str()),
                ("stock_id", stock_id),
                ("brand_id", stock.brand_id.as_str()),
                ("openid", openid),
                ("appid", appid),
            ];
            let path = path.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let call = Call {
                path: &path,
                query: &[],
                body: &Value::Null,
                now: books.now(),
                request: 0,
            };
            issue::issue(books, &call, &random::hex(), "BRAND_MANAGE")
                .ok()?
                .changed
        });
        #[cfg(feature = "callbacks")]
        self.request_handler.deliver_notices();
        code
    }

    /// Removes a store of the brands, so that it can no longer be associated.
    pub fn remove_store(self, store_id: &str) {
        self.books(|books| books.missing_stores.insert(store_id.to_owned()));
    }

    /// Ends the authorization of the merchant by a brand.
    pub fn revoke(self, brand_id: &str) {
        self.books(|books| books.revoked.insert(brand_id.to_owned()));
    }

    /// A product coupon as its page shows it.
    #[must_use]
    pub fn product_coupon(self, product_coupon_id: &str) -> Option<Value> {
        self.books(|books| {
            let coupon = books.product_coupons.get(product_coupon_id)?;
            Some(coupon.json(books.now()))
        })
    }

    /// A stock as its page shows it.
    #[must_use]
    pub fn stock(self, stock_id: &str) -> Option<Value> {
        self.books(|books| Some(books.stocks.get(stock_id)?.json(books.now())))
    }

    /// The URLs of the images that were uploaded.
    #[must_use]
    pub fn images(self) -> Vec<String> {
        self.books(|books| books.images.clone())
    }

    /// The ids of the stores that are associated with a stock.
    #[must_use]
    pub fn stores(self, stock_id: &str) -> Vec<String> {
        self.books(|books| {
            let stock = books.stocks.get(stock_id);
            stock.map_or_else(Vec::new, |stock| stock.stores.clone())
        })
    }

    /// All coupons of users, in the order of their issue, as their page shows them.
    #[must_use]
    pub fn issued(self) -> Vec<Value> {
        self.books(|books| {
            let now = books.now();
            let coupons = books.user_coupons.iter();
            coupons
                .map(|coupon| books.user_coupon_json(coupon, now))
                .collect()
        })
    }

    /// The coupon of a user with this code, as its page shows it.
    #[must_use]
    pub fn user_coupon(self, coupon_code: &str) -> Option<Value> {
        self.books(|books| {
            let mut coupons = books.user_coupons.iter();
            let coupon = coupons.find(|coupon| coupon.code == coupon_code)?;
            Some(books.user_coupon_json(coupon, books.now()))
        })
    }

    /// The effects of calls with this request number: one for each operation and brand.
    #[must_use]
    pub fn effects_of(self, request_no: &str) -> Vec<LedgerEntry> {
        let mut effects = self.request_handler.ledger();
        effects.retain(|effect| effect.idempotency_key() == Some(request_no));
        effects
    }

    /// The callbacks of issued coupons, one for each, in the order of the issue. With the feature
    /// `callbacks` and a socket, the mock sends them by itself.
    #[must_use]
    pub fn notices(self) -> Vec<CouponNotice> {
        self.books(|books| books.notices.clone())
    }
}

#[cfg(feature = "callbacks")]
impl Coupons<'_> {
    /// Changes how each callback of a coupon that is issued from now on is sent: late, several
    /// times, with a probe first, with shorter pauses. By default a callback is repeated with the
    /// pauses of payments, a hundred times faster.
    ///
    /// ```
    /// use wechatpay_mock::{Mock, Tamper};
    ///
    /// let mock = Mock::coupon_life()?;
    /// mock.coupons().deliver_with(|callback| callback.tampered(Tamper::Probe).retried(1_000));
    /// # std::io::Result::Ok(())
    /// ```
    pub fn deliver_with(
        self,
        change: impl Fn(crate::Callback) -> crate::Callback + Send + Sync + 'static,
    ) {
        self.request_handler.notifier.set_change(Box::new(change));
    }

    /// Sends each callback again that no reply has acknowledged so far, for example because its
    /// repetitions have ended while the program did not run.
    pub fn redeliver(self) {
        let attempts = self.request_handler.deliveries.attempts();
        let mut notices = self.notices();
        notices.retain(|notice| {
            let mut attempts = attempts.iter().filter(|attempt| attempt.id == notice.id);
            !attempts.any(crate::CallbackAttempt::is_acknowledged)
        });
        self.request_handler.deliver(notices);
    }

    /// Sends callbacks to this URL with the scheme `http`, whatever URL the program has set; `None`
    /// sends them to the program's URL again.
    pub fn deliver_to<'u>(self, url: impl Into<Option<&'u str>>) {
        self.request_handler.notifier.set_override(url.into());
    }
}

/// Shows nothing of the books, which contain personal data.
impl fmt::Debug for Coupons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coupons").finish_non_exhaustive()
    }
}
